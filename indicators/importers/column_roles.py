"""Proposes what each column of a table is, by the words of its heading and of what stands above it."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from indicators.importers.cell_words import UNITS
from indicators.importers.cells import Cell, CellKind
from indicators.importers.headings import (
    Role,
    Words,
    is_another_comparator,
    role_in,
    says_figures,
    says_latest,
    start_of,
)
from indicators.importers.numerals import shown, tidy

SINGLE_ROLES = frozenset(Role) - {Role.MONTH, Role.PREVIOUS_YEAR, Role.ENGLAND, Role.LONDON, Role.LEFT_OUT}
"""The roles that one column of a table has at most."""

A_COMPARATOR = "a comparator that Outturn does not keep"
A_TARGET_OF_ANOTHER_TIME = "a target of another time"
A_DIRECTION = "a direction of travel"
_CODE = re.compile(r"[a-z]{0,15}[ ./_-]{0,2}[0-9]+(?:[ ./_-]?[0-9a-z]{1,3}){0,3}", re.IGNORECASE)
_UNIT_WORDS = {word for words in UNITS.values() for word in words}


class Certainty(StrEnum):
    """OWN: the known layout has that heading. LIKELY: its words mean it. CHOSEN: a person said so. UNCLEAR: ask."""

    OWN = "own"
    LIKELY = "likely"
    CHOSEN = "chosen"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Column:
    """One column: its heading, what stands above it, and what it is. `reason` says why it is left out or unclear.

    `month` is the month of the reporting year (1 to 12) that a person gave to a heading without one.
    """

    column: int
    words: Words
    above: Words
    role: Role
    certainty: Certainty
    reason: str = ""
    month: int | None = None

    @property
    def key(self) -> str:
        """What the heading says, whatever its time: the next workbook's column is known by it."""
        period = self.words.period
        times = [
            name
            for name, said in (
                ("{months}" if period.is_span else "{month}", period.months),
                ("{quarter}", period.quarters),
                ("{year}", period.year and not (period.months or period.quarters)),
            )
            if said
        ]
        return tidy(f"{self.above.rest} | {self.words.rest} {' '.join(times)}")

    @property
    def is_settled(self) -> bool:
        return self.certainty in (Certainty.OWN, Certainty.CHOSEN)


def propose_roles(
    headings: list[tuple[int, Words, Words]], body: Callable[[int], list[Cell]], reporting_year: int
) -> list[Column]:
    """A role for each (column, heading, what stands above it); `body` gives the first cells below a heading.

    What no words decide is LEFT_OUT and UNCLEAR, with the reason.
    """
    columns = [_by_words(*each, reporting_year) for each in headings]
    columns = [_by_content(each, body) for each in columns]
    columns = _number_and_title(columns, body)
    columns = _best_of_several(columns, body, reporting_year)
    columns = _own_name_only(columns)
    return _quarters_beside_months(columns)


def unclear(column: Column, reason: str) -> Column:
    return replace(column, role=Role.LEFT_OUT, certainty=Certainty.UNCLEAR, reason=reason)


