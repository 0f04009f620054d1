"""Why a report came back to its author."""

from reports.models import Report
from reports.workflow import REPORTS, ReportMove


def returned_because(report: Report) -> str:
    """The reason with which it was returned, where that was the last thing that happened to it; otherwise empty."""
    last = report.history.first()
    said = (last.history_change_reason or "") if last else ""
    return said.partition(": ")[2] if said.startswith(REPORTS[ReportMove.RETURN].past) else ""
