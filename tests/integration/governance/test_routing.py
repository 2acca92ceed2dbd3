import pytest
from django.conf import settings

from core.domain.refusal import Refused
from core.models import OutboxMessage
from governance.domain.routing import settle_route, sign_route
from governance.enums import Route, Signatory
from portfolio.enums import ProposalState
from portfolio.models import Proposal
from tests.factories.governance import make_submitted, sign_both


@pytest.fixture
def proposal(town) -> Proposal:
    return make_submitted(town, "routing")


@pytest.mark.parametrize(("route", "state"), [(Route.IT_AND_UNIT, "local_decision"), (Route.STRATEGY_GROUP, "review")])
def test_agreement_moves_the_case_on(town, proposal, route, state):
    signed = sign_both(town, proposal, route, route)
    assert signed.state == state
    assert proposal.triages.get().route == route
    assert proposal.triages.get().policy_route == Route.UNDECIDED


def test_one_signature_waits(town, proposal):
    signed = sign_route(proposal, actor=town.it, signatory=Signatory.IT, route=Route.IT_AND_UNIT, reason="Lille")
    assert signed.state == ProposalState.ROUTING


def test_disagreement_goes_to_the_chair(town, proposal):
    assert sign_both(town, proposal, Route.IT_AND_UNIT, Route.STRATEGY_GROUP).state == ProposalState.ROUTING
    settled = settle_route(proposal, actor=town.chair, route=Route.STRATEGY_GROUP, reason="Danner skole")
    assert settled.state == ProposalState.REVIEW
    assert [row.signatory for row in proposal.triages.get().signatures.all()] == ["it", "owner", "chair"]


def test_the_chair_reads_beside_the_form_what_the_two_have_chosen(town, proposal, client):
    sign_both(town, proposal, Route.IT_AND_UNIT, Route.STRATEGY_GROUP)
    client.force_login(town.chair, backend=settings.AUTHENTICATION_BACKENDS[0])
    context = client.get(f"/sager/{proposal.pk}/vej/").context
    assert [(who, words.split("\n")[0]) for who, words in context["facts"]] == [
        ("IT-afdelingen", "IT-afdelingen og afdelingen"), ("Projektejeren", "Strategigruppen"),
    ]  # fmt: skip
    assert (context["heading"], context["button"]) == ("Afgør vejen", "Afgør vejen")


def test_the_chair_waits_for_a_disagreement(town, proposal):
    with pytest.raises(Refused, match="uenige"):
        settle_route(proposal, actor=town.chair, route=Route.STRATEGY_GROUP, reason="Danner skole")
    assert proposal.triages.get().signatures.count() == 0


def test_whoever_has_part_in_the_case_does_not_settle_it(town, proposal):
    Proposal.objects.filter(pk=proposal.pk).update(owner=town.chair)
    town.people["owner"] = town.chair
    case = sign_both(town, Proposal.objects.get(pk=proposal.pk), Route.IT_AND_UNIT, Route.STRATEGY_GROUP)
    with pytest.raises(Refused, match="Du taler selv for sagen"):
        settle_route(case, actor=town.chair, route=Route.STRATEGY_GROUP, reason="Danner skole")


@pytest.mark.parametrize(
    ("signed", "said", "who", "may_sign"),
    [
        ((), "IT og projektejeren vælger vejen sammen.", "IT-afdelingen og Owner Test", {"it", "owner"}),
        (("it",), "IT har valgt. Projektejerens valg mangler.", "Owner Test", {"owner"}),
        (("owner",), "Projektejeren har valgt. IT's valg mangler.", "IT-afdelingen", {"it"}),
        (("it", "owner"), "IT og projektejeren er uenige. Formanden afgør vejen.",
         "formanden for Digitaliseringsstrategigruppen", {"chair"}),
    ],
)  # fmt: skip
def test_the_head_says_whose_choice_is_missing_and_offers_it_to_them_alone(
    town, proposal, client, signed, said, who, may_sign
):
    routes = {"it": Route.IT_AND_UNIT, "owner": Route.STRATEGY_GROUP}
    for side in signed:
        sign_route(proposal, actor=town.people[side], signatory=Signatory(side), route=routes[side], reason="Fordi")
    offered = set()
    for name in ("it", "owner", "chair", "author"):
        client.force_login(town.people[name])
        head = client.get(f"/sager/{proposal.pk}/").context["page"].head
        assert (head.next_step.what, head.next_step.who) == (said, who)
        door = next(action for action in head.actions if action.label == "Vælg vejen")
        if door.enabled:
            offered.add(name)
        else:
            assert door.who
    assert offered == may_sign


def test_a_side_signs_once(town, proposal):
    sign_route(proposal, actor=town.it, signatory=Signatory.IT, route=Route.IT_AND_UNIT, reason="Lille")
    with pytest.raises(Refused):
        sign_route(proposal, actor=town.it, signatory=Signatory.IT, route=Route.STRATEGY_GROUP, reason="Stor")
    assert proposal.triages.get().signatures.get().route == Route.IT_AND_UNIT


@pytest.mark.parametrize("route", [Route.UNIT, Route.MANAGEMENT, Route.UNDECIDED])
def test_only_the_routes_that_policy_leaves_open(town, proposal, route):
    with pytest.raises(Refused):
        sign_route(proposal, actor=town.it, signatory=Signatory.IT, route=route, reason="Nej")


def test_a_reason_is_demanded(town, proposal):
    with pytest.raises(Refused, match="Skriv begrundelsen"):
        sign_route(proposal, actor=town.it, signatory=Signatory.IT, route=Route.IT_AND_UNIT, reason=" ")


def test_the_applicants_are_told_once_the_route_is_chosen(town, proposal):
    sign_both(town, proposal, Route.IT_AND_UNIT, Route.IT_AND_UNIT)
    assert {message.recipient for message in OutboxMessage.objects.all()} == {town.author, town.owner}
