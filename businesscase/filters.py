"""The filters of the list of benefits, the same in the page and the API."""

from typing import Any

import django_filters
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _

from businesscase.enums import BenefitType
from businesscase.models import Benefit
from core.models import Unit
from portfolio.filters import ListFilter, UnitFilter


class BenefitFilter(ListFilter):
    """Kind of gain and unit."""

    type = django_filters.MultipleChoiceFilter(
        label=_("Kind of gain"), choices=BenefitType.choices, widget=CheckboxSelectMultiple, distinct=False
    )
    cash_releasing = django_filters.ChoiceFilter(
        label=_("Money"), choices=[("True", _("Releases money in a budget"))], empty_label=_("All gains")
    )
    unit = UnitFilter(
        label=_("Unit"), queryset=Unit.objects.all(), to_field_name="code", empty_label=_("The whole municipality")
    )

    class Meta:
        model = Benefit
        fields = ("type", "cash_releasing", "unit")


class BenefitSearch(BenefitFilter):
    """The filters with the search and the project among them, for the API."""

    q = django_filters.CharFilter(label=_("Search benefit or project"), method="search", max_length=200)
    project = django_filters.NumberFilter(field_name="project_id", label=_("Project"))

    def search(self, rows: Any, _name: str, text: str) -> Any:
        """Search as `BenefitQuerySet.matching` does."""
        return rows.matching(text)
