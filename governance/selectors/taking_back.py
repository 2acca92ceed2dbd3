"""What cases lose when they are taken back to be corrected: all that was said of the version that no longer stands."""

from typing import TYPE_CHECKING

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from governance.enums import AssessmentOutcome
from governance.models import ITAssessment, Review, RouteSignature, Triage
from portfolio.models import ProposalVersion

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from portfolio.models import Proposal


def lost_by_taking_back(cases: "Sequence[Proposal]") -> str:
    """Return in a sentence what falls away and has to be done anew; empty where nothing has been said yet.

    How many have reviewed the cases is told, never what they say. Three queries, however many cases.
    """
    parts = list(_lost([case.pk for case in cases]))
    if not parts:
        return ""
    *first, last = parts
    listed = pgettext("in a list", " and ").join(filter(None, (", ".join(first), last)))
    return capfirst(_("%(parts)s no longer count and have to be given anew.") % {"parts": listed})


def _lost(cases: list[int]) -> "Iterator[str]":
    submitted = ProposalVersion.objects.filter(proposal__in=cases, frozen_at__isnull=False)
    standing = submitted.order_by("proposal_id", "-ordinal").distinct("proposal_id").values("pk")
    approved = ITAssessment.objects.filter(version__in=standing, outcome=AssessmentOutcome.APPROVED).count()
    if approved:
        yield ngettext("the IT department's approval", "the IT department's %(count)s approvals", approved) % {
            "count": approved
        }
    newest = Triage.objects.filter(proposal__in=cases).order_by("proposal_id", "-pk").distinct("proposal_id")
    signed = RouteSignature.objects.filter(triage__in=newest.values("pk")).count()
    if signed:
        yield ngettext("the signature on the route", "the %(count)s signatures on the route", signed) % {
            "count": signed
        }
    reviews = Review.objects.filter(version__in=standing, withdrawn_at__isnull=True)
    members = reviews.order_by().values("reviewer").distinct().count()
    if members:
        yield ngettext("%(count)s member's review", "%(count)s members' reviews", members) % {"count": members}
