"""Nothing gets into a Part 1 paper of which the disclosure check does not know."""

from collections.abc import Iterator
from dataclasses import fields
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from suppression.engine import ReaderView
from suppression.paper import Absent, Paper, PaperType, Part1Paper, PartlyHidden, Rated, Shown, decode_part_1, encode
from suppression.paper_items import ITEMS, KnownAs
from suppression.reader import Unreadable, reader_view_of
from tests.unit.suppression.readers_papers import HIDDEN, indicator, measure, of, paper, percentages

READ = (KnownAs.ITEM, KnownAs.MADE_OF_ITEMS, KnownAs.WORDS)
FIELDS = [
    (owner, name) for owner, of_owner in ITEMS.items() for name, known_as in of_owner.items() if known_as in READ
]


def everything() -> Part1Paper:
    """A paper with every type of figure at every place, and with every field filled in somewhere."""
    bounds = {"least": Decimal("1.5"), "most": Decimal("98.5")}
    return paper(
        indicator(
            "5",
            measure(
                7,
                HIDDEN,
                Shown("1,062 (rate: 0.21)", Decimal(1062), rate=Decimal("0.21")),
                total=HIDDEN,
                own={"2018/19": 9, "2019/20": HIDDEN},
            ),
            rating=HIDDEN,
        ),
        indicator("6", measure(9, 8, Absent("awaited", "To be published in March 2021")), part_of="5"),
        indicator("7", measure(HIDDEN), rating=Rated("amber", "AMBER", **bounds)),
        percentages(
            "24",
            measure(
                of(96, 7132, "1.3"),
                of(None, 7132, "1.3", "numerator"),
                PartlyHidden("Data suppressed, see part 2 report (of 60)", denominator=Decimal(60)),
                PartlyHidden("Data suppressed, see part 2 report (of which 40)", numerator=Decimal(40)),
                of(None, None, "97.0"),
            ),
            rating=Rated("red", "RED", **bounds),
        ),
    )


def types_within(kind: msgspec.inspect.Type) -> Iterator[msgspec.inspect.StructType]:
    """Every struct type that a value of the type may hold."""
    if isinstance(kind, msgspec.inspect.StructType):
        yield kind
        for field in kind.fields:
            yield from types_within(field.type)
    elif isinstance(kind, msgspec.inspect.VarTupleType):
        yield from types_within(kind.item_type)
    elif isinstance(kind, msgspec.inspect.UnionType):
        for each in kind.types:
            yield from types_within(each)
    else:
        known = (
            msgspec.inspect.StrType,
            msgspec.inspect.IntType,
            msgspec.inspect.BoolType,
            msgspec.inspect.NoneType,
            msgspec.inspect.DateType,
            msgspec.inspect.DecimalType,
            msgspec.inspect.LiteralType,
        )
        assert isinstance(kind, known), f"A paper has a field of a type that is not known here: {kind}."


def changed(whole: Any, owner: type, name: str) -> Iterator[Any]:
    """The same with this field another in one place, for each place of such an object in it."""
    if isinstance(whole, tuple):
        for number, each in enumerate(whole):
            for other in changed(each, owner, name):
                yield (*whole[:number], other, *whole[number + 1 :])
    elif isinstance(whole, PaperType):
        if isinstance(whole, owner):
            for other in others(name, getattr(whole, name)):
                yield msgspec.structs.replace(whole, **{name: other})
        for field in whole.__struct_fields__:
            for other in changed(getattr(whole, field), owner, name):
                yield msgspec.structs.replace(whole, **{field: other})


def others(name: str, value: Any) -> Iterator[Any]:
    """What a field could say instead; nothing where it says nothing."""
    if isinstance(value, Decimal | int):
        yield value + 1
    elif isinstance(value, tuple):
        yield from (value[1:],) if value else ()
    elif name == "rating":
        yield {"amber": "green", "red": "amber", "none": "red"}[value]
        yield "purple"
    elif name == "absence":
        yield "suppressed"
    elif isinstance(value, str):
        yield f"{value} of 3"


def seen(view: ReaderView) -> dict[str, Any]:
    return {field.name: getattr(view, field.name) for field in fields(view)}


def test_every_field_of_a_paper_says_how_the_check_knows_of_it() -> None:
    found = {
        each.cls: {field.name for field in each.fields} for each in types_within(msgspec.inspect.type_info(Part1Paper))
    }
    origins = {getattr(kind, "__origin__", kind): names for kind, names in found.items()}
    assert origins == {kind: set(known) for kind, known in ITEMS.items()}


def test_the_paper_of_these_tests_is_read_and_has_every_type_of_figure() -> None:
    whole = everything()
    assert decode_part_1(encode(whole)) == whole
    view = reader_view_of(whole)
    assert view.ratios
    assert any(statement.conditions for statement in view.statements)
    document = encode(whole)
    for tag in (b"shown", b"hidden", b"partly_hidden", b"absent", b"rated"):
        assert b'"type":"' + tag + b'"' in document


@pytest.mark.parametrize(("owner", "name"), FIELDS, ids=lambda each: each if isinstance(each, str) else each.__name__)
def test_what_says_something_of_figures_cannot_change_unnoticed(owner: type, name: str) -> None:
    whole = everything()
    before = seen(reader_view_of(whole))
    tried = 0
    for other in changed(whole, owner, name):
        tried += 1
        try:
            assert seen(reader_view_of(other)) != before, f"{owner.__name__}.{name}"
        except Unreadable:
            continue
    assert tried, f"No {owner.__name__} in the paper of these tests has a {name}."


def test_a_type_of_figure_that_is_not_known_is_refused() -> None:
    class Guessed(PaperType, frozen=True, tag="guessed"):
        text: str

    with pytest.raises(
        Unreadable, match="Indicator 5, April 2020 is of a type that the disclosure check does not know"
    ):
        reader_view_of(paper(indicator("5", measure(Guessed("about 7")))))


def test_the_registry_names_each_figure_type_of_part_1_only() -> None:
    assert Paper in ITEMS
    assert not any(kind.__name__ == "PartTwoOnly" for kind in ITEMS)
