"""The pool's pages, the desk and the decision on the case's page: what is shown, to whom, in how many queries."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from core import clock
from core.models import AuditEntry
from governance.domain.conflicts import declare_conflict
from governance.domain.submission import submit_proposal
from governance.enums import ConflictGround, RecommendationOutcome, Verdict
from governance.models import Decision, LedgerEntry
from governance.selectors.decisions import decision_due, decisions_waiting
from portfolio.enums import ProposalKind
from portfolio.models import Proposal
from tests.factories.governance import make_draft, make_recommended, make_standing, make_submitted, make_town
from tests.factories.pool import balance, make_application, make_decided, make_frame, this_year

POOL = "/puljen/"
FRAME = "/puljen/ramme/"


def desk(case: Proposal) -> str:
    return reverse("governance:proposal_decision", args=[case.pk])


def read(client, person, url: str) -> str:
    client.force_login(person)
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def application(town) -> Proposal:
    make_frame(500_000, expected=50_000)
    return make_application(town)


def posted(verdict: str = "approved", **said: str) -> dict[str, str]:
    whole = {"verdict": verdict, f"share_{this_year()}": "100.000,00", "criterion": "mandatory", "reasons": ""}
    return whole | said


@pytest.mark.parametrize("name", ["director", "chair", "member", "secretary", "it", "network", "auditor", "admin"])
def test_the_pool_is_shown_to_the_bodies(town, client, application, name):
    page = read(client, town.people[name], POOL)
    assert f"Der er 500.000 kr. tilbage af 500.000 kr. i {this_year()}" in page
    assert 'href="/puljen/"' in page


@pytest.mark.parametrize("name", ["author", "owner", "head", "colleague", "outsider"])
def test_for_others_the_pool_is_not_there(town, client, application, name):
    client.force_login(town.people[name])
    assert [client.get(url).status_code for url in (POOL, FRAME)] == [404, 404]
    assert 'href="/puljen/"' not in client.get("/").content.decode()


def test_where_policy_has_no_pool_there_is_no_page(db, client):
    odense = make_town("odense")
    client.force_login(odense.director)
    assert client.get(POOL).status_code == 404
    assert 'href="/puljen/"' not in client.get("/").content.decode()


def test_an_empty_pool_says_what_to_do(town, client):
    assert "Puljen har ingen ramme endnu" in read(client, town.director, POOL)


def test_the_queries_do_not_grow_with_the_ledger(town, client, django_assert_num_queries):
    make_frame()
    make_decided(town, make_application(town))
    client.force_login(town.director)
    client.get(POOL)
    with django_assert_num_queries(10):
        client.get(POOL)
    for _ in range(2):
        make_decided(town, make_application(town))
    make_frame(year=this_year() + 1)
    with django_assert_num_queries(10):
        client.get(POOL)


def test_a_barred_person_reads_the_sums_and_no_case(town, client, application):
    declare_conflict(application, actor=town.member, ground=ConflictGround.FAMILY, explanation="Min søster")
    make_decided(town, application)
    page = read(client, town.member, POOL)
    assert ("en sag, du ikke har adgang til" in page, "100.000 kr." in page) == (True, True)
    assert [word for word in (application.number, application.title, "Director Test") if word in page] == []
    assert application.title in read(client, town.auditor, POOL)


@pytest.mark.parametrize("path", ["beslutning/", "beslutning/puljen/", "anvisning/", ""])
def test_for_a_barred_director_the_case_is_not_there(town, client, application, path):
    declare_conflict(application, actor=town.director, ground=ConflictGround.FAMILY, explanation="Min søster")
    client.force_login(town.director)
    before = AuditEntry.objects.count()
    url = f"/sager/{application.pk}/{path}"
    assert client.get(url).status_code == 404
    if path != "beslutning/puljen/" and path:
        assert client.post(url, posted()).status_code == 404
    assert (Decision.objects.count(), AuditEntry.objects.count()) == (0, before)
    assert list(decisions_waiting(town.director)) == []


def test_the_desk_shows_what_lies_before_management(town, client, application):
    page = read(client, town.director, desk(application))
    for words in ("Efter sagen er der 400.000 kr. tilbage", "Strategigruppens indstilling", "Hvad puljens regler siger",
                  "Positiv business case", "Sagen fraviger ingen.", "Forpligtelsen er angivet"):  # fmt: skip
        assert words in page
    assert 'value="100.000"' in page


def test_the_desk_takes_a_constant_number_of_queries(town, client, application, django_assert_max_num_queries):
    client.force_login(town.director)
    client.get(desk(application))
    make_frame(year=this_year() + 1)
    make_frame(year=this_year() + 2)
    with django_assert_max_num_queries(15):
        client.get(desk(application))


def test_following_the_recommendation_from_the_page(town, client, application):
    client.force_login(town.director)
    answer = client.post(desk(application), posted(), follow=True)
    page = answer.content.decode()
    assert "Beslutningen er registreret." in page
    assert balance().committed_mandatory == Decimal(100_000)
    for words in ("Ledelsens beslutning", "Udmøntet beløb", f"Fra puljen i {this_year()}", "Director Test"):
        assert words in page


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"verdict": "changed"}, "Skriv begrundelsen."),
        ({"verdict": "rejected"}, "Skriv begrundelsen."),
        ({"verdict": "deferred"}, "Skriv begrundelsen."),
        ({"verdict": "sent_back"}, "Skriv begrundelsen."),
        ({"verdict": "changed", "reasons": "Ja", "conditions": ""}, "Intet er anderledes end indstillet."),
        ({"conditions": ""}, "Beløbet holder sig inden for prognosen, så undtagelsen er ikke nødvendig."),
        ({f"share_{this_year()}": ""}, "Skriv det beløb, du udmønter. Det skal være over 0 kr."),
        ({f"share_{this_year()}": "1e9"}, ""),
        ({f"share_{this_year()}": "NaN"}, ""),
        ({f"share_{this_year()}": "-5"}, ""),
        ({f"share_{this_year()}": "hundrede"}, ""),
        ({"verdict": "fly"}, ""),
        ({"verdict": ""}, ""),
        ({"criterion": "hobby"}, ""),
    ],
)
def test_what_cannot_be_decided_gets_a_sentence_and_keeps_the_text(town, client, application, said, sentence):
    client.force_login(town.director)
    answer = client.post(desk(application), posted(**{"conditions": "Batteritest", "forecast_reason": "Haster"} | said))
    page = answer.content.decode()
    assert (answer.status_code, Decision.objects.count(), balance().committed) == (200, 0, 0)
    assert sentence in page
    assert "Haster" in page


def test_the_desk_names_the_recommended_amount_and_calls_optional_only_what_always_is(town, client, application):
    page = read(client, town.director, desk(application))
    assert "Følge indstillingen: 100.000 kr." in page
    labels = re.findall(r'<label class="form-label"[^>]*>([^<]*)<span class="form-optional">', page)
    assert labels == [
        "Betingelser",
        "Tilsagnet bortfalder efter",
        "Undtagelse: puljen betaler personaletimer",
        "Undtagelse: brug penge, der holdes tilbage til obligatoriske løsninger",
    ]


def test_a_case_says_nothing_of_criteria_where_policy_has_none(client, db):
    odense = make_town("odense")
    across = [odense.units["schools"]]
    draft = make_draft(odense, kind="application", pool_criterion="", units_involved=across)
    page = read(client, odense.director, f"/sager/{submit_proposal(draft, actor=odense.author).pk}/")
    assert ("Ansøgt beløb" in page, "Puljekriterium" in page) == (True, False)


def test_where_no_group_recommends_the_conditions_may_be_what_is_needed(db, client):
    odense = make_town("odense")
    case = submit_proposal(make_draft(odense, units_involved=[odense.units["schools"]]), actor=odense.author)
    page = read(client, odense.director, desk(case))
    assert "Skriv mindst én, når du godkender på betingelser." in page
    assert "form-optional" not in page.split('id="decision"')[1]


def test_a_refused_decision_comes_back_as_it_was_typed(town, client, application):
    client.force_login(town.director)
    typed = posted(**{f"share_{this_year()}": "90.000,00", "reasons": "Vi følger gruppen"})
    page = client.post(desk(application), typed).content.decode()
    assert "Det er ikke det, der er indstillet." in page
    assert 'value="90.000,00"' in page
    assert "Vi følger gruppen" in page
    assert "Efter sagen er der 410.000 kr. tilbage" in page


def test_a_rejection_ignores_the_money_that_stands_in_the_form(town, client, application):
    client.force_login(town.director)
    client.post(desk(application), posted("rejected", reasons="Behovet er dækket"))
    decision = Decision.objects.get()
    assert (decision.verdict, decision.amount, decision.criterion) == ("rejected", 0, "")


def test_the_pool_before_and_after_follows_what_is_typed(town, client, application):
    client.force_login(town.director)
    url = reverse("governance:decision_pool", args=[application.pk])
    page = client.get(url, {f"share_{this_year()}": "600.000"}).content.decode()
    assert f"Der mangler 100.000 kr. i {this_year()}" in page
    assert client.get(url, {f"share_{this_year()}": "x"}).status_code == 200
    assert client.post(url).status_code == 405
    assert LedgerEntry.objects.filter(kind="commitment").count() == 0


def test_what_the_form_asked_for_too_late_takes_no_words_from_its_answer(town, client, application):
    client.force_login(town.director)
    client.post(desk(application), posted())
    late = reverse("governance:decision_pool", args=[application.pk])
    answer = client.get(late, {f"share_{this_year()}": "60.000"}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["Content-Type"]) == (409, "text/plain; charset=utf-8")
    assert answer.content.decode() == "Det kan ikke gøres, mens sagen er “Godkendt”."
    page = client.get(f"/sager/{application.pk}/").content.decode()
    assert ("Beslutningen er registreret." in page, "Fejl: " in page) == (True, False)
    assert not AuditEntry.objects.filter(outcome="refused").exists()
    # Whoever forges a move as such a question is refused as ever, and the attempt stands.
    client.post(desk(application), posted(), headers={"HX-Request": "true"})
    assert AuditEntry.objects.filter(act="proposal.approve", outcome="refused").count() == 1


@pytest.mark.parametrize("name", ["chair", "member", "secretary", "it", "auditor", "author", "owner"])
def test_others_are_sent_back_with_who_can(town, client, application, name):
    client.force_login(town.people[name])
    answer = client.post(desk(application), posted(), follow=True)
    assert "Det kan gøres af Direktionen." in answer.content.decode()
    assert Decision.objects.count() == 0
    assert AuditEntry.objects.filter(act="proposal.approve", outcome="refused").count() == 1


def test_the_head_says_who_by_when_and_how_much(town, client, application):
    page = read(client, town.author, f"/sager/{application.pk}/")
    assert ("Direktionen" in page, "Indstillet" in page, "Udmøntet" in page) == (True, True, False)
    make_decided(town, application)
    assert "Udmøntet" in read(client, town.author, f"/sager/{application.pk}/")


def test_a_late_decision_says_that_it_is_late(town, client, application):
    due = decision_due(application)
    with clock.standing_at(clock.now() + (due - clock.today()) * 1.5):
        assert "over fristen" in read(client, town.author, f"/sager/{application.pk}/")
        (line,) = decisions_waiting(town.director)
        assert (line.overdue, line.due) == (True, due)


def test_what_awaits_a_director_leaves_out_the_directors_own_cases(town, application):
    assert [line.title for line in decisions_waiting(town.director)] == [str(application)]
    assert list(decisions_waiting(town.chair)) == []
    Proposal.objects.filter(pk=application.pk).update(owner=town.director)
    assert list(decisions_waiting(town.director)) == []
    assert len(list(decisions_waiting(town.other_director))) == 1


def test_the_departure_is_visible_on_the_case(town, client):
    make_frame()
    case = make_submitted(town, "review", kind=ProposalKind.APPLICATION)
    make_recommended(town, case, RecommendationOutcome.REJECT)
    make_decided(town, case, Verdict.CHANGED, reasons="Loven kræver det")
    page = read(client, town.author, f"/sager/{case.pk}/")
    assert ("Afviger fra indstillingen" in page, "Strategigruppen indstillede et afslag." in page) == (True, True)


def test_a_deferred_case_is_taken_up_again_from_its_page(town, client, application):
    make_decided(town, application, Verdict.DEFERRED)
    client.force_login(town.director)
    page = client.get(f"/sager/{application.pk}/").content.decode()
    url = reverse("governance:decision_resumption", args=[application.pk])
    assert url in page
    assert reverse("governance:proposal_resumption", args=[application.pk]) not in page
    client.post(url, {"reason": "Budgettet er her"})
    application.refresh_from_db()
    assert application.state == "recommended"


def test_a_case_is_directed_from_its_page(town, client):
    case = make_standing(town, "review", ProposalKind.APPLICATION)
    client.force_login(town.director)
    url = reverse("governance:proposal_direction", args=[case.pk])
    assert url in client.get(f"/sager/{case.pk}/").content.decode()
    page = client.post(url, {"reference": "Sag 12, punkt 4", "reasons": "Fraværet"}, follow=True).content.decode()
    assert ("Anvist til puljen" in page, "Sag 12, punkt 4" in page) == (True, True)


def test_a_frame_is_entered_and_changed_from_its_page(town, client):
    client.force_login(town.admin)
    said = {"year": str(this_year()), "amount": "4.000.000,00", "price_year": str(this_year()),
            "budget_reference": "Konto 06.45"}  # fmt: skip
    assert client.post(FRAME, said).url == POOL
    assert balance().frame == 4_000_000
    page = client.get(FRAME, {"year": str(this_year())}).content.decode()
    assert ('value="4.000.000"' in page, "Konto 06.45" in page) == (True, True)
    for wrong in ({"year": "x"}, {"year": "1999"}, {"amount": "-1"}, {"amount": "NaN"}, {"budget_reference": " "},
                  {"price_year": "9" * 40}, {"year": str(10**30)}):  # fmt: skip
        assert client.post(FRAME, said | wrong).status_code == 200
    for year in ("٢٠٢٦", "x", "9" * 4000, ""):
        assert client.get(FRAME, {"year": year}).status_code == 200
    assert LedgerEntry.objects.count() == 1


def test_who_sees_the_pool_and_keeps_no_frame_is_told_who_does(town, client):
    client.force_login(town.chair)
    page = client.get(FRAME, follow=True).content.decode()
    assert "Det kan gøres af ledelsen eller en administrator." in page


def test_a_case_that_management_directed_names_its_criterion_in_words(town, client):
    case = submit_proposal(
        make_draft(town, kind=ProposalKind.APPLICATION, pool_criterion="directed"), actor=town.author
    )
    page = read(client, town.auditor, reverse("portfolio:proposal_detail", args=[case.pk]))
    assert "Anvist af Direktionen" in page
    assert ">directed<" not in page
