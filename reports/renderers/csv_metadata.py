"""What the columns of the CSV mean, as CSV on the Web has it (W3C Recommendation, 17 December 2015)."""

from typing import Any

import msgspec

from reports.renderers import RENDERERS, Reading
from reports.renderers.csv_columns import APOSTROPHE, Column, columns
from reports.renderers.marking import exemption
from reports.wording import AnyPaper, month_name


def render(paper: AnyPaper, reading: Reading | None) -> bytes:
    """The metadata of `csv_file.render` of the same paper; both are kept in one folder."""
    written = columns(paper, reading)
    table: dict[str, Any] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": RENDERERS["csv"].name(paper),
        "dc:title": f"{paper.title}, Part {paper.part}",
        "dc:description": (
            f"{paper.dataset} as at {month_name(paper.as_at)}: one row for each figure, with its status. "
            f"A period for which nothing was due has no row. {APOSTROPHE}"
        ),
        "dc:publisher": paper.council,
        "dc:language": "en",
    }
    if paper.made_on is not None:
        table["dc:issued"] = paper.made_on.isoformat()
    if reading is not None:
        table["dc:accessRights"] = f"{exemption(paper)}. Read by {reading.reader}, {reading.at:%Y-%m-%d %H:%M}."
    table |= {
        "dialect": {
            "encoding": "utf-8",
            "delimiter": ",",
            "quoteChar": '"',
            "doubleQuote": True,
            "header": True,
            "headerRowCount": 1,
            "lineTerminators": ["\r\n"],
        },
        "tableSchema": {
            "columns": [_described(column) for column in written],
            "primaryKey": [column.name for column in written if column.is_key],
        },
    }
    return msgspec.json.format(msgspec.json.encode(table), indent=2)


def _described(column: Column) -> dict[str, Any]:
    """`titles` is the heading in the file, by which a validator knows the column; `rdfs:label` is for people."""
    return {
        "name": column.name,
        "titles": column.name,
        "rdfs:label": column.title,
        "dc:description": column.description,
        "datatype": column.datatype,
    }
