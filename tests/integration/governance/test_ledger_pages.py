"""The pages on which the ledger and the register are kept: who, what, what is refused, and a form sent twice."""

from decimal import Decimal

import pytest
from django.urls import reverse

from core.models import AuditEntry, PostedRequest
from core.templatetags.danish import date_long, kroner
from governance.domain.conflicts import declare_conflict
from governance.domain.ledger_moves import record_expenditure
from governance.enums import ConflictGround, Verdict
from governance.models import ConditionalGrant, Decision, LedgerEntry, MandatoryNeed
from portfolio.models import Proposal
from tests.factories.governance import in_days, make_recommended
from tests.factories.pool import balance, make_application, make_decided, make_frame, make_need, ruling, this_year
from tests.integration.governance.test_conditional_grants import make_promised
from tests.integration.governance.test_decisions import make_case

NEXT = this_year() + 1
POOL, TRANSFER, EXPENDITURE = "/puljen/", "/puljen/overfoersel/", "/puljen/udgift/"
NEEDS, NEW_NEED = "/puljen/forpligtelser/", "/puljen/forpligtelser/ny/"


def read(client, person, url: str) -> str:
    client.force_login(person)
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def case(town) -> Proposal:
    make_frame(500_000)
    make_frame(200_000, year=NEXT)
    case = make_application(town)
    make_decided(town, case)
    return case


def transfer(**said: str) -> dict[str, str]:
    return {"source": str(this_year()), "target": str(NEXT), "amount": "50.000,00", "reference": "Byrådet"} | said


def need(**said: str) -> dict[str, str]:
    whole = {"title": "Digital Post", "level": "binding", "legal_basis": "Lov", "year": str(NEXT), "amount": "9.000,00"}
    return whole | said


def test_money_is_moved_from_its_page(town, client, case):
    client.force_login(town.admin)
    page = client.post(TRANSFER, transfer(), follow=True).content.decode()
    assert "Pengene er flyttet." in page
    assert ("+50.000 kr. overført" in page, "−50.000 kr. overført" in page) == (True, True)
    for wrong in (
        {"amount": "x"},
        {"amount": "900.000,00"},
        {"source": "1999"},
        {"reference": ""},
        {"target": str(this_year())},
    ):
        assert client.post(TRANSFER, transfer(**wrong)).status_code == 200
    assert balance(NEXT).transferred == 50_000


def test_an_expenditure_is_posted_and_taken_back_from_the_pages(town, client, case):
    client.force_login(town.director)
    choice = f"{case.pk}:{this_year()}"
    client.post(EXPENDITURE, {"case": choice, "amount": "12.000,00", "text": "Bilag 7"})
    entry = LedgerEntry.objects.get(kind="expenditure")
    url = reverse("governance:entry_reversal", args=[entry.pk])
    assert url in client.get(POOL).content.decode()
    assert "Bilag 7" in client.get(url).content.decode()
    assert client.post(url, {"reason": ""}).status_code == 200
    client.post(url, {"reason": "Forkert sag"})
    page = client.get(POOL).content.decode()
    assert (balance().spent, url in page, "Taget tilbage med en modpostering" in page) == (0, False, True)
    assert "Posteringen er allerede taget tilbage." in client.get(url).content.decode()
    for wrong in ({"case": "1:1999"}, {"amount": "900.000,00"}, {"text": ""}):
        said = {"case": choice, "amount": "1,00", "text": "x"} | wrong
        assert client.post(EXPENDITURE, said).status_code == 200
    assert LedgerEntry.objects.filter(kind="expenditure").count() == 2


@pytest.mark.parametrize("url", [TRANSFER, EXPENDITURE, NEW_NEED])
@pytest.mark.parametrize(("name", "status"), [("chair", 302), ("auditor", 302), ("author", 404), ("outsider", 404)])
def test_who_may_not_is_sent_away_or_finds_nothing(town, client, case, url, name, status):
    client.force_login(town.people[name])
    for method in (client.get, client.post):
        assert method(url).status_code == status
    assert (LedgerEntry.objects.filter(kind="transfer").count(), MandatoryNeed.objects.count()) == (0, 0)
    assert (AuditEntry.objects.filter(outcome="refused").count() == 2) == (status == 302)


def test_of_a_case_that_is_hidden_nothing_can_be_posted(town, client, case):
    entry = record_expenditure(case, this_year(), Decimal(5), text="Bilag", actor=town.admin)
    declare_conflict(make_application(town), actor=town.director, ground=ConflictGround.FAMILY, explanation="Nej")
    case.bars.create(person=town.director)
    page = read(client, town.director, EXPENDITURE)
    assert (case.number in page, "Ingen sag har flere penge fra puljen at bruge." in page) == (False, True)
    assert client.get(reverse("governance:entry_reversal", args=[entry.pk])).status_code == 404
    assert case.number not in read(client, town.director, POOL)


