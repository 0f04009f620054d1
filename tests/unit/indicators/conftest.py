"""What the tests of indicators share."""

import pytest

from indicators.importers.layout import parse_index
from indicators.importers.parsed import ParsedIndex
from indicators.importers.workbook import read_workbook
from tests.unit.indicators.sheet_builder import EXAMPLE


@pytest.fixture(scope="session")
def example() -> ParsedIndex:
    """The example workbook as parsed."""
    return parse_index(read_workbook(EXAMPLE.read_bytes(), EXAMPLE.name))
