"""A small acquisition is asked in proportion (AM25): policy decides how, and nothing written is lost when it grows."""

from decimal import Decimal

import pytest
from django.urls import reverse

from businesscase.domain.cases import case_of, result_of
from businesscase.domain.gaps import case_gaps
from core.models import Parameter
from governance.domain.submission import submission_gaps
from portfolio.domain.proportion import PARAMETER, small_case
from portfolio.domain.proposals import change_draft
from portfolio.domain.versions import current_version, whole_version
from portfolio.enums import ProposalKind
from portfolio.models import Proposal
from portfolio.selectors.overview import gone_without
from portfolio.selectors.wizard import wizard
from tests.factories.businesscase import posted, write_case
from tests.factories.governance import Town, make_draft

ASPECTS = {"aspect_organisation": "", "aspect_management": "", "aspect_processes": ""}
SHORT = {
    "short": "1", "edition": "0", "operation": "12.000", "rationale_economic": "Vi sparer porto.",
    "rationale_service": "Svaret kommer samme dag.", "rationale_efficiency": "Tiden går til andre breve.",
    "no_efficiency": "on", "follow_up_months": "12", "go": "on",
}  # fmt: skip


def make_small(town: Town, *, kind: ProposalKind = ProposalKind.NOTIFICATION, **fields) -> Proposal:
    """Make a draft exactly at both limits, without a business case and without the aspects that may be left out."""
    at_the_limit = {"vendor_cost": Decimal(150_000), "staff_hours": Decimal(300), "acquisition_type": "acquisition"}
    proposal = make_draft(town, kind=kind, **{**at_the_limit, **ASPECTS, **fields})
    current = current_version(proposal)
    current.business_case.delete()
    return Proposal.objects.get(pk=proposal.pk)


def change(town: Town, proposal: Proposal, **fields) -> None:
    change_draft(proposal, actor=town.author, edition=current_version(proposal).edition, fields=fields)


def url(proposal: Proposal) -> str:
    return reverse("businesscase:case_update", args=[proposal.pk])


def lacks(proposal: Proposal) -> list[str]:
    return [gap.field for gap in submission_gaps(proposal, whole_version(proposal))]


def steps(proposal: Proposal) -> list[str]:
    return [station.slug for station in wizard(proposal, whole_version(proposal), "overview").stations]


@pytest.fixture
def small(town) -> Proposal:
    return make_small(town)


@pytest.fixture
def author(client, town):
    client.force_login(town.author)
    return client


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, True),
        ({"vendor_cost": Decimal("150000.01")}, False),
        ({"staff_hours": Decimal("300.01")}, False),
        ({"vendor_cost": None}, False),
        ({"staff_hours": None}, False),
        ({"needs_cooperation": True}, False),
    ],
)
def test_a_case_is_small_at_the_limits_and_not_above_them(town, fields, expected):
    proposal = make_small(town, **fields)
    assert (small_case(proposal, whole_version(proposal)) is not None) is expected


def test_an_application_and_a_case_across_departments_are_never_small(town):
    application = make_small(town, kind=ProposalKind.APPLICATION)
    assert small_case(application, whole_version(application)) is None
    within = make_small(town, units_involved=[town.units["home_care"]])
    assert small_case(within, whole_version(within)) is not None
    across = make_small(town, units_involved=[town.units["health"]])
    assert small_case(across, whole_version(across)) is None


def test_a_policy_that_leaves_nothing_out_asks_everything(small, odense_rules):
    assert small_case(small, whole_version(small)) is None
    assert {"aspect_organisation", "aspect_management", "aspect_processes"} <= set(lacks(small))
    assert "strategy" in steps(small)


@pytest.fixture
def odense_rules(small):
    Parameter.objects.filter(key=PARAMETER).delete()


def test_what_a_small_case_goes_without_is_told_with_the_rule_and_its_source(author, small):
    assert lacks(small) == ["case"]
    assert "strategy" not in steps(small)
    assert gone_without(small, whole_version(small)) == (
        "Organisering", "Ledelsen", "Processer", "Ophav og forpligtelse", "Business casen i ord",
    )  # fmt: skip
    page = author.get(reverse("portfolio:draft_overview", args=[small.pk])).content.decode()
    assert "Udeladt: Organisering, Ledelsen, Processer, Ophav og forpligtelse, Business casen i ord." in page
    assert "150.000 kr. eller 300 timer" in page
    assert "(AM25)" in page
    assert Parameter.objects.get(key=PARAMETER).source in page


