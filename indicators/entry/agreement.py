"""Whether a figure agrees with those of other indicators, as far as a person has confirmed what holds between them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from indicators import contradictions
from indicators.contradictions import amount_of_month, plain
from indicators.entry.around import Around, Series
from indicators.formatting import number_sort_key
from indicators.periods import add_months
from indicators.vocabulary import DefinitionRelationKind, Frequency, Unit

Kind = DefinitionRelationKind


@dataclass(frozen=True)
class _Percentage:
    """A percentage with the numbers that it is made of, its own or those of other indicators."""

    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    decimal_places: int


def percentage_contradicts_its_numbers(around: Around) -> Iterator[str]:
    """A percentage is its numerator over its denominator, rounded half up to the decimals printed.

    Where it was typed without them, they are the figures of the indicators that are confirmed to be them.
    """
    percentages = {around.series.number: around.series} | {
        each.this.number: each.this
        for each in around.relations
        if each.kind in (Kind.NUMERATOR_IS, Kind.DENOMINATOR_IS)
        and around.series.number in (each.this.number, each.other.number)
    }
    for number, series in percentages.items():
        figure = around.same_period_of(series)
        if series.unit != Unit.PERCENTAGE or figure is None:
            continue
        whole = _Percentage(
            figure.value,
            _value(around, number, Kind.NUMERATOR_IS) if figure.numerator is None else figure.numerator,
            _value(around, number, Kind.DENOMINATOR_IS) if figure.denominator is None else figure.denominator,
            figure.decimal_places,
        )
        sentence = contradictions.percentage_contradicts_its_numbers(series.unit, whole)
        if sentence:
            yield sentence if number == around.series.number else f"of {number}, {sentence}"


def typed_number_is_not_the_other_figure(around: Around) -> Iterator[str]:
    """A numerator or denominator that was typed is the figure of the indicator that is confirmed to be it."""
    for kind, name in ((Kind.NUMERATOR_IS, "numerator"), (Kind.DENOMINATOR_IS, "denominator")):
        for each in around.relations:
            if each.kind is not kind or around.series.number not in (each.this.number, each.other.number):
                continue
            of, other = around.same_period_of(each.this), around.same_period_of(each.other)
            typed = None if of is None else getattr(of, name)
            if typed is not None and other is not None and other.value is not None and typed != other.value:
                yield (
                    f"the {name} of {each.this.number} is {plain(typed)}, but {each.other.number} is "
                    f"{plain(other.value)}"
                )


def parts_do_not_add_up(around: Around) -> Iterator[str]:
    """All parts of an indicator add up to it; where one has no figure, the others are no more than it."""
    parts: dict[str, list[Series]] = defaultdict(list)
    wholes: dict[str, Series] = {}
    for each in around.relations:
        if each.kind is Kind.PART_OF:
            wholes[each.other.number] = each.other
            parts[each.other.number].append(each.this)
    for number, whole in wholes.items():
        members = {each.number: each for each in parts[number]}
        total = around.same_period_of(whole)
        if around.series.number not in (number, *members) or total is None or total.value is None:
            continue
        figures = [around.same_period_of(each) for each in members.values()]
        known = [figure.value for figure in figures if figure is not None and figure.value is not None]
        is_complete = len(known) == len(members)
        if not contradictions.is_the_sum(total.value, sum(known, Decimal(0)), is_complete=is_complete):
            names = _listed(sorted(members, key=number_sort_key))
            names = names if is_complete else f"those known of {names}"
            verb = "is" if len(members) == 1 else "add up to"
            yield f"{names} {verb} {plain(sum(known, Decimal(0)))}, but {number} is {plain(total.value)}"


def stock_does_not_fit_its_flows(around: Around) -> Iterator[str]:
    """A count on one day is that of the month before, and those who joined, less those who left in between.

    It is asked where somebody has confirmed both who joins and who leaves, and all of the figures are there.
    """
    if around.is_year_to_date:
        return
    stocks = {each.other.number: each.other for each in around.relations if each.kind is Kind.INFLOW_OF}
    for number, stock in stocks.items():
        flows = {
            kind: {each.this.number: each.this for each in around.relations if (each.kind, each.other.number) == key}
            for kind, key in ((kind, (kind, number)) for kind in (Kind.INFLOW_OF, Kind.OUTFLOW_OF))
        }
        everybody = [stock, *flows[Kind.INFLOW_OF].values(), *flows[Kind.OUTFLOW_OF].values()]
        if (
            not flows[Kind.OUTFLOW_OF]
            or around.series.number not in {each.number for each in everybody}
            or stock.frequency == Frequency.ANNUAL
            or len({each.frequency for each in everybody}) > 1
        ):
            continue
        yield from _misfits(around, stock, list(flows[Kind.INFLOW_OF].values()), list(flows[Kind.OUTFLOW_OF].values()))


def _misfits(around: Around, stock: Series, joining: list[Series], leaving: list[Series]) -> Iterator[str]:
    """In the figure's own month, and in the one after, which starts from it."""
    step = 3 if stock.frequency == Frequency.QUARTERLY else 1
    counts = around.months_of(stock)
    for month in (around.month, add_months(around.month, step)):
        before = add_months(month, -step)
        amounts = [
            amount_of_month(each.accumulation, each.year_basis, around.months_of(each), month, step)
            for each in (*joining, *leaving)
        ]
        known = [amount for amount in amounts if amount is not None]
        if month not in counts or before not in counts or len(known) < len(amounts):
            continue
        joined, left = sum(known[: len(joining)], Decimal(0)), sum(known[len(joining) :], Decimal(0))
        expected = counts[before] + joined - left
        if counts[month] != expected:
            yield (
                f"{stock.number} was {plain(counts[before])} in {before:%B %Y}; {plain(joined)} joined "
                f"({_listed([each.number for each in joining])}) and {plain(left)} left "
                f"({_listed([each.number for each in leaving])}), which makes {plain(expected)} in {month:%B %Y}, "
                f"not {plain(counts[month])}"
            )


