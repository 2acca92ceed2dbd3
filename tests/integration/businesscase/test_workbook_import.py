"""Bringing a case in from a workbook: who may, what is shown before, all or nothing, and two at once."""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from businesscase.domain.cases import save_case
from businesscase.domain.chapters import save_chapters
from businesscase.forms.lines import MOST_COSTS
from businesscase.models import BusinessCaseVersion, CostLine, PlannedMilestone
from tests.factories.businesscase import WORDS, cost, whole_benefits, whole_costs, write_case
from tests.unit.businesscase.written import risk, spent, way


def address(proposal) -> str:
    return reverse("businesscase:case_import", args=[proposal.pk])


@pytest.fixture
def author(client, town):
    client.force_login(town.author)
    return client


def workbook(author, proposal, **cells) -> SimpleUploadedFile:
    """Return the case's workbook with some cells changed, each named `sheet__cell`."""
    content = author.get(reverse("businesscase:case_workbook", args=[proposal.pk, 1])).content
    book = load_workbook(BytesIO(content))
    for place, value in cells.items():
        sheet, cell = place.split("__")
        book[sheet][cell] = value
    stream = BytesIO()
    book.save(stream)
    return SimpleUploadedFile("case.xlsx", stream.getvalue() if cells else content)


def stored(proposal) -> BusinessCaseVersion:
    return BusinessCaseVersion.objects.get(version__proposal=proposal)


def facts(case) -> list:
    rows = [*case.cost_lines.all(), *case.benefit_lines.all(), *case.risks.all(), *case.alternatives.all()]
    rows += [line for one in case.alternatives.all() for line in one.lines.all()]
    left_out = {"id", "case", "alternative"}
    return [
        [row._meta.model_name, *(getattr(row, f.attname) for f in row._meta.concrete_fields if f.name not in left_out)]
        for row in rows
    ]


def test_the_same_workbook_says_nothing_new_and_stores_the_same(author, town, draft):
    ways = [way(0, spent(10_000, 10_000, 10_000), title="Som i dag"), way(2, spent(1, 2, 3))]
    for one, lines in ways:
        for position, line in enumerate(lines):
            line.position = position
        assert one.ordinal in (0, 2)
    costs = whole_costs()
    costs[0].low, costs[0].high = [Decimal(100_000), None, None], [Decimal(200_000), None, None]
    save_case(
        draft, actor=town.author, edition=stored(draft).edition,
        fields=WORDS | {"rationale_economic": "To\r\nlinjer"}, costs=costs, benefits=whole_benefits(town.author),
        risks=[risk("12.5", 1_000, 2027)], alternatives=ways,
    )  # fmt: skip
    before, was = facts(stored(draft)), stored(draft)
    page = author.post(address(draft), {"upload": workbook(author, draft)})
    view = page.context["view"]
    assert (view.frame, [fate for fate in view.fates if fate.changes]) == ((), [])
    assert (page.status_code, view.changes) == (200, False)
    assert "Der er intet at hente ind" in page.content.decode()
    author.post(address(draft), {"parcel": page.context["parcel"]})
    now = stored(draft)
    assert facts(now) == before
    assert (now.rationale_economic, now.result.npv, now.edition) == ("To\r\nlinjer", was.result.npv, was.edition + 1)


def test_every_difference_is_shown_before_anything_changes(author, draft):
    changed = workbook(
        author, draft, Udgifter__D6=160_000, Udgifter__B7="Drift og support", Ramme__B10=24, Gevinster__H6=None
    )
    before = facts(stored(draft))
    page = author.post(address(draft), {"upload": changed})
    view = page.context["view"]
    assert facts(stored(draft)) == before
    assert [(one.label, one.before, one.after) for one in view.frame] == [("Opfølgning efter", "12", "24")]
    told = {(fate.label, fate.fate): [(c.label, c.before, c.after) for c in fate.changes] for fate in view.fates}
    assert told["Licens", "Ændret"] == [("2026", "140.000", "160.000")]
    assert told["Mindre porto", "Ændret"] == [("2026", "20.000", "–")]
    assert ("2027", "–", "10.000") in told["Drift og support", "Ny"]
    assert ("2027", "10.000", "–") in told["Drift", "Falder bort"]
    assert told["Projektleder", "Uændret"] == []
    answer = author.post(address(draft), {"parcel": page.context["parcel"]})
    assert answer["Location"] == reverse("businesscase:case_update", args=[draft.pk])
    case = stored(draft)
    assert [line.label for line in case.cost_lines.all()] == ["Licens", "Drift og support", "Projektleder"]
    assert view.results[0].after == "−9.027,52 kr."
    assert (case.follow_up_months, case.result.npv) == (24, Decimal("-9027.52"))


