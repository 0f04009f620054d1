"""Published tables with known answers, and additive leaks. The numbers are theirs, with the source of each."""

from dataclasses import replace

import pytest

from suppression.engine import (
    Cell,
    Interval,
    ReaderView,
    Relation,
    Series,
    SeriesKind,
    Table,
    attack,
    reader_view,
    step_key,
)

from .tables import POLICY, check_of, counts, protect_and_check, sum_of


def two_way_table(rows: dict[str, tuple[int, ...]], columns: tuple[str, ...]) -> Table:
    """Inner figures "row|column" with their sums under T."""
    cells = {
        f"{row}|{column}": number
        for row, numbers in rows.items()
        for column, number in zip(columns, numbers, strict=True)
    }
    relations = []
    for row in rows:
        parts = [f"{row}|{column}" for column in columns]
        cells[f"{row}|T"] = sum(cells[part] for part in parts)
        relations.append(sum_of(f"{row}|T", *parts))
    for column in (*columns, "T"):
        parts = [f"{row}|{column}" for row in rows]
        cells[f"T|{column}"] = sum(cells[part] for part in parts)
        relations.append(sum_of(f"T|{column}", *parts))
    relations.append(sum_of("T|T", *(f"T|{column}" for column in columns)))
    return Table(counts(cells), tuple(relations))


def intervals(table: Table, *hidden: str) -> dict[str, tuple[int, int | None]]:
    check = check_of(table, hidden)
    assert check.feasible
    return {key: (interval.low, interval.high) for key, interval in check.intervals.items()}


# ESSnet SDC Handbook, chapter 4, example 3 (Geurts 1992, table 10).
GEURTS = two_way_table({"1": (4, 3), "2": (2, 1), "3": (3, 3)}, ("1", "2"))

# sdcTable, tests/testthat/test-simpleheuristic.R.
FROZEN = two_way_table(
    {"w": (30, 47, 64, 89), "x": (90, 124, 5, 31), "y": (92, 100, 59, 85), "z": (800, 991, 651, 685)},
    ("a", "b", "c", "d"),
)

# sdcTable, tests/testthat/test-linked-tables.r, after an example of Statistics Norway.
LINKED = Table(
    counts(
        {"A": 2, "B": 2, "I": 8, "J": 8, "K": 3, "L": 3, "M": 3, "N": 7}
        | {"c1": 20, "c2": 16, "small": 30, "big": 6, "Total": 36}
    ),
    (
        sum_of("c1", "A", "B", "I", "J"),
        sum_of("c2", "K", "L", "M", "N"),
        sum_of("small", "A", "B", "I", "J", "K", "N"),
        sum_of("big", "L", "M"),
        sum_of("Total", "c1", "c2"),
        sum_of("Total", "small", "big"),
    ),
)

# Statistics Norway, GaussSuppression, vignette on small counts.
COUNTRIES = two_way_table({"old": (3, 4, 6), "young": (2, 0, 5)}, ("Iceland", "Portugal", "Spain"))


def test_the_handbook_table_leaves_its_published_intervals():
    assert intervals(GEURTS, "1|1", "1|2", "2|1", "2|2") == {
        "1|1": (3, 6),
        "1|2": (1, 4),
        "2|1": (0, 3),
        "2|2": (0, 3),
    }


def test_a_cell_can_be_frozen_though_every_line_hides_two():
    hidden = ("w|a", "w|b", "w|c", "x|a", "x|c", "y|b", "y|d", "z|b", "z|d")
    assert intervals(FROZEN, *hidden) == {
        "w|a": (25, 94),
        "w|b": (47, 47),
        "w|c": (0, 69),
        "x|a": (26, 95),
        "x|c": (0, 69),
        "y|b": (0, 185),
        "y|d": (0, 185),
        "z|b": (906, 1091),
        "z|d": (585, 770),
    }
    view = replace(reader_view(FROZEN, hidden), hidden_before=frozenset(hidden))
    assert attack(view, POLICY).message == "Not safe. w|b can be worked out exactly."


def test_two_linked_tables_give_away_together_what_neither_does_alone():
    before = intervals(LINKED, "A", "B", "K", "L", "M")
    assert before == {"A": (0, 4), "B": (0, 4), "K": (3, 3), "L": (0, 6), "M": (0, 6)}
    after = intervals(LINKED, "A", "B", "K", "L", "M", "N")
    assert after == before | {"K": (0, 10), "N": (0, 10)}


def test_the_table_of_countries_leaves_its_published_intervals():
    hidden = (
        "T|Iceland",
        "T|Portugal",
        "old|Iceland",
        "old|Portugal",
        "old|Spain",
        "young|Iceland",
        "young|Spain",
    )
    left = intervals(COUNTRIES, *hidden)
    assert {key: left[key] for key in ("T|Portugal", "old|Iceland", "old|Portugal", "young|Iceland")} == {
        "T|Portugal": (0, 9),
        "old|Iceland": (0, 9),
        "old|Portugal": (0, 9),
        "young|Iceland": (0, 7),
    }


@pytest.mark.parametrize("table", [GEURTS, FROZEN, LINKED, COUNTRIES])
def test_a_published_table_is_protected_and_its_protection_withstands_the_attack(table):
    pattern, check = protect_and_check(table)
    assert check.safe, check.message
    assert {cell.key for cell in table.cells if 1 <= cell.value <= 5} <= set(pattern.hidden)


