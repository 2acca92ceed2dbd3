"""A case as it is written: its frame, and every row that is calculated with."""

from collections.abc import Sequence
from dataclasses import dataclass

from businesscase.domain.rows import Way
from businesscase.models import AlternativeLine, BenefitLine, BusinessCaseVersion, CostLine, RiskItem


@dataclass(frozen=True, slots=True)
class Written:
    """The rows may be unsaved; `alternatives` are each with its lines, carrying on as today among them."""

    case: BusinessCaseVersion
    costs: Sequence[CostLine]
    benefits: Sequence[BenefitLine]
    risks: Sequence[RiskItem] = ()
    alternatives: Sequence[Way] = ()

    @property
    def today(self) -> Sequence[AlternativeLine]:
        """The lines of carrying on as today; none where that has not been written."""
        return next((lines for way, lines in self.alternatives if way.is_today), ())

    @property
    def others(self) -> Sequence[Way]:
        """The other solutions that have been weighed."""
        return [(way, lines) for way, lines in self.alternatives if not way.is_today]


def written_of(case: BusinessCaseVersion) -> Written:
    """Return the stored rows of a case that was read whole; asks the database for nothing more."""
    return Written(
        case,
        list(case.cost_lines.all()),
        list(case.benefit_lines.all()),
        list(case.risks.all()),
        [(way, list(way.lines.all())) for way in case.alternatives.all()],
    )
