"""Every odd workbook of the public test suites is planned, or refused with a reason, in little time and memory."""

import resource
import time
from pathlib import Path

import pytest

from indicators.models import Dataset
from indicators.services import plan_import, read_import, receive_workbook
from tests.integration.indicators.test_undo import dump

ODD_WORKBOOKS = Path(__file__).resolve().parents[4] / "shared" / "data" / "odd-workbooks"
FILES = sorted(path for path in ODD_WORKBOOKS.glob("*/*") if path.is_file())

pytestmark = pytest.mark.skipif(not FILES, reason="the odd workbooks are not part of the project")


def peak() -> int:
    """The most memory, in KB, that any process started from here has held."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_an_odd_workbook_is_planned_or_refused_within_10_seconds_and_500_megabytes(
    dataset: Dataset, path: Path
) -> None:
    content, before = path.read_bytes(), dump()
    peak_of_earlier_processes = peak()
    started = time.perf_counter()
    workbook = receive_workbook(dataset=dataset, content=content, file_name=path.name.partition("__")[2], by=None)
    read_import(workbook)
    if workbook.refusal:
        assert "Outturn does not expect" not in workbook.refusal
        assert len(workbook.refusal.split(". ")) > 1, "it says what is wrong, and not what to do"
    elif not workbook.asks_for_columns:
        plan_import(workbook)
    assert time.perf_counter() - started < 10
    assert peak() <= max(500 * 1024, peak_of_earlier_processes)
    assert dump() == before
