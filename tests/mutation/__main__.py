"""Changes the engine in a thousand small ways, one at a time, and looks whether a test notices: docs/mutation.md."""

import argparse
import hashlib
import json
import multiprocessing
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.mutation.mutants import Mutant, mutants_of
from tests.mutation.trial import ENGINE, TESTS, baseline, chosen, survives

HOME = Path(__file__).parents[2]
NOTES = HOME / "var" / "mutation"
COPIED = ("suppression", "tests/__init__.py", "tests/environment.py", "tests/bench", "tests/mutation", str(TESTS))
ENOUGH = 0.90
PROCESSES = 2
SOME = 10


def main(arguments: Sequence[str]) -> int:
    """Run; 1 if too few mutants are killed."""
    options = _options(arguments)
    NOTES.mkdir(parents=True, exist_ok=True)
    mutants = list(_mutants(options.modules))
    if options.sample:
        mutants = random.Random(options.seed).sample(mutants, min(options.sample, len(mutants)))
    name = _hash(options.thorough)
    with tempfile.TemporaryDirectory(prefix="outturn-mutation-") as folder:
        noted = _noted(Path(folder, "baseline"), NOTES / f"baseline-{_hash(False)}.json")
        known = _Known(NOTES / f"outcomes-{name}.jsonl")
        new = [mutant for mutant in mutants if mutant not in known]
        print(f"{len(mutants)} mutants, {len(new)} not judged before, {len(noted['seconds'])} tests")
        started = time.monotonic()
        tasks = ((mutant, noted, options.thorough) for mutant in new)
        trees = multiprocessing.Queue()
        for number in range(options.processes):
            trees.put(_copy(Path(folder, f"tree-{number}")))
        with multiprocessing.Pool(options.processes, _start, (trees,)) as pool:
            if new and not pool.apply(_passes_unchanged, (noted,)):
                raise RuntimeError("The tests do not pass without a mutation where mutants are judged.")
            for count, (mutant, alive) in enumerate(pool.imap_unordered(_judge, tasks), 1):
                known.add(mutant, alive)
                if count % 100 == 0:
                    print(f"  {count} judged in {time.monotonic() - started:.0f} s", flush=True)
    return _report(mutants, known, whole=not options.sample and not options.modules)


class _Known:
    """Whether mutants survived, as found in this run and before: a line for each, appended as it comes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        lines = path.read_text().splitlines() if path.exists() else []
        self.alive: dict[str, bool] = dict(json.loads(line) for line in lines)

    def __contains__(self, mutant: Mutant) -> bool:
        return _name(mutant) in self.alive

    def __getitem__(self, mutant: Mutant) -> bool:
        return self.alive[_name(mutant)]

    def add(self, mutant: Mutant, alive: bool) -> None:
        self.alive[_name(mutant)] = alive
        with self.path.open("a") as file:
            file.write(json.dumps([_name(mutant), alive]) + "\n")


def _start(trees: "multiprocessing.Queue[Path]") -> None:
    """Give the process a tree of its own, and load what every test needs before it forks."""
    global _tree
    _tree = trees.get()
    os.environ["OUTTURN_ENVIRONMENT"] = "test"
    for module in ("highspy", "numpy", "hypothesis.strategies", "hypothesis.internal.conjecture.engine"):
        __import__(module)


def _passes_unchanged(noted: dict[str, dict]) -> bool:
    """Whether every test passes here without a mutation: one that does not would call every mutant killed."""
    wanted: dict[str, float] = noted["seconds"]
    return survives(_tree, wanted, 60 + 10 * sum(wanted.values()), thorough=False)


def _judge(task: tuple[Mutant, dict[str, dict], bool]) -> tuple[Mutant, bool]:
    """Whether the mutant survives: first with few examples, then, if thorough, with all of them."""
    mutant, noted, thorough = task
    wanted = chosen(noted, mutant.module, mutant.scope)
    if not wanted:
        return mutant, True
    path = _tree / ENGINE / f"{mutant.module}.py"
    before = path.read_text()
    path.write_text(mutant.source)
    try:
        seconds = 10 + 10 * sum(wanted.values())
        alive = survives(_tree, wanted, seconds, thorough=False)
        if alive and thorough:
            alive = survives(_tree, wanted, 10 * seconds, thorough=True)
    finally:
        path.write_text(before)
    return mutant, alive


def _mutants(modules: Sequence[str]) -> Iterator[Mutant]:
    for path in sorted((HOME / ENGINE).glob("*.py")):
        if not modules or path.stem in modules:
            yield from mutants_of(path.stem, path.read_text())


def _noted(tree: Path, path: Path) -> dict[str, dict]:
    """What the tests do without a mutation. A test that fails then is of no use, and said so."""
    if not path.exists():
        print("Running the tests without a mutation …", flush=True)
        baseline(_copy(tree), path)
    noted: dict[str, dict] = json.loads(path.read_text())
    if noted["failed"]:
        print(f"{len(noted['failed'])} tests or files are left out, they fail without a mutation:")
        print("\n".join(f"  {failed}" for failed in noted["failed"][:SOME]))
    return noted


def _copy(tree: Path) -> Path:
    for name in COPIED:
        source, target = HOME / name, tree / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, dirs_exist_ok=True)
        else:
            shutil.copy(source, target)
    for name in ("tests/unit/__init__.py",):
        if (HOME / name).exists():
            shutil.copy(HOME / name, tree / name)
    return tree


def _hash(thorough: bool) -> str:
    """Of everything that decides an outcome: the engine, its tests and this runner."""
    found = hashlib.sha256(str(thorough).encode())
    for folder in (ENGINE, TESTS, Path("tests", "bench"), Path("tests", "mutation")):
        for path in sorted((HOME / folder).glob("*.py")):
            found.update(path.read_bytes())
    return found.hexdigest()[:16]


def _name(mutant: Mutant) -> str:
    return f"{mutant.module}:{hashlib.sha256(mutant.source.encode()).hexdigest()[:24]}"


def _report(mutants: Sequence[Mutant], known: _Known, whole: bool) -> int:
    total = Counter(mutant.module for mutant in mutants)
    survivors = [mutant for mutant in mutants if known[mutant]]
    alive = Counter(mutant.module for mutant in survivors)
    for module in sorted(total):
        print(f"  {module:16} {total[module] - alive[module]:4} of {total[module]:4} killed")
    share = 1 - len(survivors) / max(1, len(mutants))
    print(f"  {'all':16} {len(mutants) - len(survivors):4} of {len(mutants):4} killed: {share:.1%}")
    rows = ["| Module | Line | Change |", "|---|---|---|"]
    for mutant in sorted(survivors, key=lambda one: (one.module, one.line, one.change)):
        change = mutant.change.replace("|", "\\|").replace("`", "'")
        rows.append(f"| {mutant.module} | {mutant.line} | `{change}` |")
    path = NOTES / ("survivors.md" if whole else "survivors-of-a-sample.md")
    path.write_text("\n".join(rows) + "\n")
    print(f"Survivors are in {path.relative_to(HOME)}")
    return 0 if share >= ENOUGH else 1


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("--modules", nargs="+", default=[], help="only these modules of the engine")
    parser.add_argument("--sample", type=int, default=0, help="only so many mutants, drawn by chance")
    parser.add_argument("--seed", type=int, default=0, help="of that chance")
    parser.add_argument("--processes", type=int, default=PROCESSES)
    parser.add_argument("--thorough", action="store_true", help="try survivors again with all examples of every test")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
