"""What stands between a report and its publication: errors that stop it, and warnings that a person should read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from django.urls import reverse
from django.utils import timezone

from commentary.checking import PlacedFinding
from indicators.formatting import joined
from indicators.models import RatingOverride
from indicators.periods import QUARTER_ENDS
from indicators.vocabulary import Absence, Frequency
from indicators.workflow.figures import figures_in_report
from reports.approval import READY, why_not_ready
from reports.assemble import NothingToReport
from reports.files import files_made, renderers
from reports.front import TextRefused, front_of
from reports.making import last_publication, override_of, words_around
from reports.models import Report
from reports.override import why_refused
from reports.refusals import PublicationRefused
from reports.words import Draft, WordedReport, draft_of, why_missing_is_refused
from reports.workflow import FROZEN
from suppression.paper import Absent, Part2Paper, decode_part_2

DONE, ERROR, WARNING = "done", "error", "warning"
LABELS = {DONE: "Done", ERROR: "To do", WARNING: "To read"}


@dataclass(frozen=True)
class Item:
    """One thing to see to: what it is, how it stands, what to do, and where."""

    name: str
    standing: str
    sentence: str
    url: str = ""
    link: str = ""

    @property
    def label(self) -> str:
        return LABELS[self.standing]


@dataclass(frozen=True)
class Checklist:
    """`findings` are those in texts about the report as a whole, which a publisher changes or keeps, by a name each.

    `is_readable`: whether there is anything to read a preview of.
    """

    items: tuple[Item, ...]
    findings: Mapping[str, PlacedFinding] = field(default_factory=dict)
    is_readable: bool = True

    @property
    def errors(self) -> int:
        return sum(item.standing == ERROR for item in self.items)


def checklist(report: Report) -> Checklist:
    """How a draft stands now, or what was made of one that is ready."""
    if report.state in FROZEN and report.part_1 is not None and report.part_2 is not None:
        return Checklist(
            (*_frozen(report, bytes(report.part_1)), *_warnings(report, decode_part_2(bytes(report.part_2))))
        )
    try:
        draft = draft_of(report.dataset, report.as_at)
    except NothingToReport as reason:
        nothing = Item("Figures approved", ERROR, str(reason), reverse("reports:office_home"))
        return Checklist((_text(report), nothing), is_readable=False)
    items = [_text(report), _figures(report)]
    worded = _worded(report, draft)
    if worded is not None:
        items += _words(report, worded)
    items.append(_check(report, draft))
    items += _warnings(report, worded.part_2 if worded else draft.part_2)
    findings = worded.findings if worded else ()
    return Checklist(tuple(items), {_name(each): each for each in findings if not each.indicator})


def _name(found: PlacedFinding) -> str:
    """What a button calls a finding: the same for the same words, whatever else is found meanwhile."""
    return sha256(f"{found.part} {found.finding.rule} {found.finding.quote}".encode()).hexdigest()[:16]


def _worded(report: Report, draft: Draft) -> WordedReport | None:
    """The draft with its words; None where the report's own text cannot be read, which is said elsewhere."""
    try:
        return words_around(report, draft, timezone.localdate(), last_publication(report))
    except PublicationRefused:
        return None


def _text(report: Report) -> Item:
    url = _url("details", report)
    try:
        if report.text.strip():
            front_of(report)
    except TextRefused as reason:
        return Item("The report", ERROR, str(reason), url, "Front sheet and text")
    if not report.text.strip():
        return Item("The report", WARNING, "It has no standing sections.", url, "Front sheet and text")
    missing = [] if report.meeting_date else ["date of the meeting"]
    missing += [] if report.number else ["report number"]
    if missing:
        return Item("The report", WARNING, f"It has no {' and no '.join(missing)}.", url, "Front sheet and text")
    return Item("The report", DONE, "Front sheet and standing sections are written.", url, "Front sheet and text")


def _figures(report: Report) -> Item:
    figures = figures_in_report(report.dataset, report.as_at)
    waiting = [figure for figure in figures if figure.outturn.state not in READY]
    if waiting:
        url = reverse("reports:office_home")
        return Item("Figures approved", ERROR, why_not_ready(waiting), url, "Office")
    return Item("Figures approved", DONE, f"All {len(figures)} figures of this report are approved.")


