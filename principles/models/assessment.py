"""One side's answers on one version of a proposal."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from portfolio.models import ProposalVersion
from principles.enums import AssessmentRole
from principles.models.frozen import frozen_for_applicant


class Assessment(models.Model):
    """The applicant's or the IT architect's answers (C24); `edition` counts the saves.

    The applicant's are frozen with the version by the database; the architect's stand beside them.
    """

    version = models.ForeignKey(ProposalVersion, on_delete=models.CASCADE, related_name="assessments")
    role = models.CharField(_("Who answers"), max_length=10, choices=AssessmentRole)
    edition = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(_("Changed"))
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("Changed by"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        permissions = (
            ("answer_architecture", "Answers the architecture principles and checks the applicant's answers"),
        )
        constraints = (
            models.UniqueConstraint(fields=("version", "role"), name="assessment_once_a_role"),
            models.CheckConstraint(condition=models.Q(role__in=AssessmentRole.values), name="assessment_role_known"),
        )
        triggers = (frozen_for_applicant("version_id", "role"), row_history())

    def __str__(self) -> str:
        return f"{self.version} {self.get_role_display()}"