def test_the_description_and_the_milestones_go_out_and_come_back(author, town, draft):
    milestones = [PlannedMilestone(label="Prøve i Nord", due_on=date(2027, 5, 3)), PlannedMilestone(label="Alle med")]
    case = stored(draft)
    save_chapters(
        draft, actor=town.author, edition=case.edition, fields={"summary": "Kort\r\nfortalt"}, milestones=milestones
    )
    same = author.post(address(draft), {"upload": workbook(author, draft)})
    assert same.context["view"].changes is False
    author.post(address(draft), {"parcel": same.context["parcel"]})
    kept = stored(draft)
    assert (kept.summary, kept.milestones.count(), kept.edition) == ("Kort\r\nfortalt", 2, case.edition + 2)
    changed = {"Beskrivelse__B5": "Kortere", "Milepæle__B6": datetime(2027, 6, 7), "Milepæle__A7": None}  # noqa: DTZ001
    page = author.post(address(draft), {"upload": workbook(author, draft, **changed)})
    view = page.context["view"]
    assert [(one.before, one.after) for one in view.frame] == [("Kort\r\nfortalt", "Kortere")]
    assert [(fate.label, fate.fate) for fate in view.moved] == [("Prøve i Nord", "Ændret"), ("Alle med", "Falder bort")]
    author.post(address(draft), {"parcel": page.context["parcel"]})
    now = stored(draft)
    assert (now.summary, [(one.label, one.due_on) for one in now.milestones.all()]) == (
        "Kortere", [("Prøve i Nord", date(2027, 6, 7))],
    )  # fmt: skip


def test_what_is_wrong_is_named_and_nothing_changes(author, draft):
    before = facts(stored(draft))
    page = author.post(address(draft), {"upload": workbook(author, draft, Udgifter__D6="gratis", Ramme__B7=4)})
    assert page.status_code == 422
    assert "Udgifter!H5" in page.content.decode()
    page = author.post(address(draft), {"upload": workbook(author, draft, Udgifter__D6="gratis")})
    assert "Udgifter!D6: “gratis” er ikke et tal." in page.content.decode()
    assert facts(stored(draft)) == before


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Filen er tom."),
        (b"navn;2026", "Filen er ikke et Excel-regneark (.xlsx)."),
        (b"PK\x03\x04", "Projektmappen kan ikke åbnes"),
    ],
)
def test_a_file_of_another_kind_is_refused(author, draft, content, said):
    page = author.post(address(draft), {"upload": SimpleUploadedFile("case.xlsx", content)})
    assert (page.status_code, said in page.content.decode()) == (422, True)


def test_a_file_that_is_too_large_is_refused(author, draft, settings):
    settings.DOCUMENT_MAX_BYTES = 1024 * 1024
    page = author.post(address(draft), {"upload": SimpleUploadedFile("case.xlsx", b"PK\x03\x04" * 300_000)})
    assert (page.status_code, "mere end 1 MB" in page.content.decode()) == (422, True)


def test_what_somebody_else_saved_meanwhile_is_never_overwritten_unseen(author, town, draft):
    page = author.post(address(draft), {"upload": workbook(author, draft, Udgifter__D6=160_000)})
    write_case(draft, town.author, purchase=150_000)
    conflict = author.post(address(draft), {"parcel": page.context["parcel"]})
    assert conflict.status_code == 409
    assert [line.amounts[0] for line in CostLine.objects.filter(label="Licens")] == [Decimal(150_000)]
    assert ("2026", "150.000", "160.000") in [
        (c.label, c.before, c.after) for fate in conflict.context["view"].fates for c in fate.changes
    ]
    author.post(address(draft), {"parcel": conflict.context["parcel"]})
    assert [line.amounts[0] for line in CostLine.objects.filter(label="Licens")] == [Decimal(160_000)]


def test_what_was_read_belongs_to_one_person_and_one_draft(author, client, town, draft):
    page = author.post(address(draft), {"upload": workbook(author, draft, Udgifter__D6=160_000)})
    parcel = page.context["parcel"]
    assert author.post(address(draft), {"parcel": parcel[:-2] + "xx"}).status_code == 422
    author.force_login(town.editor)
    assert author.post(address(draft), {"parcel": parcel}).status_code == 422
    assert [line.amounts[0] for line in CostLine.objects.filter(label="Licens")] == [Decimal(140_000)]


def test_every_step_has_a_way_back(author, draft):
    assert (
        f'href="{reverse("businesscase:case_update", args=[draft.pk])}"' in author.get(address(draft)).content.decode()
    )
    page = author.post(address(draft), {"upload": workbook(author, draft, Udgifter__D6=160_000)}).content.decode()
    assert f'action="{address(draft)}"' in page
    assert page.count(f'href="{address(draft)}"') == 2


def test_only_the_writer_of_a_draft_may(client, town, draft):
    for person, status in (("outsider", 404), ("director", 404)):
        client.force_login(getattr(town, person))
        assert client.get(address(draft)).status_code == status
        assert client.post(address(draft), {}).status_code == status


def test_a_draft_without_a_case_takes_one_from_a_workbook(author, town, draft, empty):
    taken = workbook(author, draft)
    empty.versions.get().business_case.delete() if hasattr(empty.versions.get(), "business_case") else None
    page = author.post(address(empty), {"upload": taken})
    assert {fate.fate for fate in page.context["view"].fates} == {"Ny"}
    author.post(address(empty), {"parcel": page.context["parcel"]})
    assert stored(empty).cost_lines.count() == 3


def test_more_lines_than_the_page_can_show_are_refused(author, town, draft):
    many = [cost("purchase", 1, None, None, label=f"Linje {number}") for number in range(MOST_COSTS)]
    save_case(draft, actor=town.author, edition=stored(draft).edition, fields=WORDS, costs=many, benefits=[])
    row = 6 + MOST_COSTS
    book = workbook(author, draft, **{f"Udgifter__A{row}": "Indkøb", f"Udgifter__B{row}": "En til"})
    page = author.post(address(draft), {"upload": book})
    assert (page.status_code, f"højst plads til {MOST_COSTS} linjer" in page.content.decode()) == (422, True)
