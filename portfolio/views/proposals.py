"""The list of proposals, the object page, its versions and their differences."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.clock import COPENHAGEN
from core.csv_export import csv_response
from core.providers import collect
from core.ui import Action
from core.xlsx_export import written, xlsx_response
from portfolio.permissions import may_begin
from portfolio.selectors.difference import version_changes
from portfolio.selectors.figures import figure_changes
from portfolio.selectors.proposal_list import ProposalList
from portfolio.selectors.proposal_page import holds_the_pen, proposal_page, readable_proposal, readable_versions

if TYPE_CHECKING:
    from django.http import HttpResponse, StreamingHttpResponse

    from core.http import PersonRequest
    from core.xlsx_export import Cell

CHUNK = 500


@require_safe
def proposal_list(request: "PersonRequest") -> "HttpResponse":
    """Show the proposals that the reader may know of."""
    listing = ProposalList(request.GET, request.user)
    tools = next(iter(collect("bulk_tools", request, list(listing.page))), None)
    begin = [Action(_("New case"), reverse("portfolio:proposal_create"), primary=True)]
    context = {"list": listing, "tools": tools, "actions": begin if may_begin(request.user).allowed else []}
    return render(request, "portfolio/proposal_list.html", context)


@require_safe
def proposal_export(request: "PersonRequest") -> "StreamingHttpResponse":
    """Send what the list shows, all pages of it, as a CSV file."""
    lines = _lines(request)
    return csv_response((list(map(written, line)) for line in lines), file_name="sager.csv")


@require_safe
def proposal_sheet(request: "PersonRequest") -> "HttpResponse":
    """Send the same as an Excel workbook."""
    return xlsx_response(_lines(request), name=_("Cases"), file_name="sager.xlsx")


@require_safe
def proposal_detail(request: "PersonRequest", pk: int, ordinal: int | None = None) -> "HttpResponse":
    """Show a proposal, or one of its earlier versions."""
    page = proposal_page(request, pk, ordinal)
    context = {"page": page, "note_links": collect("note_links", request, page.proposal)}
    return render(request, "portfolio/proposal_detail.html", context)


@require_safe
def version_difference(request: "PersonRequest", pk: int, ordinal: int) -> "HttpResponse":
    """Show every field in which a version differs from another, by default from the one before."""
    proposal = readable_proposal(pk, request.user)
    writes = holds_the_pen(proposal, request.user)
    versions = {one.ordinal: one for one in readable_versions(proposal, request.user, writes=writes)}
    known = {str(number): number for number in versions}
    earlier = known.get(request.GET.get("fra", str(ordinal - 1)))
    if ordinal not in versions or earlier is None:
        raise Http404
    figures = figure_changes(versions[earlier], versions[ordinal])
    context = {
        "proposal": proposal,
        "versions": sorted(versions.values(), key=lambda one: one.ordinal),
        "before": versions[earlier],
        "after": versions[ordinal],
        "changes": version_changes(versions[earlier], versions[ordinal]),
        "figures": [section for section in figures if not section.outcome],
        "outcomes": [section for section in figures if section.outcome],
    }
    return render(request, "portfolio/version_difference.html", context)


def _lines(request: "PersonRequest") -> "Iterator[list[Cell]]":
    rows = ProposalList(request.GET, request.user).rows.select_related("unit", "author", "owner")
    yield [
        _("Number"), _("Title"), _("Kind"), _("State"), _("In this state since"), _("Unit"), _("Applicant"),
        _("Project owner"), _("Acquisition or further development"), _("Supplier cost (DKK)"), _("Applied for (DKK)"),
    ]  # fmt: skip
    for row in rows.iterator(chunk_size=CHUNK):
        yield [
            row.number,
            row.title,
            row.get_kind_display(),
            row.get_state_display(),
            row.state_since.astimezone(COPENHAGEN).date(),
            row.unit.path,
            row.author.name,
            row.owner.name if row.owner else "",
            row.get_acquisition_type_display(),
            row.vendor_cost,
            row.requested_amount,
        ]
