"""Triage of a version: the pure rules on the rows, stored with the policy they were made under."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import prefetch_related_objects

from core import clock
from core.domain.audit import record
from governance.models import Triage
from governance.policy.triage import TriageInput, TriageOutcome, triage
from governance.policy.unit_ref import UnitRef
from governance.selectors.profile import active_profile
from portfolio.enums import AcquisitionType, ProposalKind

if TYPE_CHECKING:
    from core.models import Unit, User
    from portfolio.models import Proposal, ProposalVersion

# Further development is assessed like a purchase: C12 asks it of both, and D5 says "acquisitions/solutions".
ASSESSED_TYPES = (AcquisitionType.ACQUISITION, AcquisitionType.FURTHER_DEVELOPMENT)


def run_triage(proposal: "Proposal", version: "ProposalVersion", *, actor: "User") -> Triage:
    """Try the active policy on `version` and store the outcome; earlier outcomes stay as history.

    The caller holds the proposal's row lock.
    """
    question = question_of(proposal, version, on_date=clock.today())
    outcome = triage(question, active_profile())
    stored = Triage.objects.create(
        proposal=proposal,
        version=version,
        profile=outcome.profile,
        profile_version=outcome.profile_version,
        on_date=question.on_date,
        question=_question_record(question),
        outcome=outcome_record(outcome),
        is_project=outcome.is_project,
        policy_route=outcome.route,
        route=outcome.route,
        it_assessment_required=outcome.it_assessment_required,
        hearing_required=outcome.hearing_required,
        created_at=clock.now(),
    )
    record(
        "proposal.triage",
        actor=actor,
        subject=proposal,
        data={"route": outcome.route, "is_project": outcome.is_project, "profile_version": outcome.profile_version},
    )
    return stored


def question_of(proposal: "Proposal", version: "ProposalVersion", *, on_date: date) -> TriageInput:
    """Return what triage asks of a version; unanswered yes/no questions count as no."""
    prefetch_related_objects([version], "units_involved__department", "units_involved__area")
    units = [version.unit, *sorted(version.units_involved.all(), key=lambda unit: unit.code)]
    return TriageInput(
        vendor_cost=version.vendor_cost,
        staff_hours=version.staff_hours,
        units=tuple(dict.fromkeys(unit_ref(unit) for unit in units)),
        needs_cooperation=bool(version.needs_cooperation),
        external_assistance=bool(version.external_assistance),
        is_acquisition=version.acquisition_type in ASSESSED_TYPES,
        asks_pool=proposal.kind == ProposalKind.APPLICATION,
        on_date=on_date,
    )


def unit_ref(unit: "Unit") -> UnitRef:
    """Return a unit with its department and area as triage counts them."""
    department, area = unit.department, unit.area
    return UnitRef(
        code=unit.code,
        name=unit.name,
        department_code=department.code if department else "",
        department_name=department.name if department else "",
        area_code=area.code if area else "",
        area_name=area.name if area else "",
    )


def outcome_record(outcome: TriageOutcome) -> dict[str, Any]:
    """Return an outcome in JSON's types; the summary is made from the reasons when it is read."""
    return {
        "is_project": outcome.is_project,
        "route": str(outcome.route),
        "for_information": outcome.for_information,
        "it_assessment_required": outcome.it_assessment_required,
        "hearing_required": outcome.hearing_required,
        "reasons": [reason.as_record() for reason in outcome.reasons],
    }


def _question_record(question: TriageInput) -> dict[str, Any]:
    return {
        "vendor_cost": _written(question.vendor_cost),
        "staff_hours": _written(question.staff_hours),
        "units": [unit.code for unit in question.units],
        "needs_cooperation": question.needs_cooperation,
        "external_assistance": question.external_assistance,
        "is_acquisition": question.is_acquisition,
        "asks_pool": question.asks_pool,
    }


def _written(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"
