import pytest

from core.domain.refusal import Refused
from governance.domain.local_decision import decide_locally
from governance.enums import Verdict
from governance.models import Decision
from portfolio.enums import ProposalState
from tests.factories.governance import make_submitted


@pytest.mark.parametrize(
    ("verdict", "state"), [(Verdict.APPROVED, ProposalState.APPROVED), (Verdict.REJECTED, ProposalState.REJECTED)]
)
def test_the_head_decides_on_the_submitted_version(town, verdict, state):
    proposal = make_submitted(town, "local_decision")
    decision = decide_locally(proposal, actor=town.head, verdict=verdict, reasons="Derfor")
    proposal.refresh_from_db()
    assert proposal.state == state
    assert (decision.version, decision.decided_by_name) == (proposal.versions.get(), "Head Test")


def test_the_director_of_the_area_may_step_in(town):
    proposal = make_submitted(town, "local_decision")
    decide_locally(proposal, actor=town.director, verdict=Verdict.APPROVED, reasons="Derfor")
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.APPROVED


def test_another_departments_head_may_not(town):
    proposal = make_submitted(town, "local_decision")
    with pytest.raises(Refused) as refused:
        decide_locally(proposal, actor=town.other_head, verdict=Verdict.APPROVED, reasons="Derfor")
    assert refused.value.who == "lederen af Care eller direktøren for Welfare"
    assert Decision.objects.count() == 0


def test_a_decision_needs_reasons(town):
    with pytest.raises(Refused):
        decide_locally(make_submitted(town, "local_decision"), actor=town.head, verdict=Verdict.APPROVED, reasons="")
    assert Decision.objects.count() == 0
