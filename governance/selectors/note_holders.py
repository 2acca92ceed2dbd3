"""What a file note can stand on, and who may write it there (Offentlighedsloven § 13)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from businesscase.models import Benefit
from core.domain.refusal import ALLOWED, Answer
from core.ui import Action
from governance.enums import BodyKind
from governance.models import Meeting
from governance.selectors.standing import reader_standing
from portfolio.models import Project, Proposal
from portfolio.permissions import speaks_for

if TYPE_CHECKING:
    from core.http import PersonRequest
    from core.models import User
    from governance.selectors.standing import Standing

SEES_CASES = "portfolio.view_submitted_proposals"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of object: its model, its page, and who answers for one of them without a seat anywhere."""

    model: Any
    page: str
    answers: Callable[[Any, "User"], bool]


def _runs(project: Project, person: "User") -> bool:
    return person.pk in (project.owner_id, project.manager_id)


# By the word in the address.
KINDS: dict[str, Kind] = {
    "sag": Kind(Proposal, "portfolio:proposal_detail", speaks_for),
    "projekt": Kind(Project, "governance:project_detail", _runs),
    "gevinst": Kind(
        Benefit,
        "governance:benefit_detail",
        lambda benefit, person: benefit.owner_id == person.pk or _runs(benefit.project, person),
    ),
    "moede": Kind(Meeting, "governance:meeting_detail", lambda _meeting, _person: False),
}


def readable_holder(word: str, pk: int, reader: "User") -> models.Model:
    """Return an object that `reader` may see, or raise Http404."""
    kind = KINDS.get(word)
    if kind is None:
        raise Http404
    if kind.model is Meeting:
        found = Meeting.objects.filter(pk=pk).first() if reader.has_perm(SEES_CASES) else None
    else:
        # A draft can still be deleted, and with it what is written on it.
        submitted = {"submitted_at__isnull": False} if kind.model is Proposal else {}
        found = kind.model._default_manager.visible_to(reader).filter(pk=pk, **submitted).first()
    if found is None:
        raise Http404
    return found


def holder_url(word: str, pk: int) -> str:
    """Return the address of the object's page."""
    return reverse(KINDS[word].page, args=[pk])


def may_note(word: str, holder: models.Model, person: "User", standing: "Standing") -> Answer:
    """Answer whether a person who sees the object may write a note on it: those who handle it or answer for it."""
    if standing.kinds - {BodyKind.AUDIT} or KINDS[word].answers(holder, person):
        return ALLOWED
    return Answer(
        allowed=False,
        reason=_("You take no part in this."),
        who=_("those who sit in a body or answer for it themselves"),
    )


def note_url(request: "PersonRequest", word: str, holder: models.Model) -> str:
    """Return where the reader of an object's page writes a note on it, or nothing for who may not."""
    if not may_note(word, holder, request.user, reader_standing(request)):
        return ""
    return reverse("governance:note_create", args=[word, holder.pk])


def note_links(request: "PersonRequest", proposal: Proposal) -> list[Action]:
    """Return the same for a case that has been submitted, whose page stands in a room below."""
    url = note_url(request, "sag", proposal) if proposal.submitted_at else ""
    return [Action(_("Write a file note"), url)] if url else []
