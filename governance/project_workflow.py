"""The life of a project as one table: which move leads from which phase to which, and who makes it.

The counterpart of `governance.workflow`; `docs/workflow.md` is drawn from both. Pure: the names are those of
`portfolio.enums.ProjectPhase`, held against it by a test, because enums import Django. What a move demands before it is
made stands in `governance.domain.project_gates`.
"""

from dataclasses import dataclass
from enum import StrEnum


class ProjectWho(StrEnum):
    """Who makes a move, seen from the project."""

    OWNER = "owner"
    MANAGER = "manager"
    ADMINISTRATION = "administration"
    # Derived from the kind of project: IT where it is cross-cutting, else those who run it and their head (C28).
    EVALUATOR = "evaluator"


@dataclass(frozen=True, slots=True)
class ProjectMove:
    """One move; each step is the phase it is made in and the phase it leads to."""

    name: str
    steps: tuple[tuple[str, str], ...]
    who: tuple[ProjectWho, ...]

    @property
    def sources(self) -> frozenset[str]:
        """The phases in which the move can be made."""
        return frozenset(source for source, _target in self.steps)

    def target(self, phase: str) -> str:
        """Return the phase that the move leads to from `phase`. Raises KeyError outside the table."""
        return dict(self.steps)[phase]


_RUNNING = ("analysis", "execution", "realisation")
_ENDED = ("closed", "stopped")
_OWNER = (ProjectWho.OWNER,)
_BOTH = (ProjectWho.OWNER, ProjectWho.MANAGER)


def _stays(*phases: str) -> tuple[tuple[str, str], ...]:
    return tuple((phase, phase) for phase in phases)


MOVES = (
    ProjectMove("begin_execution", (("analysis", "execution"),), _OWNER),
    ProjectMove("begin_realisation", (("execution", "realisation"),), _OWNER),
    # What it gave is evaluated after the agreed period of normal operation; without that it is not closed (C20, C28).
    ProjectMove("evaluate", _stays("realisation"), (ProjectWho.EVALUATOR,)),
    ProjectMove("date_operation", _stays("realisation"), _OWNER),
    ProjectMove("close", (("realisation", "closed"),), _OWNER),
    # A legitimate end (D39), open from every phase that runs.
    ProjectMove("stop", tuple((phase, "stopped") for phase in _RUNNING), _OWNER),
    ProjectMove("go_back", (("execution", "analysis"), ("realisation", "execution")), _OWNER),
    ProjectMove("report_status", _stays(*_RUNNING), _BOTH),
    ProjectMove("plan", _stays(*_RUNNING), _BOTH),
    ProjectMove("assess_risks", _stays(*_RUNNING), _BOTH),
    # What has been learned is often written down after the end.
    ProjectMove("record_lesson", _stays(*_RUNNING, *_ENDED), _BOTH),
    ProjectMove("name_manager", _stays(*_RUNNING), _OWNER),
    # People change jobs, and an imported project may have nobody.
    ProjectMove("name_owner", _stays(*_RUNNING), (ProjectWho.OWNER, ProjectWho.ADMINISTRATION)),
)

BY_NAME = {move.name: move for move in MOVES}
