"""Killed with -9 at random moments of saving, importing and publishing: nothing half done, nothing lost."""

import random
from collections.abc import Iterator

from tests.drill.places import Place
from tests.drill.process import Worker, worker
from tests.drill.result import Result

SHARES = {"save": 0.4, "import": 0.3, "publish": 0.3}
SAVING_FOR = 0.4
"""Seconds within which a process that saves again and again is killed."""
MOST_TRIES = 4
"""Some end before they are killed, and do not count."""
MOST_TORN = 40
"""So many kills a control may take to meet the fault that was put in."""


def run(place: Place, kills: int) -> Iterator[Result]:
    with worker(place.url) as of:
        of("prepare")
        place.keep()
        for what, share in SHARES.items():
            yield _killed(of, place, what, max(2, round(kills * share)))


def _killed(of: Worker, place: Place, what: str, kills: int) -> Result:
    points = random.Random(f"{what} {place.kind}")
    place.start_again()
    nothing, everything, seconds = _ends(of, place, what)
    killed = bad = tried = 0
    while killed < kills and tried < MOST_TRIES * kills:
        tried += 1
        was_killed, problem = _one(of, place, what, points.uniform(0, seconds), nothing, everything)
        killed += was_killed
        bad += bool(problem)
    of("tear")
    place.start_again()
    caught = tried = 0
    while not caught and tried < MOST_TORN:
        tried += 1
        _, problem = _one(of, place, what, points.uniform(0, seconds), nothing, everything)
        caught = bool(problem)
    of("mend")
    return Result(
        drill=f"kill -9 while it is {NAMES[what]}",
        database=place.kind,
        figure=f"{bad} half done or lost of {killed} killed",
        limit="0",
        is_met=bad == 0 and killed == kills,
        control=f"each statement committed: caught at kill {tried}" if caught else "NOT CAUGHT",
        is_controlled=bool(caught),
    )


NAMES = {"save": "saving", "import": "importing", "publish": "publishing"}


def _ends(of: Worker, place: Place, what: str) -> tuple[object, object, float]:
    """What is there before and after the work, and how long the work takes."""
    if what == "save":
        return None, None, SAVING_FOR
    nothing = of(f"look {what}")
    seconds = of(f"finish {what}")
    everything = of(f"look {what}")
    assert everything["done"] and not nothing["done"]
    place.start_again()
    return nothing, everything, seconds * 1.1


def _one(of: Worker, place: Place, what: str, seconds: float, nothing: object, everything: object) -> tuple[bool, str]:
    """Kill once; whether it was killed, and what is wrong with what is left."""
    before = of("look save") if what == "save" else None
    said = of(f"kill {what} {seconds:.4f}")
    left = of(f"look {what}")
    if before is not None:
        problem = _wrong_in_cells(before, left, said["acknowledged"])
        if problem:
            place.start_again()
        return said["killed"], problem
    problem = ""
    if left not in (nothing, everything):
        problem = "half done"
    elif left == nothing and said["acknowledged"]:
        problem = "acknowledged and lost"
    if left != nothing:
        place.start_again()
    return said["killed"], problem


def _wrong_in_cells(before: dict[str, list[int]], left: dict[str, object], acknowledged: int) -> str:
    """All cells have the same number, with one revision and one audit entry for each number up to it; at most the one
    that was under way is more than was acknowledged."""
    if left.get("sound", "ok") != "ok":
        return "unsound"
    values = left["values"]
    assert isinstance(values, list)
    (number, *others) = values
    if others or left["revisions"] != number or left["audited"] != number:
        return "half done"
    done = number - before["values"][0]
    return "" if done in (acknowledged, acknowledged + 1) else "acknowledged and lost"
