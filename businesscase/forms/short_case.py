"""The short business case: five questions beside the supplier cost that the case already states (AM25)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from businesscase.domain.short_case import FIELDS, yearly_operation
from businesscase.enums import HEADINGS
from businesscase.forms.frame import box_for
from businesscase.models import BusinessCaseVersion
from portfolio.forms.boxes import AmountField


class ShortCaseForm(forms.ModelForm[BusinessCaseVersion]):
    """What is asked of a small case; nothing is demanded of a draft. `edition` is the one the writer saw."""

    operation = AmountField(
        label=_("What does it cost to run a year?"),
        help_text=_("Licence, support and operation from the second year on, without VAT. 0 is also an answer."),
        max_digits=14,
        min_value=0,
        required=False,
    )  # fmt: skip
    edition = forms.IntegerField(min_value=0, widget=forms.HiddenInput, required=False)
    use_required_attribute = False

    class Meta:
        model = BusinessCaseVersion
        fields = FIELDS
        formfield_callback = box_for

    def __init__(self, case: BusinessCaseVersion, data: Any = None, *, stored: BusinessCaseVersion | None) -> None:
        """Show `case`; `stored` is None before the first save."""
        super().__init__(data, instance=case)
        self.initial["edition"] = case.edition
        self.initial["operation"] = yearly_operation(stored)

    def clean_edition(self) -> int:
        """Read the edition; a page without one was read before anything was saved."""
        return int(self.cleaned_data["edition"] or 0)

    @property
    def headings(self) -> Any:
        """Yield the three headings, each with the box that says there is no such gain."""
        return ((self[f"rationale_{kind}"], self[f"no_{kind}"]) for kind in HEADINGS)

    @property
    def answers(self) -> dict[str, Any]:
        """Return what was written under the case's own fields; call it on a valid form."""
        return {name: self.cleaned_data[name] for name in FIELDS}

    def ask(self) -> None:
        """Mark as optional only what may be left out for good, once the draft has been judged."""
        for name, field in self.fields.items():
            field.required = not name.startswith("no_")
