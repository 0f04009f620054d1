"""Changes the engine in a thousand small ways, one at a time, and looks whether a test notices: docs/mutation.md."""

import argparse
import hashlib
import json
import multiprocessing
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tests.mutation.mutants import Mutant, mutants_of
from tests.mutation.trial import (
    ENGINE,
    HOME,
    TESTS,
    baseline,
    chosen,
    copy_of_what_is_needed,
    file_of,
    first_that_fails,
    judged,
    start_with_a_tree,
    test_files,
)

TRIAL = Path("tests", "mutation", "trial.py")
NOTES = HOME / "var" / "mutation"
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
    name = _hash_of_what_is_no_test()
    with tempfile.TemporaryDirectory(prefix="outturn-mutation-") as folder:
        tree = copy_of_what_is_needed(Path(folder, "tree"))
        noted = _noted(tree, NOTES / f"baseline-{name}.json")
        known = _Outcomes(NOTES / f"outcomes-{name}.jsonl", _hashes(tree), options.thorough)
        wanted = ((mutant, known.left(mutant, chosen(noted, mutant.module, mutant.scope))) for mutant in mutants)
        tasks = [(mutant, tests, options.thorough) for mutant, tests in wanted if tests]
        print(f"{len(mutants)} mutants, {len(tasks)} to judge, {len(noted['seconds'])} tests", flush=True)
        started = time.monotonic()
        trees = multiprocessing.Queue()
        for number in range(options.processes):
            trees.put(shutil.copytree(tree, Path(folder, f"tree-{number}")))
        with multiprocessing.Pool(options.processes, start_with_a_tree, (trees,)) as pool:
            tests = {test: seconds for _, tests, _ in tasks for test, seconds in tests.items()}
            if tests and (failed := pool.apply(first_that_fails, (tests, options.thorough))) is not None:
                raise RuntimeError(f"Without a mutation, where mutants are judged, a test does not pass: {failed}.")
            for count, (mutant, tests, by) in enumerate(pool.imap_unordered(judged, tasks), 1):
                known.add(mutant, tests, by)
                if count % 100 == 0:
                    print(f"  {count} judged in {time.monotonic() - started:.0f} s", flush=True)
    return _report(mutants, known, whole=not options.sample and not options.modules)


class _Outcomes:
    """What was found in this run and before, of the same engine: a line for each mutant, appended as it comes.

    A mutant that was killed stays dead while the file of the test that killed it is what it was: other tests cannot
    bring it back to life. One that survived has to face the tests of every file that is new or changed since.
    """

    def __init__(self, path: Path, now: Mapping[str, str], thorough: bool) -> None:
        """Take where they are kept, the hash of each file of tests, and whether all examples are tried."""
        self.path, self.now, self.thorough = path, now, thorough
        self.found: dict[str, dict] = {}
        for line in path.read_text().splitlines() if path.exists() else []:
            outcome = json.loads(line)
            self.found[outcome["mutant"]] = outcome

    def killed(self, mutant: Mutant) -> bool:
        outcome = self.found.get(_name(mutant), {})
        killers = outcome.get("killed by", {})
        return bool(killers) and all(self.now.get(file) == killers[file] for file in killers)

    def left(self, mutant: Mutant, tests: Mapping[str, float]) -> dict[str, float]:
        """Those of the tests that the mutant has still to face."""
        if self.killed(mutant):
            return {}
        survived = self._survived(mutant)
        return {test: seconds for test, seconds in tests.items() if file_of(test) not in survived}

    def add(self, mutant: Mutant, tests: Mapping[str, float], by: str | None) -> None:
        """Note which test killed it; none: that it survived all of them, as it did those before."""
        files = {file_of(test) for test in tests}
        outcome: dict[str, object] = {"mutant": _name(mutant)}
        if by is None:
            how = "thoroughly" if self.thorough else "quickly"
            outcome["survived"] = self._survived(mutant) | {file: f"{self.now[file]} {how}" for file in files}
        else:
            outcome["killed by"] = {file: self.now[file] for file in ([file_of(by)] if by else files)}
            outcome["test"] = by
        self.found[_name(mutant)] = outcome
        with self.path.open("a") as file:
            file.write(json.dumps(outcome) + "\n")

    def _survived(self, mutant: Mutant) -> dict[str, str]:
        """The files, with their hashes, that are now as they were when it survived their tests."""
        before = self.found.get(_name(mutant), {}).get("survived", {})
        return {file: how for file, how in before.items() if how in self._enough(file)}

    def _enough(self, file: str) -> list[str]:
        """What may be noted of a file so that its tests need not be faced again."""
        thoroughly = f"{self.now.get(file)} thoroughly"
        return [thoroughly] if self.thorough else [thoroughly, f"{self.now.get(file)} quickly"]


def _mutants(modules: Sequence[str]) -> Iterator[Mutant]:
    for path in sorted((HOME / ENGINE).glob("*.py")):
        if not modules or path.stem in modules:
            yield from mutants_of(path.stem, path.read_text())


def _noted(tree: Path, path: Path) -> dict[str, dict]:
    """What the tests do without a mutation, file by file. A test that fails then is of no use, and said so."""
    kept: dict[str, dict] = json.loads(path.read_text()) if path.exists() else {}
    names = {file: f"{file} {hashed}" for file, hashed in _hashes(tree).items()}
    for file, name in names.items():
        if name not in kept:
            print(f"Running {file} without a mutation …", flush=True)
            kept[name] = baseline(tree, [file])
            path.write_text(json.dumps(kept))
    noted = [kept[name] for name in names.values()]
    failed = [test for each in noted for test in each["failed"]]
    if failed:
        print(f"{len(failed)} tests or files are left out, they fail without a mutation:")
        print("\n".join(f"  {test}" for test in failed[:SOME]))
    return {what: {key: value for each in noted for key, value in each[what].items()} for what in ("seconds", "calls")}


def _hash_of_what_is_no_test() -> str:
    """Of the engine, what its tests stand on, and how a trial is done: what decides outcomes besides the tests."""
    found = hashlib.sha256()
    for folder in (ENGINE, TESTS, Path("tests", "bench")):
        for path in sorted((HOME / folder).glob("*.py")):
            if not path.name.startswith("test_"):
                found.update(path.read_bytes())
    found.update((HOME / TRIAL).read_bytes())
    return found.hexdigest()[:16]


def _hashes(tree: Path) -> dict[str, str]:
    """That of each file with tests of the engine."""
    return {file: hashlib.sha256((tree / file).read_bytes()).hexdigest()[:8] for file in test_files(tree)}


def _name(mutant: Mutant) -> str:
    return f"{mutant.module}:{hashlib.sha256(mutant.source.encode()).hexdigest()[:24]}"


def _report(mutants: Sequence[Mutant], known: _Outcomes, whole: bool) -> int:
    total = Counter(mutant.module for mutant in mutants)
    survivors = [mutant for mutant in mutants if not known.killed(mutant)]
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
