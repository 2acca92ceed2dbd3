"""A meeting in session: who is there, one card at a time, and the closing."""

from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import FormView

from core import clock
from core.domain.refusal import Refused, require
from core.selectors.parameters import parameters_read
from governance.domain.conflicts import may_declare
from governance.domain.decisions import lay_before
from governance.domain.meeting_closing import close_meeting
from governance.domain.meeting_rules import meeting_rules
from governance.domain.meeting_session import (
    Chair,
    change_attendance,
    leaving,
    may_conduct,
    may_open,
    open_meeting,
    quorum_among,
    seats_of,
)
from governance.domain.outcomes import Said, lapse_in, said_in
from governance.domain.recommendations import Proposed
from governance.domain.resolutions import (
    chair_casts,
    move_of_kind,
    pull_item,
    put_together,
    resolve_item,
    resolve_together,
    take_back_resolution,
)
from governance.domain.ruling import Ruling
from governance.enums import BodyKind, MeetingPhase, RecommendationOutcome, Verdict
from governance.forms.meeting_mode import AttendanceForm, GroupOutcomeForm, ManagementOutcomeForm, TogetherForm
from governance.models import Meeting
from governance.permissions import cannot_judge, may, part_in
from governance.selectors.case import case_summary
from governance.selectors.conflict_hints import hints_of_reader
from governance.selectors.decision_desk import decision_desk, pool_effect
from governance.selectors.instalments import instalment_years, shares_to_propose
from governance.selectors.meeting_mode import Card, Session, session_of, with_pool
from governance.selectors.pool_criteria import criteria_in_force
from governance.selectors.profile import reader_profile
from governance.selectors.reviews import group_reviews
from governance.selectors.standing import reader_standing
from governance.views.case_page import whole_case
from governance.views.meetings import readable_item, readable_meeting
from portfolio.domain.versions import submitted_version
from portfolio.enums import ProposalKind

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from core.http import PersonRequest
    from governance.models import PoolYear
    from portfolio.models import Proposal


@require_safe
def meeting_mode(request: "PersonRequest", pk: int) -> "HttpResponse":
    """Show where the meeting has come to, and what its closing will do."""
    meeting = readable_meeting(request, pk, deputies=True)
    session = session_of(meeting, request.user)
    conducts = bool(may_conduct(reader_standing(request), meeting.body.kind))
    context = {"session": session, "conducts": conducts, "first": next(iter(_unsettled(session)), None)}
    return render(request, "governance/meeting_mode.html", context)


@require_POST
def meeting_close(request: "PersonRequest", pk: int) -> "HttpResponse":
    """Close the meeting."""
    minutes = close_meeting(readable_meeting(request, pk), actor=request.user)
    count = len(minutes.content["settled"])
    said = ngettext(
        "The meeting is closed. %(count)s case has been settled, and the minutes are a draft.",
        "The meeting is closed. %(count)s cases have been settled, and the minutes are a draft.",
        count,
    )
    messages.success(request, said % {"count": count})
    return redirect("governance:minutes_detail", pk=pk)


@require_POST
def item_take_back(request: "PersonRequest", pk: int) -> "HttpResponse":
    """Take back what was recorded on a case."""
    item = readable_item(request, pk)
    take_back_resolution(item, actor=request.user)
    messages.success(request, _("The outcome has been taken back."))
    return redirect("governance:meeting_item", pk=item.meeting_id, item=item.pk)


@require_POST
def item_together(request: "PersonRequest", pk: int) -> "HttpResponse":
    """Put a case among those that are taken together, or take it out."""
    item = readable_item(request, pk)
    put_together(item, together=request.POST.get("way") == "in", actor=request.user)
    return redirect("governance:meeting_detail", pk=item.meeting_id)


@require_POST
def item_pull(request: "PersonRequest", pk: int) -> "HttpResponse":
    """Pull a case out of those that are taken together."""
    item = readable_item(request, pk)
    pull_item(item, actor=request.user)
    messages.success(request, _("%(number)s is dealt with on its own.") % {"number": item.proposal.number})
    session = item.meeting is not None and item.meeting.phase == MeetingPhase.OPEN
    return redirect("governance:meeting_mode" if session else "governance:meeting_detail", pk=item.meeting_id)


