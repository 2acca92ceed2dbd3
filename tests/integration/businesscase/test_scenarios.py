"""The scenarios beside the proposed one: written, compared, removed, and never overwritten unseen."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from businesscase.domain.cases import case_of, save_alternatives, save_case
from businesscase.models import Alternative, AlternativeLine
from core.domain.refusal import Refused
from governance.domain.submission import submit_proposal
from portfolio.domain.proposals import EditionConflict
from portfolio.domain.versions import current_version
from portfolio.enums import ProposalKind
from tests.factories.businesscase import WORDS, figures, way, way_benefit, way_cost, whole_benefits, whole_costs
from tests.factories.governance import make_draft


@pytest.fixture
def author(client, town):
    client.force_login(town.author)
    return client


def page(proposal, ordinal):
    return reverse("businesscase:scenario_update", args=[proposal.pk, ordinal])


def listing(proposal):
    return reverse("businesscase:scenario_list", args=[proposal.pk])


def stored(proposal):
    return case_of(current_version(proposal))


def written(proposal):
    return [
        (one.ordinal, one.title, [(line.side, line.category, line.figures) for line in one.lines.all()])
        for one in stored(proposal).alternatives.all()
    ]


def posted(proposal, **changed):
    data = {
        "edition": str(stored(proposal).edition),
        "title": "Fælles løsning",
        "description": "Vi går med i den fælleskommunale løsning.",
        "why_not": "Den kommer først om to år.",
        "cost-TOTAL_FORMS": "1", "cost-INITIAL_FORMS": "0",
        "cost-0-label": "Medlemskab", "cost-0-category": "operation",
        "cost-0-y0": "1.000,50", "cost-0-y1": "", "cost-0-y2": "5",
        "hours-TOTAL_FORMS": "1", "hours-INITIAL_FORMS": "0", "hours-0-label": "Møder", "hours-0-y0": "10",
        "benefit-TOTAL_FORMS": "1", "benefit-INITIAL_FORMS": "0",
        "benefit-0-label": "Mindre porto", "benefit-0-type": "service", "benefit-0-cash_releasing": "on",
        "benefit-0-y1": "7",
    }  # fmt: skip
    return data | {name.replace("__", "-"): value for name, value in changed.items()}


LINES = [
    ("cost", "operation", figures("1000.50", None, 5)),
    ("cost", "staff_hours", figures(10, None, None)),
    ("benefit", "service", figures(None, 7, None)),
]


def test_a_scenario_is_stored_as_written_and_shown_again(author, draft):
    before = stored(draft)
    answer = author.post(page(draft, 2), posted(draft))
    assert (answer.status_code, answer.url) == (302, listing(draft))
    assert written(draft) == [(2, "Fælles løsning", LINES)]
    assert (stored(draft).edition, stored(draft).cost_lines.count()) == (before.edition + 1, 3)
    assert AlternativeLine.objects.get(side="benefit").cash_releasing
    sheet = author.get(page(draft, 2)).context["sheet"]
    assert sheet.sets["cost"].forms[0]["y0"].value() == Decimal("1000.5")
    assert sheet.words["why_not"].value() == "Den kommer først om to år."


def test_one_scenario_leaves_the_others_alone(author, draft):
    author.post(page(draft, 2), posted(draft))
    author.post(page(draft, 0), posted(draft))
    author.post(page(draft, 3), posted(draft, title="Tredje", **{"cost-0-y0": "9"}))
    assert [(ordinal, title) for ordinal, title, _lines in written(draft)] == [
        (0, ""), (2, "Fælles løsning"), (3, "Tredje"),
    ]  # fmt: skip
    author.post(page(draft, 2), posted(draft, go="delete", **{"cost-0-y0": "kan ikke læses"}))
    assert [ordinal for ordinal, _title, _lines in written(draft)] == [0, 3]


def test_the_list_shows_them_beside_the_proposed_one(author, town, draft):
    scenarios = [way(0, way_cost(1, 2, None)), way(2, way_benefit(None, None, 4))]
    save_alternatives(draft, actor=town.author, edition=stored(draft).edition, alternatives=scenarios)
    shown = author.get(listing(draft)).context["scenarios"]
    assert [(one.ordinal, one.cost, one.benefit) for one in shown] == [
        (0, Decimal(3), None), (1, Decimal(180_000), Decimal(220_000)), (2, None, Decimal(4)),
    ]  # fmt: skip


def test_the_sixth_alternative_has_no_place(author, town, draft):
    scenarios = [way(number) for number in range(2, 7)]
    save_alternatives(draft, actor=town.author, edition=stored(draft).edition, alternatives=scenarios)
    context = author.get(listing(draft)).context
    assert (context["add_url"], context["has_today"]) == ("", False)
    assert [author.get(page(draft, number)).status_code for number in (0, 1, 6, 7)] == [200, 404, 200, 404]


def test_before_the_case_there_is_nothing_to_measure_against(author, town, empty):
    assert author.get(listing(empty)).context["case"] is None
    assert author.get(page(empty, 0)).url == listing(empty)
    with pytest.raises(Refused):
        save_alternatives(empty, actor=town.author, edition=0, alternatives=[way(2)])
    assert Alternative.objects.count() == 0


@pytest.mark.parametrize(
    ("box", "text"),
    [
        ("cost-0-y0", "mange"),
        ("cost-0-category", "economic"),
        ("cost-0-category", "staff_hours"),
        ("benefit-0-type", "purchase"),
        ("hours-0-y0", "-1"),
        ("cost-TOTAL_FORMS", "16"),
        ("title", "x" * 201),
    ],
)
def test_what_cannot_be_read_is_sent_back_with_what_was_typed(author, draft, box, text):
    answer = author.post(page(draft, 2), posted(draft, **{box: text}))
    assert (answer.status_code, written(draft)) == (422, [])
    assert len(list(answer.context["sheet"].wrong)) >= 1
    assert answer.context["sheet"].words["description"].value() == "Vi går med i den fælleskommunale løsning."


def test_lines_come_and_go_without_a_script(author, draft):
    answer = author.post(page(draft, 2), posted(draft, go="add-cost"))
    assert answer.url == f"{page(draft, 2)}?linje=cost#cost-end"
    assert len(author.get(answer.url).context["sheet"].sets["cost"].forms) == 2
    author.post(page(draft, 2), posted(draft, go="fill-cost-0"))
    assert written(draft)[0][2][0] == ("cost", "operation", figures("1000.50", "1000.50", "1000.50"))
    author.post(page(draft, 2), posted(draft, go="remove-cost-0"))
    assert written(draft)[0][2] == LINES[1:]
    wrong = author.post(page(draft, 2), posted(draft, go="add-cost", **{"cost-0-y0": "x"}))
    assert len(wrong.context["sheet"].sets["cost"].forms) == 2


def test_what_another_has_saved_stands_beside_what_was_typed(author, town, draft):
    mine = posted(draft, title="Min")
    save_alternatives(draft, actor=town.editor, edition=stored(draft).edition, alternatives=[way(2, way_cost(1, 2, 3))])
    by_itself = author.post(page(draft, 2), mine, headers={"X-Autosave": "1"})
    answer = author.post(page(draft, 2), mine)
    assert (by_itself.status_code, answer.status_code) == (409, 409)
    assert written(draft) == [(2, "Vej 2", [("cost", "operation", figures(1, 2, 3))])]
    found = {one.name: (one.saved, one.mine) for one in answer.context["differing"]}
    assert (found["Hvad det kaldes"], found["Udgift 1, 2026"]) == (("Vej 2", "Min"), ("1", "1.000,5"))
    author.post(page(draft, 2), mine | {"edition": answer.context["sheet"].words["edition"].value()})
    assert written(draft) == [(2, "Min", LINES)]


def test_autosave_stores_and_answers_the_new_edition(author, draft):
    edition = stored(draft).edition
    answer = author.post(page(draft, 2), posted(draft), headers={"X-Autosave": "1"})
    assert (answer.status_code, answer.json()) == (200, {"fields": {"edition": edition + 1}})
    wrong = author.post(page(draft, 2), posted(draft, **{"cost-0-y0": "x"}), headers={"X-Autosave": "1"})
    assert (wrong.status_code, list(wrong.json())) == (422, ["said"])


def test_who_may_write_them(client, town, draft):
    found = {}
    for name in ("author", "editor", "owner", "outsider"):
        client.force_login(getattr(town, name))
        found[name] = [client.get(address).status_code for address in (listing(draft), page(draft, 2))]
    assert found == {"author": [200, 200], "editor": [200, 200], "owner": [302, 302], "outsider": [404, 404]}
    with pytest.raises(Refused):
        save_alternatives(draft, actor=town.colleague, edition=stored(draft).edition, alternatives=[way(2)])
    with pytest.raises(EditionConflict):
        save_alternatives(draft, actor=town.author, edition=99, alternatives=[way(2)])


def test_they_are_closed_with_the_case_and_absent_from_a_suggestion(author, town, draft):
    author.post(page(draft, 2), posted(draft))
    submit_proposal(draft, actor=town.author)
    before = written(draft)
    assert author.post(page(draft, 2), posted(draft, title="Ændret")).status_code == 302
    assert written(draft) == before
    suggestion = make_draft(town, kind=ProposalKind.SUGGESTION)
    assert author.get(listing(suggestion)).status_code == 404


def test_queries_do_not_grow_with_the_scenarios(author, town, draft):
    counts = []
    for count in (1, 3):
        scenarios = [way(number, *[way_cost(1, 1, 1) for _ in range(count)]) for number in range(2, 2 + count)]
        save_case(
            draft, actor=town.author, edition=stored(draft).edition, fields=WORDS, costs=whole_costs(),
            benefits=whole_benefits(town.author), alternatives=scenarios,
        )  # fmt: skip
        found = []
        for address in (listing(draft), page(draft, 2)):
            author.get(address)
            with CaptureQueriesContext(connection) as captured:
                author.get(address)
            found.append(len(captured))
        counts.append(found)
    assert counts[0] == counts[1]
