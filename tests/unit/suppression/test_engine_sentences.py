"""Sentences for councillors: why a figure is hidden, and what is public already and where."""

import pytest

from suppression.engine import (
    Cell,
    Ratio,
    ReasonKind,
    Relation,
    RelationKind,
    Series,
    SeriesKind,
    Table,
    complement_key,
    protect,
    step_key,
)

from .tables import POLICY, counts, flow, ratio_of, running_total, sum_of, table_of

MONTHS = ("April", "May", "June", "July", "August", "September", "October", "November", "December")


def sentence_in(table, key):
    return protect(table, POLICY).hidden[key].sentence


def weighed(values, cheapest, **more):
    """Cells of which one is the cheapest to hide, and so is hidden for the sake of the small one."""
    return tuple(Cell(key, number, key, weight=1 if key == cheapest else 9, **more) for key, number in values.items())


def test_the_reason_names_the_year_to_date_the_other_months_and_the_month_that_it_would_reveal():
    cells = weighed(dict.fromkeys(MONTHS, 30) | {"June": 3, "the year to date": 243}, "July")
    table = Table(cells, series=(Series(SeriesKind.FLOW, MONTHS, "the year to date"),))
    reason = protect(table, POLICY).hidden["July"]
    assert reason.kind is ReasonKind.SECONDARY
    assert reason.because_of == ("June",)
    assert reason.sentence == "Hidden because, with the year to date and the other seven months, it would reveal June."


def test_the_reason_of_a_year_to_date_names_the_months():
    cells = weighed(dict.fromkeys(MONTHS, 30) | {"June": 3, "ytd": 243}, "ytd")
    table = Table(cells, series=(Series(SeriesKind.FLOW, MONTHS, "ytd"),))
    assert sentence_in(table, "ytd") == "Hidden because, with the other eight months, it would reveal June."


def test_a_month_says_no_more_than_is_true_where_others_are_hidden_too():
    cells = weighed({"a": 2, "b": 3, "c": 40, "all": 45}, "c")
    table = Table(cells, (sum_of("all", "a", "b", "c"),))
    assert sentence_in(table, "c") == ("Hidden because, with the other figures shown, it would say too much about a.")


OF_RELATIONS = [
    (RelationKind.PARTS, {"small": 3, "b": 20, "whole": 23}, (1, 1, -1), "b", "with the whole"),
    (RelationKind.PARTS, {"small": 3, "b": 20, "whole": 23}, (1, 1, -1), "whole", "with the other part"),
    (
        RelationKind.PARTS,
        {"small": 3, "b": 20, "c": 30, "whole": 53},
        (1, 1, 1, -1),
        "b",
        "with the whole and the other part",
    ),
    (
        RelationKind.PARTS,
        {"small": 3, "b": 20, "c": 30, "whole": 53},
        (1, 1, 1, -1),
        "whole",
        "with the other two parts",
    ),
    (
        RelationKind.QUARTER_TO_DATE,
        {"small": 3, "jul": 20, "q2": 23},
        (1, 1, -1),
        "jul",
        "with the quarter to date",
    ),
    (
        RelationKind.STOCK,
        {"before": 412, "came": 9, "small": 2, "after": 419},
        (1, 1, -1, -1),
        "came",
        "with the other numbers of those who were there, came and left",
    ),
    (RelationKind.GROUP, {"b": 45, "small": 2, "all": 47}, (1, 1, -1), "b", "with the figure that includes the group"),
    (
        RelationKind.GROUP,
        {"b": 45, "small": 2, "all": 47},
        (1, 1, -1),
        "all",
        "with the figure that leaves the group out",
    ),
    (
        RelationKind.REVISION,
        {"was": 9, "small": 2, "now": 11},
        (1, 1, -1),
        "now",
        "with what an earlier report showed",
    ),
]


@pytest.mark.parametrize(("kind", "values", "signs", "hidden", "words"), OF_RELATIONS)
def test_the_reason_names_what_would_be_needed(kind, values, signs, hidden, words):
    latent = kind in (RelationKind.GROUP, RelationKind.REVISION)
    cells = tuple(
        Cell(key, number, key, weight=1 if key == hidden else 9, latent=latent and key == "small")
        for key, number in values.items()
    )
    table = Table(cells, (Relation(tuple(zip(values, signs, strict=True)), kind=kind),))
    assert sentence_in(table, hidden) == f"Hidden because, {words}, it would reveal small."


def test_the_reason_of_the_same_figure_in_another_place():
    cells = (Cell("here", 3, "indicator 19"), Cell("there", 3, "there", counts_people=False))
    table = Table(cells, (Relation((("here", 1), ("there", -1)), kind=RelationKind.SAME),))
    assert sentence_in(table, "there") == "Hidden because it is the same figure as indicator 19."


def test_the_reason_of_a_running_total_names_the_step():
    assert sentence_in(table_of(running_total("starts", 40, 43, 60)), "starts m2") == (
        "Hidden because, with the total beside it, it would reveal "
        "the step to starts, month 2 from the total before it."
    )


def test_the_reason_of_a_number_behind_a_percentage():
    pattern = protect(ratio_of(41, 42, decimals=1), POLICY)
    (other,) = pattern.hidden.keys() - {"r"}
    word = {"n": "denominator", "d": "numerator"}[other]
    assert pattern.hidden[other].sentence == (
        f"Hidden because, with the {word}, it would reveal the percentage, those not counted."
    )


