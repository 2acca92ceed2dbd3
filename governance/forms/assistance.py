"""The forms of a request for IT's help: they check and name what was typed, the domain decides."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.forms.dates import DayField
from core.forms.people import PersonField
from core.forms.units import UnitChoice, open_units
from core.models import Unit
from governance.domain.assistance import Wish, cases_to_name, projects_to_name
from governance.forms.moves import LONGEST

if TYPE_CHECKING:
    from core.models import User
    from portfolio.models import Project, Proposal

_SENTENCE = 1000


class AssistanceForm(forms.Form):
    """What is wanted, for which unit, by when, and what it is about."""

    title = forms.CharField(label=_("What do you need help with?"), help_text=_("In one line."), max_length=150)
    wanted = forms.CharField(
        label=_("What IT is to do"),
        help_text=_("Say what you have done yourselves, and what you need from IT to get further."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    unit = UnitChoice(label=_("Unit"), queryset=Unit.objects.none())
    wanted_by = DayField(label=_("Wanted by"))
    about = forms.ChoiceField(
        label=_("Case or project"),
        help_text=_("IT sees which only if they may see the case or the project."),
        required=False,
    )

    def __init__(self, *arguments: Any, person: "User", **options: Any) -> None:
        """Offer the units that exist today, and the person's own cases and projects."""
        super().__init__(*arguments, **options)
        cast("UnitChoice", self.fields["unit"]).queryset = open_units()
        rows: list[Proposal | Project] = [*cases_to_name(person), *projects_to_name(person)]
        self.named = {f"{row._meta.model_name}-{row.pk}": row for row in rows}
        nothing = ("", pgettext_lazy("about what", "None"))
        choices = [nothing, *((key, str(row)) for key, row in self.named.items())]
        self.fields["about"].choices = choices  # type: ignore[attr-defined]  # a choice field

    def wish(self) -> Wish:
        """Return what was written."""
        said: dict[str, Any] = self.cleaned_data
        return Wish(**{**said, "about": self.named.get(said["about"])})


class AcceptanceForm(forms.Form):
    """Who helps, and when."""

    helper = PersonField(
        label=pgettext_lazy("assistance", "Who helps"), help_text=_("Write a name or an e-mail address.")
    )
    planned_for = DayField(label=pgettext_lazy("assistance", "Planned for"))


class CompletionForm(forms.Form):
    """What came of it."""

    outcome = forms.CharField(
        label=_("What came of it?"),
        help_text=_("In one sentence. The one who asked gets it by e-mail."),
        max_length=_SENTENCE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
