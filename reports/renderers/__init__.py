"""The files of a paper. A renderer is a function of a paper and, in Part 2, of who reads it when; of nothing else.

The same paper gives the same bytes on every machine and every day: no clock, no random number, no query.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module

from reports.wording import AnyPaper


@dataclass(frozen=True)
class Reading:
    """Who reads a Part 2 file, and when; both stand on each of its pages."""

    reader: str
    at: datetime


Render = Callable[[AnyPaper, Reading | None], bytes]


@dataclass(frozen=True)
class Renderer:
    """A kind of file. `module` has a function `render(paper, reading)`; its libraries are imported when it is used."""

    kind: str
    label: str
    description: str
    suffix: str
    media_type: str
    module: str

    def render(self, paper: AnyPaper, reading: Reading | None = None) -> bytes:
        """The file's bytes. Raises ValueError for a Part 2 paper without a reading, or a Part 1 paper with one."""
        if (paper.part == 2) != (reading is not None):
            raise ValueError("A Part 2 file says who reads it and when; a Part 1 file has no reader.")
        render: Render = import_module(self.module).render
        return render(paper, reading)

    def name(self, paper: AnyPaper) -> str:
        """`childrens-scrutiny-2020-12-part-1.docx`; a correction's turn stands before the suffix."""
        turn = f"-publication-{paper.sequence}" if paper.sequence > 1 else ""
        return f"{paper.dataset_slug}-{paper.as_at:%Y-%m}-part-{paper.part}{turn}{self.suffix}"


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RENDERERS: Mapping[str, Renderer] = {
    each.kind: each
    for each in (
        Renderer(
            "word",
            "Word",
            "The committee's report.",
            ".docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "reports.renderers.word",
        ),
        Renderer(
            "pdf",
            "PDF",
            "The committee's report, tagged for screen readers.",
            ".pdf",
            "application/pdf",
            "reports.renderers.pdf",
        ),
        Renderer(
            "open-data",
            "Spreadsheet",
            "Open data with notes, one table a sheet.",
            "-open-data.xlsx",
            _XLSX,
            "reports.renderers.open_data",
        ),
        Renderer(
            "index",
            "Index spreadsheet",
            "The index as the council lays it out.",
            "-index.xlsx",
            _XLSX,
            "reports.renderers.index_workbook",
        ),
        Renderer(
            "csv",
            "CSV",
            "One row a measure and period.",
            ".csv",
            "text/csv; charset=utf-8",
            "reports.renderers.csv_file",
        ),
        Renderer(
            "csv-metadata",
            "CSV metadata",
            "What the columns of the CSV mean.",
            ".csv-metadata.json",
            "application/csvm+json",
            "reports.renderers.csv_metadata",
        ),
        Renderer("json", "JSON", "The paper itself.", ".json", "application/json", "reports.renderers.json_file"),
    )
}
"""Every kind of file, in the order in which they are offered."""
