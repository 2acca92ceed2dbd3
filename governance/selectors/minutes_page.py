"""The minutes as each reader may see them, and the letters that wait for their approval."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from governance.domain.minutes import waiting_letters
from governance.domain.outcomes import amount_in
from governance.selectors.minutes_content import Content, without_cases
from portfolio.models import Proposal

if TYPE_CHECKING:
    from core.models import OutboxMessage, User
    from governance.models import Meeting, Minutes


@dataclass(frozen=True, slots=True)
class MinutesPage:
    """One version with what this reader may see of it; `earlier` are the versions before it."""

    meeting: "Meeting"
    minutes: "Minutes"
    content: Content
    letters: int
    earlier: "tuple[Minutes, ...]"


@dataclass(frozen=True, slots=True)
class LettersPage:
    """What an approval sends: the letters, to how many people, and the sum of what the meeting settled."""

    meeting: "Meeting"
    minutes: "Minutes"
    letters: "tuple[OutboxMessage, ...]"
    hidden: int
    people: int
    cases: int
    amount: Decimal


def minutes_page(meeting: "Meeting", minutes: "Minutes", reader: "User") -> MinutesPage:
    """Return the newest version of the minutes; a constant number of queries."""
    return MinutesPage(
        meeting=meeting,
        minutes=minutes,
        content=without_cases(minutes.content, hidden_cases(minutes.content, reader)),
        letters=waiting_letters(meeting).count() if minutes.approved_at is None else 0,
        earlier=tuple(meeting.minutes.filter(version__lt=minutes.version).select_related("approved_by")),
    )


def minutes_of_deputy(meeting: "Meeting", minutes: "Minutes", reader: "User") -> MinutesPage:
    """Return the same as a deputy reads it: the cases that they may see, and nothing of the others, not the title."""
    hidden = hidden_cases(minutes.content, reader)
    lists = ("settled", "informed", "carried")
    kept = {name: [row for row in minutes.content[name] if row["proposal"] not in hidden] for name in lists}
    return MinutesPage(meeting=meeting, minutes=minutes, content={**minutes.content, **kept}, letters=0, earlier=())


def letters_page(meeting: "Meeting", minutes: "Minutes", reader: "User") -> LettersPage:
    """Return what leaves when the minutes are approved. A letter on a case the reader takes no part in is counted."""
    letters = list(waiting_letters(meeting))
    barred = Proposal.objects.filter(bars__person=reader).values_list("year", "serial")
    numbers = tuple(f"{year}-{serial:03}" for year, serial in barred if serial)
    shown = tuple(letter for letter in letters if not numbers or not letter.subject.startswith(numbers))
    resolutions = list(meeting.resolutions.all())
    return LettersPage(
        meeting=meeting,
        minutes=minutes,
        letters=shown,
        hidden=len(letters) - len(shown),
        people=len({letter.recipient_id for letter in letters}),
        cases=len(resolutions),
        amount=sum((amount_in(row) for row in resolutions), Decimal(0)),
    )


def hidden_cases(content: "dict[str, Any]", reader: "User") -> set[int]:
    """Return the cases of the minutes that `reader` may not see."""
    named = {row["proposal"] for name in ("settled", "informed", "carried") for row in content[name]}
    visible = Proposal.objects.visible_to(reader).order_by().filter(pk__in=named)
    return named - set(visible.values_list("pk", flat=True))
