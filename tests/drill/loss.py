"""The database is restarted under twenty people who write: they are told to come back, and nothing they were told is
saved is lost."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.drill.places import Cluster, Database
from tests.drill.process import Site, Worker, site, worker
from tests.drill.result import Result
from tests.drill.worker import WRITERS

BEFORE, AFTER, MOST_SECONDS = 3.0, 8.0, 5.0
STORED = ("saved", "queried", "unchanged")


@dataclass
class Writer:
    """One who writes 1, 2, 3 … into a cell; what they were told was stored, and what else they were told."""

    number: int
    acknowledged: list[tuple[float, int]] = field(default_factory=list)
    statuses: set[int] = field(default_factory=set)
    version: int = 0

    def write(self, served: Site, until: threading.Event) -> None:
        value = 1
        while not until.is_set():
            status, answer = served.save(self.number, value, self.version)
            self.statuses.add(status)
            if answer.get("result") in STORED:
                self.acknowledged.append((time.monotonic(), value))
                self.version = _version(answer["name"])
                value += 1
            elif answer.get("result") == "clash":
                # What was not acknowledged had been stored: look, and go on from there, as the page asks people to.
                self.version = _version(answer["theirs"]["name"])
                value += 1
            elif status != 200:
                time.sleep(0.05)


def _version(name: str) -> int:
    """The end of a cell's name says which version of it was seen."""
    return int(name.rsplit("-", 1)[1])


@dataclass(frozen=True)
class Seen:
    acknowledged: int
    lost: int
    statuses: frozenset[int]
    seconds: float

    @property
    def is_met(self) -> bool:
        told = {503} <= self.statuses <= {200, 503}
        return told and self.lost == 0 and self.seconds <= MOST_SECONDS


def run(server: Cluster) -> Iterator[Result]:
    place = Database(server, "lost")
    with worker(place.url) as of:
        of("prepare")
        place.keep()
        seen = _restarted(of, place, server)
        server.execute("ALTER SYSTEM SET synchronous_commit = off", "ALTER SYSTEM SET wal_writer_delay = '10s'")
        server.execute("SELECT pg_reload_conf()")
        place.start_again()
        control = _restarted(of, place, server)
        server.execute("ALTER SYSTEM RESET ALL", "SELECT pg_reload_conf()")
    told = ", ".join(map(str, sorted(seen.statuses)))
    yield Result(
        f"database restarted under {WRITERS} writers",
        place.kind,
        f"{seen.lost} of {seen.acknowledged} acknowledged writes lost, back after {seen.seconds:.1f} s, {told}",
        f"0 lost; {MOST_SECONDS:.0f} s; 503",
        seen.is_met,
        f"commits not on disk: caught, {control.lost} lost" if control.lost else "NOT CAUGHT",
        control.lost > 0,
    )


def _restarted(of: Worker, place: Database, server: Cluster) -> Seen:
    writers = [Writer(number) for number in range(WRITERS)]
    until = threading.Event()
    with site(place.url, of("visit")) as served:
        threads = [threading.Thread(target=each.write, args=(served, until)) for each in writers]
        for thread in threads:
            thread.start()
        time.sleep(BEFORE)
        server.stop()
        time.sleep(0.5)
        server.start()
        is_up = time.monotonic()
        time.sleep(AFTER)
        until.set()
        for thread in threads:
            thread.join()
    lost = 0
    for each, stored in zip(writers, of("stored"), strict=True):
        there = set(stored["earlier"])
        lost += sum(value not in there for _, value in each.acknowledged)
    first = [next((at for at, _ in each.acknowledged if at > is_up), is_up + AFTER) for each in writers]
    return Seen(
        acknowledged=sum(len(each.acknowledged) for each in writers),
        lost=lost,
        statuses=frozenset().union(*(each.statuses for each in writers)),
        seconds=max(first) - is_up,
    )
