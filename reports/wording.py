"""What the pages say about a paper, in plain words. Chooses words; works nothing out."""

import re
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices

from indicators.formatting import joined, opening
from indicators.vocabulary import (
    BELOW_EXPECTATION,
    Accumulation,
    Comparator,
    DefinitionRelationKind,
    Frequency,
    Polarity,
    Unit,
    YearBasis,
)
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
BECAUSE = {
    "below_expectation": "Below expectation",
    "concern": "Particular concern",
    "good_performance": "Particularly good performance",
    "variation": "Special cause variation in the wrong direction, although its rating is GREEN",
}
_BARE_NUMBER = re.compile(r"[\d.,]+ ?(?P<unit>%|weeks)?")
UNIT_AFTER_A_NUMBER = {Unit.WEEKS: " weeks", Unit.RATE_PER_10000: " per 10,000"}


def label(vocabulary: type[TextChoices], value: str) -> str:
    """The wording of a value of the vocabulary. Raises ValueError for a value it does not have."""
    return str(vocabulary(value).label)


def unit_name(unit: str) -> str:
    return UNIT.get(Unit(unit), label(Unit, unit))


def unit_to_say(indicator: AnyIndicator) -> str:
    """The unit beside a figure of the indicator; empty where the figure says it itself (`38%`)."""
    return "" if indicator.unit == Unit.PERCENTAGE else unit_name(indicator.unit)


def relation_name(kind: str) -> str:
    """What another indicator is to this one (`Part of`). Raises KeyError for a kind that has no words."""
    return RELATION[DefinitionRelationKind(kind)]


def month_name(month: date) -> str:
    return f"{month:%B %Y}"


def day_name(day: date) -> str:
    """`1 March 2021`."""
    return f"{day.day} {day:%B %Y}"


def month_heading(month: date) -> str:
    return f"{month:%b %y}"


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


def target_sentence(target: str, bound: str = "") -> str:
    """The target as the council words it, as a sentence of its own; `bound` says on which side of it is well."""
    wording = target.strip().rstrip(".")
    if wording.casefold() in {"tbc", "tba", "to be confirmed", "to be agreed"}:
        return "Target to be confirmed."
    if wording.casefold() in {"", "n/a", "none", "no target"} or "not a target" in wording.casefold():
        return "This is not a target measure."
    return f"Target {wording}{bound}."


def target_bound(indicator: AnyIndicator) -> str:
    """` weeks or fewer`: what a bare number leaves unsaid; empty where the wording says more than a number."""
    number = _BARE_NUMBER.fullmatch(indicator.target.strip())
    polarity, unit = Polarity(indicator.polarity), Unit(indicator.unit)
    if not number or indicator.target_low is None or indicator.target_low != indicator.target_high:
        return ""
    name = "" if number["unit"] else UNIT_AFTER_A_NUMBER.get(unit, "")
    less = " or fewer" if unit in (Unit.COUNT, Unit.WEEKS) else " or less"
    return name + {Polarity.HIGH: " or more", Polarity.LOW: less, Polarity.NEITHER: ""}[polarity]


def has_target(indicator: AnyIndicator) -> bool:
    return "not a target" not in target_sentence(indicator.target)


def indicator_sentence(indicator: AnyIndicator, hidden_wording: str) -> str:
    """`Lower is better. Target 26 weeks. Reported every quarter. Latest: 28 weeks, June 2020, AMBER.`"""
    return " ".join(
        [
            POLARITY[Polarity(indicator.polarity)],
            target_sentence(indicator.target, target_bound(indicator)),
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
        ("Year to date", opening(accumulation)),
    ]


def benchmark_sentence(indicator: AnyIndicator) -> str:
    """`England: 50%. London: 52%.`, of the first measure with numbers to compare with; empty without any."""
    for measure in indicator.measures:
        compared = [
            f"{label(Comparator, each.comparator)}{f' {each.period}' if each.period else ''}: {each.figure.text}."
            for each in measure.benchmarks
            if each.comparator != Comparator.OWN and isinstance(each.figure, Shown | PartTwoOnly)
        ]
        if compared:
            return " ".join(compared)
    return ""


def because_words(because: str) -> str:
    """Why an indicator is an exception. Raises KeyError for a reason that has no words."""
    return BECAUSE[because]


def reports_in_a_row(reports: int) -> str:
    """`4th report in a row`, from the second on; empty before."""
    if reports < 2:
        return ""
    ending = "th" if reports % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(reports % 10, "th")
    return f"{reports}{ending} report in a row"


def is_below_expectation(indicator: AnyIndicator) -> bool:
    """Whether the rating that this part shows is red or amber."""
    return isinstance(indicator.rating, Rated) and indicator.rating.rating in BELOW_EXPECTATION


def commentary_in_part_2(paper: AnyPaper) -> str:
    """Where management commentary is that this part does not have: of every indicator whose rating it hides."""
    numbers = [indicator.number for indicator in paper.indicators if isinstance(indicator.rating, Hidden)]
    if not numbers:
        return ""
    if len(numbers) == 1:
        noun, why = "indicator", "Its rating is not shown in this part; that it is named here says nothing of it."
    else:
        noun, why = "indicators", "Their ratings are not shown in this part; that they are named says nothing of them."
    return f"Please refer to the Part 2 report for management commentary on {noun} {joined(numbers)}. {why}"


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
    rated = ""
    if isinstance(rating, Rated) and rating.rating != "none":
        rated = f", {_judged(rating, Polarity(indicator.polarity))}"
    if latest is None:
        return "No figure yet this year."
    sentence = f"Latest: {latest.text(indicator.unit, hidden_wording)}, {month_name(latest.month)}"
    if not total:
        return f"{sentence}{rated}."
    so_far = ", ".join(_said(line, indicator.unit, hidden_wording) for line in total)
    return f"{sentence}. Year to date: {so_far}{rated}."


def _judged(rating: Rated, polarity: Polarity) -> str:
    """`above target`: where the rule's rating says that the figure lies; the rating's word where it does not say."""
    if rating.least is None and rating.most is None:
        return rating.text
    if rating.rating == "green":
        return "on target"
    return {
        Polarity.HIGH: "below target",
        Polarity.LOW: "above target",
        Polarity.NEITHER: "outside its target range",
    }[polarity]


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
