"""The architecture assessment: written and signed in one, by IT, while the case is on its road (B22, C12, C30, D21)."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.domain.audit import record
from core.domain.refusal import ALLOWED, Answer, Refused, require
from governance.domain.moves import tell_applicants
from governance.enums import BodyKind
from governance.models import ArchitectureAssessment
from governance.permissions import part_in
from governance.selectors.standing import standing_of
from portfolio.domain.states import lock_proposal
from portfolio.domain.versions import submitted_version
from portfolio.enums import ProposalKind, ProposalState

if TYPE_CHECKING:
    from core.models import User
    from governance.permissions import Part
    from governance.selectors.standing import Standing
    from portfolio.models import Proposal, System

ACT = "proposal.assess_architecture"
S = ProposalState
# From the submission until the case is decided.
STATES = (S.ASSESSMENT, S.ROUTING, S.LOCAL_DECISION, S.REVIEW, S.RECOMMENDED, S.DEFERRED)
# The choice of operation is weighed by these (C30, D48).
CRITERIA = ("reliability", "performance", "competence", "economy")
_DEMANDED = (
    "reuse", "reuse_text", "standards", "integration", "data_sharing", "security", "supply_chain", "conclusion",
    "conclusion_text",
)  # fmt: skip


def may_assess_architecture(proposal: "Proposal", part: "Part", standing: "Standing") -> Answer:
    """Answer whether a person may sign an architecture assessment: state, then seat, then separation of duties."""
    if proposal.kind == ProposalKind.SUGGESTION or proposal.state not in STATES:
        return Answer(
            allowed=False,
            reason=_("That cannot be done while the case is “%(state)s”.") % {"state": proposal.get_state_display()},
        )
    if BodyKind.IT_DEPARTMENT not in standing.kinds:
        return Answer(allowed=False, reason=_("You do not have the role that this takes."), who=_("the IT department"))
    if part.has_a_part:
        return Answer(allowed=False, reason=_("You speak for this case yourself, so somebody else must judge it."))
    if part.barred:
        return Answer(allowed=False, reason=_("You have declared a conflict of interest in this case."))
    return ALLOWED


@transaction.atomic
def sign_architecture(
    proposal: "Proposal", *, actor: "User", said: Mapping[str, Any], systems: "Iterable[System]" = ()
) -> ArchitectureAssessment:
    """Sign an assessment of the submitted version; from then on it stands."""
    proposal = lock_proposal(proposal)
    standing = standing_of(actor)
    require(may_assess_architecture(proposal, part_in(proposal, actor, standing), standing), act=ACT, subject=proposal)
    lacking = what_lacks(said)
    if lacking:
        raise Refused(next(iter(lacking.values())), act=ACT, subject=proposal)
    row = ArchitectureAssessment.objects.create(
        proposal=proposal,
        version=submitted_version(proposal),
        systems=[{"system": one.pk, "name": one.name} for one in systems],
        assessor=actor,
        assessor_name=", ".join(filter(None, [actor.name, actor.title])),
        signed_at=clock.now(),
        **said,
    )
    data = {"conclusion": row.conclusion, "in_house": row.in_house, "systems": [one["name"] for one in row.systems]}
    record(ACT, actor=actor, subject=proposal, reason=row.conclusion_text, data=data)
    tell_applicants(
        proposal,
        subject=_("IT has assessed the architecture"),
        body=f"{proposal}\n\n{row.get_conclusion_display()}\n\n{row.conclusion_text}",
        key=f"architecture:{row.pk}",
    )
    return row


def what_lacks(said: Mapping[str, Any]) -> dict[str, str]:
    """Return a sentence for each field that is not filled in as the others ask for."""
    lacking = {name: _("Fill in this field.") for name in _DEMANDED if not str(said.get(name, "")).strip()}
    if said.get("in_house") and not str(said.get("in_house_text", "")).strip():
        lacking["in_house_text"] = _("Say why the solution is developed in-house.")
    if said.get("operation"):
        sentence = _("The choice of operation is weighed by all four criteria.")
        lacking |= {name: sentence for name in CRITERIA if not str(said.get(name, "")).strip()}
    return lacking
