"""Importing a workbook, and benchmarks: data officers."""

from django.urls import path

from indicators import benchmark_views, views

app_name = "indicators"
urlpatterns = [
    path("", views.imports, name="imports"),
    path("<int:pk>/reading/", views.import_reading, name="import_reading"),
    path("<int:pk>/", views.import_plan, name="import_plan"),
    path("<int:pk>/cancel/", views.import_cancel, name="import_cancel"),
    path("benchmarks/", benchmark_views.benchmarks, name="benchmarks"),
    path("benchmarks/<int:pk>/", benchmark_views.benchmark_plan, name="benchmark_plan"),
    path("benchmarks/<int:pk>/matching/", benchmark_views.benchmark_matching, name="benchmark_matching"),
    path("benchmarks/<int:pk>/cancel/", benchmark_views.benchmark_cancel, name="benchmark_cancel"),
]
