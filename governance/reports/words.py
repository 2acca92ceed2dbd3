"""The sentences of a status report: what was found, in the words of the one who reads it in the corridor."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core.charts.short import short_kroner
from core.templatetags.danish import date_long, kroner, percent
from governance.reports.snapshot import RED, YELLOW, Attention, Figure, PoolLine, ProjectRow, Reason

# Of two one says both.
_BOTH = 2


def headline(projects: int, attention: Iterable[Attention], needed: int) -> str:
    """Return the finding in one or two sentences."""
    found = tuple(attention)
    return " ".join(filter(None, (_standing(projects, found), _waiting(needed))))


def light_reason(side: str, light: str, text: str) -> Reason:
    """Return why a red or yellow light needs attention, with the project's own sentence."""
    sentences = {
        ("time", RED): _("Time is red: %(text)s"),
        ("time", YELLOW): _("Time is yellow: %(text)s"),
        ("economy", RED): _("The economy is red: %(text)s"),
        ("economy", YELLOW): _("The economy is yellow: %(text)s"),
        ("benefits", RED): _("The gains are red: %(text)s"),
        ("benefits", YELLOW): _("The gains are yellow: %(text)s"),
        ("quality", RED): _("The quality is red: %(text)s"),
        ("quality", YELLOW): _("The quality is yellow: %(text)s"),
    }
    return Reason(light, sentences[side, light] % {"text": text})


def late_reason(milestone: str, planned: date, on: date) -> Reason:
    """Return that a milestone should have been reached."""
    days = (on - planned).days
    sentence = ngettext(
        "The milestone “%(milestone)s” should have been reached on %(day)s, %(days)s day ago.",
        "The milestone “%(milestone)s” should have been reached on %(day)s, %(days)s days ago.",
        days,
    )
    return Reason(YELLOW, sentence % {"milestone": milestone, "day": date_long(planned), "days": days})


def dear_reason(forecast: Decimal, planned: Decimal) -> Reason:
    """Return that more money is expected to be used than was planned."""
    values = {"forecast": kroner(forecast), "planned": kroner(planned)}
    if not planned:
        return Reason(YELLOW, _("The expected cost is %(forecast)s; nothing was planned.") % values)
    values["share"] = percent((forecast - planned) / planned)
    return Reason(YELLOW, _("The expected cost is %(forecast)s, %(share)s above the planned %(planned)s.") % values)


def silent_reason(newest: date | None) -> Reason:
    """Return that a status is missing."""
    if newest is None:
        return Reason("", _("The project has never given a status."))
    return Reason("", _("The newest status is from %(month)s.") % {"month": month_name(newest)})


def month_name(month: date) -> str:
    """Return "marts 2027"."""
    return date_format(month, "F Y")


def key_figures(
    projects: tuple[ProjectRow, ...],
    attention: tuple[Attention, ...],
    needed: int,
    pool: tuple[PoolLine, ...],
    changes: tuple[int, int],
) -> tuple[Figure, ...]:
    """Return the five key figures; `changes` are how many projects have begun and ended since the last report."""
    begun, ended = changes
    red = sum(one.light == RED for one in attention)
    return (
        Figure(
            _("Running projects"),
            str(len(projects)),
            _("%(begun)s begun, %(ended)s ended since the last report") % {"begun": begun, "ended": ended},
        ),
        Figure(
            _("Need attention"),
            str(len(attention)),
            ngettext("%(count)s of them is red", "%(count)s of them are red", red) % {"count": red}
            if red
            else _("none of them is red"),
        ),
        Figure(_("Await a decision"), str(needed), _("cases and questions from projects")),
        _pool_figure(projects, pool),
        _cost_figure(projects),
    )


def _standing(projects: int, attention: tuple[Attention, ...]) -> str:
    if not projects:
        return _("No project is running.")
    if not attention and projects == _BOTH:
        return _("Both running projects go as planned.")
    if not attention:
        return ngettext(
            "The one running project goes as planned.", "All %(count)s running projects go as planned.", projects
        ) % {"count": projects}
    return _reddened(_some(projects, len(attention)), len(attention), sum(one.light == RED for one in attention))


def _some(projects: int, watched: int) -> str:
    """Return how many need attention; of one project nobody says "1 of 1"."""
    if watched == projects == _BOTH:
        return _("Both running projects need attention")
    if watched == projects:
        sentence = ngettext(
            "The one running project needs attention", "All %(all)s running projects need attention", projects
        )
    else:
        sentence = ngettext(
            "%(some)s of %(all)s projects needs attention", "%(some)s of %(all)s projects need attention", watched
        )
    return sentence % {"some": watched, "all": projects}


def _reddened(some: str, watched: int, red: int) -> str:
    """Return `some` with how many of them are red."""
    if not red:
        sentence = ngettext("%(some)s; it is not red.", "%(some)s; none of them is red.", watched)
    elif red == watched == _BOTH:
        sentence = _("%(some)s; both are red.")
    elif red == watched:
        sentence = ngettext("%(some)s; it is red.", "%(some)s; all of them are red.", watched)
    else:
        sentence = ngettext("%(some)s; %(red)s is red.", "%(some)s; %(red)s are red.", red)
    return sentence % {"some": some, "red": red}


def _waiting(needed: int) -> str:
    if not needed:
        return ""
    return capfirst(
        ngettext("one decision awaits management.", "%(count)s decisions await management.", needed) % {"count": needed}
    )


def _pool_figure(projects: tuple[ProjectRow, ...], pool: tuple[PoolLine, ...]) -> Figure:
    """Return what the first year shown has left.

    A report without the pool says what its projects were granted, and where no pool grants, what they are to gain.
    """
    if not pool:
        granted = sum((row.granted for row in projects), Decimal(0))
        if not granted:
            return _gain_figure(projects)
        return Figure(_("Granted from the pool"), short_kroner(granted), _("DKK to the running projects"))
    year = pool[0].year
    rest = sum((line.rest for line in pool if line.year == year), Decimal(0))
    frame = sum((line.frame for line in pool if line.year == year), Decimal(0))
    label = _("Left in the pool %(year)s") % {"year": year}
    return Figure(label, short_kroner(rest), _("DKK of %(frame)s") % {"frame": short_kroner(frame)})


def _gain_figure(projects: tuple[ProjectRow, ...]) -> Figure:
    known = [row.gain for row in projects if row.gain is not None]
    if not known:
        return Figure(_("Planned gain"), pgettext("key figure", "–"), _("no project has stated it"))
    return Figure(_("Planned gain"), short_kroner(sum(known, Decimal(0))), _("DKK of the running projects"))


def _cost_figure(projects: tuple[ProjectRow, ...]) -> Figure:
    known = [(row.forecast, row.planned) for row in projects if row.forecast is not None and row.planned is not None]
    forecast = sum((one for one, _planned in known), Decimal(0))
    planned = sum((one for _forecast, one in known), Decimal(0))
    label, silent = _("Expected cost"), len(projects) - len(known)
    if not known:
        return Figure(label, pgettext("key figure", "–"), _("no project has stated it"))
    note = _("DKK; planned %(planned)s") % {"planned": short_kroner(planned)}
    if silent:
        missing = ngettext("%(count)s project has not stated it", "%(count)s projects have not stated it", silent)
        note = f"{note}; {missing % {'count': silent}}"
    return Figure(label, short_kroner(forecast), note)
