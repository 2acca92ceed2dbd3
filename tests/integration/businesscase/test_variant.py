"""Which kind of business case applies, and the rules and figures that say so."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from businesscase.domain.variant import variant_of
from businesscase.enums import CaseVariant
from businesscase.selectors.variant_view import variant_view
from core.models import Parameter
from portfolio.domain.proportion import Because, small_case
from portfolio.domain.versions import whole_version
from portfolio.enums import ProposalKind
from tests.factories.governance import make_draft, make_town

B = Because


@pytest.mark.parametrize(
    ("kind", "fields", "expected"),
    [
        ("notification", {}, []),
        ("notification", {"vendor_cost": Decimal(150_000), "staff_hours": Decimal(300)}, []),
        ("notification", {"vendor_cost": Decimal("150000.01")}, [("D2", B.COST)]),
        ("notification", {"staff_hours": Decimal("300.01")}, [("D3", B.HOURS)]),
        ("notification", {"needs_cooperation": True}, [("D1", B.COOPERATION)]),
        ("notification", {"vendor_cost": None}, [("D2", B.COST_UNKNOWN)]),
        ("notification", {"staff_hours": None}, [("D3", B.HOURS_UNKNOWN)]),
        ("application", {}, [("A8", B.ASKS_POOL)]),
        (
            "application",
            {"vendor_cost": Decimal(200_000), "units_involved": ["schools"]},
            [("A8", B.ASKS_POOL), ("D2", B.COST), ("D7", B.CROSSES)],
        ),
    ],
)
def test_the_kind_follows_from_every_rule_that_speaks(town, kind, fields, expected):
    fields = {
        name: [town.units[code] for code in value] if isinstance(value, list) else value
        for name, value in fields.items()
    }
    proposal = make_draft(town, kind=ProposalKind(kind), **fields)
    version = whole_version(proposal)
    choice = variant_of(proposal, version, None)
    assert [(ground.rule, ground.because) for ground in choice.grounds] == expected
    assert choice.variant == (CaseVariant.FULL if expected else CaseVariant.MINI)
    assert (choice.variant == CaseVariant.MINI) == (small_case(proposal, version) is not None)


def test_a_trial_is_innovative_however_large(town):
    proposal = make_draft(town, kind=ProposalKind.APPLICATION, vendor_cost=Decimal(5_000_000))
    version = whole_version(proposal)
    version.business_case.is_trial = True
    choice = variant_of(proposal, version, version.business_case)
    assert (choice.variant, choice.rule, choice.grounds) == (CaseVariant.INNOVATIVE, "C22", ())


def test_the_limit_is_named_with_its_figure_its_day_and_its_source(town):
    proposal = make_draft(town, vendor_cost=Decimal(410_000))
    version = whole_version(proposal)
    (ground,) = variant_of(proposal, version, None).grounds
    assert (ground.figure, ground.limit, ground.parameter, ground.valid_from) == (
        Decimal(410_000), Decimal(150_000), "vendor_cost_limit_dkk", date(2000, 1, 1),
    )  # fmt: skip
    view = variant_view(proposal, version, None)
    assert view.sentence == "Fuld business case, fordi leverandørudgiften (410.000 kr.) er over 150.000 kr."
    assert (view.rules[0].rule, ground.source in view.rules[0].source) == ("D2", True)


def test_several_grounds_stand_in_one_sentence(town):
    proposal = make_draft(town, kind=ProposalKind.APPLICATION, staff_hours=Decimal(420))
    assert variant_view(proposal, whole_version(proposal), None).sentence == (
        "Fuld business case, fordi sagen søger penge fra puljen, og tidsforbruget (420 timer) er over 300 timer."
    )


def test_a_submitted_version_keeps_the_limits_it_was_submitted_under(town):
    proposal = make_draft(town, vendor_cost=Decimal(140_000))
    limit = Parameter.objects.get(key="vendor_cost_limit_dkk")
    Parameter.objects.create(
        profile=limit.profile, key=limit.key, value=100_000, unit="DKK", valid_from=date(2020, 1, 1), source="Ny grænse"
    )
    version = whole_version(proposal)
    assert variant_of(proposal, version, None).variant == CaseVariant.FULL
    version = whole_version(proposal)
    version.frozen_at = datetime(2019, 12, 31, 23, 59, tzinfo=ZoneInfo("Europe/Copenhagen"))
    assert variant_of(proposal, version, None).variant == CaseVariant.MINI


def test_where_policy_has_no_limit_every_case_is_full(db):
    town = make_town("odense")
    proposal = make_draft(town)
    choice = variant_of(proposal, whole_version(proposal), None)
    assert [ground.because for ground in choice.grounds] == [B.NO_LIMIT]
