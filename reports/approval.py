"""Whether the figures of a report are approved."""

from collections import Counter
from datetime import date

from indicators.models import Dataset, Outturn
from indicators.workflow.figures import StandingFigure, by_section, figures_in_report
from indicators.workflow.moves import State
from reports.refusals import PublicationRefused

READY = (State.APPROVED, State.LOCKED)


def approved_figures(dataset: Dataset, as_at: date) -> list[Outturn]:
    """The figures of a report, kept from being changed until the transaction ends.

    Raises PublicationRefused where one is not approved, with how many in each section and who can help.
    """
    figures = figures_in_report(dataset, as_at, lock=True)
    waiting = [figure for figure in figures if figure.outturn.state not in READY]
    if waiting:
        raise PublicationRefused(why_not_ready(waiting))
    return [figure.outturn for figure in figures]


def why_not_ready(waiting: list[StandingFigure]) -> str:
    """`12 figures are not approved: 4 in Early Help, 8 in Adoption. …`, with where to go."""
    sections = ", ".join(f"{len(each)} in {section}" for section, each in by_section(waiting).items())
    states = Counter(figure.outturn.state for figure in waiting)
    submitted = states.pop(State.SUBMITTED, 0)
    ways = []
    if submitted:
        ways.append(f"{submitted} wait for the directors of these sections, under Office, Approve figures.")
    if states:
        ways.append(f"{sum(states.values())} are not submitted: they are with the data officers, under Office.")
    noun = "figure is" if len(waiting) == 1 else "figures are"
    return f"{len(waiting)} {noun} not approved: {sections}. {' '.join(ways)}"
