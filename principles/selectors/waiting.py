"""What waits for the IT architect: submitted cases whose principles are not all answered and checked."""

from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from core.ui import WaitingItem
from portfolio.enums import CLOSED_STATES, DECIDED_STATES, EDITABLE_STATES, ProposalKind
from portfolio.models import Proposal, ProposalVersion
from principles.domain.standing import PERMISSION
from principles.enums import AssessmentRole, SetRole
from principles.models import StrategyNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from core.models import User
    from portfolio.models import ProposalVersion as Version


def waiting_for_architect(person: "User") -> "Iterable[WaitingItem]":
    """Return one line a case; none for those who do not answer the architecture principles."""
    if not person.has_perm(PERMISSION):
        return ()
    return [_item(version) for version in _unfinished(person)]


def _unfinished(person: "User") -> "Iterable[Version]":
    """Return newest submitted versions with fewer answers of the architect than there are questions."""
    principles = StrategyNode.objects.active(SetRole.ARCHITECTURE).principles().order_by()
    counted = principles.values("document__role").annotate(count=Count("pk")).values("count")
    asked = Coalesce(Subquery(counted), 0)
    answers = "assessments__answers"
    applicant = Q(assessments__role=AssessmentRole.APPLICANT)
    architect = Q(assessments__role=AssessmentRole.ARCHITECT)
    later = ProposalVersion.objects.filter(proposal=OuterRef("proposal"), ordinal__gt=OuterRef("ordinal"))
    return (
        ProposalVersion.objects.filter(~Exists(later.order_by()), frozen_at__isnull=False)
        .filter(proposal__in=_judged_by(person))
        .annotate(from_applicant=Count(answers, filter=applicant), from_architect=Count(answers, filter=architect))
        .filter(from_architect__lt=F("from_applicant") + asked)
        .select_related("proposal")
        .order_by("frozen_at")
    )


def _judged_by(person: "User") -> Any:
    """Return the cases under way in which `person` has no part and no conflict of interest."""
    over = {*EDITABLE_STATES, *DECIDED_STATES, *CLOSED_STATES}
    others = Proposal.objects.order_by().exclude(state__in=over).exclude(kind=ProposalKind.SUGGESTION)
    own = Proposal.objects.order_by().editable_by(person).values("pk")
    return others.exclude(pk__in=own).exclude(owner=person).exclude(bars__person=person).values("pk")


def _item(version: "Version") -> WaitingItem:
    return WaitingItem(
        title=str(version.proposal),
        why=_("The architecture principles have not all been answered."),
        since=version.frozen_at,  # type: ignore[arg-type]  # the query asks for frozen versions
        url=reverse("principles:assessment_review", args=[version.proposal_id]),
        button=_("Assess the principles"),
    )
