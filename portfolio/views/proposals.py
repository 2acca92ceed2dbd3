"""The list of proposals, the object page, its versions and their differences."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.csv_export import csv_response
from core.templatetags.danish import date_long
from portfolio.models import Proposal
from portfolio.selectors.difference import version_changes
from portfolio.selectors.proposal_list import ProposalList
from portfolio.selectors.proposal_page import holds_the_pen, proposal_page, readable_proposal, readable_versions

if TYPE_CHECKING:
    from decimal import Decimal

    from django.http import HttpResponse, StreamingHttpResponse

    from core.http import PersonRequest

CHUNK = 500


@require_safe
def proposal_list(request: "PersonRequest") -> "HttpResponse":
    """Show the proposals that the reader may know of."""
    return render(request, "portfolio/proposal_list.html", {"list": ProposalList(request.GET, request.user)})


@require_safe
def proposal_export(request: "PersonRequest") -> "StreamingHttpResponse":
    """Send what the list shows, all pages of it, as a CSV file."""
    rows = ProposalList(request.GET, request.user).rows.select_related("unit", "author", "owner")
    return csv_response(_lines(rows.iterator(chunk_size=CHUNK)), file_name="sager.csv")


@require_safe
def proposal_detail(request: "PersonRequest", pk: int, ordinal: int | None = None) -> "HttpResponse":
    """Show a proposal, or one of its earlier versions."""
    return render(request, "portfolio/proposal_detail.html", {"page": proposal_page(request, pk, ordinal)})


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
    context = {
        "proposal": proposal,
        "versions": sorted(versions.values(), key=lambda one: one.ordinal),
        "before": versions[earlier],
        "after": versions[ordinal],
        "changes": version_changes(versions[earlier], versions[ordinal]),
    }
    return render(request, "portfolio/version_difference.html", context)


def _lines(rows: Iterator[Proposal]) -> Iterator[list[str]]:
    yield [
        _("Number"), _("Title"), _("Kind"), _("State"), _("In this state since"), _("Unit"), _("Applicant"),
        _("Project owner"), _("Acquisition or further development"), _("Supplier cost (DKK)"), _("Applied for (DKK)"),
    ]  # fmt: skip
    for row in rows:
        yield [
            row.number,
            row.title,
            row.get_kind_display(),
            row.get_state_display(),
            date_long(row.state_since),
            row.unit.path,
            row.author.name,
            row.owner.name if row.owner else "",
            row.get_acquisition_type_display(),
            _amount(row.vendor_cost),
            _amount(row.requested_amount),
        ]


def _amount(amount: "Decimal | None") -> str:
    """Write an amount as a Danish spreadsheet reads it, without thousands: 1250000,50."""
    return "" if amount is None else f"{amount:.2f}".replace(".", ",")