def _words(report: Report, worded: WordedReport) -> Iterator[Item]:
    url = reverse("commentary_of_report:report", args=[report.dataset.slug, report.as_at])
    link = "Commentary of this report"
    if worded.waiting:
        numbers = joined([each.number for each in worded.part_2.indicators if each.key in _keys(worded)])
        sentence = f"The commentary on {numbers} is written and not agreed."
        yield Item("Commentary agreed", ERROR, sentence, url, link)
    elif worded.missing:
        yield Item("Commentary agreed", ERROR, why_missing_is_refused(worded), url, link)
    else:
        yield Item("Commentary agreed", DONE, "Every exception has agreed commentary.", url, link)
    if worded.findings:
        noun = "finding is" if len(worded.findings) == 1 else "findings are"
        places = joined(list(dict.fromkeys(each.where for each in worded.findings)))
        yield Item("Words checked", ERROR, f"{len(worded.findings)} {noun} open: {places}.", url, link)
    else:
        yield Item("Words checked", DONE, "No text gives away what Part 1 hides, or contradicts the figures.")


def _keys(worded: WordedReport) -> set[str]:
    return {each.indicator.key for each in worded.waiting}


def _check(report: Report, draft: Draft) -> Item:
    url = f"{reverse('reports:check_report')}?dataset={report.dataset_id}&as_at={report.as_at:%Y-%m}"
    if draft.check is None:
        return Item("Disclosure check", ERROR, draft.refusal, url, "The check in full")
    refusal = why_refused(draft.check, override_of(report))
    if refusal:
        return Item("Disclosure check", ERROR, refusal, url, "The check in full")
    return Item("Disclosure check", DONE, draft.check.message, url, "The check in full")


def _frozen(report: Report, part_1: bytes) -> Iterator[Item]:
    check: dict[str, Any] = report.disclosure_check or {}
    yield Item(
        "Papers",
        DONE,
        f"Both were made on {report.made_on:%-d %B %Y}. What is approved is published as it is, to the byte.",
    )
    yield Item("Disclosure check", DONE if check.get("safe") else WARNING, check.get("message", ""))
    made, all_kinds = files_made(part_1), renderers()
    count = sum(each.kind in made for each in all_kinds)
    sentence = f"{count} of {len(all_kinds)} files of Part 1 are made."
    yield Item("Files", DONE if count == len(all_kinds) else WARNING, sentence)


def _warnings(report: Report, paper: Part2Paper) -> Iterator[Item]:
    """What does not stop a report, and should not surprise anybody either."""
    if late := _late(paper):
        yield Item("Late figures", WARNING, f"There is no figure for {report.as_at:%B %Y} of {joined(late)}.")
    overridden = RatingOverride.objects.filter(definition__indicator__dataset=report.dataset, as_at=report.as_at)
    numbers = list(overridden.values_list("definition__number", flat=True))
    if numbers:
        yield Item("Ratings overridden", WARNING, f"A person’s rating replaces the rule’s on {joined(numbers)}.")
    same = [each.number for each in paper.indicators if each.commentary and each.commentary.is_unchanged]
    if same:
        noun = "indicator" if len(same) == 1 else "indicators"
        yield Item("Commentary unchanged", WARNING, f"On {noun} {joined(same)} it is word for word the last report’s.")


def _late(paper: Part2Paper) -> Sequence[str]:
    return [
        each.number
        for each in paper.indicators
        if _is_due(each.frequency, paper.as_at) and any(_is_late(measure, paper.as_at) for measure in each.measures)
    ]


def _is_due(frequency: str, as_at: date) -> bool:
    return frequency == Frequency.MONTHLY or (frequency == Frequency.QUARTERLY and as_at.month in QUARTER_ENDS)


def _is_late(measure: Any, as_at: date) -> bool:
    figures = {each.month: each.figure for each in measure.months}
    figure = figures.get(as_at)
    return as_at in figures and (figure is None or (isinstance(figure, Absent) and figure.absence == Absence.AWAITED))


def _url(name: str, report: Report) -> str:
    return reverse(f"publishing:{name}", args=[report.dataset.slug, report.as_at])
