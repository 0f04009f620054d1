"""Importing a workbook, and benchmarks: data officers."""

from django.urls import path

from indicators import column_views, views
from indicators.benchmarks import views as benchmark_views

app_name = "indicators"
urlpatterns = [
    path("", views.imports, name="imports"),
    path("<int:pk>/reading/", views.import_reading, name="import_reading"),
    path("<int:pk>/", views.import_plan, name="import_plan"),
    path("<int:pk>/columns/", column_views.import_columns, name="import_columns"),
    path("<int:pk>/cancel/", views.import_cancel, name="import_cancel"),
    path("<int:pk>/rows/", views.import_rows, name="import_rows"),
    path("<int:pk>/comments/", views.import_comments, name="import_comments"),
    path("<int:pk>/undo/", views.import_undo, name="import_undo"),
    path("template/", views.template_workbook, name="template"),
    path("benchmarks/", benchmark_views.benchmarks, name="benchmarks"),
    path("benchmarks/<int:pk>/", benchmark_views.benchmark_plan, name="benchmark_plan"),
    path("benchmarks/<int:pk>/matching/", benchmark_views.benchmark_matching, name="benchmark_matching"),
    path("benchmarks/<int:pk>/cancel/", benchmark_views.benchmark_cancel, name="benchmark_cancel"),
]
