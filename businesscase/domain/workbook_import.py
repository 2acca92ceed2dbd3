"""Bringing a case in from a workbook: seen whole before anything changes, then all of it or nothing."""

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from businesscase.domain.cases import case_of, save_case
from businesscase.domain.chapters import CHAPTER_FIELDS, save_chapters
from businesscase.domain.results import calculate
from businesscase.domain.rows import check_alternatives, check_lines, check_risks, settle_estimates
from businesscase.domain.terms import Terms, terms_in_force
from businesscase.models import BenefitLine, BusinessCaseVersion, Result, RiskItem
from businesscase.workbook.reader import Known, ReadCase
from core.domain.refusal import Refused
from core.models import Unit, User
from portfolio.domain.versions import current_version
from portfolio.forms.boxes import PersonField, person_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from businesscase.models import PlannedMilestone
    from portfolio.models import Proposal


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do: the draft's case as it is, what would stand instead, and what that comes to.

    `refusal` says why it cannot be done.
    """

    before: BusinessCaseVersion | None
    read: ReadCase
    frame: BusinessCaseVersion
    result: Result | None
    refusal: str

    @property
    def edition(self) -> int:
        """The edition of the draft that the plan was made from."""
        return self.before.edition if self.before else 0


def plan_import(proposal: "Proposal", read: ReadCase) -> Plan:
    """Return what would become of the draft; nothing is stored."""
    before = case_of(current_version(proposal))
    read = _with_own_line_breaks(before, read)
    terms = terms_in_force()
    frame = _frame(before, read, terms)
    settle_estimates([*read.costs, *read.benefits])
    result, refusal = None, ""
    try:
        check_lines(frame, [*read.costs, *read.benefits])
        check_risks(frame, read.risks)
        check_alternatives(frame, read.alternatives)
        result = calculate(
            frame, read.costs, read.benefits, terms, risks=read.risks, alternatives=read.alternatives, draws=0
        )
    except Refused as reason:
        refusal = reason.reason
    return Plan(before, read, frame, result, refusal)


@transaction.atomic
def carry_out_import(proposal: "Proposal", read: ReadCase, *, edition: int, actor: User) -> BusinessCaseVersion:
    """Put what was read in the place of the draft's case; `EditionConflict` where that has changed since."""
    words = {name: value for name, value in read.fields.items() if name in CHAPTER_FIELDS}
    case = save_case(
        proposal,
        actor=actor,
        edition=edition,
        fields={name: value for name, value in read.fields.items() if name not in words},
        costs=read.costs,
        benefits=read.benefits,
        risks=read.risks,
        alternatives=read.alternatives,
    )
    stands = list(case.milestones.all())
    milestones = stands if read.milestones is None else read.milestones
    if _facts(milestones) == _facts(stands) and all(getattr(case, name) == text for name, text in words.items()):
        return case
    return save_chapters(proposal, actor=actor, edition=case.edition, fields=words, milestones=milestones)


def _facts(milestones: "Sequence[PlannedMilestone]") -> list[tuple[str, date | None]]:
    return [(one.label, one.due_on) for one in milestones]


def known_in(case: BusinessCaseVersion | None) -> Known:
    """Return how people and units are found: whoever stands in the draft already is known, active or not."""
    rows: list[BenefitLine | RiskItem] = [*case.benefit_lines.all(), *case.risks.all()] if case else []
    people: dict[str, User] = {person_text(row.owner): row.owner for row in rows if row.owner}
    units: dict[str, Unit | None] = {}

    def person(text: str) -> User | None:
        if text not in people:
            try:
                found = PersonField(required=False).clean(text)
            except ValidationError:
                return None
            if found is None:
                return None
            people[text] = found
        return people[text]

    def unit(text: str) -> Unit | None:
        if text not in units:
            code = text.rpartition("(")[2].removesuffix(")").strip()
            named = list(Unit.objects.filter(Q(code=code) | Q(name__iexact=text))[:2])
            units[text] = named[0] if len(named) == 1 else None
        return units[text]

    return Known(person, unit)


def _frame(before: BusinessCaseVersion | None, read: ReadCase, terms: Terms) -> BusinessCaseVersion:
    """Return the frame as it would be, unsaved."""
    frame = BusinessCaseVersion(edition=before.edition if before else 0)
    for name, value in read.fields.items():
        setattr(frame, name, value)
    if terms.hourly_rate is not None:
        frame.hourly_rate, frame.hourly_rate_source = terms.hourly_rate, terms.hourly_rate_source
    return frame


def _with_own_line_breaks(before: BusinessCaseVersion | None, read: ReadCase) -> ReadCase:
    """Keep a text of the draft as it stands where only its line breaks are told otherwise by spreadsheets."""
    if before is None:
        return read
    fields: dict[str, Any] = dict(read.fields)
    for name, value in read.fields.items():
        stands = getattr(before, name)
        if isinstance(stands, str) and stands.replace("\r\n", "\n").strip() == value:
            fields[name] = stands
    return replace(read, fields=fields)
