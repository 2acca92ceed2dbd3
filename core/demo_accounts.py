"""The demo's accounts by role, as the log-in page shows them; `machine.accounts` prints the same on the terminal."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.models import User

ROLES: dict[str, Any] = {
    "applicant": _("applicant"),
    "applicant2": _("applicant in another department"),
    "owner": _("project owner"),
    "head": _("head of department"),
    "architect": _("IT architect in the IT department"),
    "secretary": _("secretary of the strategy group"),
    "chair": _("chair of the strategy group"),
    "member1": _("member of the strategy group"),
    "member2": _("member of the strategy group"),
    "member3": _("member of the strategy group"),
    "member4": _("member of the strategy group"),
    "director": _("management"),
    "director2": _("management"),
    "network": _("the IT network"),
    "benefit": _("benefit owner"),
    "system": _("system owner"),
    "auditor": _("auditor: sees everything, changes nothing"),
    "admin": _("administrator"),
}


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account that a visitor may log in as."""

    role: str
    person: User


def demo_accounts() -> list[DemoAccount]:
    """Return the accounts that have a role, in their order."""
    people = User.objects.active().filter(email__regex=r"^[a-z0-9]+@demo\.invalid$").order_by("pk")
    named = [(person.email.partition("@")[0], person) for person in people]
    return [DemoAccount(str(ROLES[name]), person) for name, person in named if name in ROLES]
