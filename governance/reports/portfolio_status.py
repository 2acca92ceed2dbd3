"""The status report on paper: from the frozen snapshot to HTML, and nothing read from the database on the way."""

from dataclasses import dataclass
from decimal import Decimal

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core.charts import Bar, BarChart, ColumnChart, Part, bar_chart, column_chart
from core.charts.short import short_kroner
from governance.reports.snapshot import GREEN, RED, YELLOW, MonthOfLights, PoolLine, PortfolioStatus, ProjectRow
from governance.reports.words import month_name

# So many of the projects that need attention stand on the first page; the others follow on the next.
FIRST_PAGE = 6
_GREEN_FILL, _YELLOW_FILL, _RED_FILL, _SILENT_FILL = "#2c6b00", "#e0a800", "#b80000", "#c9c9c9"
_DARK, _LIGHT = "#1a1a1a", "#ffffff"


@dataclass(frozen=True, slots=True)
class GainLine:
    """What the projects of one light are to gain, DKK."""

    light: str
    name: str
    amount: Decimal
    projects: int


def portfolio_status_html(status: PortfolioStatus, *, digest: str, municipality: str) -> str:
    """Return the report as a page for `core.pdf`; `digest` is the hash of the snapshot's JSON."""
    gains = gain_lines(status.projects)
    context = {
        "status": status,
        "digest": digest,
        "municipality": municipality,
        "worst": status.attention[:FIRST_PAGE],
        "others": status.attention[FIRST_PAGE:],
        "pool_chart": pool_chart(status.pool),
        "lights_chart": lights_chart(status.months),
        "gains": gains,
        "gains_chart": gains_chart(gains),
    }
    return render_to_string("reports/portfolio_status.html", context)


def pool_chart(pool: tuple[PoolLine, ...]) -> ColumnChart | None:
    """Return the pool by year: what is allocated and what is left; None where no pool is reported."""
    years = sorted({line.year for line in pool})
    if not years:
        return None
    of_year = {year: [line for line in pool if line.year == year] for year in years}

    def sums(name: str) -> tuple[Decimal, ...]:
        return tuple(sum((getattr(line, name) for line in of_year[year]), Decimal(0)) for year in years)

    rest = sums("rest")
    spent_up = next((year for year, left in zip(years, rest, strict=True) if left <= 0), None)
    if spent_up is not None:
        title = _("The pool is allocated in full in %(year)s") % {"year": spent_up}
    else:
        title = _("DKK %(rest)s of the pool are left in %(year)s") % {"rest": short_kroner(rest[0]), "year": years[0]}
    lines = [
        _("%(year)s: %(committed)s allocated, %(rest)s left")
        % {"year": year, "committed": short_kroner(committed), "rest": short_kroner(left)}
        for year, committed, left in zip(years, sums("committed"), rest, strict=True)
    ]
    return column_chart(
        title=title,
        description=". ".join(lines),
        columns=[str(year) for year in years],
        parts=(
            Part(_("Mandatory solutions"), "#0b4f8a", _LIGHT, sums("mandatory")),
            Part(_("Other purposes"), "#7fb0dc", _DARK, sums("other")),
            Part(pgettext("pool", "Left"), "#e6e6e6", _DARK, rest),
        ),
        written=short_kroner,
    )


def lights_chart(months: tuple[MonthOfLights, ...]) -> ColumnChart | None:
    """Return how many projects had which worst light, month by month; None before the first month."""
    if not months:
        return None
    last = months[-1]
    title = ngettext("%(red)s project was red in %(month)s", "%(red)s projects were red in %(month)s", last.red) % {
        "red": last.red or pgettext("projects", "No"),
        "month": month_name(last.month),
    }
    lines = [
        _("%(month)s: %(green)s green, %(yellow)s yellow, %(red)s red, %(silent)s without a status")
        % {
            "month": month_name(one.month),
            "green": one.green,
            "yellow": one.yellow,
            "red": one.red,
            "silent": one.silent,
        }
        for one in months
    ]

    def counts(name: str) -> tuple[Decimal, ...]:
        return tuple(Decimal(getattr(one, name)) for one in months)

    return column_chart(
        title=title,
        description=". ".join(lines),
        columns=[month_name(one.month).split()[0][:3] for one in months],
        parts=(
            Part(pgettext("light", "Green"), _GREEN_FILL, _LIGHT, counts("green")),
            Part(pgettext("light", "Yellow"), _YELLOW_FILL, _DARK, counts("yellow")),
            Part(pgettext("light", "Red"), _RED_FILL, _LIGHT, counts("red")),
            Part(pgettext("light", "Silent"), _SILENT_FILL, _DARK, counts("silent")),
        ),
        written=lambda count: str(int(count)),
    )


def gain_lines(projects: tuple[ProjectRow, ...]) -> tuple[GainLine, ...]:
    """Return what the running projects are to gain, by the light that they give their gains."""
    known = [row for row in projects if row.gain is not None]
    names = {
        GREEN: pgettext("light", "Green"),
        YELLOW: pgettext("light", "Yellow"),
        RED: pgettext("light", "Red"),
        "": pgettext("light", "Silent"),
    }
    lines = []
    for light, name in names.items():
        rows = [row for row in known if row.benefits == light]
        lines.append(GainLine(light, name, sum((row.gain or Decimal(0) for row in rows), Decimal(0)), len(rows)))
    return tuple(line for line in lines if line.projects)


def gains_chart(gains: tuple[GainLine, ...]) -> BarChart | None:
    """Return the planned gains by light; None where no project has stated one."""
    total = sum((line.amount for line in gains), Decimal(0))
    if not total:
        return None
    on_track = sum((line.amount for line in gains if line.light == GREEN), Decimal(0))
    title = _("DKK %(on_track)s of %(total)s in planned gains are on track") % {
        "on_track": short_kroner(on_track),
        "total": short_kroner(total),
    }
    fills = {GREEN: _GREEN_FILL, YELLOW: _YELLOW_FILL, RED: _RED_FILL, "": _SILENT_FILL}
    return bar_chart(
        title=title,
        description=". ".join(f"{line.name}: {short_kroner(line.amount)}" for line in gains),
        bars=[Bar(line.name, line.amount, fills[line.light]) for line in gains],
        written=short_kroner,
    )
