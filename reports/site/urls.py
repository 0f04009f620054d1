"""The addresses of the public site around the reports; `reports.urls` includes them."""

from django.urls import path

from reports import views as report_views
from reports.site import feed, search_views, sitemap, views

REPORT = "reports/<slug:dataset_slug>/<month:as_at>/"
TURN = f"{REPORT}publications/<int:sequence>/"
INDICATOR = f"{TURN}indicators/<slug:key>/"
urlpatterns = [
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
    path(INDICATOR, report_views.indicator, name="earlier_indicator"),
    path(f"{INDICATOR}chart-<int:place>.svg", report_views.chart, name="earlier_chart"),
    path(
        f"{INDICATOR}chart-<int:place>-narrow.svg",
        report_views.chart,
        {"is_narrow": True},
        name="narrow_earlier_chart",
    ),
    path(f"{TURN}downloads/", views.downloads, name="earlier_downloads"),
    path(f"{TURN}files/<str:name>", views.file, name="earlier_file"),
]