def test_with_one_year_there_is_nowhere_to_move_money(town, client):
    make_frame()
    assert "Puljen skal have en ramme for to år" in read(client, town.director, TRANSFER)
    assert "Ingen sag har flere penge fra puljen" in read(client, town.director, EXPENDITURE)
    for url in (TRANSFER, EXPENDITURE):
        assert client.post(url, transfer()).status_code == 200
    assert LedgerEntry.objects.exclude(kind="frame").count() == 0


def test_the_register_is_read_by_those_who_see_the_pool_and_kept_by_some(town, client, case):
    row = make_need(90_000, year=NEXT, title="Fælles adgang")
    change = reverse("governance:need_change", args=[row.pk])
    assert change in read(client, town.it, NEEDS)
    assert change not in read(client, town.auditor, NEEDS)
    assert "Fælles adgang" in read(client, town.network, NEEDS)
    client.force_login(town.author)
    assert client.get(NEEDS).status_code == 404


def test_an_obligation_is_entered_changed_and_withdrawn_from_its_pages(town, client, case):
    client.force_login(town.secretary)
    assert "Forpligtelsen står i registeret." in client.post(NEW_NEED, need(), follow=True).content.decode()
    row = MandatoryNeed.objects.get()
    change = reverse("governance:need_change", args=[row.pk])
    assert 'value="9.000"' in client.get(change).content.decode()
    client.post(change, need(amount="250.000,00"))
    page = client.get(NEEDS).content.decode()
    assert f"Puljen mangler 50.000 kr. til det, der stadig ventes i {NEXT}." in page
    assert f"stadig ventes at kræve i {NEXT}" in read(client, town.director, POOL)
    client.force_login(town.secretary)
    client.post(reverse("governance:need_withdrawal", args=[row.pk]), {"reason": "Udskudt"})
    page = client.get(NEEDS).content.decode()
    assert ("Forventes ikke længere" in page, "Udskudt" in page) == (True, True)
    assert client.get(change).status_code == 404
    for wrong in (
        {"year": "x"},
        {"amount": "0"},
        {"amount": "-1"},
        {"level": "none"},
        {"title": " "},
        {"legal_basis": ""},
    ):
        assert client.post(NEW_NEED, need(**wrong)).status_code == 200
    assert MandatoryNeed.objects.count() == 1


def test_a_grant_on_conditions_is_told_on_the_case_and_confirmed_from_it(town, client):
    case = make_promised(town)
    page = read(client, town.author, f"/sager/{case.pk}/")
    for words in ("Betinget tilsagn", "Reserveret beløb", "Ledelsen bekræfter, at betingelsen er opfyldt."):
        assert words in page
    condition = reverse("governance:grant_condition", args=[case.pk])
    assert condition not in page
    assert condition in read(client, town.director, f"/sager/{case.pk}/")
    asked = read(client, town.director, condition)
    (grant,) = ConditionalGrant.objects.all()
    for words in (grant.decision.conditions, kroner(grant.decision.amount), date_long(grant.lapses_on)):
        assert words in asked
    answer = client.post(condition, {"reason": "Aftalen er underskrevet"}, follow=True).content.decode()
    assert ("Betingelsen er opfyldt, og pengene er udmøntet." in answer, "Udmøntet beløb" in answer) == (True, True)


def test_a_grant_that_has_lapsed_is_told_on_the_case(town, client):
    case = make_promised(town)
    client.force_login(town.director)
    lapse = reverse("governance:grant_lapse", args=[case.pk])
    page = client.post(lapse, {"reason": "Naboen er sprunget fra"}, follow=True).content.decode()
    assert ("Tilsagnet er bortfaldet" in page, "Naboen er sprunget fra" in page, "Udsat" in page) == (True, True, True)
    assert reverse("governance:decision_resumption", args=[case.pk]) in page


def test_management_grants_on_conditions_from_the_desk(town, client):
    make_frame()
    case = make_application(town)
    client.force_login(town.director)
    day = in_days(60)
    said = {"verdict": "changed", f"share_{this_year()}": "100.000,00", "criterion": "mandatory", "reasons": "Vent",
            "conditions": "Naboen er med", "lapses_on": day.strftime("%d.%m.%Y")}  # fmt: skip
    client.post(reverse("governance:proposal_decision", args=[case.pk]), said)
    assert (ConditionalGrant.objects.get().lapses_on, balance().reserved) == (day, 100_000)


