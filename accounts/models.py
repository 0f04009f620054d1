"""People, their roles, and the audit trail."""

from collections import defaultdict
from collections.abc import Mapping
from enum import Enum
from functools import cached_property
from typing import Any, Literal

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.audit_content import digest_of
from accounts.records import AppendOnly, AppendOnlyModel, AppendOnlyQuerySet
from accounts.roles import NEED_SECOND_FACTOR, OF_ONE_SERVICE, ROLES, Permission

__all__ = [
    "AppendOnly",
    "AppendOnlyModel",
    "AppendOnlyQuerySet",
    "AuditEntry",
    "AuditLink",
    "RoleAssignment",
    "Service",
    "Try",
    "User",
    "Where",
]


class Where(Enum):
    ANYWHERE = "in at least one service, or in all"


class Service(models.Model):
    """A part of the council's children's services, such as education: what a role can be limited to."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


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
    def reach(self) -> Mapping[Permission, frozenset[int] | None]:
        """Each permission, with the keys of the services for which this person has it; None: for everything."""
        if self.lacks_second_factor:
            return {}
        limits: dict[str, set[int | None]] = defaultdict(set)
        for role, service in self.role_assignments.values_list("role", "services"):
            limits[role].add(service)
        found: dict[Permission, frozenset[int] | None] = {}
        for role, services in limits.items():
            keys = frozenset(key for key in services if key is not None)
            for permission in ROLES[role].permissions & OF_ONE_SERVICE if keys else ROLES[role].permissions:
                before = found.get(permission, frozenset())
                found[permission] = before | keys if keys and before is not None else None
        return found

    @property
    def permissions(self) -> frozenset[Permission]:
        return frozenset(self.reach)

    def services(self, permission: Permission) -> frozenset[int] | None:
        """For which services, by key, this person has it: None for everything, also for what is of no service."""
        return self.reach.get(permission, frozenset()) if self.is_active else frozenset()

    def may(self, permission: Permission, service: int | Literal[Where.ANYWHERE] | None = Where.ANYWHERE) -> bool:
        """Whether one of this person's roles allows it; nothing is allowed to somebody who was deactivated.

        `service` is the key of what it is to be done to; of what is of no service (None) only roles without limit do.
        """
        services = self.services(permission)
        if service is Where.ANYWHERE:
            return services is None or bool(services)
        return services is None or service in services

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Django's own permissions, which only its admin asks for, follow the administrator's role."""
        return self.may(Permission.ADMINISTER)

    def has_module_perms(self, app_label: str) -> bool:
        return self.may(Permission.ADMINISTER)


class RoleAssignment(models.Model):
    """One role of one person, for some services or, where none is named, for everything."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_assignments")
    role = models.CharField(max_length=30, choices=[(role.name, role.label) for role in ROLES.values()])

    services = models.ManyToManyField(
        Service,
        blank=True,
        related_name="+",
        help_text="Only for these. Choose none for everything: whole reports and Part 2 need a role without limit.",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role"], name="one_assignment_for_each_role"),
            models.CheckConstraint(condition=models.Q(role__in=list(ROLES)), name="role_is_declared"),
        ]

    def __str__(self) -> str:
        limits = ", ".join(str(service) for service in self.services.all()) if self.pk else ""
        return f"{ROLES[self.role].label} ({limits})" if limits else ROLES[self.role].label


class AuditEntry(AppendOnlyModel):
    """Who did what, when, to what. `detail` holds counts and names of things, never a figure.

    `digest` is the SHA-256 of all that; the database links it into the chain (`accounts.audit_chain`) as it is added.
    """

    at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=200)
    detail = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, editable=False)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = "audit entry"
        verbose_name_plural = "audit entries"
        constraints = [models.CheckConstraint(condition=~models.Q(digest=""), name="an_entry_has_its_digest")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.by or 'the system'}: {self.action} {self.subject}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.digest = digest_of(self)
        super().save(*args, **kwargs)


class AuditLink(AppendOnlyModel):
    """The place of one entry in the chain. The database writes it, in the transaction that writes the entry."""

    sequence = models.PositiveBigIntegerField(primary_key=True)
    entry = models.OneToOneField(AuditEntry, on_delete=models.PROTECT, related_name="link")
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["sequence"]
        verbose_name = "link of the audit chain"
        verbose_name_plural = "links of the audit chain"

    def __str__(self) -> str:
        return f"{self.sequence} {self.hash}"


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
