"""The disk is full: the page says that nothing was saved, the database is sound, and work goes on with room."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.drill.places import Cluster, Database, File, Place, fill, small_disk
from tests.drill.process import Site, Worker, site, worker
from tests.drill.result import Result

DRILL, LIMIT = "disk full while figures are saved", "507 in words; sound; nothing lost; goes on"
MEGABYTES = 60
MOST_SAVES = 3_000
WITHOUT = {"DRILL_WITHOUT_OUTAGES": "1"}


@dataclass(frozen=True)
class Seen:
    status: int
    says_so: bool
    acknowledged: int
    stored: int
    is_sound: bool
    goes_on: bool

    @property
    def is_met(self) -> bool:
        return (
            self.status == 507 and self.says_so and self.stored == self.acknowledged and self.is_sound and self.goes_on
        )

    def __str__(self) -> str:
        sound = "sound" if self.is_sound else "UNSOUND"
        on = "went on" if self.goes_on else "DID NOT GO ON"
        return f"{self.status} after {self.acknowledged} saves, {self.stored} stored, {sound}, {on}"


def run_on_file(folder: Path) -> Iterator[Result]:
    with small_disk(folder / "small", MEGABYTES) as is_small:
        if not is_small:
            yield Result(DRILL, "SQLite", "no small disk can be mounted here", LIMIT, None)
            return
        place = File(folder / "small")
        with worker(place.url) as of:
            of("prepare")
            shutil.move(shutil.copy(place.file, folder), folder / "before-it-was-full.sqlite3")
            yield _result(of, place, folder / "small")


def run_on_server(server: Cluster, folder: Path) -> Iterator[Result]:
    with small_disk(folder / "small", MEGABYTES) as is_small:
        if not is_small:
            yield Result(DRILL, "PostgreSQL", "no small disk can be mounted here", LIMIT, None)
            return
        shutil.chown(folder / "small", "postgres", "postgres")
        (folder / "small").chmod(0o700)
        server.execute(f"CREATE TABLESPACE small LOCATION '{folder / 'small'}'")
        place = Database(server, "filled", "small")
        with worker(place.url) as of:
            of("prepare")
            yield _result(of, place, folder / "small")
        server.execute("DROP DATABASE filled WITH (FORCE)", "DROP TABLESPACE small")


def _result(of: Worker, place: Place, disk: Path) -> Result:
    seen = _filled(of, place, disk, writer=0)
    control = _filled(of, place, disk, writer=1, without=True)
    return Result(
        DRILL,
        place.kind,
        str(seen),
        LIMIT,
        seen.is_met,
        f"without the page: caught, {control.status}" if not control.is_met else "NOT CAUGHT",
        not control.is_met,
    )


def _filled(of: Worker, place: Place, disk: Path, writer: int, without: bool = False) -> Seen:
    visit = of("visit")
    with site(place.url, visit, workers=1, threads=2, **(WITHOUT if without else {})) as served:
        assert served.save(writer, 1, 0)[0] == 200
        filler = fill(disk)
        status, page, last = _until_it_fails(served, writer)
        filler.unlink()
        stored = of("stored")[writer]["value"]
        goes_on = served.save(writer, last + 1, last)[0] == 200
        sound = of("look save").get("sound", "ok") == "ok"
    return Seen(status, "Nothing of what you sent was saved" in page, last, stored, sound, goes_on)


def _until_it_fails(served: Site, writer: int) -> tuple[int, str, int]:
    for number in range(2, MOST_SAVES):
        status, answer = served.save(writer, number, number - 1)
        if status != 200:
            return status, str(answer.get("page", "")), number - 1
    return 200, "", MOST_SAVES - 1
