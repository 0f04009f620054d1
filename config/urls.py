"""Every address. Public pages first: they need no sign-in and know only Part 1 papers."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("reports.urls")),
    path("office/imports/", include("indicators.urls")),
    path("office/", include("suppression.urls")),
    path("account/", include("accounts.urls")),
    path("administration/", admin.site.urls),
]
