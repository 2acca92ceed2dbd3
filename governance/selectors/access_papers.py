"""The papers of a case, as somebody who asks for access gets them or reads of them in the index."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from businesscase.domain.cases import CASE, case_at_hand
from businesscase.models import Benefit
from businesscase.reports.business_case import business_case_html
from businesscase.selectors.case_view import reading
from businesscase.selectors.chapter_view import chapters
from businesscase.selectors.variant_view import variant_view
from core.children import prefetch_together
from core.clock import COPENHAGEN
from core.enums import AccessMarking
from core.models import FileNote, OutboxMessage
from core.pdf import render_pdf
from core.selectors.documents import documents_of
from core.templatetags.danish import date_long
from governance.enums import AccessMark
from governance.models import Meeting
from governance.selectors.access_reviews import review_key, review_lines, review_title, reviews_of
from portfolio.models import Project, Proposal
from portfolio.selectors.content import content_sections, label_of, text_of

if TYPE_CHECKING:
    from datetime import datetime

    from businesscase.models import BusinessCaseVersion
    from governance.models import Review
    from portfolio.models import ProposalVersion

# What a paper's own marking suggests; whoever handles the request decides.
SUGGESTED = {
    AccessMarking.OPEN: AccessMark.GIVEN,
    AccessMarking.INTERNAL: AccessMark.INTERNAL,
    AccessMarking.EXTRACT: AccessMark.EXTRACT,
    AccessMarking.BUSINESS_SECRET: AccessMark.BUSINESS_SECRET,
}


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper: `key` names it for good, `content` makes the file that ends on `ending`."""

    key: str
    title: str
    kind: str
    day: date
    ending: str
    content: Callable[[], bytes]
    suggested: AccessMark = AccessMark.GIVEN


def papers_of(proposal: "Proposal") -> tuple[Paper, ...]:
    """Return every paper of a submitted case, the oldest first; a file is made only when it is asked for."""
    kinds = (_versions, _advice, _reviews, _letters, _notes, _documents)
    found = [paper for papers in kinds for paper in papers(proposal)]
    return tuple(sorted(found, key=lambda paper: paper.day))


def _versions(proposal: "Proposal") -> Iterator[Paper]:
    versions = list(proposal.versions.filter(frozen_at__isnull=False).select_related("unit").order_by("ordinal"))
    prefetch_together(versions, CASE)
    for version in versions:
        day = _day(version.frozen_at)
        said = {"version": version.ordinal}
        yield Paper(
            f"version:{version.pk}", _("The case as submitted, version %(version)s") % said,
            proposal.get_kind_display(), day, ".txt", partial(_version_text, proposal, version),
        )  # fmt: skip
        if case := case_at_hand(version):
            yield Paper(
                f"business_case:{version.pk}", _("Business case, version %(version)s") % said,
                _("Business case"), day, ".pdf", partial(_case_paper, proposal, version, case),
            )  # fmt: skip


def _advice(proposal: "Proposal") -> Iterator[Paper]:
    """Yield what advisory bodies have said of the case to those who judge it: nothing that left the house."""
    for row in proposal.advice.select_related("body", "version").order_by("pk"):
        said = {"body": row.body.name, "version": row.version.ordinal}
        title, day = pgettext("paper", "Advice from %(body)s, version %(version)s") % said, _day(row.given_at)
        text = partial(_text, title, day, f"{row.text}\n\n{row.author_name}")
        yield Paper(f"advice:{row.pk}", title, _("Advice"), day, ".txt", text, AccessMark.INTERNAL)


def _reviews(proposal: "Proposal") -> Iterator[Paper]:
    """Yield the members' own reviews: working papers on the way to the recommendation."""
    for row in reviews_of(proposal):
        title, day = review_title(row), _day(row.given_at)
        text = partial(_review_text, row, title, day)
        yield Paper(review_key(row), title, pgettext("paper", "Review"), day, ".txt", text, AccessMark.INTERNAL)


