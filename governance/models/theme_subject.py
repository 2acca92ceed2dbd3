"""A case or a project that a theme point is about (A15)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from governance.models.theme_point import ThemePoint
from portfolio.models import Project, Proposal


class ThemeSubject(models.Model):
    """One of them; a case that has become a project is named as its project."""

    point = models.ForeignKey(ThemePoint, on_delete=models.CASCADE, related_name="subjects")
    proposal = models.ForeignKey(
        Proposal, verbose_name=_("Case"), on_delete=models.PROTECT, null=True, related_name="theme_subjects"
    )
    project = models.ForeignKey(
        Project, verbose_name=_("Project"), on_delete=models.PROTECT, null=True, related_name="theme_subjects"
    )

    class Meta:
        verbose_name = _("subject of a theme point")
        verbose_name_plural = _("subjects of theme points")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(proposal__isnull=False, project__isnull=True)
                | models.Q(proposal__isnull=True, project__isnull=False),
                name="theme_subject_is_one_thing",
            ),
            models.UniqueConstraint(fields=("point", "proposal"), name="theme_names_a_case_once"),
            models.UniqueConstraint(fields=("point", "project"), name="theme_names_a_project_once"),
        )
        triggers = (row_history(),)

    def __str__(self) -> str:
        return f"{self.point_id}: {self.proposal_id or self.project_id}"
