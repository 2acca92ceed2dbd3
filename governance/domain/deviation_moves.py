"""An approved deviation comes back when it expires: the body that approved it renews it, or it ends (C23, D23).

A renewal is ruled by the kind of body that approved the case; whoever speaks for the case has no part in it. That a
deviation has ended is said by those who carry the case out, or by IT.
"""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from core.clock import today
from core.domain.audit import record
from core.domain.refusal import ALLOWED, Answer, Refused, require
from governance.domain.conditions import carriers
from governance.domain.moves import tell_applicants
from governance.enums import BodyKind, Verdict
from governance.models import Body, Decision
from governance.permissions import part_in
from governance.selectors.standing import standing_of
from portfolio.domain.states import lock_proposal
from principles.domain.deviations import rule_deviation
from principles.enums import DeviationStatus, DeviationStep
from principles.models import Deviation, DeviationRuling

if TYPE_CHECKING:
    from core.models import User
    from governance.permissions import Part
    from governance.selectors.standing import Standing
    from portfolio.models import Proposal

_RENEW, _END = "deviation.renew", "deviation.end"


def approved_by(proposal: "Proposal") -> BodyKind:
    """Return the kind of body whose approval the case's deviations rest on."""
    kinds = Decision.objects.filter(proposal=proposal, verdict__in=(Verdict.APPROVED, Verdict.CHANGED))
    return BodyKind(kinds.values_list("body_kind", flat=True).first() or BodyKind.MANAGEMENT)


def may_renew(deviation: Deviation, kind: BodyKind, part: "Part", standing: "Standing") -> Answer:
    """Answer whether a person may renew it; `kind` is the body that approved the case."""
    if deviation.status == DeviationStatus.ENDED:
        return Answer(allowed=False, reason=_("The deviation has ended."))
    heads = BodyKind.DEPARTMENT_HEADS in standing.kinds and part.own_department
    management = BodyKind.MANAGEMENT in standing.kinds
    local = heads or (management and part.own_area)
    if not (local if kind == BodyKind.DEPARTMENT_HEADS else management):
        named = Body.objects.filter(kind=kind).values_list("name", flat=True).first()
        return Answer(
            allowed=False, reason=_("Whoever approved the deviation renews it."), who=named or str(kind.label)
        )
    if part.has_a_part or part.barred:
        reason = _("You speak for this case yourself, so somebody else must judge it.")
        return Answer(allowed=False, reason=reason)
    return ALLOWED


def may_end(deviation: Deviation, proposal: "Proposal", person: "User", standing: "Standing") -> Answer:
    """Answer whether `person` may say that the case no longer deviates."""
    if deviation.status == DeviationStatus.ENDED:
        return Answer(allowed=False, reason=_("The deviation has ended."))
    if person.pk in carriers(proposal) or BodyKind.IT_DEPARTMENT in standing.kinds:
        return ALLOWED
    return Answer(
        allowed=False,
        reason=_("You do not have the role that this takes."),
        who=_("whoever carries the case out, or IT"),
    )


@transaction.atomic
def renew_deviation(deviation: Deviation, *, actor: "User", until: date, reason: str) -> DeviationRuling:
    """Let the deviation hold until a later day."""
    proposal, deviation = _locked(deviation)
    standing = standing_of(actor)
    part = part_in(proposal, actor, standing)
    require(may_renew(deviation, approved_by(proposal), part, standing), act=_RENEW, subject=proposal)
    if until <= today():
        raise Refused(_("Choose a day to come."), act=_RENEW, subject=proposal)
    reason = _words(reason, _RENEW, proposal)
    ruling = rule_deviation(deviation, DeviationStep.RENEWED, actor=actor, until=until, reason=reason)
    _tell(ruling, proposal, act=_RENEW)
    return ruling


@transaction.atomic
def end_deviation(deviation: Deviation, *, actor: "User", reason: str) -> DeviationRuling:
    """Record that the case follows the principle, or is out of use."""
    proposal, deviation = _locked(deviation)
    require(may_end(deviation, proposal, actor, standing_of(actor)), act=_END, subject=proposal)
    reason = _words(reason, _END, proposal)
    deviation.status = DeviationStatus.ENDED
    deviation.save(update_fields=["status"])
    ruling = rule_deviation(deviation, DeviationStep.ENDED, actor=actor, reason=reason)
    _tell(ruling, proposal, act=_END)
    return ruling


def _locked(deviation: Deviation) -> tuple["Proposal", Deviation]:
    proposal = lock_proposal(deviation.version.proposal)
    return proposal, Deviation.objects.select_related("principle").get(pk=deviation.pk)


def _words(text: str, act: str, proposal: "Proposal") -> str:
    if not text.strip():
        raise Refused(_("Write the reason."), act=act, subject=proposal)
    return text.strip()


def _tell(ruling: DeviationRuling, proposal: "Proposal", *, act: str) -> None:
    principle = str(ruling.deviation.principle)
    data = {"principle": principle, "until": ruling.until}
    record(act, actor=ruling.ruled_by, subject=proposal, reason=ruling.reason, data=data)
    renewed = ruling.step == DeviationStep.RENEWED
    tell_applicants(
        proposal,
        subject=_("The deviation has been renewed") if renewed else _("The deviation has ended"),
        body=f"{proposal}\n{principle}\n\n{ruling.reason}",
        key=f"deviation_ruling:{ruling.pk}",
    )
