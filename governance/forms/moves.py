"""The forms of the moves: they check and name what was typed, the domain decides."""

from typing import TYPE_CHECKING, Any, TypeVar

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.enums import AssessmentOutcome, Route, Verdict
from governance.forms.causes import give_causes
from governance.models.route_signature import CHOICES_LEFT
from portfolio.enums import ProposalKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from governance.selectors.causes import Cause

F = TypeVar("F", bound=forms.Field)
LONGEST = 10_000
# The head of a department has two of the five.
LOCAL_VERDICTS = [(one.value, one.label) for one in (Verdict.APPROVED, Verdict.REJECTED)]


def needed_by_choice(field: "F") -> "F":
    """Return `field`, which another answer decides whether to fill in: the page does not call it optional."""
    field.depends = True  # type: ignore[attr-defined]  # read by core.forms.renderer
    return field


class ReasonForm(forms.Form):
    """A move that needs its reason and nothing else."""

    reason = forms.CharField(label=_("Reason"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}))


class SubmissionForm(forms.Form):
    """A later version says why it differs; the first needs no reason and is not asked."""

    change_reason = forms.CharField(
        label=_("Why do you change the case?"),
        help_text=_("The reason stands in the history beside the new version."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AssessmentForm(forms.Form):
    """The IT department's answer: outcome, reasons, conditions one a line."""

    outcome = forms.ChoiceField(label=_("Answer"), choices=AssessmentOutcome, widget=forms.RadioSelect)
    reasons = forms.CharField(
        label=_("Reasons"),
        help_text=_("Write what you have weighed: operation, integration, security and what we have already."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    conditions = forms.CharField(
        label=_("Conditions"),
        help_text=_("One a line. They follow the case into contract and project."),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse conditions on a refusal: they would be lost."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("outcome") == AssessmentOutcome.REJECTED and cleaned.get("conditions"):
            self.add_error("conditions", _("Only an approval has conditions. Write them among the reasons instead."))
        return cleaned

    def condition_lines(self) -> list[str]:
        """Return the conditions, one a line, without empty lines."""
        return [line.strip() for line in self.cleaned_data["conditions"].splitlines() if line.strip()]


class RouteForm(forms.Form):
    """A signature on a route."""

    route = forms.ChoiceField(
        label=_("Route"),
        choices=[(route.value, route.label) for route in CHOICES_LEFT],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("Reason"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}))

    def chosen(self) -> Route:
        """Return the route that was chosen."""
        return Route(self.cleaned_data["route"])


class LocalDecisionForm(forms.Form):
    """The department's decision."""

    verdict = forms.ChoiceField(label=_("Decision"), choices=LOCAL_VERDICTS, widget=forms.RadioSelect)
    reasons = forms.CharField(label=_("Reasons"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5}))
    cause = needed_by_choice(forms.ChoiceField(label=_("The no rests on"), required=False))

    def __init__(self, *arguments: Any, causes: "Iterable[Cause]", **options: Any) -> None:
        """Offer the principles that a rejection can rest on."""
        super().__init__(*arguments, **options)
        give_causes(self, causes, _("When you reject the case. The applicant reads it with the reasons."))


class AnswerForm(forms.Form):
    """The answer to a suggestion that is not carried on."""

    answer = forms.CharField(
        label=_("Answer"),
        help_text=_("Thank the giver, say what you have decided and why. The text is mailed as it stands."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class SuccessorForm(forms.Form):
    """What a suggestion is carried on as."""

    kind = forms.ChoiceField(
        label=_("Carry on as"),
        choices=[
            (ProposalKind.APPLICATION.value, _("Application: asks money of the pool")),
            (ProposalKind.NOTIFICATION.value, _("Notification: asks no money of the pool")),
        ],
        widget=forms.RadioSelect,
    )