def test_the_step_asks_only_what_counts_in_every_acquisition(author, small):
    form = author.get(reverse("portfolio:draft_step", args=[small.pk, "aspekter"])).context["sheet"].form
    assert [field.name for field in form.visible_fields()] == ["aspect_technology"]


def test_when_the_figures_grow_everything_comes_back_and_nothing_is_lost(town, author, small):
    change(town, small, aspect_management="Lederen følger op")
    author.post(url(small), SHORT)
    assert lacks(small) == []
    change(town, small, vendor_cost=Decimal(200_000))
    assert lacks(small)[:2] == ["aspect_organisation", "aspect_processes"]
    assert "strategy" in steps(small)
    page = author.get(url(small))
    assert page.templates[0].name == "businesscase/case_update.html"
    sheet = page.context["sheet"]
    assert sheet.frame["rationale_economic"].value() == "Vi sparer porto."
    assert sheet.costs.forms[0]["y0"].value() == Decimal(150_000)
    change(town, small, vendor_cost=Decimal(100_000))
    assert current_version(small).aspect_management == "Lederen følger op"
    assert author.get(url(small)).templates[0].name == "businesscase/case_short.html"


def test_five_answers_make_a_whole_case(author, small):
    answer = author.post(url(small), SHORT)
    version = whole_version(small)
    case = case_of(version)
    assert (answer.status_code, case_gaps(small, version)) == (302, ())
    assert [(line.category, line.amounts) for line in case.cost_lines.all()] == [
        ("purchase", [Decimal(150_000), None, None, None, None]),
        ("operation", [None, *[Decimal(12_000)] * 4]),
    ]
    assert (case.follow_up_months, case.no_efficiency, list(case.benefit_lines.all())) == (12, True, [])
    assert result_of(case) is not None
    shown = author.get(url(small)).context["form"]
    assert (shown["operation"].value(), shown["edition"].value()) == (Decimal(12_000), 1)


@pytest.mark.parametrize("missing", ["rationale_economic", "rationale_service", "follow_up_months"])
def test_each_of_the_answers_is_needed(author, small, missing):
    author.post(url(small), SHORT | {missing: ""})
    assert lacks(small) == [missing]


def test_a_new_supplier_cost_asks_for_a_new_save_and_nothing_else(town, author, small):
    author.post(url(small), SHORT)
    change(town, small, vendor_cost=Decimal(90_000))
    (gap,) = case_gaps(small, whole_version(small))
    assert gap.text == "Leverandørudgiften er ændret, siden business casen blev gemt. Gem den igen."
    author.post(url(small), SHORT | {"edition": "1"})
    assert case_gaps(small, whole_version(small)) == ()


def test_a_full_case_is_never_cut_down(town, author, small):
    write_case(small, town.author)
    assert author.get(url(small)).templates[0].name == "businesscase/case_update.html"
    answer = author.post(url(small), SHORT | {"edition": "1"}, follow=True)
    assert "spørger om mere" in str(next(iter(answer.context["messages"])))
    assert case_of(current_version(small)).benefit_lines.count() == 2


def test_a_writer_may_choose_the_full_form(author, small):
    assert author.get(f"{url(small)}?fuld=1").templates[0].name == "businesscase/case_update.html"
    assert author.post(url(small), posted(go="on")).status_code == 302
    assert case_of(current_version(small)).benefit_lines.count() == 2


def test_what_cannot_be_read_is_sent_back_and_another_save_is_not_overwritten(author, small):
    wrong = author.post(url(small), SHORT | {"operation": "lidt"})
    assert (wrong.status_code, case_of(current_version(small))) == (422, None)
    assert wrong.context["form"]["rationale_economic"].value() == "Vi sparer porto."
    author.post(url(small), SHORT)
    outdated = author.post(url(small), SHORT | {"rationale_economic": "Andet"})
    assert outdated.status_code == 409
    assert case_of(current_version(small)).rationale_economic == "Vi sparer porto."
    again = SHORT | {"rationale_economic": "Andet", "edition": outdated.context["form"]["edition"].value()}
    author.post(url(small), again)
    assert case_of(current_version(small)).rationale_economic == "Andet"


def test_autosave_answers_the_new_edition_or_why_not(author, small):
    saved = author.post(url(small), SHORT, headers={"X-Autosave": "1"})
    assert saved.json() == {"fields": {"edition": 1}}
    assert author.post(url(small), SHORT, headers={"X-Autosave": "1"}).status_code == 409
    assert author.post(url(small), SHORT | {"operation": "x"}, headers={"X-Autosave": "1"}).status_code == 422
