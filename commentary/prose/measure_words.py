"""The words by which a passage speaks of a measure: data, and nothing else."""

_EMPTY = """
about actually after also and any being both definition during each every for from given have having including into
more most number numbers only other others over per percentage plus proportion some subsequent taken than that the
their them there these they this those under until were what when which while who will with within year years
"""
EMPTY = frozenset(_EMPTY.split())
"""Words of titles that say nothing."""

_GENERAL = """
academic aged another average borough bromley council excluding first indicator local london looked measure national
previous provided rate second subject support supported target time
"""
GENERAL = frozenset(_GENERAL.split())
"""Words of titles by which no indicator is known, unless another word of its title stands beside."""

ABBREVIATIONS = {
    "caf": "common assessment framework",
    "cafs": "common assessment frameworks",
    "cin": "children in need",
    "cla": "children looked after",
    "cp": "child protection",
    "cpp": "child protection plan",
    "ehc": "education health care",
    "ehcp": "education health care plan",
    "ehcps": "education health care plans",
    "eet": "education employment training",
    "ete": "education training employment",
    "fte": "first time entrant",
    "ftes": "first time entrants",
    "lac": "looked after children",
    "nete": "neet",
}
"""What the abbreviations of the service stand for, as far as they take part in titles."""

SYNONYMS = {
    "approval": "approval recruitment",
    "approvals": "approvals recruitment",
    "approved": "approved recruited",
    "families": "families households",
    "family": "family household",
}
"""What else a word of commentary may be in a title."""

OF_THE_MEASURE = (
    r"^\s*performance",
    "(?:the|our|overall|this) performance",
    "the outturn",
    "this indicator",
    "the indicator",
    "this measure",
    "the measure",
    "this rate",
    "this figure",
)
"""By which a text about one indicator means its measure."""

OF_ANOTHER = (
    "targets?",
    "promised?",
    "promises",
    "thresholds?",
    "limit",
    "tolerance",
    "range",
    "acceptable",
    "expected",
    "forecast",
    "predicted",
    "projected",
    "benchmarks?",
    "national",
    "nationally",
    "england",
    "english",
    "london",
    "neighbours",
    "regional",
    "regionally",
)
"""Near which a figure is not the outturn of our measure."""

OF_THE_PEOPLE = ("the cohort", "our cohort", "this cohort", "of them", "of these", "of those")
"""Whom the measure counts; with one word of the title it is the measure."""
