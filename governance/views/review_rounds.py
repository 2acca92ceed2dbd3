"""The review round: its page, how it is opened and closed, and how its cases are shared."""

import re
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from core.domain.refusal import Refused, require
from core.templatetags.danish import date_long
from core.ui import Action
from governance.domain.agenda import may_arrange
from governance.domain.review_rounds import assign_cases, begin_round, close_round, move_deadline
from governance.enums import BodyKind
from governance.forms.review_rounds import DeadlineForm, EvenSharingForm, RoundForm
from governance.models import ReviewRound
from governance.selectors.calibration import calibration_page
from governance.selectors.pool_criteria import criteria_in_force
from governance.selectors.review_rounds import criteria_of, is_over, open_round
from governance.selectors.review_sharing import sharing_page
from governance.selectors.standing import reader_standing

if TYPE_CHECKING:
    from django.http import HttpResponse

    from core.http import PersonRequest
    from governance.selectors.standing import Standing

# Who may come to read what the members have said; of which cases is asked of each case.
_CALIBRATES = frozenset({BodyKind.STRATEGY_GROUP, BodyKind.MANAGEMENT, BodyKind.AUDIT})
_PAIR = re.compile(r"([0-9]{1,15})-([0-9]{1,15})")


def _require_group(request: "PersonRequest") -> "Standing":
    standing = reader_standing(request)
    if BodyKind.STRATEGY_GROUP not in standing.kinds:
        raise Http404
    return standing


def _arranged_round(request: "PersonRequest") -> ReviewRound:
    """Return the open round for those who arrange it; without one there is nothing to arrange."""
    require(may_arrange(_require_group(request)))
    row = open_round()
    if row is None:
        raise Refused(_("No round is open."))
    return row


