"""What the pages say about a paper, in plain words. Chooses words; works nothing out."""

from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices

from indicators.vocabulary import Accumulation, DefinitionRelationKind, Frequency, Polarity, Unit, YearBasis
from suppression.paper import (
    ExemptFigure,
    Hidden,
    Paper,
    PaperIndicator,
    PaperMeasure,
    PartlyHidden,
    PartTwoOnly,
    PublicFigure,
    Rated,
    Shown,
)

AnyPaper = Paper[PublicFigure] | Paper[ExemptFigure]
AnyIndicator = PaperIndicator[PublicFigure] | PaperIndicator[ExemptFigure]
AnyMeasure = PaperMeasure[PublicFigure] | PaperMeasure[ExemptFigure]

POLARITY = {
    Polarity.HIGH: "Higher is better.",
    Polarity.LOW: "Lower is better.",
    Polarity.NEITHER: "Neither higher nor lower is better in itself.",
}
FREQUENCY = {
    Frequency.MONTHLY: "Reported every month.",
    Frequency.QUARTERLY: "Reported every quarter.",
    Frequency.ANNUAL: "Reported once a year.",
}
UNIT = {Unit.COUNT: "number", Unit.PERCENTAGE: "percentage"}
RELATION = {
    DefinitionRelationKind.PART_OF: "Part of",
    DefinitionRelationKind.EXCLUDES: "Leaves out some of",
    DefinitionRelationKind.NUMERATOR_IS: "Numerator",
    DefinitionRelationKind.DENOMINATOR_IS: "Denominator",
    DefinitionRelationKind.INFLOW_OF: "Counts those who join",
    DefinitionRelationKind.OUTFLOW_OF: "Counts those who leave",
    DefinitionRelationKind.COMPLEMENT_OF: "Adds up to 100 % with",
    DefinitionRelationKind.SAME_AS: "Same figure as",
}
UNIT_AFTER_A_NUMBER = {Unit.WEEKS: " weeks", Unit.RATE_PER_10000: " per 10,000"}


def label(vocabulary: type[TextChoices], value: str) -> str:
    """The wording of a value of the vocabulary. Raises ValueError for a value it does not have."""
    return str(vocabulary(value).label)


def unit_name(unit: str) -> str:
    return UNIT.get(Unit(unit), label(Unit, unit))


def relation_name(kind: str) -> str:
    """What another indicator is to this one (`Part of`). Raises KeyError for a kind that has no words."""
    return RELATION[DefinitionRelationKind(kind)]


def month_name(month: date) -> str:
    return f"{month:%B %Y}"


def month_heading(month: date) -> str:
    return f"{month:%b %y}"


def joined(words: list[str]) -> str:
    """`5`, `5 and 23`, `5, 22.1 and 23`."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


@dataclass(frozen=True)
class Line:
    """One measure's figure as it stands in a cell.

    `period` is said only where it differs from what the heading says.
    """

    figure: ExemptFigure | None
    name: str = ""
    period: str = ""

    @property
    def kind(self) -> str:
        """`shown`, `part_two_only`, `absent`, `hidden`; empty where nothing is due."""
        return str(self.figure.__struct_config__.tag) if self.figure else ""

    @property
    def text(self) -> str:
        """The figure's own words; empty where it is hidden, for which the paper has the wording."""
        return self.figure.text if self.figure and not isinstance(self.figure, Hidden) else ""

    @property
    def is_number(self) -> bool:
        return isinstance(self.figure, Shown | PartTwoOnly)

    @property
    def is_hidden(self) -> bool:
        return isinstance(self.figure, Hidden)

    @property
    def has_number(self) -> bool:
        """Whether there is a number, seen here or not."""
        return self.is_number or isinstance(self.figure, Hidden | PartlyHidden)

    @property
    def value(self) -> str:
        """What stands before the bracket: `1.3%` of `1.3% (96/7132)`."""
        return self.text.partition(" (")[0]

    @property
    def detail(self) -> str:
        """The bracket, and what else is needed to read the value: its measure's name, its year."""
        _, bracket, inside = self.text.partition(" (")
        return " ".join(part for part in (f"({inside}" if bracket else "", self.qualifier, self.period) if part)

    @property
    def qualifier(self) -> str:
        """The measure's name in brackets, unless the figure's text has it already."""
        return f"({self.name})" if self.name and f"({self.name})" not in self.text else ""


@dataclass(frozen=True)
class Latest:
    """What an indicator says last: every measure of the latest month that has a figure or a reason for none."""

    month: date
    lines: tuple[Line, ...]

    def text(self, unit: str, hidden_wording: str) -> str:
        return ", ".join(_said(line, unit, hidden_wording) for line in self.lines if line.figure)


def reported_months(indicator: AnyIndicator) -> list[Latest]:
    """The months in which any measure of the indicator has a figure or a reason for none, latest first."""
    by_month: dict[date, list[Line]] = {}
    for measure in indicator.measures:
        for entry in measure.months:
            by_month.setdefault(entry.month, []).append(Line(entry.figure, measure.name))
    return [
        Latest(month, tuple(lines))
        for month, lines in sorted(by_month.items(), reverse=True)
        if any(line.figure for line in lines)
    ]


