"""Which month a status is due for, and when (C19): monthly, a few working days into the month that follows."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from core.clock import today
from core.selectors.parameters import parameters_in_force
from governance.domain.working_days import add_working_days

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.models import Parameter
    from portfolio.models import Project

STATUS_DAY = "status_day"


@dataclass(frozen=True, slots=True)
class StatusDue:
    """The month that the status is due for (its first day), and the last day to report it."""

    month: date
    deadline: date

    @property
    def is_overdue(self) -> bool:
        """Whether the last day has passed."""
        return self.deadline < today()

    def missing(self, project: "Project") -> bool:
        """Whether the project still owes the status: it ran in that month, and nothing has been reported for it."""
        return project.ended_on is None and self.lacks(project, project.status_month)

    def lacks(self, project: "Project", newest: date | None) -> bool:
        """Whether it does where `newest` is the month of its newest status.

        A project that was imported and has nobody yet owes nothing: there is no one to report.
        """
        if project.owner_id is None and project.manager_id is None:
            return False
        ran = project.started_on is None or project.started_on < next_month(self.month)
        return ran and (newest is None or newest < self.month)


def status_due(parameters: "Mapping[str, Parameter] | None" = None, on: date | None = None) -> StatusDue:
    """Return what is due `on` a day, today unless it is named: the month before, by the working day of the policy.

    `parameters` are that day's, where the caller has them already; an installation without policy asks on the first.
    """
    on = on or today()
    known = parameters if parameters is not None else parameters_in_force(on)
    day, last = int(known[STATUS_DAY].value) if STATUS_DAY in known else 1, on.replace(day=1) - timedelta(days=1)
    return StatusDue(last.replace(day=1), add_working_days(last, day))


def months_open(project: "Project") -> tuple[date, ...]:
    """Return the months that a status can be reported for: this one and the one before, if the project ran then."""
    months = (previous_month(), this_month())
    return tuple(month for month in months if project.started_on is None or project.started_on < next_month(month))


def this_month() -> date:
    """Return the first day of this month."""
    return today().replace(day=1)


def previous_month() -> date:
    """Return the first day of the month before this one."""
    return (this_month() - timedelta(days=1)).replace(day=1)


def next_month(month: date) -> date:
    """Return the first day of the month that follows."""
    return (month + timedelta(days=32)).replace(day=1)
