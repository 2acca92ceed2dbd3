"""Both demo municipalities, as far as each stage plays them: every case stands where its road leads."""

from collections import Counter
from datetime import timedelta

import pytest
from django.conf import settings
from django.db.models import F

from businesscase.models import Benefit
from core import clock
from core.selectors.history import history
from core.selectors.parameters import parameters_in_force
from governance.demo.loading import load_demo
from governance.demo.municipality import read_toml
from governance.demo.proposals import asking_rows, earlier_rows
from governance.domain.agenda import next_meeting
from governance.enums import BodyKind
from governance.models import Body, Meeting, Minutes, ReportDefinition
from governance.selectors.light_hints import hints, yardstick
from governance.selectors.pool_criteria import criteria_in_force
from governance.selectors.portfolio_status import portfolio_status
from portfolio.enums import ENDED_PHASES
from portfolio.models import Goal, Project, Proposal, ProposalVersion
from tests.factories.governance import make_town

FILES = [read_toml(path) for path in sorted((settings.BASE_DIR / "demo" / "proposals").glob("*.toml"))]
EARLIER = earlier_rows(settings.BASE_DIR / "demo" / "earlier_projects.toml")
BESIDE = asking_rows(settings.BASE_DIR / "demo" / "asking_pool.toml")
SLUGS = {row["title"]: row["slug"] for row in (*FILES, *EARLIER, *BESIDE)}
# What no stage plays any further.
WAITING = {
    "sprogvurdering-tablet": "assessment",
    "loenkontrol": "local_decision",
    "sms-genoptraening": "received",
}
RESERVE = "videotolkning-sundhedsplejen"
BIG = ("digital-post-omsorg", "elektroniske-noegler", "notatudkast-boernesager", "firewall-fjernadgang",
       "ledelsesinformation-sygefravaer", "ugeplan-app-skoler", "lokalebooking-biblioteker", "jobassistent",
       "faelles-kortgrundlag", RESERVE)  # fmt: skip
ASSESSED = WAITING | {"lagerstyring-materielgaard": "not_approved", "koerelister-hjemmeplejen": "local_decision"}
DECIDED = {
    "digital-post-omsorg": "approved",
    "elektroniske-noegler": "approved",
    "notatudkast-boernesager": "recommended",
    "firewall-fjernadgang": "approved",
    "ledelsesinformation-sygefravaer": "approved",
    "ugeplan-app-skoler": "rejected",
    "jobassistent": "approved",
    "faelles-kortgrundlag": "approved",
    RESERVE: "reserve",
}
ACROSS = ("digital-post-omsorg", "notatudkast-boernesager", "ledelsesinformation-sygefravaer")
INTAKE = dict.fromkeys((row["slug"] for row in FILES), "assessment") | WAITING
# Carried through before, measured and evaluated; one of them has a benefit that nobody has measured in time.
MEASURED = [row["slug"] for row in EARLIER if "closed" in row["days_ago"]]
OVERDUE = "medicinskabe"
AT_THE_DEPARTMENTS = ASSESSED | dict.fromkeys(BIG, "local_decision") | dict.fromkeys(ACROSS, "recommended")
STATES = {
    ("odder", "intake"): INTAKE,
    ("odder", "review"): ASSESSED | dict.fromkeys(BIG, "review"),
    ("odder", "meeting"): ASSESSED | dict.fromkeys(BIG, "recommended") | {"lokalebooking-biblioteker": "review"},
    ("odder", "followup"): ASSESSED
    | DECIDED
    | dict.fromkeys((OVERDUE, *MEASURED), "approved")
    | {"lokalebooking-biblioteker": "review"}
    | {row["slug"]: {"review": "review", "reserve": "reserve"}.get(row["target"], "approved") for row in BESIDE},
    ("odense", "intake"): INTAKE,
    ("odense", "review"): AT_THE_DEPARTMENTS,
    ("odense", "meeting"): AT_THE_DEPARTMENTS,
    ("odense", "followup"): ASSESSED
    | DECIDED
    | dict.fromkeys(("lokalebooking-biblioteker", RESERVE), "local_decision"),
}
PROJECTS = {
    "odder": {
        "digital-post-omsorg": ("execution", 3),
        "elektroniske-noegler": ("analysis", 0),
        "firewall-fjernadgang": ("execution", 1),
        "ledelsesinformation-sygefravaer": ("execution", 3),
        "jobassistent": ("stopped", 2),
        "faelles-kortgrundlag": ("closed", 8),
        OVERDUE: ("realisation", 2),
        **dict.fromkeys(MEASURED, ("closed", 2)),
    },
    # Where policy draws no line, what management itself approves is a project.
    "odense": {"digital-post-omsorg": ("execution", 3), "ledelsesinformation-sygefravaer": ("execution", 3)},
}


