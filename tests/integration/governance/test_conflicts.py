"""Habilitet: who declares, what it withdraws, who lifts it, and who stands in for the chair."""

import pytest
from django.db import IntegrityError, transaction

from core import clock
from core.domain.refusal import Refused
from core.models import AuditEntry, User
from governance.domain.bodies import name_deputy
from governance.domain.conflicts import declare_conflict, lift_conflict
from governance.domain.recommendations import Proposed, recommend
from governance.domain.routing import settle_route
from governance.enums import BodyKind, BodyRole, ConflictGround, RecommendationOutcome, Route
from governance.models import ConflictDeclaration, Membership, Recommendation, Review
from governance.permissions import may, part_in, who_can
from governance.selectors.standing import standing_of
from governance.workflow import BY_NAME
from portfolio.enums import ProposalKind, ProposalState
from portfolio.models import Bar, Proposal
from tests.factories.governance import Town, make_review, make_standing, make_submitted, sign_both


def declare(proposal: Proposal, person: User) -> ConflictDeclaration:
    return declare_conflict(proposal, actor=person, ground=ConflictGround.FAMILY, explanation="Min søster sælger den")


def name_member_as_deputy(town: Town) -> None:
    seat = Membership.objects.get(body__kind=BodyKind.STRATEGY_GROUP, role=BodyRole.CHAIR)
    name_deputy(seat, deputy=town.member, actor=town.secretary)


def allowed(move: str, proposal: Proposal, person: User) -> bool:
    standing = standing_of(person)
    return may(move, proposal, part_in(proposal, person, standing), standing).allowed


@pytest.fixture
def proposal(town) -> Proposal:
    return make_submitted(town, "review", kind=ProposalKind.APPLICATION)


# Who meets the case in a body, written out by hand; a department's head only their own department's.
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("member", True), ("chair", True), ("secretary", True), ("it", True), ("director", True),
        ("other_director", True), ("network", True), ("head", True), ("other_head", False), ("auditor", False),
        ("admin", False), ("author", False), ("editor", False), ("owner", False), ("colleague", False),
    ],
)  # fmt: skip
def test_who_meets_the_case_in_a_body_declares(town, proposal, name, expected):
    if expected:
        declare(proposal, town.people[name])
    else:
        with pytest.raises(Refused):
            declare(proposal, town.people[name])
    assert Bar.objects.filter(proposal=proposal).count() == int(expected)
    assert ConflictDeclaration.objects.count() == int(expected)


@pytest.mark.parametrize(("state", "kind"), [("draft", "notification"), ("rejected", "notification")])
def test_nobody_declares_where_nobody_judges(town, state, kind):
    case = make_standing(town, ProposalState(state), ProposalKind(kind))
    with pytest.raises(Refused):
        declare(case, town.member)
    assert ConflictDeclaration.objects.count() == 0


def test_it_is_declared_once_and_with_a_sentence(town, proposal):
    with pytest.raises(Refused, match="Skriv i en sætning"):
        declare_conflict(proposal, actor=town.member, ground=ConflictGround.OTHER, explanation="  ")
    declare(proposal, town.member)
    with pytest.raises(Refused):
        declare(proposal, town.member)
    assert (ConflictDeclaration.objects.count(), Bar.objects.count()) == (1, 1)


def test_a_review_given_before_is_withdrawn_and_kept(town, proposal):
    review = make_review(proposal, town.member)
    other = make_review(proposal, town.chair)
    declare(proposal, town.member)
    review.refresh_from_db()
    other.refresh_from_db()
    assert review.withdrawn_at is not None
    assert other.withdrawn_at is None
    assert review.scores.count() == 1


def test_the_act_does_not_tell_the_private_reason(town, proposal):
    declare(proposal, town.member)
    act = AuditEntry.objects.get(act="proposal.declare_conflict")
    assert (act.reason, act.data) == ("", {"ground": 2, "reviews_withdrawn": 0})


@pytest.mark.parametrize("name", ["chair", "member"])
@pytest.mark.parametrize("move", ["review", "recommend", "defer_review"])
def test_who_is_barred_makes_no_move(town, proposal, name, move):
    declare(proposal, town.people[name])
    assert allowed(move, proposal, town.people[name]) is False


def test_a_barred_assessor_and_head_are_refused(town):
    case = make_submitted(town, "assessment")
    declare(case, town.it)
    assert allowed("approve_acquisition", case, town.it) is False
    local = make_submitted(town, "local_decision")
    declare(local, town.head)
    assert allowed("approve_locally", local, town.head) is False
    assert allowed("approve_locally", local, town.director) is True