def test_the_exceptions_of_the_year_are_counted_on_the_pool_page(town, client):
    make_frame(500_000, expected=300_000)
    paid = make_case(town, gain="200000", hours=100, requested_amount=Decimal(140_000))
    make_recommended(town, paid, amount=Decimal(100_000))
    shares = {this_year(): Decimal(140_000)}
    make_decided(town, paid, Verdict.CHANGED, shares=shares, staff_hours_reason="De kender vagtplanerne")
    beyond = make_case(town, gain="200000", pool_criterion="efficiency")
    make_recommended(town, beyond, criterion="efficiency")
    make_frame(350_000)
    make_decided(town, beyond, criterion="efficiency", forecast_reason="Fristen er udsat")
    client.force_login(town.auditor)
    (year,) = client.get(POOL).context["page"].exceptions
    counted = (year.year, year.staff_hours, year.staff_hours_cases, year.forecast_cases, year.decisions)
    assert counted == (this_year(), 40_000, 1, 1, 2)


# --- a form that is sent twice ---


def twice(client, url: str, said: dict[str, str]) -> tuple[int, str]:
    """Send the form of a page twice; return how many requests were carried out, and what the second says."""
    once = client.get(url).context["once"]
    client.post(url, said | {"once": once})
    return PostedRequest.objects.count(), client.post(url, said | {"once": once}, follow=True).content.decode()


SENT = "Du havde allerede sendt det. Det er udført én gang."


def test_a_transfer_sent_twice_is_posted_once(town, client, case):
    client.force_login(town.admin)
    count, second = twice(client, TRANSFER, transfer())
    assert (count, SENT in second, balance(NEXT).transferred) == (1, True, 50_000)
    assert AuditEntry.objects.filter(act="pool.transfer").count() == 1


def test_two_transfers_of_the_same_amount_from_two_pages_are_two(town, client, case):
    client.force_login(town.admin)
    for _ in range(2):
        client.post(TRANSFER, transfer(once=client.get(TRANSFER).context["once"]))
    assert balance(NEXT).transferred == 100_000


def test_a_key_with_other_content_is_refused(town, client, case):
    client.force_login(town.admin)
    once = client.get(TRANSFER).context["once"]
    client.post(TRANSFER, transfer(once=once))
    page = client.post(TRANSFER, transfer(once=once, amount="60.000,00")).content.decode()
    assert "Det er sendt før med et andet indhold." in page
    assert balance(NEXT).transferred == 50_000


def test_what_was_refused_can_be_put_right_and_sent_again(town, client, case):
    client.force_login(town.admin)
    once = client.get(TRANSFER).context["once"]
    first = client.post(TRANSFER, transfer(once=once, amount="900.000,00"))
    assert (first.context["once"], PostedRequest.objects.count()) == (once, 0)
    client.post(TRANSFER, transfer(once=once))
    assert balance(NEXT).transferred == 50_000


def test_a_decision_sent_twice_is_made_once_and_says_so(town, client):
    make_frame()
    case = make_application(town)
    client.force_login(town.director)
    said = {"verdict": "approved", f"share_{this_year()}": "100.000,00", "criterion": "mandatory", "reasons": ""}
    _count, second = twice(client, reverse("governance:proposal_decision", args=[case.pk]), said)
    assert (SENT in second, Decision.objects.count(), balance().committed) == (True, 1, 100_000)
    # The second attempt is no refusal that the log should hold against anybody.
    assert AuditEntry.objects.filter(outcome="refused").count() == 0


def test_a_key_belongs_to_who_sent_it(town, client, case):
    client.force_login(town.admin)
    said = transfer(once=client.get(TRANSFER).context["once"])
    client.post(TRANSFER, said)
    client.force_login(town.director)
    client.post(TRANSFER, said)
    assert balance(NEXT).transferred == 100_000


def test_the_desk_of_a_case_decided_by_somebody_else_is_not_answered_with_their_key(town, client):
    make_frame()
    case = make_application(town)
    make_decided(town, case, shares=ruling().shares)
    client.force_login(town.other_director)
    url = reverse("governance:proposal_decision", args=[case.pk])
    answer = client.post(url, {"verdict": "rejected", "reasons": "Nej", "once": "x" * 20}, follow=True)
    assert "Det kan ikke gøres, mens sagen er" in answer.content.decode()
    assert Decision.objects.get().verdict == Verdict.APPROVED
