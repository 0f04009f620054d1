"""Medians beside the median of a named reference, measured in the same run."""

import statistics
import time
from collections.abc import Callable
from pathlib import Path

REPETITIONS = 15


def median(
    work: Callable[[], object], before_each: Callable[[], object] = lambda: None, repetitions: int = REPETITIONS
) -> float:
    """The median time of a piece of work in seconds, without the first repetition and what goes before each."""
    taken = []
    for _ in range(repetitions + 1):
        before_each()
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken[1:])


def heading(text: str) -> None:
    print(f"\n{text}")


def compare(what: str, seconds: float, reference: str, reference_seconds: float, target: str = "none") -> None:
    """One line: what, its median, the reference, its median, the ratio, and the target for the ratio."""
    beside = f"{reference:42} {_milliseconds(reference_seconds)}   ratio {seconds / reference_seconds:6.2f}"
    print(f"  {what:42} {_milliseconds(seconds)}   {beside}   target {target}")


def part(what: str, seconds: float) -> None:
    """A line about a part of the line before, which has no target of its own."""
    print(f"    {what:40} {_milliseconds(seconds)}")


def line(what: str, found: object, target: str) -> None:
    """A line about something that is counted, not timed."""
    print(f"  {what:42} {found!s:>11}   target {target}")


def peak_of_this_process() -> int:
    """The most memory held so far in MB; `getrusage` would count what the process that started this one held."""
    (peak,) = [each for each in Path("/proc/self/status").read_text().splitlines() if each.startswith("VmHWM")]
    return int(peak.split()[1]) // 1024


def _milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:8.1f} ms"
