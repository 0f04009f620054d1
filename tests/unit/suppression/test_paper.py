"""A paper says what is hidden without a place for it, and is read strictly."""

from decimal import Decimal

import msgspec
import pytest

from suppression.paper import ExemptFigure, Hidden, PartlyHidden, PublicFigure, Rated, Shown, decode_part_1, encode
from tests.unit.reports.papers import indicator, measure, paper


def read(document: str) -> PublicFigure:
    return msgspec.json.decode(document, type=PublicFigure)


@pytest.mark.parametrize(
    "figure",
    [
        Shown("97.0%", Decimal("97.0"), numbers_hidden=("numerator", "denominator")),
        Shown("54% (7/…)", Decimal(54), Decimal(7), numbers_hidden=("denominator",)),
        PartlyHidden("hidden, of 7,132", denominator=Decimal(7132)),
        PartlyHidden("hidden, 96 of them", numerator=Decimal(96)),
    ],
)
def test_a_figure_comes_back_as_it_was_with_the_decimals_that_are_printed(figure: PublicFigure) -> None:
    whole = paper(
        indicator("1", measure(figure, year_to_date=figure), rating=Rated("green", "GREEN", least=Decimal(5)))
    )
    document = encode(whole)
    again = decode_part_1(document)
    assert again == whole
    assert encode(again) == document
    found = again.indicators[0].measures[0].year_to_date
    assert found is not None
    assert str(found) == str(figure)
    assert msgspec.json.decode(msgspec.json.encode(figure), type=ExemptFigure) == figure


@pytest.mark.parametrize(
    "document",
    [
        '{"type":"shown","text":"7","numerator":"7","numbers_hidden":["numerator"]}',
        '{"type":"shown","text":"7","numbers_hidden":["denominator","numerator"]}',
        '{"type":"shown","text":"7","numbers_hidden":["numerator","numerator"]}',
        '{"type":"shown","text":"7","numbers_hidden":["complement"]}',
        '{"type":"partly_hidden","text":"hidden"}',
        '{"type":"partly_hidden","text":"hidden","value":"7","denominator":"9"}',
        '{"type":"partly_hidden","text":"hidden","denominator":"NaN of 9"}',
        '{"type":"hidden","value":"7"}',
        '{"type":"part_two_only","text":"7"}',
    ],
)
def test_what_contradicts_itself_or_has_no_place_in_part_1_is_refused(document: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        read(document)


def test_a_paper_from_before_these_fields_is_read_as_it_was_written() -> None:
    assert read(
        '{"type":"shown","text":"1.3% (96/7132)","value":"1.3","numerator":"96","denominator":"7132"}'
    ) == Shown("1.3% (96/7132)", Decimal("1.3"), Decimal(96), Decimal(7132))
    assert msgspec.json.decode('{"type":"rated","rating":"red","text":"RED"}', type=Rated) == Rated("red", "RED")
    assert read('{"type":"hidden"}') == Hidden()
