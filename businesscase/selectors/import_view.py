"""What an import would do to a draft: every field and every line, with what becomes of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from businesscase.domain.cases import result_of
from businesscase.domain.workbook_import import Plan
from businesscase.models import (
    Alternative,
    AlternativeLine,
    BenefitLine,
    BusinessCaseVersion,
    CostLine,
    PlannedMilestone,
    RiskItem,
)
from businesscase.workbook import layout
from core.templatetags.danish import bare_kroner, date_long, kroner, number
from core.ui import Tone
from portfolio.forms.boxes import person_text


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs, as it is and as it would be."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a line: new, changed, as it is, or gone."""

    section: str
    label: str
    fate: str
    tone: Tone
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class ImportView:
    """The dry run. `results` are the key figures before and after; `changed` counts what would differ."""

    frame: tuple[Change, ...]
    fates: tuple[Fate, ...]
    results: tuple[Change, ...]
    counts: tuple[tuple[str, int], ...]
    refusal: str
    from_other: str

    @property
    def changes(self) -> bool:
        """Whether anything would be different."""
        return bool(self.frame or self.moved)

    @property
    def moved(self) -> tuple[Fate, ...]:
        """The lines that become something else."""
        return tuple(fate for fate in self.fates if fate.tone != "neutral")

    @property
    def kept(self) -> tuple[Fate, ...]:
        """The lines that stay as they are."""
        return tuple(fate for fate in self.fates if fate.tone == "neutral")


# A line as it is compared: its section, what pairs it with its like, what it is called, and its facts by name.
@dataclass(frozen=True, slots=True)
class _Line:
    section: str
    kind: str
    label: str
    facts: Mapping[str, str]


def import_view(plan: Plan, number_here: str) -> ImportView:
    """Return what the plan would do to the draft."""
    before = plan.before
    old = _lines_of(before) if before else []
    new = list(_lines(plan.frame, plan.read.costs, plan.read.benefits, plan.read.risks, plan.read.alternatives))
    if plan.read.milestones is not None:
        old += _stones(before.milestones.all()) if before else ()
        new += _stones(plan.read.milestones)
    fates = tuple(_fates(old, new))
    tones: tuple[tuple[str, Tone], ...] = (
        (pgettext("lines", "New"), "success"),
        (pgettext("lines", "Changed"), "warning"),
        (pgettext("lines", "Gone"), "error"),
        (pgettext("lines", "As they are"), "neutral"),
    )
    other = plan.read.number if plan.read.number not in ("", number_here) else ""
    return ImportView(
        frame=tuple(_frame_changes(before, plan)),
        fates=tuple(sorted(fates, key=lambda fate: fate.tone == "neutral")),
        results=tuple(_results(plan)),
        counts=tuple((label, sum(1 for fate in fates if fate.tone == tone)) for label, tone in tones),
        refusal=plan.refusal,
        from_other=other,
    )


def _frame_changes(before: BusinessCaseVersion | None, plan: Plan) -> Iterator[Change]:
    for name in plan.read.fields:
        was = _shown(before, name) if before else ""
        becomes = _shown(plan.frame, name)
        if was != becomes:
            yield Change(layout.label(name), was or "–", becomes or "–")


def _shown(case: BusinessCaseVersion, name: str) -> str:
    value = getattr(case, name)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, Decimal):
        return number(value)
    shown = getattr(case, f"get_{name}_display", None)
    return str(shown() if shown else "" if value is None else value)


def _results(plan: Plan) -> Iterator[Change]:
    stored = result_of(plan.before) if plan.before else None
    for name, label in (("npv", _("Net present value")), ("net_gain", _("Net gain"))):
        was, becomes = (getattr(one, name) if one else None for one in (stored, plan.result))
        yield Change(label, kroner(was), kroner(becomes))


def _lines_of(case: BusinessCaseVersion) -> list[_Line]:
    ways = [(way, list(way.lines.all())) for way in case.alternatives.all()]
    return list(_lines(case, case.cost_lines.all(), case.benefit_lines.all(), case.risks.all(), ways))


