"""One sheet as the layout reads it: cells by place, merged cells wherever they reach, and what has been read."""

from decimal import Decimal
from functools import cached_property

from indicators.importers.cells import Cell, CellKind, Merge, Sheet
from indicators.importers.headings import Role, is_group_heading, role_in, says_figures, words_of
from indicators.importers.numerals import number_in_text, shown
from indicators.importers.parsed import Location

LONGEST = 120
"""How many characters a heading has at most."""

_IDENTIFYING = {Role.NUMBER, Role.TITLE}
_EVIDENCE = {Role.POLARITY, Role.TARGET, Role.YEAR_TO_DATE, Role.UNIT, Role.FREQUENCY, Role.RATING}


class Grid:
    """A sheet with a memory: `take` a cell, and it counts as read."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.rows: dict[int, dict[int, Cell]] = {}
        for (row, column), cell in sorted(sheet.cells.items()):
            self.rows.setdefault(row, {})[column] = cell
        self.last_row = max(self.rows, default=0)
        self.last_column = max((column for _, column in sheet.cells), default=0)
        self._own: dict[int, dict[int, Cell]] = {}
        self._read: set[tuple[int, int]] = set()
        self._merges_by_row: dict[int, list[Merge]] = {}
        for merge in sheet.merges:
            for row in range(merge.first_row, min(merge.last_row, self.last_row) + 1):
                self._merges_by_row.setdefault(row, []).append(merge)

    def merge_at(self, row: int, column: int) -> Merge | None:
        """The merged rectangle that covers a cell."""
        for merge in self._merges_by_row.get(row, ()):
            if merge.first_column <= column <= merge.last_column:
                return merge
        return None

    def look(self, row: int, column: int) -> Cell | None:
        """What a person sees at that place: the cell, or the merged cell that covers it."""
        if row not in self._merges_by_row:
            return self.sheet.cells.get((row, column))
        merge = self.merge_at(row, column)
        return self.sheet.cells.get((merge.first_row, merge.first_column) if merge else (row, column))

    def take(self, row: int, column: int) -> Cell | None:
        """`look`, and count the cell as read."""
        cell = self.look(row, column)
        if cell is not None:
            self._read.add((cell.row, cell.column))
        return cell

    def own(self, row: int) -> dict[int, Cell]:
        """The cells of a row with anything to see in them, by column; blank text and cells under a merge are not."""
        if row not in self._own:
            cells = self.rows.get(row, {})
            is_merged = row in self._merges_by_row
            self._own[row] = {
                column: cell
                for column, cell in cells.items()
                if not _is_blank(cell) and (not is_merged or self.look(row, column) is cell)
            }
        return self._own[row]

    def location(self, row: int, column: int) -> Location:
        return Location(self.sheet.name, row, column)

    @cached_property
    def header_rows(self) -> list[int]:
        """The rows that head a table: headings for the number and the title of an indicator, or for one of them and
        for enough else that only a report has."""
        return [row for row in self.rows if self._heads_a_table(row)]

    def _heads_a_table(self, row: int) -> bool:
        cells = [cell for cell in self.own(row).values() if isinstance(cell.value, str) and len(cell.value) <= LONGEST]
        found = [role_in(words_of(cell)) for cell in cells]
        roles = {role for role, _, _ in found}
        if not roles & _IDENTIFYING:
            return False
        if {role for role, _, is_own in found if is_own} >= _IDENTIFYING:
            return True
        if any(cell.kind is CellKind.NUMBER and not _is_year(cell) for cell in self.own(row).values()):
            return False
        below = self.own(row + 1).values()
        months = sum(names_one_month(cell) for cell in (*self.own(row).values(), *below))
        evidence = len(roles & _EVIDENCE) + months
        if roles >= _IDENTIFYING:
            return evidence > 0
        return evidence > 1 and (Role.TITLE in roles or months > 1)

    def range_location(self, row: int, column: int) -> tuple[Location, Location | None]:
        """The cell at that place, or the first and last cell of the merged rectangle that covers it."""
        merge = self.merge_at(row, column)
        if merge is None:
            return self.location(row, column), None
        return self.location(merge.first_row, merge.first_column), self.location(merge.last_row, merge.last_column)

    @property
    def locations_read(self) -> frozenset[Location]:
        """Every cell taken, and those that hold nothing but white space."""
        unread = {(cell.row, cell.column) for cell in self.unread}
        return frozenset(self.location(*place) for place in self.sheet.cells.keys() - unread)

    @property
    def unread(self) -> list[Cell]:
        """Cells that nobody took, blank text aside, in order."""
        cells = [self.sheet.cells[place] for place in sorted(self.sheet.cells.keys() - self._read)]
        return [cell for cell in cells if not _is_blank(cell)]


def names_one_month(cell: Cell) -> bool:
    """Whether the cell heads the figures of one month or quarter: a date, `Apr-20`, `Actual May`, `Q1`."""
    if cell.kind is CellKind.NUMBER or (isinstance(cell.value, str) and len(cell.value) > LONGEST):
        return False
    words = words_of(cell)
    return words.period.is_one and says_figures(words)


def _is_year(cell: Cell) -> bool:
    return isinstance(cell.value, Decimal) and cell.value in range(1990, 2100)


def text_of_row(grid: Grid, row: int) -> Cell | None:
    """The one text that stands alone in a row (a title, a section, a caption); None for any other row."""
    own = grid.own(row)
    if len(own) > 2:
        return None
    cells = [cell for cell in own.values() if not is_group_heading(shown(cell))]
    if len(cells) != 1 or cells[0].kind is not CellKind.TEXT or number_in_text(shown(cells[0])):
        return None
    return cells[0]


def _is_blank(cell: Cell) -> bool:
    return cell.kind is CellKind.TEXT and not str(cell.value).strip()
