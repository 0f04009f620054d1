"""Ways to leak and differences between publications, as the tables that they are."""

import json

import pytest

from suppression.engine import Cell, Condition, Ratio, RatioKind, Relation, complement_key
from suppression.engine.case_file import read_case_file
from suppression.engine.case_json import NotUnderstood
from suppression.engine.difference_cases import difference_cases
from suppression.engine.leak_cases import leak_cases, leak_of
from suppression.engine.leak_forms import arrow_from, bar_height, changed_by, in_the_band, named_in, sorted_between


def test_an_equation_has_its_right_side_taken_off():
    assert named_in("a + b = c + d") == {"a": 1, "b": 1, "c": -1, "d": -1}


@pytest.mark.parametrize(
    ("says", "published", "conditions"),
    [
        (in_the_band, {"band": [4, 6]}, [Condition((("n", 1),), 4, 6)]),
        (changed_by, {"prior": 9, "change_pct": -78}, [Condition((("n", 200),), 43 * 9, 45 * 9)]),
        (changed_by, {"prior": 40, "change_pct": 5}, [Condition((("n", 200),), 209 * 40, 211 * 40)]),
        (arrow_from, {"prev": 2, "arrow": "up"}, [Condition((("n", 1), ("prev", -1)), least=1)]),
        (arrow_from, {"prev": 2, "arrow": "down"}, [Condition((("n", -1), ("prev", 1)), least=1)]),
        (bar_height, {"axis": 40, "px": 200, "bar": 15}, [Condition((("n", 400),), 29 * 40, 31 * 40 - 1)]),
        (
            sorted_between,
            {"above": 4, "below": 2},
            [Condition((("n", 1), ("above", -1)), most=0), Condition((("n", 1), ("below", -1)), least=0)],
        ),
    ],
)
def test_what_is_said_of_a_figure(says, published, conditions):
    assert list(says(published)) == conditions


def test_a_sum_of_which_a_part_is_hidden():
    leak = leak_of("one", {"total": 23, "a": 20}, {"b": 3})
    assert leak.table.cells == (Cell("total", 23, "total"), Cell("a", 20, "a"), Cell("b", 3, "b"))
    assert leak.table.relations == (Relation((("total", 1), ("a", -1), ("b", -1))),)
    assert (leak.name, leak.hidden, leak.figures) == ("one", {"b"}, {"b": "b"})


def test_a_percentage_of_at_most_so_many():
    leak = leak_of("one", {"pct": 54, "den_max": 20}, {"n": 7, "d": 13})
    assert leak.table.cells == (Cell("n", 7, "n"), Cell("d", 13, "d", upper=20))
    assert leak.table.ratios == (Ratio("ratio", "n", "d", "pct", printed=54),)
    assert leak.hidden == {"n", "d"}


def test_those_outside_a_percentage_are_what_it_leaves_out():
    leak = leak_of("one", {"pct": 98, "den": 42}, {"outside": 1})
    assert leak.figures == {"outside": complement_key("ratio")}
    assert leak.hidden == frozenset()
    assert leak.table.cells == (Cell("n", None, "n", latent=True), Cell("den", 42, "den"))
    assert leak.table.ratios[0].kind is RatioKind.PERCENTAGE


def test_outside_is_no_figure_where_there_is_no_percentage():
    with pytest.raises(NotUnderstood, match="What is hidden in “one” is not known here: outside"):
        leak_of("one", {"total": 23, "a": 20}, {"outside": 3})


def test_what_a_rule_hides_limits_the_hidden_figures_only():
    leak = leak_of("one", {"prev": 2, "arrow": "up", "rule": [1, 4]}, {"n": 3})
    assert leak.table.cells == (Cell("n", 3, "n", lower=1, upper=4), Cell("prev", 2, "prev"))
    assert [one.conditions for one in leak.table.statements] == [(Condition((("n", 1), ("prev", -1)), least=1),)]
    shown = leak_of("one", {"YTD": 20, "visible_sum": 18, "rule": "0 is always published"}, {"a": 1, "b": 1})
    assert [(cell.lower, cell.upper) for cell in shown.table.cells] == [(0, None), (0, None), (1, None), (1, None)]
    assert shown.table.statements == ()


def test_a_total_of_small_months_is_as_many_of_them_and_twelve_at_most():
    leak = leak_of("one", {"YTD": 6}, {"each": 2})
    assert leak.table.relations == (Relation((("YTD", 1), ("each-1", -1), ("each-2", -1), ("each-3", -1))),)
    assert leak.hidden == {"each-1", "each-2", "each-3"}
    assert len(leak_of("one", {"YTD": 12}, {"each": 1}).hidden) == 12
    for each in (0, -1):
        with pytest.raises(NotUnderstood, match="What is published in “one” is not known here: YTD"):
            leak_of("one", {"YTD": 6}, {"each": each})