def _lines(
    case: BusinessCaseVersion,
    costs: Iterable[CostLine],
    benefits: Iterable[BenefitLine],
    risks: Iterable[RiskItem],
    ways: Iterable[tuple[Alternative, Sequence[AlternativeLine]]],
) -> Iterator[_Line]:
    for cost in costs:
        section = _("Own staff hours") if cost.counts_hours else _("Costs")
        words = {_("Kind of cost"): cost.get_category_display(), _("Supplier"): cost.supplier}
        yield _Line(section, cost.category, str(cost), words | _by_year(case, cost))
    for gain in benefits:
        words = {
            _("Kind of gain"): gain.get_type_display(),
            _("Benefit owner"): person_text(gain.owner) if gain.owner else "",
            _("Unit"): str(gain.unit or ""),
            _("Releases money in a budget"): _answer(gain.cash_releasing),
            _("Follows indirectly"): _answer(gain.indirect),
            _("What becomes of the money"): gain.get_harvest_mode_display() if gain.harvest_mode else "",
        }
        yield _Line(_("Gains"), gain.type, str(gain), words | _by_year(case, gain))
    for risk in risks:
        yield _Line(pgettext("sheet", "Risks"), "", risk.title, _risk_facts(risk))
    for way, lines in ways:
        words = {_("What it means"): _lf(way.description), _("Why it is not the one proposed"): _lf(way.why_not)}
        yield _Line(pgettext("sheet", "Alternatives"), str(way.ordinal), f"{way.ordinal}: {way}", words)
        for line in lines:
            facts = {_("Releases money in a budget"): _answer(line.cash_releasing)}
            shown = _figure if line.counts_hours else _amount
            years = zip(case.calendar, line.figures, strict=True)
            facts |= {str(year): shown(figure) for year, figure in years}
            kind = f"{way.ordinal} {line.side} {line.category}"
            yield _Line(pgettext("sheet", "Lines of alternatives"), kind, f"{way.ordinal}: {line}", facts)


def _stones(milestones: Iterable[PlannedMilestone]) -> Iterator[_Line]:
    for one in milestones:
        day = date_long(one.due_on) if one.due_on else ""
        yield _Line(_("Milestones"), "", one.label, {_("To be reached by"): day})


def _by_year(case: BusinessCaseVersion, line: CostLine | BenefitLine) -> dict[str, str]:
    shown = _figure if isinstance(line, CostLine) and line.counts_hours else _amount
    facts = {str(year): shown(figure) for year, figure in zip(case.calendar, line.figures, strict=False)}
    for name, figures in ((_("%(year)s, lowest"), line.low), (_("%(year)s, highest"), line.high)):
        facts |= {name % {"year": year}: shown(figure) for year, figure in zip(case.calendar, figures, strict=False)}
    return facts


def _risk_facts(risk: RiskItem) -> dict[str, str]:
    return {
        _("Probability"): _figure(risk.probability),
        _("What it costs"): _amount(risk.impact),
        _("In which year"): str(risk.year or ""),
        _("What is done about it"): _lf(risk.mitigation),
        _("Who watches it"): person_text(risk.owner) if risk.owner else "",
    }


def _fates(old: Sequence[_Line], new: Sequence[_Line]) -> Iterator[Fate]:
    """Pair every new line with the old one of its kind and name, else of its name alone, and tell what differs."""
    left = list(old)
    pairs: list[tuple[_Line | None, _Line]] = []
    for line in new:
        like = [one for one in left if (one.section, one.label) == (line.section, line.label)]
        match = next((one for one in like if one.kind == line.kind), like[0] if like else None)
        if match is not None:
            left.remove(match)
        pairs.append((match, line))
    for match, line in pairs:
        changes = tuple(_changes(match.facts if match else {}, line.facts))
        if match is None:
            yield Fate(line.section, line.label, pgettext("line", "New"), "success", changes)
        elif changes:
            yield Fate(line.section, line.label, pgettext("line", "Changed"), "warning", changes)
        else:
            yield Fate(line.section, line.label, pgettext("line", "As it is"), "neutral", ())
    for line in left:
        yield Fate(line.section, line.label, pgettext("line", "Goes away"), "error", tuple(_changes(line.facts, {})))


def _changes(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    for name in dict.fromkeys([*old, *new]):
        was, becomes = old.get(name, ""), new.get(name, "")
        if was != becomes:
            yield Change(name, was or "–", becomes or "–")


def _figure(figure: Decimal | None) -> str:
    return "" if figure is None else number(figure)


def _amount(figure: Decimal | None) -> str:
    return "" if figure is None else bare_kroner(figure)


def _answer(value: object) -> str:
    return _("Yes") if value else _("No")


def _lf(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
