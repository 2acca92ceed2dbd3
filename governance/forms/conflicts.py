"""The form of a declared conflict of interest."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.enums import ConflictGround
from governance.forms.moves import LONGEST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.models import User


class ConflictForm(forms.Form):
    """The ground and one sentence."""

    ground = forms.TypedChoiceField(
        label=_("Ground"),
        choices=ConflictGround,
        coerce=lambda value: ConflictGround(int(value)),
        widget=forms.RadioSelect,
    )
    explanation = forms.CharField(
        label=_("What is the conflict?"),
        help_text=_(
            "One sentence is enough. It is read by those who run the meeting, by management and by the auditor."
        ),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    doubt = forms.BooleanField(
        label=_("I am in doubt: let the group decide"),
        help_text=_("The case is hidden from you until the group has decided. You take no part in that."),
        required=False,
    )

    def __init__(self, *arguments: Any, asks_body: bool = True, **options: Any) -> None:
        """Offer the doubt to those whose body decides on it."""
        super().__init__(*arguments, **options)
        if not asks_body:
            del self.fields["doubt"]


class RaisedDoubtForm(forms.Form):
    """About whom, on which ground, and why."""

    person = forms.TypedChoiceField(label=_("Who is it about?"), coerce=int, widget=forms.RadioSelect)
    ground = forms.TypedChoiceField(
        label=_("Ground"),
        choices=ConflictGround,
        coerce=lambda value: ConflictGround(int(value)),
        widget=forms.RadioSelect,
    )
    explanation = forms.CharField(
        label=_("What is the doubt about?"),
        help_text=_(
            "The person gets it by mail, and those who decide read it. Write of the person's circumstances, not of what"
            " the case holds."
        ),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *arguments: Any, people: "Sequence[User]", **options: Any) -> None:
        """Offer those who judge the case with the group."""
        super().__init__(*arguments, **options)
        field: Any = self.fields["person"]
        field.choices = [(one.pk, one.name) for one in people]


class DoubtForm(forms.Form):
    """What the body decided, who took part, and why."""

    partial = forms.ChoiceField(
        label=_("What has the group decided?"),
        choices=(("yes", _("There is a conflict of interest")), ("no", _("There is no conflict of interest"))),
        widget=forms.RadioSelect,
    )
    took_part = forms.TypedMultipleChoiceField(
        label=_("Who took part in the decision?"),
        help_text=_("More than half of those who can judge the case."),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.CharField(label=_("Reason"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *arguments: Any, people: "Sequence[User]", **options: Any) -> None:
        """Offer those who can judge the case."""
        super().__init__(*arguments, **options)
        field: Any = self.fields["took_part"]
        field.choices = [(one.pk, one.name) for one in people]

    def decision(self) -> dict[str, Any]:
        """Return what was decided, as the domain takes it."""
        data = self.cleaned_data
        return {"partial": data["partial"] == "yes", "took_part": data["took_part"], "reason": data["reason"]}
