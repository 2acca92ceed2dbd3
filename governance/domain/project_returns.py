"""When a project ends, what it has spent of the pool's money is posted, and the rest goes back to the pool (B13)."""

from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.templatetags.danish import kroner
from governance.domain.ledger import held_by, post_return
from governance.domain.ledger_moves import post_expenditure
from portfolio.domain.states import lock_proposal

if TYPE_CHECKING:
    from core.models import User
    from portfolio.models import Project, Proposal


def booked(project: "Project") -> Decimal:
    """Return what has been posted as spent of the project's money from the pool."""
    if project.proposal is None:
        return Decimal(0)
    return sum((held.spent for held in held_by(project.proposal).values()), Decimal(0))


def still_bound(project: "Project") -> Decimal:
    """Return what the project's case holds of the pool's money, what has come back left out."""
    if project.proposal is None:
        return project.granted
    return sum((held.bound for held in held_by(project.proposal).values()), Decimal(0))


def return_unspent(project: "Project", pool_spent: Decimal, *, actor: "User") -> Decimal:
    """Post what has been spent, and give back what was granted less `pool_spent`; return how much came back.

    The earliest year's money is spent first, so that the latest comes back. The caller holds the project's lock, and
    has seen to it that `pool_spent` is at least what is booked and not more than was granted.
    """
    if project.proposal is None:
        return Decimal(0)
    proposal = lock_proposal(project.proposal)
    _spend(proposal, pool_spent - booked(project), actor)
    reason = _("The project has ended. %(spent)s has been spent of the %(granted)s that was allocated.") % {
        "spent": kroner(pool_spent),
        "granted": kroner(project.granted),
    }
    back = Decimal(0)
    for year, held in reversed(held_by(proposal).items()):
        if held.unspent > 0:
            post_return(proposal, year, held.unspent, key=f"project:{project.pk}:{year}", reason=reason, actor=actor)
            back += held.unspent
    return back


def _spend(proposal: "Proposal", amount: Decimal, actor: "User") -> None:
    """Post an amount over the years that the case holds money of, the earliest first."""
    text = _("Spent when the project ended")
    for year, held in held_by(proposal).items():
        share = min(held.unspent, amount)
        if share > 0:
            post_expenditure(proposal, year, share, text=text, actor=actor)
            amount -= share
