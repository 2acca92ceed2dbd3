"""The forms of a meeting in session: who is there, and what it settles on a case."""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance.domain.meeting_session import Chair
from governance.domain.outcomes import DEFER, Deferral, Said
from governance.domain.resolutions import Vote
from governance.enums import BodyRole, RecommendationOutcome
from governance.forms.decision import DecisionForm
from governance.forms.moves import LONGEST, needed_by_choice
from governance.forms.recommendation import RecommendationForm

if TYPE_CHECKING:
    from core.models import User
    from governance.models import Membership

_AGREED, _VOTED = "agreed", "voted"
_HOW = ((_AGREED, _("The body agrees")), (_VOTED, _("The votes are counted")))
_AWAY, _HERE, _DEPUTY, _BOTH = "away", "here", "deputy", "both"


def _votes(label: Any) -> forms.IntegerField:
    box = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "form-input--short"})
    return needed_by_choice(forms.IntegerField(label=label, min_value=0, max_value=999, required=False, widget=box))


class VotingForm(forms.Form):
    """How the body came to its outcome."""

    how = forms.ChoiceField(label=_("How"), choices=_HOW, widget=forms.RadioSelect, initial=_AGREED)
    votes_for = _votes(pgettext_lazy("vote", "For"))
    votes_against = _votes(_("Against"))
    votes_blank = _votes(_("Blank"))
    casting = forms.BooleanField(
        label=_("The votes are equal, and the chair's decides"),
        help_text=_("The chair votes for the outcome. The minutes say so."),
        required=False,
    )

    def without_casting_vote(self) -> None:
        """Take the box away where the body's rules, or who is in the chair, do not let a vote decide on a tie."""
        del self.fields["casting"]

    @property
    def vote_fields(self) -> list[Any]:
        """Return the boxes of the votes."""
        return [self[name] for name in ("votes_for", "votes_against", "votes_blank")]

    def vote(self) -> Vote:
        """Return the vote; what a member dissents from stands in the form's own box."""
        cleaned = self.cleaned_data
        dissent = cleaned.get("minority", cleaned.get("dissent", ""))
        if cleaned["how"] == _AGREED:
            return Vote(dissent=dissent)
        counted = {name: cleaned.get(name) or 0 for name in ("votes_for", "votes_against", "votes_blank")}
        return Vote(agreed=False, dissent=dissent, casting=cleaned.get("casting", False), **counted)


class GroupOutcomeForm(RecommendationForm, VotingForm):
    """The group recommends, or lets the case wait."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Offer to defer beside what can be recommended."""
        super().__init__(*arguments, **options)
        choices = [*RecommendationOutcome.choices, (DEFER, _("Let the case wait"))]
        self.fields["outcome"].choices = choices  # type: ignore[attr-defined]  # a choice field
        if "criterion" in self.fields:
            needed_by_choice(self.fields["criterion"])

    def clean(self) -> dict[str, Any]:
        """Ask for nothing but the reason of a case that waits."""
        if self.cleaned_data.get("outcome") == DEFER:
            for name in ("amount", "criterion", *(field.name for field in self.share_fields)):
                self.errors.pop(name, None)
            return self.cleaned_data
        return super().clean()

    @property
    def money_fields(self) -> list[Any]:
        """Return the boxes of the money, where the case asks for any."""
        return [self["amount"], *self.share_fields, self["criterion"]] if "criterion" in self.fields else []

    def said(self) -> Said:
        """Return what the group settles."""
        if self.cleaned_data["outcome"] == DEFER:
            return Deferral(self.cleaned_data["reasons"])
        return self.proposed()


class ManagementOutcomeForm(DecisionForm, VotingForm):
    """Management's five outcomes, as on the case's own page."""

    dissent = forms.CharField(
        label=_("Dissent"),
        help_text=_("What a member wants in the minutes, and who."),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    @property
    def money_fields(self) -> list[Any]:
        """Return the boxes of the money, where the case asks for any."""
        return [*self.share_fields, self["criterion"]] if "criterion" in self.fields else []

    def said(self) -> Said:
        """Return what management settles."""
        return self.ruling()


class TogetherForm(forms.Form):
    """The one reason of the cases that are taken together."""

    reasons = forms.CharField(
        label=_("Reasons"),
        help_text=_("They stand on each of the cases."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AttendanceForm(forms.Form):
    """Each seat of the body: here, away, taken by the deputy, or by both in turn where a member leaves for a case."""

    def __init__(
        self,
        *arguments: Any,
        seats: "Iterable[Membership]",
        present: "Iterable[Chair] | None" = None,
        leaving: "Collection[int]" = (),
        **options: Any,
    ) -> None:
        """Offer the deputy where one is named; everybody is here until somebody says otherwise.

        `leaving` are the members who leave the room for a case; their deputies are called in.
        """
        super().__init__(*arguments, **options)
        self.seats = list(seats)
        sitting = None if present is None else {(one.person_id, one.stands_in_for_id) for one in present}
        for seat in self.seats:
            self.fields[f"seat_{seat.pk}"] = forms.ChoiceField(
                label=_named(seat.person, seat), choices=_places(seat, leaves=seat.person_id in leaving),
                widget=forms.RadioSelect,
                initial=_first(seat, leaving) if sitting is None else _initial(seat, sitting),
            )  # fmt: skip

    def present(self) -> list[Chair]:
        """Return who is at the table."""
        found = []
        for seat in self.seats:
            place = self.cleaned_data[f"seat_{seat.pk}"]
            if place in (_HERE, _BOTH):
                found.append(Chair(seat.person_id))
            if place in (_DEPUTY, _BOTH) and seat.deputy_id is not None:
                found.append(Chair(seat.deputy_id, seat.person_id))
        return found


def _named(person: "User", seat: "Membership") -> str:
    if seat.role == BodyRole.MEMBER:
        return person.name
    return f"{person.name} ({str(seat.get_role_display()).lower()})"


def _places(seat: "Membership", *, leaves: bool) -> list[tuple[str, Any]]:
    places: list[tuple[str, Any]] = [(_HERE, _("Is here")), (_AWAY, _("Is away"))]
    if seat.deputy is not None:
        places.append((_DEPUTY, _("%(name)s steps in") % {"name": seat.deputy.name}))
        if leaves:
            both = _("Is here; %(name)s steps in where %(member)s leaves the room")
            places.append((_BOTH, both % {"name": seat.deputy.name, "member": seat.person.name}))
    return places


def _first(seat: "Membership", leaving: "Collection[int]") -> str:
    return _BOTH if seat.person_id in leaving else _HERE


def _initial(seat: "Membership", sitting: set[tuple[int, int | None]]) -> str:
    if (seat.person_id, None) in sitting:
        return _BOTH if (seat.deputy_id, seat.person_id) in sitting else _HERE
    return _DEPUTY if (seat.deputy_id, seat.person_id) in sitting else _AWAY
