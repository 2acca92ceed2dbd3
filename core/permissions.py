"""The one door to guardian, and the names of the roles' rights.

A right is given to a person for one object (`grant`), or to everyone in a group for all objects
(Django's own permissions). Reads ask with querysets, never row by row.
"""

from functools import cache
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import BigIntegerField, CharField, OuterRef
from django.db.models.functions import Cast
from guardian.models import UserObjectPermission
from guardian.shortcuts import assign_perm, get_users_with_perms, remove_perm

if TYPE_CHECKING:
    from core.models import User


def grant(person: "User", permission: str, row: models.Model) -> None:
    """Give `person` the right `permission` (codename) on one object."""
    assign_perm(permission, person, row)


def revoke(person: "User", permission: str, row: models.Model) -> None:
    """Take the right `permission` on one object from `person`."""
    remove_perm(permission, person, row)


def holders(permission: str, row: models.Model) -> "models.QuerySet[User]":
    """People who hold `permission` on this very object."""
    people: models.QuerySet[User] = get_users_with_perms(
        row, only_with_perms_in=[permission], with_group_users=False
    ).filter(is_active=True)
    return people


@cache
def holder_ids(permission: str, model: type[models.Model], key: str = "pk") -> ArraySubquery:
    """Return the ids of those whom `holders` names, as an expression on rows that tell the `key` of one of `model`."""
    label = model._meta
    grants = UserObjectPermission.objects.filter(
        object_pk=Cast(OuterRef(key), CharField()),
        permission__codename=permission,
        permission__content_type__app_label=label.app_label,
        permission__content_type__model=label.model_name,
        user__is_active=True,
    )
    return ArraySubquery(grants.order_by("user_id").values("user_id"))


def granted_ids(permission: str, model: type[models.Model], person: "User") -> models.QuerySet[Any, Any]:
    """Return the ids of the rows of `model` on which `person` holds `permission` as a grant of its own; a subquery."""
    label = model._meta
    grants = UserObjectPermission.objects.filter(
        user=person,
        permission__codename=permission,
        permission__content_type__app_label=label.app_label,
        permission__content_type__model=label.model_name,
    )
    ids: models.QuerySet[Any, Any] = grants.values_list(Cast("object_pk", BigIntegerField()))
    return ids
