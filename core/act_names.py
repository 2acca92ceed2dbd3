"""The acts in words: every app registers the names of its own."""

from typing import Any

from django.utils.translation import gettext_lazy as _

_names: dict[str, Any] = {
    "person.log_in": _("Logged in"),
    "person.log_in_failed": _("Tried to log in with a wrong password"),
    "person.log_out": _("Logged out"),
    "person.set_password": _("Chose a password"),
    "person.change_password": _("Changed the password"),
    "person.send_password_link": _("Sent a link to choose a password"),
    "person.create": _("Created the account"),
    "person.change": _("Changed the account"),
    "person.join_group": _("Gave a role"),
    "person.leave_group": _("Took a role away"),
    "token.create": _("Created an access token"),
    "token.revoke": _("Revoked an access token"),
    "unit.create": _("Created the unit"),
    "unit.change": _("Changed the unit"),
    "unit.close": _("Closed the unit"),
    "act.redact": _("Removed the text of an act"),
    "document.attach": _("Attached a document"),
    "document.remove": _("Removed a document"),
    "note.write": _("Wrote a file note"),
}


def register(names: dict[str, Any]) -> None:
    """Add an app's acts."""
    _names.update(names)


def act_name(act: str) -> str:
    """Return the act in words."""
    return str(_names[act])


def known_acts() -> frozenset[str]:
    """Return every act that has a name; a test holds the code against it."""
    return frozenset(_names)
