"""No page asks the database more than fifteen times, whoever reads it and whatever hangs on what it shows."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core import clock
from core.domain.file_notes import write_note
from governance.domain.advice import give_advice
from governance.domain.resolutions import put_together
from governance.domain.scenarios import CaseTerms, settle_case
from governance.enums import BodyKind, Position, Verdict
from governance.models import Meeting, ReviewRound
from portfolio.enums import ProposalKind, ProposalState
from portfolio.models import Project, Proposal
from tests.factories.access import make_access_request
from tests.factories.assistance import make_request
from tests.factories.governance import (
    Town,
    in_days,
    make_meeting,
    make_review,
    make_round,
    make_standing,
    make_town,
)
from tests.factories.meetings import call, in_session, item_of
from tests.factories.pool import make_application, make_decided, make_frame, this_year
from tests.factories.projects import make_project
from tests.factories.scenarios import make_saved
from tests.factories.theme_points import make_theme

CEILING = 15
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ROLES = (
    "author", "editor", "owner", "head", "it", "chair", "secretary", "member", "director", "network", "auditor",
    "admin", "outsider",
)  # fmt: skip
STANDINGS = [
    *((ProposalKind.APPLICATION, state) for state in (
        ProposalState.DRAFT, ProposalState.ASSESSMENT, ProposalState.NOT_APPROVED, ProposalState.ROUTING,
        ProposalState.REVIEW, ProposalState.RECOMMENDED, ProposalState.REVISION, ProposalState.DEFERRED,
        ProposalState.RESERVE, ProposalState.WITHDRAWN,
    )),
    *((ProposalKind.NOTIFICATION, state) for state in (
        ProposalState.LOCAL_DECISION, ProposalState.APPROVED, ProposalState.REJECTED,
    )),
    *((ProposalKind.SUGGESTION, state) for state in (ProposalState.RECEIVED, ProposalState.CONVERTED)),
]  # fmt: skip


@pytest.fixture
def town(db: None) -> Town:
    town = make_town()
    make_meeting(town)
    return town


def queries(town: Town, role: str, address: str) -> int:
    """How many queries `role` costs at `address`; 0 where the page is not there for them."""
    client = Client()
    client.force_login(town.people[role], backend=BACKEND)
    with CaptureQueriesContext(connection) as seen:
        response = client.get(address)
    return len(seen) if response.status_code == 200 else 0


@pytest.mark.parametrize(("kind", "state"), STANDINGS)
def test_a_case_in_any_state_for_any_role(town: Town, kind: ProposalKind, state: ProposalState) -> None:
    proposal = make_standing(town, state, kind)
    counts = {role: queries(town, role, f"/sager/{proposal.pk}/") for role in ROLES}
    assert {role: count for role, count in counts.items() if count > CEILING} == {}
    assert counts["author"] > 0


# The main pages with those who read them daily; the names in braces are cases that stand there.
PAGES = [
    *(
        ("/", role)
        for role in ("author", "owner", "head", "it", "chair", "secretary", "member", "director", "outsider")
    ),
    ("/sager/", "outsider"),
    ("/systemer/", "outsider"),
    ("/systemer/kontrakter/", "it"),
    ("/fravigelser/", "outsider"),
    ("/bistand/", "it"),
    ("/bistand/", "author"),
    ("/bistand/{request}/", "it"),
    ("/bistand/{request}/aftale/", "it"),
    ("/bistand/ny/", "author"),
    ("/sager/", "member"),
    ("/sager/", "chair"),
    ("/sager/", "author"),
    ("/sager/?q=nøgler&state=review&sort=-vendor_cost", "member"),
    ("/overblik/", "director"),
    ("/projekter/", "owner"),
    ("/projekter/sammenfald/", "outsider"),
    ("/puljen/", "director"),
    ("/puljen/reserveliste/", "director"),
    ("/overblik/afvigelser/", "director"),
    ("/puljen/forpligtelser/", "it"),
    ("/puljen/udgift/", "director"),
    ("/puljen/overfoersel/", "director"),
    (f"/puljen/{this_year()}/arbejdsbord/", "secretary"),
    (f"/puljen/{this_year()}/scenarier/", "director"),
    (f"/puljen/{this_year()}/scenarier/nyt/", "member"),
    ("/puljen/scenarier/{scenario}/", "chair"),
    ("/puljen/scenarier/{scenario}/sammenhaenge/", "chair"),
    ("/puljen/scenarier/{scenario}/forslag/", "chair"),
    ("/puljen/scenarier/{scenario}/sager/{review}/", "chair"),
    ("/principper/", "outsider"),
    ("/saadan-styrer-vi/", "outsider"),
    ("/chefmoeder/", "it"),
    ("/chefmoeder/{theme}/", "director"),
    ("/chefmoeder/{theme}/aendring/", "it"),
    ("/chefmoeder/nyt/", "secretary"),
    ("/organer/strategy-group/indstillinger/", "secretary"),
    ("/regelsaet/", "outsider"),
    ("/regelsaet/decision_days/", "secretary"),
    ("/regelsaet/positive_definition/ny/", "admin"),
    ("/rapporter/", "director"),
    ("/behandling/", "member"),
    ("/moeder/", "secretary"),
    ("/moeder/{meeting}/", "secretary"),
    ("/moeder/{meeting}/", "member"),
    ("/behandling/runder/{round}/kalibrering/", "chair"),
    ("/behandling/skema/", "member"),
    ("/behandling/sammenligning/?sag={review}&sag={recommended}", "member"),
    ("/behandling/runde/", "secretary"),
    ("/behandling/runde/", "member"),
    ("/behandling/runde/fordeling/?per_case=2", "secretary"),
    ("/sager/{review}/behandling/", "member"),
    ("/sager/{review}/indstilling/", "chair"),
    ("/sager/{review}/udsaettelse/", "chair"),
    ("/sager/{review}/habilitet/", "member"),
    ("/sager/{assessment}/it-vurdering/", "it"),
    ("/sager/{assessment}/arkitekturvurdering/", "it"),
    ("/sager/{draft}/kladde/", "author"),
    ("/sager/{draft}/kladde/behov/", "author"),
    ("/sager/{draft}/kladde/omfang/", "author"),
    ("/sager/{draft}/versioner/1/business-case/usikkerhed/", "author"),
]


def test_the_main_pages_ask_as_little_with_three_cases_as_with_one(town: Town) -> None:
    meeting, counts = make_meeting(town, days=20), []
    row = make_round(town)
    # Its deadline is over, so that there is something to read together.
    ReviewRound.objects.filter(pk=row.pk).update(deadline=in_days(-1))
    make_frame()
    scenario = make_saved(town.chair)
    for number in (1, 2, 3):
        names = {"meeting": meeting.pk, "round": row.pk, "scenario": scenario.pk, "request": make_request(town).pk}
        names["theme"] = make_theme(town).pk
        for name, state in (("draft", "draft"), ("assessment", "assessment"), ("review", "review")):
            names[name] = make_standing(town, ProposalState(state), ProposalKind.APPLICATION).pk
        names["recommended"] = make_standing(town, ProposalState.RECOMMENDED, ProposalKind.APPLICATION).pk
        make_standing(town, ProposalState.RESERVE, ProposalKind.APPLICATION)
        make_review(Proposal.objects.get(pk=names["review"]), town.chair)
        lock = CaseTerms(lock="in", ground="contract")
        settle_case(scenario, Proposal.objects.get(pk=names["review"]), lock, actor=town.chair)
        if number != 2:
            counts.append({(page, role): queries(town, role, page.format(**names)) for page, role in PAGES})
    first, third = counts
    assert {page: (first[page], third[page]) for page in first if first[page] != third[page]} == {}
    assert {page: count for page, count in third.items() if not 0 < count <= CEILING} == {}


# The page of a move: its address, who opens it, and where the case stands.
DESKS = [
    *((ProposalKind.NOTIFICATION, *desk) for desk in (
        ("it-vurdering", "it", ProposalState.ASSESSMENT),
        ("vej", "it", ProposalState.ROUTING),
        ("vej", "owner", ProposalState.ROUTING),
        ("afgoerelse", "head", ProposalState.LOCAL_DECISION),
        ("behandling", "member", ProposalState.REVIEW),
        ("indstilling", "chair", ProposalState.REVIEW),
        ("beslutning", "director", ProposalState.RECOMMENDED),
    )),
    *((ProposalKind.APPLICATION, *desk) for desk in (
        ("behandling", "chair", ProposalState.REVIEW),
        ("indstilling", "chair", ProposalState.REVIEW),
        ("genoptagelse", "secretary", ProposalState.DEFERRED),
        ("anvisning", "director", ProposalState.REVIEW),
        ("beslutning", "director", ProposalState.RECOMMENDED),
        ("beslutning/puljen", "director", ProposalState.RECOMMENDED),
    )),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "page", "role", "state"), DESKS)
def test_the_page_of_a_move(town: Town, kind: ProposalKind, page: str, role: str, state: ProposalState) -> None:
    make_frame(year=this_year() + 1)
    make_frame()
    proposal = make_standing(town, state, kind)
    if state == ProposalState.REVIEW:
        make_review(proposal, town.member, Position.APPROVE)
    assert 0 < queries(town, role, f"/sager/{proposal.pk}/{page}/") <= CEILING


def test_a_request_for_access_asks_as_little_with_many_papers_as_with_few(town: Town) -> None:
    case = make_standing(town, ProposalState.REVIEW)
    row, counts = make_access_request(case, town.secretary), []
    for member in (town.member, town.chair):
        make_review(case, member)
        give_advice(case, text="Et råd", actor=town.network)
        counts.append([queries(town, "it", page) for page in ("/", "/aktindsigt/", f"/aktindsigt/{row.pk}/")])
        make_access_request(case, town.secretary)
        for text in ("Et notat", "Et notat til"):
            write_note(case, text=text, actor=town.secretary)
    assert counts[0] == counts[1]
    assert all(0 < count <= CEILING for count in counts[0])


def test_the_page_that_takes_up_what_management_deferred(town: Town) -> None:
    case = make_application(town)
    make_decided(town, case, Verdict.DEFERRED)
    assert 0 < queries(town, "director", f"/sager/{case.pk}/beslutning/genoptagelse/") <= CEILING


def test_a_meeting_in_session_asks_as_little_with_three_cases_as_with_one(town: Town) -> None:
    make_frame(2_000_000)
    counts = []
    for number in (1, 3):
        Meeting.objects.filter(day=clock.today()).update(day=clock.today() - timedelta(days=number))
        group, board = call(town), call(town, BodyKind.MANAGEMENT)
        cases = [make_standing(town, ProposalState.REVIEW, ProposalKind.APPLICATION) for _ in range(number)]
        waiting = [make_application(town) for _ in range(number)]
        put_together(item_of(cases[-1], group), together=True, actor=town.secretary)
        pages = {
            "overview": ("chair", f"/moeder/{group.pk}/afvikling/"),
            "detail": ("secretary", f"/moeder/{group.pk}/"),
            "together": ("chair", f"/moeder/{group.pk}/afvikling/samlet/"),
            "card": ("chair", f"/moeder/{group.pk}/afvikling/{item_of(cases[0], group).pk}/"),
            "read": ("member", f"/moeder/{group.pk}/afvikling/{item_of(cases[0], group).pk}/"),
            "decision": ("director", f"/moeder/{board.pk}/afvikling/{item_of(waiting[0], board).pk}/"),
            "board": ("director", f"/moeder/{board.pk}/afvikling/"),
            "list": ("director", "/moeder/?organ=management"),
        }
        with in_session(town, group), in_session(town, board):
            counts.append({name: queries(town, role, page) for name, (role, page) in pages.items()})
    assert counts[0] == counts[1]
    assert {name: count for name, count in counts[0].items() if not 0 < count <= CEILING} == {}


def test_min_side_of_whoever_also_runs_a_project(town: Town) -> None:
    case = make_standing(town, ProposalState.REVIEW, ProposalKind.APPLICATION)
    make_review(Proposal.objects.get(pk=case.pk), town.chair)
    project, counts = make_project(town), {}
    for role in ROLES:
        Project.objects.filter(pk=project.pk).update(manager=town.people[role])
        counts[role] = queries(town, role, "/")
    assert {role: count for role, count in counts.items() if not 0 < count <= CEILING} == {}
