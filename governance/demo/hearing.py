"""IT's assessment in the demo: what IT and the applicant write to each other, and what the architect signs."""

from typing import Any

from core.models import User
from governance.domain.architecture import sign_architecture
from governance.domain.hearing import answer_in_hearing, ask_in_hearing
from portfolio.models import Proposal, System


def play_message(proposal: Proposal, message: dict[str, Any], people: dict[str, User]) -> None:
    """Let IT ask, or the applicant answer."""
    actor = people[message["account"]]
    if "question" in message:
        ask_in_hearing(proposal, actor=actor, question=message["question"])
    else:
        answer_in_hearing(proposal, actor=actor, answer=message["answer"])


def sign_assessment(proposal: Proposal, row: dict[str, Any], people: dict[str, User]) -> None:
    """Let the architect sign what the file says of the architecture, where it says anything."""
    said = dict(row.get("architecture", {}))
    if said:
        actor, looked = people[said.pop("account")], said.pop("systems", [])
        systems = System.objects.filter(reference__in=looked).order_by("reference")
        sign_architecture(proposal, actor=actor, said=said, systems=systems)