def _by_words(column: int, words: Words, above: Words, reporting_year: int) -> Column:
    role, reason, is_own = role_in(words)
    period = words.period
    is_own = is_own and not above.rest and not period.quarters and not period.months
    found = Column(column, words, above, Role.LEFT_OUT, Certainty.LIKELY, reason)

    def is_(role: Role, own: bool = False) -> Column:
        return replace(found, role=role, reason="", certainty=Certainty.OWN if own else Certainty.LIKELY)

    def left_out(reason: str) -> Column:
        return replace(found, reason=reason)

    names_month = period.is_one or above.period.is_one
    if role is Role.LEFT_OUT:
        return found
    if role is Role.TARGET:
        return left_out(A_TARGET_OF_ANOTHER_TIME) if names_month or period.is_span else is_(role, is_own)
    if role is Role.YEAR_TO_DATE:
        return _of_a_year(is_, found, reporting_year, is_own)
    if role is not None:
        return is_(role, is_own)
    above_role, above_reason, _ = role_in(above)
    if not says_figures(words):
        if says_latest(words):
            return unclear(found, f"“{words.text}” does not say which month its figures are of")
        if is_another_comparator(words):
            return left_out(A_COMPARATOR)
        if period.year and not names_month and not period.is_span:
            is_name = not above.rest and not any(character.isdigit() for character in words.rest)
            return _of_a_year(is_, found, reporting_year, is_name)
        return unclear(found, f"“{words.text}” is no heading that is known")
    if above_role in (Role.ENGLAND, Role.LONDON, Role.RATING):
        return is_(above_role)
    if above_role is Role.TARGET:
        return left_out(A_TARGET_OF_ANOTHER_TIME) if names_month or period.is_span else is_(above_role)
    if above_role is Role.LEFT_OUT and not (above_reason == A_DIRECTION and period.year):
        return left_out(above_reason)
    if period.is_span:
        return unclear(found, f"“{words.text}” names several months, so its figures belong to no one of them")
    if names_month:
        return is_(Role.MONTH, not words.rest and not above.rest and bool(period.months))
    if above_role is None and is_another_comparator(above):
        return left_out(A_COMPARATOR)
    if period.year or above_role is Role.YEAR_TO_DATE:
        return _of_a_year(is_, found, reporting_year, False)
    return unclear(found, f"“{words.text}” does not say which month its figures are of")


def _of_a_year(is_: Callable[..., Column], found: Column, reporting_year: int, own: bool) -> Column:
    """A column of one year: the reporting year's is its year to date, an earlier one's a previous year."""
    year = found.words.period.year
    says_year_to_date = role_in(found.words)[0] is Role.YEAR_TO_DATE
    if says_year_to_date and (not year or start_of(year) == reporting_year):
        return is_(Role.YEAR_TO_DATE, own and not year)
    if not year:
        return is_(Role.YEAR_TO_DATE)
    if start_of(year) < reporting_year or own:
        return is_(Role.PREVIOUS_YEAR, own and not says_year_to_date)
    if start_of(year) == reporting_year and says_figures(found.words) and "/" in year:
        return is_(Role.YEAR_TO_DATE)
    return unclear(found, f"“{found.words.text}” is not before the reporting year, so it is no previous year")


def _by_content(column: Column, body: Callable[[int], list[Cell]]) -> Column:
    """A column of notes, types or measures that holds nothing but units is the column of units."""
    may_be_units = column.role in (Role.TITLE, Role.FREQUENCY) or (
        column.role is Role.LEFT_OUT and column.certainty is Certainty.LIKELY and column.reason == "a comment"
    )
    if not may_be_units or column.certainty is Certainty.OWN:
        return column
    texts = [shown(cell).casefold().strip(". ") for cell in body(column.column)]
    if texts and all(text in _UNIT_WORDS for text in texts):
        return replace(column, role=Role.UNIT, reason="")
    return column


def _number_and_title(columns: list[Column], body: Callable[[int], list[Cell]]) -> list[Column]:
    """Where two columns may be the title, the one that holds codes is the number, the first other one the title."""
    titles = [each for each in columns if each.role is Role.TITLE]
    has_number = any(each.role is Role.NUMBER for each in columns)
    if has_number and len(titles) == 1:
        return columns
    changed: dict[int, Column] = {}
    for each in titles:
        cells = body(each.column)
        codes = sum(_CODE.fullmatch(shown(cell)) is not None for cell in cells)
        if not has_number and cells and codes * 5 >= len(cells) * 4 and len(titles) > 1:
            changed[each.column] = replace(each, role=Role.NUMBER, certainty=Certainty.LIKELY)
            has_number = True
    return [changed.get(each.column, each) for each in columns]


