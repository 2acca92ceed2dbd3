"""The case year by year, with what goes out and what comes in as columns."""

from django.utils.translation import gettext as _

from businesscase.selectors.section import Section, Table, whole, words
from businesscase.selectors.year import Year
from core.charts import Group, GroupChart, group_chart
from core.templatetags.danish import factor, kroner


def years_section(years: tuple[Year, ...], total: Year, *, against_today: bool) -> Section:
    """Return every year of a result; `against_today` says that today's costs and gains fall away in it."""
    cost, gain = _("Costs"), _("Gains")
    texts: tuple[str, ...] = ()
    if against_today:
        cost, gain = _("Costs and lost gains"), _("Gains and saved costs")
        texts = (
            _(
                "Everything is measured against carrying on as today: what it costs today and no longer has to be "
                "paid counts as a gain, and what is gained today and falls away counts as a cost."
            ),
        )
    rows = tuple(
        (
            words(str(year.year)),
            *(whole(one) for one in (year.cost, year.benefit, year.net, year.cumulative)),
            words(factor(year.factor)),
            whole(year.discounted_net),
        )
        for year in years
    )
    return Section(
        title=_("Year by year"),
        finding=_("%(cost)s out and %(gain)s in") % {"cost": kroner(total.cost), "gain": kroner(total.benefit)},
        texts=texts,
        chart=_chart(years, cost, gain),
        tables=(
            Table(
                _("Year by year, rounded to whole kroner"),
                (_("Year"), cost, gain, _("Gains less costs"), _("Added up"), _("Discount factor"), _("Discounted")),
                rows,
                (
                    words(_("In all")), whole(total.cost), whole(total.benefit), whole(total.net), words(""), words(""),
                    whole(total.discounted_net),
                ),
                upright=True,
            ),
        ),
    )  # fmt: skip


def _chart(years: tuple[Year, ...], cost: str, gain: str) -> GroupChart:
    first = next((year.year for year in years if year.net > 0), None)
    if first is None:
        title = _("No year gives more than it costs")
    else:
        title = _("%(year)s is the first year that gives more than it costs") % {"year": first}
    said = _("%(year)s: %(cost)s out, %(gain)s in")
    lines = [said % {"year": year.year, "cost": kroner(year.cost), "gain": kroner(year.benefit)} for year in years]
    return group_chart(
        title=title,
        description=". ".join(lines),
        groups=[Group(str(year.year), (year.cost, year.benefit)) for year in years],
        key=[("cost", cost), ("gain", gain)],
    )
