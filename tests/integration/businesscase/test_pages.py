"""The pages: the grid that works as a plain form, the calculation beside it, the panel, and one version's case."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from businesscase.domain.cases import case_of, result_of, save_case
from businesscase.models import Alternative, AlternativeLine, BusinessCaseVersion, RiskItem
from core.domain.people import create_person
from governance.domain.submission import submit_proposal, take_back_proposal
from portfolio.domain.versions import current_version
from portfolio.enums import ProposalKind
from tests.factories.businesscase import WORDS, benefit, cost, figures, posted, whole_benefits, whole_costs, write_case
from tests.factories.governance import make_draft


@pytest.fixture
def author(client, town):
    client.force_login(town.author)
    return client


def url(proposal):
    return reverse("businesscase:case_update", args=[proposal.pk])


def stored(proposal):
    return case_of(current_version(proposal))


def test_the_form_begins_with_a_line_of_each_kind(author, empty):
    page = author.get(url(empty))
    sheet = page.context["sheet"]
    assert [form["category"].value() for form in sheet.costs.forms] == [
        "purchase",
        "implementation",
        "operation",
        "training",
    ]
    assert [form["type"].value() for form in sheet.benefits.forms] == ["economic", "service", "efficiency"]
    assert (len(sheet.hours.forms), list(sheet.calendar)[1] - sheet.calendar[0]) == (1, 1)
    assert stored(empty) is None


def test_what_is_posted_is_stored_to_the_oere(author, town, empty):
    answer = author.post(url(empty), posted(go="on"))
    assert (answer.status_code, answer.url) == (302, reverse("businesscase:chapters_update", args=[empty.pk]))
    case = stored(empty)
    assert [line.figures for line in case.cost_lines.all()] == [
        figures(140_000, None, None),
        figures(None, 10_000, "10000.50"),
        figures("37.5", None, None),
    ]
    assert [(line.owner, line.cash_releasing) for line in case.benefit_lines.all()] == [
        (town.author, True),
        (town.author, False),
    ]
    assert [row["cost"] for row in result_of(case).rows] == ["155000.00", "10000.00", "10000.50"]


def test_saving_again_what_was_shown_changes_nothing(author, empty):
    author.post(url(empty), posted(go="on"))
    before = stored(empty)
    page = author.get(url(empty))
    sheet = page.context["sheet"]
    boxes = {}
    for part in (
        sheet.frame,
        *(form for lines in sheet.sets.values() for form in (lines.management_form, *lines.forms)),
    ):
        for box in part:
            value = box.value()
            written = "on" if value is True else None if value is False else box.field.widget.format_value(value)
            if written is not None:
                boxes[box.html_name] = written
    author.post(url(empty), {name: value[0] if isinstance(value, list) else value for name, value in boxes.items()})
    after = stored(empty)
    assert (before.edition, after.edition) == (1, 2)
    assert [line.figures for line in after.cost_lines.all()] == [line.figures for line in before.cost_lines.all()]
    assert [line.owner for line in after.benefit_lines.all()] == [line.owner for line in before.benefit_lines.all()]
    assert result_of(after).input_digest == result_of(before).input_digest


def test_empty_lines_are_not_stored(author, empty):
    author.post(url(empty), posted(**{"cost-1-label": "", "cost-1-y1": "", "cost-1-y2": ""}, go="on"))
    assert [line.label for line in stored(empty).cost_lines.all()] == ["Licens", "Projektleder"]


@pytest.mark.parametrize(
    ("box", "text", "sentence"),
    [
        ("years", "31", "Skriv et tal fra 1 til 30."),
        ("start_year", "1999", "Skriv et årstal fra 2000 til 2150."),
        ("price_year", "2151", "Skriv et årstal fra 2000 til 2150."),
        ("follow_up_months", "121", "Skriv et antal måneder fra 1 til 120."),
        ("risk-0-year", "1999", "Skriv et årstal fra 2000 til 2180."),
    ],
)
def test_a_number_outside_its_bounds_is_told_them(author, empty, box, text, sentence):
    answer = author.post(url(empty), posted(**{"risk-TOTAL_FORMS": "1", box: text}, go="on"))
    assert sentence in [said for anchor, _name, said in answer.context["sheet"].wrong() if anchor == f"id_{box}"]


@pytest.mark.parametrize(
    ("box", "text"),
    [
        ("cost-0-y0", "halvanden million"),
        ("cost-0-y0", "-1"),
        ("cost-0-y0", "1,234.50"),
        ("cost-0-y0", "1.000.000.000.000"),
        ("hours-0-y0", "37,555"),
        ("years", "31"),
        ("years", "0"),
        ("years", "fem"),
        ("years", ""),
        ("start_year", "26"),
        ("price_year", ""),
        ("hourly_rate", "firs"),
        ("follow_up_months", "et år"),
        ("follow_up_months", "0"),
        ("benefit-0-owner", "ingen kender ham"),
        ("benefit-0-type", "luck"),
        ("cost-0-category", "staff_hours"),
        ("cost-TOTAL_FORMS", "31"),
        ("cost-TOTAL_FORMS", "x"),
        ("years", "1"),
    ],
)
def test_what_cannot_be_read_is_sent_back_with_everything_typed(author, empty, box, text):
    answer = author.post(url(empty), posted(**{box: text}, rationale_service="Skrevet netop nu", go="on"))
    assert (answer.status_code, stored(empty)) == (422, None)
    sheet = answer.context["sheet"]
    assert sheet.frame["rationale_service"].value() == "Skrevet netop nu"
    assert len(list(sheet.wrong())) + len(sheet.frame.non_field_errors()) >= 1
    if not box.endswith("TOTAL_FORMS"):
        value = dict(_boxes(sheet))[box]
        assert value == text


def _boxes(sheet):
    parts = (sheet.frame, *(form for lines in sheet.sets.values() for form in lines.forms))
    return ((box.html_name, box.value()) for part in parts for box in part)


def test_a_shorter_horizon_never_drops_figures(author, empty):
    answer = author.post(url(empty), posted(years="2", go="on"))
    assert (answer.status_code, stored(empty)) == (422, None)
    assert len(answer.context["sheet"].calendar) == 3
    assert list(answer.context["sheet"].frame.errors) == ["years"]


def test_a_longer_horizon_gives_more_boxes(author, empty):
    answer = author.post(url(empty), posted(years="5", go="years"))
    assert answer.url == f"{url(empty)}#cost"
    assert stored(empty).years == 5
    assert list(author.get(url(empty)).context["sheet"].calendar) == [2026, 2027, 2028, 2029, 2030]


def test_a_line_is_added_and_removed_without_a_script(author, empty):
    answer = author.post(url(empty), posted(go="add-cost"))
    assert answer.url == f"{url(empty)}?linje=cost#cost-end"
    assert len(author.get(answer.url).context["sheet"].costs.forms) == 3
    answer = author.post(url(empty), posted(edition="1", go="remove-cost-0"))
    assert answer.url == f"{url(empty)}#cost"
    assert [line.label for line in stored(empty).cost_lines.all()] == ["Drift", "Projektleder"]


def test_a_line_is_added_also_where_something_cannot_be_read(author, empty):
    answer = author.post(url(empty), posted(**{"cost-0-y0": "abc"}, go="add-cost"))
    assert (answer.status_code, stored(empty)) == (422, None)
    forms = answer.context["sheet"].costs.forms
    assert [form["label"].value() for form in forms] == ["Licens", "Drift", None]
    answer = author.post(url(empty), posted(**{"cost-0-y0": "abc"}, go="remove-cost-1"))
    assert [form["label"].value() for form in answer.context["sheet"].costs.forms] == ["Licens"]


@pytest.mark.parametrize(
    ("go", "target"),
    [
        ("close", lambda pk: reverse("portfolio:proposal_detail", args=[pk])),
        ("stay", lambda pk: reverse("businesscase:case_update", args=[pk]) + "#case-result"),
        ("nonsense", lambda pk: reverse("businesscase:case_update", args=[pk]) + "#case-result"),
        ("remove-cost-99", lambda pk: reverse("businesscase:case_update", args=[pk]) + "#cost"),
    ],
)
def test_where_the_buttons_lead(author, empty, go, target):
    assert author.post(url(empty), posted(go=go)).url == target(empty.pk)


def test_somebody_elses_save_is_not_overwritten_and_a_second_save_is_a_choice(author, town, empty):
    write_case(empty, town.editor, rationale_service="Medforfatterens")
    answer = author.post(url(empty), posted(rationale_service="Min", go="on"))
    assert (answer.status_code, stored(empty).rationale_service) == (409, "Medforfatterens")
    sheet = answer.context["sheet"]
    assert (sheet.frame["rationale_service"].value(), sheet.frame["edition"].value()) == ("Min", "1")
    assert answer.context["saved"].case.rationale_service == "Medforfatterens"
    author.post(url(empty), posted(rationale_service="Min", edition="1", go="on"))
    assert stored(empty).rationale_service == "Min"


def test_autosave_stores_and_answers_the_new_edition(author, empty):
    answer = author.post(url(empty), posted(), headers={"X-Autosave": "1"})
    assert (answer.status_code, answer.json()) == (200, {"fields": {"edition": 1}})
    wrong = author.post(url(empty), posted(edition="1", years="x"), headers={"X-Autosave": "1"})
    old = author.post(url(empty), posted(), headers={"X-Autosave": "1"})
    assert [(wrong.status_code, list(wrong.json())), (old.status_code, list(old.json()))] == [
        (422, ["said", "wrong"]),
        (409, ["said"]),
    ]
    assert wrong.json() == {
        "said": "Ikke gemt endnu. Antal år: Skriv antallet af år i tal.",
        "wrong": {"id_years": "Skriv antallet af år i tal."},
    }
    assert stored(empty).edition == 1


def test_amounts_too_large_to_add_get_one_sentence(author, empty):
    huge = {f"cost-{line}-y{year}": "999.999.999.999" for line in range(2) for year in range(3)}
    answer = author.post(url(empty), posted(**huge, go="on"))
    assert (answer.status_code, stored(empty), len(answer.context["sheet"].frame.non_field_errors())) == (422, None, 1)
    preview = author.post(reverse("businesscase:case_preview", args=[empty.pk]), posted(**huge))
    assert (preview.status_code, preview.context.get("result")) == (200, None)


def test_the_preview_calculates_what_is_typed_and_stores_nothing(author, town, empty):
    save_case(
        empty, actor=town.author, edition=0, fields=WORDS, costs=whole_costs(), benefits=whole_benefits(town.author)
    )
    expected = result_of(stored(empty))
    boxes = posted(**{"cost-1-y2": "10.000", "hours-0-y0": "50", "benefit-0-owner": "hvem som helst"})
    shown = author.post(reverse("businesscase:case_preview", args=[empty.pk]), boxes).context["result"]
    assert shown.total.discounted_net == expected.npv == Decimal("30972.48")
    assert (shown.further[0].label, shown.further[0].value) == ("Udgifter i alt", "180.000 kr.")
    assert (stored(empty).edition, result_of(stored(empty)).pk) == (1, expected.pk)
    wrong = author.post(reverse("businesscase:case_preview", args=[empty.pk]), posted(years="x"))
    assert (wrong.status_code, wrong.context.get("result"), bool(wrong.context["said"])) == (200, None, True)
    nothing = posted(**{name: "" for name in boxes if "-y" in name})
    assert author.post(reverse("businesscase:case_preview", args=[empty.pk]), nothing).context["result"] is None


def test_the_preview_counts_what_is_written_elsewhere_and_draws_nothing(author, town, empty):
    today = AlternativeLine(side="cost", category="operation", label="Porto i dag", figures=figures(0, 1000, 1000))
    save_case(
        empty,
        actor=town.author,
        edition=0,
        fields=WORDS,
        costs=whole_costs(),
        benefits=whole_benefits(town.author),
        risks=[RiskItem(title="Forsinket", probability=Decimal(10), impact=Decimal(50_000), year=2026)],
        alternatives=[(Alternative(ordinal=0, title="Som i dag"), [today])],
    )
    risk = {"risk-TOTAL_FORMS": "1", "risk-0-title": "Forsinket", "risk-0-probability": "10", "risk-0-impact": "50.000"}
    boxes = posted(**{"cost-1-y2": "10.000", "hours-0-y0": "50", **risk, "risk-0-year": "2026"})
    preview = reverse("businesscase:case_preview", args=[empty.pk])
    shown = author.post(preview, boxes).context["result"]
    saved = result_of(stored(empty))
    assert shown.figures[1].value == "27.872,18 kr."
    assert "2026" in author.post(preview, boxes | {"risk-0-year": "2031"}).context["said"]
    assert shown.total.discounted_net == saved.npv == Decimal("32872.18")
    titles = [section.title for section in shown.sections]
    assert ("Risici" in titles, "Usikkerhed" in titles, saved.simulation["draws"]) == (True, False, 10_000)


def test_who_sees_the_form(client, town, empty):
    expected = {"author": 200, "editor": 200, "owner": 302, "outsider": 404, "colleague": 404, "director": 404}
    found = {}
    for name in expected:
        client.force_login(getattr(town, name))
        found[name] = client.get(url(empty)).status_code
    assert found == expected


def test_the_form_of_a_submitted_or_suggested_case_is_closed(author, town, draft):
    submit_proposal(draft, actor=town.author)
    assert author.get(url(draft)).status_code == 302
    assert author.post(url(draft), posted(**{"cost-0-label": "Ændret"}, edition="1", go="on")).status_code == 302
    assert [line.label for line in stored(draft).cost_lines.all()] == ["Licens", "Drift", "Projektleder"]
    suggestion = make_draft(town, kind=ProposalKind.SUGGESTION)
    assert author.get(url(suggestion)).status_code == 404
    assert author.get(reverse("businesscase:case_preview", args=[draft.pk])).status_code == 405


def test_the_panel_shows_the_newest_version_that_the_reader_may_read(client, town, draft):
    taken = take_back_proposal(submit_proposal(draft, actor=town.author), actor=town.author, reason="Ny pris")
    write_case(taken, town.author, purchase=150_000)
    page = reverse("portfolio:proposal_detail", args=[draft.pk])
    client.force_login(town.director)
    director = client.get(page).content.decode()
    client.force_login(town.author)
    author = client.get(page).content.decode()
    assert [text in director for text in ("30.972,48 kr.", "20.972,48 kr.")] == [True, False]
    assert [text in author for text in ("30.972,48 kr.", "20.972,48 kr.")] == [False, True]


def test_one_versions_case_stays_as_it_was(client, town, draft):
    taken = take_back_proposal(submit_proposal(draft, actor=town.author), actor=town.author, reason="Ny pris")
    write_case(taken, town.author, purchase=150_000)
    client.force_login(town.author)
    npvs = [
        client.get(reverse("businesscase:case_detail", args=[draft.pk, ordinal])).context["read"].result.total
        for ordinal in (1, 2)
    ]
    assert [one.discounted_net for one in npvs] == [Decimal("30972.48"), Decimal("20972.48")]
    client.force_login(town.director)
    answers = [client.get(reverse("businesscase:case_detail", args=[draft.pk, n])).status_code for n in (1, 2, 3)]
    assert answers == [200, 404, 404]
    client.force_login(town.outsider)
    assert client.get(reverse("businesscase:case_detail", args=[draft.pk, 1])).status_code == 404


def test_a_year_is_written_without_a_separator_and_nothing_stated_is_never_0(author, town, empty):
    costs, gains = [cost("purchase", 140_000, None, None)], [benefit("service", None, None, None, owner=town.author)]
    save_case(empty, actor=town.author, edition=0, fields=WORDS, costs=costs, benefits=gains)
    page = author.get(reverse("businesscase:case_detail", args=[empty.pk, 1]))
    text = page.content.decode()
    assert ("2.026" in text, ">2026<" in text) == (False, True)
    assert [line.total for line in page.context["read"].benefits] == [None]


def test_queries_do_not_grow_with_the_lines(author, town, draft):
    def lines(count):
        gains = [
            benefit("economic", 1, 1, 1, owner=create_person(
                email=f"ejer{count}{number}@test.invalid", name=f"Ejer {number}", title="", unit=None,
                is_management=False, actor=None,
            ))
            for number in range(count)
        ]  # fmt: skip
        save_case(
            draft,
            actor=town.author,
            edition=BusinessCaseVersion.objects.get(version__proposal=draft).edition,
            fields=WORDS,
            costs=[cost("purchase", 1, 1, 1) for _ in range(count)],
            benefits=gains,
        )

    counts = {}
    for count in (1, 3):
        lines(count)
        for name, address in (
            ("form", url(draft)),
            ("page", reverse("portfolio:proposal_detail", args=[draft.pk])),
            ("version", reverse("businesscase:case_detail", args=[draft.pk, 1])),
        ):
            author.get(address)
            with CaptureQueriesContext(connection) as captured:
                author.get(address)
            counts.setdefault(name, []).append(len(captured))
    assert [found[0] == found[1] for found in counts.values()] == [True, True, True], counts


def test_what_is_still_missing_stands_first_and_is_told_when_one_goes_on(author, empty):
    answer = author.post(url(empty), posted(go="on", follow_up_months=""), follow=True)
    assert answer.redirect_chain[0][0] == reverse("businesscase:chapters_update", args=[empty.pk])
    (said,) = [str(message) for message in answer.context["messages"]]
    assert said == "Business casen er gemt, men mangler 1 oplysning. Den står øverst på trinnet."
    page = author.get(url(empty))
    (gap,) = page.context["wizard"].current.gaps
    assert gap.field == "follow_up_months"
    html = page.content.decode()
    assert html.index(f"<li>{gap.text}</li>") < html.index('id="frame"')
    whole = author.post(url(empty), posted(go="on", edition="1"), follow=True)
    assert list(whole.context["messages"]) == []


def test_the_definition_leads_to_what_is_called_positive_today(author, town):
    case = write_case(make_draft(town, kind=ProposalKind.APPLICATION), town.author)
    page = author.get(url(case.version.proposal)).content.decode()
    assert case.result.definition_source != ""
    assert '<a href="/regelsaet/positive_definition/">Det kaldes positivt i dag</a>' in page
    assert author.get("/regelsaet/positive_definition/").status_code == 200
    type(case.result).objects.filter(pk=case.result.pk).update(definition_source="")
    assert "/regelsaet/" not in author.get(url(case.version.proposal)).content.decode()