def test_the_difference_of_two_age_bands_is_a_latent_count():
    """ESSnet SDC Handbook, chapter 5: under 25 less under 20 leaves one person aged 20 to 24."""
    cells = (*counts({"<20": 6, "<25": 7}), Cell("20-24", 1, "aged 20 to 24", latent=True))
    table = Table(cells, (sum_of("<25", "<20", "20-24"),))
    assert "aged 20 to 24 can be worked out exactly" in check_of(table).message
    assert protect_and_check(table)[1].safe


def test_all_people_less_the_males_are_the_females():
    """ESSnet SDC Handbook, chapter 5: 22 live and work here, 21 of them male."""
    cells = (*counts({"all": 22, "males": 21}), Cell("females", 1, "females", latent=True))
    table = Table(cells, (sum_of("all", "males", "females"),))
    assert check_of(table).intervals["females"] == Interval(1, 1)
    assert protect_and_check(table)[1].safe


MONTHS = {"Apr": 5, "May": 8, "Jul": 6, "Aug": 7, "Sep": 5, "Oct": 6, "Nov": 5, "Dec": 5, "Jan": 5, "Feb": 6}
ONES = [f"one {number}" for number in range(6)]
ZEROS = [f"zero {number}" for number in range(6)]

# The leaks were constructed for this project's disclosure cases: what is shown, what is hidden, and what that leaves.
LEAKS = {
    "year to date minus months": (
        ReaderView(
            MONTHS | {"YTD": 61},
            frozenset({"Jun"}),
            series=(Series(SeriesKind.FLOW, (*MONTHS, "Jun"), "YTD"),),
        ),
        {"Jun": Interval(3, 3)},
    ),
    "running totals": (
        ReaderView(
            {"Nov": 14, "Dec": 16, "Jan": 16},
            frozenset(),
            series=(Series(SeriesKind.RUNNING_TOTAL, ("Nov", "Dec", "Jan")),),
        ),
        {step_key("Dec"): Interval(2, 2)},
    ),
    "two releases": (
        ReaderView({"first": 9, "second": 11}, frozenset({"late"}), (sum_of("second", "first", "late"),)),
        {"late": Interval(2, 2)},
    ),
    "quarters to date": (
        ReaderView(
            {"Q1": 12, "Q2": 15, "Jul": 0, "Aug": 0},
            frozenset({"Sep"}),
            (sum_of("Q2", "Q1", "Jul", "Aug", "Sep"),),
        ),
        {"Sep": Interval(3, 3)},
    ),
    "stock and flow": (
        ReaderView(
            {"before": 412, "after": 415, "started": 5},
            frozenset({"ceased"}),
            (Relation((("before", 1), ("started", 1), ("ceased", -1), ("after", -1))),),
        ),
        {"ceased": Interval(2, 2)},
    ),
    "parts of a sum": (
        ReaderView({"22": 23, "22.1": 20}, frozenset({"22.2"}), (sum_of("22", "22.1", "22.2"),)),
        {"22.2": Interval(3, 3)},
    ),
    "including and excluding": (
        ReaderView(
            {"including": 47, "excluding": 45},
            frozenset({"group"}),
            (sum_of("including", "excluding", "group"),),
            latent=frozenset({"group"}),
        ),
        {"group": Interval(2, 2)},
    ),
    "region minus other councils": (
        ReaderView({"region": 41, "others": 38}, frozenset({"ours"}), (sum_of("region", "others", "ours"),)),
        {"ours": Interval(3, 3)},
    ),
    "two small months": (
        ReaderView({"YTD": 20, "visible": 18}, frozenset("ab"), (sum_of("YTD", "visible", "a", "b"),)),
        {"a": Interval(1, 1), "b": Interval(1, 1)},
    ),
    "six ones beside six zeros": (
        ReaderView(
            {"YTD": 6, **dict.fromkeys(ZEROS, 0)},
            frozenset(ONES),
            series=(Series(SeriesKind.FLOW, (*ONES, *ZEROS), "YTD"),),
        ),
        {one: Interval(1, 1) for one in ONES},
    ),
}


@pytest.mark.parametrize(("view", "left"), LEAKS.values(), ids=LEAKS)
def test_the_attack_finds_the_leak(view, left):
    check = attack(view, POLICY)
    assert check.feasible
    assert not check.safe
    exposed = {exposure.key: exposure.interval for exposure in check.exposed}
    assert exposed.items() >= left.items()


@pytest.mark.parametrize("view", [view for view, _ in LEAKS.values()], ids=LEAKS)
def test_without_the_relation_there_is_no_such_leak(view):
    alone = ReaderView({key: number for key, number in view.shown.items() if number != 5}, view.hidden)
    assert attack(alone, POLICY).safe


@pytest.mark.parametrize(("view", "left"), LEAKS.values(), ids=LEAKS)
def test_protection_closes_the_leak(view, left):
    values = view.shown | {key: interval.low for key, interval in left.items() if key in view.hidden}
    if "a" in left:
        values |= {"a": 1, "b": 1}
    cells = tuple(Cell(key, value, key, latent=key in view.latent) for key, value in values.items())
    _, check = protect_and_check(Table(cells, view.relations, view.series))
    assert check.safe, check.message
