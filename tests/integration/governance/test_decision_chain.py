"""The chain of a decision, both ways: every link with its date and mark, and only what the reader may open."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from businesscase.models import Benefit
from core.domain.outbox import send_unsent
from core.models import AuditEntry
from governance.domain.conflicts import declare_conflict
from governance.enums import ConflictGround, Verdict
from governance.models import Decision
from portfolio.enums import ProjectPhase, ProposalKind
from portfolio.models import Project, Proposal
from tests.factories.governance import make_recommended, make_review, make_standing, make_submitted
from tests.factories.pool import make_application, make_decided, make_frame, this_year
from tests.factories.principles import load_sets
from tests.factories.projects import make_project

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def visit(person) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def chain(case: Proposal) -> str:
    return reverse("governance:decision_chain", args=[case.pk])


@pytest.fixture
def decided(town) -> Decision:
    make_frame()
    case = make_submitted(town, "review", kind=ProposalKind.APPLICATION)
    make_review(case, town.member)
    return make_decided(town, make_recommended(town, case).proposal)


def test_every_link_stands_there_with_its_mark(town, decided):
    case = decided.proposal
    page = visit(town.director).get(chain(case)).content.decode()
    act = AuditEntry.objects.get(act="proposal.approve")
    submitted = AuditEntry.objects.get(act="proposal.submit")
    entry = decided.ledger_entries.get()
    for part in (
        f"{case.number} version 1",
        f"hændelse {submitted.sequence}, {submitted.hash[:12]}",
        decided.version.business_case.result.input_digest[:12],
        "1 medlem har vurderet sagen",
        f"hændelse {act.sequence}, {act.hash[:12]}",
        f"Puljen for {this_year()}: 100.000 kr.",
        f"postering {entry.pk}",
        "Til Author Test, venter på at blive sendt",
        reverse("portfolio:version_detail", args=[case.pk, 1]),
        reverse("businesscase:case_detail", args=[case.pk, 1]),
        reverse("governance:pool_detail"),
    ):
        assert part in page, part


def test_it_goes_on_into_project_benefit_and_evaluation(town):
    project = make_project(town, ProjectPhase.CLOSED)
    page = visit(town.owner).get(chain(project.proposal)).content.decode()
    benefits = Benefit.objects.filter(project=project)
    assert benefits
    assert reverse("governance:project_detail", args=[project.pk]) in page
    for benefit in benefits:
        assert reverse("governance:benefit_detail", args=[benefit.pk]) in page
    assert project.evaluation.conclusion in page


def test_it_is_reached_from_every_link(town, decided):
    load_sets()
    case = decided.proposal
    project = Project.objects.get()
    client = visit(town.director)
    pages = [
        reverse("portfolio:proposal_detail", args=[case.pk]),
        reverse("businesscase:case_detail", args=[case.pk, 1]),
        reverse("governance:project_detail", args=[project.pk]),
        reverse("governance:pool_detail"),
        *(reverse("governance:benefit_detail", args=[row.pk]) for row in Benefit.objects.filter(project=project)),
    ]
    assert len(pages) > 4
    for page in pages:
        assert chain(case) in client.get(page).content.decode(), page


def test_the_letter_leads_there(town, decided):
    letter = town.author.messages.filter(subject__contains="Ledelsen har besluttet").get()
    assert chain(decided.proposal) in letter.body


def test_who_sees_no_pool_is_led_to_none(town, decided):
    page = visit(town.author).get(chain(decided.proposal)).content.decode()
    assert "Puljen for" in page
    assert reverse("governance:pool_detail") not in page


def test_an_earlier_decision_has_a_chain_of_its_own(town):
    make_frame()
    case = make_application(town)
    earlier = make_decided(town, case, Verdict.SENT_BACK)
    make_recommended(town, case, amount=Decimal(50_000))
    make_decided(town, case, shares={this_year(): Decimal(50_000)})
    client = visit(town.director)
    newest = client.get(chain(case)).content.decode()
    assert f"?beslutning={earlier.pk}" in newest
    first = client.get(chain(case), {"beslutning": earlier.pk}).content.decode()
    assert "100.000 kr." in first
    assert "Intet her." in first


@pytest.mark.parametrize("said", ["0", "x", "-1", "999999999999999999999"])
def test_a_decision_that_is_not_the_cases_is_not_there(town, decided, said):
    assert visit(town.director).get(chain(decided.proposal), {"beslutning": said}).status_code == 404


def test_it_is_there_for_whom_the_case_is_and_only_once_decided(town, decided):
    waiting = make_application(town)
    assert visit(town.director).get(chain(waiting)).status_code == 404
    declare_conflict(decided.proposal, actor=town.member, ground=ConflictGround.FAMILY, explanation="Min bror")
    assert visit(town.member).get(chain(decided.proposal)).status_code == 404
    Proposal.objects.filter(pk=decided.proposal_id).update(restricted=True)
    assert visit(town.outsider).get(chain(decided.proposal)).status_code == 404


def test_the_departments_no_has_a_chain(town):
    case = make_standing(town, "rejected")
    page = visit(town.author).get(chain(case)).content.decode()
    assert "Afvist" in page
    assert chain(case) in visit(town.author).get(reverse("portfolio:proposal_detail", args=[case.pk])).content.decode()


def test_it_asks_the_database_as_little_for_much_as_for_little(town, decided):
    def queries() -> int:
        client = visit(town.director)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(chain(decided.proposal)).status_code == 200
        return len(seen)

    first = queries()
    send_unsent()
    for number in range(3):
        Benefit.objects.create(
            project=Project.objects.get(), position=90 + number, label="Mere", start_year=2027, promised=[]
        )
    assert queries() == first <= 15
