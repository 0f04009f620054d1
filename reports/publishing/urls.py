"""Reports on their way to the public."""

from django.urls import path

from reports.publishing import previews, views

app_name = "publishing"
REPORT = "<slug:dataset_slug>/<month:as_at>/"
urlpatterns = [
    path("", views.reports, name="reports"),
    path("standing-text/<slug:dataset_slug>/", views.template, name="template"),
    path(REPORT, views.report, name="report"),
    path(f"{REPORT}details/", views.details, name="details"),
    path(f"{REPORT}return/", views.return_to_draft, name="return"),
    path(f"{REPORT}schedule/", views.schedule, name="schedule"),
    path(f"{REPORT}correct/", views.correct, name="correct"),
    path(f"{REPORT}withdraw/", views.withdraw, name="withdraw"),
    path(f"{REPORT}announce/", views.announce, name="announce"),
    path(f"{REPORT}as-now/", previews.as_now, name="as_now"),
    path(f"{REPORT}next-file/", views.next_file, name="next_file"),
    path(f"{REPORT}publications/<int:sequence>/part-<int:part>/", previews.past, name="past"),
    path(f"{REPORT}publications/<int:sequence>/part-<int:part>/<slug:kind>/", previews.past_file, name="past_file"),
    path(f"{REPORT}part-<int:part>/", previews.preview, name="preview"),
    path(f"{REPORT}part-<int:part>/<slug:kind>/", previews.preview_file, name="preview_file"),
]
