"""Moves on several cases: what the list offers its reader, what a move would do, and what it did."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from core.children import Child, prefetch_together
from core.domain.refusal import Answer, Refused
from core.given_person import GivenPerson
from core.kept_query import KeptQuery
from core.statement import Among
from core.ui import BulkTools
from governance.domain.bulk_moves import BULK_MOVES, answers_under
from governance.how_texts import BULK_WORDS
from governance.permissions import Part, has_role, may, part_in
from governance.selectors.standing import reader_standing
from governance.selectors.taking_back import lost_by_taking_back
from portfolio.models import Proposal

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from core.http import PersonRequest
    from core.models import User
    from governance.selectors.standing import Standing


def _written() -> "QuerySet[Proposal, tuple[int]]":
    """Ask which of `cases` the person `person` holds the pen on; no right of theirs says more."""
    writer: Any = GivenPerson(frozenset())
    return Proposal.objects.editable_by(writer).filter(Among("pk", "cases")).order_by().values_list("pk")


_WRITTEN = KeptQuery(_written)


@dataclass(frozen=True, slots=True)
class Line:
    """A case that was chosen, and why it stays where it is; empty where it moves."""

    proposal: Proposal
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a move does, or has done, to the cases that were chosen."""

    moved: tuple[Proposal, ...]
    refused: tuple[Line, ...]
    # The names of those who get a mail.
    told: tuple[str, ...] = ()
    # What falls away and has to be done anew, in a sentence.
    lost: str = ""

    @property
    def applied_for(self) -> Decimal:
        """What the cases that move ask the pool for, in DKK."""
        return sum((case.requested_amount or Decimal(0) for case in self.moved), Decimal(0))


def bulk_tools(request: "PersonRequest", cases: Sequence[Proposal]) -> list[BulkTools]:
    """Offer the moves that suit cases of the list and the reader; none where there are none, two queries.

    By state and role alone: whatever else stands in the way, the preview says.
    """
    standing, reader = reader_standing(request), request.user
    writes = {pk for (pk,) in _WRITTEN.rows(person=reader.pk, cases=[case.pk for case in cases])}
    suiting: dict[str, set[int]] = {}
    for case in cases:
        part = _part(case, reader, standing, writes=case.pk in writes)
        for name, move in BULK_MOVES.items():
            stands = case.kind in move.kinds and case.state in move.sources
            if stands and has_role(move, part, standing) and not (move.judges and part.has_a_part):
                suiting.setdefault(name, set()).add(case.pk)
    if not suiting:
        return []
    choices = tuple((name, BULK_WORDS[name]) for name in BULK_MOVES if name in suiting)
    return [BulkTools(reverse("governance:bulk_move"), choices, frozenset().union(*suiting.values()))]


def chosen_cases(numbers: Sequence[int], reader: "User") -> list[Proposal]:
    """Return those of the cases that the reader may see, with all that the rules ask about; two queries."""
    rows = Proposal.objects.visible_to(reader).with_editors().filter(pk__in=numbers)
    cases = list(rows.select_related("author", "owner", "area", "unit__department", "unit__area").order_by("-pk"))
    prefetch_together(cases, Child("bars"), Child("stand_ins", follow=("person", "member")), Child("decisions"))
    return cases


def bulk_preview(name: str, cases: Sequence[Proposal], request: "PersonRequest") -> Outcome:
    """Return what the move would do to cases of `chosen_cases`, without doing it."""
    standing = reader_standing(request)
    answers = [(case, may(name, case, part_in(case, request.user, standing), standing)) for case in cases]
    moved = tuple(case for case, answer in answers if answer)
    # Each of these moves tells the author and the project owner, though not whoever makes it.
    people = (person for case in moved for person in (case.author, case.owner) if person not in (None, request.user))
    told = sorted({person.pk: person.name for person in people if person}.values())
    refused = tuple(Line(case, _why(answer)) for case, answer in answers if not answer)
    return Outcome(moved, refused, tuple(told), lost_by_taking_back(moved) if name == "take_back" else "")


def bulk_outcome(key: str, reader: "User") -> tuple[str, Outcome] | None:
    """Return the move that was made under `key` and what came of it, of the cases the reader still sees; or None."""
    answers: dict[int, dict[str, Any]] = {answer["case"]: answer for answer in answers_under(key, reader)}
    if not answers:
        return None
    cases = list(Proposal.objects.visible_to(reader).filter(pk__in=answers).order_by("-pk"))
    refused = tuple(Line(case, answers[case.pk]["refused"]) for case in cases if answers[case.pk]["refused"])
    moved = tuple(case for case in cases if not answers[case.pk]["refused"])
    return next(iter(answers.values()))["move"], Outcome(moved, refused)


def _part(case: Proposal, reader: "User", standing: "Standing", *, writes: bool) -> Part:
    return Part(
        author=case.author_id == reader.pk,
        editor=writes,
        owner=case.owner_id == reader.pk,
        own_department=False,
        own_area=False,
        stands_in=standing.is_deputy and standing.is_group_member,
    )


def _why(answer: Answer) -> str:
    return str(Refused(answer.reason, who=answer.who))
