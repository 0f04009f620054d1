"""People, roles and the audit trail for administrators."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest

from accounts.models import AuditEntry, RoleAssignment, Service, User

admin.site.unregister(Group)  # what people may do comes from their roles
for model in list(admin.site._registry):
    if model.__module__.startswith("allauth."):
        admin.site.unregister(model)  # secrets of second factors, and ways in: accounts.people has what may be done


class RoleAssignmentInline(admin.StackedInline):
    model = RoleAssignment
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False


@admin.register(User)
class PersonAdmin(UserAdmin):
    """To look at. What administrators do with people is done under People (accounts.people), which records it."""

    inlines = [RoleAssignmentInline]
    list_display = ["username", "first_name", "last_name", "is_active", "last_login"]
    list_filter = ["is_active", "role_assignments__role"]
    fieldsets = [("Person", {"fields": ["username", "first_name", "last_name", "email", "is_active", "last_login"]})]
    filter_horizontal = ()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False


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
