"""A case as those who judge it read it: the figures, the triage, IT's answer, the decision."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from core.children import Child, prefetch_together
from governance.enums import BodyKind
from governance.models import Advice, ArchitectureAssessment, Decision, ITAssessment, RouteSignature, Triage
from governance.selectors.cause_view import CauseView, cause_view
from governance.selectors.hearing import HearingView, hearing_view
from governance.selectors.profile import active_profile
from governance.selectors.triage import TriageView, stored_view
from portfolio.domain.versions import frozen_version
from portfolio.enums import ProposalState

if TYPE_CHECKING:
    from governance.policy.profile import Profile
    from portfolio.models import Proposal, ProposalVersion


@dataclass(frozen=True, slots=True)
class CaseSummary:
    """The submitted version with everything that governance has said about it; None where nothing has been said."""

    version: "ProposalVersion | None"
    triage: Triage | None
    triage_view: TriageView | None
    earlier_triages: tuple[Triage, ...]
    signatures: tuple[RouteSignature, ...]
    assessment: ITAssessment | None
    earlier_assessments: tuple[ITAssessment, ...]
    architecture: tuple[ArchitectureAssessment, ...]
    advice: tuple[Advice, ...]
    # The clock and the questions of the assessment that runs.
    hearing: HearingView | None
    # The department's own; management's stands in a section of its own.
    decision: Decision | None

    @property
    def approved(self) -> "Proposal | None":
        """The case where it has been approved: then its conditions are to be met."""
        proposal = self.version.proposal if self.version else None
        return proposal if proposal and proposal.state == ProposalState.APPROVED else None

    @property
    def why(self) -> CauseView | None:
        """Why the department said no."""
        return cause_view(self.decision) if self.decision else None

    @property
    def facts(self) -> tuple[tuple[str, object], ...]:
        """The figures that triage and assessment look at, as pairs of label and value."""
        version = self.version
        if version is None:
            return ()
        return (
            (_("Unit"), version.unit_path),
            (_("Acquisition or further development"), version.get_acquisition_type_display()),
            (_("Supplier"), version.supplier),
            (_("Personal data"), version.get_personal_data_display()),
            (_("AI"), _ai(version)),
        )


def read_ahead(proposal: "Proposal") -> None:
    """Lay beside the row everything that governance holds on the case, in one query the first time.

    For pages: their head and panels then ask `proposal.triages.all()` and the rest without asking the database again.
    A move asks afresh, on the row that it has locked.
    """
    if "triages" in getattr(proposal, "_prefetched_objects_cache", {}):
        return
    prefetch_together(
        [proposal],
        Child("bars"),
        Child("stand_ins", follow=("person", "member")),
        Child("triages", children=(Child("signatures", follow=("person",)),)),
        Child(
            "it_assessments",
            follow=("assessor",),
            children=(Child("conditions", follow=("met_by",)), Child("messages", follow=("written_by",))),
        ),
        Child("architecture_assessments"),
        Child("advice", follow=("body",)),
        Child("agenda_items", follow=("meeting",)),
        Child("conflicts", follow=("person", "raised_by", "lifted_by", "confirmed_by")),
        Child("reviews", follow=("reviewer",), children=(Child("scores"),)),
        Child("review_assignments", follow=("round",), where=Q(round__closed_at__isnull=True)),
        Child("recommendations", follow=("version",)),
        Child(
            "decisions",
            follow=("recommendation",),
            children=(
                Child("ledger_entries", follow=("pool_year",)),
                Child("cause"),
                Child("reserve_place"),
                Child("conditional_grant"),
            ),
        ),
        Child("directions"),
        Child("scenarios", follow=("scenario__pool_year",), where=Q(proposed__isnull=False)),
        Child("project", follow=("owner", "manager"), children=(Child("theme_subjects"),)),
        Child("theme_subjects"),
    )


def case_summary(proposal: "Proposal", profile: "Profile | None" = None) -> CaseSummary:
    """Assemble the case in words; `profile` is the active one where the page has read it."""
    read_ahead(proposal)
    triages, assessments = tuple(proposal.triages.all()), tuple(proposal.it_assessments.all())
    newest = triages[0] if triages else None
    runs = assessments[0] if assessments and proposal.state == ProposalState.ASSESSMENT else None
    known = profile or (active_profile() if newest or runs else None)
    return CaseSummary(
        version=frozen_version(proposal),
        triage=newest,
        triage_view=stored_view(newest, known) if newest and known else None,
        earlier_triages=triages[1:],
        signatures=tuple(newest.signatures.all()) if newest else (),
        assessment=assessments[0] if assessments else None,
        earlier_assessments=assessments[1:],
        architecture=tuple(proposal.architecture_assessments.all()),
        advice=tuple(proposal.advice.all()),
        hearing=hearing_view(runs, known) if runs and known and runs.answered_at is None else None,
        decision=next((row for row in proposal.decisions.all() if row.body_kind == BodyKind.DEPARTMENT_HEADS), None),
    )


def _ai(version: "ProposalVersion") -> str:
    if version.uses_ai is None:
        return ""
    return version.get_ai_risk_class_display() if version.uses_ai else _("No")