def test_the_reason_of_a_bare_percentage():
    cells = (Cell("n", None, "indicator 24 (numerator)", latent=True), Cell("d", 324, "d", weight=9))
    table = Table(cells, ratios=(Ratio("r", "n", "d", "indicator 24", printed=1),))
    assert sentence_in(table, "r") == (
        "Hidden because, with its denominator, it would say too much about indicator 24 (numerator)."
    )


# What is public already.


def test_a_small_count_that_is_public_is_named_with_the_report_that_showed_it():
    pattern = protect(Table((Cell("a", 3, "indicator 9, May 2020", public_since="the report of June 2020"),)), POLICY)
    assert pattern.hidden == {}
    assert pattern.unprotected == {
        "a": "indicator 9, May 2020 is a small count and was shown in the report of June 2020. Hiding it now would "
        "not take it back: withdraw that report or correct the figure first."
    }


def test_only_the_figures_that_give_it_away_are_named():
    public = {"m1": 40, "m2": 43, "m3": 60, "m4": 80}
    cells = tuple(Cell(key, number, key, public_since=f"the report of {key}") for key, number in public.items())
    table = Table(cells, series=(Series(SeriesKind.RUNNING_TOTAL, tuple(public)),))
    pattern = protect(table, POLICY)
    assert pattern.unprotected == {
        step_key("m2"): "the step to m2 from the total before it can be worked out, or nearly, from what is public "
        "already: m1 (the report of m1); m2 (the report of m2). Withdraw or correct that first."
    }


def test_the_report_that_showed_a_percentage_is_named():
    ratio = Ratio("r", "n", "d", "97.6 %", printed=976, decimals=1, public_since="the report of May")
    cells = (Cell("n", 41, "n"), Cell("d", 42, "d", public_since="the report of June"))
    pattern = protect(Table(cells, ratios=(ratio,)), POLICY)
    assert pattern.unprotected["r"].startswith("97.6 % stands for too few people and was shown in the report of May.")
    sentence = pattern.unprotected[complement_key("r")]
    assert "97.6 % (the report of May)" in sentence
    assert "d (the report of June)" in sentence


def test_what_cannot_be_protected_whatever_is_public_says_so():
    pattern = protect(Table((Cell("w", 3, "workers", upper=5),)), POLICY)
    assert pattern.unprotected == {"w": "workers follows from what everybody knows, however much is hidden."}
    pinned = protect(Table(counts({"a": 3}), (Relation((("a", 1),), 3),)), POLICY)
    assert set(pinned.unprotected) == {"a"}
    assert set(pinned.hidden) == {"a"}


@pytest.mark.parametrize("least", [0, 2])
def test_what_can_still_be_kept_of_a_figure_that_is_not_protected_is_kept(least):
    """Of at most 5 workers it cannot seem that there are 7; but that there are exactly 3 need not be told."""
    cells = (Cell("w", 3, "workers", lower=least, upper=5), *counts({"b": 20, "all": 23}))
    pattern = protect(Table(cells, (sum_of("all", "w", "b"),)), POLICY)
    assert set(pattern.unprotected) == {"w"}
    assert len(pattern.hidden) == 2


def test_what_a_publisher_chose_to_hide_and_follows_is_no_trouble():
    cells = tuple(
        Cell(key, number, key, public_since="the report of May") for key, number in {"a": 30, "b": 20}.items()
    )
    table = Table((*cells, Cell("all", 50, "all")), (sum_of("all", "a", "b"),))
    pattern = protect(table, POLICY, also_hide=["all"])
    assert set(pattern.hidden) == {"all"}
    assert pattern.unprotected == {}


def test_a_figure_once_hidden_that_follows_from_what_is_public_is_named():
    cells = tuple(
        Cell(key, number, key, public_since="the report of May") for key, number in {"a": 30, "b": 20}.items()
    )
    table = Table((*cells, Cell("all", 50, "all", hidden_since="the report of April")), (sum_of("all", "a", "b"),))
    assert (
        protect(table, POLICY).unprotected["all"].startswith("all can be worked out, or nearly, from what is public")
    )


def test_two_reports_of_one_quarter_are_connected_through_what_they_showed():
    public = [
        Cell(key, number, key, public_since="the report of July") for key, number in {"q1": 12, "jul": 9}.items()
    ]
    table = Table((*public, *counts({"aug": 3, "ytd": 24})), (sum_of("ytd", "q1", "jul", "aug"),))
    pattern = protect(table, POLICY)
    assert set(pattern.hidden) == {"aug", "ytd"}
    assert pattern.unprotected == {}


def test_a_flow_of_which_all_is_public_but_one_month_names_them():
    part, series = flow("starts", 20, 3, 30)
    cells = [Cell(cell.key, cell.value, cell.label, public_since="the report of July") for cell in part]
    cells[1] = part[1]
    pattern = protect(Table(tuple(cells), series=tuple(series)), POLICY)
    assert set(pattern.hidden) == {"starts m2"}
    (sentence,) = pattern.unprotected.values()
    assert sentence == (
        "starts, month 2 can be worked out, or nearly, from what is public already: starts, month 1 (the report of "
        "July); starts, month 3 (the report of July); starts, year to date (the report of July). Withdraw or correct "
        "that first."
    )
