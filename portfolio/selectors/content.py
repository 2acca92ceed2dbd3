"""A version's content in words: what the page, the overview, the difference and the conflict show."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.models import Unit, User
from core.providers import collect
from core.templatetags.danish import counted, date_long, hours, kroner, number
from portfolio.enums import ProposalKind
from portfolio.models import CoFinancing, Goal, InvolvedGroup, Proposal, ProposalVersion

if TYPE_CHECKING:
    from core.http import PersonRequest

INSTALMENTS = {"requested_second_year", "requested_third_year"}
AMOUNTS = {"vendor_cost", "requested_amount"} | INSTALMENTS
SUGGESTED = {"idea", "gain"}
ASKED_OF_POOL = {"requested_amount", "pool_criterion", "strictly_necessary_reason", "co_financing"} | INSTALMENTS
# Asked for only after a yes; nothing is said about them where nothing is written.
CONDITIONAL = {
    "external_assistance_text", "obligation_legal_basis", "value_citizen", "value_efficiency", "support_plan",
    "ai_risk_class", "ai_text", "strictly_necessary_reason", "idea", "gain", "units_involved",
    "co_financing",
} | INSTALMENTS  # fmt: skip
# anchor, title, order among the page's sections, fields
SECTIONS: tuple[tuple[str, Any, int, tuple[str, ...]], ...] = (
    ("what", gettext_lazy("What and why"), 10, ("need", "idea", "gain", "core_task")),
    (
        "economy",
        gettext_lazy("Size and economy"),
        20,
        (
            "acquisition_type", "vendor_cost", "requested_amount", "requested_second_year", "requested_third_year",
            "co_financing", "pool_criterion", "strictly_necessary_reason",
            "staff_hours", "needs_cooperation", "units_involved", "external_assistance", "external_assistance_text",
            "supplier",
        ),
    ),
    ("goals", gettext_lazy("Goals"), 30, ("goals",)),
    (
        "people",
        gettext_lazy("Those affected"),
        34,
        ("involved_groups", "citizen_facing", "value_citizen", "value_efficiency", "support_plan"),
    ),
    (
        "change",
        gettext_lazy("Change and reuse"),
        38,
        (
            "work_process_changes", "training_plan", "reuse_internal", "reuse_external", "aspect_organisation",
            "aspect_management", "aspect_processes", "aspect_technology",
        ),
    ),
    (
        "strategy",
        gettext_lazy("Origin and obligation"),
        42,
        ("origin", "obligation_level", "obligation_legal_basis"),
    ),
    (
        "security",
        gettext_lazy("Data, security and AI"),
        46,
        ("personal_data", "security_text", "uses_ai", "ai_risk_class", "ai_text"),
    ),
)  # fmt: skip
SUGGESTION_SECTIONS = (("what", gettext_lazy("The suggestion"), 10, ("need", "idea", "gain")),)


@dataclass(frozen=True, slots=True)
class ContentSection:
    """One section of a version: pairs of label and text, and its goals or groups as rows."""

    anchor: str
    title: str
    order: int
    items: tuple[tuple[str, str], ...] = ()
    goals: tuple[Goal, ...] = ()
    groups: tuple[InvolvedGroup, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether the section has nothing to draw."""
        return not (self.items or self.goals or self.groups)


def content_sections(
    proposal: Proposal, version: ProposalVersion, request: "PersonRequest | None" = None
) -> tuple[ContentSection, ...]:
    """Return the version's content in the order people ask; a page asks for the pool's criteria once a `request`."""
    if proposal.kind == ProposalKind.SUGGESTION:
        chosen: Iterable[Any] = SUGGESTION_SECTIONS
    else:
        chosen = SECTIONS
    return tuple(_section(proposal, version, request, *one) for one in chosen)


def _section(
    proposal: Proposal,
    version: ProposalVersion,
    request: "PersonRequest | None",
    anchor: str,
    title: Any,
    order: int,
    fields: tuple[str, ...],
) -> ContentSection:
    left_out = set() if proposal.kind == ProposalKind.APPLICATION else ASKED_OF_POOL
    return ContentSection(
        anchor=anchor,
        title=str(title),
        order=order,
        items=tuple(
            (label_of(name), text)
            for name in fields
            if name not in {"goals", "involved_groups"} and name not in left_out
            if (text := field_text(version, name, request)) or _is_asked(name, request)
        ),
        goals=tuple(version.goals.all()) if "goals" in fields else (),
        groups=tuple(version.involved_groups.all()) if "involved_groups" in fields else (),
    )


def _is_asked(name: str, request: "PersonRequest | None") -> bool:
    """Whether a field without an answer is shown as one; without criteria in the policy nobody is asked for one."""
    if name == "pool_criterion":
        return bool(collect("criterion_names", request))
    return name not in CONDITIONAL


def label_of(name: str) -> str:
    """Return what a field is called."""
    if name == "co_financing":
        return _("What others pay")
    if name in {"goals", "involved_groups"}:
        return _("Goals") if name == "goals" else _("Involved groups")
    owner = Proposal if name == "owner" else ProposalVersion
    return str(owner._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # a column


def field_text(version: ProposalVersion, name: str, request: "PersonRequest | None" = None) -> str:
    """Return what stands in a field of `version`, in words; empty where nothing does."""
    value = getattr(version, name)
    if name == "pool_criterion" and value:
        return _criterion_name(value, request)
    return text_of(name, list(value.all()) if isinstance(value, models.Manager) else value)


def text_of(name: str, value: Any) -> str:
    """Return `value` as a reader writes it: amounts in kroner, choices and units by name, rows a line each."""
    match value:
        case None | "":
            return ""
        case bool():
            text = _("Yes") if value else _("No")
        case Decimal():
            text = kroner(value) if name in AMOUNTS else hours(value)
        case list():
            text = "\n".join(_row_text(one) for one in value)
        case Unit():
            text = value.path
        case User():
            text = value.name
        case _other:
            text = _chosen(name, value)
    return text


def _chosen(name: str, value: str) -> str:
    """Return the name of a choice; plain text stands as it is."""
    if name == "pool_criterion":
        return _criterion_name(value, None)
    choices = dict(ProposalVersion._meta.get_field(name).flatchoices)  # type: ignore[union-attr]  # a column
    return str(choices.get(value, value))


def _row_text(row: Any) -> str:
    if isinstance(row, Goal):
        figures = f"{number(row.baseline)} → {counted(row.target, row.measure)}"
        parts = [row.indicator, figures, date_long(row.target_date), row.method, row.baseline_source]
    elif isinstance(row, CoFinancing):
        return _payer_text(row)
    elif isinstance(row, InvolvedGroup):
        parts = [row.get_kind_display(), row.who, row.how, row.evidence]
    else:
        parts = [row.path]
    return "; ".join(part for part in map(str, parts) if part)


def _payer_text(row: CoFinancing) -> str:
    """Say who pays, as the letter of the decision does; a half-written row says what it has."""
    kind = str(row.get_kind_display())
    who = f"{row.who} ({kind})" if row.who and kind else row.who or kind
    promised = _("promised in writing") if row.secured else _("not promised yet")
    return f"{who}: {kroner(row.amount)}, {promised}" if who else f"{kroner(row.amount)}, {promised}"


def _criterion_name(code: str, request: "PersonRequest | None") -> str:
    """Return the criterion's title under the policy in force; an older code stands as it is."""
    return next((str(name) for known, name in collect("criterion_names", request) if known == code), code)