def test_months_stand_under_a_name_of_their_own():
    leak = leak_of("one", {"YTD": 9, "months": {"Apr": 6, "May": None}}, {"May": 3})
    assert leak.table.relations == (Relation((("YTD", 1), ("Apr", -1), ("May", -1))),)
    assert [cell.value for cell in leak.table.cells] == [9, 6, 3]
    with pytest.raises(NotUnderstood, match="The months of “one” are not known here"):
        leak_of("one", {"YTD": 9, "months": {"Apr": 6, "May + Jun": 3}}, {})
    with pytest.raises(NotUnderstood):
        leak_of("one", {"YTD": 9, "months": 3}, {})


def test_a_file_of_leaks_holds_no_more_than_is_known():
    case = {"id": "one", "published": {"total": 23, "a": 20}, "hidden": {"b": 3}, "desc": "words"}
    (leak,) = leak_cases({"source": "a list", "cases": [case]})
    assert leak.name == "one"
    for document in ({"cases": [case], "rumour": 1}, {"cases": [case | {"rumour": 1}]}):
        with pytest.raises(NotUnderstood, match="“rumour” is not known here"):
            list(leak_cases(document))


# Differences.


def test_bands_are_sums_of_the_finest_that_both_bandings_make():
    (leak,) = difference_cases(
        {"subpopulation": {"bands1": {"<20": 6, "20-39": 9, "40+": 4}, "bands2": {"<25": 7, "25-39": 8, "40+": 4}}}
    )
    assert leak.table.cells == (
        *(Cell(label, count, label) for label, count in (("<20", 6), ("20-39", 9), ("40+", 4))),
        *(Cell(label, count, label) for label, count in (("<25", 7), ("25-39", 8))),
        Cell("20-24", None, "20-24", latent=True),
    )
    assert leak.table.relations == (
        Relation((("20-24", 1), ("25-39", 1), ("20-39", -1))),
        Relation((("<20", 1), ("20-24", 1), ("<25", -1))),
    )
    assert (leak.hidden, leak.figures) == (frozenset(), {"20-24": "20-24"})


@pytest.mark.parametrize("label", ["young", "20-x", "x-20", "20-30-40", ""])
def test_what_is_no_band_of_ages_is_refused(label):
    with pytest.raises(NotUnderstood, match="is no band of ages"):
        list(difference_cases({"subpopulation": {"bands1": {label: 6}, "bands2": {}}}))


def test_bandings_that_count_one_band_twice_count_it_the_same():
    with pytest.raises(NotUnderstood, match="The bandings differ in “<20”"):
        list(difference_cases({"subpopulation": {"bands1": {"<20": 6}, "bands2": {"<20": 7}}}))


def test_all_less_the_males_are_the_females():
    (leak,) = difference_cases({"linking": {"total_live_and_work": 22, "males": 21}})
    assert leak.table.cells[2] == Cell("females", None, "females", latent=True)
    assert leak.table.relations == (Relation((("males", 1), ("females", 1), ("total_live_and_work", -1))),)
    assert leak.figures == {"females": "females"}


def test_a_mean_is_a_sum_over_a_count_that_lies_near():
    (leak,) = difference_cases({"rounded_means": {"counts_perturbed": [9, 1], "max_dev": 2, "means": [11, 3]}})
    assert leak.table.cells == (
        Cell("sum 1", None, "sum 1", counts_people=False, latent=True),
        Cell("count 1", None, "count 1", lower=7, upper=11, latent=True),
        Cell("sum 2", None, "sum 2", counts_people=False, latent=True),
        Cell("count 2", None, "count 2", lower=0, upper=3, latent=True),
    )
    assert [ratio.printed for ratio in leak.table.ratios] == [11, 3]
    assert all(ratio.kind is RatioKind.AVERAGE for ratio in leak.table.ratios)
    assert leak.figures == {"count 1": "count 1", "count 2": "count 2"}


@pytest.mark.parametrize(
    "document",
    [
        {"linking": {"total_live_and_work": 22, "males": 21, "rumour": 1}},
        {"linking": {"total_live_and_work": 22, "males": 21}, "rumour": 1},
        {"subpopulation": {"bands1": {}, "bands2": {}, "rumour": 1}},
        {"rounded_means": {"counts_perturbed": [], "max_dev": 2, "means": [], "rumour": 1}},
    ],
)
def test_a_file_of_differences_holds_no_more_than_is_known(document):
    with pytest.raises(NotUnderstood, match="“rumour” is not known here"):
        list(difference_cases(document))


def test_differences_that_are_no_objects_are_refused():
    with pytest.raises(NotUnderstood, match="“linking” is no object"):
        list(difference_cases({"subpopulation": {"bands1": {}, "bands2": {}}, "linking": []}))
    with pytest.raises(NotUnderstood, match="There are not as many means as counts"):
        list(difference_cases({"rounded_means": {"counts_perturbed": [9], "max_dev": 2, "means": []}}))


