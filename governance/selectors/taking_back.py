"""What a case loses when it is taken back to be corrected: all that was said of the version that no longer stands."""

from typing import TYPE_CHECKING

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from governance.enums import AssessmentOutcome
from portfolio.domain.versions import submitted_version

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.models import Proposal


def lost_by_taking_back(proposal: "Proposal") -> str:
    """Return in a sentence what falls away and has to be done anew; empty where nothing has been said yet.

    How many have reviewed the case is told, never what they say.
    """
    parts = list(_lost(proposal))
    if not parts:
        return ""
    *first, last = parts
    listed = pgettext("in a list", " and ").join(filter(None, (", ".join(first), last)))
    return capfirst(_("%(parts)s no longer count and have to be given anew.") % {"parts": listed})


def _lost(proposal: "Proposal") -> "Iterator[str]":
    version = submitted_version(proposal)
    if proposal.it_assessments.filter(version=version, outcome=AssessmentOutcome.APPROVED).exists():
        yield _("the IT department's approval")
    triage = proposal.triages.first()
    signed = triage.signatures.count() if triage is not None else 0
    if signed:
        yield ngettext("the signature on the route", "the %(count)s signatures on the route", signed) % {
            "count": signed
        }
    given = proposal.reviews.filter(version=version, withdrawn_at__isnull=True).count()
    if given:
        yield ngettext("%(count)s member's review", "%(count)s members' reviews", given) % {"count": given}
