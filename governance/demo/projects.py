"""The demo's projects: run from their decision on by those who own and manage them, on the days their file says."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from businesscase.enums import Fulfilment
from businesscase.models import Benefit
from core import clock
from core.models import User
from governance.domain.benefit_moves import Measured, Target, agree_target, record_measurement
from governance.domain.conditions import conditions_of, meet_condition
from governance.domain.effect_evaluation import Evaluated, Need, evaluate_effect
from governance.domain.project_follow_up import Taught, assess_risks, plan_milestones, record_lesson, report_status
from governance.domain.project_phases import begin_execution, begin_realisation, close_project, stop_project
from governance.domain.projects import name_manager
from governance.domain.status_months import months_open
from portfolio.domain.milestones import Stone
from portfolio.domain.risks import Threat
from portfolio.domain.statuses import SIDES, Report
from portfolio.enums import Light
from portfolio.models import Project, Proposal

Row = dict[str, Any]
Event = Callable[[], None]
# A status given in the first half of a month is about the month before.
_MID_MONTH = 15


class ProjectPlayer:
    """Plays one project's `[project]` part; `start` is the day from which the file counts."""

    def __init__(self, project: Project, row: Row, people: dict[str, User], start: datetime) -> None:
        """Find the owner and the manager."""
        self.project, self.row, self.content, self.people = project, row, row["project"], people
        self.today = start.astimezone(clock.COPENHAGEN).date()
        self.owner = people[row["owner"]]
        self.manager = people[self.content["manager"]]

    def events(self) -> list[tuple[int, Event]]:
        """Return what happens, each with how many days ago, in its order."""
        ago = self.row["days_ago"]
        found: list[tuple[int, Event]] = [(ago["planned"], self._plan)] if "planned" in ago else []
        if "started" in ago:
            found.append((ago["started"], self._begin))
        milestones, statuses = self.content.get("milestones", ()), self.content.get("statuses", ())
        found += [(-one["done_days"], partial(self._reach, one["label"])) for one in milestones if "done_days" in one]
        found += [(one["days_ago"], partial(self._report, one)) for one in statuses]
        found += [(one["days_ago"], partial(self._agree, one)) for one in self.content.get("targets", ())]
        found += [(one["days_ago"], partial(self._measure, one)) for one in self.content.get("measurements", ())]
        ends = (
            ("realised", self._realise), ("evaluated", self._evaluate), ("closed", self._close),
            ("stopped", self._stop),
        )  # fmt: skip
        found += [(ago[name], end) for name, end in ends if name in ago]
        return sorted(found, key=lambda pair: -pair[0])

    def _plan(self) -> None:
        if self.project.manager_id != self.manager.pk:
            self.project = name_manager(self.project, self.manager, actor=self.owner)
        # What the case planned came along with the decision.
        known = dict(self.project.milestones.values_list("label", "pk"))
        stones = [
            Stone(one["label"], self._day(one["planned_days"]), pk=known.get(one["label"]))
            for one in self.content.get("milestones", ())
        ]
        plan_milestones(self.project, stones, actor=self.manager)
        threats = [
            Threat(one["text"], one["probability"], one["consequence"], one["action"], self.people[one["owner"]])
            for one in self.content.get("risks", ())
        ]
        if threats:
            assess_risks(self.project, threats, actor=self.manager)

    def _begin(self) -> None:
        if "planned" not in self.row["days_ago"]:
            self._plan()
        self.project = begin_execution(self.project, actor=self.owner)

    def _reach(self, label: str) -> None:
        stones = [
            Stone(one.label, one.planned_on, clock.today() if one.label == label else one.done_on, one.pk)
            for one in self.project.milestones.all()
        ]
        plan_milestones(self.project, stones, actor=self.manager)

    def _report(self, said: Row) -> None:
        lights = {side: Light(said[side]) for side in SIDES}
        texts = {f"{side}_text": said[f"{side}_text"] for side in SIDES}
        report = Report(
            month=self._month(),
            **lights,  # type: ignore[arg-type]  # by the sides' names
            **texts,
            spent=_amount(said, "spent_dkk"),
            forecast=_amount(said, "forecast_dkk"),
            expected_end=self._day(said["expected_days"]) if "expected_days" in said else None,
            decision_needed=said.get("decision_needed", ""),
        )
        report_status(self.project, report, actor=self.manager)

    def _meet_conditions(self) -> None:
        """Say of each of IT's conditions how it is met; where the file says nothing, that it is."""
        hows = self.content.get("conditions_met", ())
        for number, condition in enumerate(conditions_of(self.project.proposal_id)):
            if condition.met_on is None:
                how = hows[number] if number < len(hows) else "Gennemgået med IT, før løsningen blev taget i brug."
                meet_condition(condition, actor=self.manager, how=how)

    def _realise(self) -> None:
        self._meet_conditions()
        reason = self.content.get("realised_reason", "")
        self.project = begin_realisation(self.project, actor=self.owner, reason=reason)

    def _agree(self, said: Row) -> None:
        benefit = Benefit.objects.get(project=self.project, label=said["benefit"])
        target = Target(
            indicator=said["indicator"],
            measure=said["measure"],
            baseline=Decimal(str(said["baseline"])),
            source=said["source"],
            target=Decimal(str(said["target"])),
            target_date=self._day(said["target_days"]),
        )
        agree_target(benefit, target, actor=benefit.owner or self.owner, reason=said["reason"])

    def _measure(self, said: Row) -> None:
        benefit = Benefit.objects.get(project=self.project, label=said["benefit"])
        measured = Measured(
            clock.today(),
            since=clock.today() - timedelta(days=said["days"] - 1) if "days" in said else None,
            hours=_amount(said, "hours"),
            value=_amount(said, "value"),
            realised=_amount(said, "realised_dkk"),
            expected=_amount(said, "expected_dkk"),
            final=said.get("final", False),
            note=said.get("note", ""),
        )
        record_measurement(benefit, measured, actor=benefit.owner or self.owner)

    def _evaluate(self) -> None:
        said = self.content["evaluation"]
        needs = tuple(Need(one["group"], Fulfilment(one["degree"]), one["evidence"]) for one in said["needs"])
        evaluated = Evaluated(
            said["conclusion"], said["changes_in_work"], needs, said["learned"], said.get("shortfall_reason", "")
        )
        evaluate_effect(self.project, evaluated, actor=self.people[said["account"]])

    def _close(self) -> None:
        record_lesson(self.project, self._lesson(), actor=self.manager)
        close_project(
            self.project,
            actor=self.owner,
            reason=self.content["close_reason"],
            pool_spent=self._pool_spent(),
        )

    def _stop(self) -> None:
        reason, spent = self.content["stop_reason"], self._pool_spent()
        stop_project(self.project, actor=self.owner, reason=reason, lesson=self._lesson(), pool_spent=spent)

    def _lesson(self) -> Taught:
        said = self.content["lesson"]
        return Taught(said["title"], said["text"], said["shared_with"])

    def _pool_spent(self) -> Decimal | None:
        return min(self.project.granted, _amount(self.content, "spent_dkk") or Decimal(0)) or None

    def _month(self) -> date:
        """Return the month that a status given today is about: the first open one that has none yet."""
        self.project.refresh_from_db()
        months = months_open(self.project)
        last = self.project.status_month
        if last is None:
            return months[0] if clock.today().day <= _MID_MONTH else months[-1]
        return next((month for month in months if month > last), months[-1])

    def _day(self, days: int) -> date:
        return self.today + timedelta(days=days)


def project_road(proposal: Proposal, row: Row, people: dict[str, User], start: datetime) -> Iterator[int]:
    """Yield how many days ago the next event of the case's project is; what follows the yield is the event."""
    project = Project.objects.filter(proposal=proposal).first()
    if project is None or "project" not in row:
        return
    for days_ago, event in ProjectPlayer(project, row, people, start).events():
        yield days_ago
        event()


def _amount(row: Row, name: str) -> Decimal | None:
    return Decimal(str(row[name])) if name in row else None
