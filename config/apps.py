"""What Django installs of the house itself."""

from django.apps import AppConfig


class HouseConfig(AppConfig):
    """The commands that concern everything: roles of the database, backup, restore."""

    name = "config"
