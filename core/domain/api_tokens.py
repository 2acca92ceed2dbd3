"""Access tokens: created and revoked by the person they belong to, stored as a hash only."""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.domain.audit import record
from core.domain.refusal import Refused
from core.enums import TokenScope
from core.models import ApiToken, User

# Lets a secret scanner know one when it sees it.
PREFIX = "pejling_"
LONGEST_LIFE = 366
# A busy client would otherwise write a row with every request.
_REMEMBER_USE_EVERY = timedelta(minutes=1)


@transaction.atomic
def create_api_token(
    *, person: User, name: str, scope: TokenScope, days: int, actor: User | None
) -> tuple[ApiToken, str]:
    """Create a token that lives `days` days (1 to LONGEST_LIFE); return it with its key, which is not kept.

    Raises `Refused` for a closed account, an empty name and a life out of bounds. `actor` None is the portal itself.
    """
    if actor is not None and actor != person:
        raise Refused(_("You can only create access tokens for yourself."))
    if not person.is_active:
        raise Refused(_("%(name)s has a closed account.") % {"name": person.name})
    if not name.strip() or not 1 <= days <= LONGEST_LIFE:
        raise Refused(_("An access token has a name and lives from 1 to %(days)s days.") % {"days": LONGEST_LIFE})
    key = f"{PREFIX}{secrets.token_urlsafe(32)}"
    now = clock.now()
    token = ApiToken.objects.create(
        person=person,
        name=name.strip(),
        scope=scope,
        digest=digest_of(key),
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    record("token.create", actor=actor, subject=token, data={"person": person.name, "scope": scope, "days": days})
    return token, key


@transaction.atomic
def revoke_api_token(token: ApiToken, *, actor: User) -> ApiToken:
    """Revoke a token at once and for good. Raises `Refused` for somebody else's and for one that is revoked."""
    token = ApiToken.objects.select_for_update(of=("self",)).select_related("person").get(pk=token.pk)
    if token.person_id != actor.pk:
        raise Refused(_("You can only revoke your own access tokens."))
    if token.revoked_at is not None:
        raise Refused(_("The access token has already been revoked."))
    token.revoked_at = clock.now()
    token.save(update_fields=["revoked_at"])
    record("token.revoke", actor=actor, subject=token, data={"person": token.person.name})
    return token


def find_api_token(key: str) -> ApiToken | None:
    """Return the usable token that `key` opens, with its person, and remember that it was used."""
    now = clock.now()
    token = ApiToken.objects.usable_at(now).select_related("person__unit").filter(digest=digest_of(key)).first()
    if token is not None and (token.last_used_at is None or now - token.last_used_at > _REMEMBER_USE_EVERY):
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token


def digest_of(key: str) -> str:
    """Return the SHA-256 of a key: 256 random bits need no slow hash."""
    return hashlib.sha256(key.encode()).hexdigest()
