"""Differences between two publications of the same people: age bands, a linked count, means of perturbed counts.

The examples of the ESSnet SDC Handbook, chapter 5. `subpopulation` holds two bandings, each label ("<20", "20-39",
"70+") with its count; `linking` all and the males of them; `rounded_means` counts that were changed by at most
`max_dev` with the true means. What is `derived` there is not read: it is worked out.
"""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from suppression.engine.case_json import NotUnderstood, as_list, as_object, as_printed, as_whole, only_these
from suppression.engine.figures import Cell, Ratio, RatioKind, Relation
from suppression.engine.leak_cases import Leak
from suppression.engine.table import Table

DIFFERENCES = {"subpopulation", "linking", "rounded_means"}
OLDEST = 1000


def difference_cases(document: Mapping[str, object]) -> Iterator[Leak]:
    """Each example of the file; raises NotUnderstood, and TableError where the numbers contradict each other."""
    only_these(document, {"source", *DIFFERENCES})
    for name in document.keys() - {"source"}:
        as_object(document[name], name)
    if "subpopulation" in document:
        yield _subpopulation(as_object(document["subpopulation"], "subpopulation"))
    if "linking" in document:
        yield _linking(as_object(document["linking"], "linking"))
    if "rounded_means" in document:
        yield _rounded_means(as_object(document["rounded_means"], "rounded_means"))


def _subpopulation(given: Mapping[str, object]) -> Leak:
    """Every band is the sum of the finest bands that both bandings together make."""
    only_these(given, {"bands1", "bands2", "derived"})
    shown: dict[str, int] = {}
    for name in ("bands1", "bands2"):
        for label, count in as_object(given.get(name), name).items():
            if shown.setdefault(label, as_whole(count, label)) != count:
                raise NotUnderstood(f"The bandings differ in “{label}”.")
    ends = {label: _ends(label) for label in shown}
    cuts = sorted({end for pair in ends.values() for end in pair})
    finest = {pair: _label(*pair) for pair in pairwise(cuts)}
    cells = [Cell(label, count, label) for label, count in shown.items()]
    cells += [Cell(label, None, label, latent=True) for label in finest.values() if label not in shown]
    relations = [
        Relation((*((finest[pair], 1) for pair in finest if low <= pair[0] and pair[1] <= high), (label, -1)))
        for label, (low, high) in ends.items()
        if label not in finest.values()
    ]
    derived = {label: label for label in finest.values() if label not in shown}
    return Leak("subpopulation", Table(tuple(cells), tuple(relations)), frozenset(), derived)


def _ends(label: str) -> tuple[int, int]:
    """The first age of a band, and the first after it."""
    match label.replace("<", "0-<").replace("+", "-").split("-"):
        case [low, high] if low.isdigit() and (high.removeprefix("<") or "0").isdigit():
            if not high:
                return int(low), OLDEST
            return int(low), int(high[1:]) if high.startswith("<") else int(high) + 1
        case _:
            raise NotUnderstood(f"“{label}” is no band of ages.")


def _label(low: int, high: int) -> str:
    if low == 0:
        return f"<{high}"
    return f"{low}+" if high == OLDEST else f"{low}-{high - 1}"


def _linking(given: Mapping[str, object]) -> Leak:
    """All less the males are the females."""
    only_these(given, {"total_live_and_work", "males", "derived_females"})
    numbers = {name: as_whole(given.get(name), name) for name in ("total_live_and_work", "males")}
    cells = [Cell(name, number, name) for name, number in numbers.items()]
    table = Table(
        (*cells, Cell("females", None, "females", latent=True)),
        (Relation((("males", 1), ("females", 1), ("total_live_and_work", -1))),),
    )
    return Leak("linking", table, frozenset(), {"females": "females"})


def _rounded_means(given: Mapping[str, object]) -> Leak:
    """A mean has a whole sum over a count that lies near the one published."""
    only_these(given, {"counts_perturbed", "max_dev", "means", "derived_counts"})
    counts, means = as_list(given.get("counts_perturbed"), "counts"), as_list(given.get("means"), "means")
    most = as_whole(given.get("max_dev"), "max_dev")
    if len(counts) != len(means):
        raise NotUnderstood("There are not as many means as counts.")
    cells, ratios = [], []
    for place, (count, mean) in enumerate(zip(counts, means, strict=True), 1):
        near = as_whole(count, "counts_perturbed")
        printed, decimals = as_printed(mean, "means")
        cells.append(Cell(f"sum {place}", None, f"sum {place}", counts_people=False, latent=True))
        cells.append(
            Cell(f"count {place}", None, f"count {place}", lower=max(0, near - most), upper=near + most, latent=True)
        )
        ratios.append(
            Ratio(
                f"mean {place}",
                f"sum {place}",
                f"count {place}",
                f"mean {place}",
                kind=RatioKind.AVERAGE,
                printed=printed,
                decimals=decimals,
            )
        )
    figures = {f"count {place}": f"count {place}" for place in range(1, len(counts) + 1)}
    return Leak("rounded_means", Table(tuple(cells), ratios=tuple(ratios)), frozenset(), figures)
