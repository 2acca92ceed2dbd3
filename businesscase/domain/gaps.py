"""What a business case still lacks before its proposal can be submitted, each gap with the rule that asks for it."""

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from django.utils.translation import gettext as _

from businesscase.domain.cases import case_of, result_of
from businesscase.domain.funding import Funding, funding_of, is_investment
from businesscase.domain.results import readable_input
from businesscase.domain.short_case import is_short
from businesscase.domain.terms import Terms, terms_in_force
from businesscase.domain.written import written_of
from businesscase.enums import HEADINGS
from core.domain.refusal import Refused
from core.templatetags.danish import kroner
from portfolio.domain.completeness import Gap
from portfolio.domain.proportion import small_case
from portfolio.enums import ProposalKind

if TYPE_CHECKING:
    from businesscase.models import BenefitLine, BusinessCaseVersion, CostLine
    from portfolio.models import Proposal, ProposalVersion

STEP = "business-case"
# The word alone says that there is none, but not why.
_BARE = {"ingen", "none", "nej", "no", "-"}


def case_gaps(proposal: "Proposal", version: "ProposalVersion") -> tuple[Gap, ...]:
    """Return the gaps of the business case's step; empty for a proposal that invests nothing."""
    if not is_investment(proposal, version):
        return ()
    case = case_of(version)
    if case is None:
        return (_gap(_("The business case has not been written. Every IT investment needs one."), "case", "D17"),)
    terms = terms_in_force()
    costs, benefits = list(case.cost_lines.all()), list(case.benefit_lines.all())
    return (
        *_frame_gaps(case),
        *_rationale_gaps(case, benefits),
        *_cost_gaps(case, costs),
        *_benefit_gaps(case, benefits, need=_need_of_lines(proposal, version, case, terms)),
        *_risk_gaps(case),
        *_alternative_gaps(case),
        *_money_gaps(proposal, version, case, funding_of(case, costs)),
        *_result_gaps(case, terms),
    )


def is_light(case: "BusinessCaseVersion", version: "ProposalVersion", terms: Terms) -> bool:
    """Tell whether a light case is enough: a trial (C22), or neither figure above its threshold (AM25)."""
    if case.is_trial:
        return True
    if terms.vendor_cost_limit is None or terms.staff_hours_limit is None:
        return False
    cost, hours = version.vendor_cost or 0, version.staff_hours or 0
    return cost <= terms.vendor_cost_limit and hours <= terms.staff_hours_limit


def answered(text: str) -> bool:
    """Tell whether a heading is answered by more than a bare "none"."""
    return text.strip().strip(".!-– ").casefold() not in _BARE | {""}


def _gap(text: str, field: str, rule: str) -> Gap:
    return Gap(text, STEP, field, rule)


def _label(case: "BusinessCaseVersion", field: str) -> str:
    return str(case._meta.get_field(field).verbose_name)  # type: ignore[union-attr]  # a field of its own


def _frame_gaps(case: "BusinessCaseVersion") -> Iterator[Gap]:
    if case.follow_up_months is None:
        yield _gap(_("Say after how many months in operation you follow up."), "follow_up_months", "C20")
    if case.is_trial:
        for field in ("learning_goals", "stop_criteria"):
            if not answered(getattr(case, field)):
                yield _gap(_("“%(field)s” has not been filled in.") % {"field": _label(case, field)}, field, "C22")


def _rationale_gaps(case: "BusinessCaseVersion", benefits: "list[BenefitLine]") -> Iterator[Gap]:
    kinds = [kind.value for kind in HEADINGS]
    for kind in kinds:
        none, text = getattr(case, f"no_{kind}"), getattr(case, f"rationale_{kind}")
        name = {"name": _label(case, f"rationale_{kind}")}
        if not answered(text):
            sentence = (
                _("Say why there is no gain under “%(name)s”.")
                if none
                else _("Answer “%(name)s”. If there is no such gain, say so and why.")
            )
            yield _gap(sentence % name, f"rationale_{kind}", "D18")
        if none and any(line.type == kind for line in benefits):
            sentence = _("You say that there is no gain under “%(name)s”, but a line shows one.")
            yield _gap(sentence % name, f"rationale_{kind}", "D18")
    if all(getattr(case, f"no_{kind}") for kind in kinds):
        text = _("An IT investment needs a gain: economic, in service or in efficiency.")
        yield _gap(text, "rationale_economic", "D17")


def _cost_gaps(case: "BusinessCaseVersion", costs: "list[CostLine]") -> Iterator[Gap]:
    if not any(line.is_stated for line in costs):
        yield _gap(_("Write what it costs: at least one line with a figure."), "costs", "D15")
    for line in costs:
        if not line.label.strip():
            kind = {"kind": line.get_category_display()}
            yield _gap(_("A cost under “%(kind)s” has no name.") % kind, "costs", "D15")
        elif not line.is_stated:
            yield _gap(_("The cost “%(name)s” has no figures.") % {"name": line.label}, "costs", "D15")
    if any(line.counts_hours and line.is_stated for line in costs):
        if case.hourly_rate is None:
            yield _gap(_("Say what one working hour costs; staff hours are counted with it."), "hourly_rate", "D16")
        elif not case.hourly_rate_source.strip():
            yield _gap(_("Say where the price of one working hour comes from."), "hourly_rate_source", "D16")


def _need_of_lines(
    proposal: "Proposal", version: "ProposalVersion", case: "BusinessCaseVersion", terms: Terms
) -> Literal["none", "one", "each"]:
    """Return how many gains must stand as lines: none in a small case, whose three headings say it in words (AM25)."""
    if small_case(proposal, version) is not None:
        return "none"
    return "one" if is_light(case, version, terms) else "each"


