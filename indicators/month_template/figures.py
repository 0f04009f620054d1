"""How a stored figure is written into a workbook so that the importer reads it back as it is stored."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from indicators.formatting import figure_text
from indicators.importers.cells import Cell, CellKind
from indicators.importers.compare_figures import FIGURE_FIELDS, is_same_figure
from indicators.importers.figures import read_figure
from indicators.importers.parsed import Location
from indicators.models import Benchmark, Outturn
from indicators.vocabulary import Absence, Unit

SOMEWHERE = Location("", 1, 1)
Figures = Mapping[str, Outturn | Benchmark]
"""The figures of one cell, by the name of their measure."""


@dataclass(frozen=True)
class Written:
    """What goes into a cell: a text, or a number with its format."""

    value: str | Decimal
    number_format: str = "General"


def number_format_of(unit: Unit, decimal_places: int) -> str:
    """`0`, `0.0%`: a number of that unit with so many decimals."""
    places = "." + "0" * decimal_places if decimal_places else ""
    return f"0{places}%" if unit is Unit.PERCENTAGE else f"0{places}"


def written(figures: Figures, unit: Unit) -> Written | None:
    """The cell of these figures, the first way of writing them that is read back as they are stored.

    None where there is no figure, or none of these ways says it: then nothing is written, and nothing is lost.
    """
    if not figures:
        return None
    for candidate in _candidates(figures, unit):
        if _is_read_back(candidate, figures, unit):
            return candidate
    return None


def _candidates(figures: Figures, unit: Unit) -> Iterator[Written]:
    texts = list(figures.values())
    if all(figure.absence for figure in texts) and len({figure.wording for figure in texts}) == 1:
        yield from _words(texts[0])
    if len(figures) > 1 or any(figures):
        yield Written(" ".join(f"{_unnamed(figure, name, unit)} ({name})" for name, figure in figures.items()))
        return
    (figure,) = texts
    if figure.absence:
        return
    if figure.value is not None and figure.numerator is None and figure.rate is None:
        number = figure.value / 100 if unit is Unit.PERCENTAGE else figure.value
        yield Written(number.normalize() + 0, number_format_of(unit, figure.decimal_places))
    if figure.wording:
        yield Written(figure.wording)
    yield Written(figure_text(figure, unit))


def _words(figure: Outturn | Benchmark) -> Iterator[Written]:
    """The wording of an absence: its own, or where that is an x, which would be asked about again, all the same."""
    if figure.wording:
        yield Written(figure.wording)
    yield Written(Absence(figure.absence).label)


def _unnamed(figure: Outturn | Benchmark, name: str, unit: Unit) -> str:
    wording = figure.wording.removesuffix(f"({name})").strip()
    return wording or figure_text(figure, unit)


def _is_read_back(candidate: Written, figures: Figures, unit: Unit) -> bool:
    kind = CellKind.TEXT if isinstance(candidate.value, str) else CellKind.NUMBER
    cell = Cell(1, 1, candidate.value, candidate.number_format, kind)
    reading = read_figure(cell, unit, SOMEWHERE)
    if reading.period and any(getattr(figure, "year", "") != reading.period for figure in figures.values()):
        return False
    for name, figure in figures.items():
        read = reading.figures.get(name) or reading.figures.get("")
        if read is None:
            return False
        if read.ambiguous:  # what an x means is known from what is stored
            if read.wording != figure.wording:
                return False
            continue
        values: dict[str, Any] = {field: getattr(read, field) for field in FIGURE_FIELDS}
        values["absence"] = read.absence or ""
        if not is_same_figure(figure, values):
            return False
    return True
