"""The committee's report as an outline: what stands where, under which number, and what is left out."""

from datetime import date
from itertools import pairwise
from typing import Any

import msgspec
import pytest

from commentary.prose.markup import BulletList, Paragraph, plain_text
from reports.renderers.document import document_of
from reports.renderers.document_parts import (
    Facts,
    Numbered,
    Picture,
    Prose,
    Sentence,
    Table,
)
from suppression.paper import Part2Paper
from suppression.paper_words import (
    ExemptText,
    PaperAction,
    PaperCommentary,
    PaperLink,
    PaperNote,
    PaperQuestion,
    ReportSection,
)
from tests.factories.committee_reports import OUTLINE, committee_report, correction, with_report
from tests.unit.reports.outlines import headings, sentences, those_of, words
from tests.unit.reports.papers import (
    AMBER,
    GREEN,
    HIDDEN,
    RED,
    in_part_2,
    indicator,
    measure,
    paper,
    shown,
)

EXCEPTIONS = "3.6 MANAGEMENT COMMENTARY ON EXCEPTION – Index indicators performing below expectation."
BELOW = PaperCommentary(because=("below_expectation",), text="Work goes *on*.\n\n- every month\n- every week")
NOTHING_SAID = PaperCommentary(because=("below_expectation",), text="")
ACTION = PaperAction("Recruit", "Head of Service", date(2021, 3, 31), date(2020, 12, 1), is_overdue=True)
QUESTION = PaperQuestion("question", "Scrutiny", date(2020, 11, 17), "Why?", "Director", indicator="indicator-26")


def part_2(*indicators: Any, **said: Any) -> Part2Paper:
    public = paper(*indicators, part=2)
    return Part2Paper(**{name: getattr(public, name) for name in public.__struct_fields__} | said)


def exception(number: str, rating: Any = RED, said: PaperCommentary | None = BELOW, **more: Any) -> Any:
    return indicator(number, rating=rating, commentary=said, **more)


# Outline and numbers


def test_sections_exceptions_and_appendix_stand_in_the_order_and_under_the_numbers_of_the_councils_own_report() -> (
    None
):
    whole = document_of(
        with_report(paper(exception("26"), exception("29", AMBER), exception("35", AMBER), indicator("1")))
    )
    at = OUTLINE.index(EXCEPTIONS) + 1
    assert headings(whole) == [
        *OUTLINE[:at],
        "3.6.1 Indicator 26: Title of 26 (RED)",
        "3.6.2 Indicator 29: Title of 29 (AMBER)",
        "3.6.3 Indicator 35: Title of 35 (AMBER)",
        *OUTLINE[at:],
        "Appendix One: Children's services, December 2020",
        "How to read the index",
        "Definitions",
    ]


def test_no_level_of_headings_is_left_out() -> None:
    levels = [heading.level for heading in document_of(with_report(paper(exception("26")))).headings]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_paragraphs_are_numbered_within_their_section_and_impacts_from_one() -> None:
    numbers = [each.number for each in those_of(document_of(with_report(paper(indicator("1")))), Numbered)]
    assert numbers == [
        *("1.1", "2.1"),
        *("1.", "2.", "1.", "2.", "3.", "4.", "1.", "2.", "1.", "2.", "1.", "1.", "2."),
        *("3.1", "3.2", "3.3", "3.4", "3.5"),
        *("4.1", "5.1", "6.1", "7.1", "8.1", "9.1"),
    ]


def test_a_heading_within_a_section_takes_no_number_and_blank_paragraphs_are_left_out() -> None:
    sections = (ReportSection("Background", "body", ("First", "# Within", " ", "Second"), has_exceptions=True),)
    whole = document_of(msgspec.structs.replace(paper(indicator("1")), report=committee_report(sections=sections)))
    assert headings(whole)[:3] == [
        "1. Background",
        "Within",
        "1.3 MANAGEMENT COMMENTARY ON EXCEPTION – Index indicators performing below expectation.",
    ]
    assert [each.number for each in those_of(whole, Numbered)] == ["1.1", "1.2"]


def test_exceptions_end_a_report_whose_sections_have_no_place_for_them() -> None:
    report = committee_report(sections=(ReportSection("Reason", "body", ("Because",)),))
    whole = document_of(msgspec.structs.replace(paper(exception("26")), report=report))
    assert headings(whole)[:3] == [
        "1. Reason",
        "2. MANAGEMENT COMMENTARY ON EXCEPTION – Index indicators performing below expectation.",
        "2.1 Indicator 26: Title of 26 (RED)",
    ]


def test_a_paper_without_a_report_has_its_title_its_exceptions_and_the_appendix() -> None:
    whole = document_of(msgspec.structs.replace(paper(exception("26")), schema_version=1))
    assert whole.title == "Children's services performance: December 2020"
    assert [(row.name, words(row.blocks).strip()) for row in whole.front.rows] == [
        ("Title", "Children's services performance: December 2020"),
        ("As at", "End of December 2020"),
    ]
    assert headings(whole) == [
        "1. MANAGEMENT COMMENTARY ON EXCEPTION – Index indicators performing below expectation.",
        "1.1 Indicator 26: Title of 26 (RED)",
        "Appendix One: Children's services, December 2020",
        "How to read the index",
        "Definitions",
    ]


