"""The case as a workbook: who can fetch it, and that nothing a person has written runs in it."""

from io import BytesIO

from django.urls import reverse
from openpyxl import load_workbook

from businesscase.domain.cases import save_case
from businesscase.models import BusinessCaseVersion
from tests.factories.businesscase import WORDS, cost, write_case


def address(proposal, ordinal=1) -> str:
    return reverse("businesscase:case_workbook", args=[proposal.pk, ordinal])


def test_a_reader_fetches_the_workbook_from_the_case(client, town, draft):
    client.force_login(town.author)
    page = client.get(reverse("portfolio:proposal_detail", args=[draft.pk])).content.decode()
    assert f'href="{address(draft)}"' in page
    answer = client.get(address(draft))
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    assert answer["Content-Disposition"] == f'attachment; filename="business-case-{draft.pk}-v1.xlsx"'
    book = load_workbook(BytesIO(answer.content), data_only=True)
    assert book.sheetnames == [
        "Resultat", "Ramme", "Beskrivelse", "Milepæle", "Udgifter", "Timer", "Gevinster", "Trepunktsskøn", "Risici",
        "Alternativer", "Alternativers linjer", "Budgetter", "Beregning", "Alternativer år for år", "Intern rente",
    ]  # fmt: skip
    assert round(book["Resultat"]["B9"].value, 2) == float(BusinessCaseVersion.objects.get().result.npv)
    assert [cell.value for cell in book["Udgifter"][6]][:4] == ["Indkøb", "Licens", None, 140_000]


def test_what_a_person_may_not_see_is_not_there(client, town, draft):
    client.force_login(town.outsider)
    assert client.get(address(draft)).status_code == 404
    client.force_login(town.author)
    assert [client.get(address(draft, ordinal)).status_code for ordinal in (1, 2)] == [200, 404]
    assert client.post(address(draft)).status_code == 405


def test_no_text_becomes_a_formula_or_a_link(client, town, draft):
    sneaky = ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("https://example.test")', "https://example.test"]
    write_case(draft, town.author, rationale_economic=sneaky[0], hourly_rate_source=sneaky[4])
    case = BusinessCaseVersion.objects.get()
    case.cost_lines.filter(position=0).update(label=sneaky[4], supplier=sneaky[1])
    client.force_login(town.author)
    book = load_workbook(BytesIO(client.get(address(draft)).content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value in sneaky]
    assert {(cell.data_type, cell.hyperlink) for cell in cells} == {("s", None)}
    assert len(cells) >= 4


def test_a_case_without_a_figure_is_a_workbook_to_fill_in(client, town, empty):
    save_case(
        empty, actor=town.author, edition=0, fields=WORDS, costs=[cost("purchase", None, None, None)], benefits=[]
    )
    client.force_login(town.author)
    book = load_workbook(BytesIO(client.get(address(empty)).content), data_only=True)
    assert [book["Resultat"][f"B{row}"].value for row in (9, 12, 14)] == [0, "Ingen", 0]
