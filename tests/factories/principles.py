"""A few people, the shipped strategies, and proposals that answer them."""

from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth.models import Group, Permission

from core import clock
from core.domain.people import create_person
from core.domain.units import create_unit
from core.enums import UnitKind
from core.models import Unit, User
from core.permissions import grant
from portfolio.domain.numbers import give_number
from portfolio.domain.proposals import create_proposal
from portfolio.domain.versions import freeze_version
from portfolio.enums import ProposalKind, ProposalState
from portfolio.models import Proposal
from principles.domain.answers import Said, answer_as_applicant
from principles.domain.loading import load_strategy_documents
from principles.enums import AnswerValue
from principles.models import StrategyNode
from tests.standing import remembered

STRATEGIES = Path(__file__).resolve().parents[2] / "policies" / "strategies"
FOLLOWS, PARTLY, DEVIATES, NOT_RELEVANT = AnswerValue


@dataclass(frozen=True)
class Cast:
    """Who takes part: `stranger` belongs to another area, `architect` answers the architecture principles."""

    unit: Unit
    author: User
    editor: User
    owner: User
    architect: User
    stranger: User


@remembered
def load_sets(profile: str = "odder") -> None:
    """Load the shipped strategies and make one profile's active."""
    load_strategy_documents(STRATEGIES, actor=None, profile=profile)


@remembered
def make_cast() -> Cast:
    """Make one department, another area, and a person in each part."""
    area = create_unit(code="omsorg", kind=UnitKind.DIRECTOR_AREA, name="Omsorg", parent=None, actor=None)
    unit = create_unit(code="aeldre", kind=UnitKind.DEPARTMENT, name="Ældre", parent=area, actor=None)
    other = create_unit(code="skole", kind=UnitKind.DIRECTOR_AREA, name="Skole", parent=None, actor=None)
    places = {"author": unit, "editor": unit, "owner": unit, "architect": other, "stranger": other}
    people = {name: make_person(name, place) for name, place in places.items()}
    architects = Group.objects.create(name="architects")
    architects.permissions.add(
        Permission.objects.get(codename="answer_architecture"),
        Permission.objects.get(codename="view_submitted_proposals"),
    )
    people["architect"].groups.add(architects)
    return Cast(unit=unit, **people)


def make_person(name: str, unit: Unit) -> User:
    """Make a person who can log in."""
    return create_person(
        email=f"{name}@principles.invalid",
        name=f"{name.title()} Prøve",
        title="",
        unit=unit,
        is_management=False,
        actor=None,
        password="demo",
    )


def make_draft(cast: Cast, *, title: str = "Elektroniske nøgler", kind: str = ProposalKind.APPLICATION) -> Proposal:
    """Make a draft by `author` with `editor`, owned by `owner`."""
    proposal = create_proposal(kind=ProposalKind(kind), title=title, unit=cast.unit, actor=cast.author)
    proposal.owner = cast.owner
    proposal.save(update_fields=["owner"])
    grant(cast.editor, "edit_proposal", proposal)
    return proposal


def node(code: str) -> StrategyNode:
    """Return the newest node with `code`."""
    return StrategyNode.objects.filter(code=code).latest("document__version")


def say(**answers: tuple[AnswerValue, str] | AnswerValue) -> dict[int, Said]:
    """Turn `odr_p01=FOLLOWS` or `odr_p09=(DEVIATES, "fordi")` into answers by node id."""
    said = {}
    for name, given in answers.items():
        value, reason = given if isinstance(given, tuple) else (given, "")
        said[node(name.replace("__", ".").replace("_", "-")).pk] = Said(value, reason)
    return said


def answer_all(cast: Cast, proposal: Proposal, **changed: tuple[AnswerValue, str] | AnswerValue) -> None:
    """Let the author answer all fifteen: "follows" but for what is `changed`."""
    principles = StrategyNode.objects.active("strategy").principles()
    said = {one.pk: Said(FOLLOWS) for one in principles} | say(**changed)
    answer_as_applicant(proposal, actor=cast.author, edition=0, said=said, carries_out=[node("odr-pm2").pk])


def submit(cast: Cast, proposal: Proposal, state: ProposalState = ProposalState.REVIEW) -> Proposal:
    """Freeze the draft and let the proposal stand in `state`, as submission does."""
    freeze_version(proposal, actor=cast.author)
    if proposal.serial is None:
        give_number(proposal)
    proposal.submitted_at = proposal.submitted_at or clock.now()
    return enter(proposal, state)


def enter(proposal: Proposal, state: ProposalState) -> Proposal:
    """Let the proposal stand in `state`."""
    proposal.state = state
    proposal.save()
    return proposal
