"""Datasets and definitions for administrators. No model that holds a figure is registered."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from indicators.models import Dataset, Indicator, IndicatorDefinition, Section


class NothingIsDeleted:
    """Deleting would take figures along, and its page would list them."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class SectionInline(NothingIsDeleted, admin.StackedInline):
    model = Section
    extra = 0


@admin.register(Dataset)
class DatasetAdmin(NothingIsDeleted, admin.ModelAdmin):
    inlines = [SectionInline]
    list_display = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Indicator)
class IndicatorAdmin(NothingIsDeleted, admin.ModelAdmin):
    list_display = ["key", "dataset"]
    list_filter = ["dataset"]
    list_select_related = ["dataset"]
    search_fields = ["key", "definitions__title"]


@admin.register(IndicatorDefinition)
class IndicatorDefinitionAdmin(NothingIsDeleted, SimpleHistoryAdmin):
    list_display = ["number", "title", "reporting_year", "polarity", "target_wording", "accumulation", "counts_people"]
    list_display_links = ["number", "title"]
    list_filter = ["reporting_year", "indicator__dataset", "section", "unit", "accumulation", "counts_people"]
    search_fields = ["number", "title"]
    ordering = ["-reporting_year", "number_sort_key"]
    list_select_related = ["section"]
    readonly_fields = ["indicator", "reporting_year"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Definitions come with a year's workbook."""
        return False
