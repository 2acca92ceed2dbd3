"""The object page of a proposal: what is this, where does it stand, what is next, who, how much money."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db.models import Q, Subquery
from django.http import Http404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from core.children import Child, prefetch_together
from core.drawings import Drawings
from core.given_person import GivenPerson, rights_of
from core.kept_query import KeptQuery
from core.providers import collect
from core.selectors.documents import attached_documents
from core.selectors.history import history
from core.statement import Given
from core.ui import Action, Head, HeadPart, HistoryLine, MoneyLine, NextStep, Section, Tone
from portfolio.enums import EDITABLE_STATES, ProposalKind, ProposalState
from portfolio.models import Proposal, ProposalVersion
from portfolio.permissions import writes_on
from portfolio.selectors.content import ContentSection, content_sections
from portfolio.selectors.slots import drawn

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from core.http import PersonRequest
    from core.models import Document, User

TONES: dict[str, Tone] = {
    ProposalState.DRAFT: "neutral",
    ProposalState.RECEIVED: "info",
    ProposalState.ANSWERED: "success",
    ProposalState.CONVERTED: "success",
    ProposalState.NOT_APPROVED: "error",
    ProposalState.REVISION: "warning",
    ProposalState.DEFERRED: "warning",
    ProposalState.RESERVE: "warning",
    ProposalState.APPROVED: "success",
    ProposalState.REJECTED: "error",
    ProposalState.WITHDRAWN: "neutral",
}
# What is joined to the row, and hangs on it, whoever asks.
_AROUND = ("unit__department", "unit__area", "area", "author", "owner")
_VERSIONS = Child(
    "versions",
    follow=("unit", "frozen_by"),
    children=(Child("units_involved"), Child("goals"), Child("involved_groups"), Child("co_financing")),
)
# Own sections stand at these places; a panel of "proposal_section" chooses its own `order` among them.
DOCUMENTS_ORDER, VERSIONS_ORDER, HISTORY_ORDER = 900, 910, 990


@dataclass(frozen=True, slots=True)
class Block:
    """One section of the page, drawn: content of the version, or a panel from another app."""

    anchor: str
    title: str
    order: int
    html: "SafeString"


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """Everything on the page. `newest` is False while an older version is shown."""

    proposal: Proposal
    head: Head
    version: ProposalVersion
    newest: bool
    versions: tuple[ProposalVersion, ...]
    blocks: tuple[Block, ...]
    contents: tuple[Section, ...]
    documents: tuple["Document", ...]
    lines: tuple[HistoryLine, ...]
    # The suggestion that the case came from, where the reader may see it.
    origin: Proposal | None = None


def proposal_page(request: "PersonRequest", pk: int, ordinal: int | None = None) -> ProposalPage:
    """Assemble the page, or raise Http404; the queries are constant in the number of versions and acts."""
    reader = request.user
    proposal, origin = _with_origin(pk, reader)
    writes = holds_the_pen(proposal, reader)
    versions = readable_versions(proposal, reader, writes=writes)
    version = _chosen(versions, ordinal)
    newest = version == versions[0]
    blocks = _blocks(request, proposal, version, newest=newest)
    return ProposalPage(
        proposal=proposal,
        head=proposal_head(request, proposal, versions[0], writes=writes),
        version=version,
        newest=newest,
        versions=versions,
        blocks=blocks,
        contents=_contents(blocks, proposal),
        documents=tuple(attached_documents(proposal)),
        lines=history(proposal),
        origin=origin,
    )


def readable_proposal(pk: int, reader: "User") -> Proposal:
    """Return a proposal that `reader` may know of; everything else does not exist."""
    rows = Proposal.objects.visible_to(reader).with_editors().select_related(*_AROUND)
    proposal = rows.filter(pk=pk).first()
    if proposal is None:
        raise Http404
    return proposal


def _with_origin(pk: int, reader: "User") -> tuple[Proposal, Proposal | None]:
    """Return a proposal and the suggestion that it came from, each if `reader` may know of it; one query."""
    rows = _readable(rights_of(reader)).rows(pk=pk, person=reader.pk) if reader.is_active else []
    known: dict[int | None, Proposal] = {row.pk: row for row in rows}
    if pk not in known:
        raise Http404
    return known[pk], known.get(known[pk].origin_suggestion_id)


@lru_cache(maxsize=64)
def _readable(rights: frozenset[str] | None) -> KeptQuery[Proposal]:
    """Return the query of one proposal and its suggestion for readers with these rights."""
    reader: Any = GivenPerson(rights)
    asked = Q(pk=Given("pk")) | Q(
        pk=Subquery(Proposal.objects.order_by().filter(pk=Given("pk")).values("origin_suggestion"))
    )
    return KeptQuery(lambda: Proposal.objects.visible_to(reader).with_editors().filter(asked).order_by())


def holds_the_pen(proposal: Proposal, reader: "User") -> bool:
    """Whether `reader` is the author or a co-editor."""
    return writes_on(proposal, reader)


def readable_versions(proposal: Proposal, reader: "User", *, writes: bool) -> tuple[ProposalVersion, ...]:
    """Return the versions, newest first, with what hangs on them: one query for the page and all its panels.

    The same query reads what is joined to the proposal.

    An open draft is for those who write it and the project owner.
    """
    versions: tuple[ProposalVersion, ...] | None = proposal.__dict__.get("versions_read")
    if versions is None:
        prefetch_together([proposal], _VERSIONS, follow=_AROUND)
        versions = proposal.__dict__["versions_read"] = tuple(proposal.versions.all())
    if writes or proposal.owner_id == reader.pk:
        return versions
    return tuple(one for one in versions if one.frozen_at)


def proposal_head(request: "PersonRequest", proposal: Proposal, version: ProposalVersion, *, writes: bool) -> Head:
    """Return the head: the portfolio's own part and what the other apps add."""
    parts: list[HeadPart] = [*collect("proposal_head", request, proposal), _own_part(proposal, writes=writes)]
    return Head(
        kind=_kind(proposal),
        title=version.title,
        state=proposal.get_state_display(),
        tone=TONES.get(proposal.state, "info"),
        number=proposal.number,
        case_number=version.esdh_case_number,
        next_step=next((part.next_step for part in parts if part.next_step), None),
        money=(*_asked(proposal, version), *(line for part in parts for line in part.money)),
        actions=_one_primary([action for part in parts for action in part.actions]),
        road=next((part.road for part in parts if part.road), ()),
    )


