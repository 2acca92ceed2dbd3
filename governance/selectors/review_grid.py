"""The reader's reviews as a grid: a row a case, a column a criterion, and one field for words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from governance.domain.reviews import criterion_to_score
from governance.enums import Position
from governance.forms.reviews import ReviewForm
from governance.models import Review, ReviewDraft
from governance.selectors.review_rounds import criteria_to_score
from portfolio.enums import ProposalKind
from portfolio.models import ProposalVersion

if TYPE_CHECKING:
    from django.forms import BoundField

    from core.models import User
    from governance.models import ReviewRound
    from governance.policy.profile import Criterion
    from governance.selectors.review_queue import QueueLine, ReviewQueue
    from governance.selectors.review_rounds import Weighed
    from portfolio.models import Proposal

    Criteria = tuple[Criterion, ...] | tuple[Weighed, ...]

# The grid's one field for words: the reason for the score that is asked for, or for the position.
WORDS = "words"


@dataclass(frozen=True, slots=True)
class GridCell:
    """A criterion on a case; without a `field` it is not scored there."""

    name: str
    field: "BoundField | None"
    applied: bool


@dataclass(frozen=True, slots=True)
class GridRow:
    """One case with what the reader has written. `gaps` say what a draft lacks before it can be given."""

    line: "QueueLine"
    form: ReviewForm
    cells: tuple[GridCell, ...]
    words: str
    drafted: bool
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows under the criteria."""

    criteria: "Criteria"
    rows: tuple[GridRow, ...]


def review_grid(queue: "ReviewQueue", reader: "User") -> Grid:
    """Return the cases that the reader is asked to review, those not given first; a constant number of queries."""
    lines = (*queue.pending, *queue.given)
    criteria = criteria_to_score(queue.round)
    ids = [line.proposal.newest for line in lines]  # type: ignore[attr-defined]  # annotated by the queue
    versions = ProposalVersion.objects.in_bulk(ids)
    drafts = {row.version_id: row for row in ReviewDraft.objects.filter(version__in=ids, reviewer=reader)}
    own = Review.objects.filter(version__in=ids, reviewer=reader, withdrawn_at__isnull=True)
    given = {row.version_id: row for row in own.prefetch_related("scores")}
    rows = []
    for line, pk in zip(lines, ids, strict=True):
        draft = drafts.get(pk)
        content = dict(draft.content) if draft else ReviewForm.initial_of(given.get(pk))
        rows.append(_row(line, versions[pk], criteria, content, drafted=draft is not None))
    return Grid(criteria, tuple(rows))


def form_of(
    proposal: "Proposal", version: ProposalVersion, row: "ReviewRound | None", content: Mapping[str, str]
) -> ReviewForm:
    """Return the workbench's own form filled with `content`, so that the grid demands what the workbench does."""
    return _form(proposal, version, criteria_to_score(row), content)


def merged(form: ReviewForm, typed: Mapping[str, str], kept: Mapping[str, str]) -> dict[str, str]:
    """Return what was typed in the grid on top of what the workbench holds of the same review."""
    scores = {f"score_{one.code}" for one in form.criteria}
    content = dict(kept) | {name: typed[name] for name in ("position", *scores) if name in typed}
    content[words_field(form.applied, content.get("position", ""))] = typed.get(WORDS, "")
    return content


def words_field(applied: str, position: str) -> str:
    """Return which of the form's fields the grid's words are: an abstention's reason is never a score's."""
    return f"why_{applied}" if applied and position != Position.ABSTAIN else "comment"


def _form(
    proposal: "Proposal",
    version: ProposalVersion,
    criteria: "Iterable[Criterion | Weighed]",
    content: Mapping[str, str],
) -> ReviewForm:
    asked = tuple(criteria) if proposal.kind == ProposalKind.APPLICATION else ()
    return ReviewForm(dict(content), criteria=asked, applied=criterion_to_score(proposal, version, asked))


def _row(
    line: "QueueLine", version: ProposalVersion, criteria: "Criteria", content: Mapping[str, str], *, drafted: bool
) -> GridRow:
    form = _form(line.proposal, version, criteria, content)
    scored = {one.code for one in form.criteria}
    cells = tuple(
        GridCell(one.name, form[f"score_{one.code}"] if one.code in scored else None, one.code == form.applied)
        for one in criteria
    )
    gaps = [str(sentence) for sentences in form.errors.values() for sentence in sentences] if drafted else []
    words = content.get(words_field(form.applied, content.get("position", "")), "")
    return GridRow(line, form, cells, words, drafted, tuple(dict.fromkeys(gaps)))
