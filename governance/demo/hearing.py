"""What IT and the applicant write to each other in the demo while IT assesses."""

from typing import Any

from core.models import User
from governance.domain.hearing import answer_in_hearing, ask_in_hearing
from portfolio.models import Proposal


def play_message(proposal: Proposal, message: dict[str, Any], people: dict[str, User]) -> None:
    """Let IT ask, or the applicant answer."""
    actor = people[message["account"]]
    if "question" in message:
        ask_in_hearing(proposal, actor=actor, question=message["question"])
    else:
        answer_in_hearing(proposal, actor=actor, answer=message["answer"])