def test_the_chair_lifts_a_members_conflict_with_a_reason(town, proposal):
    make_review(proposal, town.member)
    declaration = declare(proposal, town.member)
    with pytest.raises(Refused, match="Skriv begrundelsen"):
        lift_conflict(declaration, actor=town.chair, reason=" ")
    lifted = lift_conflict(declaration, actor=town.chair, reason="Søsteren er fratrådt")
    assert (lifted.lifted_by, lifted.lift_reason) == (town.chair, "Søsteren er fratrådt")
    assert Bar.objects.count() == 0
    # What was withdrawn stays so; a new review can be given.
    assert Review.objects.get().withdrawn_at is not None
    make_review(proposal, town.member)
    assert Review.objects.filter(withdrawn_at__isnull=True).count() == 1
    with pytest.raises(Refused):
        lift_conflict(declaration, actor=town.chair, reason="Igen")


@pytest.mark.parametrize(
    ("barred", "lifters"), [("member", {"chair"}), ("chair", {"director", "other_director"}), ("director", {"chair"})]
)
def test_only_these_lift_it(town, proposal, barred, lifters):
    declaration = declare(proposal, town.people[barred])
    for name, person in town.people.items():
        if name not in lifters:
            with pytest.raises(Refused):
                lift_conflict(declaration, actor=person, reason="Fordi")
    assert Bar.objects.count() == 1
    lift_conflict(declaration, actor=town.people[min(lifters)], reason="Fordi")
    assert Bar.objects.count() == 0


def test_a_barred_chair_lifts_nobodys(town, proposal):
    declaration = declare(proposal, town.member)
    declare(proposal, town.chair)
    with pytest.raises(Refused):
        lift_conflict(declaration, actor=town.chair, reason="Fordi")


def test_the_database_refuses_that_somebody_lifts_their_own(town, proposal):
    declaration = declare(proposal, town.member)
    rows = ConflictDeclaration.objects.filter(pk=declaration.pk)
    for lifted in (
        {"lifted_by": town.member, "lifted_at": clock.now(), "lift_reason": "Fordi"},
        {"lifted_by": town.chair, "lifted_at": clock.now(), "lift_reason": ""},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**lifted)


@pytest.mark.parametrize("why", ["barred", "owner"])
def test_the_deputy_acts_as_chair_only_where_the_chair_cannot(town, proposal, why):
    name_member_as_deputy(town)
    assert allowed("recommend", proposal, town.member) is False
    if why == "barred":
        declare(proposal, town.chair)
    else:
        proposal.owner = town.chair
        proposal.save()
    assert allowed("recommend", proposal, town.member) is True
    assert allowed("recommend", proposal, town.chair) is False
    assert who_can(BY_NAME["recommend"], proposal) == (
        "Member Test, der er stedfortræder for formanden for Digitaliseringsstrategigruppen"
    )
    said = Proposed(RecommendationOutcome.REJECT, amount=0, criterion="mandatory", reasons="Derfor")
    assert recommend(proposal, said, actor=town.member).recorded_by == town.member


def test_without_a_deputy_nobody_recommends_for_a_barred_chair(town, proposal):
    declare(proposal, town.chair)
    said = Proposed(RecommendationOutcome.REJECT, amount=0, criterion="mandatory", reasons="Derfor")
    with pytest.raises(Refused) as refused:
        recommend(proposal, said, actor=town.member)
    assert refused.value.who == (
        "stedfortræderen for formanden for Digitaliseringsstrategigruppen, som ikke er udpeget endnu"
    )
    assert Recommendation.objects.count() == 0


def test_a_deputy_who_does_not_sit_in_the_group_cannot_act(town, proposal):
    seat = Membership.objects.get(body__kind=BodyKind.STRATEGY_GROUP, role=BodyRole.CHAIR)
    name_deputy(seat, deputy=town.colleague, actor=town.secretary)
    declare(proposal, town.chair)
    assert allowed("recommend", proposal, town.colleague) is False


def test_the_deputy_settles_the_route_for_a_barred_chair(town):
    name_member_as_deputy(town)
    case = sign_both(town, make_submitted(town, "routing"), Route.IT_AND_UNIT, Route.STRATEGY_GROUP)
    declare(case, town.chair)
    settled = settle_route(case, actor=town.member, route=Route.STRATEGY_GROUP, reason="På tværs")
    assert settled.state == ProposalState.REVIEW
