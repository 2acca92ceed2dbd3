"""The form of a case that a member hands over to the deputy."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.forms.moves import LONGEST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from governance.models import Membership


class HandingOverForm(forms.Form):
    """For whom, and why."""

    member = forms.TypedChoiceField(label=gettext_lazy("Who steps in?"), coerce=int, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Such as holiday. It stands in the history of the case."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *arguments: Any, seats: "Sequence[Membership]", **options: Any) -> None:
        """Offer the seats whose deputy can step in; the only one is chosen beforehand."""
        super().__init__(*arguments, **options)
        field: Any = self.fields["member"]
        field.choices = [
            (seat.person_id, _("%(name)s for %(member)s") % {"name": seat.deputy.name, "member": seat.person.name})
            for seat in seats
            if seat.deputy is not None
        ]
        if len(seats) == 1:
            field.initial = seats[0].person_id
