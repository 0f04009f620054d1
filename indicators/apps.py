"""The catalogue's configuration."""

import sqlite3
from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created


def use_the_variables_that_sqlite_allows(connection: Any, **kwargs: Any) -> None:
    """Django 5.2 writes SQLite batches for a limit of 999 variables that SQLite raised in 2020; ask it for its own."""
    if connection.vendor == "sqlite":
        connection.features.max_query_params = connection.connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)


class IndicatorsConfig(AppConfig):
    name = "indicators"

    def ready(self) -> None:
        connection_created.connect(use_the_variables_that_sqlite_allows)