def counts_more_than_what_it_is_taken_from(around: Around) -> Iterator[str]:
    """An indicator that leaves out some of those counted in another is no more than the other."""
    for this, other, narrow, wide in _pairs(around, Kind.EXCLUDES):
        if narrow > wide:
            yield (
                f"{this.number} leaves out some of those in {other.number}, but {plain(narrow)} is more than "
                f"{plain(wide)}"
            )


def complements_do_not_make_100(around: Around) -> Iterator[str]:
    """Two percentages of those who do and those who do not add up to 100, as far as they are printed."""
    for this, other, one, rest in _pairs(around, Kind.COMPLEMENT_OF):
        figures = (around.same_period_of(this), around.same_period_of(other))
        slack = sum((Decimal(5).scaleb(-each.decimal_places - 1) for each in figures if each is not None), Decimal(0))
        if abs(one + rest - 100) > slack:
            yield f"{this.number} and {other.number} make {plain(one + rest)}% ({plain(one)}% and {plain(rest)}%)"


def same_figure_differs(around: Around) -> Iterator[str]:
    """Two indicators that are the same figure have the same value."""
    for this, other, one, another in _pairs(around, Kind.SAME_AS):
        if one != another:
            yield (
                f"{this.number} and {other.number} are the same figure, but one is {this.text(one)} and the other "
                f"{other.text(another)}"
            )


def _pairs(around: Around, kind: DefinitionRelationKind) -> Iterator[tuple[Series, Series, Decimal, Decimal]]:
    """Each relation of the kind that the figure is part of, with both values for its period."""
    for each in around.relations:
        if each.kind is not kind or around.series.number not in (each.this.number, each.other.number):
            continue
        this, other = around.same_period_of(each.this), around.same_period_of(each.other)
        if this is not None and other is not None and this.value is not None and other.value is not None:
            yield each.this, each.other, this.value, other.value


def _value(around: Around, number: str, kind: DefinitionRelationKind) -> Decimal | None:
    others = [each.other for each in around.relations if each.kind is kind and each.this.number == number]
    figures = [around.same_period_of(each) for each in others]
    return next((figure.value for figure in figures if figure is not None), None)


def _listed(numbers: list[str]) -> str:
    return ", ".join(numbers[:-1]) + " and " + numbers[-1] if len(numbers) > 1 else numbers[0]