class AttendanceView(FormView[Any]):
    """Say who is there: to open the meeting, or because somebody has come or gone."""

    request: "PersonRequest"
    template_name = "governance/meeting_attendance.html"
    form_class = AttendanceForm

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> "HttpResponseBase":
        standing = reader_standing(request)
        conducts = may_conduct(standing, self.meeting.body.kind)
        require(may_open(self.meeting, standing) if self.opens else conducts)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def meeting(self) -> Meeting:
        """Return the meeting, or 404."""
        return readable_meeting(self.request, self.kwargs["pk"])

    @property
    def opens(self) -> bool:
        """Whether this opens the meeting."""
        return self.meeting.phase == MeetingPhase.CALLED

    def get_form_kwargs(self) -> dict[str, Any]:
        present = None
        if not self.opens:
            rows = self.meeting.attendances.all()
            present = [Chair(row.person_id, row.stands_in_for_id) for row in rows]
        found = {"seats": seats_of(self.meeting), "present": present, "leaving": leaving(self.meeting)}
        return {**super().get_form_kwargs(), **found}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        title = _("Open the meeting") if self.opens else _("Who is here")
        return super().get_context_data(meeting=self.meeting, opens=self.opens, title=title, **kwargs)

    def form_valid(self, form: AttendanceForm) -> "HttpResponse":
        """Open the meeting, or change who is there; a refusal stands on the same page."""
        try:
            if self.opens:
                open_meeting(self.meeting, present=form.present(), actor=self.request.user)
            else:
                change_attendance(self.meeting, present=form.present(), actor=self.request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        return redirect("governance:meeting_mode", pk=self.meeting.pk)


class CardView(FormView[Any]):
    """One case at the table: what it says to the left, what the meeting settles to the right."""

    request: "PersonRequest"
    template_name = "governance/meeting_item.html"

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.meeting = readable_meeting(request, kwargs["pk"], deputies=True)
        by_management = self.meeting.body.kind == BodyKind.MANAGEMENT
        # Management's desk reads the pool's years itself.
        self.session = session_of(self.meeting, request.user, pool=not by_management)
        self.card = _card_of(self.session, kwargs["item"])
        self.proposal: Proposal | None = None
        if not self.card.hidden:
            self.proposal = whole_case(self.card.item.proposal, request.user)

    @cached_property
    def excused(self) -> bool:
        """Whether the reader leaves the room for this case."""
        return self.proposal is None or cannot_judge(self.proposal, self.request.user)

    @cached_property
    def may_settle(self) -> bool:
        """Whether the reader records what the meeting settles."""
        if self.proposal is None or self.excused or not self.session.open:
            return False
        standing = reader_standing(self.request)
        part = part_in(self.proposal, self.request.user, standing)
        return bool(may(move_of_kind(self.card.item), self.proposal, part, standing))

    @cached_property
    def desk(self) -> Any:
        """What lies before management; None at the group's table."""
        if self.meeting.body.kind != BodyKind.MANAGEMENT or self.proposal is None:
            return None
        before = lay_before("approve", self.proposal, criteria_in_force(self.request))
        desk = decision_desk(before, reader_profile(self.request))
        self.session = with_pool(self.session, desk.years)
        return desk

    def get_form(self, form_class: Any = None) -> Any:
        del form_class
        options: dict[str, Any] = {"data": self.request.POST} if self.request.method == "POST" else {}
        form = self._form(options)
        if not self.casts:
            form.without_casting_vote()
        return form

    @cached_property
    def casts(self) -> bool:
        """Whether the chair's vote decides on a tie in this case."""
        assert self.proposal is not None  # noqa: S101 - asked for where the case is shown
        parameters = parameters_read(self.request, clock.today())
        quorum = quorum_among(self.session.present, self.proposal, 0)
        return chair_casts(self.meeting, quorum, self.request.user, parameters)

    def _form(self, options: dict[str, Any]) -> Any:
        if self.desk is not None:
            return ManagementOutcomeForm(desk=self.desk, initial=self._initial_ruling(), **options)
        assert self.proposal is not None  # noqa: S101 - asked for where the case is shown
        asks = self.proposal.kind == ProposalKind.APPLICATION
        criteria = criteria_in_force(self.request) if asks else ()
        years = instalment_years(submitted_version(self.proposal)) if asks else ()
        initial = self._initial_recommendation(years)
        return GroupOutcomeForm(criteria=criteria, years=years, asks_pool=asks, initial=initial, **options)

    def post(self, request: Any, *_args: Any, **_kwargs: Any) -> "HttpResponse":
        """Record it and go on to the next card; a refusal stands on the same card with the text kept."""
        if self.proposal is None or self.excused:
            raise Refused(_("You take no part in this case."))
        form = self.get_form()
        if not form.is_valid():
            return self.form_invalid(form)
        try:
            resolve_item(self.card.item, form.said(), form.vote(), actor=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(request, _("%(number)s: the outcome is recorded.") % {"number": self.proposal.number})
        following = _beside(self.session, self.card, 1)
        if following is None:
            return redirect("governance:meeting_mode", pk=self.meeting.pk)
        return redirect("governance:meeting_item", pk=self.meeting.pk, item=following.item.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.may_settle:
            kwargs.setdefault("form", self.get_form())
        else:
            kwargs["form"] = None
        context: dict[str, Any] = self._case(self.proposal) if self.proposal and not self.excused else {}
        context |= {
            "session": self.session,
            "card": self.card,
            "excused": self.excused,
            "may_settle": self.may_settle,
            "before": _beside(self.session, self.card, -1),
            "after": _beside(self.session, self.card, 1),
            "proposal": self.proposal,
        }
        return super().get_context_data(**context, **kwargs)

    def _case(self, proposal: "Proposal") -> dict[str, Any]:
        rules = meeting_rules(parameters_read(self.request, clock.today()), self.meeting.body.kind)
        found: dict[str, Any] = {
            "case": case_summary(proposal, reader_profile(self.request)),
            "quorum": quorum_among(self.session.present, proposal, rules.quorum(self.session.members)),
            "desk": self.desk,
        }
        standing = reader_standing(self.request)
        part = part_in(proposal, self.request.user, standing)
        asks = self.meeting.phase != MeetingPhase.CLOSED and not self.card.settled
        if asks and may_declare(proposal, part, standing):
            found["hints"] = hints_of_reader(self.request, proposal)
        names = {one.code: one.name for one in criteria_in_force(self.request)}
        found["reviews"] = group_reviews(proposal, self.request.user, part, standing, names)
        if self.desk is not None and self.desk.asks_pool:
            shares = self.desk.usual_shares()
            lines = {line.year: line.share for line in self.session.pool}
            own = said_in(self.card.resolution) if self.card.resolution else None
            mine = own.shares if isinstance(own, Ruling) else {}
            # Those recorded on other cases, and what this one would take.
            others = {year: share - mine.get(year, Decimal(0)) for year, share in lines.items()}
            found["effect"] = pool_effect(
                self.session.years,
                {year: others.get(year, Decimal(0)) + (mine or shares).get(year, Decimal(0)) for year in lines},
            )
        return found

    def _initial_recommendation(self, years: "tuple[PoolYear, ...]") -> dict[str, Any]:
        assert self.proposal is not None  # noqa: S101 - asked for where the case is shown
        resolution = self.card.resolution
        if resolution is not None:
            said = said_in(resolution)
            kept = {**resolution.content, "outcome": resolution.outcome, "minority": resolution.dissent}
            if isinstance(said, Proposed):
                kept["amount"] = said.amount
                kept |= {f"share_{year}": part for year, part in said.years.items()}
            return {**kept, **_voted(resolution)}
        version = submitted_version(self.proposal)
        shares = shares_to_propose(version, years, None, version.requested_amount or Decimal(0)) if years else {}
        return {
            "amount": version.requested_amount,
            "criterion": version.pool_criterion,
            **{f"share_{year}": part for year, part in shares.items()},
        }

    def _initial_ruling(self) -> dict[str, Any]:
        resolution = self.card.resolution
        if resolution is not None:
            said = said_in(resolution)
            shares = said.shares if isinstance(said, Ruling) else {}
            kept = {name: text for name, text in resolution.content.items() if name != "shares"}
            kept["lapses_on"] = lapse_in(resolution)
            boxes = {f"share_{year}": amount for year, amount in shares.items()}
            return {"verdict": resolution.outcome, "dissent": resolution.dissent, **kept, **boxes, **_voted(resolution)}
        recommended = self.desk.recommendation
        follows = {}
        if recommended is not None:
            rejects = recommended.outcome == RecommendationOutcome.REJECT
            follows = {"verdict": Verdict.REJECTED if rejects else Verdict.APPROVED}
        return {
            **follows,
            "criterion": self.desk.criterion,
            "conditions": recommended.conditions if recommended else "",
            **{f"share_{year}": amount for year, amount in self.desk.usual_shares().items()},
        }


class TogetherView(FormView[TogetherForm]):
    """The cases that are taken together: read through once, settled as recommended in one."""

    request: "PersonRequest"
    template_name = "governance/meeting_together.html"
    form_class = TogetherForm

    @cached_property
    def meeting(self) -> Meeting:
        """Return the meeting, or 404."""
        return readable_meeting(self.request, self.kwargs["pk"])

    @cached_property
    def session(self) -> Session:
        """Return where the meeting has come to."""
        return session_of(self.meeting, self.request.user)

    def get_initial(self) -> dict[str, Any]:
        return {"reasons": _("The members who have reviewed the case agree on it.")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        standing = reader_standing(self.request)
        kind = BodyKind(self.meeting.body.kind)
        settles = kind in (standing.chair_of if kind == BodyKind.STRATEGY_GROUP else standing.kinds)
        left = [card for card in self.session.together if not card.settled]
        return super().get_context_data(
            session=self.session,
            settles=settles and self.session.open and bool(left),
            pulls=kind in standing.kinds and kind not in standing.secretary_of and not self._closed(),
            left=left,
            **kwargs,
        )

    def form_valid(self, form: TogetherForm) -> "HttpResponse":
        """Record them all, or none."""
        try:
            count = resolve_together(self.meeting, self._said(form.cleaned_data["reasons"]), actor=self.request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        said = ngettext("%(count)s case has been settled.", "%(count)s cases have been settled.", count)
        messages.success(self.request, said % {"count": count})
        return redirect("governance:meeting_mode", pk=self.meeting.pk)

    def _closed(self) -> bool:
        return self.meeting.phase == MeetingPhase.CLOSED

    def _said(self, reasons: str) -> dict[int, Said]:
        """Return what each case is settled to: as recommended, or all that it applies for."""
        left = {line.year: line.after for line in self.session.pool}
        found: dict[int, Said] = {}
        for card in self.session.together:
            if card.settled or card.hidden:
                continue
            proposal = whole_case(card.item.proposal, self.request.user)
            if self.meeting.body.kind != BodyKind.MANAGEMENT:
                found[card.item.pk] = _all_of(proposal, reasons)
                continue
            desk = decision_desk(lay_before("approve", proposal), reader_profile(self.request))
            if desk.recommendation and desk.recommendation.outcome == RecommendationOutcome.REJECT:
                found[card.item.pk] = Ruling(Verdict.REJECTED, reasons=reasons)
                continue
            shares = desk.shares_from(left) if desk.asks_pool else {}
            left = {year: amount - shares.get(year, Decimal(0)) for year, amount in left.items()}
            criterion = desk.criterion if shares else ""
            found[card.item.pk] = Ruling(Verdict.APPROVED, shares=shares, criterion=criterion, reasons=reasons)
        return found


def _all_of(proposal: "Proposal", reasons: str) -> Proposed:
    version = submitted_version(proposal)
    asks = proposal.kind == ProposalKind.APPLICATION
    return Proposed(
        outcome=RecommendationOutcome.APPROVE,
        amount=(version.requested_amount or Decimal(0)) if asks else Decimal(0),
        criterion=version.pool_criterion if asks else "",
        reasons=reasons,
    )


def _voted(resolution: Any) -> dict[str, Any]:
    if resolution.agreed:
        return {"how": "agreed"}
    return {
        "how": "voted",
        "votes_for": resolution.votes_for,
        "votes_against": resolution.votes_against,
        "votes_blank": resolution.votes_blank,
        "casting": resolution.casting_vote,
    }


def _card_of(session: Session, item: int) -> Card:
    found = next((card for card in session.cards if card.item.pk == item), None)
    if found is None:
        raise Http404
    return found


def _beside(session: Session, card: Card, step: int) -> Card | None:
    at = card.place - 1 + step
    return session.cards[at] if 0 <= at < len(session.cards) else None


def _unsettled(session: Session) -> list[Card]:
    return [card for card in session.alone if not card.settled]
