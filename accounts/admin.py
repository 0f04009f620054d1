"""People, roles and the audit trail for administrators."""

from typing import cast

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.forms import BaseFormSet, ModelForm
from django.http import HttpRequest

from accounts.models import AuditEntry, RoleAssignment, Service, User
from accounts.services import record, record_roles, roles_of

admin.site.unregister(Group)  # what people may do comes from their roles


class RoleAssignmentInline(admin.StackedInline):
    model = RoleAssignment
    extra = 1
    filter_horizontal = ["services"]


@admin.register(User)
class PersonAdmin(UserAdmin):
    inlines = [RoleAssignmentInline]
    list_display = ["username", "first_name", "last_name", "is_active", "last_login"]
    list_filter = ["is_active", "role_assignments__role"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("Person", {"fields": ["first_name", "last_name", "email", "is_active"]}),
    ]
    add_fieldsets = [(None, {"fields": ["username", "usable_password", "password1", "password2", "email"]})]
    filter_horizontal = ()

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """People are deactivated; what they did stays theirs."""
        return False

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: list[BaseFormSet], change: bool) -> None:
        """Roles from and to stand in the audit trail, in the transaction of the page."""
        person = form.instance
        before = roles_of(person)
        super().save_related(request, form, formsets, change)
        record_roles(person=person, before=before, by=cast(User, request.user))

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm, change: bool) -> None:
        """Whether somebody may sign in at all is recorded as well."""
        super().save_model(request, obj, form, change)
        by = cast(User, request.user)
        if not change:
            record(action="added person", subject=obj.get_username(), by=by, roles=[])
        elif "is_active" in form.changed_data:
            record(action="activated person" if obj.is_active else "deactivated person", subject=str(obj), by=by)


@admin.register(Service)
class ServiceAdmin(admin.ModelAdmin):
    list_display = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}

    def has_delete_permission(self, request: HttpRequest, obj: Service | None = None) -> bool:
        """A role that lost its only service would be one without limit."""
        return False


@admin.register(AuditEntry)
class AuditEntryAdmin(admin.ModelAdmin):
    list_display = ["at", "by", "action", "subject"]
    list_filter = ["action"]
    search_fields = ["subject", "by__username"]
    list_select_related = ["by"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:
        return False
