"""Reads a target that stands in two or three columns: where green, amber and red begin."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal
from typing import TYPE_CHECKING

from indicators.importers.cells import Cell
from indicators.importers.headings import Role
from indicators.importers.numerals import shown, tidy
from indicators.importers.parsed import Finding, ParsedTarget, Severity
from indicators.importers.targets import read_target
from indicators.vocabulary import Polarity, TargetForm

if TYPE_CHECKING:
    from indicators.importers.rows import Row

SIX_PLACES = Decimal("0.000001")
LARGEST_TOLERANCE = Decimal(1000)
_COLOURS = (Role.GREEN, Role.AMBER, Role.RED)


def read_thresholds(read: Row) -> None:
    """The target from the green column where there is no column of targets, and the tolerance from amber's far end.

    Outturn keeps how far a figure may miss the target and still be AMBER as a percentage of the target. Thresholds
    that do not go one way, from green over amber to red, are not taken, with a WARNING.
    """
    cells = {role: _cell(read, role) for role in _COLOURS}
    if not any(cells.values()):
        return
    green = _target(read, Role.GREEN, cells[Role.GREEN])
    if green is not None and (read.target is None or read.target.low is None):
        read.target = green
    target = read.target
    far = _far_end(read, cells)
    if target is None or target.low is None or target.high is None or far is None:
        return
    bound = target.low if read.polarity is Polarity.HIGH else target.high
    miss = bound - far if read.polarity is Polarity.HIGH else far - bound
    location = read.place(Role.AMBER if cells[Role.AMBER] else Role.RED)
    tolerance = (abs(miss) * 100 / abs(bound)).quantize(SIX_PLACES, ROUND_CEILING) if bound else LARGEST_TOLERANCE
    if miss < 0 or tolerance >= LARGEST_TOLERANCE:
        message = (
            f"{read.about}: the thresholds in {location.cell} do not lead from green to red one way. The target was "
            "read; how far it may be missed and still be AMBER was not. Correct it under Administration."
        )
        read.findings.append(Finding(Severity.WARNING, "thresholds_contradict", message, location))
        return
    read.tolerance = tolerance
    message = (
        f"{read.about}: AMBER reaches to {far:f} ({location.cell}), {round(tolerance, 2).normalize():f} % from the "
        "target. That is kept as its tolerance."
    )
    read.findings.append(Finding(Severity.NOTE, "tolerance_from_thresholds", message, location))


def _cell(read: Row, role: Role) -> Cell | None:
    if role not in read.table.roles:
        return None
    cell = read.table.grid.take(read.row, read.table.roles[role])
    return cell if cell is not None and shown(cell) else None


def _far_end(read: Row, cells: dict[Role, Cell | None]) -> Decimal | None:
    """The worst figure that is still AMBER: amber's far end, else where red begins; None without a polarity."""
    if read.polarity is Polarity.NEITHER:
        return None
    amber = _target(read, Role.AMBER, cells[Role.AMBER])
    if amber is None:
        amber = _target(read, Role.RED, cells[Role.RED])
        return (amber.high if read.polarity is Polarity.HIGH else amber.low) if amber else None
    if cells[Role.RED]:
        _target(read, Role.RED, cells[Role.RED])
    return amber.low if read.polarity is Polarity.HIGH else amber.high


def _target(read: Row, role: Role, cell: Cell | None) -> ParsedTarget | None:
    """One threshold as a value or range; words that are none are an ERROR, as with a target."""
    if cell is None:
        return None
    reading = read_target(
        cell, read.unit, read.place(role), f"{read.about}, {role}", Polarity.NEITHER, unit_is_said=read.unit_is_said
    )
    kept = {"unreadable_target", "target_in_words", "percentage_without_sign"}
    read.findings.extend(finding for finding in reading.findings if finding.rule in kept)
    is_number = reading.target.form in (TargetForm.SINGLE, TargetForm.RANGE)
    if is_number or role is Role.GREEN:
        wording = tidy(shown(cell))
        return ParsedTarget(reading.target.form, wording, reading.target.low, reading.target.high)
    return None
