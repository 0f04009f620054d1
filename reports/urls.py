"""Public pages (Part 1, for everybody) and office pages (after signing in)."""

from django.urls import path

from reports import choices, office, policy
from reports.publishing import previews
from reports.site.urls import urlpatterns as site

app_name = "reports"
PART_2 = "office/part-2/<slug:dataset_slug>/<month:as_at>/"
PART_2_INDICATOR = f"{PART_2}indicators/<slug:key>/"
urlpatterns = [
    *site,
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
