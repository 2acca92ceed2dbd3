"""The demo's proposals: each is written, submitted, assessed and routed on the days its file says."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from heapq import heapify, heappop, heappush
from pathlib import Path
from typing import Any

from core import clock
from core.domain.audit import part_changes
from core.models import Unit, User
from governance.demo.business_cases import correct_business_case
from governance.demo.hearing import play_message, sign_assessment
from governance.demo.municipality import read_toml
from governance.demo.pool import play_condition, play_decision, play_direction
from governance.demo.principles import assess_principles
from governance.demo.projects import project_road
from governance.demo.strategy_group import may_be_recommended, play_recommendation, play_reviews
from governance.domain.it_assessment import approve_acquisition, refuse_acquisition
from governance.domain.local_decision import decide_locally
from governance.domain.routing import sign_route
from governance.domain.submission import give_suggestion, submit_proposal, take_back_proposal
from governance.domain.suggestions import answer_suggestion
from governance.enums import BodyKind, Route, Signatory, Verdict
from governance.models import Membership
from governance.selectors.pool_criteria import DIRECTED, criteria_in_force
from portfolio.domain.proposals import change_draft, create_proposal, share_draft
from portfolio.domain.versions import current_version
from portfolio.enums import ProposalKind, ProposalState
from portfolio.models import CoFinancing, Goal, InvolvedGroup, Proposal

Row = dict[str, Any]
OFFICE_HOUR = 10
# How far the roads are played: submitted, reviewed, recommended, everything.
STAGES = ("intake", "review", "meeting", "followup")

# The file's names of the fields that the version calls otherwise.
_TEXTS = (
    "core_task", "need", "idea", "gain", "external_assistance_text", "supplier", "strictly_necessary_reason",
    "work_process_changes", "reuse_internal", "reuse_external", "training_plan", "obligation_legal_basis",
    "support_plan", "ai_risk_class", "ai_text", "personal_data", "security_text", "acquisition_type", "origin",
    "obligation_level",
)  # fmt: skip
# What a municipality decides, management or the head of the department.
_DECISIONS = ("decision", "local_decision")
_FLAGS = ("needs_cooperation", "external_assistance", "citizen_facing", "uses_ai")


def own_row(row: Row, profile: str) -> Row:
    """Return a file as it reads in a municipality: another than Odder's decides for itself, in its own table."""
    if profile == "odder":
        return row
    own = row.get(profile, {})
    shared = {name: value for name, value in row.items() if name not in _DECISIONS}
    said = {name: own[name] for name in ("units_involved", *_DECISIONS) if name in own}
    return shared | said | {"days_ago": row["days_ago"] | own.get("days_ago", {})}


def first_version(row: Row) -> Row:
    """Return a file as its first version read, where a later one corrects amounts; its lines stand place by place."""
    first = row.get("first_version")
    if first is None:
        return row
    case = row["business_case"]
    lines = {
        name: [line | own for line, own in zip(case[name], first[name], strict=True)]
        for name in ("cost_lines", "benefit_lines")
    }
    return row | {name: first[name] for name in ("vendor_cost_dkk", "requested_dkk")} | {"business_case": case | lines}


def earlier_rows(path: Path) -> list[Row]:
    """Return the projects that were carried through before, each with what they share filled in."""
    content = read_toml(path)
    return [_filled(content["defaults"], one) for one in content["projects"]]


def asking_rows(path: Path) -> list[Row]:
    """Return the cases that ask the pool beside the named ones, each with what they share filled in."""
    content = read_toml(path)
    return [_filled(content["defaults"], one) for one in content["cases"]]


def _filled(shared: Row, own: Row) -> Row:
    """Return `shared` with what is a row's own on top, table by table."""
    tables = {name: _filled(shared[name], one) for name, one in own.items() if isinstance(shared.get(name), dict)}
    return shared | own | tables


