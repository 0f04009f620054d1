"""Finds the tables of an index sheet: their heading rows, their captions, and the rows between."""

import re

from indicators.importers.cells import Cell
from indicators.importers.columns import Table, read_columns
from indicators.importers.grid import Grid, text_of_row
from indicators.importers.headings import Role, is_group_heading, read_comparator, read_month, role_of
from indicators.importers.numerals import shown

_CAPTION = re.compile(r"\byear\b|\bfollowing\b|:$", re.IGNORECASE)


def read_tables(grid: Grid, reporting_year: int) -> list[Table]:
    """Every table of the sheet, top to bottom, with its columns read and its headings questioned."""
    headers = grid.header_rows
    ends = [*headers[1:], grid.last_row + 1]
    tables: list[Table] = []
    caption_rows: list[int] = []
    for header, end in zip(headers, ends, strict=True):
        sub_header = _second_header_row(grid, header)
        body_end, next_caption_rows = _captions_above(grid, sub_header + 1, end, is_last=end > grid.last_row)
        caption = " ".join(_take_texts(grid, caption_rows))
        headings = _headings(grid, header, sub_header)
        table = Table(grid, header, range(sub_header + 1, body_end), caption, headings)
        read_columns(table, reporting_year)
        tables.append(table)
        caption_rows = next_caption_rows
    return tables


def _second_header_row(grid: Grid, header: int) -> int:
    """The row of months and comparators below the headings; the header row itself where there is no second."""
    identifying = {
        column for column, cell in grid.own(header).items() if role_of(shown(cell)) in (Role.NUMBER, Role.TITLE)
    }
    below = grid.own(header + 1)
    names_figures = any(read_month(cell) or read_comparator(shown(cell)) for cell in below.values())
    return header + 1 if names_figures and not identifying & below.keys() else header


def _captions_above(grid: Grid, start: int, end: int, *, is_last: bool) -> tuple[int, list[int]]:
    """Where the body of a table ends, and the rows between it and the next header that caption the next table."""
    rows: list[int] = []
    for row in range(end - 1, start - 1, -1):
        if is_last:
            break
        own = grid.own(row)
        text = text_of_row(grid, row)
        if (
            own
            and (text is None or not _CAPTION.search(shown(text)))
            and not all(is_group_heading(shown(cell)) for cell in own.values())
        ):
            break
        rows.insert(0, row)
    return (rows[0] if rows else end), rows


def _take_texts(grid: Grid, rows: list[int]) -> list[str]:
    texts = []
    for row in rows:
        for column, cell in grid.own(row).items():
            grid.take(row, column)
            if not is_group_heading(shown(cell)):
                texts.append(shown(cell))
    return texts


def _headings(grid: Grid, header: int, sub_header: int) -> dict[int, Cell]:
    """The cell that heads each column: the lower heading where there is one, and never one over a whole group."""
    headings: dict[int, Cell] = {}
    below = grid.own(sub_header)
    for column in range(1, grid.last_column + 1):
        above = grid.look(header, column)
        if above is not None and (is_group_heading(shown(above)) or (column in below and sub_header != header)):
            grid.take(header, column)
        cell = below.get(column) or above
        if cell is not None and shown(cell) and not is_group_heading(shown(cell)):
            headings[column] = cell
    return headings
