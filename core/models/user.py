"""A person who works in the municipality and logs in with an e-mail address."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, Permission, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core.kept_query import KeptQuery
from core.models.row_history import row_history
from core.models.unit import Unit
from core.querysets import UserQuerySet
from core.sorting import DanishSortKey
from core.statement import Given

_RIGHTS = KeptQuery(
    lambda: (
        Permission.objects.filter(Q(group__user=Given("person")) | Q(user=Given("person")))
        .order_by()
        .distinct()
        .values_list("content_type__app_label", "codename")
    )
)


class UserManager(BaseUserManager["User"]):
    """Makes people with a normalised address and a hashed password."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Create a person; the address is stored in lower case."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a person by address, whatever the case it was typed in."""
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person. `is_management` marks a management representative (ledelsesrepræsentant, A19)."""

    email = models.EmailField(_("E-mail"), unique=True)
    name = models.CharField(_("Name"), max_length=150)
    title = models.CharField(_("Job title"), max_length=150, blank=True)
    unit = models.ForeignKey(
        Unit, verbose_name=_("Unit"), on_delete=models.PROTECT, null=True, blank=True, related_name="people"
    )
    is_management = models.BooleanField(_("Management representative"), default=False)
    is_active = models.BooleanField(_("Active"), default=True)
    created_at = models.DateTimeField(_("Created"), auto_now_add=True)
    sort_key = models.GeneratedField(
        expression=DanishSortKey("name"), output_field=models.CharField(max_length=300), db_persist=True
    )

    objects = UserManager.from_queryset(UserQuerySet)()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ("sort_key",)
        permissions = (
            ("manage_organisation", "Manages units, people and bodies"),
            ("view_all_acts", "Reads every act in the audit log"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")),
                name="user_email_lower_case",
                violation_error_message=_("The e-mail address must be in lower case."),
            ),
        )
        triggers = (
            row_history(
                kept_out=("password", "last_login"), shown=("email", "name", "title", "is_management", "is_active")
            ),
        )

    def __str__(self) -> str:
        return self.name

    @cached_property
    def rights(self) -> frozenset[str]:
        """Return the rights on all rows ("app.codename"), which come from the person's groups; one query."""
        return frozenset(map(".".join, _RIGHTS.rows(person=self.pk)))

    def has_perm(self, perm: str, obj: models.Model | None = None) -> bool:  # type: ignore[override]
        """Answer for all rows from `rights`, once a request; for one object as Django does."""
        if obj is not None or self.is_superuser:
            return super().has_perm(perm, obj)
        return self.is_active and perm in self.rights

    def get_full_name(self) -> str:
        """Return the name that pages and papers show."""
        return self.name
