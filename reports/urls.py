"""Public pages (Part 1, for everybody) and office pages (after signing in)."""

from django.urls import path

from reports import choices, office, policy, schemas, views
from reports.publishing import previews
from reports.site.urls import urlpatterns as site

app_name = "reports"
REPORT = "reports/<slug:dataset_slug>/<month:as_at>/"
TURN = f"{REPORT}publications/<int:sequence>/"
PART_2 = "office/part-2/<slug:dataset_slug>/<month:as_at>/"
INDICATOR = f"{REPORT}indicators/<slug:key>/"
PART_2_INDICATOR = f"{PART_2}indicators/<slug:key>/"
urlpatterns = [
    path("", views.home, name="home"),
    *site,
    path(REPORT, views.index, name="index"),
    path(f"{REPORT}summary/", views.summary, name="summary"),
    path(f"{REPORT}changes/", views.changes, name="changes"),
    path(f"{TURN}summary/", views.summary, name="earlier_summary"),
    path(f"{TURN}changes/", views.changes, name="earlier_changes"),
    path(INDICATOR, views.indicator, name="indicator"),
    path(f"{INDICATOR}chart-<int:place>.svg", views.chart, name="chart"),
    path(f"{INDICATOR}chart-<int:place>-narrow.svg", views.chart, {"is_narrow": True}, name="narrow_chart"),
    path("schemas/<slug:name>.json", schemas.paper_schema, name="schema"),
    path("office/", office.home, name="office_home"),
    path(PART_2, office.part_2_index, name="part_2_index"),
    path(f"{PART_2}summary/", office.part_2_summary, name="part_2_summary"),
    path(f"{PART_2}changes/", office.part_2_changes, name="part_2_changes"),
    path(f"{PART_2}files/<slug:kind>/", previews.part_2_file, name="part_2_file"),
    path(PART_2_INDICATOR, office.part_2_indicator, name="part_2_indicator"),
    path(f"{PART_2_INDICATOR}chart-<int:place>.svg", office.part_2_chart, name="part_2_chart"),
    path(
        f"{PART_2_INDICATOR}chart-<int:place>-narrow.svg",
        office.part_2_chart,
        {"is_narrow": True},
        name="narrow_part_2_chart",
    ),
    path("office/policy/", policy.policy, name="policy"),
    path("office/policy/new/", policy.new_policy, name="new_policy"),
    path("office/check/", office.check_report, name="check_report"),
    path("office/check/<slug:dataset_slug>/<month:as_at>/hide-more/", choices.hide_more, name="hide_more"),
    path(
        "office/disclosure-check/<slug:dataset_slug>/<month:as_at>/", office.disclosure_check, name="disclosure_check"
    ),
]
