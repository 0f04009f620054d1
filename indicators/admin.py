"""Datasets and definitions for administrators. No model that holds a figure is registered."""

from collections.abc import Sequence
from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from accounts.models import User
from accounts.roles import ROLES, Permission
from indicators.models import Dataset, DefinitionRelation, Indicator, IndicatorDefinition, Responsibility, Section
from indicators.relation_services import add_relation, decide_relations
from indicators.vocabulary import RelationStatus


class NothingIsDeleted:
    """Deleting would take figures along, and its page would list them."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class SectionInline(NothingIsDeleted, admin.StackedInline):
    model = Section
    extra = 0


class ResponsibilityInline(admin.StackedInline):
    """Whose section it is: officers are shown its figures first and reminded, directors approve them."""

    model = Responsibility
    extra = 1

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Only people whose role has to do with figures."""
        if db_field.name == "user":
            roles = [
                role.name
                for role in ROLES.values()
                if role.permissions & {Permission.ENTER_FIGURES, Permission.APPROVE_FIGURES}
            ]
            people = User.objects.filter(is_active=True, role_assignments__role__in=roles)
            kwargs["queryset"] = people.distinct().order_by("username")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Section)
class SectionAdmin(NothingIsDeleted, admin.ModelAdmin):
    inlines = [ResponsibilityInline]
    list_display = ["name", "dataset", "service", "whose"]
    list_filter = ["dataset", "service"]
    search_fields = ["name"]
    fields = ["dataset", "name", "service"]
    readonly_fields = ["dataset", "name"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Section]:
        return (
            super()
            .get_queryset(request)
            .select_related("dataset", "service")
            .prefetch_related("responsibilities__user")
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Sections come with a dataset's workbook, or are added to the dataset."""
        return False

    @admin.display(description="whose it is")
    def whose(self, section: Section) -> str:
        return ", ".join(str(each.user) for each in section.responsibilities.all())


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


DECISION = ("status", "proposed_because", "decided_by", "decided_at")


class RelationInline(NothingIsDeleted, admin.StackedInline):
    """What was said so far, each under its sentence; it is confirmed or declined in the list of relations."""

    model = DefinitionRelation
    fk_name = "definition"
    fields = readonly_fields = DECISION
    verbose_name_plural = "relations to other indicators"
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[DefinitionRelation]:
        return super().get_queryset(request).select_related("definition", "other", "decided_by")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class NewRelationInline(NothingIsDeleted, admin.StackedInline):
    """States one more; who states it has confirmed it."""

    model = DefinitionRelation
    fk_name = "definition"
    fields = ("kind", "other")
    verbose_name = verbose_name_plural = "new relation"
    extra = max_num = 1

    def get_formset(self, request: HttpRequest, obj: IndicatorDefinition | None = None, **kwargs: Any) -> Any:
        self.definition = obj
        return super().get_formset(request, obj, **kwargs)

    def get_queryset(self, request: HttpRequest) -> QuerySet[DefinitionRelation]:
        return super().get_queryset(request).none()

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Only indicators of the same dataset and year."""
        if db_field.name == "other" and self.definition is not None:
            kwargs["queryset"] = (
                IndicatorDefinition.objects.filter(
                    indicator__dataset=self.definition.indicator.dataset_id,
                    reporting_year=self.definition.reporting_year,
                )
                .exclude(pk=self.definition.pk)
                .order_by("number_sort_key")
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(DefinitionRelation)
class DefinitionRelationAdmin(NothingIsDeleted, SimpleHistoryAdmin):
    """Where proposals are confirmed or declined. They are stated on the page of their indicator."""

    list_display = ("sentence", "definition", "other", "proposed_because", "status", "decided_by")
    list_filter = ("status", "kind", "definition__reporting_year", "definition__indicator__dataset")
    list_select_related = ("definition", "other", "decided_by")
    search_fields = ("definition__number", "definition__title", "other__number", "other__title")
    fields = readonly_fields = ("sentence", "definition", "kind", "other", *DECISION)
    actions = ("confirm", "decline")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.action(description="Confirm the chosen relations")
    def confirm(self, request: HttpRequest, queryset: QuerySet[DefinitionRelation]) -> None:
        self._decide(request, queryset, RelationStatus.CONFIRMED)

    @admin.action(description="Decline the chosen relations")
    def decline(self, request: HttpRequest, queryset: QuerySet[DefinitionRelation]) -> None:
        self._decide(request, queryset, RelationStatus.DECLINED)

    def _decide(self, request: HttpRequest, relations: QuerySet[DefinitionRelation], status: RelationStatus) -> None:
        relations = relations.select_related("definition__indicator__dataset", "other__indicator")
        try:
            decided = decide_relations(relations=relations, status=status, by=cast(User, request.user))
        except ValidationError as reason:
            self.message_user(request, f"Nothing was changed. {' '.join(reason.messages)}", messages.ERROR)
        else:
            noun = "relation was" if decided == 1 else "relations were"
            self.message_user(request, f"{decided} {noun} {status.label}.", messages.SUCCESS)


@admin.register(IndicatorDefinition)
class IndicatorDefinitionAdmin(NothingIsDeleted, SimpleHistoryAdmin):
    inlines = [RelationInline, NewRelationInline]
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

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """New relations go through their service; nothing else on the page has a form of its own."""
        relations: Sequence[DefinitionRelation] = formset.save(commit=False)
        for relation in relations:
            add_relation(relation=relation, by=cast(User, request.user))
