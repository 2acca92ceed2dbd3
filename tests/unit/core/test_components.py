"""Every component drawn with much, with little and with nothing."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template.loader import render_to_string
from django.test import RequestFactory

from core import clock
from core.ui import Action, Head, HistoryLine, MoneyLine, NextStep, RoadStep, Section

LONG = "Automatisk journalisering & fordeling " * 5
NOON = datetime(2027, 3, 14, 11, 0, tzinfo=UTC)
LINK = Action("Vurdér", "/vurder/", primary=True)
POST = Action("Træk <sagen>", "/traek/", method="post", danger=True)
BLOCKED = Action("Indstil", "/indstil/", enabled=False, why="IT mangler at vurdere.", who="formanden")
ROAD = (RoadStep("Kladde", "done", "3. maj"), RoadStep("Vurdering", "current"), RoadStep("Beslutning", "waiting"))


def draw(component: str, **context: object) -> str:
    return render_to_string(f"components/{component}.html", context)


def test_head_with_everything() -> None:
    head = Head(
        kind="Ansøgning",
        title=LONG,
        state="Til vurdering",
        tone="warning",
        number="2027-014",
        case_number="727-2027-1432",
        next_step=NextStep("IT vurderer", who="Erik Ravn", by=date(2027, 3, 11), overdue=True),
        money=(MoneyLine("Ansøgt", Decimal(1250000)), MoneyLine("Indstillet", None)),
        actions=(LINK, POST, BLOCKED),
        road=ROAD,
    )
    with clock.standing_at(NOON):
        html = draw("object_head", head=head, csrf_token="a-token")
    assert "Automatisk journalisering &amp; fordeling" in html
    assert "Sag 727-2027-1432" in html
    assert '<dd class="overdue">11. marts 2027<span class="quiet"> (3 dage over fristen)</span></dd>' in html
    assert "<dt>Ansøgt</dt><dd>1.250.000 kr.</dd>" in html
    assert '<div class="money__missing"><dt>Indstillet</dt><dd>ikke oplyst</dd></div>' in html
    assert '<input type="hidden" name="csrfmiddlewaretoken" value="a-token">' in html
    assert html.count("button-primary") == 1
    assert "Trin 2 af 3" in html


def test_head_of_a_finished_case() -> None:
    html = draw("object_head", head=Head(kind="Forslag", title="Kalender", state="Afvist", tone="error"))
    assert "Her sker der ikke mere." in html
    assert 'class="money"' not in html
    assert 'class="road' not in html
    assert 'class="actions"' not in html


def test_an_action_is_a_link_a_form_or_an_explanation() -> None:
    assert '<a class="button button-primary" href="/vurder/">Vurdér</a>' in draw("action", action=LINK)
    post = draw("action", action=POST, csrf_token="a-token")
    assert '<form method="post" action="/traek/" class="action">' in post
    assert "Træk &lt;sagen&gt;" in post
    blocked = draw("action", action=BLOCKED)
    assert "<strong>Indstil</strong> IT mangler at vurdere. Det kan gøres af formanden." in blocked
    assert "href" not in blocked.replace("<use href", "")


def test_danger_is_never_primary() -> None:
    html = draw("action", action=Action("Slet", "/slet/", primary=True, danger=True))
    assert "button-danger" in html
    assert "button-primary" not in html


def test_road_says_the_status_in_words() -> None:
    html = draw("road", road=(*ROAD, RoadStep("Projekt", "stopped")))
    words = [part.split("</span>")[0] for part in html.split('<span class="sr-only">')[1:]]
    assert words == ["udført", "nu", "endnu ikke", "stoppet"]
    assert html.count('aria-current="step"') == 1


def test_history() -> None:
    lines = (
        HistoryLine(NOON, "Erik Ravn", "Indstillede", "Fordi\ndet haster.", refused=True),
        HistoryLine(NOON, "Anne Lund", "Rettede", changes=(("Timer", "", "300"),)),
    )
    html = draw("history", lines=lines)
    assert "14. marts 2027 kl. 12.00" in html
    assert '<span class="history__refused">Afvist</span>' in html
    assert "Fordi<br>det haster." in html
    assert "1 felt ændret" in html
    assert "<del>–</del>" in html
    assert "Der er ikke sket noget endnu." in draw("history", lines=())


def test_contents() -> None:
    assert '<a href="#okonomi">Økonomi</a>' in draw("contents", sections=(Section("okonomi", "Økonomi"),))


def test_key_figures_are_links_where_there_are_rows() -> None:
    figures = (
        SimpleNamespace(label="Nutidsværdi", value="412.300 kr.", note="over 5 år", url="/rows/"),
        SimpleNamespace(label="Røde", value="0", note="", url=""),
    )
    html = draw("key_figures", figures=figures)
    assert '<a href="/rows/">412.300 kr.</a>' in html
    assert html.count("figure__note") == 1


@pytest.mark.parametrize(
    ("tone", "role"), [("info", "status"), ("success", "status"), ("warning", "alert"), ("error", "alert")]
)
def test_alert_is_announced_by_its_weight(tone: str, role: str) -> None:
    html = draw("alert", tone=tone, title="Puljen rækker ikke", text="100.000 kr. tilbage", level=3)
    assert f'class="alert alert-{tone} message" role="{role}"' in html
    assert '<h3 class="alert-heading">Puljen rækker ikke</h3>' in html


def test_data_list_says_when_nothing_is_stated() -> None:
    html = draw("data_list", items=[("Hours", 0), ("KLE", ""), ("Unit", None)])
    assert "<dt>Hours</dt><dd>0</dd>" in html
    assert html.count('<div class="facts__missing">') == 2


def test_chips_and_tabs() -> None:
    chips = draw("chips", chips=[SimpleNamespace(label="Afdeling: Borgerservice", url="?q=x")], clear_url="?")
    assert '<a class="chip" href="?q=x"><span class="sr-only">Fjern filteret </span>Afdeling: Borgerservice' in chips
    assert draw("chips", chips=[]).strip() == ""
    tab = SimpleNamespace(label="Alle", url="/alle/", current=True, count=0)
    assert '<a href="/alle/" aria-current="page">Alle <span class="tabs__count">0</span></a>' in draw(
        "tabs", tabs=[tab]
    )


def test_pagination_keeps_the_query() -> None:
    html = draw("pagination", page=Paginator(range(100), 25).get_page(2), query=QueryDict("q=mail&page=2"))
    assert "Viser 26–50 af 100" in html
    assert 'href="?q=mail&amp;page=3"' in html
    assert html.count('aria-current="page"') == 1
    assert draw("pagination", page=Paginator(range(3), 25).get_page(1), query=QueryDict()).strip() == ""


def test_wizard() -> None:
    steps = [
        SimpleNamespace(label="Behov", url="/1/", complete=True, current=False),
        SimpleNamespace(label="Økonomi", url="/2/", complete=False, current=True),
        SimpleNamespace(label="Send", url="", complete=False, current=False),
    ]
    html = draw("wizard", steps=steps)
    assert "Trin 2 af 3" in html
    assert '<a href="/2/" aria-current="step">' in html
    assert [html.count("udfyldt"), html.count("der mangler noget")] == [1, 2]
    assert html.count('class="wizard-step__closed"') == 1


def test_triage_panel() -> None:
    reasons = [
        SimpleNamespace(fired=True, text="Over 150.000 kr.", source="Digitaliseringsstrategi"),
        SimpleNamespace(fired=False, text="Timerne er ikke over 300.", source=""),
    ]
    html = draw(
        "triage_panel",
        title="Hvad bliver det?",
        verdict="Et projekt",
        tone="info",
        facts=[("Vej", "Gruppen")],
        reasons=reasons,
    )
    assert 'aria-live="polite"' in html
    assert "Opfyldt:" in html
    assert "Ikke opfyldt:" in html
    assert html.count("reason__source") == 1
    assert "panel__verdict" not in draw("triage_panel", title="Hvad bliver det?")


def test_search_keeps_filters_but_not_the_page() -> None:
    html = draw("search", label="Søg i forslag", value="mail", query=QueryDict("unit=a&unit=b&q=mail&page=3"))
    kept = [part.split(">")[0] for part in html.split('<input type="hidden" ')[1:]]
    assert kept == ['name="unit" value="a"', 'name="unit" value="b"']


def test_small_ones() -> None:
    assert draw("tag", label="Fælleskommunal").strip().endswith('<span class="label">Fælleskommunal</span>')
    assert 'value="1200" max="4500"' in draw("progress", id="p", label="Bedømt", value=1200, total=4500, text="i gang")
    assert "Annullér" in draw("form_actions", submit="Gem", cancel_url="/")
    assert "button-danger" in draw("form_actions", submit="Slet", danger=True)
    assert 'aria-current="page">2027-014</li>' in draw("trail", url="/forslag/", label="Forslag", here="2027-014")
    assert "<h1>Forslag</h1>" in draw("list_head", title="Forslag", count="0 forslag")
    assert "Læg et forslag" in draw("empty", text="Ingen.", action=Action("Læg et forslag", "/ny/"))
    assert 'data-saved="Gemt kl."' in draw("autosave")
    assert '"allowEval": false' in draw("htmx")
    assert '<form method="get" aria-label="Filtre">' in draw("filters", form=forms.Form(), query=QueryDict())


def test_no_template_breaks_the_content_security_policy() -> None:
    guilty = [
        str(path)
        for path in Path(settings.BASE_DIR, "templates").rglob("*.html")
        if "reports" not in path.parts
        for text in [path.read_text(encoding="utf-8")]
        if ' style="' in text or "<style" in text or " onclick=" in text or "<script>" in text
    ]
    assert guilty == []


def test_the_page_for_a_broken_portal_stands_alone() -> None:
    html = render_to_string("500.html")
    assert "Noget gik galt" in html
    assert html.count("<link") == 2
    assert '<link rel="stylesheet" href="/static/css/alone.css">' in html


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html"])
def test_a_refusal_has_one_heading_and_a_way_on(name: str) -> None:
    request = RequestFactory().get("/")
    html = render_to_string(name, {"installation": {"name": "Egemose Kommune"}, "reason": "Nej."}, request=request)
    assert html.count("<h1>") == 1
    assert "Gå til Min side" in html
