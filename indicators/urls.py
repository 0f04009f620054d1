"""Importing a workbook: data officers."""

from django.urls import path

from indicators import views

app_name = "indicators"
urlpatterns = [
    path("", views.imports, name="imports"),
    path("<int:pk>/reading/", views.import_reading, name="import_reading"),
    path("<int:pk>/", views.import_plan, name="import_plan"),
    path("<int:pk>/cancel/", views.import_cancel, name="import_cancel"),
]
