"""A request for the IT department's help with prioritising or carrying something out (C15)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import Unit
from core.models.row_history import row_history
from governance.enums import AssistanceState
from governance.querysets import AssistanceQuerySet
from portfolio.models import Project, Proposal

_ANSWERED = (AssistanceState.DECLINED, AssistanceState.FINISHED, AssistanceState.WITHDRAWN)
_TAKEN_ON = (AssistanceState.ACCEPTED, AssistanceState.FINISHED)
_NEVER_TAKEN_ON = (AssistanceState.OPEN, AssistanceState.DECLINED)
_SOMEBODY = models.Q(helper__isnull=False, planned_for__isnull=False)
_NOBODY = models.Q(helper__isnull=True, planned_for__isnull=True)


class AssistanceRequest(models.Model):
    """Who asks for what, and by when; IT takes it on with a person and a day, and finishes it, or declines it.

    Until IT has finished, whoever asked can withdraw it; `answer` then says why, and who was to help stands.

    It may be about a case or a project. Whoever reads it sees which only if they may see that too.
    """

    title = models.CharField(_("What do you need help with?"), max_length=150)
    wanted = models.TextField(_("What IT is to do"))
    unit = models.ForeignKey(Unit, verbose_name=_("Unit"), on_delete=models.PROTECT, related_name="+")
    wanted_by = models.DateField(_("Wanted by"))
    proposal = models.ForeignKey(
        Proposal, verbose_name=_("Case"), on_delete=models.PROTECT, null=True, related_name="assistance_requests"
    )
    project = models.ForeignKey(
        Project, verbose_name=_("Project"), on_delete=models.PROTECT, null=True, related_name="assistance_requests"
    )
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_by_name = models.CharField(_("Name and title at the time"), max_length=310)
    asked_at = models.DateTimeField(_("Asked"))
    state = models.CharField(_("State"), max_length=10, choices=AssistanceState, default=AssistanceState.OPEN)
    state_since = models.DateTimeField(_("In this state since"))
    helper = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=pgettext_lazy("assistance", "Who helps"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    planned_for = models.DateField(pgettext_lazy("assistance", "Planned for"), null=True)
    answer = models.TextField(_("IT's answer"), blank=True)

    objects = AssistanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("assistance request")
        verbose_name_plural = _("assistance requests")
        ordering = ("asked_at", "pk")
        indexes = (models.Index(fields=("state", "asked_at"), name="assistance_queue"),)
        constraints = (
            models.CheckConstraint(condition=models.Q(state__in=AssistanceState.values), name="assistance_state_known"),
            models.CheckConstraint(
                condition=~models.Q(title="") & ~models.Q(wanted=""), name="assistance_says_what_is_wanted"
            ),
            models.CheckConstraint(
                condition=models.Q(proposal__isnull=True) | models.Q(project__isnull=True),
                name="assistance_about_one_thing",
            ),
            models.CheckConstraint(
                condition=(models.Q(state__in=_TAKEN_ON) & _SOMEBODY)
                | (models.Q(state__in=_NEVER_TAKEN_ON) & _NOBODY)
                | (models.Q(state=AssistanceState.WITHDRAWN) & (_SOMEBODY | _NOBODY)),
                name="assistance_taken_on_by_somebody",
            ),
            models.CheckConstraint(
                condition=(models.Q(state__in=_ANSWERED) & ~models.Q(answer=""))
                | (~models.Q(state__in=_ANSWERED) & models.Q(answer="")),
                name="assistance_ends_with_an_answer",
            ),
        )
        triggers = (
            pgtrigger.Protect(name="assistance_stays", operation=pgtrigger.Delete),
            row_history(by_act=True),
        )

    def __str__(self) -> str:
        return self.title
