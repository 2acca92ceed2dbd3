"""The register of deviations: approved with the case, and back again before they expire (C23, D23)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from businesscase.domain.cases import case_of
from core import clock
from core.domain.refusal import Refused
from core.models import AuditEntry, OutboxMessage
from governance.domain.deviation_moves import end_deviation, renew_deviation
from governance.domain.deviation_reminders import remind_of_deviations
from governance.domain.local_decision import decide_locally
from governance.domain.submission import submit_proposal
from governance.enums import Verdict
from governance.models import Decision
from governance.selectors.deviations import deviation_list, deviation_waiting
from portfolio.domain.versions import current_version
from portfolio.models import Bar
from principles.domain.answers import answer_as_architect
from principles.models import Deviation, DeviationRuling, StrategyDocument
from tests.factories.deviations import make_deviating
from tests.factories.governance import Town, in_days, make_draft
from tests.factories.principles import DEVIATES, load_sets, say


@pytest.fixture
def town(town: Town) -> Town:
    load_sets()
    return town


def browser(town: Town, person: str) -> Client:
    client = Client()
    client.force_login(town.people[person], backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def states(town: Town, view: str = "") -> list[str]:
    return [line.state for line in deviation_list(town.auditor, view).lines]


def test_the_head_of_the_department_approves_the_deviations_with_the_case(town):
    deviation = make_deviating(town)
    ruling = DeviationRuling.objects.get()
    assert (deviation.status, ruling.step, ruling.until, ruling.ruled_by) == (
        "approved",
        "approved",
        in_days(30),
        town.head,
    )
    assert AuditEntry.objects.get(act="proposal.approve_locally").data["deviations"] == ["odr06-1.5"]


def test_neither_does_the_head_approve_a_departure_from_proven_technology_without_a_business_case(town):
    StrategyDocument.objects.update(is_active=False)
    draft = make_draft(town, vendor_cost=Decimal(0), staff_hours=Decimal(0))
    case_of(current_version(draft)).delete()
    case = submit_proposal(draft, actor=town.author)
    load_sets()
    answer_as_architect(case, actor=town.it, edition=0, said=say(odr06_3__1=(DEVIATES, "Ikke velafprøvet")))
    with pytest.raises(Refused, match="Det kræver en beregnet business case"):
        decide_locally(case, actor=town.head, verdict=Verdict.APPROVED, reasons="Derfor")
    assert (Decision.objects.count(), DeviationRuling.objects.count()) == (0, 0)
    decide_locally(case, actor=town.head, verdict=Verdict.REJECTED, reasons="Derfor")


def test_the_register_puts_first_what_wants_attention(town):
    for days in (200, 30, 1):
        make_deviating(town, until=in_days(days))
    with clock.standing_at(clock.now() + timedelta(days=10)):
        assert states(town) == ["Udløbet", "Udløber snart", "I kraft"]
        assert states(town, "expired") == ["Udløbet"]
        end_deviation(Deviation.objects.order_by("pk")[0], actor=town.owner, reason="Supporten er flyttet hjem")
        assert (states(town), states(town, "ended")) == (["Udløbet", "Udløber snart"], ["Ophørt"])


@pytest.mark.parametrize("person", ["head", "director"])
def test_the_body_that_approved_it_renews_it(town, person):
    deviation = make_deviating(town)
    renew_deviation(deviation, actor=town.people[person], until=in_days(400), reason="Udbuddet er udsat")
    newest = DeviationRuling.objects.all()[0]
    assert (newest.step, newest.until, newest.reason) == ("renewed", in_days(400), "Udbuddet er udsat")
    assert [line.until for line in deviation_list(town.auditor, "").lines] == [in_days(400)]
    assert AuditEntry.objects.get(act="deviation.renew").reason == "Udbuddet er udsat"
    told = OutboxMessage.objects.filter(key__startswith="deviation_ruling")
    assert {row.recipient for row in told} == {town.author, town.owner}


@pytest.mark.parametrize("person", ["author", "owner", "it", "other_head", "other_director", "chair", "auditor"])
def test_nobody_else_renews_it(town, person):
    deviation = make_deviating(town)
    with pytest.raises(Refused):
        renew_deviation(deviation, actor=town.people[person], until=in_days(400), reason="Fordi")
    assert DeviationRuling.objects.count() == 1


def test_nobody_renews_a_deviation_of_a_case_of_their_own(town):
    deviation = make_deviating(town)
    proposal = deviation.version.proposal
    proposal.owner = town.head
    proposal.save()
    with pytest.raises(Refused, match="Du taler selv for sagen"):
        renew_deviation(deviation, actor=town.head, until=in_days(400), reason="Fordi")


@pytest.mark.parametrize("person", ["author", "owner", "it"])
def test_whoever_carries_the_case_out_or_it_ends_it(town, person):
    deviation = make_deviating(town)
    end_deviation(deviation, actor=town.people[person], reason="Supporten er flyttet hjem")
    deviation.refresh_from_db()
    assert deviation.status == "ended"
    for again in (lambda: end_deviation(deviation, actor=town.it, reason="Igen"), lambda: _renewed(deviation, town)):
        with pytest.raises(Refused, match="ophørt"):
            again()


def _renewed(deviation: Deviation, town: Town) -> None:
    renew_deviation(deviation, actor=town.head, until=in_days(400), reason="Fordi")


@pytest.mark.parametrize("person", ["head", "chair", "network", "outsider"])
def test_nobody_else_ends_it(town, person):
    deviation = make_deviating(town)
    with pytest.raises(Refused):
        end_deviation(deviation, actor=town.people[person], reason="Fordi")


def test_a_renewal_needs_a_day_to_come_and_words(town):
    deviation = make_deviating(town)
    with pytest.raises(Refused, match="Vælg en dag, der ikke er passeret"):
        renew_deviation(deviation, actor=town.head, until=clock.today(), reason="Fordi")
    with pytest.raises(Refused, match="Skriv begrundelsen"):
        renew_deviation(deviation, actor=town.head, until=in_days(400), reason=" ")
    assert DeviationRuling.objects.count() == 1


def test_what_expires_comes_back_on_min_side_and_by_mail_once(town):
    deviation = make_deviating(town, until=in_days(100))
    assert (list(deviation_waiting(town.owner)), remind_of_deviations()) == ([], 0)
    with clock.standing_at(clock.now() + timedelta(days=50)):
        assert [item.overdue for item in deviation_waiting(town.owner)] == [False]
        assert len(list(deviation_waiting(town.head))) == 1
        assert [list(deviation_waiting(town.people[name])) for name in ("director", "other_head", "it")] == [[], [], []]
        assert (remind_of_deviations(), remind_of_deviations()) == (1, 1)
    reminders = OutboxMessage.objects.filter(key__startswith="deviation:")
    assert {row.recipient for row in reminders} == {town.author, town.owner, town.head}
    with clock.standing_at(clock.now() + timedelta(days=101)):
        assert [item.overdue for item in deviation_waiting(town.owner)] == [True]
        remind_of_deviations()
        assert reminders.all().count() == 6
        renew_deviation(deviation, actor=town.head, until=in_days(700), reason="Udbuddet er udsat")
        assert list(deviation_waiting(town.owner)) == []


def test_the_database_lets_no_ruling_be_changed(town):
    make_deviating(town)
    with pytest.raises(ProgrammingError, match="pgtrigger"), transaction.atomic():
        DeviationRuling.objects.update(until=None)


def test_the_pages_show_and_take_the_ruling_and_hide_what_may_not_be_seen(town):
    deviation = make_deviating(town)
    page = f"/fravigelser/{deviation.pk}/"
    assert page in browser(town, "outsider").get("/fravigelser/").content.decode()
    assert browser(town, "outsider").get(page).status_code == 200
    head = browser(town, "head")
    asked = head.get(f"{page}forlaengelse/").content.decode()
    assert (deviation.why in asked, "Gælder til" in asked) == (True, True)
    assert head.post(f"{page}forlaengelse/", {"until": "", "reason": ""}).status_code == 200
    until = in_days(400).strftime("%d.%m.%Y")
    assert head.post(f"{page}forlaengelse/", {"until": until, "reason": "Udbuddet er udsat"}).url == page
    assert "Udbuddet er udsat" in browser(town, "outsider").get(page).content.decode()
    assert browser(town, "outsider").post(f"{page}ophoer/", {"reason": "Nej"}).status_code == 302
    assert browser(town, "it").post(f"{page}ophoer/", {"reason": "Supporten er hjemme"}).url == page
    Bar.objects.create(proposal=deviation.version.proposal, person=town.network)
    assert [browser(town, "network").get(one).status_code for one in (page, f"{page}ophoer/")] == [404, 404]
    assert page not in browser(town, "network").get("/fravigelser/").content.decode()


def test_the_register_asks_as_little_with_three_as_with_one(town):
    counts = []
    for _number in range(3):
        make_deviating(town)
        client = browser(town, "owner")
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/fravigelser/").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[2] <= 15
