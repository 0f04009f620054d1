"""Applies a person's answers to the questions of a parsed index."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from indicators.importers.checks import MEASURE_RULES, check_measures
from indicators.importers.definitions import without_stopped_cells
from indicators.importers.layout import in_order
from indicators.importers.parsed import Finding, ParsedFigure, ParsedIndex, ParsedIndicator, ParsedMeasure, Severity
from indicators.vocabulary import Absence


def questions(parsed: ParsedIndex) -> tuple[Finding, ...]:
    """What has to be answered before the index can be applied."""
    return tuple(finding for finding in parsed.findings if finding.severity is Severity.QUESTION)


def resolve(parsed: ParsedIndex, answers: Mapping[str, str]) -> ParsedIndex:
    """The index with its questions answered, and without those questions.

    A key is a cell or range (`G36`, `L48:W48`), the same with its sheet (`Performance Index!G36`), or a topic (`x`,
    `year_of_months`) for all questions of one kind; the answer for a cell goes before that for its topic. Raises
    ValueError for a key that names no open question, or an answer that is none of its choices.
    """
    open_questions = questions(parsed)
    _refuse_unknown_keys(open_questions, answers)
    indicators = parsed.indicators
    answered = []
    for question in open_questions:
        key = next((key for key in reversed(_keys(question)) if key in answers), None)
        if key is None:
            continue
        _refuse_unknown_answer(question, key, answers[key])
        answered.append(question)
        if question.topic == "x":
            indicators = tuple(_with_x(each, question, Absence(answers[key])) for each in indicators)
        else:
            shift = int(answers[key]) - int(question.choices[0][0])
            indicators = tuple(_with_year(each, question, shift) for each in indicators)
    if not answered:
        return parsed
    rechecked = check_measures(indicators, parsed.as_at)
    names = {rule.__name__ for rule in MEASURE_RULES}
    kept = [
        finding
        for finding in parsed.findings
        if finding not in answered and (finding.rule not in names or finding.severity is Severity.ERROR)
    ]
    return replace(
        parsed,
        indicators=without_stopped_cells(indicators, rechecked),
        findings=in_order([*kept, *rechecked], _sheet_names(parsed)),
    )


def _keys(question: Finding) -> tuple[str, ...]:
    """What the question may be called, the most general first."""
    if question.location is None:
        return (question.topic,)
    cells = dict.fromkeys((question.location.cell, question.cells))
    sheet = question.location.sheet
    return (question.topic, *cells, *(f"{sheet}!{cell}" for cell in cells))


def _refuse_unknown_keys(open_questions: tuple[Finding, ...], answers: Mapping[str, str]) -> None:
    known = {key for question in open_questions for key in _keys(question)}
    unknown = [key for key in answers if key not in known]
    if unknown:
        asked = ", ".join(f"{question.location} ({question.topic})" for question in open_questions) or "none"
        raise ValueError(f"There is no open question called {', '.join(unknown)}. Open questions: {asked}.")
    for key in answers:
        called = [question for question in open_questions if key in _keys(question)[1:]]
        if len(called) > 1:
            places = ", ".join(str(question.location) for question in called)
            raise ValueError(f"{key} may be {places}. Name the sheet too.")


def _refuse_unknown_answer(question: Finding, key: str, answer: str) -> None:
    choices = [choice for choice, _ in question.choices]
    if answer not in choices:
        raise ValueError(f"“{answer}” is no answer for {key}. It can be answered with {' or '.join(choices)}.")


def _with_x(indicator: ParsedIndicator, question: Finding, absence: Absence) -> ParsedIndicator:
    def answered(figure: ParsedFigure) -> ParsedFigure:
        if figure.ambiguous and question.covers(figure.location):
            return replace(figure, absence=absence, ambiguous=False)
        return figure

    def measure_with(measure: ParsedMeasure) -> ParsedMeasure:
        return replace(
            measure,
            outturns={month: answered(figure) for month, figure in measure.outturns.items()},
            earlier={month: answered(figure) for month, figure in measure.earlier.items()},
            year_to_date=answered(measure.year_to_date) if measure.year_to_date else None,
            benchmarks=tuple(replace(each, figure=answered(each.figure)) for each in measure.benchmarks),
        )

    return replace(indicator, measures=tuple(measure_with(measure) for measure in indicator.measures))


def _with_year(indicator: ParsedIndicator, question: Finding, shift: int) -> ParsedIndicator:
    """The months of the table that the question is about, `shift` years later; other tables stay as they are."""
    if not shift or indicator.months_heading != question.location:
        return indicator

    def moved(month: date) -> date:
        return month.replace(year=month.year + shift)

    measures = tuple(
        replace(measure, outturns={moved(month): figure for month, figure in measure.outturns.items()})
        for measure in indicator.measures
    )
    return replace(indicator, measures=measures)


def _sheet_names(parsed: ParsedIndex) -> list[str]:
    sheets = [finding.location.sheet for finding in parsed.findings if finding.location]
    return list(dict.fromkeys([*sheets, *parsed.sheets_read]))
