"""What a proposal still lacks before it can be submitted, with the step where it is mended.

Pure reads of a version; the rules are the ledger's: each `Gap` names the one it comes from.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.providers import collect
from portfolio.domain.proportion import leaves_out, small_case
from portfolio.enums import AcquisitionType, BindingLevel, ProposalKind
from portfolio.models import Proposal, ProposalVersion


@dataclass(frozen=True, slots=True)
class Gap:
    """Something missing: the sentence, the wizard's step, the field and the ledger id."""

    text: str
    step: str
    field: str
    rule: str


# field -> (step, ledger id); each must hold text in the full form.
_FULL_FORM = {
    "core_task": ("need", "G-ODE5.1"),
    "need": ("need", "D34"),
    "aspect_organisation": ("aspects", "C2"),
    "aspect_management": ("aspects", "C2"),
    "aspect_processes": ("aspects", "C2"),
    "aspect_technology": ("aspects", "C2"),
    "acquisition_type": ("size", "D5"),
    "work_process_changes": ("change", "D41"),
    "training_plan": ("change", "D42"),
    "reuse_internal": ("change", "C12"),
    "reuse_external": ("change", "C35"),
    "personal_data": ("security", "B28"),
    "security_text": ("security", "B28"),
}
# Yes/no questions that must be answered either way.
_ANSWERED = {
    "needs_cooperation": ("size", "D1"),
    "external_assistance": ("size", "D1"),
    "citizen_facing": ("people", "D40"),
    "uses_ai": ("security", "AI"),
}
_STEPS = ("need", "aspects", "size", "people", "goals", "change", "strategy", "security", "pool")
_PAYER = {
    "kind": gettext_lazy("Who pays"),
    "who": gettext_lazy("Name of the payer"),
    "amount": gettext_lazy("Their amount"),
    "secured": gettext_lazy("Promised in writing"),
}
_SUGGESTION = {"need": ("suggestion", "A22"), "idea": ("suggestion", "A22"), "gain": ("suggestion", "A22")}


def gaps(proposal: Proposal, version: ProposalVersion) -> tuple[Gap, ...]:
    """Return what is missing, in the wizard's order of steps; empty means it can be submitted."""
    if proposal.kind == ProposalKind.SUGGESTION:
        return tuple(_empty(version, _SUGGESTION))
    found = (
        *_empty(version, _FULL_FORM),
        *_unanswered(version, _ANSWERED),
        *_size_gaps(proposal, version),
        *_people_gaps(version),
        *_goal_gaps(version),
        *_strategy_gaps(version),
        *_pool_gaps(proposal, version),
    )
    small = small_case(proposal, version)
    asked = [gap for gap in found if not leaves_out(small, gap.step, gap.field)]
    return tuple(sorted(asked, key=lambda gap: _STEPS.index(gap.step)))


def _empty(version: ProposalVersion, fields: dict[str, tuple[str, str]]) -> Iterator[Gap]:
    for field, (step, rule) in fields.items():
        if not getattr(version, field).strip():
            yield _missing(version, field, step, rule)


def _unanswered(version: ProposalVersion, fields: dict[str, tuple[str, str]]) -> Iterator[Gap]:
    for field, (step, rule) in fields.items():
        if getattr(version, field) is None:
            yield _missing(version, field, step, rule)


def _missing(version: ProposalVersion, field: str, step: str, rule: str) -> Gap:
    label = version._meta.get_field(field).verbose_name  # type: ignore[union-attr]  # a field of its own
    return Gap(_("“%(field)s” has not been filled in.") % {"field": label}, step, field, rule)


def _size_gaps(proposal: Proposal, version: ProposalVersion) -> Iterator[Gap]:
    if version.vendor_cost is None:
        yield _missing(version, "vendor_cost", "size", "D2")
    if version.staff_hours is None:
        yield _missing(version, "staff_hours", "size", "D3")
    if proposal.owner is None:
        yield Gap(_("The project owner has not been named."), "need", "owner", "A18")
    if version.external_assistance and not version.external_assistance_text.strip():
        yield _missing(version, "external_assistance_text", "size", "D1")
    if version.acquisition_type == AcquisitionType.ACQUISITION and not version.supplier.strip():
        yield Gap(_("Name the supplier, or write that none has been chosen yet."), "size", "supplier", "A26")


def _people_gaps(version: ProposalVersion) -> Iterator[Gap]:
    groups = list(version.involved_groups.all())
    if not groups:
        yield Gap(_("Say who is affected and how they are involved."), "people", "involved_groups", "D35")
    yield from chain.from_iterable(_half_written(row, ("kind", "who", "how"), "people", "D35") for row in groups)
    if version.citizen_facing:
        for field, rule in (("value_citizen", "D40"), ("value_efficiency", "D40"), ("support_plan", "D37")):
            if not getattr(version, field).strip():
                yield _missing(version, field, "people", rule)


def _goal_gaps(version: ProposalVersion) -> Iterator[Gap]:
    goals = list(version.goals.all())
    if not goals:
        yield Gap(_("Give at least one measurable goal."), "goals", "goals", "D19")
    asked = ("indicator", "measure", "baseline", "target", "target_date", "method")
    yield from chain.from_iterable(_half_written(row, asked, "goals", "D19") for row in goals)


def _half_written(row: models.Model, fields: tuple[str, ...], step: str, rule: str) -> Iterator[Gap]:
    """Name what a goal or a group still lacks, in one sentence."""
    names = {field.name: str(field.verbose_name) for field in row._meta.fields}
    missing = [names[field] for field in fields if getattr(row, field) in (None, "")]
    if missing:
        name = str(row) or row._meta.verbose_name
        text = _("“%(name)s” is not finished. Missing: %(fields)s.") % {"name": name, "fields": ", ".join(missing)}
        yield Gap(text, step, step if step == "goals" else "involved_groups", rule)


def _strategy_gaps(version: ProposalVersion) -> Iterator[Gap]:
    if version.obligation_level != BindingLevel.NONE and not version.obligation_legal_basis.strip():
        yield _missing(version, "obligation_legal_basis", "strategy", "D43")
    if version.uses_ai:
        for field in ("ai_risk_class", "ai_text"):
            if not getattr(version, field).strip():
                yield _missing(version, field, "security", "AI")


def _pool_gaps(proposal: Proposal, version: ProposalVersion) -> Iterator[Gap]:
    if proposal.kind != ProposalKind.APPLICATION:
        return
    if not version.requested_amount:
        yield Gap(_("An application names the amount it asks of the pool."), "pool", "requested_amount", "D15")
    elif sum(version.instalments) > version.requested_amount:
        text = _("The instalments of the later years are more than the amount applied for. Correct one of them.")
        yield Gap(text, "pool", "requested_second_year", "B13")
    for row in version.co_financing.all():
        missing = [label for name, label in _PAYER.items() if getattr(row, name) in (None, "")]
        if missing:
            text = _("“%(name)s” is not finished. Missing: %(fields)s.")
            facts = {"name": str(row) or _("co-financing"), "fields": ", ".join(map(str, missing))}
            yield Gap(text % facts, "pool", "co_financing", "B13")
    # Only where the policy in force has criteria at all.
    if collect("pool_criteria") and not version.pool_criterion:
        yield _missing(version, "pool_criterion", "pool", "C4")
