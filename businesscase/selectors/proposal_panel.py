"""The business case on a proposal's page, and on the page of one version."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django.http import Http404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from businesscase.domain.cases import CASE, case_at_hand, case_of
from businesscase.domain.funding import is_investment
from businesscase.domain.variant import Ask, ask_of, choose_variant
from businesscase.selectors.case_view import Reading, reading
from businesscase.selectors.variant_view import variant_words
from core.children import keep_texts, texts_of
from core.drawings import Drawings
from core.selectors.parameters import parameters_read
from core.ui import Action
from portfolio.domain.proportion import policy_day
from portfolio.domain.proposals import may_write
from portfolio.enums import ProposalKind
from portfolio.selectors.proposal_page import holds_the_pen, readable_versions

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.safestring import SafeString

    from businesscase.models import BusinessCaseVersion
    from core.models import User
    from portfolio.models import Proposal, ProposalVersion


@dataclass(frozen=True, slots=True)
class Earlier:
    """An older version whose case stands as it was."""

    ordinal: int
    url: str


def case_panel(request: "HttpRequest", proposal: "Proposal") -> dict[str, Any] | None:
    """Fill the slot on a proposal's page: the newest version that the reader may read."""
    if proposal.kind == ProposalKind.SUGGESTION:
        return None
    reader: User = request.user  # type: ignore[assignment]  # every page is behind the log-in
    versions = readable_versions(proposal, reader, writes=holds_the_pen(proposal, reader))
    if not versions:
        return None
    needed = is_investment(proposal, versions[0])
    ask = ask_of(proposal, versions[0], parameters_read(request, policy_day(versions[0])))
    drawn = _drawn(proposal, versions[0], ask)
    return {
        "reading": drawn,
        "variant": variant_words(choose_variant(is_trial=False, ask=ask), versions[0])
        if needed and not drawn
        else None,
        "whole": reverse("businesscase:case_detail", args=[proposal.pk, versions[0].ordinal]) if drawn else "",
        "needed": needed,
        "actions": _actions(proposal, versions[0], reader, begun=bool(drawn)),
        "earlier": tuple(
            Earlier(one.ordinal, reverse("businesscase:case_detail", args=[proposal.pk, one.ordinal]))
            for one in versions[1:]
        ),
    }


def newest_case(proposal: "Proposal", reader: "User") -> Reading | None:
    """Return the case of the newest version that the reader may read, or None."""
    versions = readable_versions(proposal, reader, writes=holds_the_pen(proposal, reader))
    case = case_of(versions[0]) if versions else None
    return reading(proposal, versions[0], case) if case else None


def version_case(proposal: "Proposal", reader: "User", ordinal: int) -> "tuple[ProposalVersion, BusinessCaseVersion]":
    """Return one version that the reader may read and its case; everything else does not exist."""
    versions = readable_versions(proposal, reader, writes=holds_the_pen(proposal, reader))
    version = next((one for one in versions if one.ordinal == ordinal), None)
    case = case_of(version) if version else None
    if version is None or case is None:
        raise Http404
    return version, case


_DRAWINGS = Drawings()


def _drawn(proposal: "Proposal", version: "ProposalVersion", ask: Ask) -> "SafeString | str":
    """Return the version's case as it is read, and which kind of case applies; empty where it has none."""
    texts = texts_of(version, CASE)

    def draw() -> "SafeString":
        keep_texts(version, texts, CASE)
        case = cast("BusinessCaseVersion", case_at_hand(version))
        variant = variant_words(choose_variant(is_trial=case.is_trial, ask=ask), version)
        context = {"variant": variant, "read": reading(proposal, version, case)}
        return render_to_string("businesscase/_proposal_reading.html", context)

    facts = (proposal.kind, version.vendor_cost, version.staff_hours, version.requested_amount, ask, texts)
    return _DRAWINGS.drawn(facts, draw) if any(texts) else ""


def _actions(proposal: "Proposal", version: "ProposalVersion", reader: "User", *, begun: bool) -> tuple[Action, ...]:
    """Return what the reader may do: take the case along, and write it."""
    found = list(file_actions(proposal, version)) if begun else []
    if may_write(proposal, reader):
        label = _("Change the business case") if begun else _("Write the business case")
        found.insert(0, Action(label, reverse("businesscase:case_update", args=[proposal.pk])))
    return tuple(found)


def file_actions(proposal: "Proposal", version: "ProposalVersion") -> tuple[Action, Action]:
    """Return the ways to the case as a file: paper, and a workbook that goes on calculating."""
    place = [proposal.pk, version.ordinal]
    return (
        Action(_("Download as PDF"), reverse("businesscase:case_paper", args=place)),
        Action(_("Get as a spreadsheet"), reverse("businesscase:case_workbook", args=place)),
    )