class Player:
    """Plays the files' roads; `extras` writes what other rooms keep of a draft before it is submitted."""

    def __init__(
        self, people: dict[str, User], start: datetime, extras: "Callable[[Proposal, Row, User], None]"
    ) -> None:
        """Remember who is who and when today is."""
        self.people = people
        self.units = {unit.code: unit for unit in Unit.objects.select_related("area", "department")}
        self.start = start
        self.extras = extras

    def play(self, rows: Iterable[Row], *, stage: str, beside: Iterable[Iterator[datetime]] = ()) -> None:
        """Play all roads up to `stage` side by side, event by event in the order of their days.

        `beside` are roads of no case.
        """
        self.reached = STAGES.index(stage)
        roads = [*(self._road(row) for row in rows), *beside]
        begun = ((next(road, None), index, road) for index, road in enumerate(roads))
        waiting = [(first, index, road) for first, index, road in begun if first is not None]
        heapify(waiting)
        while waiting:
            instant, index, road = heappop(waiting)
            with clock.standing_at(instant):
                following = next(road, None)
            part_changes()
            if following is not None:
                heappush(waiting, (following, index, road))

    def _road(self, row: Row) -> Iterator[datetime]:
        """Yield when the next event happens; what follows the yield is the event."""
        yield self._instant(row, "drafted")
        proposal = self._draft(first_version(row))
        if "submitted" not in row["days_ago"]:
            return
        author, first = self.people[row["author"]], row.get("first_version")
        if first:
            yield from self._correct(proposal, row, author)
        yield self._instant(row, "submitted")
        if proposal.kind == ProposalKind.SUGGESTION:
            proposal = give_suggestion(proposal, actor=author)
        else:
            proposal = submit_proposal(proposal, actor=author, change_reason=first["change_reason"] if first else "")
        if self._plays("review"):
            yield from self._judge(proposal, row)
            for days_ago in project_road(proposal, row, self.people, self.start):
                yield self._days_ago(row, days_ago)

    def _correct(self, proposal: Proposal, row: Row, author: User) -> Iterator[datetime]:
        """Submit the version that is corrected later, take it back, and write what it says today."""
        yield self._instant(row, "first_submitted")
        submit_proposal(proposal, actor=author)
        yield self._instant(row, "taken_back")
        taken = take_back_proposal(proposal, actor=author, reason=row["first_version"]["taken_back"])
        part_changes()
        fields = {"vendor_cost": _amount(row, "vendor_cost_dkk"), "requested_amount": _amount(row, "requested_dkk")}
        change_draft(taken, actor=author, edition=current_version(taken).edition, fields=fields)
        correct_business_case(taken, row, author)

    def _plays(self, stage: str) -> bool:
        """Whether the demo goes as far as `stage`."""
        return self.reached >= STAGES.index(stage)

    def _judge(self, proposal: Proposal, row: Row) -> Iterator[datetime]:
        if "directed" in row["days_ago"] and DIRECTED in {one.code for one in criteria_in_force()}:
            yield self._instant(row, "directed")
            play_direction(proposal, row, self.people)
        if proposal.state == ProposalState.ASSESSMENT:
            yield from self._hear(proposal, row)
            proposal = Proposal.objects.get(pk=proposal.pk)
        if proposal.state == ProposalState.ROUTING:
            for signature in row.get("routing", ()):
                yield self._instant(row, f"routed_{self._side(signature)}")
                proposal = self._sign(proposal, signature)
        if proposal.state == ProposalState.REVIEW:
            yield from self._review(proposal, row)
        if not self._plays("followup"):
            return
        if "decision" in row and Proposal.objects.get(pk=proposal.pk).state == ProposalState.RECOMMENDED:
            yield from self._manage(proposal, row)
        if proposal.state == ProposalState.LOCAL_DECISION and "local_decision" in row:
            yield self._instant(row, "decided")
            self._decide(proposal, row["local_decision"])
        if proposal.state == ProposalState.RECEIVED and "answer" in row:
            yield self._instant(row, "answered")
            answer_suggestion(proposal, actor=self.people[row["answer"]["account"]], answer=row["answer"]["text"])

    def _manage(self, proposal: Proposal, row: Row) -> Iterator[datetime]:
        yield self._instant(row, "decided")
        play_decision(proposal, row["decision"], self.people)
        if "condition_met" in row["decision"]:
            yield self._instant(row, "condition_met")
            play_condition(proposal, row["decision"], self.people)

    def _review(self, proposal: Proposal, row: Row) -> Iterator[datetime]:
        if "reviewed" in row["days_ago"]:
            yield self._instant(row, "reviewed")
            play_reviews(proposal, row, self.people, self.start)
        if self._plays("meeting") and "recommended" in row["days_ago"] and may_be_recommended(proposal, row):
            yield self._instant(row, "recommended")
            play_recommendation(proposal, row["recommendation"], self.people)

    def _draft(self, row: Row) -> Proposal:
        author, unit = self.people[row["author"]], self.units[row["unit"]]
        kind = ProposalKind(row["kind"])
        proposal = create_proposal(kind=kind, title=row["title"], unit=unit, actor=author)
        # A draft's saves are no act's: here they share a transaction with acts that would take them.
        part_changes()
        owner = self.people[row["owner"]] if "owner" in row else None
        draft = change_draft(proposal, actor=author, edition=0, fields=self._fields(row), owner=owner)
        for one in row.get("involved", ()):
            InvolvedGroup.objects.create(
                version=draft, kind=one["group"], who=one["who"], how=one["how"], evidence=one.get("evidence", "")
            )
        for one in row.get("goals", ()):
            Goal.objects.create(
                version=draft,
                indicator=one["indicator"],
                measure=one["unit"],
                baseline=Decimal(str(one["baseline"])),
                baseline_source=one.get("baseline_source", ""),
                target=Decimal(str(one["target"])),
                target_date=self._day(one["target_days_from_now"]),
                method=one["method"],
            )
        for one in row.get("co_financing", ()):
            CoFinancing.objects.create(
                version=draft,
                kind=one["payer"],
                who=one["who"],
                amount=Decimal(one["amount_dkk"]),
                secured=one["secured"],
            )
        part_changes()
        for address in row.get("co_editors", ()):
            share_draft(proposal, person=self.people[address], actor=author)
        self.extras(proposal, row, author)
        return proposal

    def _fields(self, row: Row) -> Row:
        fields = {name: row[name] for name in (*_TEXTS, *_FLAGS) if name in row}
        fields |= {f"aspect_{name}": text for name, text in row.get("aspects", {}).items()}
        fields |= row.get("self_service", {})
        fields["vendor_cost"] = _amount(row, "vendor_cost_dkk")
        fields["staff_hours"] = _amount(row, "staff_hours")
        fields["requested_amount"] = _amount(row, "requested_dkk")
        fields["requested_second_year"] = _amount(row, "requested_second_year_dkk")
        fields["requested_third_year"] = _amount(row, "requested_third_year_dkk")
        known = {one.code for one in criteria_in_force()}
        fields["pool_criterion"] = row["criterion"] if row.get("criterion") in known else ""
        fields["esdh_case_number"] = row.get("esdh_case_number", "").format(year=clock.today().year)
        fields["units_involved"] = [self.units[code] for code in row.get("units_involved", ())]
        return fields

    def _hear(self, proposal: Proposal, row: Row) -> Iterator[datetime]:
        """Let IT ask and be answered, and then give its own answer."""
        for message in row.get("hearing", ()):
            yield self._days_ago(row, message["days_ago"])
            play_message(proposal, message, self.people)
        if "it_assessed" in row["days_ago"]:
            yield self._instant(row, "it_assessed")
            sign_assessment(proposal, row, self.people)
            self._assess(proposal, row)

    def _assess(self, proposal: Proposal, row: Row) -> None:
        answer = row["it_assessment"]
        actor = self.people[answer["account"]]
        assess_principles(proposal, row, actor)
        if answer["outcome"] == "approved":
            conditions = answer.get("conditions", [])
            approve_acquisition(proposal, actor=actor, reasons=answer["reasons"], conditions=conditions)
        else:
            refuse_acquisition(proposal, actor=actor, reasons=answer["reasons"])

    def _side(self, signature: Row) -> Signatory:
        person = self.people[signature["account"]]
        in_it = Membership.objects.filter(person=person, body__kind=BodyKind.IT_DEPARTMENT).exists()
        return Signatory.IT if in_it else Signatory.OWNER

    def _sign(self, proposal: Proposal, signature: Row) -> Proposal:
        return sign_route(
            proposal,
            actor=self.people[signature["account"]],
            signatory=self._side(signature),
            route=Route(signature["choice"]),
            reason=signature["reason"],
        )

    def _decide(self, proposal: Proposal, decision: Row) -> None:
        decide_locally(
            proposal,
            actor=self.people[decision["account"]],
            verdict=Verdict(decision["outcome"]),
            reasons=decision["reasons"],
        )

    def _instant(self, row: Row, event: str) -> datetime:
        """Return the event's day, in office hours and at a minute of the case's own."""
        return self._days_ago(row, row["days_ago"][event])

    def _day(self, days_from_now: int) -> date:
        """Return the date so many days from the day the demo is loaded, not from the one the clock stands at."""
        return (self.start + timedelta(days=days_from_now)).astimezone(clock.COPENHAGEN).date()

    def _days_ago(self, row: Row, days_ago: int) -> datetime:
        instant = self.start - timedelta(days=days_ago)
        return instant.replace(hour=OFFICE_HOUR, minute=len(row["slug"]), second=0, microsecond=0)


def _amount(row: Row, name: str) -> Decimal | None:
    return Decimal(str(row[name])) if name in row else None
