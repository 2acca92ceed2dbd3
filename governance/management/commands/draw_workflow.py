"""Draw docs/workflow.md from the tables of moves: of a proposal and of the project it may become."""

from itertools import product
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from governance import project_workflow
from governance.workflow import BY_ITSELF, MOVES, Move
from portfolio.enums import ProjectPhase, ProposalKind, ProposalState

INTRODUCTION = """# The road of a proposal

Drawn from `governance/workflow.py` by `script/manage draw_workflow > docs/workflow.md`; a test holds the two together.
A move is refused in this order: the state, the right, and separation of duties (marked *judges*: whoever wrote,
edits or owns the case cannot make it).
"""
PROJECTS = """
## The project

Drawn from `governance/project_workflow.py`. The approval of a case that triage calls a project starts one, with a
baseline that stands. A move is refused in this order: the phase, the role, and what the phase asks for
(`governance/domain/project_gates.py`). To stop takes a reason and a lesson, to close an effect
evaluation, which is made once the agreed period of normal operation has passed and every measurable benefit has been
settled. Who evaluates follows from the project: IT where several departments take part, else those who run it and the
head of their department. What is done with a benefit stands in `governance/domain/benefit_moves.py`.

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
        moves = [move for move in (*MOVES, *BY_ITSELF) if move.kinds <= kinds]
        parts += [f"\n## {title}\n\n", _diagram(_arrows(moves), "draft"), "\n", _table(moves)]
    phases = {
        f"    {source} --> {target}: {move.name}"
        for move in project_workflow.MOVES
        for source, target in move.steps
        if source != target
    }
    parts += [PROJECTS, _diagram(phases, "analysis"), "\n", _project_table()]
    return "".join(parts)


def _arrows(moves: list[Move]) -> set[str]:
    return {
        f"    {source} --> {target}: {move.name}"
        for move in moves
        for source, target in product(move.sources, move.targets)
    }


def _diagram(arrows: set[str], first: str) -> str:
    return "\n".join(["```mermaid", "stateDiagram-v2", f"    [*] --> {first}", *sorted(arrows), "```", ""])


def _table(moves: list[Move]) -> str:
    rows = ["| Move | From | To | Who |", "|---|---|---|---|"]
    for move in moves:
        who = ", ".join(who.replace("_", " ") for who in move.who) or "the portal, when the day has come"
        who += " *(judges)*" if move.judges else ""
        rows.append(f"| `{move.name}` | {_names(move.sources)} | {_names(move.targets)} | {who} |")
    return "\n".join(rows) + "\n"


def _names(states: frozenset[str]) -> str:
    return ", ".join(str(state.label) for state in ProposalState if state.value in states)


def _project_table() -> str:
    rows = ["| Move | From | To | Who |", "|---|---|---|---|"]
    for move in project_workflow.MOVES:
        stays = all(source == target for source, target in move.steps)
        targets = "stays" if stays else _phases(frozenset(target for _source, target in move.steps))
        who = ", ".join(who.replace("_", " ") for who in move.who)
        rows.append(f"| `{move.name}` | {_phases(move.sources)} | {targets} | {who} |")
    return "\n".join(rows) + "\n"


def _phases(phases: frozenset[str]) -> str:
    return ", ".join(str(phase.label) for phase in ProjectPhase if phase.value in phases)
