"""Running the engine's tests against one tree, in a child of this process, which may fail, hang or crash.

The tests run without Django, with few examples each and nothing shrunk: a mutant is to be killed quickly.
"""

import compileall
import json
import multiprocessing
import os
import py_compile
import shutil
import signal
import sys
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import Phase, settings

from tests.mutation.mutants import Mutant

HOME = Path(__file__).parents[2]
ENGINE = Path("suppression", "engine")
TESTS = Path("tests", "unit", "suppression")
COPIED = ("suppression", "tests/__init__.py", "tests/unit/__init__.py", "tests/environment.py", "tests/bench")
COPIED += ("tests/mutation", str(TESTS))
FEWEST, FEW = 2, 25
NUMBERS = {"TABLES_OF_A_SHAPE": 3, "EXAMPLES": 7}
QUICK, SLOW = 0.1, 0.5
LIKELY = 10
TIMES, THOROUGH, PATIENCE = 10, 10, 60
OPTIONS = ("-q", "-x", "--rootdir=.", "-c", "tests/mutation/pytest.ini")
OPTIONS += ("-p", "no:django", "-p", "no:xdist", "-p", "no:cacheprovider")
OUTPUT = "output-of-the-last-trial.txt"
RUNNING = "test-that-runs.txt"
ALIVE = 0


_killers: dict[str, Counter[str]] = defaultdict(Counter)


class Selected:
    """Runs the tests asked for, the fastest first, with few examples unless all are wanted."""

    def __init__(self, wanted: Mapping[str, float] | None, thorough: bool) -> None:
        self.wanted, self.thorough = wanted, thorough

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        if self.wanted is None:
            return
        wanted = {item: self.wanted[item.nodeid] for item in items if item.nodeid in self.wanted}
        if not self.thorough:
            wanted = {item: wanted[item] for item in wanted if _is_quick(item, wanted[item])}
        items[:] = sorted(wanted, key=lambda item: wanted[item])

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Any:
        """A test that computes ten times as long as it should ends the trial: it would go on for ever."""
        Path(RUNNING).write_text(item.nodeid)
        seconds = (self.wanted or {}).get(item.nodeid)
        if seconds is not None:
            signal.signal(signal.SIGPROF, signal.SIG_DFL)
            signal.setitimer(signal.ITIMER_PROF, (1 + TIMES * seconds) * (THOROUGH if self.thorough else 1))
        try:
            with pytest.MonkeyPatch.context() as patch:
                if not self.thorough:
                    _with_few_examples(item, seconds or 0, patch)
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


def copy_of_what_is_needed(tree: Path) -> Path:
    """The tree, filled with the engine, its tests and what they stand on."""
    for name in COPIED:
        source, target = HOME / name, tree / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    compileall.compile_dir(tree, quiet=1, invalidation_mode=py_compile.PycInvalidationMode.CHECKED_HASH)
    return tree


def test_files(tree: Path) -> list[str]:
    """The files with tests of the engine that need no Django."""
    outside = ("django", "factories", "from indicators", "from reports", "suppression.")
    found = []
    for path in sorted((tree / TESTS).glob("test_*.py")):
        text = path.read_text().replace("suppression.engine", "the engine")
        if "the engine" in text and not any(word in text for word in outside):
            found.append(str(path.relative_to(tree)))
    return found


def baseline(tree: Path, files: Sequence[str]) -> dict[str, Any]:
    """Run these files without a mutation and note each test that passes."""
    answer = tree / "baseline.json"

    def work() -> int:
        watch = Watch()
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
    noted: dict[str, Any] = json.loads(answer.read_text())
    return noted


def _killer(tree: Path, wanted: Mapping[str, float], thorough: bool) -> str | None:
    """The test that fails first, or does not end; empty if it came to none; None if every test wanted passes."""

    def work() -> int:
        files = sorted({file_of(test) for test in wanted})
        return int(pytest.main([*OPTIONS, *files], plugins=[Selected(wanted, thorough)]))

    (tree / RUNNING).write_text("")
    seconds = (PATIENCE + TIMES * sum(wanted.values())) * (THOROUGH if thorough else 1)
    return None if in_a_child(tree, work, seconds) == ALIVE else (tree / RUNNING).read_text()


