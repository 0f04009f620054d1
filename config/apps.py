"""What Django installs of the house itself."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class HouseConfig(AppConfig):
    """The commands that concern everything: roles of the database, backup, restore."""

    name = "config"

    def ready(self) -> None:
        from config import checks  # noqa: F401 — registers itself


class OutturnAdminConfig(AdminConfig):
    default_site = "config.admin.OutturnAdminSite"
