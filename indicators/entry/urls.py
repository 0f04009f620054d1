"""Entering figures: data officers write, all who may read unpublished figures look on."""

from django.urls import path, register_converter

from indicators.entry import panel_views, views
from indicators.entry.converters import PeriodConverter, ReportingYearConverter

register_converter(PeriodConverter, "period")
register_converter(ReportingYearConverter, "reporting_year")

app_name = "entry"
urlpatterns = [
    path("", views.figures, name="figures"),
    path("<slug:dataset_slug>/<reporting_year:reporting_year>/", views.grid, name="grid"),
    path("<slug:dataset_slug>/<reporting_year:reporting_year>/save/", views.save, name="save"),
    path("<slug:dataset_slug>/<reporting_year:reporting_year>/paste/", views.paste, name="paste"),
    path(
        "<slug:dataset_slug>/<reporting_year:reporting_year>/cell/<int:measure>/<period:period>/",
        panel_views.panel,
        name="panel",
    ),
]
