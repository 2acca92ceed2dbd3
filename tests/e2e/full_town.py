"""A town in which every page has something to show: cases all along the road, projects, money, reports, an import."""

from dataclasses import dataclass
from datetime import time, timedelta
from decimal import Decimal
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

from core import clock
from core.domain.api_tokens import create_api_token
from core.enums import TokenScope
from governance.domain.assistance import accept_assistance, finish_assistance
from governance.domain.benefit_moves import Measured, record_measurement
from governance.domain.bodies import name_deputy
from governance.domain.conflicts import declare_conflict
from governance.domain.decisions import decide
from governance.domain.handing_over import hand_over
from governance.domain.hearing import ask_in_hearing
from governance.domain.it_assessment import approve_acquisition
from governance.domain.ledger_moves import record_expenditure
from governance.domain.meeting_closing import close_meeting
from governance.domain.meetings import create_meetings
from governance.domain.minutes import approve_minutes
from governance.domain.outcomes import Deferral
from governance.domain.policy_values import NewValue, set_value
from governance.domain.project_imports import receive_file
from governance.domain.resolutions import put_together
from governance.domain.review_rounds import close_round
from governance.domain.scenarios import CaseTerms, commit_scenario, link_cases, settle_case
from governance.domain.submission import submit_proposal, take_back_proposal
from governance.enums import BodyKind, ConflictGround, LinkKind, Verdict
from governance.models import Body, Condition, Meeting, Membership
from portfolio.domain.import_mappings import save_mapping
from portfolio.enums import ProjectPhase, ProposalKind, ProposalState
from portfolio.models import Project, Proposal
from portfolio.reading.mapping import parse_mapping
from principles.models import StrategyDocument, StrategyNode
from tests.factories.access import give_access, make_access_request, mark_all
from tests.factories.assistance import make_request
from tests.factories.deviations import make_deviating
from tests.factories.governance import Town, make_meeting, make_review, make_round, make_standing, make_submitted
from tests.factories.meetings import in_session, item_of, resolve
from tests.factories.pool import make_application, make_decided, make_frame, make_need, ruling, this_year
from tests.factories.principles import load_sets
from tests.factories.projects import (
    in_days,
    make_bare_project,
    make_due,
    make_evaluation,
    make_milestone,
    make_old_status,
    make_project,
    make_risk,
    make_status,
    settle_benefits,
)
from tests.factories.reports import make_plan, publish
from tests.factories.scenarios import make_saved
from tests.factories.systems import make_contract, make_system
from tests.factories.theme_points import make_followed, make_held, make_theme
from tests.standing import remembered

DATA = Path(__file__).resolve().parents[1] / "data"
# A title as long as the portal takes it, with a word that no line of a telephone holds.
LONGEST_TITLE = (
    "Fælles henvendelsesregistrering og dokumentationsunderstøttelse i "
    "Sundhedsogbeskæftigelsesforvaltningens hjemmesygeplejeenheder med automatisk videresendelse til borgerne"
)
A = ProposalKind.APPLICATION


@dataclass(frozen=True)
class FullTown:
    """The town, and the ids that its pages have in their addresses, by the name that the list of pages uses."""

    town: Town
    ids: dict[str, int]


@remembered
def fill_town(town: Town) -> FullTown:
    """Fill the town by the moves themselves."""
    make_frame(2_000_000)
    make_frame(2_000_000, year=this_year() + 1)
    need = make_need(150_000, title=LONGEST_TITLE, year=this_year() + 1)
    meetings = _meetings(town)
    make_meeting(town)
    old_round = make_round(town, days=5)
    cases = _cases(town)
    paid = record_expenditure(
        Proposal.objects.get(pk=cases["approved"]), this_year(), Decimal(20_000), text="Bilag 4411", actor=town.admin
    )
    close_round(old_round, actor=town.secretary)
    projects = _projects(town)
    plan = make_plan()
    group = Body.objects.get(kind=BodyKind.STRATEGY_GROUP)
    conflict = declare_conflict(
        Proposal.objects.get(pk=cases["review"]),
        actor=town.secretary,
        ground=ConflictGround.OWN_INTEREST,
        explanation="Min søster ejer firmaet.",
    )
    other_review = make_submitted(town, "review", kind=A)
    doubt = declare_conflict(
        other_review, actor=town.member, ground=ConflictGround.TIES, explanation="Vi var i klub sammen.", doubt=True
    )
    for name, deputy in (("chair", town.colleague), ("member", town.outsider)):
        name_deputy(Membership.objects.get(body=group, person=town.people[name]), deputy=deputy, actor=town.admin)
    handed = make_submitted(town, "review", kind=A)
    stand_in = hand_over(handed, member=town.chair.pk, reason="Ferie", actor=town.chair)
    token, _key = create_api_token(
        person=town.author, name="Datavarehus", scope=TokenScope.READ, days=30, actor=town.author
    )
    # After the cases, whose drafts answer no principles.
    load_sets()
    node = StrategyNode.objects.active("strategy").principles()[0]
    deviating = make_deviating(town)
    return FullTown(
        town,
        {
            **meetings,
            **cases,
            **projects,
            "need": need.pk,
            "entry": paid.pk,
            "old_round": old_round.pk,
            "round": make_round(town).pk,
            "plan": plan.pk,
            "condition": Condition.objects.get(assessment__proposal=cases["conditioned"]).pk,
            "report": publish(plan).pk,
            "conflict": conflict.pk,
            "doubt": doubt.pk,
            "other_review": other_review.pk,
            "handed": handed.pk,
            "stand_in": stand_in.pk,
            "token": token.pk,
            **_imports(town),
            **_scenarios(town, Proposal.objects.get(pk=cases["review"]), cases["recommended"]),
            "meeting": make_meeting(town, 20).pk,
            "person": town.owner.pk,
            "seat": Membership.objects.get(body=group, person=town.member).pk,
            "node": node.pk,
            "deviation": deviating.pk,
            **_register(town),
            **_access(town, Proposal.objects.get(pk=cases["approved"])),
            **_requests(town),
            **_themes(town, Proposal.objects.get(pk=cases["review"])),
            "strategy": node.document_id,
            "masterplan": StrategyDocument.objects.get(code="odense_tvaergaaende_strategi_2009").pk,
            "initiative": StrategyNode.objects.get(code="ode09-i09").pk,
            "coming_value": _coming_value(town),
        },
    )


