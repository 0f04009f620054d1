"""The form in which a person says what each column of a workbook is."""

import calendar
import hashlib
import re
from collections.abc import Iterator
from typing import Any

from django import forms

from indicators.importers.cells import Cell
from indicators.importers.column_roles import SINGLE_ROLES, Certainty, Column
from indicators.importers.columns import Table
from indicators.importers.headings import Role, month_heading, year_in
from indicators.importers.layout import Recognised
from indicators.importers.mapping import LayoutChoice, choice_of
from indicators.importers.months import said_date
from indicators.importers.numerals import shown, tidy
from indicators.importers.parsed import Location
from indicators.vocabulary import YearBasis

SAMPLES = 3
FIRST_ROWS = 4
LONGEST_SAMPLE = 60
MONTHS_FROM_APRIL = (*range(4, 13), *range(1, 4))
WORDS = {
    Role.NUMBER: "Number of the indicator",
    Role.TITLE: "Title of the indicator",
    Role.SECTION: "Section",
    Role.WHY: "Why it is important",
    Role.POLARITY: "Polarity: which way is better",
    Role.UNIT: "Unit",
    Role.FREQUENCY: "How often it is reported",
    Role.TARGET: "Target",
    Role.GREEN: "Where GREEN begins",
    Role.AMBER: "Where AMBER begins",
    Role.RED: "Where RED begins",
    Role.RATING: "Rating (RAG)",
}
COMPARATORS = {
    Role.PREVIOUS_YEAR: "An own previous year",
    Role.ENGLAND: "England",
    Role.LONDON: "London",
}


def column_letter(column: int) -> str:
    return Location("", 1, column).cell.rstrip("0123456789")


class LayoutForm(forms.Form):
    """One layout: a choice for each column that has a heading, and the year that it runs over."""

    basis = forms.ChoiceField(
        label="Its months are those of a",
        choices=YearBasis.choices,
        widget=forms.Select(attrs={"class": "govuk-select"}),
    )

    def __init__(self, headings: str, table: Table, data: Any = None) -> None:
        self.headings, self.table = headings, table
        digest = hashlib.sha256(headings.encode()).hexdigest()[:12]
        initial = {_name(each): _initial(each) for each in table.columns} | {"basis": table.basis}
        super().__init__(data, prefix=f"layout_{digest}", initial=initial)
        for each in table.columns:
            place = f"id_{self.prefix}-{_name(each)}"
            described_by = f"{place}_unclear {place}_hint" if each.certainty is Certainty.UNCLEAR else f"{place}_hint"
            self.fields[_name(each)] = forms.ChoiceField(
                label=f"Column {column_letter(each.column)}: {_heading(each)}",
                choices=_choices(each, table.basis),
                required=False,
                widget=forms.Select(attrs={"class": "govuk-select", "aria-describedby": described_by}),
            )

    def clean(self) -> dict[str, Any]:
        """One title; no thing twice that there is once; no month twice; something to read."""
        said: dict[str, Column] = {}
        roles = set()
        for column in self.table.columns:
            role = self.cleaned_data.get(_name(column), "")
            roles.add(role.partition(":")[0])
            letter = column_letter(column.column)
            if not role:
                self.add_error(_name(column), f"Say what column {letter} is, or leave it out")
            elif role in said and (role in SINGLE_ROLES or ":" in role):
                first = column_letter(said[role].column)
                self.add_error(_name(column), f"Column {letter}: column {first} is that already. Choose one of them")
            said.setdefault(role, column)
        if Role.TITLE not in roles:
            self.add_error(None, "Say which column holds the title of each indicator")
        if not roles & {Role.MONTH, Role.YEAR_TO_DATE, Role.TARGET, Role.GREEN, Role.PREVIOUS_YEAR}:
            self.add_error(None, "Say which columns hold figures: months, the year to date, or targets")
        return self.cleaned_data

    @property
    def choice(self) -> LayoutChoice:
        columns = [(each, self.cleaned_data[_name(each)]) for each in self.table.columns]
        return choice_of(columns, YearBasis(self.cleaned_data["basis"]))

    @property
    def rows(self) -> Iterator[tuple[Column, str, str, forms.BoundField]]:
        """Each column with its letter, its first values, and its field; those that are unclear first."""
        for each in sorted(self.table.columns, key=lambda column: column.certainty is not Certainty.UNCLEAR):
            yield each, column_letter(each.column), _samples(self.table, each.column), self[_name(each)]

    @property
    def place(self) -> str:
        return f"“{self.table.grid.sheet.name}”, headings in row {self.table.header_row}"

    @property
    def unclear(self) -> list[Column]:
        return [each for each in self.table.columns if each.certainty is Certainty.UNCLEAR]

    @property
    def letters(self) -> list[str]:
        return [column_letter(column) for column in range(1, self.table.grid.last_column + 1)]

    @property
    def first_rows(self) -> list[tuple[int, list[str]]]:
        """The headings and the first rows below them, as Excel shows them."""
        last = min(self.table.body.start + FIRST_ROWS, self.table.body.stop)
        numbers = range(max(1, self.table.header_row - 1), last)
        columns = range(1, self.table.grid.last_column + 1)
        rows = self.table.grid.rows
        return [(row, [_short(rows.get(row, {}).get(column)) for column in columns]) for row in numbers]


