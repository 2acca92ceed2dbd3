"""The form of the architecture assessment."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.domain.architecture import what_lacks
from governance.enums import ArchitectureConclusion, ReuseOutcome
from governance.forms.moves import LONGEST, needed_by_choice
from portfolio.enums import AIRiskClass, SystemOperation
from portfolio.models import System


def _prose(label: Any, help_text: Any = "", *, required: bool = True) -> forms.CharField:
    box = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, help_text=help_text, max_length=LONGEST, required=required, widget=box)


class ArchitectureForm(forms.Form):
    """Reuse, standards, data, security, AI, own development, operation, conclusion."""

    reuse = forms.ChoiceField(label=_("Can we use what we have?"), choices=ReuseOutcome, widget=forms.RadioSelect)
    systems = forms.ModelMultipleChoiceField(
        label=_("Systems looked at"),
        help_text=_("These look like what the case asks for. Tick those that you have looked at."),
        queryset=System.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reuse_text = _prose(_("What has been looked at"), _("Systems, earlier cases, and contracts that expire."))
    standards = _prose(
        _("Standards"), _("Open and joint public standards that the solution follows, and those it does not.")
    )
    integration = _prose(_("Integration"))
    data_sharing = _prose(_("Sharing and reuse of data"), _("What is fetched from where it is registered already."))
    security = _prose(_("Security"), _("How the solution stands to ISO 27001, which succeeds DS 484."))
    supply_chain = _prose(
        _("Supply chain"), _("Subcontractors, where data lies, and what happens when the contract ends.")
    )
    ai_risk_class = forms.ChoiceField(
        label=_("AI risk class"), choices=[("", _("The solution uses no AI")), *AIRiskClass.choices], required=False
    )
    in_house = forms.BooleanField(
        label=_("The solution is developed in-house"),
        help_text=_("The municipality does not develop systems of its own. It is flagged on the case."),
        required=False,
    )
    in_house_text = needed_by_choice(_prose(_("Why it is developed in-house"), required=False))
    operation = forms.ChoiceField(
        label=_("Operation"),
        help_text=_("Choose where it is to be run, and weigh the choice by the four criteria."),
        choices=[("", _("No choice is to be made")), *SystemOperation.choices],
        required=False,
    )
    reliability = needed_by_choice(_prose(_("Reliability"), required=False))
    performance = needed_by_choice(_prose(_("Performance"), required=False))
    competence = needed_by_choice(
        _prose(_("Competence"), _("Also say whether it depends on one person."), required=False)
    )
    economy = needed_by_choice(_prose(_("Economy of operation"), required=False))
    conclusion = forms.ChoiceField(label=_("Conclusion"), choices=ArchitectureConclusion, widget=forms.RadioSelect)
    conclusion_text = _prose(_("Reasons for the conclusion"))

    def __init__(self, *arguments: Any, found: tuple[System, ...], **options: Any) -> None:
        """Offer the systems that look like what the case asks for; without any there is nothing to tick."""
        super().__init__(*arguments, **options)
        if not found:
            del self.fields["systems"]
            return
        choice = cast("forms.ModelMultipleChoiceField[System]", self.fields["systems"])
        choice.queryset = System.objects.filter(pk__in=[one.pk for one in found])

    def clean(self) -> dict[str, Any]:
        """Ask for what one answer demands of another, beside the field."""
        cleaned: dict[str, Any] = super().clean() or {}
        for name, sentence in what_lacks(cleaned).items():
            if name in cleaned:
                self.add_error(name, sentence)
        return cleaned

    def said(self) -> dict[str, Any]:
        """Return what was written; the systems are asked for on their own."""
        return {name: value for name, value in self.cleaned_data.items() if name != "systems"}
