"""People, their roles, and the audit trail."""

from functools import cached_property
from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.crypto import salted_hmac

from accounts.roles import NEED_SECOND_FACTOR, ROLES, Permission


class User(AbstractUser):
    """A person who signs in. What they may do comes from their roles and from nothing else.

    `session_generation` is part of every session: one more, and all sessions of before are over.
    """

    session_generation = models.PositiveIntegerField(default=0, editable=False)
    lacks_second_factor = False  # set for the length of a request (accounts.middleware.Authentication)

    def _get_session_auth_hash(self, secret: Any = None) -> str:
        """Django's own, of which `get_session_auth_hash` and its fallbacks are made, with the generation in it."""
        value = f"{self.password}:{self.session_generation}"
        return salted_hmac("accounts.User.session", value, secret=secret, algorithm="sha256").hexdigest()

    @property
    def needs_second_factor(self) -> bool:
        """Whether they read Part 2, publish or administer; then a password alone is not enough."""
        return settings.REQUIRE_MFA and (self.lacks_second_factor or bool(self.permissions & NEED_SECOND_FACTOR))

    @cached_property
    def permissions(self) -> frozenset[Permission]:
        if self.lacks_second_factor:
            return frozenset()
        names = self.role_assignments.values_list("role", flat=True)
        return frozenset().union(*(ROLES[name].permissions for name in names))

    def may(self, permission: Permission) -> bool:
        """Whether one of this person's roles allows it; nothing is allowed to somebody who was deactivated."""
        return self.is_active and permission in self.permissions

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Django's own permissions, which only its admin asks for, follow the administrator's role."""
        return self.may(Permission.ADMINISTER)

    def has_module_perms(self, app_label: str) -> bool:
        return self.may(Permission.ADMINISTER)


class RoleAssignment(models.Model):
    """One role of one person."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_assignments")
    role = models.CharField(max_length=30, choices=[(role.name, role.label) for role in ROLES.values()])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role"], name="one_assignment_for_each_role"),
            models.CheckConstraint(condition=models.Q(role__in=list(ROLES)), name="role_is_declared"),
        ]

    def __str__(self) -> str:
        return ROLES[self.role].label


class AppendOnly(Exception):
    """Something tried to change or delete a record that is kept as it was written."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """Refuses what would change records behind `save` and `delete`."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnly(f"{self.model._meta.verbose_name} records are never changed.")

    def delete(self) -> NoReturn:
        raise AppendOnly(f"{self.model._meta.verbose_name} records are never deleted.")

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> Any:
        if kwargs.get("update_conflicts") or kwargs.get("ignore_conflicts"):
            raise AppendOnly(f"{self.model._meta.verbose_name} records are never changed.")
        return super().bulk_create(objs, *args, **kwargs)

    def bulk_update(self, objs: Any, fields: Any, batch_size: Any = None) -> NoReturn:
        raise AppendOnly(f"{self.model._meta.verbose_name} records are never changed.")


class AppendOnlyModel(models.Model):
    """A record that can be written once and read for good."""

    objects: ClassVar[Any] = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None and not self._state.adding:
            raise AppendOnly(f"A {self._meta.verbose_name} is never changed.")
        super().save(*args, **kwargs | {"force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly(f"A {self._meta.verbose_name} is never deleted.")


class AuditEntry(AppendOnlyModel):
    """Who did what, when, to what. `detail` holds counts and names of things, never a figure."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=200)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = "audit entry"
        verbose_name_plural = "audit entries"

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.by or 'the system'}: {self.action} {self.subject}"


class Try(models.Model):
    """One try at something that can be guessed, as accounts.limits counts them; `key` is a keyed hash of whose it is.

    Of those that were refused the first is kept, so that a refusal is told once.
    """

    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)
    was_refused = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["kind", "key", "at"], name="tries_of_one_key")]

    def __str__(self) -> str:
        return f"{self.kind} at {self.at:%Y-%m-%d %H:%M}"
