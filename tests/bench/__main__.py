"""What Outturn's work costs, beside named references: `python -m tests.bench`. It prints, and judges nothing."""

import os
import tempfile
from pathlib import Path

import django
from django.core.management import call_command

from tests import environment  # noqa: F401


def run(database: Path) -> None:
    os.environ |= {"DATABASE_URL": f"sqlite:///{database}", "DJANGO_SETTINGS_MODULE": "config.settings"}
    django.setup()
    call_command("migrate", verbosity=0)

    from tests.bench import disclosure, grid, importing, large, pages, publishing, scale, serving, tau_argus

    importing.run(database)
    pages.run()
    serving.run()
    publishing.run()
    grid.run()
    large.run()
    disclosure.run()
    tau_argus.run()
    scale.run()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        run(Path(folder, "bench.sqlite3"))
