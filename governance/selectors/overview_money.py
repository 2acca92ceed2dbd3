"""The pool by year, what the running projects cost, and what they are to give."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from core.templatetags.danish import kroner
from governance.models import PoolYear
from governance.selectors.overview_capacity import Area, project_list
from governance.selectors.pool import open_years
from portfolio.enums import Light


@dataclass(frozen=True, slots=True)
class PoolLine:
    """One year of the pool, DKK; the shares are of the frame, 0 to 100, for the bar."""

    year: int
    frame: Decimal
    mandatory: Decimal
    other: Decimal
    left: Decimal
    mandatory_share: Decimal
    other_share: Decimal

    @property
    def committed(self) -> Decimal:
        """What decisions have spoken for."""
        return self.mandatory + self.other


@dataclass(frozen=True, slots=True)
class BenefitLight:
    """How many running projects say this of their benefits; `light` is empty where they have said nothing."""

    light: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Money:
    """Amounts in DKK over the running projects that state them, None where none does.

    `compared_plan` and `compared_forecast` are of those that state both; `unstated` counts those without a plan.
    """

    years: tuple[PoolLine, ...]
    pool_title: str
    planned: Decimal | None
    spent: Decimal | None
    forecast: Decimal | None
    gain: Decimal | None
    compared_plan: Decimal | None
    compared_forecast: Decimal | None
    unstated: int
    benefits: tuple[BenefitLight, ...]
    url: str


def money(areas: tuple[Area, ...]) -> Money:
    """Return the money; one query for the pool, the rest has been read."""
    years = tuple(map(_line, open_years()))
    return Money(
        years=years,
        pool_title=_pool_title(years),
        planned=_sum(area.planned for area in areas),
        spent=_sum(area.spent for area in areas),
        forecast=_sum(area.forecast for area in areas),
        gain=_sum(area.gain for area in areas),
        compared_plan=_sum(area.compared_plan for area in areas),
        compared_forecast=_sum(area.compared_forecast for area in areas),
        unstated=sum(area.unstated for area in areas),
        benefits=_benefits(areas),
        url=project_list(view="running"),
    )


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """Add what is stated up; what nobody has stated is not 0."""
    stated = [amount for amount in amounts if amount is not None]
    return sum(stated, Decimal(0)) if stated else None


def _line(year: PoolYear) -> PoolLine:
    return PoolLine(
        year=year.year,
        frame=year.available,
        mandatory=year.spoken_for_mandatory,
        other=year.spoken_for_other,
        left=year.left,
        mandatory_share=_share(year.spoken_for_mandatory, year.available),
        other_share=_share(year.spoken_for_other, year.available),
    )


def _share(part: Decimal, whole: Decimal) -> Decimal:
    return (part * 100 / whole).quantize(Decimal("0.1")) if whole else Decimal(0)


def _pool_title(years: tuple[PoolLine, ...]) -> str:
    """Say the finding: the first year that is spoken for, or what this one has left."""
    if not years:
        return ""
    for year in years:
        if year.frame and year.left <= 0:
            return _("The pool of %(year)d is all spoken for") % {"year": year.year}
    first = years[0]
    return _("%(amount)s of %(year)d can still be allocated") % {"amount": kroner(first.left), "year": first.year}


def _benefits(areas: tuple[Area, ...]) -> tuple[BenefitLight, ...]:
    lights = [Light.RED, Light.YELLOW, Light.GREEN]
    counts = {str(light): sum(area.benefits[str(light)] for area in areas) for light in lights}
    silent = sum(area.running for area in areas) - sum(counts.values())
    lines = [BenefitLight(light, count, project_list(benefits=light)) for light, count in counts.items()]
    return (*lines, BenefitLight("", silent, project_list(light="silent")))