def _access(town: Town, case: Proposal) -> dict[str, int]:
    """Let two ask for access to a case, and answer the one."""
    asked = [make_access_request(case, town.secretary, asker=LONGEST_TITLE[:200]) for _ in range(2)]
    mark_all(asked[1], town.secretary)
    give_access(asked[1], town.secretary)
    return {"access": asked[0].pk, "answered_access": asked[1].pk}


def _coming_value(town: Town) -> int:
    """Set a value of the policy that has not begun."""
    new = NewValue("decision_days", Decimal(8), in_days(30), LONGEST_TITLE, "Direktionen mødes hver uge")
    return set_value(new, actor=town.admin).pk


def _themes(town: Town, case: Proposal) -> dict[str, int]:
    """Plan theme points: one to come, one of which nobody has said what came, and one that is followed up."""
    theme = make_theme(town, title=LONGEST_TITLE[:150], subjects=(case,))
    past, followed = make_held(town), make_followed(town)
    return {"theme": theme.pk, "past_theme": past.pk, "followed": followed.pk}


def _requests(town: Town) -> dict[str, int]:
    """Ask IT for help three times: one waits, one is agreed, one has been given."""
    asked, agreed, given = (make_request(town, title=LONGEST_TITLE[:150]) for _ in range(3))
    for row in (agreed, given):
        accept_assistance(row, helper=town.it, planned_for=in_days(7), actor=town.it)
    finish_assistance(given, outcome="Rækkefølgen er lagt", actor=town.it)
    return {"asked_help": asked.pk, "agreed_help": agreed.pk, "given_help": given.pk}


def _register(town: Town) -> dict[str, int]:
    """Enter a system that nobody is responsible for, with a contract that carries a case out and soon expires."""
    system = make_system(town, name=LONGEST_TITLE[:150], purpose="Journal og køreplan")
    return {"system": system.pk, "contract": make_contract(town, system, days=40).pk}


def _meetings(town: Town) -> dict[str, int]:
    """Hold one meeting to the end, close another, and leave a third in session with a case to take with others."""
    today = clock.today()
    with clock.standing_at(clock.now() - timedelta(days=6)):
        days = [today - timedelta(days=ago) for ago in (5, 4, 3)]
        approved, held, session = create_meetings(days, begins=time(9), place="Rådhuset", actor=town.secretary)
    for meeting in (approved, held):
        case = _before(town, meeting)
        with in_session(town, meeting):
            resolve(case, meeting, town.chair)
            minutes = close_meeting(meeting, actor=town.secretary)
            if meeting == approved:
                approve_minutes(minutes, actor=town.chair)
    card, other = _before(town, session), _before(town, session)
    put_together(item_of(other, session), together=True, actor=town.secretary)
    with in_session(town, session):
        resolve(card, session, town.chair, Deferral("Vi mangler et tilbud"))
    return {
        "approved_meeting": approved.pk,
        "held": held.pk,
        "session": session.pk,
        "card": item_of(card, session).pk,
    }


def _before(town: Town, meeting: Meeting) -> Proposal:
    """Make an application that the group is to deal with at the meeting."""
    with clock.standing_at(meeting.begins_at - timedelta(hours=2)):
        return make_submitted(town, "review", kind=A)


