"""The review rounds in the demo: one that is closed and can be read together, and one that is open."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from core import clock
from core.models import User
from governance.domain.conflict_doubts import decide_doubt, deciders, doubtable, raise_doubt
from governance.domain.conflicts import declare_conflict
from governance.domain.review_rounds import assign_cases, begin_round, cases_to_share, close_round
from governance.domain.working_days import add_working_days
from governance.enums import BodyKind, ConflictGround
from governance.models import Body
from governance.selectors.review_members import reviewers_of

# In days before today: the first round lies around the demo's older reviews, the second around the newest case.
OPENED, DOUBTED, DECIDED, CLOSED, OPENED_AGAIN, RAISED = 60, 58, 55, 8, 7, 2
LASTED, LASTS = 50, 8
# What the group has agreed on: what must be done, and what frees time, weigh the most.
WEIGHTS = {"mandatory": 3, "efficiency": 3, "operations": 2, "own_strategy": 2}


def round_road(people: dict[str, User], start: datetime) -> Iterator[datetime]:
    """Yield when the secretary opens, closes and opens a round again; what follows the yield is the act."""
    secretary = people["secretary@demo.invalid"]
    yield start - timedelta(days=OPENED)
    if not Body.objects.filter(kind=BodyKind.STRATEGY_GROUP).exists():
        return
    deadline = clock.today() + timedelta(days=LASTED)
    first = begin_round(name="Første runde", deadline=deadline, weights=WEIGHTS, actor=secretary)
    yield from _doubt(people, start)
    yield start - timedelta(days=CLOSED)
    close_round(first, actor=secretary)
    yield start - timedelta(days=OPENED_AGAIN)
    today = start.astimezone(clock.COPENHAGEN).date()
    again = begin_round(name="Anden runde", deadline=add_working_days(today, LASTS), weights=WEIGHTS, actor=secretary)
    pairs = {(case.pk, person.pk) for case in cases_to_share() for person in reviewers_of(case)}
    if pairs:
        assign_cases(again, pairs, actor=secretary)
    yield start - timedelta(days=RAISED)
    _raise(people)


def _raise(people: dict[str, User]) -> None:
    """Let the secretary raise doubt about a member in the newest case; the chair is to record what the group finds."""
    case, person = next(reversed(cases_to_share()), None), people["member3@demo.invalid"]
    if case is None or person not in doubtable(case, people["secretary@demo.invalid"]):
        return
    raise_doubt(
        case,
        person=person.pk,
        ground=ConflictGround.OTHER,
        explanation="Pernilles bror leder en af de foreninger, der har prøvet løsningen og gerne vil have den.",
        actor=people["secretary@demo.invalid"],
    )


def _doubt(people: dict[str, User], start: datetime) -> Iterator[datetime]:
    """Let a member be in doubt about the oldest case, and the group find that there is no conflict."""
    yield start - timedelta(days=DOUBTED)
    case = next(iter(cases_to_share()), None)
    if case is None:
        return
    doubt = declare_conflict(
        case,
        actor=people["member4@demo.invalid"],
        ground=ConflictGround.OTHER,
        explanation="Min tidligere nabo er projektleder i afdelingen. Vi ses ikke mere, men jeg er i tvivl.",
        doubt=True,
    )
    yield start - timedelta(days=DECIDED)
    decide_doubt(
        doubt,
        partial=False,
        reason="Bekendtskabet er gammelt og har intet med sagen at gøre.",
        took_part=[one.pk for one in deciders(case, doubt)],
        actor=people["chair@demo.invalid"],
    )
