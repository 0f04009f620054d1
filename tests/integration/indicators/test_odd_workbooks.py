"""Every odd workbook of the public test suites is read, or refused with a reason, in little time and memory."""

import resource
import time
from pathlib import Path

import pytest

from indicators.importers.workbook import Workbook, WorkbookRefused, read_workbook

ODD_WORKBOOKS = Path(__file__).resolve().parents[4] / "shared" / "data" / "odd-workbooks"
FILES = sorted(path for path in ODD_WORKBOOKS.glob("*/*") if path.is_file())

pytestmark = pytest.mark.skipif(not FILES, reason="the odd workbooks are not part of the project")


def peak() -> int:
    """The most memory, in KB, that any process started from here has held."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_an_odd_workbook_is_read_or_refused_within_10_seconds_and_500_megabytes(path: Path) -> None:
    content = path.read_bytes()
    peak_of_earlier_processes = peak()
    started = time.perf_counter()
    try:
        workbook = read_workbook(content, path.name.partition("__")[2])
    except WorkbookRefused as refused:
        assert len(str(refused)) > 20
    else:
        assert isinstance(workbook, Workbook)
        assert workbook.sheets
    assert time.perf_counter() - started < 10
    assert peak() <= max(500 * 1024, peak_of_earlier_processes)
