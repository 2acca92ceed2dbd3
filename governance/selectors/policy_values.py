"""The pages of the policy's dated values: what holds, what is to come, who set it, and how it was before."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.act_names import act_name
from core.enums import AuditOutcome
from core.models import AuditEntry, Parameter
from core.templatetags.danish import date_long
from core.ui import Action, HistoryLine
from governance.domain.policy_values import may_set_values, may_withdraw
from governance.how_texts import HOLD_WORDS, TOPIC_WORDS, UNSET_WORDS, YEARLY_WORDS
from governance.models import PolicyProfile
from governance.policy.settable import OPTIONAL, Topic, hold, settable, topic
from governance.selectors.parameter_words import parameter_name, parameter_place, parameter_value

if TYPE_CHECKING:
    from core.models import User
    from core.ui import Tone

_TOPICS = list(Topic)


@dataclass(frozen=True, slots=True)
class ValueRow:
    """One dated value. `until` is its last day; `standing` says whether it holds, is to come, or has been replaced."""

    row: Parameter
    value: str
    by: str
    until: date | None
    standing: str
    tone: "Tone"
    withdraw_url: str = ""


@dataclass(frozen=True, slots=True)
class ValueLine:
    """One parameter: what holds (None where the profile is silent), what comes next, and why it cannot be set."""

    key: str
    name: str
    now: ValueRow | None
    unset: str
    coming: ValueRow | None
    held: str
    url: str


@dataclass(frozen=True, slots=True)
class ValueGroup:
    """The parameters on one topic."""

    name: str
    lines: tuple[ValueLine, ...]


@dataclass(frozen=True, slots=True)
class ValueList:
    """The page of them all."""

    profile: PolicyProfile | None
    groups: tuple[ValueGroup, ...]
    may_set: bool
    who: str


@dataclass(frozen=True, slots=True)
class ValuePage:
    """The page of one: all its values, newest first, the acts on it, and what the reader may do."""

    line: ValueLine
    rows: tuple[ValueRow, ...]
    history: tuple[HistoryLine, ...]
    actions: tuple[Action, ...]


def value_list(reader: "User") -> ValueList:
    """Return every parameter of the policy in force but the yearly rises, which have a page of their own."""
    profile = PolicyProfile.objects.filter(is_active=True).first()
    answer = may_set_values(reader)
    if profile is None:
        return ValueList(None, (), may_set=bool(answer), who=answer.who)
    rows: dict[str, list[Parameter]] = {key: [] for key in OPTIONAL}
    for row in Parameter.objects.filter(profile=profile.code).select_related("created_by").order_by("-valid_from"):
        if row.key.rpartition("_")[0] not in YEARLY_WORDS:
            rows.setdefault(row.key, []).append(row)
    lines = [_line(key, found) for key, found in rows.items()]
    lines.sort(key=lambda line: (_TOPICS.index(topic(line.key)), parameter_place(line.key)))
    groups = tuple(
        ValueGroup(str(TOPIC_WORDS[one]), tuple(found))
        for one, found in groupby(lines, key=lambda line: topic(line.key))
    )
    return ValueList(profile, groups, may_set=bool(answer), who=answer.who)


def value_page(key: str, reader: "User") -> ValuePage:
    """Return the page of one parameter; 404 where the policy in force has none of that name."""
    codes = PolicyProfile.objects.filter(is_active=True).values("code")[:1]
    rows = list(
        Parameter.objects.filter(profile__in=codes, key=key).select_related("created_by").order_by("-valid_from")
    )
    if (not rows and key not in OPTIONAL) or key.rpartition("_")[0] in YEARLY_WORDS:
        raise Http404
    line, answer = _line(key, rows), may_set_values(reader)
    label, url = _("Set a new value"), reverse("governance:policy_value_create", args=[key])
    action = Action(label, url, primary=True)
    if line.held:
        action = Action(label, url, enabled=False, why=line.held)
    elif not answer:
        action = Action(label, url, enabled=False, why=answer.reason, who=answer.who)
    return ValuePage(
        line=line,
        rows=tuple(_rows(rows, withdraws=bool(answer))),
        history=_history(key),
        actions=(action,),
    )


def _line(key: str, rows: list[Parameter]) -> ValueLine:
    shown = _rows(rows)
    today, held = clock.today(), hold(key)
    to_come = [row for row in shown if row.row.valid_from > today]
    return ValueLine(
        key=key,
        name=parameter_name(key),
        now=next((row for row in shown if row.row.valid_from <= today), None),
        unset=str(UNSET_WORDS.get(key, "")),
        coming=to_come[-1] if to_come else None,
        held=str(HOLD_WORDS[held]) if held and not settable(key) else "",
        url=reverse("governance:policy_value_detail", args=[key]),
    )


def _rows(rows: list[Parameter], *, withdraws: bool = False) -> list[ValueRow]:
    """Return the values newest first, each with its last day; `withdraws` gives the way to take a coming one back."""
    today, found = clock.today(), []
    following: Parameter | None = None
    for row in rows:
        until = following.valid_from - timedelta(days=1) if following else None
        standing, tone = _standing(row, until, today)
        url = reverse("governance:policy_value_withdrawal", args=[row.key, row.pk])
        found.append(
            ValueRow(
                row=row,
                # What only the portal reads is told by its note.
                value=parameter_value(row) or _("See the note"),
                by=row.created_by.name if row.created_by else "",
                until=until,
                standing=standing,
                tone=tone,
                withdraw_url=url if withdraws and may_withdraw(row) else "",
            )
        )
        following = row
    return found


def _standing(row: Parameter, until: date | None, today: date) -> "tuple[str, Tone]":
    if row.valid_from > today:
        return _("from %(date)s") % {"date": date_long(row.valid_from)}, "info"
    return (_("replaced"), "neutral") if until and until < today else (_("in force"), "success")


def _history(key: str) -> tuple[HistoryLine, ...]:
    """Return who has set and taken back values of `key`, newest first; one query."""
    entries = AuditEntry.objects.filter(subject_type=Parameter._meta.label_lower, data__key=key)
    return tuple(
        HistoryLine(
            at=entry.at,
            who=entry.actor_name or _("The portal"),
            what=f"{act_name(entry.act)}: {_told(key, entry)}",
            why=entry.reason,
            refused=entry.outcome == AuditOutcome.REFUSED,
        )
        for entry in entries[:100]
    )


def _told(key: str, entry: AuditEntry) -> str:
    """Return the value that an act was about, in words, and its day."""
    said, known = entry.data, settable(key)
    row = Parameter(key=key, value=said.get("value"), unit=known.unit if known else "text")
    day = date.fromisoformat(said["valid_from"])
    return _("%(value)s from %(date)s") % {"value": parameter_value(row) or str(row.value), "date": date_long(day)}
