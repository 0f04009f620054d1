"""The configuration of reports."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        from indicators.audit.sources import register
        from reports import public_file
        from reports.audit import SOURCES
        from reports.site import checks  # noqa: F401

        register(*SOURCES)
        public_file.connect()
