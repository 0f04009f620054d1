"""Public pages (Part 1, for everybody) and office pages (after signing in)."""

from django.urls import path, register_converter

from reports import choices, office, policy, views
from reports.converters import MonthConverter

register_converter(MonthConverter, "month")

app_name = "reports"
urlpatterns = [
    path("", views.home, name="home"),
    path("reports/<slug:dataset_slug>/<month:as_at>/", views.index, name="index"),
    path("reports/<slug:dataset_slug>/<month:as_at>/indicators/<slug:key>/", views.indicator, name="indicator"),
    path("office/", office.home, name="office_home"),
    path("office/part-2/<slug:dataset_slug>/<month:as_at>/", office.part_2_index, name="part_2_index"),
    path(
        "office/part-2/<slug:dataset_slug>/<month:as_at>/indicators/<slug:key>/",
        office.part_2_indicator,
        name="part_2_indicator",
    ),
    path("office/policy/", policy.policy, name="policy"),
    path("office/policy/new/", policy.new_policy, name="new_policy"),
    path("office/check/", office.check_report, name="check_report"),
    path("office/check/<slug:dataset_slug>/<month:as_at>/hide-more/", choices.hide_more, name="hide_more"),
    path(
        "office/disclosure-check/<slug:dataset_slug>/<month:as_at>/", office.disclosure_check, name="disclosure_check"
    ),
]
