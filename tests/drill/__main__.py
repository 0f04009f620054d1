"""What happens on the worst day: `python -m tests.drill [--kills 200] [--datasets 50] [--drills loss …]`.

It prints one table. Every drill has a control: the same drill with a fault put in, which it has to find. The exit code
is 1 where a figure is not met or a control is not caught.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.drill import disk, kills, loss, recovery
from tests.drill.places import Database, File, cluster
from tests.drill.result import Result, table

DRILLS = ("kills", "disk", "loss", "recovery")
KILLS, SHARE_ON_POSTGRESQL, DATASETS = 200, 0.25, 50


def run(folder: Path, drills: Sequence[str], times: int, datasets: int) -> Iterator[Result]:
    if "kills" in drills:
        yield from kills.run(File(folder), times)
    if "disk" in drills:
        yield from disk.run_on_file(_new(folder, "disk"))
    if "recovery" in drills:
        yield from recovery.run(File(folder, "recovered"), folder, datasets)
    with cluster(folder / "cluster") as server:
        if "kills" in drills:
            yield from kills.run(Database(server), max(6, round(times * SHARE_ON_POSTGRESQL)))
        if "disk" in drills:
            yield from disk.run_on_server(server, _new(folder, "disk-of-server"))
        if "loss" in drills:
            yield from loss.run(server)
        if "recovery" in drills:
            yield from recovery.run(Database(server, "recovered"), _new(folder, "from-server"), datasets)


def _new(folder: Path, name: str) -> Path:
    made = folder / name
    made.mkdir()
    made.chmod(0o755)
    return made


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--kills", type=int, default=KILLS)
    arguments.add_argument("--datasets", type=int, default=DATASETS)
    arguments.add_argument("--drills", nargs="+", choices=DRILLS, default=DRILLS)
    said = arguments.parse_args()
    found: list[Result] = []
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        for each in run(Path(folder), said.drills, said.kills, said.datasets):
            found.append(each)
            print(f"{each.drill}, {each.database}: {each.figure}; control: {each.control}", flush=True)
    print(f"\n{table(found)}")
    return 0 if all(each.is_passed for each in found) else 1


if __name__ == "__main__":
    sys.exit(main())