def _benefit_gaps(
    case: "BusinessCaseVersion", benefits: "list[BenefitLine]", *, need: Literal["none", "one", "each"]
) -> Iterator[Gap]:
    """Ask a light case for one gain or why there is none, a full one for a line for each gain it speaks of.

    A gain has a name and an owner; in a full case also the unit that makes it, and what becomes of the money it
    releases (C18).
    """
    if need == "one" and not benefits and not answered(case.no_benefits_reason):
        text = _("Write at least one gain as a line, or explain why there is none.")
        yield _gap(text, "no_benefits_reason", "AM25")
    if need == "each":
        yield from _unshown(case, {line.type for line in benefits})
    for line in benefits:
        name = {"name": line.label}
        if not line.label.strip():
            yield _gap(_("A gain under “%(kind)s” has no name.") % {"kind": line.get_type_display()}, "benefits", "D17")
            continue
        if line.owner is None:
            yield _gap(_("The gain “%(name)s” has no owner.") % name, "benefits", "D17")
        if need == "each" and line.unit is None:
            yield _gap(_("Write on the gain “%(name)s” in which unit it is made.") % name, "benefits", "C18")
        if need == "each" and line.cash_releasing and not line.harvest_mode:
            text = _("The gain “%(name)s” releases money. Choose what becomes of the money, or say that it does not.")
            yield _gap(text % name, "benefits", "C18")


def _unshown(case: "BusinessCaseVersion", shown: set[str]) -> Iterator[Gap]:
    for kind in HEADINGS:
        if not getattr(case, f"no_{kind}") and answered(getattr(case, f"rationale_{kind}")) and kind not in shown:
            name = _label(case, f"rationale_{kind}")
            text = _("You describe a gain under “%(name)s”, but no line shows it. A line may stand without an amount.")
            yield _gap(text % {"name": name}, "benefits", "B7")


def _risk_gaps(case: "BusinessCaseVersion") -> Iterator[Gap]:
    for number, risk in enumerate(case.risks.all(), start=1):
        if not risk.title.strip():
            yield _gap(_("Risk %(number)d has no name.") % {"number": number}, "risks", "B6")
        elif None in (risk.probability, risk.impact, risk.year):
            text = _("The risk “%(name)s” lacks its probability, its amount or its year.")
            yield _gap(text % {"name": risk.title}, "risks", "B6")


def _alternative_gaps(case: "BusinessCaseVersion") -> Iterator[Gap]:
    for way in case.alternatives.all():
        name = {"name": str(way)}
        unnamed = [line for line in way.lines.all() if not line.label.strip()]
        if not way.description.strip() and not any(line.is_stated for line in way.lines.all()):
            yield _gap(_("“%(name)s” is neither described nor calculated.") % name, "alternatives", "B8")
        elif unnamed:
            yield _gap(_("“%(name)s” has a line without a name.") % name, "alternatives", "B8")
        if way.is_today:
            continue
        if not way.title.strip():
            yield _gap(_("%(name)s has no name.") % name, "alternatives", "B8")
        elif not answered(way.why_not):
            yield _gap(_("Say why “%(name)s” is not the one proposed.") % name, "alternatives", "B8")


def _money_gaps(
    proposal: "Proposal", version: "ProposalVersion", case: "BusinessCaseVersion", funding: Funding
) -> Iterator[Gap]:
    if funding.differs_from(version.vendor_cost) and is_short(proposal, version, case):
        yield _gap(_("The supplier cost has changed since the business case was saved. Save it again."), "case", "D2")
    elif funding.differs_from(version.vendor_cost) and not answered(case.difference_reason):
        text = _(
            "The supplier cost is %(cost)s, but purchase and implementation in the business case come to %(lines)s. "
            "Correct one of them, or explain the difference."
        )
        amounts = {"cost": kroner(version.vendor_cost), "lines": kroner(funding.fundable)}
        yield _gap(text % amounts, "difference_reason", "D2")
    if proposal.kind == ProposalKind.APPLICATION and funding.is_exceeded_by(version.requested_amount):
        yield from _request_gaps(version, case, funding)


def _request_gaps(version: "ProposalVersion", case: "BusinessCaseVersion", funding: Funding) -> Iterator[Gap]:
    asked = version.requested_amount or Decimal(0)
    amounts = {"asked": kroner(asked), "fundable": kroner(funding.fundable), "most": kroner(funding.at_most)}
    if not answered(case.staff_hours_override_reason):
        text = _(
            "You apply for %(asked)s, but the pool pays purchase and implementation only: %(fundable)s. "
            "Lower the amount, or explain why the pool should also pay staff hours."
        )
        yield _gap(text % amounts, "staff_hours_override_reason", "D16")
    elif asked > funding.at_most:
        text = _(
            "You apply for %(asked)s, but purchase, implementation and staff hours come to %(most)s. Lower the amount."
        )
        yield _gap(text % amounts, "staff_hours_override_reason", "D15")


def _result_gaps(case: "BusinessCaseVersion", terms: Terms) -> Iterator[Gap]:
    """Ask for a new calculation where the terms have changed since the last; saving makes it."""
    try:
        given = readable_input(written_of(case), terms)
    except Refused as refusal:
        yield _gap(refusal.reason, "case", "AM11")
        return
    result = result_of(case)
    if given is None:
        return
    if result is None or (result.input_digest, result.definition) != (given.digest, str(terms.definition)):
        text = _("What the business case is calculated on has changed since it was calculated. Save it again.")
        yield _gap(text, "case", "AM11")
