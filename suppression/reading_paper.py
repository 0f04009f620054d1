"""One finished paper as a reader takes it: each figure as a count, or as a ratio with the numbers behind it."""

from collections.abc import Iterator

from indicators.formatting import joined, opening
from suppression.paper import (
    READABLE_VERSIONS,
    Absent,
    Hidden,
    PaperIndicator,
    PaperMeasure,
    Part1Paper,
    PartlyHidden,
    PublicFigure,
    Shown,
)
from suppression.places import YEAR_TO_DATE, benchmark_place, denominator_of, key_of, month_place, numerator_of
from suppression.reading_notes import Notes
from suppression.reading_ratings import check_summary, read_rating
from suppression.reading_ratios import has_numbers, read_ratio
from suppression.reading_words import (
    COMPARATORS,
    COUNT,
    OWN,
    RATIO_KINDS,
    Unreadable,
    check_absence,
    check_definition,
    check_text,
    label_of,
    whole,
)

Indicator = PaperIndicator[PublicFigure]
Measure = PaperMeasure[PublicFigure]
Figure = Shown | PartlyHidden | Hidden


def read_paper(paper: Part1Paper) -> Notes:
    """The items of a Part 1 paper. Raises Unreadable for anything that the check does not know."""
    if paper.part != 1 or paper.schema_version not in READABLE_VERSIONS:
        versions = joined([str(version) for version in READABLE_VERSIONS])
        raise Unreadable(f"{paper.title}: the disclosure check reads Part 1 papers of versions {versions} only.")
    if paper.exemption:
        raise Unreadable(f"{paper.title}: a Part 1 paper is not exempt, and says no paragraph.")
    notes = Notes(paper)
    seen: set[str] = set()
    for indicator in paper.indicators:
        check_definition(indicator)
        for measure in indicator.measures:
            for place, words, figure in places_of(indicator, measure):
                label = label_of(indicator, measure.name, words)
                key = key_of(indicator.key, measure.name, place)
                if key in seen:
                    raise Unreadable(f"{opening(label)} stands in the paper twice.")
                seen.add(key)
                _read(notes, indicator, measure, key, label, figure)
        read_rating(notes, indicator)
    check_summary(paper)
    return notes


def places_of(indicator: Indicator, measure: Measure) -> Iterator[tuple[str, str, PublicFigure]]:
    """The council's own figures of a measure: where each stands, the words for it, and the figure."""
    for month in measure.months:
        if month.figure is not None:
            yield month_place(month.month), f"{month.month:%B %Y}", month.figure
    if measure.year_to_date is not None:
        yield YEAR_TO_DATE, YEAR_TO_DATE, measure.year_to_date
    for each in measure.benchmarks:
        if each.comparator not in COMPARATORS:
            raise Unreadable(f"Indicator {indicator.number}, {each.period}: whose figure it is, is unknown.")
        if each.comparator == OWN:
            yield benchmark_place(OWN, each.period), f"own previous year {each.period}".strip(), each.figure


def _read(notes: Notes, indicator: Indicator, measure: Measure, key: str, label: str, figure: PublicFigure) -> None:
    if isinstance(figure, Absent):
        check_absence(figure, label)
        return
    if not isinstance(figure, Figure):
        raise Unreadable(f"{opening(label)} is of a type that the disclosure check does not know.")
    if not isinstance(figure, Hidden):
        check_text(figure, label, notes.paper.hidden_wording)
    if indicator.unit == COUNT:
        _read_count(notes, key, label, figure)
    else:
        read_ratio(notes, RATIO_KINDS[indicator.unit], measure, key, label, figure)
    if key.endswith(f"|{YEAR_TO_DATE}"):
        notes.years_to_date |= {key, numerator_of(key), denominator_of(key)}


def _read_count(notes: Notes, key: str, label: str, figure: Figure) -> None:
    if isinstance(figure, Hidden):
        notes.hide(key, label)
        return
    if isinstance(figure, PartlyHidden) or has_numbers(figure):
        raise Unreadable(f"{opening(label)} is a count that has a numerator or a denominator.")
    if figure.value is not None:
        notes.show(key, whole(figure.value, label), label)
    elif figure.rate is None:
        raise Unreadable(f"{opening(label)} reads “{figure.text}”, which says nothing.")
