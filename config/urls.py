"""Every address. Public pages first: they need no sign-in and know only Part 1 papers."""

from django.contrib import admin
from django.urls import include, path, register_converter

from indicators.converters import MonthConverter

register_converter(MonthConverter, "month")

handler500 = "config.errors.server_error"
urlpatterns = [
    path("", include("config.health")),
    path("", include("reports.urls")),
    path("office/figures/", include("indicators.workflow.urls")),
    path("office/imports/", include("indicators.urls")),
    path("office/figures/", include("indicators.entry.urls")),
    path("office/indicators/", include("indicators.administration.urls")),
    path("office/audit/", include("indicators.audit.urls")),
    path("office/commentary/", include("reports.commentary_urls")),
    path("office/reports/", include("reports.publishing.urls")),
    path("office/", include("commentary.urls")),
    path("office/", include("suppression.urls")),
    path("office/people/", include("accounts.people.urls")),
    path("account/", include("accounts.urls")),
    path("administration/", admin.site.urls),
]
