"""Danish numbers, dates, lights and icons in templates; available everywhere without `{% load %}`."""

from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING

from django import template
from django.templatetags.static import static
from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from core.clock import COPENHAGEN, now, today

if TYPE_CHECKING:
    from django.core.paginator import Page

register = template.Library()

Number = Decimal | int | str | None
Moment = date | datetime | str | None

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
DAYS_IN_MONTH = 30
DAYS_IN_YEAR = 365

# A shape beside each hue: the word and the shape carry the meaning where the colour does not reach.
SHAPES = {"green": "●", "yellow": "▲", "red": "■", "silent": "○"}
LIGHTS = {
    "green": pgettext_lazy("light", "Green"),
    "yellow": pgettext_lazy("light", "Yellow"),
    "red": pgettext_lazy("light", "Red"),
    "silent": pgettext_lazy("light", "Silent"),
}
TONE_SHAPES = {"neutral": "○", "info": "►", "success": "●", "warning": "▲", "error": "■"}
# The minus sign, as in the charts; a hyphen may part from its figure at the end of a line.
_DANISH_MARKS = str.maketrans(",.-", ".,−")
# Units that are usually written in the plural, with what one of them is called.
_ONE_OF = {
    "arbejdsdage": "arbejdsdag", "besøg": "besøg", "borgere": "borger", "breve": "brev", "dage": "dag", "fejl": "fejl",
    "gange": "gang", "henvendelser": "henvendelse", "klager": "klage", "kroner": "krone", "medarbejdere": "medarbejder",
    "minutter": "minut", "måneder": "måned", "møder": "møde", "opkald": "opkald", "opringninger": "opringning",
    "personer": "person", "rejser": "rejse", "rykkere": "rykker", "sager": "sag", "sekunder": "sekund", "sider": "side",
    "skemaer": "skema", "skridt": "skridt", "systemer": "system", "timer": "time", "uger": "uge", "årsværk": "årsværk",
}  # fmt: skip
ICON_SHEET = "vendor/dkfds/img/all-svg-icons.svg"


@register.filter
def kroner(amount: Number) -> str:
    """Return an amount in DKK, "1.250.000 kr." or "1.250.000,50 kr."; nothing is "ikke oplyst", never 0."""
    exact = _decimal(amount)
    return _("not stated") if exact is None else _("DKK %(amount)s") % {"amount": bare_kroner(exact)}


@register.filter
def bare_kroner(amount: Number) -> str:
    """Return an amount without its unit, "1.250.000" or "1.250.000,50", for columns whose head names DKK."""
    exact = _decimal(amount)
    if exact is None:
        return _("not stated")
    rounded = exact.quantize(Decimal("0.01"), ROUND_HALF_EVEN)
    return _grouped(rounded, 0 if rounded == rounded.to_integral_value() else 2)


@register.filter
def whole_kroner(amount: Number) -> str:
    """Return an amount rounded to whole kroner, for tables; the exact one belongs beside it and in every export."""
    exact = _decimal(amount)
    return _("not stated") if exact is None else kroner(exact.quantize(Decimal(1), ROUND_HALF_EVEN))


@register.filter
def hours(amount: Number) -> str:
    """Return working hours, "300 timer" or "37,5 timer"."""
    exact = _decimal(amount)
    if exact is None:
        return _("not stated")
    plural = 1 if exact == 1 else 2
    return ngettext("%(number)s hour", "%(number)s hours", plural) % {"number": _shortest(exact, 2)}


@register.filter
def percent(share: Number, places: int = 1) -> str:
    """Return a share as a percentage with at most `places` decimals: 0.035 is "3,5 %"."""
    exact = _decimal(share)
    if exact is None:
        return _("not stated")
    return _("%(number)s%%") % {"number": _shortest(exact * 100, places)}


@register.filter
def factor(share: Number) -> str:
    """Return what a krone of another year is worth today with four decimals, "0,9662"."""
    exact = _decimal(share)
    return _("not stated") if exact is None else _grouped(exact, 4)


@register.filter
def number(amount: Number) -> str:
    """Return a number with at most two decimals, "1.234,5"."""
    exact = _decimal(amount)
    return _("not stated") if exact is None else _shortest(exact, 2)


@register.filter
def counted(amount: Number, unit: str) -> str:
    """Return a number of what somebody has written the unit of; of one there is "1 dag", not "1 dage".

    A number is a number of something without the word; a unit that is not known stands as it was written.
    """
    exact = _decimal(amount)
    if exact is None:
        return _("not stated")
    first, space, rest = unit.strip().removeprefix("antal ").partition(" ")
    one = _ONE_OF.get(first.lower(), first) if exact == 1 else first
    return f"{number(exact)} {one}{space}{rest}".strip()


