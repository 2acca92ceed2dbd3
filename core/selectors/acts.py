"""The audit log as its readers see it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Q
from django.utils.translation import gettext as _

from core.act_names import act_name, known_acts
from core.clock import COPENHAGEN
from core.enums import AuditOutcome
from core.models import AuditEntry
from core.selectors.history import who, why

if TYPE_CHECKING:
    from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class ActFilter:
    """What the log is narrowed to; both days are included, in Copenhagen."""

    person: str = ""
    act: str = ""
    from_day: date | None = None
    to_day: date | None = None
    refused: bool = False


@dataclass(frozen=True, slots=True)
class ActLine:
    """One act in words; `details` are pairs of name and value."""

    sequence: int
    at: datetime
    who: str
    what: str
    subject_kind: str
    subject: str
    why: str
    refused: bool
    details: tuple[tuple[str, str], ...]
    hash: str


def acts(wanted: ActFilter | None) -> "QuerySet[AuditEntry]":
    """Return the acts that fit, newest first; none when it is not clear what is wanted."""
    if wanted is None:
        return AuditEntry.objects.none()
    found = AuditEntry.objects.all()
    if wanted.person:
        about = Q(subject_type="core.user", subject_name__icontains=wanted.person)
        found = found.filter(Q(actor_name__icontains=wanted.person) | about)
    if wanted.act:
        found = found.filter(act=wanted.act)
    if wanted.from_day:
        found = found.filter(at__gte=_midnight(wanted.from_day))
    if wanted.to_day:
        found = found.filter(at__lt=_midnight(wanted.to_day + timedelta(days=1)))
    return found.filter(outcome=AuditOutcome.REFUSED) if wanted.refused else found


def act_line(entry: AuditEntry) -> ActLine:
    """Put one act into words."""
    return ActLine(
        sequence=entry.sequence,
        at=entry.at,
        who=who(entry),
        what=act_in_words(entry.act),
        subject_kind=_kind(entry.subject_type),
        subject=entry.subject_name,
        why=why(entry),
        refused=entry.outcome == AuditOutcome.REFUSED,
        details=tuple(_flat("", entry.data)),
        hash=entry.hash,
    )


def act_rows(wanted: ActFilter) -> Iterator[tuple[str, ...]]:
    """Yield the head and the acts that fit as rows of text for a file, newest first."""
    yield (
        _("Number"),
        _("When"),
        _("Who"),
        _("Act"),
        _("Outcome"),
        _("Kind of object"),
        _("Object"),
        _("Why"),
        _("What"),
        _("Hash"),
    )
    for entry in acts(wanted).iterator(chunk_size=2000):
        line = act_line(entry)
        yield (
            str(line.sequence),
            line.at.astimezone(COPENHAGEN).isoformat(timespec="seconds"),
            line.who,
            line.what,
            str(AuditOutcome(entry.outcome).label),
            line.subject_kind,
            line.subject,
            line.why,
            json.dumps(entry.data, ensure_ascii=False, sort_keys=True) if entry.data else "",
            line.hash,
        )


def act_choices() -> list[tuple[str, str]]:
    """Return every act with its words, in the order of the words."""
    return sorted(((act, act_name(act)) for act in known_acts()), key=lambda pair: pair[1].lower())


def act_in_words(act: str) -> str:
    """Return the act in words; one that no longer has any shows its own name."""
    return act_name(act) if act in known_acts() else act


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=COPENHAGEN)


def _kind(label: str) -> str:
    if not label:
        return ""
    try:
        return str(apps.get_model(label)._meta.verbose_name)
    except LookupError:
        return label


def _flat(name: str, value: object) -> Iterator[tuple[str, str]]:
    """Yield the leaves of an act's data with the way down to them."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(f"{name} · {key}" if name else str(key), inner)
    elif isinstance(value, list):
        yield name, ", ".join(str(item) for item in value)
    else:
        yield name, "" if value is None else str(value)
