"""`python -m suppression.engine FILE.json`: judge the patterns of a case file, or find one; or say what leaks.

Prints what is hidden, what that costs, whether it is proven least, and what a reader is left with: the interval of
each hidden figure, and where it is short how many numbers of it are possible. Ends with 2 if the file is not
understood, with 1 if something in it cannot be protected.
"""

import sys
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from suppression.engine.attack import attack
from suppression.engine.case_file import CaseFile, read_case_file
from suppression.engine.case_json import NotUnderstood
from suppression.engine.leak_cases import Leak
from suppression.engine.policy import Policy
from suppression.engine.protection import protect
from suppression.engine.reader import reader_view
from suppression.engine.report import Check, ProtectionImpossible
from suppression.engine.table import Table


def main(arguments: Sequence[str]) -> int:
    """Run the command; return its exit code."""
    if len(arguments) != 1:
        sys.stderr.write("Name one file: python -m suppression.engine FILE.json\n")
        return 2
    policy = Policy()
    try:
        read = read_case_file(Path(arguments[0]))
        if not isinstance(read, CaseFile):
            sys.stdout.write("\n".join(leaking(leak, policy) for leak in read))
            return 0
        sys.stdout.write("\n".join(patterns_given(read, policy)))
        return 0 if read.patterns.keys() & {"suppressed", "run 1"} else _find(read, policy)
    except NotUnderstood as trouble:
        sys.stderr.write(f"{trouble}\n")
        return 2
    except ProtectionImpossible as trouble:
        sys.stderr.write(f"{trouble}\n")
        return 1


def patterns_given(case: CaseFile, policy: Policy) -> Iterator[str]:
    """What is to be said of each pattern that the file gives; raises NotUnderstood."""
    for name, hidden in case.patterns.items():
        yield judged(name, case.table, hidden, "not judged, the pattern was given", policy)


def _find(case: CaseFile, policy: Policy) -> int:
    """Print the pattern that is found; return the exit code."""
    pattern = protect(case.table, policy)
    proven = "yes" if pattern.proven_least else "no"
    sys.stdout.write("\n" if case.patterns else "")
    sys.stdout.write(judged("found by protect", case.table, pattern.hidden, proven, policy, pattern.large))
    for sentence in pattern.unprotected.values():
        sys.stderr.write(f"{sentence}\n")
    return 1 if pattern.unprotected else 0


def judged(
    name: str, table: Table, hidden: Collection[str], proven: str, policy: Policy, large: Collection[str] = ()
) -> str:
    """One pattern, in lines; large: figures (keys) without a number that are known to be large.

    Raises NotUnderstood for a pattern that cannot be judged.
    """
    check = _check(name, table, hidden, policy, large)
    in_order = [cell for cell in table.cells if cell.key in hidden]
    lines = [
        f"Pattern: {name}",
        f"Hidden: {', '.join(cell.key for cell in in_order) or 'nothing'}",
        f"Loss: {sum(cell.weight for cell in in_order)}",
        f"Proven least: {proven}",
        *(f"{cell.key}: {left(check, cell.key)}" for cell in table.cells if cell.key in hidden or cell.latent),
        f"Check: {check.message}",
    ]
    return "".join(f"{line}\n" for line in lines)


def leaking(leak: Leak, policy: Policy) -> str:
    """One way to leak, in lines: what is left of each figure that is not shown."""
    check = _check(leak.name, leak.table, leak.hidden, policy)
    lines = [
        f"Case: {leak.name}",
        *(f"{name}: {left(check, key)}" for name, key in leak.figures.items()),
        f"Check: {check.message}",
    ]
    return "".join(f"{line}\n" for line in lines)


def left(check: Check, key: str) -> str:
    """What a reader is left with of a figure."""
    interval = check.intervals.get(key)
    if interval is None:
        return "not judged"
    return f"{interval}, {check.possible[key]} possible" if check.possible.get(key, 1) > 1 else str(interval)


def _check(name: str, table: Table, hidden: Collection[str], policy: Policy, large: Collection[str] = ()) -> Check:
    truth = {cell.key: cell.value for cell in table.cells if cell.value is not None}
    try:
        return attack(reader_view(table, hidden), policy, truth, large)
    except ValueError as trouble:
        raise NotUnderstood(f"“{name}” does not fit the cells: {trouble}") from trouble


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
