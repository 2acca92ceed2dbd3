"""Every move from every state where it does not belong, and by who may not: answered, logged, and nothing changed."""

import pytest

from core.enums import AuditOutcome, TokenScope
from core.models import AuditEntry, OutboxMessage
from governance.models import Decision, Direction, LedgerEntry, Recommendation, Review
from governance.permissions import may, part_in
from governance.selectors.standing import standing_of
from governance.workflow import MOVES
from portfolio.enums import ProposalKind, ProposalState
from portfolio.models import Project, Proposal
from tests.factories.governance import make_standing

# What each move takes, so that it is the rule that refuses and not the body of the request.
BODIES: dict[str, dict[str, object]] = {
    "submit": {},
    "give": {},
    "carry_on": {"kind": "application"},
    "resume_review": {},
    "resume_decision": {},
    "direct": {"reason": "Ja", "reference": "Sag 1"},
    "review": {"position": "approve", "reason": "Ja"},
    "recommend": {"outcome": "approve", "amount_dkk": "1", "criterion": "mandatory", "reason": "Ja"},
    **{name: {"reason": "Ja", "route": "it_and_unit"} for name in (
        "sign_route_for_it", "sign_route_for_owner", "settle_route",
    )},
}  # fmt: skip
KINDS = {
    ProposalKind.APPLICATION: ("assessment", "review", "recommended", "reserve"),
    ProposalKind.NOTIFICATION: (
        "draft", "not_approved", "routing", "local_decision", "revision", "deferred", "approved", "rejected",
        "withdrawn",
    ),
    ProposalKind.SUGGESTION: ("received", "answered", "converted"),
}  # fmt: skip
STANDING = [(kind, state) for kind, states in KINDS.items() for state in states]
# One who writes, one who decides and one who only reads: between them they are refused everything.
PEOPLE = ("author", "director", "auditor")
WRITTEN = (Decision, Direction, LedgerEntry, Recommendation, Review, Project, OutboxMessage)


@pytest.mark.parametrize(("kind", "state"), STANDING, ids=[f"{kind}-{state}" for kind, state in STANDING])
def test_every_refused_attempt_has_its_reason_is_logged_and_changes_nothing(town, call, kind, state):
    case = make_standing(town, ProposalState(state), kind)
    callers = {name: call(town.people[name], TokenScope.WRITE) for name in PEOPLE}
    before = [model.objects.count() for model in WRITTEN]
    tried = 0
    for name in PEOPLE:
        person = town.people[name]
        standing = standing_of(person)
        part = part_in(case, person, standing)
        if not Proposal.objects.visible_to(person).filter(pk=case.pk).exists():
            continue
        for move in MOVES:
            answer = may(move.name, case, part, standing)
            if answer:
                continue
            tried += 1
            address = f"proposals/{case.number or case.pk}/moves/{move.name}"
            response = callers[name].post(address, BODIES.get(move.name, {"reason": "Ja"}))
            said = response.json()
            assert (name, move.name, response.status_code) == (name, move.name, 409)
            assert (said["reason"], said["who"]) == (answer.reason, answer.who)
            act = AuditEntry.objects.latest("sequence")
            assert (act.act, act.outcome, act.actor, act.subject_id, act.reason) == (
                f"proposal.{move.name}", AuditOutcome.REFUSED, person, case.pk, answer.reason,
            )  # fmt: skip
    assert tried > len(MOVES) // 2
    assert [model.objects.count() for model in WRITTEN] == before
    assert Proposal.objects.get(pk=case.pk).state == state


@pytest.mark.parametrize("name", ["author", "owner", "it", "chair", "secretary", "member", "head", "auditor"])
def test_only_management_directs_and_a_forged_field_changes_nothing(town, call, name):
    case = make_standing(town, ProposalState.REVIEW, ProposalKind.APPLICATION)
    criterion = case.versions.get().pool_criterion
    caller = call(town.people[name], TokenScope.WRITE)
    forged = {"reason": "Ja", "reference": "Direktionens møde"}
    assert caller.post(f"proposals/{case.number}/moves/direct", forged).status_code == 409
    # The field does not exist for them: neither in another move nor in what the applicant writes.
    wrong = caller.post(f"proposals/{case.number}/moves/take_back", {"reason": "Ja", "reference": "x"})
    assert (wrong.status_code, wrong.json()["path"]) == (400, "reference")
    assert Direction.objects.count() == 0
    assert case.versions.get().pool_criterion == criterion
