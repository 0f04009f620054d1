"""Backed up while people work, brought back elsewhere, and proved to be the same; also at the size of ten years."""

import time
from collections.abc import Iterator
from pathlib import Path

from tests.drill.places import Place
from tests.drill.process import manage, worker
from tests.drill.result import Result

MOST_SECONDS = 15 * 60
SPOIL = """from django.db import connection
connection.cursor().execute("UPDATE indicators_outturn SET value = value + 1 WHERE id = "
    "(SELECT max(id) FROM indicators_outturn WHERE value > 5)")"""


def run(place: Place, folder: Path, datasets: int) -> Iterator[Result]:
    with worker(place.url) as of:
        of("prepare")
    yield _recovered(place, folder / "example", "backup and restore, every table compared")
    place.start_anew()
    manage(place.url, "migrate", "--verbosity=0").check_returncode()
    seeded = manage(place.url, "seed_scale", f"--datasets={datasets}")
    seeded.check_returncode()
    yield _recovered(place, folder / "scale", f"the same, {datasets} datasets × 40 indicators × 10 years")


def _recovered(place: Place, folder: Path, drill: str) -> Result:
    backup = str(folder)
    started = time.monotonic()
    made = manage(place.url, "backup", backup)
    backed_up = time.monotonic() - started
    other = place.other()
    started = time.monotonic()
    restored = manage(other, "restore", backup, "--verify")
    seconds = time.monotonic() - started
    are_equal = made.returncode == restored.returncode == 0
    manage(other, "shell", "-c", SPOIL).check_returncode()
    found = manage(other, "verify_backup", backup)
    is_found = found.returncode != 0 and "indicators_outturn has other content" in found.stderr
    hashes = "hashes equal" if are_equal else f"NOT EQUAL: {(made.stderr + restored.stderr)[-300:]}"
    return Result(
        drill,
        place.kind,
        f"{hashes}; backed up in {backed_up:.0f} s, restored in {seconds:.0f} s",
        f"equal; {MOST_SECONDS // 60} minutes",
        are_equal and seconds <= MOST_SECONDS,
        "one figure changed: caught" if is_found else "NOT CAUGHT",
        is_found,
    )