@pytest.fixture(autouse=True)
def _files(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.parametrize(("profile", "stage"), list(STATES))
def test_every_case_stands_where_its_road_leads(db, profile, stage):
    load_demo(profile=profile, stage=stage)
    states = {SLUGS[one.title]: one.state for one in Proposal.objects.all()}
    assert states == STATES[profile, stage]
    projects = {SLUGS[one.title]: (one.phase, one.statuses.count()) for one in Project.objects.all()}
    assert projects == (PROJECTS[profile] if stage == "followup" else {})
    named = set(ProposalVersion.objects.values_list("pool_criterion", flat=True)) - {""}
    assert named <= {one.code for one in criteria_in_force()}
    assert not Goal.objects.filter(target_date__lt=F("version__proposal__created_at__date")).exists()
    no_act_shows_what_another_case_costs()
    for project in Project.objects.filter(phase__in=ENDED_PHASES):
        what_ended_agrees_with_its_figures(project)
    if (profile, stage) == ("odder", "followup"):
        the_benefits_have_been_measured()
        the_meetings_have_been_held()
    if (profile, stage) == ("odense", "followup"):
        the_network_reads_of_the_joint_project()


def no_act_shows_what_another_case_costs() -> None:
    """A draft's saves are no act's, though the whole demo is one transaction."""
    for proposal in Proposal.objects.all():
        shown = [change for line in history(proposal) for change in line.changes]
        assert {name for name, _before, _after in shown} <= {"Tilstand", "Fortrolig"}, proposal.title


def what_ended_agrees_with_its_figures(project: Project) -> None:
    measure = yardstick(parameters_in_force(clock.today()))
    said = {str(status.month): hints(project, status, measure) for status in project.statuses.all()}
    assert said == dict.fromkeys(said, ())


def the_benefits_have_been_measured() -> None:
    """Six cases and more of one kind have measured benefits, fewer than five of another, and one is overdue."""
    closed = Project.objects.filter(phase="closed", benefits__measurements__final=True).distinct()
    kinds = Counter(one.proposal.acquisition_type for one in closed.select_related("proposal"))
    assert kinds == {"acquisition": 6, "further_development": 3}
    assert Project.objects.filter(phase="closed", evaluation__isnull=True).count() == 0
    overdue = Benefit.objects.due_by(clock.today())
    assert {one.project.proposal.title for one in overdue.select_related("project__proposal")} == {
        title for title, slug in SLUGS.items() if slug == OVERDUE
    }


def the_meetings_have_been_held() -> None:
    """Each body has approved minutes; management is in session, and the group's next meeting has its pack."""
    for kind in (BodyKind.STRATEGY_GROUP, BodyKind.MANAGEMENT):
        assert Minutes.objects.filter(meeting__body__kind=kind, approved_at__isnull=False).exists()
    session = Meeting.objects.get(phase="open")
    assert (session.body.kind, session.items.count()) == (BodyKind.MANAGEMENT, 1)
    following = next_meeting()
    assert following is not None
    assert following.packs.count() == 1


def the_network_reads_of_the_joint_project() -> None:
    definition = ReportDefinition.objects.get(body__kind="it_network")
    today = clock.today()
    report = portfolio_status(definition, today, today - timedelta(days=30))
    assert [SLUGS[line.title] for line in report.projects] == ["digital-post-omsorg"]


@pytest.mark.django_db
def test_whoever_administers_the_portal_is_no_administration_of_the_municipality():
    make_town("odense")
    assert Body.objects.get(kind=BodyKind.ADMINISTRATION).name == "Portalens administratorer"