def test_the_front_sheet_leaves_out_what_nobody_typed() -> None:
    report = committee_report(ward="", number="", meeting_date=None)
    whole = document_of(msgspec.structs.replace(paper(indicator("1")), report=report))
    assert [row.name for row in whole.front.rows] == [
        "Decision Maker",
        "Decision Type",
        "Title",
        "Contact Officer",
        "Chief Officer",
    ]
    assert [row.name for row in document_of(with_report(paper(indicator("1")))).front.rows] == [
        "Decision Maker",
        "Date",
        "Decision Type",
        "Report number",
        "Title",
        "Contact Officer",
        "Chief Officer",
        "Ward",
    ]


def test_an_empty_report_falls_back_to_the_papers_own_title() -> None:
    empty = dict.fromkeys(("committee", "number", "decision_type", "title", "contact_officer", "chief_officer"), "")
    report = committee_report(**empty, ward="", meeting_date=None, sections=())
    whole = document_of(msgspec.structs.replace(paper(indicator("1")), report=report))
    assert whole.title == "Children's services performance: December 2020"
    assert [row.name for row in whole.front.rows] == ["Title", "As at"]


# Exceptions


def test_a_sentence_says_what_was_below_expectation_and_another_where_the_rest_is() -> None:
    whole = document_of(
        with_report(paper(indicator("22", rating=HIDDEN), indicator("23", rating=HIDDEN), exception("26")))
    )
    said = sentences(whole)
    assert said[0] == (
        "As at the end of December 2020, the following Children's services key performance indicators were performing "
        "below expectation."
    )
    assert said[1].startswith("Please refer to the Part 2 report for management commentary on indicators 22 and 23.")


def test_nothing_below_expectation_is_said_and_no_part_2_where_there_is_none() -> None:
    said = sentences(document_of(with_report(paper(indicator("1")))))
    assert said == ["As at the end of December 2020, no rating shown in this part was below expectation."]


def test_commentary_keeps_its_lists_and_where_there_is_none_that_is_said() -> None:
    whole = document_of(with_report(paper(exception("26"), exception("29", said=NOTHING_SAID))))
    (prose,) = those_of(whole, Prose)
    assert [type(block) for block in prose.blocks] == [Paragraph, BulletList]
    assert sentences(whole).count("No commentary was given for this report.") == 1


def test_an_exception_shows_its_rating_what_it_is_measured_by_and_for_how_long() -> None:
    said = PaperCommentary(("below_expectation",), "Work goes on.", reports=3)
    (_, facts) = those_of(document_of(with_report(paper(exception("26", said=said)))), Sentence)
    assert facts == Sentence(
        "Lower is better. Target 26 weeks. Reported every month. Latest: 7, April 2020, RED. 3rd report in a row.",
        rating="red",
        is_quiet=True,
    )


def test_an_added_exception_stands_under_a_heading_of_its_own_with_its_reason() -> None:
    added = PaperCommentary(("good_performance",), "", reason="Best year so far.")
    whole = document_of(with_report(paper(exception("9", GREEN, added), exception("26"))))
    numbered = [each for each in headings(whole) if each.startswith("3.")]
    assert numbered[1:] == [
        EXCEPTIONS,
        "3.6.1 Indicator 26: Title of 26 (RED)",
        "3.7 OTHER INDICATORS REPORTED BY EXCEPTION",
        "3.7.1 Indicator 9: Title of 9 (GREEN)",
    ]
    assert "Particularly good performance. Best year so far." in sentences(whole)
    assert "No commentary was given for this report." not in sentences(whole)


def test_actions_say_what_is_done_by_whom_by_when_and_how_it_stands() -> None:
    done = PaperAction("Train", "Team", date(2021, 1, 5), date(2020, 9, 1), done_on=date(2021, 1, 4))
    later = PaperAction(
        "Plan", "Team", date(2022, 1, 5), date(2020, 9, 1), notes=(PaperNote(date(2021, 1, 8), "Begun"),)
    )
    whole = document_of(with_report(paper(exception("26", actions=(ACTION, done, later)))))
    table = those_of(whole, Table)[0]
    assert table.caption == "Actions on indicator 26"
    rows = [[[line.text for line in cell.lines] for cell in row] for row in table.groups[0].rows]
    assert rows == [
        [["Recruit"], ["Head of Service"], ["31 March 2021", "raised December 2020"], ["Overdue"]],
        [["Train"], ["Team"], ["5 January 2021", "raised September 2020"], ["Done 4 January 2021"]],
        [["Plan"], ["Team"], ["5 January 2022", "raised September 2020"], ["Not yet due", "8 January 2021: Begun"]],
    ]


