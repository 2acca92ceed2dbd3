"""What a project has not spent of the pool's money goes back to the pool when it ends (B13)."""

from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Sum
from django.utils.translation import gettext as _

from core.templatetags.danish import kroner
from governance.domain.ledger import post_return
from governance.enums import EntryKind
from governance.models import LedgerEntry

if TYPE_CHECKING:
    from core.models import User
    from portfolio.models import Project


def return_unspent(project: "Project", pool_spent: Decimal, *, actor: "User") -> Decimal:
    """Give back what was granted less `pool_spent`, from the latest year that still holds some; return how much.

    The caller holds the project's lock, and has seen to it that `pool_spent` is not more than was granted.
    """
    if project.proposal is None:
        return Decimal(0)
    unspent, back = project.granted - pool_spent, Decimal(0)
    reason = _("The project has ended. %(spent)s has been spent of the %(granted)s that was allocated.") % {
        "spent": kroner(pool_spent),
        "granted": kroner(project.granted),
    }
    for year, held in _held(project):
        amount = min(held, unspent - back)
        if amount > 0:
            post_return(project.proposal, year, amount, key=f"project:{project.pk}:{year}", reason=reason, actor=actor)
            back += amount
    return back


def _held(project: "Project") -> list[tuple[int, Decimal]]:
    """Return what the case has left of each of the pool's years, the latest first."""
    entries = LedgerEntry.objects.filter(
        proposal=project.proposal_id, kind__in=(EntryKind.COMMITMENT, EntryKind.RETURN)
    )
    left = entries.order_by().values_list("pool_year__year").annotate(left=Sum("amount"))
    return sorted(left, reverse=True)
