"""Medians beside the median of a named reference, measured in the same run."""

import statistics
import time
from collections.abc import Callable

REPETITIONS = 15


def median(work: Callable[[], object], repetitions: int = REPETITIONS) -> float:
    """The median time of a piece of work in seconds, after one repetition that does not count."""
    return statistics.median(times(work, repetitions))


def times(work: Callable[[], object], repetitions: int, before_each: Callable[[], object] = lambda: None) -> list[float]:
    """How long each repetition took in seconds. The first does not count, nor does what goes before each."""
    taken = []
    for _ in range(repetitions + 1):
        before_each()
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return taken[1:]


def heading(text: str) -> None:
    print(f"\n{text}")


def compare(what: str, seconds: float, reference: str, reference_seconds: float, target: str = "") -> None:
    """One line: what, its median, the reference, its median, the ratio, and the target for the ratio."""
    print(
        f"  {what:42} {milliseconds(seconds)}   {reference:48} {milliseconds(reference_seconds)}"
        f"   ratio {seconds / reference_seconds:6.2f}   {'target ' + target if target else 'no target'}"
    )


def part(what: str, seconds: float) -> None:
    print(f"    {what:40} {milliseconds(seconds)}")


def count(what: str, number: int, target: str) -> None:
    print(f"  {what:42} {number:7}      target {target}")


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:8.1f} ms"