def test_matters_outstanding_come_before_those_that_the_report_answers() -> None:
    answered = msgspec.structs.replace(QUESTION, kind="action_point", answer="Because.", indicator="")
    asked = msgspec.structs.replace(paper(exception("26")), questions=(answered, QUESTION))
    whole = document_of(with_report(asked))
    assert [each for each in headings(whole) if each.startswith(("3.7", "3.8"))] == [
        "3.7 MATTERS OUTSTANDING – members' questions and action points",
        "3.8 QUESTIONS AND ACTION POINTS ANSWERED IN THIS REPORT",
    ]
    assert [each.number for each in those_of(whole, Numbered)][-8:-6] == ["3.7.1", "3.8.1"]
    assert "Member's question, Scrutiny, 17 November 2020, for Director. Indicator 26 Title of 26." in sentences(whole)
    assert "Answer: Because." in sentences(whole)


def test_links_are_those_of_the_paper() -> None:
    link = PaperLink("Report on referrals", "https://reports.example/referrals", date(2020, 9, 15))
    whole = document_of(with_report(paper(exception("26", links=(link,)))))
    assert "Reports and papers Report on referrals https://reports.example/referrals 15 September 2020" in words(whole)


def test_charts_show_the_papers_own_figures_and_say_them() -> None:
    figures = measure(shown("7"), HIDDEN, shown("9"))
    (picture,) = those_of(document_of(with_report(paper(indicator("26", figures, rating=RED)))), Picture)
    assert [point.value for point in picture.chart.points] == [7, 9]
    assert picture.alternative.startswith("Chart: Months from April 2020 to March 2021.")
    assert picture.alternative.endswith(
        "Hidden to protect confidentiality: May 2020. The same figures stand in appendix one."
    )


def test_a_single_month_has_no_chart() -> None:
    assert those_of(document_of(with_report(paper(indicator("26", rating=RED)))), Picture) == []


# Parts and corrections


def test_each_part_says_which_it_is() -> None:
    public, exempt = document_of(paper(indicator("1"))), document_of(part_2(indicator("1")))
    assert (public.part, public.exemption) == ("PART ONE – PUBLIC", "")
    assert exempt.part == "PART TWO – EXEMPT, not for publication"
    assert exempt.exemption == "Schedule 12A, paragraph 1"


def test_part_2_marks_its_exempt_texts_and_the_figures_that_part_1_hides() -> None:
    secret = ExemptText("indicator-23", "Known to the service.")
    whole = document_of(
        part_2(exception("23", AMBER, NOTHING_SAID, measures=(measure(in_part_2("4")),)), exempt_texts=(secret,))
    )
    (prose,) = those_of(whole, Prose)
    assert prose.is_exempt
    assert words(prose.blocks).strip() == plain_text("Known to the service.")
    assert "No commentary was given for this report." not in sentences(whole)
    assert "4 figure  not in Part 1 exempt" in words(whole.appendix)


def test_an_exempt_text_about_an_indicator_that_is_no_exception_is_not_lost() -> None:
    secret = ExemptText("indicator-1", "Known to the service.")
    whole = document_of(part_2(indicator("1"), exempt_texts=(secret,)))
    assert "Known to the service." in words(whole.body)


def test_part_1_has_one_wording_for_whatever_is_hidden() -> None:
    whole = document_of(paper(indicator("22", measure(HIDDEN, HIDDEN, shown("8")), rating=HIDDEN)))
    cells = [cell for row in those_of(whole, Table)[0].groups[0].rows for cell in row]
    hidden = [(cell.columns, words(cell.lines)) for cell in cells if "suppressed" in words(cell.lines)]
    assert hidden == [
        (1, "Data suppressed, see part 2 report quiet "),
        (2, "Data suppressed, see part 2 report quiet "),
    ]


def test_a_correction_says_what_it_corrects_and_why() -> None:
    whole = document_of(with_report(paper(indicator("1")), corrects=correction(), sequence=2))
    said = whole.body[0]
    assert isinstance(said, Facts)
    assert [(row.name, words(row.blocks).strip()) for row in said.rows] == [
        ("This report corrects", "The report published on 10 February 2021 (publication 1)"),
        ("Class of correction", "Late data"),
        ("Reason", "Two schools sent their December figures after the report was made."),
    ]


def test_an_unknown_class_of_correction_is_refused() -> None:
    with pytest.raises(KeyError):
        document_of(msgspec.structs.replace(paper(indicator("1")), corrects=correction(kind="whim")))


def test_the_closing_table_ends_the_body() -> None:
    last = document_of(with_report(paper(indicator("1")))).body[-1]
    assert isinstance(last, Facts)
    assert [row.name for row in last.rows] == [
        "Non-Applicable Sections:",
        "Background Documents: (Access via Contact Officer)",
    ]


def test_a_paper_is_dated_by_the_day_on_which_it_was_made() -> None:
    assert document_of(paper(indicator("1"))).dated == date(2020, 12, 1)
    made = msgspec.structs.replace(paper(indicator("1")), made_on=date(2021, 1, 20))
    assert document_of(made).dated == date(2021, 1, 20)
