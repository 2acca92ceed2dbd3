"""A case as those who judge it read it: the figures, the triage, IT's answer, the decision."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.clock import today
from governance.models import Decision, ITAssessment, RouteSignature, Triage
from governance.selectors.profile import active_profile
from governance.selectors.triage import TriageView, stored_view
from portfolio.domain.versions import frozen_version

if TYPE_CHECKING:
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
    decision: Decision | None

    @property
    def assessment_overdue(self) -> bool:
        """Whether IT's answer is late."""
        return self.assessment is not None and self.assessment.answered_at is None and self.assessment.due_on < today()

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


def case_summary(proposal: "Proposal") -> CaseSummary:
    """Assemble the case; a constant number of queries."""
    triages = tuple(Triage.objects.filter(proposal=proposal).prefetch_related("signatures__person"))
    assessments = tuple(
        ITAssessment.objects.filter(proposal=proposal).select_related("assessor").prefetch_related("conditions")
    )
    newest = triages[0] if triages else None
    return CaseSummary(
        version=frozen_version(proposal),
        triage=newest,
        triage_view=stored_view(newest, active_profile()) if newest else None,
        earlier_triages=triages[1:],
        signatures=tuple(newest.signatures.all()) if newest else (),
        assessment=assessments[0] if assessments else None,
        earlier_assessments=assessments[1:],
        decision=Decision.objects.filter(proposal=proposal).first(),
    )


def _ai(version: "ProposalVersion") -> str:
    if version.uses_ai is None:
        return ""
    return version.get_ai_risk_class_display() if version.uses_ai else _("No")
