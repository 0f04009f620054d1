"""What becomes of a published paper: files, a correction, a withdrawal. Written to the public's own records."""

from datetime import date, timedelta
from typing import Any

import msgspec

from reports.published import PublishedFile, PublishedPaper, WithdrawnReport
from reports.renderers import RENDERERS
from suppression.paper import Part1Paper, Shown, decode_part_1, encode, sha256
from suppression.paper_words import PaperCorrection

CONTENT = b"one,two\r\n1,2\r\n"


def paper_of(published: PublishedPaper) -> Part1Paper:
    return decode_part_1(bytes(published.document))


def file_of(published: PublishedPaper, kind: str = "csv", content: bytes = CONTENT) -> PublishedFile:
    """A file of the paper, with a content of our own."""
    return PublishedFile.objects.create(
        paper=published,
        kind=kind,
        name=RENDERERS[kind].name(paper_of(published)),
        content=content,
        size=len(content),
        sha256=sha256(content),
    )


def publish(paper: Part1Paper, after: PublishedPaper, **said: Any) -> PublishedPaper:
    """The paper as the public has it, a day after another."""
    document = encode(paper)
    return PublishedPaper.objects.create(
        **{
            "dataset_slug": paper.dataset_slug,
            "dataset_name": paper.dataset,
            "title": paper.title,
            "as_at": paper.as_at,
            "sequence": paper.sequence,
            "published_at": after.published_at + timedelta(days=1),
            "document": document,
            "sha256": sha256(document),
        }
        | said
    )


def corrected(
    published: PublishedPaper,
    kind: str = "error",
    reason: str = "Two columns were exchanged.",
    turn: int = 0,
    **changes: Any,
) -> PublishedPaper:
    """A correction of the paper, the next unless its turn is named; one figure reads 777 unless changes are."""
    paper, on = paper_of(published), published.published_at.date()
    return publish(correction_of(paper, on, kind, reason, turn or published.sequence + 1, **changes), after=published)


def correction_of(paper: Part1Paper, on: date, kind: str, reason: str, turn: int, **changes: Any) -> Part1Paper:
    """A paper that corrects another, which was published on that day."""
    correction = PaperCorrection(paper.sequence, on, kind, reason)  # type: ignore[arg-type]
    changes = changes or {"sections": _with_another_figure(paper)}
    return msgspec.structs.replace(paper, sequence=turn, corrects=correction, **changes)


def as_at(published: PublishedPaper, month: date, **changes: Any) -> PublishedPaper:
    """The report of another month, the same in everything else."""
    paper = msgspec.structs.replace(paper_of(published), as_at=month, sequence=1, corrects=None, **changes)
    return publish(paper, after=published)


def withdrawn(published: PublishedPaper, notice: str = "A table was laid out wrongly.") -> WithdrawnReport:
    """The paper and all before it are taken back."""
    return WithdrawnReport.objects.create(
        dataset_slug=published.dataset_slug,
        dataset_name=published.dataset_name,
        title=published.title,
        as_at=published.as_at,
        sequence=published.sequence,
        notice=notice,
        withdrawn_at=published.published_at + timedelta(days=2),
    )


def _with_another_figure(paper: Part1Paper) -> tuple[Any, ...]:
    """The sections, where the first figure that is shown reads 777."""
    replace = msgspec.structs.replace
    section = paper.sections[0]
    indicator = section.indicators[0]
    measure = indicator.measures[0]
    place = next(place for place, month in enumerate(measure.months) if isinstance(month.figure, Shown))
    months = list(measure.months)
    months[place] = replace(months[place], figure=Shown("777"))
    indicator = replace(indicator, measures=(replace(measure, months=tuple(months)), *indicator.measures[1:]))
    return (replace(section, indicators=(indicator, *section.indicators[1:])), *paper.sections[1:])