# Case files.


@pytest.fixture
def read(tmp_path):
    def read(document):
        path = tmp_path / "case.json"
        path.write_text(json.dumps(document), "utf-8")
        return read_case_file(path)

    return read


def test_a_table_of_a_file_is_what_it_says(read):
    case = read(
        {
            "source": "nobody",
            "attacker": "x>=0",
            "cells": {"a": 9, "b": None, "c": 12},
            "constraints": [[[["a", 2], ["b", 1], ["c", -1]], 7]],
            "primary": ["a"],
            "latent": ["b"],
            "weights": {"c": 5},
            "optimal_suppressed": ["a", "c"],
        }
    )
    assert case.table.cells == (
        Cell("a", 9, "a", weight=1, hidden_since="the case file"),
        Cell("b", None, "b", weight=1, latent=True),
        Cell("c", 12, "c", weight=5),
    )
    assert case.table.relations == (Relation((("a", 2), ("b", 1), ("c", -1)), 7),)
    assert case.patterns == {"primary alone": {"a"}, "optimal_suppressed": {"a", "c"}}


def test_with_levels_nothing_counts_people_and_nothing_else_is_primary(read):
    levels = {"a": {"lpl": 4, "upl": 6}}
    case = read({"cells": {"a": 20, "b": 3}, "constraints": [], "primary": levels, "weights": "cell value"})
    assert case.table.cells == (
        Cell("a", 20, "a", counts_people=False, weight=20, must_reach=(16, 26)),
        Cell("b", 3, "b", counts_people=False, weight=3),
    )


def test_a_pattern_that_is_the_only_one_stands_alone(read):
    plain = {"cells": {"a": 9, "b": 9}, "constraints": [], "primary": ["a"]}
    assert read(plain | {"suppressed": ["a", "b"]}).patterns == {"suppressed": {"a", "b"}}
    assert read(plain | {"runs": [{"suppressed": ["b"]}]}).patterns == {"run 1": {"b"}}
    assert read({"cells": {"a": 9}, "constraints": []}).patterns == {}


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"rumour": 1}, "“rumour” is not known here."),
        ({"attacker": "x>=1"}, "The only attacker known here is “x>=0”."),
        ({"runs": [{}]}, "A run holds no “suppressed”."),
        ({"runs": [3]}, "“a run” is no object."),
        ({"primary": {"a": {"lpl": 1}}}, "The levels of “a” are not known."),
        ({"primary": {"b": {"lpl": 1, "upl": 1}}}, "The levels of “b” are not known."),
        ({"constraints": [[[["a", 1]]]]}, "A constraint is a list of terms and a whole constant."),
        ({"constraints": [[[["a", 1]], 9, 9]]}, "A constraint is a list of terms and a whole constant."),
        ({"constraints": [[[["a"]], 9]]}, "A term of a constraint is a key and a whole coefficient."),
        ({"weights": {"x": 1}}, "The weight of “x” is not known."),
        ({"weights": {"a": 0.5}}, "“the weight of a” holds no whole number that can be judged."),
        ({"latent": ["x"]}, "“latent” names 'x', which is no cell of the file."),
        ({"suppressed": [3]}, "“suppressed” names 3, which is no cell of the file."),
        ({"suppressed": "a"}, "“suppressed” is no list."),
        ({"cells": []}, "“cells” is no object."),
        ({"cells": {"a": -1}}, "a (a) lies outside its bounds."),
    ],
)
def test_what_is_not_understood_is_named(read, more, message):
    with pytest.raises(NotUnderstood) as refused:
        read({"cells": {"a": 9, "b": None}, "constraints": []} | more)
    assert str(refused.value) == message


@pytest.mark.parametrize("missing", ["cells", "constraints"])
def test_a_table_has_cells_and_constraints(read, missing):
    document = {"cells": {"a": 9}, "constraints": []}
    del document[missing]
    with pytest.raises(NotUnderstood, match=f"The file holds no {missing}"):
        read(document)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "is not JSON."),
        ("[]", "The file holds no object."),
        ('{"cells": {"a": 1, "a": 1}}', "The file holds “a” twice."),
        ('{"cells": {"a": Infinity}}', "Infinity is no number."),
    ],
)
def test_what_is_no_file_of_cases_is_refused(tmp_path, text, message):
    path = tmp_path / "case.json"
    path.write_text(text, "utf-8")
    with pytest.raises(NotUnderstood) as refused:
        read_case_file(path)
    assert str(refused.value).endswith(message)


def test_a_file_that_cannot_be_read_says_why(tmp_path):
    with pytest.raises(NotUnderstood, match="cannot be read: No such file or directory"):
        read_case_file(tmp_path / "none.json")
