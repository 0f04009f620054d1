"""Running the engine's tests against one tree, in a child of this process, which may fail, hang or crash.

The tests run without Django, with few examples each and nothing shrunk: a mutant is to be killed quickly.
"""

import json
import multiprocessing
import os
import signal
import sys
import time
import traceback
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import Phase, settings

ENGINE = Path("suppression", "engine")
TESTS = Path("tests", "unit", "suppression")
FEW_EXAMPLES, FEW_TABLES = 25, 12
TIMES, THOROUGH = 10, 10
OPTIONS = ("-q", "-x", "--rootdir=.", "-c", "tests/mutation/pytest.ini")
OPTIONS += ("-p", "no:django", "-p", "no:xdist", "-p", "no:cacheprovider")
OUTPUT = "output-of-the-last-trial.txt"
ALIVE = 0


class Selected:
    """Runs the tests asked for, the fastest first, with few examples unless all are wanted."""

    def __init__(self, wanted: Mapping[str, float] | None, thorough: bool) -> None:
        self.wanted, self.thorough = wanted, thorough

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        if not self.thorough:
            for item in items:
                _with_few_examples(item)
        if self.wanted is not None:
            items[:] = sorted(
                (item for item in items if item.nodeid in self.wanted), key=lambda item: self.wanted[item.nodeid]
            )

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Any:
        """A test that computes ten times as long as it should ends the trial: it would go on for ever."""
        seconds = (self.wanted or {}).get(item.nodeid)
        if seconds is not None:
            signal.signal(signal.SIGPROF, signal.SIG_DFL)
            signal.setitimer(signal.ITIMER_PROF, (1 + TIMES * seconds) * (THOROUGH if self.thorough else 1))
        try:
            return (yield)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)


class Watch:
    """Notes for each test that passes how long it takes and which functions of the engine it calls."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.calls: dict[str, list[tuple[str, int]]] = {}
        self.failed: list[str] = []
        self._folder = f"{ENGINE.resolve()}{os.sep}"

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Any:
        called: dict[str, set[int]] = defaultdict(set)

        def note(frame: FrameType, event: str, _: object) -> None:
            if event == "call" and frame.f_code.co_filename.startswith(self._folder):
                called[frame.f_code.co_filename].add(frame.f_code.co_firstlineno)

        started = time.process_time()
        sys.setprofile(note)
        try:
            return (yield)
        finally:
            sys.setprofile(None)
            self.seconds[item.nodeid] = time.process_time() - started
            self.calls[item.nodeid] = [(Path(name).stem, line) for name, lines in called.items() for line in lines]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.append(report.nodeid)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.failed.append(report.nodeid)


def test_files(tree: Path) -> list[str]:
    """The files with tests of the engine that need no Django."""
    outside = ("django", "factories", "from indicators", "from reports", "suppression.")
    found = []
    for path in sorted((tree / TESTS).glob("test_*.py")):
        text = path.read_text().replace("suppression.engine", "the engine")
        if "the engine" in text and not any(word in text for word in outside):
            found.append(str(path.relative_to(tree)))
    return found


def baseline(tree: Path, answer: Path) -> None:
    """Run all tests of a tree without a mutation and write what was noted of them."""

    def work() -> int:
        watch = Watch()
        files = test_files(Path())
        options = [option for option in OPTIONS if option != "-x"]
        pytest.main(
            [*options, "--continue-on-collection-errors", *files], plugins=[Selected(None, thorough=False), watch]
        )
        for failed in watch.failed:
            watch.seconds.pop(failed, None)
        answer.write_text(json.dumps({"seconds": watch.seconds, "calls": watch.calls, "failed": watch.failed}))
        return ALIVE

    if in_a_child(tree, work, seconds=1800) != ALIVE:
        raise RuntimeError(f"The tests do not run without a mutation: {(tree / OUTPUT).read_text()[-2000:]}")


def survives(tree: Path, wanted: Mapping[str, float], seconds: float, thorough: bool) -> bool:
    """Whether every test wanted passes in the tree, within the seconds."""

    def work() -> int:
        files = sorted({name.partition("::")[0] for name in wanted})
        sys.dont_write_bytecode = True
        return int(pytest.main([*OPTIONS, *files], plugins=[Selected(wanted, thorough)]))

    return in_a_child(tree, work, seconds) == ALIVE


def in_a_child(tree: Path, work: Callable[[], int], seconds: float) -> int | None:
    """The exit code of the work done in a fork whose working directory is the tree; None if it ran out of time."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        os.setsid()
        # A pool's process may have no children, and the test of several processes has some: it would always fail.
        multiprocessing.current_process().daemon = False
        os.chdir(tree)
        output = os.open(OUTPUT, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        for stream in (1, 2):
            os.dup2(output, stream)
        _import_from(tree)
        code = 1
        try:
            code = work()
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            _end_what_it_started(child)
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.02)
    _end_what_it_started(child)
    os.waitpid(child, 0)
    return None


def _import_from(tree: Path) -> None:
    """What is ours comes from the tree, not from where this module came from."""
    home = str(Path(__file__).parents[2])
    sys.path[:] = [str(tree), *(each for each in sys.path if each not in ("", home))]
    for name in list(sys.modules):
        if name.partition(".")[0] in {"tests", "suppression"}:
            del sys.modules[name]


def _end_what_it_started(child: int) -> None:
    """The child leads a group of its own, so that nothing else is in it."""
    try:
        os.killpg(child, signal.SIGKILL)
    except ProcessLookupError:
        return


def _with_few_examples(item: pytest.Item) -> None:
    function = getattr(item, "obj", None)
    module = getattr(item, "module", None)
    if hasattr(module, "TABLES_OF_A_SHAPE"):
        module.TABLES_OF_A_SHAPE = FEW_TABLES
    if getattr(function, "is_hypothesis_test", False):
        own = getattr(function, "_hypothesis_internal_use_settings", None) or settings.default
        function._hypothesis_internal_use_settings = settings(
            own,
            max_examples=min(FEW_EXAMPLES, own.max_examples),
            phases=(Phase.explicit, Phase.generate),
            derandomize=True,
            database=None,
            deadline=None,
        )


def chosen(noted: Mapping[str, Any], module: str, scope: int | None) -> dict[str, float]:
    """The tests that call the function of a mutant, with their seconds; all of them where it is in no function."""
    seconds: Mapping[str, float] = noted["seconds"]
    if scope is None:
        return dict(seconds)
    calls: Mapping[str, Sequence[Sequence[object]]] = noted["calls"]
    return {test: seconds[test] for test in seconds if [module, scope] in calls[test]}