@register.filter
def date_long(moment: Moment) -> str:
    """Return a date, "14. marts 2027"; an instant is first moved to Copenhagen."""
    day = _day(moment)
    return _("not stated") if day is None else formats.date_format(day, "DATE_FORMAT")


@register.filter
def date_time(moment: datetime | None) -> str:
    """Return an instant in Copenhagen, "14. marts 2027 kl. 9.05"."""
    if not moment:
        return _("not stated")
    local = moment.astimezone(COPENHAGEN)
    return _("%(date)s at %(time)s") % {"date": date_long(local), "time": formats.date_format(local, "G.i")}


@register.filter
def since(moment: Moment) -> str:
    """Return how long ago, "for 3 dage siden"; to stand beside a date, never instead of one."""
    day = _day(moment)
    if day is None:
        return ""
    past = today() - day
    if past < timedelta(0):
        return until(moment)
    if past < DAY:
        return _earlier_today(moment) if isinstance(moment, datetime) else _("today")
    return _("yesterday") if past == DAY else _days_ago(past.days)


@register.filter
def until(moment: Moment) -> str:
    """Return how far a deadline is, "i morgen", "om 5 dage", "3 dage over fristen"."""
    day = _day(moment)
    if day is None:
        return ""
    left = (day - today()).days
    if left < 0:
        return ngettext("%(count)d day overdue", "%(count)d days overdue", -left) % {"count": -left}
    near = {0: _("today"), 1: _("tomorrow")}
    return near.get(left) or ngettext("in %(count)d day", "in %(count)d days", left) % {"count": left}


@register.simple_tag
def light(value: str | None, about: str = "") -> SafeString:
    """Draw a traffic light with shape and word: `green`, `yellow`, `red`; nothing said is `silent`."""
    colour = str(value or "silent")
    hidden = format_html('<span class="sr-only">{}: </span>', about) if about else ""
    mark = '<span class="light light--{}">{}<span class="shape" aria-hidden="true">{}</span> {}</span>'
    return format_html(mark, colour, hidden, SHAPES[colour], LIGHTS[colour])


@register.simple_tag
def state(label: str, tone: str = "neutral") -> SafeString:
    """Draw a state as a word with the shape and hue of its `tone` (see `core.ui.Tone`)."""
    mark = '<span class="state state--{}"><span class="shape" aria-hidden="true">{}</span> {}</span>'
    return format_html(mark, tone, TONE_SHAPES[tone], label)


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon of the design system; it stands beside a word, so it is hidden from screen readers."""
    mark = '<svg class="icon-svg" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>'
    return format_html(mark, static(ICON_SHEET), name)


@register.simple_tag
def page_numbers(page: "Page[object]") -> list[int | str]:
    """Return the page numbers to offer around `page`, with an ellipsis where some are left out."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1))


def _decimal(value: Number) -> Decimal | None:
    return None if value is None or value == "" else Decimal(value)


def _grouped(value: Decimal, places: int) -> str:
    return f"{value:z,.{places}f}".translate(_DANISH_MARKS)


def _shortest(value: Decimal, places: int) -> str:
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)
    exponent = rounded.normalize().as_tuple().exponent
    used = -exponent if isinstance(exponent, int) else 0
    return _grouped(rounded, max(used, 0))


def _day(moment: Moment) -> date | None:
    if not moment or isinstance(moment, str):
        return None
    return moment.astimezone(COPENHAGEN).date() if isinstance(moment, datetime) else moment


def _earlier_today(moment: datetime) -> str:
    past = now() - moment
    if past < MINUTE:
        return _("just now")
    if past < HOUR:
        count = past // MINUTE
        return ngettext("%(count)d minute ago", "%(count)d minutes ago", count) % {"count": count}
    count = past // HOUR
    return ngettext("%(count)d hour ago", "%(count)d hours ago", count) % {"count": count}


def _days_ago(days: int) -> str:
    if days >= DAYS_IN_YEAR:
        count = days // DAYS_IN_YEAR
        return ngettext("%(count)d year ago", "%(count)d years ago", count) % {"count": count}
    if days >= DAYS_IN_MONTH:
        count = days // DAYS_IN_MONTH
        return ngettext("%(count)d month ago", "%(count)d months ago", count) % {"count": count}
    return ngettext("%(count)d day ago", "%(count)d days ago", days) % {"count": days}
