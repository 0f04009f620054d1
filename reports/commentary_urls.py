"""Commentary on a report's exceptions."""

from django.urls import path

from reports import commentary_views as views

app_name = "commentary_of_report"
urlpatterns = [
    path("", views.choose, name="choose"),
    path("<slug:dataset_slug>/<month:as_at>/", views.report, name="report"),
    path("<slug:dataset_slug>/<month:as_at>/<slug:key>/", views.editor, name="editor"),
    path("<slug:dataset_slug>/<month:as_at>/<slug:key>/save/", views.save, name="save"),
]