def _kind(proposal: Proposal) -> str:
    kind = str(proposal.get_kind_display())
    return _("%(kind)s, confidential") % {"kind": kind} if proposal.restricted else kind


def _own_part(proposal: Proposal, *, writes: bool) -> HeadPart:
    """While the applicant holds the pen, writing on is what happens next."""
    if proposal.state not in EDITABLE_STATES:
        return HeadPart()
    what = _("Finish the draft and send it") if proposal.state == ProposalState.DRAFT else _("Correct the case")
    step = NextStep(what, who=proposal.author.name)
    if not writes:
        return HeadPart(next_step=step)
    go_on = reverse("portfolio:draft_overview", args=[proposal.pk])
    actions = [
        Action(_("Continue writing"), go_on, primary=True),
        Action(_("Co-editors"), reverse("portfolio:draft_editors", args=[proposal.pk])),
    ]
    if proposal.submitted_at is None:
        deletion = reverse("portfolio:draft_delete", args=[proposal.pk])
        actions.append(Action(_("Delete the draft"), deletion, danger=True))
    return HeadPart(next_step=step, actions=tuple(actions))


def _one_primary(actions: list[Action]) -> tuple[Action, ...]:
    """Let the first primary action be the only one, and stand first; what is dangerous stands last."""
    first = next((action for action in actions if action.primary), None)
    tamed = [action if action is first else replace(action, primary=False) for action in actions]
    return tuple(sorted(tamed, key=lambda action: (not action.primary, action.danger)))


def _asked(proposal: Proposal, version: ProposalVersion) -> tuple[MoneyLine, ...]:
    if proposal.kind == ProposalKind.SUGGESTION:
        return ()
    cost = MoneyLine(_("Supplier cost"), version.vendor_cost)
    if proposal.kind == ProposalKind.NOTIFICATION:
        return (cost,)
    return (cost, MoneyLine(_("Applied for"), version.requested_amount))


def _chosen(versions: tuple[ProposalVersion, ...], ordinal: int | None) -> ProposalVersion:
    chosen = next((one for one in versions if ordinal in (None, one.ordinal)), None)
    if chosen is None:
        raise Http404
    return chosen


def _blocks(
    request: "PersonRequest", proposal: Proposal, version: ProposalVersion, *, newest: bool
) -> tuple[Block, ...]:
    """Lay the version's sections and the other apps' panels in one order; panels speak of the newest version."""
    sections = content_sections(proposal, version, request)
    # Who it belongs to stands at the end of what it is about.
    first = replace(sections[0], items=(*sections[0].items, *_about(proposal, version)))
    own = [Block(one.anchor, one.title, one.order, _drawn_section(one)) for one in (first, *sections[1:])]
    panels = drawn("proposal_section", request, proposal) if newest else ()
    others = [Block(one.anchor, one.title, one.order, one.html) for one in panels]
    return tuple(sorted([*own, *others], key=lambda block: block.order))


# A case has about ten sections of a kilobyte or two.
_DRAWINGS = Drawings(most=3_000)


def _drawn_section(section: ContentSection) -> "SafeString":
    rows = [[getattr(row, field.attname) for field in row._meta.fields] for row in (*section.goals, *section.groups)]
    items = [(str(label), str(text)) for label, text in section.items]
    return _DRAWINGS.drawn(
        (items, len(section.goals), rows),
        lambda: render_to_string("portfolio/_content.html", {"content": section}),
    )


def _contents(blocks: tuple[Block, ...], proposal: Proposal) -> tuple[Section, ...]:
    last = [Section("documents", _("Documents"))]
    if proposal.submitted_at is not None:
        last.append(Section("versions", _("Versions")))
    last.append(Section("history", _("History")))
    return (*(Section(block.anchor, block.title) for block in blocks), *last)


def _about(proposal: Proposal, version: ProposalVersion) -> tuple[tuple[str, str], ...]:
    pairs = [(_("Unit"), version.unit_path or version.unit.path), (_("Applicant"), proposal.author.name)]
    if proposal.kind != ProposalKind.SUGGESTION:
        pairs.append((_("Project owner"), proposal.owner.name if proposal.owner else ""))
    return tuple(pairs)