def _letters(proposal: "Proposal") -> Iterator[Paper]:
    """Yield the letters on the case; what went to several people with the same words is one paper."""
    rows = OutboxMessage.objects.filter(
        key__regex=rf":{proposal.pk}:[0-9]+$", subject__startswith=f"{proposal.number} ", held=False
    )
    seen = set()
    for row in rows.select_related("recipient").order_by("pk"):
        if (row.subject, row.body) not in seen:
            seen.add((row.subject, row.body))
            text = partial(_text, row.subject, _day(row.created_at), row.body)
            yield Paper(f"letter:{row.pk}", row.subject, _("Letter"), _day(row.created_at), ".txt", text)


def _notes(proposal: "Proposal") -> Iterator[Paper]:
    """Yield the notes on the case, its project, its benefits and the meetings that had it on their agenda.

    A note on a meeting may tell of other cases too, so that giving it is never what is suggested.
    """
    holders: tuple[tuple[models.QuerySet[Any], str], ...] = (
        (Proposal.objects.filter(pk=proposal.pk), _("Note of %(day)s")),
        (Project.objects.filter(proposal=proposal), _("Note on the project of %(day)s")),
        (Benefit.objects.filter(project__proposal=proposal), _("Note on a benefit of %(day)s")),
        (Meeting.objects.filter(items__proposal=proposal), _("Note on a meeting of %(day)s")),
    )
    belongs, words = Q(pk__in=[]), {}
    for rows, title in holders:
        app, name = rows.model._meta.app_label, rows.model._meta.model_name
        held = rows.order_by().values("pk")
        belongs |= Q(holder_type__app_label=app, holder_type__model=name, holder_id__in=held)
        words[name] = title
    for note in FileNote.objects.filter(belongs).select_related("holder_type").order_by("pk"):
        day, name = _day(note.written_at), note.holder_type.model
        title = words[name] % {"day": date_long(day)}
        mark = SUGGESTED[AccessMarking(note.marking)]
        if name == Meeting._meta.model_name and mark == AccessMark.GIVEN:
            mark = AccessMark.INTERNAL
        kind = pgettext("file note", "Note")
        yield Paper(f"note:{note.pk}", title, kind, day, ".txt", partial(_note_text, note, title), mark)


def _documents(proposal: "Proposal") -> Iterator[Paper]:
    for row in documents_of(proposal).order_by("pk"):
        mark, ending = SUGGESTED[AccessMarking(row.marking)], PurePath(row.file_name).suffix.lower()
        yield Paper(
            f"document:{row.pk}", row.title, _("Document"), _day(row.uploaded_at), ending,
            partial(_stored, row.file), mark,
        )  # fmt: skip


def _stored(file: "object") -> bytes:
    with file.open("rb") as opened:  # type: ignore[attr-defined]  # a stored file
        content: bytes = opened.read()
    return content


def _version_text(proposal: "Proposal", version: "ProposalVersion") -> bytes:
    lines = [version.unit_path or version.unit.name]
    for section in content_sections(proposal, version):
        lines += ["", section.title.upper()]
        rows = {"goals": section.goals, "involved_groups": section.groups}
        said = [
            *section.items,
            *((label_of(name), text_of(name, list(found))) for name, found in rows.items() if found),
        ]
        for label, text in said:
            lines += ["", label, text or _("not stated")]
    return _text(f"{proposal.number} {version.title}", _day(version.frozen_at), "\n".join(lines))


def _case_paper(proposal: "Proposal", version: "ProposalVersion", case: "BusinessCaseVersion") -> bytes:
    page = business_case_html(
        reading(proposal, version, case), chapters(proposal, version, case), variant_view(proposal, version, case),
        municipality=settings.INSTALLATION_NAME,
    )  # fmt: skip
    return render_pdf(page)


def _note_text(note: "FileNote", title: str) -> bytes:
    label = _("Where it comes from")
    source = f"\n\n{label}: {note.source}" if note.source else ""
    return _text(title, _day(note.written_at), f"{note.text}{source}\n\n{note.written_by_name}")


def _review_text(row: "Review", title: str, day: date) -> bytes:
    return _text(title, day, review_lines(row))


def _text(title: str, day: date, body: str) -> bytes:
    return f"{title}\n{date_long(day)}\n\n{body}\n".encode()


def _day(moment: "datetime | None") -> date:
    if moment is None:
        message = "a paper of a submitted case has its moment"
        raise ValueError(message)
    return moment.astimezone(COPENHAGEN).date()
