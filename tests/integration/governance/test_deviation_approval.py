"""C23, D23: proven technology may be departed from only on a business case, which the approval approves."""

from decimal import Decimal

import pytest

from businesscase.domain.cases import case_of
from core.domain.refusal import Refused
from core.models import AuditEntry
from governance.domain.decisions import decide
from governance.domain.submission import submit_proposal
from governance.enums import Verdict
from governance.models import Decision
from portfolio.domain.versions import current_version, submitted_version
from portfolio.enums import ProposalKind
from portfolio.models import Proposal
from principles.domain.answers import answer_as_architect
from principles.domain.deviations import needing_business_case, standing_deviations
from principles.enums import DeviationStatus
from tests.factories.governance import make_draft, make_recommended, make_submitted
from tests.factories.pool import make_decided, make_frame, ruling
from tests.factories.principles import DEVIATES, FOLLOWS, load_sets, say

PROVEN, OTHER = "odr06_3__1", "odr06_1__5"


@pytest.fixture
def case(town) -> Proposal:
    """An application whose architect has said that it departs from two principles, one of them 3.1."""
    make_frame()
    case = make_submitted(town, "review", kind=ProposalKind.APPLICATION)
    load_sets()
    said = {PROVEN: (DEVIATES, "Ikke velafprøvet"), OTHER: (DEVIATES, "Egen support")}
    answer_as_architect(case, actor=town.it, edition=0, said=say(**said))
    return make_recommended(town, case).proposal


def statuses(case: Proposal) -> dict[str, str]:
    rows = standing_deviations(submitted_version(case))
    return {row.principle.code: row.status for row in rows}


def test_the_approval_approves_the_deviations_and_names_them(town, case):
    assert set(statuses(case).values()) == {DeviationStatus.OPEN}
    make_decided(town, case)
    assert statuses(case) == {"odr06-3.1": "approved", "odr06-1.5": "approved"}
    assert sorted(AuditEntry.objects.get(act="proposal.approve").data["deviations"]) == ["odr06-1.5", "odr06-3.1"]


@pytest.mark.parametrize("verdict", [Verdict.REJECTED, Verdict.DEFERRED, Verdict.SENT_BACK])
def test_what_is_not_an_approval_approves_none(town, case, verdict):
    make_decided(town, case, verdict)
    assert set(statuses(case).values()) == {DeviationStatus.OPEN}


def test_without_a_calculated_business_case_it_cannot_be_approved(town):
    """A task that costs nothing needs no business case, but a departure from proven technology does."""
    draft = make_draft(town, vendor_cost=Decimal(0), staff_hours=Decimal(0), units_involved=[town.units["schools"]])
    case_of(current_version(draft)).delete()
    case = submit_proposal(draft, actor=town.author)
    load_sets()
    answer_as_architect(case, actor=town.it, edition=0, said=say(**{PROVEN: (DEVIATES, "Ikke velafprøvet")}))
    make_recommended(town, case)
    with pytest.raises(Refused) as refused:
        decide(case, ruling(shares={}, criterion=""), actor=town.director)
    assert refused.value.reason == (
        "Sagen fraviger “3.1 Der anvendes som udgangspunkt velafprøvede og integrerbare teknologier og IT-løsninger”."
        " Det kræver en beregnet business case, og den mangler."
    )
    assert (Decision.objects.count(), statuses(case)) == (0, {"odr06-3.1": "open"})
    assert make_decided(town, case, Verdict.REJECTED).verdict == "rejected"


def test_only_the_principle_with_the_exception_rests_on_a_business_case(case):
    rows = needing_business_case(standing_deviations(submitted_version(case)))
    assert [row.principle.code for row in rows] == ["odr06-3.1"]


def test_a_deviation_that_the_architect_has_taken_back_does_not_stand(town):
    case = make_submitted(town, "review", kind=ProposalKind.APPLICATION)
    load_sets()
    answer_as_architect(case, actor=town.it, edition=0, said=say(**{PROVEN: (DEVIATES, "Ikke velafprøvet")}))
    answer_as_architect(case, actor=town.it, edition=1, said=say(**{PROVEN: (FOLLOWS, "Den er i drift nu")}))
    assert statuses(case) == {}
