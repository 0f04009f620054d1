"""What the server says back about an entry: to a script as JSON, to a person as the page's points of attention."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from indicators.entry.cells import Grid, GridCell, GridRow, Place
from indicators.entry.outcomes import Outcome, Result


def as_json(outcome: Outcome, entered: str = "") -> dict[str, Any]:
    """One saved cell, by the contract with the page's script."""
    place = outcome.entry.place
    theirs = outcome.theirs
    answer: dict[str, Any] = {
        "result": outcome.result,
        "name": outcome.name,
        "text": outcome.text,
        "understood": outcome.understood,
        "questions": [{"rule": each.rule, "sentence": each.sentence} for each in outcome.questions],
        "explanation": outcome.explanation,
        "message": outcome.message,
        "state": outcome.state,
        "year_to_date": outcome.year_to_date,
        "entered": entered,
        "asked_again": outcome.asked_again,
    }
    if theirs is not None:
        answer["theirs"] = {
            "text": theirs.text,
            "by": theirs.by,
            "at": theirs.at,
            "name": place.name(theirs.version),
        }
    return answer


def pasted_as_json(outcomes: Sequence[Outcome], *, is_applied: bool) -> dict[str, Any]:
    """A pasted block: what each cell said and will say, and whether all of it can be stored."""
    stays = sum(each.result is Result.UNCHANGED for each in outcomes)
    stopped = sum(not each.is_stored for each in outcomes)
    changing = len(outcomes) - stays - stopped
    is_done = is_applied and not stopped
    message = f"{_figures(changing)} {'changed' if is_done else 'will change'}, {_staying(stays)}."
    if stopped:
        message += f" {stopped} cannot be stored, so nothing {'was' if is_applied else 'will be'} changed."
    return {
        "cells": [as_json(each) | {"name": each.name, "before": each.before} for each in outcomes],
        "can_apply": stopped == 0,
        "message": message,
    }


def _figures(number: int) -> str:
    return f"{number} figure{'' if number == 1 else 's'}"


def _staying(number: int) -> str:
    return "1 stays as it is" if number == 1 else f"{number} stay as they are"


@dataclass(frozen=True)
class Attention:
    """One cell that wants something from the person: `kind` is a result, or `returned`.

    `sentences` say what; `typed` is what the person typed and `stored` what is stored.
    """

    kind: str
    key: str
    label: str
    sentences: tuple[str, ...]
    typed: str = ""
    stored: str = ""
    theirs_version: int = 0
    theirs_by: str = ""
    is_in_sight: bool = True


def attention_after(outcomes: Iterable[Outcome], labels: dict[Place, str]) -> list[Attention]:
    """What is left to do after the form was sent."""
    return [
        Attention(
            kind=outcome.result,
            key=outcome.entry.place.key,
            label=labels.get(outcome.entry.place, outcome.entry.place.words),
            sentences=_sentences(outcome),
            typed=outcome.entry.text,
            stored=outcome.text,
            theirs_version=outcome.theirs.version if outcome.theirs else 0,
            theirs_by=outcome.theirs.by if outcome.theirs else "",
            is_in_sight=outcome.entry.place in labels,
        )
        for outcome in outcomes
        if outcome.result not in (Result.SAVED, Result.UNCHANGED)
    ]


def _sentences(outcome: Outcome) -> tuple[str, ...]:
    match outcome.result:
        case Result.QUERIED:
            return tuple(each.sentence for each in outcome.questions)
        case Result.LOCKED:  # its cell shows what is stored, for nothing else can be
            return outcome.message, f"You typed {outcome.entry.text or 'nothing'}."
    return (outcome.message,)


def attention_in(grid: Grid, *, without: Iterable[str] = ()) -> list[Attention]:
    """What is queried or was returned in the part of the grid that is shown."""
    seen = set(without)
    if not grid.asked:
        return []
    return [
        Attention(
            kind=Result.QUERIED if cell.is_queried else "returned",
            key=place.key,
            label=f"{row.label}, {place.words}",
            sentences=(*([f"Returned: {asked.returned_because}"] if asked.returned_because else []), *asked.questions),
            stored=cell.text,
        )
        for row, cell in cells_of(grid)
        if (asked := grid.asked.get(place := cell.place)) is not None
        and (asked.questions or asked.returned_because)
        and place.key not in seen
    ]


def cells_of(grid: Grid) -> Iterable[tuple[GridRow, GridCell]]:
    """Every cell that takes a figure, with its row."""
    for section in grid.sections:
        for row in section.rows:
            for cell in (*row.cells, row.year_to_date):
                if cell is not None and (not grid.is_one_month or cell.month == grid.as_at):
                    yield row, cell


def labels_of(grid: Grid) -> dict[Place, str]:
    return {cell.place: f"{row.label}, {cell.place.words}" for row, cell in cells_of(grid)}
