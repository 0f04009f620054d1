"""Searching who did what: publishers and administrators."""

from django.urls import path

from indicators.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.audit, name="audit"),
    path("csv/", views.download, name="download"),
]
