"""Draw docs/workflow.md from the table of moves."""

from itertools import product
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from governance.workflow import MOVES, Move
from portfolio.enums import ProposalKind, ProposalState

INTRODUCTION = """# The road of a proposal

Drawn from `governance/workflow.py` by `script/manage draw_workflow > docs/workflow.md`; a test holds the two together.
A move is refused in this order: the state, the right, and separation of duties (marked *judges*: whoever wrote,
edits or owns the case cannot make it).
"""


class Command(BaseCommand):
    """Print the table as a diagram and as a list."""

    help = "Prints docs/workflow.md, drawn from the table of moves."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Print."""
        with translation.override("en"):
            self.stdout.write(draw_workflow(), ending="")


def draw_workflow() -> str:
    """Return the page."""
    parts = [INTRODUCTION]
    for title, kinds in (
        ("Applications and notifications", {ProposalKind.APPLICATION, ProposalKind.NOTIFICATION}),
        ("Suggestions", {ProposalKind.SUGGESTION}),
    ):
        moves = [move for move in MOVES if move.kinds <= kinds]
        parts += [f"\n## {title}\n\n", _diagram(moves), "\n", _table(moves)]
    return "".join(parts)


def _diagram(moves: list[Move]) -> str:
    arrows = {
        f"    {source} --> {target}: {move.name}"
        for move in moves
        for source, target in product(move.sources, move.targets)
    }
    return "\n".join(["```mermaid", "stateDiagram-v2", "    [*] --> draft", *sorted(arrows), "```", ""])


def _table(moves: list[Move]) -> str:
    rows = ["| Move | From | To | Who |", "|---|---|---|---|"]
    for move in moves:
        who = ", ".join(who.replace("_", " ") for who in move.who) + (" *(judges)*" if move.judges else "")
        rows.append(f"| `{move.name}` | {_names(move.sources)} | {_names(move.targets)} | {who} |")
    return "\n".join(rows) + "\n"


def _names(states: frozenset[str]) -> str:
    return ", ".join(str(state.label) for state in ProposalState if state.value in states)
