"""The solver is asked, and processes are started, only where there is something to find out."""

import pytest

from suppression.engine import Cell, Ratio, Relation, RelationKind, Table, protect

from .tables import POLICY, counts, flow, ratio_of, running_total, table_of


def group(of, **more):
    cells = (*counts({"including": 40 + of, "excluding": 40}), Cell("group", of, "the group", latent=True, **more))
    return Table(cells, (Relation((("excluding", 1), ("group", 1), ("including", -1)), kind=RelationKind.GROUP),))


def bare_percentage(**denominator):
    cells = (Cell("n", None, "n", latent=True), Cell("d", None, "d", latent=True, **denominator))
    return Table(cells, ratios=(Ratio("r", "n", "d", "r", printed=30),))


NOTHING_SMALL = {
    "a running total": table_of(running_total("starts", 40, 40, 60)),
    "a large group": group(6),
    "a group of things": group(3, counts_people=False),
    "a percentage": ratio_of(40, 60),
    "a percentage of nobody knows how many": bare_percentage(),
    "a table of nothing": Table(()),
}


@pytest.mark.parametrize("table", NOTHING_SMALL.values(), ids=NOTHING_SMALL)
def test_where_nothing_is_small_the_solver_is_not_asked(monkeypatch, table):
    monkeypatch.setattr("suppression.engine.secondary.Worlds", None)
    assert protect(table, POLICY).hidden == {}


def test_where_something_could_be_small_it_is(monkeypatch):
    monkeypatch.setattr("suppression.engine.secondary.Worlds", None)
    limited = bare_percentage(upper=400)
    beside = Table((*bare_percentage().cells, Cell("s", 40, "s")), (Relation((("d", 1), ("s", -1))),))
    levels = group(30, must_reach=(20, 40), counts_people=False)
    for table in (group(3), limited, beside, levels):
        with pytest.raises(TypeError):
            protect(table, POLICY)


def test_processes_are_started_only_for_two_components_and_more(monkeypatch):
    def started(*arguments, **more):
        raise RuntimeError("started")

    monkeypatch.setattr("suppression.engine.protection.ProcessPoolExecutor", started)
    one, two = table_of(flow("starts", 20, 3, 30)), table_of(flow("starts", 20, 3, 30), flow("ends", 20, 3, 30))
    assert protect(two, POLICY).hidden.keys() > protect(one, POLICY, processes=2).hidden.keys()
    with pytest.raises(RuntimeError, match="started"):
        protect(two, POLICY, processes=2)
