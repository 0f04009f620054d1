"""Open data as an accessible spreadsheet, as the Government Analysis Function asks: cover, contents, notes, one table
a sheet, shorthand in place of what is not shown. Written by gptables, which is told to take no text for anything else.
"""

from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any

import pandas as pd
from gptables import Cover, GPTable, produce_workbook
from gptables.core.gptable import FormatList

from reports.renderers import Reading
from reports.renderers.archive import height_of, legal, settled
from reports.renderers.marking import marking
from reports.renderers.open_data_tables import DataTable, Value, tables
from reports.wording import AnyPaper, month_name

ONE_TABLE = "This worksheet contains one table."
SHORTHAND = (
    f"{ONE_TABLE} Some cells have shorthand in place of a number: [c], [x] and [z]. What it means is on the notes "
    "worksheet.$$c$$$$x$$$$z$$"
)
NO_TEXT_IS_MORE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
WIDEST = 90
LINE_HEIGHT, COVER_LINE_HEIGHT = 16, 20


def render(paper: AnyPaper, reading: Reading | None) -> bytes:
    """The workbook: cover, contents, notes, ratings, a table for each section, and what people said."""
    said = marking(paper, reading)
    written, cover, notes = tables(paper), _cover(paper, said), _notes(paper)
    sheets = {table.label: _sheet(table, said) for table in written}
    file = BytesIO()
    workbook = produce_workbook(
        file,
        sheets,
        cover=cover,
        contentsheet_options={"subtitles": [said] if said else [], "instructions": ONE_TABLE},
        notes_table=notes,
        notesheet_options={"instructions": f"{said}. {ONE_TABLE}" if said else ONE_TABLE},
        auto_width=False,
        workbook_options={"in_memory": True, **NO_TEXT_IS_MORE},
    )
    heading_row = 3 if said else 2
    for table in written:
        sheet = workbook.get_worksheet_by_name(table.label)
        _lay_out(sheet, [width for _, width in table.columns], heading_row)
        for row, values in enumerate(table.rows, start=heading_row + 1):
            texts = ((str(value), width) for value, (_, width) in zip(values, table.columns, strict=True))
            sheet.set_row(row, height_of(texts, LINE_HEIGHT))
    _lay_out(workbook.get_worksheet_by_name("Contents"), (16, WIDEST), heading_row)
    _lay_out(workbook.get_worksheet_by_name("Notes"), (14, WIDEST), heading_row=2)
    for row, text in enumerate(notes["Note text"], start=3):
        workbook.get_worksheet_by_name("Notes").set_row(row, height_of([(text, WIDEST)], LINE_HEIGHT))
    for row, text in enumerate(_texts_of(cover)):
        workbook.get_worksheet_by_name("Cover").set_row(row, height_of([(text, cover.width)], COVER_LINE_HEIGHT))
    workbook.close()
    return settled(file.getvalue(), paper, reading)


def _texts_of(cover: Cover) -> list[str]:
    """The rows of the cover, its headings among them."""
    return [cover.title, "Introductory information", *cover.intro, "About these data", *cover.about]


def _lay_out(sheet: Any, widths: Sequence[int], heading_row: int) -> None:
    """As wide as a page lying on its side, with the headings, and what stands above them, on each page."""
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, heading_row)


def _sheet(table: DataTable, said: str) -> GPTable:
    names = [name for name, _ in table.columns]
    frame = pd.DataFrame([[_cell(value) for value in row] for row in table.rows], columns=names, dtype=object)
    formats: list[dict[str, Any]] = [{"column": {"columns": names, "format": {"valign": "top"}}}]
    formats += [
        {"cell": {"format": {"num_format": _number_format(value)}, "cells": (row, column)}}
        for row, values in enumerate(table.rows, start=1)
        for column, value in enumerate(values)
        if isinstance(value, Decimal)
    ]
    return GPTable(
        frame,
        table_name=table.label.lower(),
        title=_heading(table.title),
        subtitles=[said] if said else [],
        instructions=SHORTHAND if table.has_numbers else ONE_TABLE,
        index_columns={},
        additional_formatting=formats,
    )


def _cell(value: Value) -> Any:
    """A number as a number. A text that reads like a link of Markdown stays as it is by being said to be formatted."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return FormatList([{}, legal(value)]) if "](" in value else legal(value)


def _number_format(value: Decimal) -> str:
    """As many decimals as are printed."""
    decimals = max(0, -int(value.as_tuple().exponent))
    return f"#,##0.{'0' * decimals}" if decimals else "#,##0"


def _heading(text: str) -> str:
    """The text without what gptables would read as a link or a reference to a note."""
    return legal(text).replace("](", "] (").replace("$$", "$ $")


def _cover(paper: AnyPaper, said: str) -> Cover:
    counts = paper.summary
    about = [
        f"Published by {paper.council}{f', {paper.made_on:%Y-%m-%d}' if paper.made_on else ''}.",
        f"{counts.indicators} indicators: {counts.on_track} on track, {counts.below_expectation} below expectation, "
        f"{counts.part_two_only} whose rating is in Part 2 only, {counts.not_rated} not rated.",
        "Each table has one row for each figure. A period for which nothing was due has no row.",
        "Percentages are in percent: 97 stands for 97 %.",
        f"Counts of people below {paper.smallest_publishable_count} are not published, nor are others that would give "
        f"them away (policy version {paper.policy}).",
    ]
    if paper.corrects is not None:
        about.append(
            f"This is publication {paper.sequence} of the report. It corrects publication {paper.corrects.sequence}, "
            f"{paper.corrects.published_on:%Y-%m-%d}: {paper.corrects.reason}"
        )
    intro = [f"{paper.dataset} as at {month_name(paper.as_at)}.", f"Part {paper.part} of the report."]
    return Cover(
        _heading(f"{paper.title}, Part {paper.part}"),
        intro=[_heading(text) for text in ([said] if said else []) + intro],
        about=[_heading(text) for text in about],
    )


def _notes(paper: AnyPaper) -> pd.DataFrame:
    """What the shorthand means, in the order in which it is referred to."""
    rows = (
        (
            "c",
            f"[c] Confidential: “{paper.hidden_wording}”. The figure may be any number, zero included. Where a whole "
            "figure is confidential, all its numbers are marked so, whether or not there are any.",
        ),
        (
            "x",
            "[x] Not available: there is no figure yet, or nobody has published one. The column “In words” says why.",
        ),
        ("z", "[z] Not applicable: there is no such number, as with a numerator of a count, or a source of our own."),
    )
    return pd.DataFrame([(name, _heading(text)) for name, text in rows], columns=["Note", "Note text"])
