"""The pages of the deviations: the register, one deviation, and what comes back to whom on Min side."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, Subquery, Value, When
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core.clock import COPENHAGEN, today
from core.selectors.parameters import parameters_in_force
from core.selectors.units import Tab
from core.ui import Action, WaitingItem
from governance.domain.deviation_moves import approved_by, may_end, may_renew
from governance.domain.deviation_reminders import warning_day
from governance.enums import BodyKind, Verdict
from governance.models import Decision
from governance.permissions import part_in
from governance.selectors.profile import kept_parameters
from governance.selectors.standing import kept_standing
from principles.enums import DeviationStatus
from principles.models import Deviation, DeviationRuling
from principles.selectors.deviations import on_register

if TYPE_CHECKING:
    from datetime import date

    from core.models import User
    from core.ui import Tone

# The views of the register, in the order in which they want attention.
EXPIRED, EXPIRING, IN_FORCE, ENDED = "expired", "expiring", "in_force", "ended"
_RANKS = (EXPIRED, EXPIRING, IN_FORCE, ENDED)
_TONES: dict[str, "Tone"] = {EXPIRED: "error", EXPIRING: "warning", IN_FORCE: "success", ENDED: "neutral"}
# More are never on a page; the oldest that have ended are left out.
LENGTH = 200
# No policy calls a deviation back earlier.
FARTHEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class DeviationLine:
    """One deviation with where it stands."""

    deviation: Deviation
    until: "date | None"
    state: str
    tone: "Tone"
    url: str


@dataclass(frozen=True, slots=True)
class DeviationList:
    """The register through one view."""

    lines: tuple[DeviationLine, ...]
    tabs: tuple[Tab, ...]
    count_text: str
    view: str


@dataclass(frozen=True, slots=True)
class DeviationPage:
    """One deviation: its rulings, newest first, and what the reader may do."""

    line: DeviationLine
    rulings: tuple[DeviationRuling, ...]
    actions: tuple[Action, ...]


def deviation_list(reader: "User", view: str) -> DeviationList:
    """Assemble the register; all deviations of cases that `reader` may see."""
    rows = _ranked(reader)
    counts: dict[str, int] = rows.order_by().aggregate(
        **{name: Count("pk", filter=Q(rank=rank)) for rank, name in enumerate(_RANKS)}
    )
    view = view if view in _RANKS else ""
    found = rows.filter(rank=_RANKS.index(view)) if view else rows.exclude(rank=_RANKS.index(ENDED))
    standing = sum(counts.values()) - counts[ENDED]
    address = reverse("governance:deviation_list")
    tabs = [Tab(_("All that stand"), address, current=not view, count=standing)]
    tabs += [Tab(_word(one), f"{address}?visning={one}", current=view == one, count=counts[one]) for one in _RANKS]
    text = ngettext("%(count)d deviation", "%(count)d deviations", standing) % {"count": standing}
    return DeviationList(tuple(_line(row) for row in found[:LENGTH]), tuple(tabs), text, view)


def readable_deviation(pk: int, reader: "User") -> Deviation:
    """Return an approved deviation of a case that `reader` may see, or raise Http404."""
    found: Deviation | None = _ranked(reader).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def deviation_page(pk: int, reader: "User") -> DeviationPage:
    """Assemble the page of one deviation."""
    deviation = readable_deviation(pk, reader)
    proposal, standing = deviation.version.proposal, kept_standing(reader)
    renew = may_renew(deviation, approved_by(proposal), part_in(proposal, reader, standing), standing)
    end = may_end(deviation, proposal, reader, standing)
    actions = [
        Action(
            label, reverse(name, args=[pk]), primary=primary, enabled=bool(answer), why=answer.reason, who=answer.who
        )
        for label, name, answer, primary in (
            (_("Renew the deviation"), "governance:deviation_renewal", renew, True),
            (_("End the deviation"), "governance:deviation_end", end, False),
        )
        if deviation.status != DeviationStatus.ENDED
    ]
    return DeviationPage(_line(deviation), tuple(deviation.rulings.all()), tuple(actions))


def deviation_waiting(person: "User") -> Iterator[WaitingItem]:
    """Yield the deviations that come back: to those who speak for the case, and to the body that approved it."""
    standing = kept_standing(person)
    decided = Decision.objects.filter(proposal=OuterRef("version__proposal"), verdict__in=_APPROVALS)
    mine = Q(version__proposal__author=person) | Q(version__proposal__owner=person)
    mine |= Q(version__proposal__project__owner=person) | Q(version__proposal__project__manager=person)
    ruled = Q(pk__in=[])
    if BodyKind.MANAGEMENT in standing.kinds:
        ruled |= Q(kind=BodyKind.MANAGEMENT)
    if BodyKind.DEPARTMENT_HEADS in standing.kinds:
        ruled |= Q(kind=BodyKind.DEPARTMENT_HEADS, version__proposal__unit__department=standing.department_id)
    rows = on_register(Deviation.objects.filter(status=DeviationStatus.APPROVED))
    rows = rows.annotate(kind=Subquery(decided.order_by("-pk").values("body_kind")[:1]))
    rows = rows.filter(mine | ruled, holds_until__lte=today() + FARTHEST)
    rows = rows.exclude(version__proposal__bars__person=person)
    found = list(rows.select_related("principle", "version__proposal").order_by("holds_until", "pk")[:LENGTH])
    # What comes back when is asked of policy only where something can.
    day = warning_day(kept_parameters(person)) if found else today()
    for row in found:
        if row.holds_until > day:
            break
        until: date = row.holds_until
        why = (
            _("The deviation from “%(principle)s” has expired.")
            if until < today()
            else _("The deviation from “%(principle)s” expires soon.")
        )
        yield WaitingItem(
            str(row.version.proposal),
            why % {"principle": row.principle},
            datetime.combine(min(until, today()), time.min, tzinfo=COPENHAGEN),
            reverse("governance:deviation_detail", args=[row.pk]),
            _("Renew or end it"),
            due=until,
            overdue=until < today(),
        )


def deviation_actions(_request: object) -> list[Action]:
    """Return the way from the principles to the register."""
    return [Action(_("See the deviations"), reverse("governance:deviation_list"))]


_APPROVALS = (Verdict.APPROVED, Verdict.CHANGED)


def _ranked(reader: "User") -> Any:
    ranks = (
        When(status=DeviationStatus.ENDED, then=Value(_RANKS.index(ENDED))),
        When(holds_until__lt=today(), then=Value(_RANKS.index(EXPIRED))),
        When(holds_until__lte=warning_day(parameters_in_force(today())), then=Value(_RANKS.index(EXPIRING))),
    )
    rank = Case(*ranks, default=Value(_RANKS.index(IN_FORCE)), output_field=IntegerField())
    rows = on_register(Deviation.objects.visible_to(reader)).annotate(rank=rank)
    related = ("principle__document", "version__proposal__unit", "version__proposal__project", "opened_by")
    rows = rows.select_related(*related).prefetch_related("rulings")
    return rows.order_by("rank", F("holds_until").asc(nulls_last=True), "-pk")


def _line(row: Deviation) -> DeviationLine:
    state = _RANKS[row.rank]  # type: ignore[attr-defined]  # annotated by _ranked
    until: date | None = row.holds_until  # type: ignore[attr-defined]  # annotated by on_register
    url = reverse("governance:deviation_detail", args=[row.pk])
    return DeviationLine(row, until, _word(state), _TONES[state], url)


def _word(state: str) -> str:
    return {
        EXPIRED: pgettext("deviation", "Expired"),
        EXPIRING: pgettext("deviation", "Expires soon"),
        IN_FORCE: pgettext("deviation", "In force"),
        ENDED: pgettext("deviation", "Ended"),
    }[state]