def _best_of_several(columns: list[Column], body: Callable[[int], list[Cell]], reporting_year: int) -> list[Column]:
    """Of several columns for one thing the target of the year and the rating of the last month with figures stay;
    any other second one is unclear."""
    chosen: dict[Role, int] = {}
    for role in SINGLE_ROLES:
        several = [each for each in columns if each.role is role]
        if not several:
            continue
        best = several[0]
        if role is Role.TARGET:
            of_year = [each for each in several if _year(each) == reporting_year]
            best = next(iter(of_year), best)
        elif role is Role.RATING and len(several) > 1:
            best = _rating_of_last_month(several, columns, body) or best
        chosen[role] = best.column
    first_heading = {each.column: each.words.text for each in columns}
    result = []
    for each in columns:
        if each.role in SINGLE_ROLES and chosen[each.role] != each.column:
            first = first_heading[chosen[each.role]]
            if each.role is Role.TARGET and _year(each) not in (None, reporting_year):
                each = replace(each, role=Role.LEFT_OUT, certainty=Certainty.LIKELY, reason=A_TARGET_OF_ANOTHER_TIME)
            elif each.role is Role.RATING and (each.words.period.is_one or each.above.period.is_one):
                each = replace(
                    each, role=Role.LEFT_OUT, certainty=Certainty.LIKELY, reason="a rating of another month"
                )
            else:
                what = each.role.replace("_", " ")
                each = unclear(each, f"“{each.words.text}” may be the {what}, but so is “{first}”")
        result.append(each)
    return result


def _rating_of_last_month(
    ratings: list[Column], columns: list[Column], body: Callable[[int], list[Cell]]
) -> Column | None:
    """The rating whose month is the last with a figure; None where ratings name no months."""
    filled = [
        _month(each)
        for each in columns
        if each.role is Role.MONTH and any(cell.kind is CellKind.NUMBER for cell in body(each.column))
    ]
    last = filled[-1] if filled else None
    return next((each for each in ratings if last is not None and _month(each) == last), None)


def _month(column: Column) -> tuple[int, ...] | None:
    for period in (column.words.period, column.above.period):
        if period.is_one:
            return tuple(month for month, _ in period.months) or period.quarters
    return None


def _year(column: Column) -> int | None:
    year = column.words.period.year or column.above.period.year
    return start_of(year) if year else None


def _own_name_only(columns: list[Column]) -> list[Column]:
    """Previous years are those of one council, whose name stands over most of them; each year comes once."""
    names = Counter(_name(each) for each in columns if each.role is Role.PREVIOUS_YEAR)
    own = names.most_common(1)[0][0] if names else ""
    seen: set[tuple[Role, str, str]] = set()
    result = []
    for each in columns:
        if each.role in (Role.PREVIOUS_YEAR, Role.ENGLAND, Role.LONDON):
            said = each.role, _name(each), each.words.period.year or each.above.period.year
            if each.role is Role.PREVIOUS_YEAR and _name(each) != own:
                each = unclear(each, f"“{each.words.text}” seems to be of another place than the other previous years")
            elif said in seen:
                each = unclear(each, f"“{each.words.text}” comes twice")
            seen.add(said)
        result.append(each)
    return result


def _name(column: Column) -> str:
    """Whose figures: the words, unless they only say that there are figures."""
    if column.role is not Role.PREVIOUS_YEAR:
        return ""
    return "" if says_figures(column.words) or role_in(column.words)[0] is Role.YEAR_TO_DATE else column.words.rest


def _quarters_beside_months(columns: list[Column]) -> list[Column]:
    """A quarter whose months stand beside it adds nothing that is kept."""
    has_months = any(each.role is Role.MONTH and each.words.period.months for each in columns)
    return [
        replace(each, role=Role.LEFT_OUT, certainty=Certainty.LIKELY, reason="a quarter whose months stand beside it")
        if has_months and each.role is Role.MONTH and each.words.period.quarters and not each.words.period.months
        else each
        for each in columns
    ]
