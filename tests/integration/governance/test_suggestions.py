from core.models import OutboxMessage
from governance.domain.suggestions import answer_suggestion, carry_on_suggestion
from portfolio.domain.versions import current_version
from portfolio.enums import ProposalKind, ProposalState
from tests.factories.governance import make_standing


def test_an_answer_is_mailed_as_it_stands(town):
    received = make_standing(town, ProposalState.RECEIVED, ProposalKind.SUGGESTION)
    answered = answer_suggestion(received, actor=town.secretary, answer="Tak, men vi har det allerede.")
    bodies = {message.recipient: message.body for message in OutboxMessage.objects.all()}
    assert answered.state == ProposalState.ANSWERED
    # As it stands, with the way to the case below.
    assert "Tak, men vi har det allerede." in bodies[town.author].splitlines()
    assert bodies[town.author].endswith(f"/sager/{received.pk}/")


def test_carrying_on_makes_a_draft_with_what_was_said(town):
    received = make_standing(town, ProposalState.RECEIVED, ProposalKind.SUGGESTION)
    draft = carry_on_suggestion(received, actor=town.head, kind=ProposalKind.APPLICATION)
    received.refresh_from_db()
    assert received.state == ProposalState.CONVERTED
    assert (draft.kind, draft.state, draft.author) == ("application", ProposalState.DRAFT, town.head)
    assert draft.origin_suggestion == received
    assert current_version(draft).need == "Et behov"