@require_safe
def review_round(request: "PersonRequest") -> "HttpResponse":
    """Show the open round: deadline, criteria and weights, and, to those who arrange it, who has what."""
    standing = _require_group(request)
    row, arranges = open_round(), bool(may_arrange(standing))
    context: dict[str, Any] = {"round": row, "arranges": arranges, "earlier": _earlier()}
    if row is not None:
        context |= {"criteria": criteria_of(row), "over": is_over(row)}
        if arranges:
            context["page"] = sharing_page(row, request.user, standing)
            context["actions"] = [
                Action(_("Share the cases"), reverse("governance:review_sharing"), primary=True),
                Action(_("Move the deadline"), reverse("governance:round_deadline")),
                Action(_("Close the round"), reverse("governance:round_closing")),
            ]
        if is_over(row):
            url = reverse("governance:round_calibration", args=[row.pk])
            context["actions"] = [Action(_("Read the scores together"), url), *context.get("actions", [])]
    elif arranges:
        context["actions"] = [Action(_("Open a round"), reverse("governance:round_create"), primary=True)]
    return render(request, "governance/review_round.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def round_create(request: "PersonRequest") -> "HttpResponse":
    """Open a round on the criteria in force."""
    require(may_arrange(_require_group(request)))
    form = RoundForm(request.POST or None, criteria=criteria_in_force(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            row = begin_round(name=data["name"], deadline=data["deadline"], weights=form.weights(), actor=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The round %(name)s is open. Now share the cases.") % {"name": row.name})
            return redirect("governance:review_sharing")
    context = {"form": form, "title": _("Open a round"), "back": reverse("governance:review_round")}
    return render(request, "governance/round_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def round_deadline(request: "PersonRequest") -> "HttpResponse":
    """Give the open round another deadline."""
    row = _arranged_round(request)
    form = DeadlineForm(request.POST or None, initial={"deadline": row.deadline})
    if request.method == "POST" and form.is_valid():
        try:
            row = move_deadline(row, **form.cleaned_data, actor=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            said = _("The reviews are now due by %(day)s.")
            messages.success(request, said % {"day": date_long(row.deadline)})
            return redirect("governance:review_round")
    context = {"form": form, "title": _("Move the deadline"), "back": reverse("governance:review_round")}
    return render(request, "governance/round_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def round_closing(request: "PersonRequest") -> "HttpResponse":
    """Say what closing the round does, and do it."""
    row = _arranged_round(request)
    if request.method == "POST":
        close_round(row, actor=request.user)
        messages.success(request, _("The round %(name)s is closed.") % {"name": row.name})
        return redirect("governance:review_round")
    page = sharing_page(row, request.user, reader_standing(request))
    awaited = sum(load.asked - load.given for load in page.loads)
    context = {"round": row, "awaited": awaited, "given": row.reviews.filter(withdrawn_at__isnull=True).count()}
    return render(request, "governance/round_closing.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def review_sharing(request: "PersonRequest") -> "HttpResponse":
    """Share the cases: by hand or evenly; what will happen is read through before it does."""
    row, standing = _arranged_round(request), reader_standing(request)
    if request.method == "POST":
        return _share(request, row, standing)
    asked = EvenSharingForm(request.GET if "per_case" in request.GET else None)
    per_case = asked.cleaned_data["per_case"] if asked.is_bound and asked.is_valid() else 0
    page = sharing_page(row, request.user, standing, per_case, hints=True)
    return render(request, "governance/review_sharing.html", {"round": row, "page": page, "form": asked})


@require_safe
def round_calibration(request: "PersonRequest", pk: int) -> "HttpResponse":
    """Show the round's scores read together; before the deadline there is nothing to read."""
    standing = reader_standing(request)
    if not standing.kinds & _CALIBRATES:
        raise Http404
    row = get_object_or_404(ReviewRound.objects.filter(body__kind=BodyKind.STRATEGY_GROUP), pk=pk)
    over = is_over(row)
    page = calibration_page(row, request.user, standing) if over else None
    return render(request, "governance/round_calibration.html", {"round": row, "over": over, "page": page})


def _share(request: "PersonRequest", row: ReviewRound, standing: "Standing") -> "HttpResponse":
    pairs = {(int(found[1]), int(found[2])) for one in request.POST.getlist("pair") if (found := _PAIR.fullmatch(one))}
    if request.POST.get("go") == "share":
        changed = assign_cases(row, pairs, actor=request.user)
        count = len(changed.added)
        said = ngettext("%(count)s review has been given out.", "%(count)s reviews have been given out.", count)
        messages.success(request, said % {"count": count})
        return redirect("governance:review_round")
    page = sharing_page(row, request.user, standing)
    cells = [(line, cell) for line in page.rows for cell in line.cells if not cell.blocked]
    chosen = [(line, cell) for line, cell in cells if cell.given or _pair(cell.value) in pairs]
    added = [(line, cell) for line, cell in chosen if not cell.ticked]
    removed = [(line, cell) for line, cell in cells if cell.ticked and (line, cell) not in chosen]
    context = {
        "round": row,
        "pairs": [cell.value for _line, cell in chosen],
        "changes": _changes(added, removed),
        "added": len(added),
        "told": len({cell.person.pk for _line, cell in added}),
    }
    return render(request, "governance/sharing_preview.html", context)


def _changes(added: list[tuple[Any, Any]], removed: list[tuple[Any, Any]]) -> list[dict[str, Any]]:
    """Return what each member gets and loses, by the numbers of the cases."""
    people = {cell.person.pk: cell.person for _line, cell in (*added, *removed)}
    return [
        {
            "name": person.name,
            "gets": [line.proposal.number for line, cell in added if cell.person.pk == pk],
            "loses": [line.proposal.number for line, cell in removed if cell.person.pk == pk],
        }
        for pk, person in sorted(people.items(), key=lambda one: str(one[1].sort_key))
    ]


def _pair(value: str) -> tuple[int, int]:
    case, _dash, person = value.partition("-")
    return int(case), int(person)


def _earlier() -> list[ReviewRound]:
    rows = ReviewRound.objects.filter(body__kind=BodyKind.STRATEGY_GROUP, closed_at__isnull=False)
    return list(rows[:12])
