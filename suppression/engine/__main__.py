"""`python -m suppression.engine FILE.json`: judge the patterns of a case file, or find one.

Prints what is hidden, what that costs, whether it is proven least, and what a reader is left with. Ends with 2 if the
file is not understood, with 1 if no safe pattern is known.
"""

import sys
from collections.abc import Collection, Sequence
from pathlib import Path

from suppression.engine.attack import attack
from suppression.engine.case_file import NotUnderstood, read_case_file
from suppression.engine.policy import Policy
from suppression.engine.protection import protect
from suppression.engine.reader import reader_view
from suppression.engine.report import ProtectionImpossible
from suppression.engine.table import Table


def main(arguments: Sequence[str]) -> int:
    """Run the command; return its exit code."""
    if len(arguments) != 1:
        sys.stderr.write("Name one file: python -m suppression.engine FILE.json\n")
        return 2
    try:
        sys.stdout.write(answer(Path(arguments[0]), Policy()))
    except NotUnderstood as trouble:
        sys.stderr.write(f"{trouble}\n")
        return 2
    except ProtectionImpossible as trouble:
        sys.stderr.write(f"{trouble}\n")
        return 1
    return 0


def answer(path: Path, policy: Policy) -> str:
    """Everything that is printed about the file; raises NotUnderstood and ProtectionImpossible."""
    case = read_case_file(path)
    parts = [
        judged(name, case.table, hidden, "not judged, the pattern was given", policy)
        for name, hidden in case.patterns.items()
    ]
    if not case.own_levels and not case.patterns.keys() & {"suppressed", "run 1"}:
        pattern = protect(case.table, policy)
        proven = "yes" if pattern.proven_least else "no"
        parts.append(judged("found by protect", case.table, pattern.hidden, proven, policy))
    return "\n".join(parts)


def judged(name: str, table: Table, hidden: Collection[str], proven: str, policy: Policy) -> str:
    """One pattern, in lines; raises NotUnderstood for a pattern that cannot be judged."""
    try:
        check = attack(reader_view(table, hidden), policy)
    except ValueError as trouble:
        raise NotUnderstood(f"The pattern “{name}” does not fit the cells: {trouble}") from trouble
    in_order = [cell for cell in table.cells if cell.key in hidden]
    to_judge = [cell.key for cell in table.cells if cell.key in hidden or cell.latent]
    lines = [
        f"Pattern: {name}",
        f"Hidden: {', '.join(cell.key for cell in in_order) or 'nothing'}",
        f"Loss: {sum(cell.weight for cell in in_order)}",
        f"Proven least: {proven}",
        *(f"{key}: {check.intervals.get(key, 'not judged')}" for key in to_judge),
        f"Check: {check.message}",
    ]
    return "".join(f"{line}\n" for line in lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
