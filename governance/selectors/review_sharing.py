"""The round and how its cases are shared, as those who arrange it see it: also a case that they are barred from.

That is logistics and no judgement: of such a case the page tells number, state and deadline, and nothing else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from governance.domain.review_rounds import cases_to_share
from governance.enums import BodyRole
from governance.reviewing.balance import CaseToShare, Sharing, share_cases
from governance.selectors.conflict_hints import Hints, conflict_hints
from governance.selectors.review_members import kept_out_of, reviewers_of
from portfolio.models import Proposal

if TYPE_CHECKING:
    from core.models import User
    from governance.models import ReviewRound
    from governance.selectors.standing import Standing


@dataclass(frozen=True, slots=True)
class Cell:
    """One member on one case. `blocked` says why they cannot, `hints` are signs that they perhaps should not."""

    person: "User"
    value: str
    ticked: bool
    given: bool
    blocked: str
    hints: tuple[str, ...] = ()
    proposed: bool = False
    # Whose place the person takes on the case, as the deputy.
    steps_in_for: str = ""


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One case. `hidden`: the reader is barred from it, and reads its number and state only."""

    proposal: Proposal
    hidden: bool
    given: int
    cells: tuple[Cell, ...]

    @property
    def reviewers(self) -> tuple[str, ...]:
        """The names of those who have the case."""
        return tuple(cell.person.name for cell in self.cells if cell.ticked)


@dataclass(frozen=True, slots=True)
class Load:
    """How much one member has: cases given to them, and how many of those they have reviewed."""

    person: "User"
    asked: int
    given: int


@dataclass(frozen=True, slots=True)
class SharingPage:
    """The rows and what each member has; `per_case` and `lacking` where a sharing has been worked out."""

    rows: tuple[ShareRow, ...]
    loads: tuple[Load, ...]
    per_case: int = 0
    lacking: tuple[tuple[str, int], ...] = ()
    hinted: int = 0


def sharing_page(
    row: "ReviewRound", reader: "User", standing: "Standing", per_case: int = 0, *, hints: bool = False
) -> SharingPage:
    """Return how the cases are shared; with `per_case`, how they would be, evenly. A constant number of queries.

    `hints` asks for signs of partiality too.
    """
    ground = _Ground(row, standing, hints=hints)
    proposal = ground.propose(per_case) if per_case else None
    proposed = {(pick.case, pick.member) for pick in proposal.picks} if proposal else set()
    seen = set(
        Proposal.objects.visible_to(reader)
        .order_by()
        .filter(pk__in=[one.pk for one in ground.cases])
        .values_list("pk", flat=True)
    )
    rows = tuple(
        ShareRow(
            case,
            case.pk not in seen,
            ground.count(case),
            tuple(ground.cell(case, person, proposed, hidden=case.pk not in seen) for person in ground.members),
        )
        for case in ground.cases
    )
    numbers = {case.pk: case.number for case in ground.cases}
    return SharingPage(
        rows=rows,
        loads=_loads(rows, ground.members),
        per_case=per_case,
        lacking=tuple((numbers[pk], count) for pk, count in proposal.lacking) if proposal else (),
        hinted=sum(pick.hinted for pick in proposal.picks) if proposal else 0,
    )


class _Ground:
    """What the page is drawn from, read once."""

    def __init__(self, row: "ReviewRound", standing: "Standing", *, hints: bool) -> None:
        seats = standing.offices.seats
        self.cases = cases_to_share()
        members = [one.person for one in seats if one.role != BodyRole.SECRETARY and one.person.is_active]
        # Those who step in on one of the cases stand after the members.
        deputies = {row.person_id: row.person for case in self.cases for row in case.stand_ins.all()}
        self.members = list(dict.fromkeys([*members, *deputies.values()]))
        judges = {case.pk: {one.pk for one in reviewers_of(case, standing.offices)} for case in self.cases}
        self.kept_out = {
            case.pk: kept_out_of(case) | {one.pk for one in self.members if one.pk not in judges[case.pk]}
            for case in self.cases
        }
        self.steps_in = {(case.pk, row.person_id): row.member for case in self.cases for row in case.stand_ins.all()}
        self.deputies = deputies.keys() - {one.pk for one in members}
        self.away = {(case.pk, row.member_id) for case in self.cases for row in case.stand_ins.all() if row.away}
        self.barred = {(bar.proposal_id, bar.person_id) for case in self.cases for bar in case.bars.all()}
        self.held = {(case.pk, one.reviewer_id) for case in self.cases for one in case.review_assignments.all()}
        # What was given in an earlier round stands too, as long as it is about the version that the group has.
        self.given = {
            (case.pk, one.reviewer_id)
            for case in self.cases
            for one in case.reviews.all()
            if one.round_id == row.pk or one.version_id == case.newest  # type: ignore[attr-defined]  # annotated
        }
        self.hints: Hints = conflict_hints(self.cases, self.members) if hints else {}

    def count(self, case: Proposal) -> int:
        """Return how many reviews have been given of a case."""
        return sum(pk == case.pk for pk, _person in self.given)

    def propose(self, per_case: int) -> Sharing:
        """Work out an even sharing on top of what has been shared and given."""
        ids = [person.pk for person in self.members]
        cases = (
            CaseToShare(
                case.pk,
                taken=frozenset(one for one in ids if (case.pk, one) in self.held | self.given)
                - self.kept_out[case.pk],
                barred=self.kept_out[case.pk],
                hinted=frozenset(one for one in ids if (case.pk, one) in self.hints),
            )
            for case in self.cases
        )
        return share_cases(cases, ids, per_case)

    def cell(self, case: Proposal, person: "User", proposed: set[tuple[int, int]], *, hidden: bool) -> Cell:
        """Return one member on one case."""
        key = (case.pk, person.pk)
        able = person.pk not in self.kept_out[case.pk]
        return Cell(
            person=person,
            value=f"{case.pk}-{person.pk}",
            ticked=able and (key in self.held or key in self.given or key in proposed),
            given=able and key in self.given,
            blocked="" if able else self._why(key, hidden=hidden),
            hints=() if hidden or not able else self.hints.get(key, ()),
            proposed=key in proposed,
            steps_in_for=self.steps_in[key].name if key in self.steps_in and not hidden else "",
        )

    def _why(self, key: tuple[int, int], *, hidden: bool) -> str:
        if hidden:
            return _("Cannot")
        if key in self.barred:
            return _("Conflict of interest")
        if key in self.away:
            return _("The deputy steps in")
        return _("Not in this case") if key[1] in self.deputies else _("Speaks for the case")


def _loads(rows: Iterable[ShareRow], members: Iterable["User"]) -> tuple[Load, ...]:
    cells = [cell for row in rows for cell in row.cells if cell.ticked]
    return tuple(
        Load(
            person,
            sum(cell.person.pk == person.pk for cell in cells),
            sum(cell.person.pk == person.pk and cell.given for cell in cells),
        )
        for person in members
    )
