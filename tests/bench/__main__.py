"""What Outturn's work costs, beside named references: `python -m tests.bench`. It prints, and judges nothing."""

import os
import sys
import tempfile
from pathlib import Path

import django
from django.core.management import call_command

from tests import environment

SECTIONS = ("importing", "pages", "large")


def run(folder: Path) -> None:
    database = folder / "bench.sqlite3"
    os.environ |= {"DATABASE_URL": f"sqlite:///{database}", "DJANGO_SETTINGS_MODULE": "config.settings"}
    django.setup()
    call_command("migrate", verbosity=0)
    from tests.bench import importing, large, pages

    importing.run(database)
    pages.run()
    large.run()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        run(Path(folder))
