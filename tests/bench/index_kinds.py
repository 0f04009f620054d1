"""The kinds of indicator families in a council's index: each function adds one family to a builder."""

from collections.abc import Callable
from itertools import accumulate

from suppression.engine import RatioKind, RelationKind
from tests.bench.index_builder import WEIGHTS, YEAR_TO_DATE, FamilyBuilder

SEPTEMBER = 5  # places after April


def flow(build: FamilyBuilder) -> None:
    values = build.counts()
    keys = build.flow(build.first, values, quarters=build.random.random() < 0.5)
    build.earlier_years(build.first, sum(values))
    if build.random.random() < 0.5:
        build.rating_of_count(build.first, keys[-1], round(sum(values) * build.random.uniform(0.8, 1.2)))


def running_total(build: FamilyBuilder) -> None:
    totals = list(accumulate(build.counts(8, 60)))
    keys = build.running(build.first, totals)
    build.earlier_years(build.first, totals[-1])
    if build.random.random() < 0.5:
        build.rating_of_count(build.first, keys[-1], round(totals[-1] * build.random.uniform(0.8, 1.2)))


def running_total_of_the_school_year(build: FamilyBuilder) -> None:
    steps = build.counts(8, 60)
    restart = SEPTEMBER if len(steps) > SEPTEMBER else 0
    build.running(build.first, [*accumulate(steps[:restart]), *accumulate(steps[restart:])], restart)
    build.earlier_years(build.first, sum(steps[restart:]))


def stock(build: FamilyBuilder) -> None:
    values = build.counts()
    keys = build.stock(build.first, values)
    build.earlier_years(build.first, values[-1])
    if build.random.random() < 0.5:
        build.rating_of_count(build.first, keys[-1], round(values[-1] * build.random.uniform(0.8, 1.2)))


def stock_with_flows(build: FamilyBuilder) -> None:
    """How many there are, how many came, how many went."""
    came = build.counts(8, 30)
    went = [build.random.choice(came) for _ in came]
    there = [build.random.randint(15, 40) if build.small else build.random.randint(300, 500)]
    for place in range(1, len(came)):
        went[place] = min(went[place], there[-1] + came[place])
        there.append(there[-1] + came[place] - went[place])
    stocks = build.stock(build.first, there)
    arrived = build.flow(build.first + 1, came)
    left = build.flow(build.first + 2, went)
    for place in range(1, len(stocks)):
        coefficients = ((stocks[place - 1], 1), (arrived[place], 1), (left[place], -1), (stocks[place], -1))
        build.hold(coefficients, RelationKind.STOCK)


def percentage(build: FamilyBuilder) -> None:
    """Shown as "54% (42/78)", each month by itself."""
    for month, (numerator, denominator) in zip(build.months, _fractions(build), strict=True):
        _shown_fraction(build, month, numerator, denominator)
    build.rating_of_percentage(build.first, build.ratios[-1], build.random.randint(30, 90))


def percentage_of_sums(build: FamilyBuilder) -> None:
    """Shown as "54% (42/78)", and the year to date is the ratio of the sums."""
    fractions = _fractions(build)
    numerators = build.flow(build.first, [numerator for numerator, _ in fractions], "numerator")
    denominators = build.flow(build.first, [denominator for _, denominator in fractions], "denominator")
    for place, numerator, denominator in zip((*build.months, YEAR_TO_DATE), numerators, denominators, strict=True):
        weight = WEIGHTS.year_to_date_percentage if place == YEAR_TO_DATE else WEIGHTS.percentage
        build.ratio(f"{build.first}||{place}", numerator, denominator, weight=weight)
    build.rating_of_percentage(build.first, build.ratios[-1], build.random.randint(30, 90))


def percentage_of_a_stock(build: FamilyBuilder) -> None:
    """A bare percentage whose denominator is another indicator; of the numerator the table may know nothing."""
    values = [value or 6 for value in build.counts()]
    stocks = build.stock(build.first, values)
    indicator = build.first + 1
    kept = build.random.random() < 0.5
    for month, of, value in zip(build.months, stocks, values, strict=True):
        least = 0 if build.small else 6
        number = build.random.randint(least, max(least, value - least))
        numerator = build.cell(indicator, f"{month} (numerator)", number, latent=True, kept=kept)
        denominator = build.cell(indicator, f"{month} (denominator)", value, latent=True)
        build.same(denominator, of)
        build.ratio(f"{indicator}||{month}", numerator, denominator)


