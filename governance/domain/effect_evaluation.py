"""The effect evaluation: what a project gave, for whom, and which changes in the work it took (C28, D34, D41)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from businesscase.enums import Fulfilment
from businesscase.models import EffectEvaluation, NeedFulfilment
from core import clock
from governance.domain.project_gates import gaps_before
from governance.domain.project_moves import refuse, settle_project, take_project, words
from governance.selectors.benefit_lines import is_reached
from governance.selectors.follow_up import groups_of

if TYPE_CHECKING:
    from businesscase.models import Benefit
    from core.models import User
    from portfolio.models import Project


@dataclass(frozen=True, slots=True)
class Need:
    """How far the needs of one group were met, and how that is known."""

    group: str
    degree: Fulfilment
    evidence: str


@dataclass(frozen=True, slots=True)
class Evaluated:
    """An effect evaluation as it is written."""

    conclusion: str
    changes_in_work: str
    needs: tuple[Need, ...] = ()
    learned: str = ""
    shortfall_reason: str = ""


@transaction.atomic
def evaluate_effect(project: "Project", evaluated: Evaluated, *, actor: "User") -> EffectEvaluation:
    """Evaluate the effect, once, after the agreed period and when what can be measured has been.

    Every group that the decided version is for is answered for.
    """
    project = take_project("evaluate", project, actor=actor)
    gaps = gaps_before("evaluate", project)
    if gaps:
        raise refuse(project, "evaluate", " ".join(gaps))
    conclusion = words(evaluated.conclusion, "evaluate", project, otherwise=_("Write what the project has given."))
    changes = words(
        evaluated.changes_in_work,
        "evaluate",
        project,
        otherwise=_("Write which changes in the work have been carried through."),
    )
    needs = {need.group: need for need in evaluated.needs if need.evidence.strip()}
    if {one.who for one in groups_of(project)} != set(needs):
        raise refuse(project, "evaluate", _("Say for each group how far its needs were met, and how we know."))
    short = short_of_promise(project)
    explained = evaluated.shortfall_reason.strip()
    if short and not explained and any(need.degree == Fulfilment.FULLY for need in needs.values()):
        raise refuse(project, "evaluate", unexplained(short))
    written = EffectEvaluation.objects.create(
        project=project,
        evaluated_on=clock.today(),
        conclusion=conclusion,
        changes_in_work=changes,
        shortfall_reason=explained if short else "",
        learned=evaluated.learned.strip(),
        created_at=clock.now(),
        created_by=actor,
    )
    NeedFulfilment.objects.bulk_create(
        NeedFulfilment(evaluation=written, group=need.group, degree=need.degree, evidence=need.evidence.strip())
        for need in needs.values()
    )
    degrees = {need.group: need.degree for need in needs.values()}
    settle_project("evaluate", project, actor=actor, reason=conclusion, data={"needs": degrees})
    return written


def short_of_promise(project: "Project") -> "tuple[Benefit, ...]":
    """Return the benefits whose newest measurement is less than was promised; they are read as they are at hand."""
    benefits = (one for one in project.benefits.all() if one.is_measurable)
    return tuple(one for one in benefits if not is_reached(one, next(iter(one.measurements.all()), None)))


def unexplained(short: "tuple[Benefit, ...]") -> str:
    """Say that needs which are fully met want an explanation where benefits fell short."""
    named = ", ".join(f"“{one.label}”" for one in short)
    sentence = _("%(named)s gave less than was promised. Say why the needs are fully met all the same.")
    return sentence % {"named": named}