def target_sentence(target: str) -> str:
    """The target as the council words it, as a sentence of its own."""
    wording = target.strip().rstrip(".")
    if wording.casefold() in {"tbc", "tba", "to be confirmed", "to be agreed"}:
        return "Target to be confirmed."
    if wording.casefold() in {"", "n/a", "none", "no target"} or "not a target" in wording.casefold():
        return "This is not a target measure."
    return f"Target {wording}."


def has_target(indicator: AnyIndicator) -> bool:
    return "not a target" not in target_sentence(indicator.target)


def indicator_sentence(indicator: AnyIndicator, hidden_wording: str) -> str:
    """`Lower is better. Target 26 weeks. Reported every quarter. Latest: 28 weeks, June 2020, AMBER.`"""
    return " ".join(
        [
            POLARITY[Polarity(indicator.polarity)],
            target_sentence(indicator.target),
            FREQUENCY[Frequency(indicator.frequency)],
            _latest_sentence(indicator, hidden_wording),
        ]
    )


def rating_reason(rating: Rated | Hidden) -> str:
    """Why the rating is not the rule's; empty where it is, or is hidden."""
    return f"Set by a person, not by the rule: {rating.reason}." if isinstance(rating, Rated) and rating.reason else ""


def facts(indicator: AnyIndicator) -> list[tuple[str, str]]:
    """The definition in force, as name and value."""
    accumulation = label(Accumulation, indicator.accumulation)
    return [
        ("Polarity", f"{label(Polarity, indicator.polarity)}. {POLARITY[Polarity(indicator.polarity)]}"),
        ("Target or range of acceptable performance", indicator.target or "None"),
        ("Unit", unit_name(indicator.unit).capitalize()),
        ("Reported", label(Frequency, indicator.frequency).capitalize()),
        ("Year", label(YearBasis, indicator.year_basis).capitalize()),
        ("Year to date", accumulation[:1].upper() + accumulation[1:]),
    ]


def part_2_sentence(paper: AnyPaper) -> str:
    """Which indicators hold back figures of the current year. Says nothing of what their ratings are."""
    numbers = [indicator.number for indicator in paper.indicators if holds_back(indicator)]
    if not numbers:
        return ""
    noun = "Indicator" if len(numbers) == 1 else "Indicators"
    return (
        f"{noun} {joined(numbers)}: figures, ratings and any commentary that this part leaves out are in Part 2, "
        "because they are too small to publish or would give away figures that are."
    )


def holds_back(indicator: AnyIndicator) -> bool:
    """Whether a month, the year to date, a number behind one of them, or the rating is hidden."""
    return isinstance(indicator.rating, Hidden) or any(
        isinstance(figure, Hidden | PartlyHidden) or (isinstance(figure, Shown) and bool(figure.numbers_hidden))
        for measure in indicator.measures
        for figure in (*(entry.figure for entry in measure.months), measure.year_to_date)
    )


def exemption_wording(paper: AnyPaper) -> str:
    """`Schedule 12A, paragraph 1`, however much of it the policy already says."""
    wording = paper.exemption.strip()
    if "12A" in wording:
        return wording
    return f"Schedule 12A, {wording if wording.startswith('paragraph') else f'paragraph {wording}'}"


def latest_figure(indicator: AnyIndicator) -> Latest | None:
    """The latest month that has a number, shown or hidden; where none has, the latest that gives a reason."""
    reported = reported_months(indicator)
    with_number = (each for each in reported if any(line.has_number for line in each.lines))
    return next(with_number, reported[0] if reported else None)


def year_to_date(indicator: AnyIndicator) -> tuple[Line, ...]:
    """The year to date of each measure that has one."""
    return tuple(
        Line(measure.year_to_date, measure.name) for measure in indicator.measures if measure.year_to_date is not None
    )


def _latest_sentence(indicator: AnyIndicator, hidden_wording: str) -> str:
    """The latest figure and the year to date, with the rating after the one that it judges."""
    latest, total, rating = latest_figure(indicator), year_to_date(indicator), indicator.rating
    rated = f", {rating.text}" if isinstance(rating, Rated) and rating.rating != "none" else ""
    if latest is None:
        return "No figure yet this year."
    sentence = f"Latest: {latest.text(indicator.unit, hidden_wording)}, {month_name(latest.month)}"
    if not total:
        return f"{sentence}{rated}."
    so_far = ", ".join(_said(line, indicator.unit, hidden_wording) for line in total)
    return f"{sentence}. Year to date: {so_far}{rated}."


def _said(line: Line, unit: str, hidden_wording: str) -> str:
    if not line.is_number:
        words = hidden_wording if line.is_hidden else line.text
        said = f"{words[:1].lower()}{words[1:]}"
    elif isinstance(line.figure, Shown | PartTwoOnly) and line.figure.value is not None:
        suffix = UNIT_AFTER_A_NUMBER.get(Unit(unit), "")
        said = f"{line.value}{suffix}{line.text[len(line.value) :]}"
    else:
        said = line.text
    return f"{said} {line.qualifier}".strip()
