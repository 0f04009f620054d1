"""Disclosure control of made-up indexes, protected and attacked: `python -m tests.bench.disclosure`.

Each index is judged in a process of its own, so that its peak is its own. With a number as its argument the module
judges an index of so many indicators and prints what it found as JSON.
"""

import json
import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from suppression.engine import Policy, Table, attack, protect, reader_view
from tests.bench.figures import heading, line, peak_of_this_process
from tests.bench.index_generator import components, families, generate_index

POLICY = Policy()
SMALL, LARGE = 40, 1_000
GROWTH = (100, 200, 400)
PROCESSES = os.cpu_count() or 1


class MemoryOfAll:
    """The most that this process and those it started (its session) hold at a time in MB, looked at now and then."""

    def __init__(self) -> None:
        self.peak = 0
        self._over = threading.Event()
        self._watch = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> "MemoryOfAll":
        self._watch.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._watch.join()

    def _look(self) -> None:
        while not self._over.wait(0.1):
            self.peak = max(self.peak, sum(_memory(int(each.name)) for each in Path("/proc").glob("[0-9]*")))


def _memory(process: int) -> int:
    """What it holds alone or with others, each page shared out evenly; nothing if it is gone or of another session."""
    try:
        if os.getsid(process) != os.getsid(0):
            return 0
        text = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")) // 1024


def run() -> None:
    _small(judged_alone(SMALL))
    _large(judged_alone(LARGE))
    _proven(LARGE)
    _growth()


def judged_alone(indicators: int) -> dict[str, float]:
    """What `judge` says of an index, from a process of its own."""
    command = [sys.executable, "-m", "tests.bench.disclosure", str(indicators)]
    answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, start_new_session=True).stdout
    found: dict[str, float] = json.loads(answer)
    return found


def judge(indicators: int) -> dict[str, float]:
    """Seconds, megabytes and what came out of it."""
    table = generate_index(indicators)
    with MemoryOfAll() as memory:
        started = time.perf_counter()
        pattern = protect(table, POLICY, processes=PROCESSES)
        protected = time.perf_counter()
        check = attack(reader_view(table, pattern.hidden), POLICY, known_of(table), pattern.large)
        attacked = time.perf_counter()
    exposed = {exposure.key for exposure in check.exposed} - pattern.unprotected.keys()
    for exposure in check.exposed:
        sys.stderr.write(f"  {exposure.sentence}\n")
    return {
        "items": len(table.cells)
        + len(table.ratios)
        + len(table.statements)
        - sum(cell.latent for cell in table.cells),
        "protect": protected - started,
        "attack": attacked - protected,
        "peak": peak_of_this_process(),
        "peak of all": memory.peak,
        "safe": check.feasible and not exposed,
        "exposed": len(exposed),
        "hidden": len(pattern.hidden),
        "loss": pattern.loss,
    }


def known_of(table: Table) -> dict[str, int]:
    """The truth as far as the table holds it."""
    return {cell.key: cell.value for cell in table.cells if cell.value is not None}


def _small(found: dict[str, float]) -> None:
    heading(f"Disclosure control of a generated index of {SMALL} indicators × 12 months: {found['items']:,} items")
    line("protect and attack", _seconds(found["protect"] + found["attack"]), "<= 5 s on 2 cores")
    line("attack beside protect", f"{found['attack'] / found['protect']:.3f}", "< 0.10")
    line("peak of the process", f"{found['peak']} MB", "< 500 MB")
    line("peak of it and its pool together", f"{found['peak of all']} MB", "< 500 MB")
    _outcome(found)


def _large(found: dict[str, float]) -> None:
    heading(f"The same, of {LARGE:,} indicators × 12 months: {found['items']:,} items")
    line("protect and attack", _seconds(found["protect"] + found["attack"]), "<= 120 s on 2 cores")
    line("attack beside protect", f"{found['attack'] / found['protect']:.3f}", "< 0.10")
    line("peak of it and its pool together", f"{found['peak of all']} MB", "none")
    _outcome(found)


def _outcome(found: dict[str, float]) -> None:
    line("safe, says the attack that knows the truth", "yes" if found["safe"] else "no", "yes")
    line("figures given away", found["exposed"], "0")
    line("items hidden", found["hidden"], "none")
    line("loss", found["loss"], "none")


def _proven(indicators: int) -> None:
    """Every component by itself; one with nothing to hide is proven without a search, and is not counted."""
    with ProcessPoolExecutor(PROCESSES) as pool:
        outcomes = list(pool.map(_components_of, families(indicators), chunksize=4))
    found = [each for outcome in outcomes for each in outcome]
    heading(f"Components of the same {indicators:,} indicators in which something is hidden, each by itself")
    for words, ratios, target in (("with ratios", True, ">= 85 %"), ("without ratios", False, "100 %")):
        hiding = [each for each in found if each["ratios"] is ratios]
        proven = sum(bool(each["proven"]) for each in hiding)
        line(f"{words}: proven to hide the least", f"{proven / max(1, len(hiding)):.1%}", target)
        line(f"{words}: how many", len(hiding), "none")
        line(f"{words}: the slowest", _seconds(max((each["seconds"] for each in hiding), default=0.0)), "none")
    line("given away when judged by themselves", sum(not each["safe"] for each in found), "0")


def _components_of(family: Table) -> list[dict[str, float]]:
    outcomes = []
    for table in components(family):
        started = time.perf_counter()
        pattern = protect(table, POLICY)
        seconds = time.perf_counter() - started
        if pattern.hidden:
            check = attack(reader_view(table, pattern.hidden), POLICY, known_of(table), pattern.large)
            safe = check.feasible and {each.key for each in check.exposed} <= pattern.unprotected.keys()
            proven = pattern.proven_least
            outcomes.append({"ratios": bool(table.ratios), "proven": proven, "seconds": seconds, "safe": safe})
    return outcomes


def _growth() -> None:
    heading("Growth: protect in one process, for each component of the index")
    first = 0.0
    for indicators in GROWTH:
        table = generate_index(indicators)
        started = time.perf_counter()
        protect(table, POLICY)
        each = (time.perf_counter() - started) / len(components(table))
        first = first or each
        words = "none" if indicators == GROWTH[0] else "<= 1.1 times the first"
        line(f"{indicators} indicators", f"{each * 1000:.2f} ms", words)
        line("  beside the first", f"{each / first:.2f}", words)


def _seconds(seconds: float) -> str:
    return f"{seconds:.2f} s"


if __name__ == "__main__":
    if sys.argv[1:]:
        print(json.dumps(judge(int(sys.argv[1]))))
    else:
        run()
