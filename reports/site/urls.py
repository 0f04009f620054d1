"""The addresses of the public site: Part 1, for everybody. They are the whole site of the public surface."""

from django.urls import path

from reports import schemas
from reports import views as report_views
from reports.site import feed, search_views, sitemap, views

app_name = "reports"
REPORT = "reports/<slug:dataset_slug>/<month:as_at>/"
TURN = f"{REPORT}publications/<int:sequence>/"
INDICATOR = f"{REPORT}indicators/<slug:key>/"
EARLIER_INDICATOR = f"{TURN}indicators/<slug:key>/"
urlpatterns = [
    path("", report_views.home, name="home"),
    path("reports/", views.reports, name="reports"),
    path("corrections/", views.corrections, name="corrections"),
    path("how-to-read/", views.how_to_read, name="how_to_read"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("search/", search_views.search, name="search"),
    path("feed.atom", feed.feed, name="feed"),
    path("robots.txt", sitemap.robots, name="robots"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path(f"{REPORT}downloads/", views.downloads, name="downloads"),
    path(f"{REPORT}files/<str:name>", views.file, name="file"),
    path(TURN, report_views.index, name="earlier_index"),
    path(EARLIER_INDICATOR, report_views.indicator, name="earlier_indicator"),
    path(f"{EARLIER_INDICATOR}chart-<int:place>.svg", report_views.chart, name="earlier_chart"),
    path(
        f"{EARLIER_INDICATOR}chart-<int:place>-narrow.svg",
        report_views.chart,
        {"is_narrow": True},
        name="narrow_earlier_chart",
    ),
    path(f"{TURN}downloads/", views.downloads, name="earlier_downloads"),
    path(f"{TURN}files/<str:name>", views.file, name="earlier_file"),
    path(REPORT, report_views.index, name="index"),
    path(f"{REPORT}summary/", report_views.summary, name="summary"),
    path(f"{REPORT}changes/", report_views.changes, name="changes"),
    path(f"{TURN}summary/", report_views.summary, name="earlier_summary"),
    path(f"{TURN}changes/", report_views.changes, name="earlier_changes"),
    path(INDICATOR, report_views.indicator, name="indicator"),
    path(f"{INDICATOR}chart-<int:place>.svg", report_views.chart, name="chart"),
    path(f"{INDICATOR}chart-<int:place>-narrow.svg", report_views.chart, {"is_narrow": True}, name="narrow_chart"),
    path("schemas/<slug:name>.json", schemas.paper_schema, name="schema"),
]
