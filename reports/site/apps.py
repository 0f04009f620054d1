"""The public site as an app of its own, for a process that has nothing of the office."""

from django.apps import AppConfig


class PublicSiteConfig(AppConfig):
    """Stands in the place of `reports`, and knows of its records the published ones only."""

    name = "reports.site"
    label = "reports"

    def ready(self) -> None:
        from reports.site import checks  # noqa: F401
