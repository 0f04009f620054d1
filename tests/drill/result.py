"""What a drill found, as one line of the table."""

from dataclasses import astuple, dataclass, fields


@dataclass(frozen=True)
class Result:
    """`is_met` is None for a drill that this machine cannot do. The control is a fault that was put in to be found."""

    drill: str
    database: str
    figure: str
    limit: str
    is_met: bool | None
    control: str = ""
    is_controlled: bool = True

    @property
    def is_passed(self) -> bool:
        return self.is_met is None or (self.is_met and self.is_controlled)


def table(results: list[Result]) -> str:
    """As Markdown, every column as wide as its widest cell."""
    heads = ["Drill", "Database", "Found", "Limit", "Result", "Control"]
    rows = [heads]
    words = {True: "met", False: "NOT MET", None: "skipped"}
    for each in results:
        drill, database, figure, limit, is_met, control, _ = astuple(each)
        rows.append([drill, database, figure, limit, words[is_met], control])
    assert len(fields(Result)) == len(heads) + 1
    widths = [max(len(row[column]) for row in rows) for column in range(len(heads))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)
