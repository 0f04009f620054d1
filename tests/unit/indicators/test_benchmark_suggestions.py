"""Which of the tool's indicators is suggested for which of ours. The titles of the tool are the Department for
Education's (Local Authority Interactive Tool, Open Government Licence v3.0)."""

import pytest

from indicators.importers.benchmark_parsed import ToolIndicator
from indicators.importers.benchmark_suggestions import MOST_SUGGESTIONS, Suggestions, words_of
from indicators.vocabulary import Unit

TOOL = {
    "CPP_Total_NumRef": ("Number of referrals to Children's Social Services", "count"),
    "CPP_Total_Rate": ("Rates per 10,000 of referrals to Children's Social Services", "rate per 10,000"),
    "Continue_Assess_Comp": ("Continuous assessments completed within 45 working days (%)", "percentage"),
    "CPP_rate": ("Children who are the subject of a Child Protection Plan - rate", "rate per 10,000"),
    "CPP_Num": ("Children who are the subject of a Child Protection Plan - number", "count"),
    "LAC": ("Children looked after rate per 10,000", "rate per 10,000"),
    "LACnum": ("Children looked after (num)", "count"),
    "CareLeaverEET": ("Care Leavers 19-21 year olds in Education, Employment or Training (%)", "percentage"),
    "CareLeaverAcc": ("Care Leavers 19-21 year old in suitable accommodation (%)", "percentage"),
    "16-17 NEET": ("16-17 year olds that are Not in Education, Employment or Training (%)", "percentage"),
    "SEN_EHC_Excpt_20wks": ("New EHC plans issued within 20 weeks - excluding exception cases (%)", "percentage"),
}


@pytest.fixture
def suggestions() -> Suggestions:
    return Suggestions(
        [ToolIndicator(code, title, unit, "", None, "", "2020", 2020, ()) for code, (title, unit) in TOOL.items()]
    )


@pytest.mark.parametrize(
    ("ours", "unit", "first"),
    [
        ("Number of 'Referrals' to Children's Social Care", Unit.COUNT, "CPP_Total_NumRef"),
        (
            "% of statutory Assessments authorised within 45 days (YTD)",
            Unit.PERCENTAGE,
            "Continue_Assess_Comp",
        ),
        ("Child Protection Plans rate per 10,000", Unit.RATE_PER_10000, "CPP_rate"),
        ("Number of children subject of a Child Protection Plan", Unit.COUNT, "CPP_Num"),
        ("Number of Children Looked After", Unit.COUNT, "LACnum"),
        ("Looked after children rate", Unit.RATE_PER_10000, "LAC"),
        ("% of Care leavers who are EET (aged 19, 20, 21)", Unit.PERCENTAGE, "CareLeaverEET"),
        ("% of CYP (16 - 17 year olds) not in education, employment or training", Unit.PERCENTAGE, "16-17 NEET"),
        ("% of Education, Health and Care plans issued within 20 weeks", Unit.PERCENTAGE, "SEN_EHC_Excpt_20wks"),
    ],
)
def test_the_one_that_counts_the_same_comes_first(suggestions: Suggestions, ours: str, unit: Unit, first: str) -> None:
    assert suggestions.of(ours, unit)[0].code == first


def test_nothing_is_suggested_where_no_word_is_shared(suggestions: Suggestions) -> None:
    assert suggestions.of("Households approved to foster", Unit.COUNT) == []


def test_no_more_than_four_are_suggested(suggestions: Suggestions) -> None:
    assert len(suggestions.of("Care leavers, children looked after, referrals, plans, assessments", Unit.COUNT)) <= (
        MOST_SUGGESTIONS
    )


def test_words_leave_out_units_and_small_words() -> None:
    assert words_of("% of the Children's plans (number)") == {"children", "plan"}
