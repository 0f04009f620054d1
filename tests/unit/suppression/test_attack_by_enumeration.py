"""The attack against trying every set of whole numbers: never narrower, never wider, and the same judgement."""

from collections.abc import Mapping

import numpy
import pytest
from hypothesis import HealthCheck, given, settings, strategies

from suppression.engine import RatioKind, ReaderView, SeriesKind, attack, complement_key, step_key

from .drawn_papers import KINDS, papers
from .tables import POLICY

Worlds = dict[str, numpy.ndarray]
EXAMPLES = 45
SMALLEST, WIDTH = POLICY.smallest_publishable_count, POLICY.protection_width


def every_world(view: ReaderView) -> Worlds:
    """Every world by trying them all: for each figure one number in each."""
    unknown = sorted(view.bounds)
    axes = [numpy.arange(view.bounds[key][0], view.bounds[key][1] + 1) for key in unknown]
    tried = [axis.ravel() for axis in numpy.meshgrid(*axes, indexing="ij")] if axes else []
    worlds = dict(zip(unknown, tried, strict=True))
    length = len(tried[0]) if tried else 1
    worlds |= {key: numpy.full(length, number) for key, number in view.shown.items()}
    agrees = numpy.full(length, fill_value=True)
    for relation in view.relations:
        agrees &= sum(number * worlds[key] for key, number in relation.coefficients) == relation.constant
    for series in view.series:
        months = [worlds[key] for key in series.cells]
        if series.kind is SeriesKind.FLOW:
            agrees &= sum(months) == worlds[series.year_to_date]
        else:
            agrees &= months[-1] == worlds[series.year_to_date]
            for before, after, key in zip(months, months[1:], series.cells[1:], strict=False):
                worlds[step_key(key)] = after - before
                agrees &= after >= before
    for ratio in view.ratios:
        top, base = worlds[ratio.numerator], worlds[ratio.denominator]
        if ratio.kind is RatioKind.PERCENTAGE:
            worlds[complement_key(ratio.key)] = base - top
            agrees &= top <= base
        if ratio.printed is not None:
            agrees &= (base >= 1) & (prints(ratio, worlds) == ratio.printed)
    for statement in view.statements:
        for condition in statement.conditions:
            total = sum(number * worlds[key] for key, number in condition.coefficients)
            agrees &= condition.least is None or total >= condition.least
            agrees &= condition.most is None or total <= condition.most
    return {key: numbers[agrees] for key, numbers in worlds.items()}


def prints(ratio, worlds: Worlds) -> numpy.ndarray:
    base = numpy.maximum(worlds[ratio.denominator], 1)
    return (2 * ratio.scale * worlds[ratio.numerator] + base) // (2 * base)


def value_of(key: str, view: ReaderView, truth: Mapping[str, int]) -> int | None:
    known = {**truth, **view.shown}
    for series in view.series:
        for before, after in zip(series.cells, series.cells[1:], strict=False):
            if key == step_key(after):
                return known[after] - known[before] if {before, after} <= known.keys() else None
    for ratio in view.ratios:
        if key == complement_key(ratio.key):
            both = {ratio.numerator, ratio.denominator} <= known.keys()
            return known[ratio.denominator] - known[ratio.numerator] if both else None
    return known.get(key)


def counts_people(key: str, view: ReaderView) -> bool:
    of = {complement_key(ratio.key): ratio.numerator for ratio in view.ratios}
    of |= {step_key(cell): cell for series in view.series for cell in series.cells}
    return of.get(key, key) not in view.not_people


def is_protected(key: str, view: ReaderView, truth: Mapping[str, int] | None, worlds: Worlds, knowing: Worlds) -> bool:
    """What must be so for a figure that nobody shows."""
    numbers, after = worlds[key], knowing[key]
    value = None if truth is None else value_of(key, view, truth)
    claimed = key in view.hidden - view.latent
    for_its_own_sake = claimed and (key in view.hidden_before or (truth is not None and value is None))
    people = counts_people(key, view)
    if people and value is not None and 1 <= abs(value) < SMALLEST:
        sign, level = (1 if value > 0 else -1), abs(value) + WIDTH
        reaches = (sign * numbers <= 1).any() and (sign * numbers >= max(SMALLEST, level)).any()
        return bool(reaches and (not len(after) or (sign * after >= level).any()))
    if for_its_own_sake and len(set(numbers)) == 1:
        return False
    if not people or value is not None:
        return True
    level = (1 if truth is None else SMALLEST - 1) + WIDTH
    high = SMALLEST if truth is None else max(SMALLEST, level)

    def excused(left: numpy.ndarray) -> bool:
        return (left == 0).all() or (left >= SMALLEST).all() or (left <= -SMALLEST).all()

    if excused(numbers):
        return True
    upwards = (numbers <= 1).any() and (numbers >= high).any()
    downwards = (numbers >= -1).any() and (numbers <= -high).any()
    if not upwards and not downwards:
        return False
    return bool(not len(after) or (abs(after) >= level).any() or excused(after))


@pytest.mark.parametrize("kind", KINDS)
def test_the_attack_finds_what_trying_every_world_finds(kind):
    examined = 0

    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(strategies.data())
    def agrees(data):
        nonlocal examined
        examined += 1
        view, truth = data.draw(papers(kind))
        worlds = every_world(view)
        check = attack(view, POLICY, truth)
        assert check.feasible, check.message
        ends = {key: (numbers.min(), numbers.max()) for key, numbers in worlds.items()}
        assert {key: (left.low, left.high) for key, left in check.intervals.items()} == {
            key: ends[key] for key in check.intervals
        }
        assert set(view.bounds) <= check.intervals.keys()
        short = {key for key in check.intervals if ends[key][1] - ends[key][0] < 30}
        assert dict(check.possible) == {key: len(set(worlds[key])) for key in short}
        for key, left in check.intervals.items():
            number = None if truth is None else value_of(key, view, truth)
            assert number is None or left.low <= number <= left.high
        not_zero = {
            key
            for key in view.bounds
            if key not in view.latent | view.not_people and (truth is None or truth.get(key, 0) >= 1)
        }
        inside = numpy.full(len(next(iter(worlds.values()))), fill_value=True)
        for key in not_zero:
            inside &= worlds[key] >= 1
        knowing = {key: numbers[inside] for key, numbers in worlds.items()}
        judged = worlds.keys() - view.shown.keys()
        exposed = {exposure.key for exposure in check.exposed} & judged
        if truth is not None or inside.any():
            assert exposed == {key for key in judged if not is_protected(key, view, truth, worlds, knowing)}
        for ratio in view.ratios:
            printed = set(prints(ratio, worlds)[worlds[ratio.denominator] >= 1])
            if ratio.key in view.hidden_before & view.hidden:
                assert (ratio.key in {exposure.key for exposure in check.exposed}) == (len(printed) == 1)

    agrees()
    assert examined >= EXAMPLES - 5
