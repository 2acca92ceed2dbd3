"""A policy profile: the municipality's regime, versioned, one of them active (AM18)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history


class PolicyProfile(models.Model):
    """The rules, criteria and bodies of one regime as they were adopted.

    `text` is the TOML file as it was loaded; the dated figures lie in `core.Parameter`. A version is
    never edited: a new one is loaded beside it.
    """

    code = models.SlugField(_("Code"), max_length=40)
    version = models.PositiveSmallIntegerField(_("Version"))
    name = models.CharField(_("Name"), max_length=150)
    text = models.TextField(_("Content"))
    is_active = models.BooleanField(_("Active"), default=False)
    loaded_at = models.DateTimeField(_("Loaded"))

    class Meta:
        verbose_name = _("policy profile")
        verbose_name_plural = _("policy profiles")
        ordering = ("code", "-version")
        constraints = (
            models.UniqueConstraint(fields=("code", "version"), name="profile_version_once"),
            models.UniqueConstraint(
                fields=("is_active",), condition=models.Q(is_active=True), name="profile_one_active"
            ),
        )
        triggers = (row_history(),)

    def __str__(self) -> str:
        return f"{self.name} ({self.version})"