def start_with_a_tree(trees: "multiprocessing.Queue[Path]") -> None:
    """Give the process a tree of its own, and load what every test needs before it forks."""
    global _tree
    _tree = trees.get()
    os.environ["OUTTURN_ENVIRONMENT"] = "test"
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    for module in ("highspy", "numpy", "hypothesis.strategies", "hypothesis.internal.conjecture.engine"):
        __import__(module)


def first_that_fails(tests: dict[str, float], thorough: bool) -> str | None:
    """Of these tests, without a mutation: one that fails here would call every mutant killed."""
    return _killer(_tree, tests, thorough)


def judged(task: tuple[Mutant, dict[str, float], bool]) -> tuple[Mutant, dict[str, float], str | None]:
    """The mutant, the tests it had to face and the one that killed it, if any did.

    First come those tests that have killed most mutants of the module.
    """
    mutant, tests, thorough = task
    path = _tree / ENGINE / f"{mutant.module}.py"
    before = path.read_text()
    path.write_text(mutant.source)
    try:
        likely = {test: tests[test] for test, _ in _killers[mutant.module].most_common() if test in tests}
        by = _killer(_tree, dict(islice(likely.items(), LIKELY)), thorough) if likely else None
        by = _killer(_tree, tests, thorough) if by is None else by
        _killers[mutant.module][by or ""] += 1
        return mutant, tests, by
    finally:
        path.write_text(before)


def file_of(test: str) -> str:
    """The file that a test is in."""
    return test.partition("::")[0]


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
        # The tree's own is compiled with the hash of its source, so that no code of another mutant is taken.
        sys.dont_write_bytecode = False
        phases = (Phase.explicit, Phase.generate)
        settings.register_profile("trial", phases=phases, derandomize=True, database=None, deadline=None)
        settings.load_profile("trial")
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
    sys.path[:] = [str(tree), *(each for each in sys.path if each not in ("", str(HOME)))]
    for name in list(sys.modules):
        if name.partition(".")[0] in {"tests", "suppression"}:
            del sys.modules[name]


def _end_what_it_started(child: int) -> None:
    """The child leads a group of its own, so that nothing else is in it."""
    try:
        os.killpg(child, signal.SIGKILL)
    except ProcessLookupError:
        return


def _is_quick(item: pytest.Item, seconds: float) -> bool:
    """Whether a test takes little time, or would with fewer examples."""
    return _few(seconds) >= FEWEST if _draws_examples(item) else seconds < SLOW


def _few(seconds: float) -> int:
    """How many examples to draw in a test that takes so long with the most that are drawn here."""
    return int(FEW * QUICK / max(QUICK, seconds))


def _draws_examples(item: pytest.Item) -> bool:
    return getattr(getattr(item, "obj", None), "is_hypothesis_test", False)


def _with_few_examples(item: pytest.Item, seconds: float, patch: pytest.MonkeyPatch) -> None:
    for name, number in NUMBERS.items():
        if hasattr(getattr(item, "module", None), name):
            patch.setattr(item.module, name, number)
    if _draws_examples(item):
        own = item.obj._hypothesis_internal_use_settings
        few = settings(own, max_examples=min(_few(seconds), own.max_examples))
        patch.setattr(item.obj, "_hypothesis_internal_use_settings", few)


def chosen(noted: Mapping[str, Any], module: str, scope: int | None) -> dict[str, float]:
    """The tests that call the function of a mutant, with their seconds; all of them where it is in no function."""
    seconds: Mapping[str, float] = noted["seconds"]
    if scope is None:
        return dict(seconds)
    calls: Mapping[str, Sequence[Sequence[object]]] = noted["calls"]
    return {test: seconds[test] for test in seconds if [module, scope] in calls[test]}
