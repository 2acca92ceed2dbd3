"""The chapters of a case: what its figures do not say, and the milestones it plans (domain-facts 2.3)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from businesscase.domain.cases import begun_case, case_of
from businesscase.domain.funding import is_investment
from businesscase.domain.gaps import answered
from businesscase.domain.variant import asks_in_full
from businesscase.models import BusinessCaseVersion, PlannedMilestone
from core import clock
from core.domain.refusal import Refused
from core.selectors.parameters import parameters_in_force
from portfolio.domain.completeness import Gap
from portfolio.domain.proposals import EditionConflict, lock_for_writing
from portfolio.domain.versions import open_draft
from portfolio.enums import ProposalKind

if TYPE_CHECKING:
    from core.models import User
    from portfolio.models import Proposal, ProposalVersion

STEP = "business-case-chapters"
CHAPTER_FIELDS = (
    "summary", "business_scope", "it_scope", "stakeholders", "no_alternatives_reason", "dependencies",
    "qualitative_gains", "strategy", "sponsors", "trial_reason",
)  # fmt: skip
# What a full case must say in words; the rest is asked, but may be left out.
DEMANDED = ("summary", "business_scope", "strategy")
MOST_MILESTONES = 20
# Dated, "yes" or "no": whether a trial says why it is one instead of a full case.
ASKS_REASON = "trial_asks_reason"


@transaction.atomic
def save_chapters(
    proposal: "Proposal",
    *,
    actor: "User",
    edition: int,
    fields: Mapping[str, str],
    milestones: Sequence[PlannedMilestone],
) -> BusinessCaseVersion:
    """Save the chapters of the draft's case and return it with its new edition.

    `milestones` are unsaved rows in order, which replace those there were. `edition` is the one the writer saw, 0
    before anything of the case was saved: `EditionConflict` when somebody else has saved since. The result is not
    touched: no figure hangs on the words.
    """
    proposal = lock_for_writing(proposal, actor=actor)
    if proposal.kind == ProposalKind.SUGGESTION:
        raise Refused(_("A suggestion has no business case."))
    case = _begun(open_draft(proposal))
    if case.edition != edition:
        raise EditionConflict(
            _(
                "The business case has been saved elsewhere, perhaps in another tab, since you opened it. "
                "Yours is kept below."
            )
        )
    unknown = set(fields) - set(CHAPTER_FIELDS)
    if unknown:
        raise ValueError(", ".join(sorted(unknown)))
    for name, text in fields.items():
        setattr(case, name, text)
    case.edition += 1
    case.save()
    PlannedMilestone.objects.filter(case=case).delete()
    for position, row in enumerate(milestones):
        row.pk, row.case, row.position = None, case, position
    PlannedMilestone.objects.bulk_create(milestones)
    return case


def chapter_gaps(proposal: "Proposal", version: "ProposalVersion") -> tuple[Gap, ...]:
    """Return what the chapters of a full case lack; a trial is asked for its reason alone, a short one for nothing."""
    if not is_investment(proposal, version):
        return ()
    case = _read(version)
    # Where nothing has been written at all, the business case's own step says so.
    if case is None:
        return ()
    if case.is_trial:
        return tuple(_trial_gaps(case))
    if not asks_in_full(proposal, version, case):
        return ()
    return (*_text_gaps(case), *_alternative_gaps(case), *_milestone_gaps(case))


def _read(version: "ProposalVersion") -> BusinessCaseVersion | None:
    """Return the case that the gaps of the calculation have read just before; asked for only where they have not."""
    relation: Any = version._meta.get_field("business_case")
    known: BusinessCaseVersion | None = relation.get_cached_value(version, default=None)
    return known if relation.is_cached(version) else case_of(version)


def _begun(draft: "ProposalVersion") -> BusinessCaseVersion:
    case = BusinessCaseVersion.objects.of_version(draft.pk).first()
    if case is None:
        case = begun_case()
        case.version = draft
    return case


def _trial_gaps(case: BusinessCaseVersion) -> Iterator[Gap]:
    if asks_trial_reason() and not answered(case.trial_reason):
        text = _("Say why goal and frame cannot be given beforehand, so that a trial is the right thing.")
        yield Gap(text, STEP, "trial_reason", "C22")


def asks_trial_reason() -> bool:
    """Tell whether policy asks a trial for its reason today."""
    row = parameters_in_force(clock.today()).get(ASKS_REASON)
    return row is not None and row.value == "yes"


def _text_gaps(case: BusinessCaseVersion) -> Iterator[Gap]:
    for field in DEMANDED:
        if not answered(getattr(case, field)):
            label = case._meta.get_field(field).verbose_name  # type: ignore[union-attr]  # a field of its own
            yield Gap(_("“%(field)s” has not been filled in.") % {"field": label}, STEP, field, "B6")


def _alternative_gaps(case: BusinessCaseVersion) -> Iterator[Gap]:
    weighed = any(not way.is_today for way in case.alternatives.all())
    if not weighed and not answered(case.no_alternatives_reason):
        text = _("Weigh another solution under the calculation, or say why there is none to weigh.")
        yield Gap(text, STEP, "no_alternatives_reason", "B8")


def _milestone_gaps(case: BusinessCaseVersion) -> Iterator[Gap]:
    rows = list(case.milestones.all())
    if not rows:
        yield Gap(_("Plan at least one milestone."), STEP, "milestones", "B6")
    for row in rows:
        if not row.label.strip():
            yield Gap(_("A milestone has a date, but no name."), STEP, "milestones", "B6")
        elif row.due_on is None:
            yield Gap(_("The milestone “%(name)s” has no date.") % {"name": row.label}, STEP, "milestones", "B6")