class ColumnsForm:
    """One form for each layout of a workbook, and one for its year."""

    def __init__(self, recognised: Recognised, says_year: bool, data: Any = None) -> None:
        self.year = YearForm(recognised.reporting_year if says_year else None, data)
        self.layouts = [LayoutForm(key, table, data) for key, table in recognised.layouts.items()]

    def is_valid(self) -> bool:
        return all([self.year.is_valid(), *(form.is_valid() for form in self.layouts)])

    @property
    def errors(self) -> list[tuple[str, str]]:
        """Each message with the field that it is about."""
        found = []
        for form in (self.year, *self.layouts):
            for name, messages in form.errors.items():
                place = form["basis"].auto_id if name == "__all__" else form[name].auto_id
                found += [(str(place), str(message)) for message in messages]
        return found

    @property
    def choices(self) -> dict[str, LayoutChoice]:
        return {form.headings: form.choice for form in self.layouts}


class YearForm(forms.Form):
    """The reporting year of a workbook."""

    year = forms.CharField(
        label="Reporting year",
        max_length=9,
        error_messages={"required": "Enter the reporting year of the workbook, such as 2020/21"},
        widget=forms.TextInput(
            attrs={
                "class": "govuk-input govuk-input--width-10",
                "autocomplete": "off",
                "aria-describedby": "id_year_hint",
            }
        ),
    )

    def __init__(self, year: int | None, data: Any = None) -> None:
        initial = {"year": f"{year}/{(year + 1) % 100:02d}"} if year is not None else {}
        super().__init__(data, initial=initial)

    def clean_year(self) -> int:
        said = tidy(self.cleaned_data["year"])
        year = year_in(said)
        if year is None or not re.fullmatch(r"[0-9]{2,4}(?:\s*[/-]\s*[0-9]{2,4})?", said):
            raise forms.ValidationError("Enter the reporting year as it is written, such as 2020/21")
        return int(year[:4])


def _name(column: Column) -> str:
    return f"column_{column_letter(column.column)}"


def _heading(column: Column) -> str:
    above = f"{column.above.text}, " if column.above.text else ""
    return f"“{above}{column.words.text}”"


def _initial(column: Column) -> str:
    if column.certainty is Certainty.UNCLEAR:
        return ""
    return f"{column.role}:{column.month}" if column.month else str(column.role)


def _choices(column: Column, basis: YearBasis) -> list[tuple[str, Any]]:
    """What the column can be: its own month where its heading names one, otherwise any month of the year."""
    heading = month_heading(column.words, column.above.period, basis)
    if heading is not None:
        said = said_date(heading, basis)
        named = f"{said:%B %Y}" if said else calendar.month_name[heading.month]
        quarter = f"quarter {heading.quarter}, kept at " if heading.stands_for_quarter else ""
        figures = [(str(Role.MONTH), f"Figures of {quarter}{named}")]
    else:
        figures = [
            (f"{Role.MONTH}:{month}", f"Figures of {calendar.month_name[month]}") for month in MONTHS_FROM_APRIL
        ]
    figures.append((str(Role.YEAR_TO_DATE), "Year to date"))
    period = column.words.period.year or column.above.period.year
    comparators = [
        (str(role), f"{words}, {period}" if period else words)
        for role, words in COMPARATORS.items()
        if period or role is not Role.PREVIOUS_YEAR
    ]
    left_out = f"Leave it out: {column.reason}" if column.role is Role.LEFT_OUT and column.reason else "Leave it out"
    return [
        ("", "Not said yet"),
        (str(Role.LEFT_OUT), left_out if column.certainty is not Certainty.UNCLEAR else "Leave it out"),
        ("The indicator", [(str(role), words) for role, words in WORDS.items()]),
        ("Figures", figures),
        ("Compared with", comparators),
    ]


def _samples(table: Table, column: int) -> str:
    cells = (table.grid.own(row).get(column) for row in table.body)
    texts = [_short(cell) for cell in cells if cell is not None]
    return " · ".join(texts[:SAMPLES]) + (" …" if len(texts) > SAMPLES else "")


def _short(cell: Cell | None) -> str:
    text = tidy(shown(cell)) if cell is not None else ""
    return text if len(text) <= LONGEST_SAMPLE else text[:LONGEST_SAMPLE] + "…"
