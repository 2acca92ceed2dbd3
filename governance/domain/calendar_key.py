"""The key of a person's own calendar address: a calendar program cannot log in, so the address says who asks.

It is signed, never stored, and dies with a new password or a closed account. It opens nothing but the calendar.
"""

from django.core.signing import BadSignature, Signer

from core.models import User

_SALT = "governance.calendar"
# Enough of the session's hash to change with the password, and too little to be of use elsewhere.
_PART = 16


def calendar_key(person: User) -> str:
    """Return the key of `person`."""
    return Signer(salt=_SALT).sign_object([person.pk, person.get_session_auth_hash()[:_PART]])


def holder_of(key: str) -> User | None:
    """Return whose key it is, or None where it is nobody's or no longer holds."""
    try:
        pk, part = Signer(salt=_SALT).unsign_object(key)
    except (BadSignature, ValueError, TypeError):
        return None
    person = User.objects.active().filter(pk=pk).first()
    return person if person and person.get_session_auth_hash()[:_PART] == part else None
