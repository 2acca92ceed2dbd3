"""Saving a case: what is written, what it comes to, who may, and the two people who write at once."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from businesscase.domain.cases import case_of, result_of, save_case
from businesscase.domain.inputs import case_input
from businesscase.domain.terms import terms_in_force
from businesscase.domain.written import written_of
from businesscase.finance import Definition, Measure, evaluate
from businesscase.models import AlternativeLine, BenefitLine, BusinessCaseVersion, CostLine, Result
from core.domain.refusal import Refused
from core.models import AuditEntry, Parameter
from governance.domain.submission import submit_proposal, take_back_proposal
from portfolio.domain.proposals import EditionConflict, delete_draft
from portfolio.domain.versions import current_version, open_draft
from portfolio.enums import ProposalKind
from tests.factories.businesscase import (
    WORDS,
    benefit,
    cost,
    figures,
    risk,
    way,
    way_benefit,
    way_cost,
    whole_benefits,
    whole_costs,
    write_case,
)
from tests.factories.governance import make_draft


def stored(proposal) -> BusinessCaseVersion:
    return case_of(current_version(proposal))


def save(proposal, actor, edition=0, **changed):
    given = {"fields": WORDS, "costs": whole_costs(), "benefits": whole_benefits(actor)} | changed
    return save_case(proposal, actor=actor, edition=edition, **given)


def ways(proposal) -> list[tuple[int, str, list]]:
    return [
        (one.ordinal, one.title, [line.figures for line in one.lines.all()])
        for one in stored(proposal).alternatives.all()
    ]


def test_what_is_written_is_what_is_stored(town, empty):
    case = save(empty, town.author)
    again = stored(empty)
    assert (again.pk, again.edition, again.start_year, again.hourly_rate) == (case.pk, 1, 2026, Decimal(400))
    assert [(line.position, line.category, line.amounts, line.hours) for line in again.cost_lines.all()] == [
        (0, "purchase", figures(140_000, None, None), []),
        (1, "operation", figures(None, 10_000, 10_000), []),
        (2, "staff_hours", [], figures(50, None, None)),
    ]
    assert [(line.type, line.owner, line.amounts) for line in again.benefit_lines.all()] == [
        ("economic", town.author, figures(20_000, 100_000, 100_000)),
        ("service", town.author, [None, None, None]),
    ]


def test_the_stored_result_is_the_calculation_of_the_same_input(town, empty):
    save(empty, town.author)
    case = stored(empty)
    given = case_input(written_of(case), terms_in_force())
    expected, result = evaluate(given.case, Definition(Measure.NPV)), result_of(case)
    # 50 hours at 400 are part of year 0: 20,000 - 140,000 - 20,000, then twice 90,000.
    assert [(row["net"], row["cumulative"]) for row in result.rows] == [
        ("-140000.00", "-140000.00"),
        ("90000.00", "-50000.00"),
        ("90000.00", "40000.00"),
    ]
    assert result.npv == expected.npv == Decimal("30972.48")
    assert (result.net_gain, result.is_positive, result.distance) == (Decimal(40_000), True, Decimal(0))
    assert (result.payback, result.discounted_payback) == (expected.payback.years, expected.discounted_payback.years)
    assert (result.irr, result.irr_note) == (expected.irr.rate, "")
    assert result.key_figures == {
        "mirr": "0.143771955293",
        "annuity": "16303.93",
        "switching_share": "0.147509497631",
        "delay_per_month": "8107.89",
        "total_cost": "180000.00",
        "present_cost": "178996.94",
        "peak_funding": "140000.00",
        "peak_year": 2026,
    }
    assert (result.input_digest, result.definition) == (given.digest, "npv > 0")
    assert result.discount == [
        {
            "from_year": 0,
            "rate": "0.035",
            "valid_from": "2021-01-07",
            "source": "Finansministeriets dokumentationsnotat om diskonteringsrenten, 7. januar 2021",
        },
        {
            "from_year": 36,
            "rate": "0.025",
            "valid_from": "2021-01-07",
            "source": "Finansministeriets dokumentationsnotat om diskonteringsrenten, 7. januar 2021",
        },
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"costs": [cost("purchase", "140000.01", None, None)]},
        {"costs": [cost("operation", 140_000, None, None)]},
        {"costs": [cost("purchase", 140_000, None, None), cost("staff_hours", "0.25", None, None)]},
        {"benefits": []},
        {"fields": WORDS | {"hourly_rate": Decimal("400.01")}},
        {"fields": WORDS | {"start_year": 2027}},
        {"fields": WORDS | {"price_year": 2025}},
    ],
)
def test_any_other_figure_gives_another_digest(town, empty, change):
    base = {"costs": [cost("purchase", 140_000, None, None)]} if "costs" in change else {}
    save(empty, town.author, **base)
    before = result_of(stored(empty)).input_digest
    save(empty, town.author, edition=1, **base | change)
    assert result_of(stored(empty)).input_digest != before


def test_other_words_do_not_change_the_digest(town, empty):
    save(empty, town.author)
    before = result_of(stored(empty)).input_digest
    save(empty, town.author, edition=1, fields=WORDS | {"rationale_service": "Noget andet"})
    assert result_of(stored(empty)).input_digest == before


def test_a_case_without_figures_has_no_result(town, empty):
    save(empty, town.author)
    save(empty, town.author, edition=1, costs=[], benefits=[benefit("service", None, None, None, owner=None)])
    assert (result_of(stored(empty)), Result.objects.count()) == (None, 0)
    assert [line.is_stated for line in stored(empty).benefit_lines.all()] == [False]


def test_without_a_discount_rate_there_is_no_result(town, empty):
    Parameter.objects.filter(key__startswith="discount_rate").delete()
    save(empty, town.author)
    assert result_of(stored(empty)) is None


def test_a_rate_of_policy_replaces_the_writers(town, empty):
    Parameter.objects.create(
        profile="odder", key="hourly_rate_dkk", value="425", unit="DKK", valid_from="2020-01-01", source="Budget 2026"
    )
    save(empty, town.author)
    case = stored(empty)
    assert (case.hourly_rate, case.hourly_rate_source) == (Decimal(425), "Budget 2026")
    assert result_of(case).rows[0]["cost"] == "161250.00"


def test_an_older_edition_is_refused_and_changes_nothing(town, empty):
    save(empty, town.author)
    save(empty, town.editor, edition=1, fields=WORDS | {"years": 3, "rationale_service": "Medforfatterens"})
    with pytest.raises(EditionConflict):
        save(empty, town.author, edition=1, costs=[])
    case = stored(empty)
    assert (case.edition, case.rationale_service, case.cost_lines.count()) == (2, "Medforfatterens", 3)


def test_only_those_who_hold_the_pen_write(town, empty):
    for person in (town.owner, town.colleague, town.outsider, town.director, town.auditor):
        with pytest.raises(Refused):
            save(empty, person)
    assert BusinessCaseVersion.objects.count() == 0


def test_a_suggestion_has_no_business_case(town):
    suggestion = make_draft(town, kind=ProposalKind.SUGGESTION)
    with pytest.raises(Refused):
        save(suggestion, town.author)
    assert BusinessCaseVersion.objects.count() == 0


def test_amounts_too_large_to_add_are_refused_and_nothing_changes(town, empty):
    save(empty, town.author)
    most = "999999999999.99"
    with pytest.raises(Refused):
        save(empty, town.author, edition=1, costs=[cost("purchase", most, most, most)])
    assert (stored(empty).edition, stored(empty).cost_lines.count()) == (1, 3)


def test_a_line_of_another_length_is_refused(town, empty):
    with pytest.raises(Refused):
        save(empty, town.author, costs=[cost("purchase", 1, 2)])
    assert BusinessCaseVersion.objects.count() == 0


def estimate(low, high, likely=(10, 20, 30)) -> CostLine:
    line = cost("purchase", *likely)
    line.low, line.high = figures(*low), figures(*high)
    return line


def test_risks_and_scenarios_replace_those_there_were_and_stay_where_none_are_given(town, empty):
    scenarios = [way(0, way_cost(1, 2, 3)), way(3, way_cost(4, 5, 6), way_benefit(7, 8, 9))]
    save(empty, town.author, risks=[risk("Et"), risk("To", 0)], alternatives=scenarios)
    save(empty, town.author, edition=1)
    assert [(one.position, one.title) for one in stored(empty).risks.all()] == [(0, "Et"), (1, "To")]
    assert ways(empty) == [
        (0, "Vej 0", [figures(1, 2, 3)]),
        (3, "Vej 3", [figures(4, 5, 6), figures(7, 8, 9)]),
    ]
    save(empty, town.author, edition=2, risks=[risk("Tre")], alternatives=[way(2)])
    assert ([one.title for one in stored(empty).risks.all()], ways(empty)) == (["Tre"], [(2, "Vej 2", [])])
    save(empty, town.author, edition=3, risks=[], alternatives=[])
    assert (stored(empty).risks.count(), ways(empty)) == (0, [])


def test_scenarios_that_stay_get_as_many_years_as_the_case(town, empty):
    save(empty, town.author, alternatives=[way(0, way_cost(1, 2, None))])
    longer = [cost("purchase", 1, 1, 1, 1)]
    save(empty, town.author, edition=1, fields=WORDS | {"years": 4}, costs=longer, benefits=[])
    assert ways(empty) == [(0, "Vej 0", [figures(1, 2, None, None)])]
    save(empty, town.author, edition=2, fields=WORDS | {"years": 2}, costs=[cost("purchase", 1, 1)], benefits=[])
    assert ways(empty) == [(0, "Vej 0", [figures(1, 2)])]
    with pytest.raises(Refused) as refusal:
        save(empty, town.author, edition=3, fields=WORDS | {"years": 1}, costs=[cost("purchase", 1)], benefits=[])
    assert "“Vej 0”" in refusal.value.reason.replace("”Vej", "“Vej")
    assert (stored(empty).edition, stored(empty).years) == (3, 2)


def test_a_year_without_low_or_high_is_as_likely_and_a_line_without_spread_is_certain(town, empty):
    gain = benefit("economic", 10, None, 30, owner=town.author)
    gain.low, gain.high = figures(None, None, 0), figures(None, 5, None)
    lines = [estimate((None, 15, 30), (12, None, 30)), estimate((10, None, 30), (None, None, None))]
    save(empty, town.author, costs=lines, benefits=[gain])
    case = stored(empty)
    assert [(line.low, line.high) for line in (*case.cost_lines.all(), *case.benefit_lines.all())] == [
        (figures(10, 15, 30), figures(12, 20, 30)),
        ([], []),
        (figures(10, None, 0), figures(10, 5, 30)),
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"costs": [estimate((11, None, None), (12, None, None))]},
        {"costs": [estimate((5, None, None), (9, None, None))]},
        {"costs": [estimate((None, None, 1), (None, None, 2), likely=(10, 20, None))]},
        {"costs": [estimate((1, 2, 3), ())]},
        {"costs": [estimate((), (10, 20, 30))]},
        {"costs": [estimate((1, 2), (10, 20))]},
        {"costs": [estimate((1, 2, 3), (10, 20, "1000000000000"))]},
        {"risks": [risk(probability="-0.01")]},
        {"risks": [risk(probability="100.01")]},
        {"risks": [risk(impact=Decimal(-1))]},
        {"risks": [risk(impact=Decimal(10) ** 12)]},
        {"risks": [risk(year=2025)]},
        {"risks": [risk(year=2029)]},
        {"risks": [risk() for _ in range(13)]},
        {"alternatives": [way(1)]},
        {"alternatives": [way(0), way(0)]},
        {"alternatives": [way(number) for number in range(2, 8)]},
        {"alternatives": [way(0, way_cost(1, 2))]},
        {"alternatives": [way(0, way_cost("1000000000000", 2, 3))]},
        {"alternatives": [way(0, AlternativeLine(side="benefit", category="purchase", figures=figures(1, 2, 3)))]},
    ],
)
def test_rows_that_cannot_be_are_refused_in_a_sentence_and_change_nothing(town, empty, wrong):
    save(empty, town.author, risks=[risk()], alternatives=[way(2)])
    given = {name: [_decimal(row) for row in rows] if name == "risks" else rows for name, rows in wrong.items()}
    with pytest.raises(Refused):
        save(empty, town.author, edition=1, **given)
    case = stored(empty)
    assert (case.edition, case.cost_lines.count(), case.risks.count(), ways(empty)) == (1, 3, 1, [(2, "Vej 2", [])])


def _decimal(row):
    row.probability = Decimal(row.probability)
    return row


@pytest.mark.parametrize("probability", [0, 100])
def test_the_outermost_probabilities_are_let_pass(town, empty, probability):
    save(empty, town.author, risks=[risk(probability=probability, year=2026), risk(year=2028)])
    assert [one.year for one in stored(empty).risks.all()] == [2026, 2028]


def enter_rises(*years: int) -> None:
    for year in years:
        Parameter.objects.create(
            profile="odder", key=f"price_rise_{year}", value="2.5", unit="pct.", valid_from="2026-01-01", source="KL"
        )


def test_a_case_in_current_prices_waits_for_every_rise(town, empty):
    enter_rises(2027)
    with pytest.raises(Refused, match="2028"):
        save(empty, town.author, fields=WORDS | {"price_basis": "current"})
    assert stored(empty) is None
    enter_rises(2028)
    save(empty, town.author, fields=WORDS | {"price_basis": "current"})
    # 10,000 of 2028 at the prices of 2026: / 1.025 / 1.025.
    assert result_of(stored(empty)).rows[2]["cost"] == "9518.14"


def test_prices_and_spreading_are_written(town, empty):
    enter_rises(2027, 2028)
    written = {"price_basis": "current", "spreading": "triangular", "supplier_correlation": Decimal("0.5"), "seed": 7}
    save(empty, town.author, fields=WORDS | written)
    case = stored(empty)
    assert {name: getattr(case, name) for name in written} == written


def test_saving_a_draft_leaves_no_act(town, empty):
    before = AuditEntry.objects.count()
    save(empty, town.author)
    assert AuditEntry.objects.count() == before


def test_the_submitted_case_is_frozen_in_the_database(town, draft):
    submit_proposal(draft, actor=town.author)
    case = stored(draft)
    line, gain, result = case.cost_lines.first(), case.benefit_lines.first(), result_of(case)
    attempts = (
        lambda: BusinessCaseVersion.objects.filter(pk=case.pk).update(years=4),
        lambda: CostLine.objects.filter(pk=line.pk).update(label="Noget andet"),
        lambda: BenefitLine.objects.filter(pk=gain.pk).update(label="Noget andet"),
        lambda: Result.objects.filter(pk=result.pk).update(npv=0),
        lambda: CostLine.objects.filter(pk=line.pk).delete(),
        lambda: CostLine.objects.create(case=case, position=9, category="purchase", amounts=figures(1, 1, 1)),
        lambda: Result.objects.filter(pk=result.pk).delete(),
    )
    for attempt in attempts:
        with pytest.raises(Exception, match="the version is frozen"), transaction.atomic():
            attempt()
    with pytest.raises(Refused):
        write_case(draft, town.author)
    assert (stored(draft).years, stored(draft).cost_lines.count()) == (3, 3)


def test_a_line_cannot_be_moved_into_or_out_of_a_frozen_case(town, draft):
    submit_proposal(draft, actor=town.author)
    other = make_draft(town, title="En anden sag")
    open_case = write_case(other, town.author)
    frozen_line, open_line = stored(draft).cost_lines.first(), open_case.cost_lines.first()
    for line, target in ((frozen_line, open_case), (open_line, stored(draft))):
        with pytest.raises(Exception, match="the version is frozen"), transaction.atomic():
            CostLine.objects.filter(pk=line.pk).update(case=target, position=20)


def test_a_new_draft_begins_with_a_copy_and_leaves_the_frozen_case_alone(town, draft):
    submitted = submit_proposal(draft, actor=town.author)
    frozen = stored(draft)
    taken = take_back_proposal(submitted, actor=town.author, reason="Ny pris")
    write_case(taken, town.author, purchase=150_000)
    copy = stored(draft)
    assert (copy.version.ordinal, copy.edition, copy.pk != frozen.pk) == (2, frozen.edition + 1, True)
    assert copy.cost_lines.all()[0].amounts == figures(150_000, None, None)
    kept = BusinessCaseVersion.objects.whole().get(pk=frozen.pk)
    assert kept.cost_lines.all()[0].amounts == figures(140_000, None, None)
    assert result_of(kept).npv == Decimal("30972.48")
    assert result_of(copy).npv == Decimal("20972.48")


def test_the_copy_holds_everything_before_it_is_changed(town, draft):
    scenarios = [way(0, way_cost(1, 2, 3)), way(2, way_benefit(4, 5, 6))]
    save(draft, town.author, stored(draft).edition, risks=[risk()], alternatives=scenarios)
    taken = take_back_proposal(submit_proposal(draft, actor=town.author), actor=town.author, reason="Ny pris")
    before = stored(draft)
    open_draft(taken)
    after = stored(draft)
    assert after.version.frozen_at is None
    skipped = {"id", "version", "case"}
    for one, two in ((before, after), (result_of(before), result_of(after))):
        names = [field.name for field in one._meta.concrete_fields if field.name not in skipped]
        assert [getattr(one, name) for name in names] == [getattr(two, name) for name in names]
    assert [line.figures for line in after.cost_lines.all()] == [line.figures for line in before.cost_lines.all()]
    assert [line.owner for line in after.benefit_lines.all()] == [line.owner for line in before.benefit_lines.all()]
    assert [(one.title, one.year) for one in after.risks.all()] == [("Leverandøren bliver forsinket", 2027)]
    assert ways(draft) == [(0, "Vej 0", [figures(1, 2, 3)]), (2, "Vej 2", [figures(4, 5, 6)])]
    assert result_of(after).input_digest == case_input(written_of(after), terms_in_force()).digest


def test_a_deleted_draft_takes_its_case_along(town, draft):
    delete_draft(draft, actor=town.author)
    assert [model.objects.count() for model in (BusinessCaseVersion, CostLine, BenefitLine, Result)] == [0, 0, 0, 0]


@pytest.mark.parametrize(
    "wrong",
    [
        {"years": 0},
        {"years": 31},
        {"start_year": 1999},
        {"price_year": 2151},
        {"hourly_rate": Decimal("-0.01")},
    ],
)
def test_the_database_refuses_a_frame_that_cannot_be(town, draft, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        BusinessCaseVersion.objects.filter(version__proposal=draft).update(**wrong)


def test_the_database_refuses_lines_that_cannot_be(town, draft):
    case = stored(draft)
    wrong = (
        lambda: CostLine.objects.create(case=case, position=0, category="purchase", amounts=[]),
        lambda: CostLine.objects.create(case=case, position=7, category="gift", amounts=[]),
        lambda: CostLine.objects.create(case=case, position=7, category="purchase", hours=figures(1)),
        lambda: CostLine.objects.create(case=case, position=7, category="staff_hours", amounts=figures(1)),
        lambda: BenefitLine.objects.create(case=case, position=0, type="economic", amounts=[]),
        lambda: BenefitLine.objects.create(case=case, position=7, type="luck", amounts=[]),
        lambda: Result.objects.filter(case=case).update(irr=None, irr_note=""),
        lambda: Result.objects.filter(case=case).update(irr_note="none"),
        lambda: Result.objects.filter(case=case).update(irr=None, irr_note="maybe"),
    )
    for attempt in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()
