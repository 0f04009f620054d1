"""The disclosure policy, for administrators to read."""

from django.contrib import admin
from django.http import HttpRequest

from suppression.models import SuppressionPolicy


@admin.register(SuppressionPolicy)
class SuppressionPolicyAdmin(admin.ModelAdmin):
    list_display = ["version", "smallest_publishable_count", "hidden_wording", "reason", "made_by", "made_at"]
    list_select_related = ["made_by"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: SuppressionPolicy | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: SuppressionPolicy | None = None) -> bool:
        return False
