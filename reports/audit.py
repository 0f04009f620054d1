"""What the search of who did what finds in this room."""

from indicators.audit.entries import Kind
from indicators.audit.sources import acts_on
from reports.models import Report, ReportTemplate
from reports.workflow import REPORTS

SOURCES = (
    acts_on(Kind.REPORT, Report, frozenset(transition.past for transition in REPORTS.values())),
    acts_on(Kind.STANDING_TEXT, ReportTemplate, frozenset({"Wrote the standing text", "Changed the standing text"})),
)
