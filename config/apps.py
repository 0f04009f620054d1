"""What Django installs of the house itself."""

from django.apps import AppConfig
from django.conf import settings


class HouseConfig(AppConfig):
    """The commands that concern everything: roles of the database, backup, restore."""

    name = "config"

    def ready(self) -> None:
        if settings.SURFACE != "public":  # which has no office, and nobody who signs in
            from config import checks  # noqa: F401 — registers itself
