"""Every address of the public surface: Part 1, and nothing that asks who somebody is."""

from django.urls import include, path, register_converter

from indicators.converters import MonthConverter

register_converter(MonthConverter, "month")

handler500 = "config.errors.server_error"
urlpatterns = [path("", include("config.health")), path("", include("reports.site.urls"))]
