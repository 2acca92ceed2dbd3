"""Rows of a project: its milestones and its risks, any number of them, added and removed with or without a script.

A row carries the id of what it stands for; one that is ticked off goes, and a new one that is left empty is none.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from core.forms.dates import DayField
from core.forms.people import PersonField
from portfolio.domain.milestones import Stone
from portfolio.domain.risks import Threat
from portfolio.models.risk import HIGHEST, LOWEST

if TYPE_CHECKING:
    from portfolio.models import Milestone, Risk

MOST_ROWS = 40
_DIGITS = 4
_WORDS = (_("1 – very low"), _("2 – low"), _("3 – middling"), _("4 – high"), _("5 – very high"))
_STEPS = tuple(zip(range(LOWEST, HIGHEST + 1), _WORDS, strict=True))


class ReasonedForm(forms.Form):
    """What stands below the rows: the digest of what the writer saw, and why the plan changes."""

    seen = forms.CharField(max_length=16, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why does the plan change?"),
        help_text=_("Asked for when a milestone is moved or removed after the analysis. It stands in the history."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class SeenForm(forms.Form):
    """The digest of what the writer saw."""

    seen = forms.CharField(max_length=16, widget=forms.HiddenInput)


class StoneForm(forms.Form):
    """One milestone."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    label = forms.CharField(label=_("What is reached?"), max_length=200)
    planned_on = DayField(label=_("Planned for"))
    done_on = DayField(label=_("Reached"), required=False)


class ThreatForm(forms.Form):
    """One risk."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(label=_("What may go wrong?"), max_length=300)
    probability = forms.TypedChoiceField(label=_("Probability"), coerce=int, choices=_STEPS, initial=3)
    consequence = forms.TypedChoiceField(label=_("Consequence"), coerce=int, choices=_STEPS, initial=3)
    action = forms.CharField(label=_("What is done about it?"), max_length=300, required=False)
    owner = PersonField(
        label=_("Who follows it?"), help_text=_("Write a name or an e-mail address."), max_length=300, required=False
    )
    closed = forms.BooleanField(label=_("It is no longer a risk"), required=False)


class ProjectRows(BaseFormSet):  # type: ignore[type-arg]  # the forms differ, the set does not
    """The rows of one page; `known` are the ids that a row may carry."""

    known: frozenset[int] = frozenset()

    def add_fields(self, form: forms.BaseForm, index: int | None) -> None:
        """Say what the box that takes a row away does."""
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Remove this")

    def clean(self) -> None:
        """Refuse an id that is none of the project's."""
        written = [form.cleaned_data.get("pk") for form in self.forms if form.is_valid() and form.cleaned_data]
        ids = [one for one in written if one is not None]
        if not set(ids) <= self.known or len(ids) != len(set(ids)):
            raise forms.ValidationError(_("A row is no longer there. Open the page anew."))

    @property
    def kept(self) -> list[dict[str, Any]]:
        """Return the rows that are written and not ticked off; call it on a valid set."""
        return [form.cleaned_data for form in self.forms if form.cleaned_data and not form.cleaned_data["DELETE"]]


def _set_of(form: type[forms.Form]) -> type[ProjectRows]:
    made: Any = formset_factory(
        form, formset=ProjectRows, extra=0, can_delete=True, max_num=MOST_ROWS, absolute_max=MOST_ROWS,
        validate_max=True,
    )  # fmt: skip
    rows: type[ProjectRows] = made
    return rows


class StoneRows(_set_of(StoneForm)):  # type: ignore[misc]  # made above
    """The milestones."""

    @classmethod
    def of(cls, milestones: "Iterable[Milestone]", data: Any = None) -> "StoneRows":
        """Return the rows as stored, with an empty one where there is none, or as posted."""
        stored = [
            {"pk": one.pk, "label": one.label, "planned_on": one.planned_on, "done_on": one.done_on}
            for one in milestones
        ]
        rows: StoneRows = _begun(cls, stored, data)
        return rows

    @property
    def stones(self) -> list[Stone]:
        """Return the plan; call it on a valid set."""
        return [Stone(row["label"], row["planned_on"], row["done_on"], row["pk"]) for row in self.kept]


class ThreatRows(_set_of(ThreatForm)):  # type: ignore[misc]  # made above
    """The risks."""

    @classmethod
    def of(cls, risks: "Iterable[Risk]", data: Any = None) -> "ThreatRows":
        """Return the rows as stored, with an empty one where there is none, or as posted."""
        stored = [
            {
                "pk": one.pk,
                "text": one.text,
                "probability": one.probability,
                "consequence": one.consequence,
                "action": one.action,
                "owner": one.owner,
                "closed": one.closed_on is not None,
            }
            for one in risks
        ]
        rows: ThreatRows = _begun(cls, stored, data)
        return rows

    @property
    def threats(self) -> list[Threat]:
        """Return the risks; call it on a valid set."""
        return [Threat(**{name: value for name, value in row.items() if name != "DELETE"}) for row in self.kept]


def _begun(kind: Any, stored: list[dict[str, Any]], data: Any) -> Any:
    # What is posted is what there is: a row that has not been changed is kept like any other.
    made = kind(data) if data is not None else kind(initial=stored)
    made.known = frozenset(row["pk"] for row in stored)
    made.extra = 0 if stored else 1
    return made


def one_more(data: Any, prefix: str = "form") -> Any:
    """Return what was posted with one more row to write in, for a browser without a script."""
    more = data.copy()
    name = f"{prefix}-TOTAL_FORMS"
    written = more.get(name, "")
    more[name] = str(min(int(written) + 1, MOST_ROWS)) if written.isdecimal() and len(written) < _DIGITS else "1"
    return more
