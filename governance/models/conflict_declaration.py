"""A declared conflict of interest in one case (Forvaltningsloven §§ 3-6)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from governance.enums import ConflictGround
from portfolio.models import Proposal


class ConflictDeclaration(models.Model):
    """Who has told of which ground, and, where somebody else has lifted it, by whom and why.

    While it stands, `portfolio.Bar` keeps the case from the person. A `doubt` stands until the body has decided it:
    it is confirmed, or lifted; `took_part` names those who decided (§ 6, stk. 2). `raised_by` is somebody else who has
    raised it; else the person has told of it themselves.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="conflicts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="conflicts")
    ground = models.PositiveSmallIntegerField(_("Ground"), choices=ConflictGround)
    explanation = models.TextField(_("Explanation"))
    declared_at = models.DateTimeField(_("Declared"))
    doubt = models.BooleanField(_("The body is to decide"), default=False)
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Raised by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    confirmed_at = models.DateTimeField(_("Confirmed"), null=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    confirm_reason = models.TextField(_("Why it was confirmed"), blank=True)
    took_part = models.JSONField(_("Who took part in the decision"), default=list, blank=True)
    lifted_at = models.DateTimeField(_("Lifted"), null=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    lift_reason = models.TextField(_("Why it was lifted"), blank=True)

    class Meta:
        verbose_name = _("conflict of interest")
        verbose_name_plural = _("conflicts of interest")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("proposal", "person"),
                condition=models.Q(lifted_at__isnull=True),
                name="conflict_standing_once",
                violation_error_message=_("The conflict of interest has already been declared."),
            ),
            models.CheckConstraint(condition=models.Q(ground__in=ConflictGround.values), name="conflict_ground_known"),
            models.CheckConstraint(
                condition=models.Q(lifted_at__isnull=True, lifted_by__isnull=True, lift_reason="")
                | (models.Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~models.Q(lift_reason="")),
                name="conflict_lifted_whole",
                violation_error_message=_("A conflict is lifted by somebody, with a reason."),
            ),
            models.CheckConstraint(
                condition=models.Q(lifted_by__isnull=True) | ~models.Q(lifted_by=models.F("person")),
                name="conflict_lifted_by_another",
                violation_error_message=_("Nobody lifts their own conflict of interest."),
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_at__isnull=True, confirmed_by__isnull=True, confirm_reason="")
                | (
                    models.Q(confirmed_at__isnull=False, confirmed_by__isnull=False, doubt=True)
                    & ~models.Q(confirm_reason="")
                ),
                name="conflict_confirmed_whole",
                violation_error_message=_("A doubt is decided by somebody, with a reason."),
            ),
            models.CheckConstraint(
                condition=models.Q(raised_by__isnull=True)
                | (models.Q(doubt=True) & ~models.Q(raised_by=models.F("person"))),
                name="conflict_raised_about_another",
                violation_error_message=_("One's own conflict of interest is declared, not raised as a doubt."),
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True) | ~models.Q(confirmed_by=models.F("person")),
                name="conflict_confirmed_by_another",
                violation_error_message=_("Nobody decides about their own conflict of interest."),
            ),
        )
        triggers = (row_history(by_act=True),)

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.person_id}"

    @property
    def is_open_doubt(self) -> bool:
        """Whether the body has yet to decide."""
        return self.doubt and self.confirmed_at is None and self.lifted_at is None
