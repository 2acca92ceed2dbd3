"""A theme point at an administration's leadership meeting, with the IT department's participant (A15)."""

from datetime import datetime

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.clock import COPENHAGEN
from core.models import Unit
from core.models.row_history import row_history
from governance.enums import ThemeState
from governance.querysets import ThemePointQuerySet

_FOLLOWED = models.Q(responsible__isnull=False, due_on__isnull=False) & ~models.Q(follow_up="")
_NOT_FOLLOWED = models.Q(responsible__isnull=True, due_on__isnull=True, follow_up="", result="")


class ThemePoint(models.Model):
    """What a director area's leaders discuss, when, and who comes from IT; then what came of it, and the follow-up.

    A leadership meeting hears and discusses; it decides no case. `outcome` is why, where the point was cancelled.
    """

    area = models.ForeignKey(Unit, verbose_name=_("Director area"), on_delete=models.PROTECT, related_name="+")
    day = models.DateField(_("Date"))
    begins = models.TimeField(_("Time"))
    ends = models.TimeField(_("Ends"), null=True, blank=True)
    place = models.CharField(_("Place"), max_length=150, blank=True)
    title = models.CharField(pgettext_lazy("theme point", "Theme"), max_length=150)
    text = models.TextField(_("What the leaders are to discuss"))
    participant = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("Who comes from IT"), on_delete=models.PROTECT, related_name="+"
    )
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    planned_by_name = models.CharField(_("Name and title at the time"), max_length=310)
    planned_at = models.DateTimeField(_("Planned"))
    state = models.CharField(_("State"), max_length=10, choices=ThemeState, default=ThemeState.PLANNED)
    state_since = models.DateTimeField(_("In this state since"))
    outcome = models.TextField(_("What came of it"), blank=True)
    follow_up = models.TextField(_("Follow-up"), blank=True)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Who follows up"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    due_on = models.DateField(_("Followed up by"), null=True)
    result = models.TextField(_("What the follow-up gave"), blank=True)

    objects = ThemePointQuerySet.as_manager()

    class Meta:
        verbose_name = _("theme point")
        verbose_name_plural = _("theme points")
        ordering = ("day", "begins", "pk")
        indexes = (models.Index(fields=("state", "day"), name="theme_queue"),)
        constraints = (
            models.CheckConstraint(condition=models.Q(state__in=ThemeState.values), name="theme_state_known"),
            models.CheckConstraint(condition=~models.Q(title="") & ~models.Q(text=""), name="theme_says_what"),
            models.CheckConstraint(
                condition=models.Q(ends__isnull=True) | models.Q(ends__gt=models.F("begins")),
                name="theme_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=(models.Q(state=ThemeState.PLANNED, outcome="") & _NOT_FOLLOWED)
                | (models.Q(state=ThemeState.FOLLOW_UP, result="") & _FOLLOWED & ~models.Q(outcome=""))
                | (models.Q(state=ThemeState.CANCELLED) & _NOT_FOLLOWED & ~models.Q(outcome=""))
                | (
                    models.Q(state=ThemeState.DONE)
                    & ~models.Q(outcome="")
                    & (_NOT_FOLLOWED | (_FOLLOWED & ~models.Q(result="")))
                ),
                name="theme_tells_what_came_of_it",
            ),
        )
        triggers = (
            pgtrigger.Protect(name="theme_stays", operation=pgtrigger.Delete),
            row_history(by_act=True),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def begins_at(self) -> datetime:
        """Return the instant it begins."""
        return datetime.combine(self.day, self.begins, tzinfo=COPENHAGEN)

    @property
    def ends_at(self) -> datetime | None:
        """Return the instant it is set to end, or None."""
        return datetime.combine(self.day, self.ends, tzinfo=COPENHAGEN) if self.ends else None
