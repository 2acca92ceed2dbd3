"""Composable reads of the foundation's nouns."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from core.models import ApiToken, AuditEntry, OutboxMessage, Parameter, Unit, User
    from core.statement import Given


class UserQuerySet(models.QuerySet["User"]):
    """People."""

    def active(self) -> Self:
        """Only people who can log in."""
        return self.filter(is_active=True)

    def with_permission(self, permission: str) -> Self:
        """Active people who hold `permission` ("app.codename") through a group."""
        app_label, codename = permission.split(".")
        return (
            self.active()
            .filter(groups__permissions__codename=codename, groups__permissions__content_type__app_label=app_label)
            .distinct()
        )


class UnitQuerySet(models.QuerySet["Unit"]):
    """Units of the organisation."""

    def valid_on(self, day: date) -> Self:
        """Units that exist on `day`."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day), Q(valid_to__isnull=True) | Q(valid_to__gte=day)
        )


class ParameterQuerySet(models.QuerySet["Parameter"]):
    """Dated values of policy."""

    def in_force(self, profile: str | models.QuerySet[Any], on_date: "date | Given") -> Self:
        """One row a key: the latest that is valid on `on_date`; `profile` is a code or a query that answers one."""
        return self.filter(profile=profile, valid_from__lte=on_date).order_by("key", "-valid_from").distinct("key")


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    """Acts, newest first."""

    def about(self, subject: models.Model) -> Self:
        """Acts on one object."""
        return self.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk)


class OutboxMessageQuerySet(models.QuerySet["OutboxMessage"]):
    """Messages on their way."""

    def unsent(self) -> Self:
        """Messages still to be sent, oldest first; drafts are not."""
        return self.filter(sent_at__isnull=True, held=False, attempts__lt=10).order_by("pk")


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    """Access tokens."""

    def usable_at(self, instant: datetime) -> Self:
        """Tokens that open the door at `instant`: neither revoked nor run out, of an open account."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=instant, person__is_active=True)