def rate(build: FamilyBuilder) -> None:
    """A count with its rate per 10,000 of a population that everybody knows."""
    values = build.counts()
    population = build.random.randint(20_000, 80_000)
    base = build.cell(build.first, "population", population, 0, public_since="the mid-year estimates")
    counts = build.stock(build.first, values)
    decimals = build.random.choice((0, 1))
    for month, count in zip(build.months, counts, strict=True):
        build.ratio(f"{build.first}||{month} (rate)", count, base, RatioKind.RATE, decimals)


def average(build: FamilyBuilder) -> None:
    """Cases for each worker, with one decimal."""
    bases = [build.random.randint(2, 14) if build.small else build.random.randint(15, 40) for _ in build.months]
    bases[0] = 5 if build.small else bases[0]
    for month, workers in zip(build.months, bases, strict=True):
        cases = workers * build.random.randint(8, 20) + build.random.randint(0, workers - 1)
        numerator = build.cell(build.first, f"{month} (numerator)", cases, WEIGHTS.number_behind_a_ratio)
        base = build.cell(build.first, f"{month} (denominator)", workers, WEIGHTS.number_behind_a_ratio)
        build.ratio(f"{build.first}||{month}", numerator, base, RatioKind.AVERAGE, 1)


def parts_of_a_whole(build: FamilyBuilder) -> None:
    """An indicator and the two into which it falls, in every month and in the year to date."""
    parts = [build.counts(), [build.random.randint(0 if build.small else 20, 60) for _ in build.months]]
    keys = [build.flow(build.first + place, values) for place, values in enumerate(parts, 1)]
    wholes = build.flow(build.first, [sum(values) for values in zip(*parts, strict=True)])
    for whole, *of in zip(wholes, *keys, strict=True):
        build.add_up(whole, of)


def including_and_excluding(build: FamilyBuilder) -> None:
    """The same count with and without a group that has no figure of its own."""
    groups = build.counts(8, 30)
    values = [build.random.randint(20, 90) for _ in build.months]
    excluding = build.stock(build.first, values)
    including = build.stock(build.first + 1, [value + group for value, group in zip(values, groups, strict=True)])
    for month, group, without, whole in zip(build.months, groups, excluding, including, strict=True):
        between = build.cell(build.first, f"{month} (group)", group, latent=True)
        build.add_up(whole, (without, between), RelationKind.GROUP)


def _shown_fraction(build: FamilyBuilder, place: str, numerator: int, denominator: int) -> None:
    above = build.cell(build.first, f"{place} (numerator)", numerator, WEIGHTS.number_behind_a_ratio)
    below = build.cell(build.first, f"{place} (denominator)", denominator, WEIGHTS.number_behind_a_ratio)
    build.ratio(f"{build.first}||{place}", above, below)


def _fractions(build: FamilyBuilder) -> list[tuple[int, int]]:
    """A numerator and a denominator for each month, far from small ones if none are wanted."""
    if not build.small:
        denominators = [build.random.randint(60, 300) for _ in build.months]
        return [(round(number * build.random.uniform(0.2, 0.8)), number) for number in denominators]
    usual = build.random.choice((15, 30, 60))
    denominators = [build.random.randint(usual // 2, usual * 3 // 2) for _ in build.months]
    centre = build.random.choice((0.1, 0.5, 0.9))
    shares = [min(1.0, max(0.0, build.random.gauss(centre, 0.15))) for _ in denominators]
    numerators = [round(number * share) for number, share in zip(denominators, shares, strict=True)]
    numerators[build.random.randrange(len(numerators))] = build.random.randint(1, 5)
    return list(zip(numerators, denominators, strict=True))


Kind = Callable[[FamilyBuilder], None]

WITH_RATIOS: tuple[Kind, ...] = (percentage, percentage_of_sums, percentage_of_a_stock, rate, average)

# Forty indicators as they stand in an index, each kind with the number of indicators in a family of it.
MIX: tuple[tuple[Kind, int], ...] = (
    (flow, 1),
    (percentage_of_sums, 1),
    (stock_with_flows, 3),
    (rate, 1),
    (running_total, 1),
    (percentage, 1),
    (parts_of_a_whole, 3),
    (flow, 1),
    (percentage_of_a_stock, 2),
    (running_total_of_the_school_year, 1),
    (average, 1),
    (flow, 1),
    (percentage_of_sums, 1),
    (rate, 1),
    (stock_with_flows, 3),
    (running_total, 1),
    (percentage, 1),
    (flow, 1),
    (including_and_excluding, 2),
    (percentage_of_a_stock, 2),
    (stock, 1),
    (parts_of_a_whole, 3),
    (running_total_of_the_school_year, 1),
    (percentage_of_sums, 1),
    (rate, 1),
    (average, 1),
    (flow, 1),
    (percentage, 1),
    (running_total, 1),
)
