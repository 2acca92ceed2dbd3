"""A request that is sent twice is carried out once: a double click, a connection that breaks, a client's new try."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.domain.refusal import Refused
from core.models import PostedRequest

if TYPE_CHECKING:
    from core.models import User

LONGEST_KEY = 100


@dataclass(frozen=True, slots=True)
class Answered:
    """What was answered, and whether this request is the one that did it."""

    answer: dict[str, Any]
    first: bool


@transaction.atomic
def post_once(
    key: str, content: Mapping[str, object], make: Callable[[], dict[str, Any]], *, person: "User"
) -> Answered:
    """Carry out `make`, unless the person has sent the same `content` under `key` before: then answer as it was.

    `make` returns the answer, JSON-serialisable. Two at once wait for each other: the second finds what the first did.
    A refusal leaves nothing, so that what was put right can be sent again. Refused where the key carried other content.
    """
    digest = _digest(content)
    row, first = PostedRequest.objects.get_or_create(
        person=person, key=key, defaults={"digest": digest, "posted_at": clock.now()}
    )
    if row.digest != digest:
        raise Refused(_("This has been sent before with other content. Open the page again and write it anew."))
    if first:
        row.answer = json.loads(json.dumps(make(), cls=DjangoJSONEncoder))
        row.save(update_fields=["answer"])
    return Answered(row.answer, first)


def find_posted(key: str, content: Mapping[str, object], *, person: "User") -> dict[str, Any] | None:
    """Return what was answered to the same request before, or None; one query. Another content is no answer."""
    row = PostedRequest.objects.filter(person=person, key=key, digest=_digest(content)).first()
    return row.answer if row else None


def posted_under(prefix: str, *, person: "User") -> list[dict[str, Any]]:
    """Return what was answered to each of the person's requests whose key begins with `prefix`; one query."""
    return list(PostedRequest.objects.filter(person=person, key__startswith=prefix).values_list("answer", flat=True))


@transaction.atomic
def forget_posted() -> int:
    """Forget the requests that were carried out long enough ago, and return how many.

    What they did stands; the same one sent again would be a new request, which the rules then judge anew.
    """
    before = clock.now() - timedelta(days=settings.POSTED_REQUEST_DAYS)
    forgotten, _rows = PostedRequest.objects.filter(posted_at__lt=before).delete()
    return forgotten


def _digest(content: Mapping[str, object]) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, cls=DjangoJSONEncoder)
    return hashlib.sha256(text.encode()).hexdigest()
