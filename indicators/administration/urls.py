"""Keeping the indicators: publishers."""

from django.urls import path

from indicators.administration import (
    definition_views,
    relation_views,
    section_views,
    variation_views,
    views,
    year_views,
)

app_name = "administration"
YEAR = "<slug:dataset_slug>/<int:year>/"
INDICATOR = f"{YEAR}indicators/<slug:key>/"
urlpatterns = [
    path("", views.datasets, name="datasets"),
    path(YEAR, views.year, name="year"),
    path(INDICATOR, views.indicator, name="indicator"),
    path(f"{YEAR}new/", definition_views.new, name="new"),
    path(f"{INDICATOR}add/", definition_views.add, name="add"),
    path(f"{INDICATOR}edit/", definition_views.edit, name="edit"),
    path(f"{INDICATOR}retire/", definition_views.retire, name="retire"),
    path(f"{INDICATOR}reinstate/", definition_views.reinstate, name="reinstate"),
    path(f"{INDICATOR}limits/", variation_views.rebasings, name="rebasings"),
    path(f"{INDICATOR}limits/<int:pk>/withdraw/", variation_views.withdraw, name="withdraw_rebasing"),
    path(f"{YEAR}copy/", year_views.copy, name="copy"),
    path(f"{YEAR}relations/", relation_views.relations, name="relations"),
    path(f"{YEAR}relations/new/", relation_views.state, name="state_relation"),
    path("<slug:dataset_slug>/sections/", section_views.sections, name="sections"),
    path("<slug:dataset_slug>/sections/<int:pk>/", section_views.section, name="section"),
    path("<slug:dataset_slug>/sections/<int:pk>/move/", section_views.move, name="move_section"),
    path("<slug:dataset_slug>/sections/<int:pk>/remove/", section_views.remove, name="remove_section"),
]