def _scenarios(town: Town, asking: Proposal, other: int) -> dict[str, int]:
    """Weigh the cases that ask the pool: one scenario that is worked on, and one that has been put forward."""
    forward = commit_scenario(make_saved(town.chair, "Stillet"), actor=town.chair)
    scenario = make_saved(town.chair, "Skolerne først")
    lock = CaseTerms(lock="in", ground="contract", reason="Leverandøren står klar", amount=Decimal(50_000))
    settle_case(scenario, asking, lock, actor=town.chair)
    link_cases(scenario, asking, LinkKind.REQUIRES, Proposal.objects.get(pk=other), actor=town.chair)
    return {"scenario": scenario.pk, "forward": forward.pk, "year": this_year()}


def _imports(town: Town) -> dict[str, int]:
    """Receive a file whose columns nobody has read before, and one of a known set-up."""
    unread = _receive(town)
    save_mapping("vores-liste", parse_mapping((DATA / "projekter.toml").read_text()), actor=town.admin)
    return {"unread": unread, "import": _receive(town)}


def _receive(town: Town) -> int:
    upload = SimpleUploadedFile("projekter.csv", (DATA / "projekter.csv").read_bytes())
    return receive_file(upload, mapping="", actor=town.admin).pk


def _cases(town: Town) -> dict[str, int]:
    revised = take_back_proposal(make_submitted(town, "routing", kind=A), actor=town.author, reason="Ny pris")
    submit_proposal(revised, actor=town.author, change_reason="Prisen er faldet")
    waiting = make_application(town)
    decide(waiting, ruling(Verdict.DEFERRED), actor=town.director)
    approved = make_application(town)
    make_decided(town, approved, Verdict.CHANGED, conditions="Prøven er bestået, før resten betales.")
    promised = make_application(town)
    make_decided(town, promised, Verdict.CHANGED, conditions="Naboen er med", lapses_on=in_days(60))
    reviewed = make_submitted(town, "review", kind=A)
    make_review(reviewed, town.member)
    asked = make_submitted(town, "assessment")
    ask_in_hearing(asked, actor=town.it, question="Hvor ligger data?")
    conditioned = make_submitted(town, "assessment")
    approve_acquisition(conditioned, actor=town.it, reasons="Velafprøvet", conditions=["Loggen er i et åbent format"])
    made = {
        "asked": asked,
        "conditioned": conditioned,
        "draft": make_standing(town, ProposalState.DRAFT, A),
        "idea": make_standing(town, ProposalState.RECEIVED, ProposalKind.SUGGESTION),
        "assessment": make_submitted(town, "assessment", kind=A),
        "routing": make_submitted(town, "routing"),
        "local": make_submitted(town, "local_decision"),
        "review": reviewed,
        "deferred": make_standing(town, ProposalState.DEFERRED, A),
        "recommended": make_application(town),
        "waiting": waiting,
        "approved": approved,
        "promised": promised,
        "revised": revised,
    }
    return {name: proposal.pk for name, proposal in made.items()}


def _projects(town: Town) -> dict[str, int]:
    planned = make_project(town)
    make_milestone(planned)
    make_risk(planned)
    running = make_project(town, ProjectPhase.EXECUTION, title=LONGEST_TITLE)
    make_milestone(running, "En milepæl, der skulle have været nået for længe siden", days=-9)
    make_milestone(running, "Nået", days=-30, done=-20)
    make_risk(running, "Virksomhedsomstillingsbestræbelserne går i stå", probability=5, consequence=5)
    for months_ago in range(11, 1, -1):
        make_old_status(running, months_ago, town.owner, spent=10_000)
    make_status(running, spent=40_000, forecast=260_000, decision_needed="Skal vi vente en uge?")
    due, evaluated = make_project(town, ProjectPhase.REALISATION), make_project(town, ProjectPhase.REALISATION)
    for project in (due, evaluated):
        make_due(project)
        settle_benefits(project)
    make_evaluation(evaluated)
    overdue = make_project(town, ProjectPhase.REALISATION, title=LONGEST_TITLE)
    make_due(overdue)
    gain, words, goal = overdue.benefits.all()
    measured = Measured(in_days(-200), realised=Decimal(12_000), expected=Decimal(90_000), note="Et halvt år")
    record_measurement(gain, measured, actor=town.owner)
    made = {
        "planned": planned,
        "due": due,
        "evaluated": evaluated,
        "running": running,
        "realised": make_project(town, ProjectPhase.REALISATION),
        "stopped": make_project(town, ProjectPhase.STOPPED),
        "bare": make_bare_project(title="Et importeret projekt", reference="GMPP-" + "9" * 20),
    }
    Project.objects.filter(pk=made["stopped"].pk).update(title=LONGEST_TITLE)
    benefits = {"gain": gain, "goal": goal, "words": words, "settled": due.benefits.all()[0]}
    return {name: row.pk for name, row in (made | benefits).items()}
