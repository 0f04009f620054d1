"""Leaves out one permission check at a time and looks whether a test notices: `make mutation-access`, docs/access.md.

Nothing is rewritten on the disk. The functions that ask whether somebody may are watched in this process: a first run
notes which test reaches which question; then, for each question, those tests run again with the answer “yes” in that
one place, until one of them fails. Each permission is also given to every role that lacks it and taken from every role
that has it, made to survive a limit to services or not, and the lines that decide are rewritten one by one.
"""

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

SWEEP = (
    "tests/integration/test_refusals.py",
    "tests/integration/test_access.py",
    "tests/integration/test_services_apart.py",
    "tests/integration/test_offered.py",
)
SERVICES = (
    "tests/integration/commentary",
    "tests/integration/indicators/test_workflow.py",
    "tests/integration/indicators/test_workflow_pages.py",
    "tests/integration/indicators/test_entering_figures.py",
    "tests/integration/indicators/test_entry_pages.py",
    "tests/integration/indicators/test_audit.py",
    "tests/integration/reports/test_report_workflow.py",
    "tests/integration/reports/test_publishing_pages.py",
    "tests/integration/reports/test_hide_more.py",
    "tests/integration/reports/test_policy_pages.py",
    "tests/integration/suppression",
)
"""Where services are asked directly: behind a view that asks as well, no page can show that they ask."""


@dataclass
class Mutant:
    name: str
    change: AbstractContextManager[None]
    tests: list[Any] = field(default_factory=list)
    killed_by: str = ""


class _OfSession:
    """Stands for a next test of which nothing is known but that it is of this session."""

    def __init__(self, session: pytest.Session) -> None:
        self.session = session

    def listchain(self) -> list[Any]:
        return [self.session]


class Run:
    """The loop of a pytest session: once as it is, and then once for each mutant."""

    def __init__(self, only: Sequence[str]) -> None:
        self.only, self.survivors, self.count = only, 0, 0

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        from tests.mutation.permissions import Watch

        watch, started = Watch(), time.monotonic()
        self.items, self.any_other = session.items, _OfSession(session)
        asked: dict[Any, set[Any]] = {}
        seconds: dict[Any, float] = {}
        for item in self.items:
            watch.asked, before = set(), time.monotonic()
            if failed := self._failure(item):
                raise pytest.UsageError(f"Without a mutation a test does not pass: {item.nodeid}\n{failed}")
            asked[item], seconds[item] = watch.asked, time.monotonic() - before
        print(f"\n{len(self.items)} tests pass as it is, in {time.monotonic() - started:.0f} s", flush=True)
        mutants = [each for each in self._mutants(watch, asked) if any(each.name.count(word) for word in self.only)]
        for number, mutant in enumerate(mutants, 1):
            self._judge(mutant, seconds)
            if not mutant.killed_by:
                self.survivors += 1
                print(f"SURVIVED {mutant.name} ({len(mutant.tests)} tests)", flush=True)
            if number % 50 == 0:
                print(f"{number} of {len(mutants)} in {time.monotonic() - started:.0f} s", flush=True)
        self.count = len(mutants)
        by_sweep = sum(mutant.killed_by.startswith(SWEEP) for mutant in mutants)
        print(
            f"{self.count} mutants, {self.count - self.survivors} killed, {by_sweep} of them by the sweep; "
            f"{time.monotonic() - started:.0f} s"
        )
        return True

    def _mutants(self, watch: Any, asked: dict[Any, set[Any]]) -> Iterator[Mutant]:
        from accounts.roles import ROLES, Permission
        from tests.mutation.permissions import REWRITTEN, limit_changed, places, rewritten, role_changed

        for place in places():
            tests = [item for item, what in asked.items() if place in what]
            yield Mutant(f"check {place}", watch.without(place), tests)
        sweep = [item for item in asked if item.nodeid.startswith((SWEEP[1], SWEEP[3]))]
        apart = [item for item in asked if item.nodeid.startswith((SWEEP[0], SWEEP[2]))]
        for role in ROLES:
            of_role = [item for item in sweep if item.name.endswith((f"-{role}]", f"[{role}]"))]
            for permission in Permission:
                tests = [item for item in of_role if permission in asked[item]]
                word = "loses" if permission in ROLES[role].permissions else "gets"
                yield Mutant(f"{role} {word} “{permission}”", role_changed(role, permission), tests)
        for permission in Permission:
            tests = [item for item in apart if permission in asked[item] or "limited" in item.name]
            yield Mutant(f"limit of “{permission}”", limit_changed(permission), tests)
        deciding = [item for item in asked if item.nodeid.startswith(SWEEP[0]) or "limited" in item.name]
        for name, old, new in REWRITTEN:
            yield Mutant(f"{name}: {old!r} is {new!r}", rewritten(name, old, new), deciding)

    def _judge(self, mutant: Mutant, seconds: dict[Any, float]) -> None:
        files = [*SWEEP, ""]
        order = sorted(mutant.tests, key=lambda item: (_turn(item, files), seconds[item]))
        with mutant.change:
            mutant.killed_by = next((item.nodeid for item in order if self._failure(item)), "")

    def _failure(self, item: Any) -> str:
        """Run one test and say how it failed, if it did; what the whole session shares stays."""
        item._initrequest()
        reports = runtestprotocol(item, log=False, nextitem=self.any_other)  # type: ignore[arg-type]
        return next((report.longreprtext for report in reports if report.failed), "")


def _turn(item: Any, files: Sequence[str]) -> int:
    return next(turn for turn, file in enumerate(files) if item.nodeid.startswith(file))


def main(arguments: Sequence[str]) -> int:
    """Run; 1 if a mutant survives."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="+", default=[""], help="Only mutants in whose name one of these stands.")
    parser.add_argument("--tests", nargs="+", default=[*SWEEP, *SERVICES], help="The files of tests that are asked.")
    options = parser.parse_args(arguments)
    run = Run(options.only)
    code = pytest.main(["-n0", "-q", "--no-header", "-m", "not whole_site", *options.tests], plugins=[run])
    return 1 if code or run.survivors or not run.count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
