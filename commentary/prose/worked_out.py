"""The rule on numbers from which a reader works out a hidden one."""

from collections.abc import Iterator
from decimal import Decimal

from commentary.prose.counting import Counted, counted
from commentary.prose.facts import YEAR_TO_DATE, Facts, SpokenFigure
from commentary.prose.figures_said import place_words
from commentary.prose.findings import Finding, Kind
from commentary.prose.hidden import HiddenNumber, HiddenNumbers
from commentary.prose.numbers import Number
from commentary.prose.reading import Read
from indicators.formatting import printed
from indicators.periods import add_months
from indicators.vocabulary import Unit

_HUNDRED = Decimal(100)
_NEAR_BEFORE = 8


def worked_out(passages: tuple[Read, ...], facts: Facts) -> Iterator[Finding]:
    """No number of a Part 1 text gives a hidden number away together with what is shown beside it.

    - The others: a shown denominator less the hidden numerator.
    - Its share: a percentage of a shown denominator, or of a number in the sentence, that leaves one whole number.
    - Sums and differences: two numbers of one sentence, or a number and a figure that Part 1 shows: of a related
      indicator at the same place, of the same measure the month before or after, or of its year to date.
    """
    hidden = HiddenNumbers(facts)
    for passage in passages:
        for number in passage.numbers:
            spoken_of = [each for each in hidden.spoken_of(number, passage.sentence) if not each.is_said_by(number)]
            found = next(_ways(number, passage, spoken_of, facts), None)
            if found:
                yield found


def _ways(number: Number, passage: Read, hidden: list[HiddenNumber], facts: Facts) -> Iterator[Finding]:
    for each in hidden:
        if number.is_percentage:
            for whole in _wholes(number, passage, each):
                if _is_its_share(number, each, whole):
                    yield _finding(number, each, f"“{number.quote}” is its share of {whole:,f}")
        elif not each.is_percentage and each.name != "denominator":
            shown = _shown(each.figure, "denominator")
            if each.name == "numerator" and shown is not None and number.value == shown - each.value:
                yield _finding(number, each, f"“{number.quote}” are the others of {shown:,f}")
            yield from _with_the_sentence(number, passage, each)
            yield from _with_what_is_shown(number, each, facts)


def _wholes(number: Number, passage: Read, hidden: HiddenNumber) -> Iterator[Decimal]:
    shown = _shown(hidden.figure, "denominator")
    if hidden.name == "numerator" and shown is not None:
        yield shown
    if hidden.name == "value" and hidden.figure.unit == Unit.COUNT:
        yield from (each.value for each in passage.plain if each.value > hidden.value)


def _is_its_share(number: Number, hidden: HiddenNumber, whole: Decimal) -> bool:
    """Whether the percentage is the hidden number's share, and no other whole number's."""
    alone = whole <= _HUNDRED.scaleb(number.decimal_places)
    return alone and printed(_HUNDRED * hidden.value / whole, number.decimal_places) == number.value


def _with_the_sentence(number: Number, passage: Read, hidden: HiddenNumber) -> Iterator[Finding]:
    """With one of the few counts that stand before it in the sentence."""
    before = [each for each in passage.plain if each.end <= number.start and each.value][-_NEAR_BEFORE:]
    for one in before:
        gives_it = hidden.value and hidden.value in (one.value + number.value, abs(one.value - number.value))
        if gives_it and counted(one, passage.sentence)[0] is not Counted.THINGS:
            yield _finding(number, hidden, f"“{one.quote}” and “{number.quote}” together give it")


def _with_what_is_shown(number: Number, hidden: HiddenNumber, facts: Facts) -> Iterator[Finding]:
    if not number.value:
        return
    for figure in _beside(hidden.figure, facts):
        shown = _shown(figure, "value")
        if shown and hidden.value in (shown - number.value, shown + number.value, number.value - shown):
            where = f"indicator {figure.number}, {place_words(figure.place)}, which Part 1 shows"
            yield _finding(number, hidden, f"“{number.quote}” gives it with {where}")


def _beside(hidden: SpokenFigure, facts: Facts) -> Iterator[SpokenFigure]:
    near = {YEAR_TO_DATE}
    if hidden.place[:1].isdigit():
        year, _, month = hidden.place.partition("-")
        first = facts.as_at.replace(year=int(year), month=int(month), day=1)
        near |= {f"{add_months(first, step):%Y-%m}" for step in (-1, 1)}
    elif hidden.place == YEAR_TO_DATE:
        near = {f"{facts.as_at:%Y-%m}"}
    related = facts.related.get(hidden.indicator, frozenset())
    for figure in facts.figures:
        own = figure.indicator == hidden.indicator and figure.measure == hidden.measure and figure.place in near
        if figure.unit == hidden.unit == Unit.COUNT and (
            own or (figure.indicator in related and figure.place == hidden.place)
        ):
            yield figure


def _shown(figure: SpokenFigure, name: str) -> Decimal | None:
    value: Decimal | None = getattr(figure, name)
    return None if name in figure.hidden else value


def _finding(number: Number, hidden: HiddenNumber, how: str) -> Finding:
    figure = hidden.figure
    return Finding(
        Kind.HIDDEN_FIGURE,
        "hidden_figure_worked_out",
        number.start,
        number.end,
        number.quote,
        f"A reader can work out indicator {figure.number}, {place_words(figure.place)}, which Part 1 hides: {how}.",
        "Leave the number out here and say it in the Part 2 text, or say why nobody can work it out.",
        may_be_kept=True,
    )
