"""Finds the tables of an index sheet: their heading rows, their captions, and the rows between."""

import re
from collections.abc import Iterable

from indicators.importers.cells import Cell, CellKind
from indicators.importers.columns import Table, read_columns
from indicators.importers.grid import LONGEST, Grid, names_one_month, text_of_row
from indicators.importers.headings import (
    Role,
    Words,
    is_another_comparator,
    is_group_heading,
    role_in,
    says_figures,
    words_in,
    words_of,
)
from indicators.importers.mapping import Mapping
from indicators.importers.numerals import shown

_CAPTION = re.compile(r"\byear\b|\bfollowing\b|:$", re.IGNORECASE)


def read_tables(grid: Grid, reporting_year: int, mapping: Mapping) -> list[Table]:
    """Every table of the sheet, top to bottom, with its columns read and its headings questioned."""
    headers = grid.header_rows
    ends = [*(group_row(grid, header) or header for header in headers[1:]), grid.last_row + 1]
    tables: list[Table] = []
    caption_rows: list[int] = []
    for header, end in zip(headers, ends, strict=True):
        sub_header = second_header_row(grid, header)
        body_end, next_caption_rows = _captions_above(grid, sub_header + 1, end, is_last=end > grid.last_row)
        caption = " ".join(_take_texts(grid, caption_rows))
        headings, above = headings_of(grid, header)
        table = Table(grid, header, range(sub_header + 1, body_end), caption, headings, above)
        read_columns(table, reporting_year, mapping)
        tables.append(table)
        caption_rows = next_caption_rows
    return tables


def second_header_row(grid: Grid, header: int) -> int:
    """The row of months and comparators below the headings; the header row itself where there is no second."""
    identifying = {column for column, cell in grid.own(header).items() if _role(cell) in (Role.NUMBER, Role.TITLE)}
    below = grid.own(header + 1)
    names_figures = any(_names_figures(cell) for cell in below.values())
    return header + 1 if names_figures and not identifying & below.keys() else header


def group_row(grid: Grid, header: int) -> int | None:
    """The row above the headings where it says something of several columns; None where it is a title or a section.

    It starts to the right of the indicators' titles, or is merged over several columns but not over the first.
    """
    cells = grid.own(header - 1)
    titles = [column for column, cell in grid.own(header).items() if _role(cell) in (Role.NUMBER, Role.TITLE)]
    if not cells or not titles or any(cell.kind is CellKind.NUMBER for cell in cells.values()):
        return None
    if min(cells) <= max(titles):
        return None
    is_merged = any(grid.merge_at(cell.row, cell.column) for cell in cells.values())
    speaks = any(_names_figures(cell) or words_of(cell).period for cell in cells.values())
    return header - 1 if len(cells) > 1 or is_merged or speaks else None


def headings_of(grid: Grid, header: int) -> tuple[dict[int, Cell], dict[int, Words]]:
    """The cell that heads each column, the lower one where there are two and never one over a whole group; and what
    stands above it."""
    sub_header = second_header_row(grid, header)
    groups = _spread(grid, group_row(grid, header), range(1, grid.last_column + 1))
    below = grid.own(sub_header) if sub_header != header else {}
    uppers = _spread(grid, header, below.keys())
    headings: dict[int, Cell] = {}
    above: dict[int, Words] = {}
    for column in range(1, grid.last_column + 1):
        upper = grid.look(header, column)
        if upper is not None and (is_group_heading(shown(upper)) or column in below):
            grid.take(header, column)
        cell = below.get(column) or upper
        if cell is None or not shown(cell) or is_group_heading(shown(cell)):
            continue
        headings[column] = cell
        over = [groups.get(column), uppers.get(column) if column in below else None]
        texts = [_text(each) for each in over if each is not None and not is_group_heading(shown(each))]
        if texts:
            above[column] = words_in(" ".join(texts))
    for cell in groups.values():
        grid.take(cell.row, cell.column)
    return headings, above


def _spread(grid: Grid, row: int | None, columns: Iterable[int]) -> dict[int, Cell]:
    """The cell of that row that stands over each column: its own, the merged one, or the last one to the left."""
    spread: dict[int, Cell] = {}
    if row is None:
        return spread
    over: Cell | None = None
    wanted = set(columns)
    for column in range(1, grid.last_column + 1):
        cell = grid.look(row, column)
        if cell is not None and shown(cell):
            over = cell
        elif over is not None and ({column, over.column} - wanted or grid.merge_at(over.row, over.column)):
            over = None
        if over is not None and column in wanted:
            spread[column] = over
    return spread


def _text(cell: Cell) -> str:
    return words_of(cell).text if cell.kind is CellKind.DATE else shown(cell)


def _role(cell: Cell) -> Role | None:
    if not isinstance(cell.value, str) or len(cell.value) > LONGEST:
        return None
    return role_in(words_of(cell))[0]


def _names_figures(cell: Cell) -> bool:
    """Whether a cell below or above the headings is itself one: of a month, a year, a comparator, a target."""
    if names_one_month(cell):
        return True
    if not isinstance(cell.value, str) or len(cell.value) > LONGEST:
        return False
    words = words_of(cell)
    role = role_in(words)[0]
    if role in (Role.ENGLAND, Role.LONDON, Role.TARGET, Role.YEAR_TO_DATE):
        return True
    return (bool(words.period.year) and (role is not None or not is_another_comparator(words))) or (
        bool(words.rest) and says_figures(words)
    )


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
