"""Ways to leak with numbers in them: what is published, what is hidden, and so what can be inferred.

A file holds `cases`, each with an `id`, what is `published` and what is `hidden` (the truth). The names of the
published fields tell what they mean (`leak_forms.py`); what is not known there stops the reading.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from suppression.engine.case_json import NotUnderstood, as_list, as_object, as_printed, as_whole, only_these
from suppression.engine.figures import Cell, Ratio, RatioKind, Relation, Statement, StatementKind, complement_key
from suppression.engine.leak_forms import FORMS, MONTHS, Form, named_in
from suppression.engine.table import Table

WORDS = {"desc", "note", "contrast", "lp_interval", "inferred"}
MOST_MONTHS = 12
ZEROS_ARE_SHOWN = "0 is always published"


@dataclass(frozen=True)
class Leak:
    """A table, the keys that are hidden in it, and the figures to be inferred: what each is called, and its key."""

    name: str
    table: Table
    hidden: frozenset[str]
    figures: Mapping[str, str]


def leak_cases(document: Mapping[str, object]) -> Iterator[Leak]:
    """Each case of the file; raises NotUnderstood, and TableError where the numbers contradict each other."""
    only_these(document, {"source", "cases"})
    for each in as_list(document["cases"], "cases"):
        case = as_object(each, "a case")
        only_these(case, {"id", "published", "hidden", *WORDS})
        published = as_object(case.get("published"), "published")
        truth = {key: as_whole(number, key) for key, number in as_object(case.get("hidden"), "hidden").items()}
        yield leak_of(str(case.get("id")), published, truth)


def leak_of(name: str, published: Mapping[str, object], truth: Mapping[str, int]) -> Leak:
    """What is published and what is true of the rest, as a table."""
    published, truth, form = _form(name, published, truth)
    limits = _limits(name, published, truth)
    conditions = () if form.says is None else tuple(form.says(published))
    ratios = () if form.ratio is None else (_ratio(form.ratio, published),)
    keys = [key for equation in form.equations for key in named_in(equation)]
    keys += [key for ratio in ratios for key in (ratio.numerator, ratio.denominator)]
    keys += [key for condition in conditions for key, _ in condition.coefficients]
    values = {key: truth[key] if key in truth else _shown(key, published) for key in dict.fromkeys(keys)}
    cells = []
    for key, value in values.items():
        low, high = limits.get(key, (0, None))
        cells.append(Cell(key, value, key, lower=low, upper=high, latent=value is None))
    relations = tuple(Relation(tuple(named_in(equation).items())) for equation in form.equations)
    statements = (Statement("said", StatementKind.WORDS, "what is said", conditions),) if conditions else ()
    figures = {key: complement_key("ratio") if ratios and key == "outside" else key for key in truth}
    for key in truth.keys() - values.keys() - {"outside" if ratios else ""}:
        raise NotUnderstood(f"What is hidden in “{name}” is not known here: {key}.")
    table = Table(tuple(cells), relations, (), ratios, statements)
    return Leak(name, table, frozenset(truth.keys() & values.keys()), figures)


def _form(
    name: str, published: Mapping[str, object], truth: Mapping[str, int]
) -> tuple[Mapping[str, object], Mapping[str, int], Form]:
    """What the published fields mean. Months stand under a name of their own, or are as many as sum to the total."""
    fields = frozenset(published)
    if fields == MONTHS and isinstance(published["months"], dict):
        months = as_object(published["months"], "months")
        if any(not month.isalnum() for month in months):
            raise NotUnderstood(f"The months of “{name}” are not known here.")
        return {**published, **months}, truth, Form((f"YTD = {' + '.join(months)}",))
    if fields == {"YTD"} and truth.keys() == {"each"} and truth["each"] > 0:
        number = min(as_whole(published["YTD"], "YTD") // truth["each"], MOST_MONTHS)
        each = {f"each-{place}": truth["each"] for place in range(1, number + 1)}
        return {**published, "rule": ZEROS_ARE_SHOWN}, each, Form((f"YTD = {' + '.join(each)}",))
    if fields not in FORMS:
        raise NotUnderstood(f"What is published in “{name}” is not known here: {', '.join(published)}.")
    return published, truth, FORMS[fields]


def _shown(key: str, published: Mapping[str, object]) -> int | None:
    """The number that is published; None for one that nobody gives."""
    return None if published.get(key) is None else as_whole(published[key], key)


def _limits(name: str, published: Mapping[str, object], truth: Mapping[str, int]) -> dict[str, tuple[int, int | None]]:
    """What a reader knows of the hidden figures: how large a denominator can be, what the rule hides."""
    limits: dict[str, tuple[int, int | None]] = {}
    if "den_max" in published:
        limits["d"] = (0, as_whole(published["den_max"], "den_max"))
    rule = published.get("rule")
    if rule == ZEROS_ARE_SHOWN:
        limits |= dict.fromkeys(truth, (1, None))
    elif rule is not None:
        match as_list(rule, "rule"):
            case [int(low), int(high)]:
                limits |= dict.fromkeys(truth, (low, high))
            case _:
                raise NotUnderstood(f"The rule of “{name}” is not known here.")
    return limits


def _ratio(described: tuple[str, RatioKind, str, str], published: Mapping[str, object]) -> Ratio:
    field, kind, numerator, denominator = described
    printed, decimals = as_printed(published[field], field)
    return Ratio("ratio", numerator, denominator, field, kind=kind, printed=printed, decimals=decimals)
