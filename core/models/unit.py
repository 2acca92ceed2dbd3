"""A unit of the organisation tree, dated, with its successor."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.enums import UnitKind
from core.models.row_history import row_history
from core.querysets import UnitQuerySet
from core.sorting import DanishSortKey


class Unit(models.Model):
    """A director area, department, staff function, enterprise or a unit below one (A14, A16).

    `aliases` are what else people and files call it (AM27). `area` and `department` are the nearest ancestor-or-self
    of those kinds, kept by `core.domain.units`, so that visibility and triage need no walk up the tree.
    """

    code = models.SlugField(_("Code"), max_length=60, unique=True)
    kind = models.CharField(_("Kind"), max_length=20, choices=UnitKind)
    name = models.CharField(_("Name"), max_length=150)
    aliases = ArrayField(models.CharField(max_length=150), verbose_name=_("Other names"), default=list, blank=True)
    parent = models.ForeignKey(
        "self", verbose_name=_("Belongs to"), on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    area = models.ForeignKey("self", on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    department = models.ForeignKey("self", on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    path = models.CharField(_("Path"), max_length=600, editable=False)
    valid_from = models.DateField(_("Valid from"), null=True, blank=True)
    valid_to = models.DateField(_("Valid to"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", verbose_name=_("Successor"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sort_key = models.GeneratedField(
        expression=DanishSortKey("path"), output_field=models.CharField(max_length=600), db_persist=True
    )

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("organisation", "unit")
        verbose_name_plural = _("units")
        ordering = ("sort_key",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_from__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="unit_ends_after_it_begins",
                violation_error_message=_("A unit cannot end before it begins."),
            ),
        )
        triggers = (row_history(shown=("name", "aliases", "kind", "valid_from", "valid_to")),)

    def __str__(self) -> str:
        return self.name
