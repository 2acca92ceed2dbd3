"""Why a decision does not give everything, in the words that page, API and letter share."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from governance.cause_texts import cause_line, cause_sentences, next_sentence
from governance.enums import NextDate

if TYPE_CHECKING:
    from governance.models import Decision


@dataclass(frozen=True, slots=True)
class CauseView:
    """A cause in words; `node` is the principle's id where it is tied to one."""

    tied: str
    node: int | None
    facts: tuple[str, ...]
    changes: tuple[str, ...]
    next: str
    contact: str


@dataclass(frozen=True, slots=True)
class SaidDecision:
    """A decision with its cause, None where it gives everything or is older than the causes."""

    decision: "Decision"
    why: CauseView | None


def said_decision(decision: "Decision") -> SaidDecision:
    """Return a decision that has been read ahead with its cause."""
    return SaidDecision(decision, cause_view(decision))


def cause_view(decision: "Decision") -> CauseView | None:
    """Return the cause of a decision in words; asks nothing of one that has been read ahead."""
    cause = getattr(decision, "cause", None)
    if cause is None:
        return None
    facts, changes = cause_sentences(cause, decision.verdict)
    return CauseView(
        tied=cause_line(cause.kind, cause.name),
        node=cause.node_id,
        facts=facts,
        changes=changes,
        next=next_sentence(cause.next_kind, cause.next_on) if cause.next_kind != NextDate.NONE else "",
        contact=cause.contact,
    )
