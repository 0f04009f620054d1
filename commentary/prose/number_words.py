"""How numbers are said in words, and where a number counts nothing: data, and nothing else."""

from fractions import Fraction

UNITS = {
    "zero": 0,
    "nil": 0,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
}
TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}

PHRASES = (
    (r"none but one|no(?:ne)? (?:other )?(?:than|except) one", 1),
    (r"half a dozen", 6),
    (r"two dozen", 24),
    (r"(?:a|one) dozen|dozen", 12),
    (r"a couple(?: of)?|a pair of|both(?= (?:of the |of our |of these |young |the )?{people}\b)|twins|a duo of", 2),
    (r"triplets|a trio of", 3),
    (r"(?:a|the) (?:single|lone|sole)(?= (?:[\w'’-]+ )?{people}\b)|an only child", 1),
    (r"none|nobody|no[- ]one(?= (?:was|has|had|is|were)\b)|not one|not a single", 0),
    (r"no(?= \w)", 0),
)
"""Sayings and the number they stand for; `{people}` is a word for people."""

FRACTIONS = {
    "half": Fraction(1, 2),
    "one half": Fraction(1, 2),
    "one third": Fraction(1, 3),
    "a third": Fraction(1, 3),
    "two thirds": Fraction(2, 3),
    "one quarter": Fraction(1, 4),
    "a quarter": Fraction(1, 4),
    "three quarters": Fraction(3, 4),
    "a fifth": Fraction(1, 5),
    "one fifth": Fraction(1, 5),
    "a tenth": Fraction(1, 10),
    "one tenth": Fraction(1, 10),
    "double": Fraction(2),
    "twice": Fraction(2),
    "three times": Fraction(3),
    "treble": Fraction(3),
}
"""Parts and multiples of a number that follows: “half of the four”."""

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MONTH = f"(?:{'|'.join(MONTHS)}|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
_NUMBERED = (
    "acts?|action points?|appendi(?:x|ces)|articles?|bands?|chapters?|clauses?|covid|figures?|footnotes?|grades?|"
    "indicators?|items?|key stages?|kpis?|levels?|notes?|pages?|paragraphs?|parts?|phases?|priorit(?:y|ies)|"
    "quarters?|recommendations?|regulations?|rows?|rules?|schedules?|sections?|stages?|standards?|steps?|tables?|"
    "tiers?|versions?|waves?|years? groups?|years?"
)
_DURATION = "seconds?|minutes?|hours?|days?|weekends?|weeks?|fortnights?|months?|quarters?|terms?|years?|decades?"

NOT_COUNTS = (
    r"https?://\S+|www\.\S+|\S+@\S+",  # addresses
    r"(?:£|€|\$)\s?{number}(?: ?(?:k|m|bn|thousand|million|billion)\b)?|{number} ?(?:pounds?|pence|p)\b",  # money
    r"\d{{1,2}}(?:st|nd|rd|th)?(?: of)? " + _MONTH + r"\b(?:,? \d{{4}})?",  # 31st December 2020
    _MONTH + r" \d{{1,2}}(?:(?:st|nd|rd|th)\b|(?=,? \d{{4}}\b))(?:,? \d{{4}})?",  # December 31st, December 31, 2020
    r"\d{{1,4}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}",  # 31/12/2020
    r"(?:19|20)\d\d(?: ?[/–-] ?\d{{2,4}})?(?!\d|,\d{{3}}\b|\.\d)",  # 2019, 2018/19
    r"\b\d{{1,2}}[:.]\d\d ?(?:am|pm)\b|\b\d{{1,2}} ?(?:am|pm)\b|\b\d{{1,2}}:\d\d\b|24/7",  # times of day
    r"\d+(?:st|nd|rd|th)\b",  # 19th
    r"^[ \t]*(?:[-*] )?\d+(?:\.\d+)+\.?(?=\s)|^[ \t]*\d+[.)](?=\s)",  # numbers of paragraphs and of lists
    r"(?:" + _NUMBERED + r")[ -]{list}[a-z]?\b(?! ?%)",  # Section 42, indicators 22 and 23, Key Stage 5
    r"\b(?:q|ks|y)\d{{1,2}}\b",  # Q3, KS5
    r"{number}(?:\+|plus\b)",  # 16+
    r"(?:children|pupils|people|those|babies) (?:under|over|below|above) {range}",
    r"{range}[ -](?:years?|months?|weeks?)[ -]olds?\b",  # 17-25 year olds
    r"{range} (?:years?|months?|weeks?) (?:old|of age)\b",
    r"\b(?:aged?|ages)(?: of| from| between| under| over| up to)? {list}",  # aged 19, 20, 21; the age of 16
    r"\b(?:under|over|below|above)[- ]?(?:the age of )?{range}(?:['’]?s\b| years?)",  # under 18s
    r"(?:{range}|{number} and (?:a )?half)[ -]?(?:working |calendar |school )?(?:" + _DURATION + r")\b",  # 20-week
    r"\b1(?: ?[-–:] ?| to | on )1\b|\bone[- ](?:to|on)[- ]one\b",  # 1-1, one to one
    r"\bper {number}\b|\bin every {number}\b|{number} ?(?:thousand|million|billion)\b",
    r"\b(?:targets?|promised?|thresholds?|limits?|tolerance|capacity|range|budget)\b(?:[^\d.;!?%]|\.\d){{0,60}}?"
    r"\b(?:of|at|to|is|was|between|from|being|:|set)[ \n]{number}(?! ?%|\d)(?:[ \n]?(?:and|to|-|–|or)[ \n]?{number})?",
    r"\b(?:grade|size|maximum of|minimum of|up to a maximum of) {number}",
)
"""Where a number is no count: years, dates, ages, limits of time, sections, targets. `{number}` is any number,
`{range}` one or two of them, `{list}` a list of them; all ignore case."""

NO_COUNT_BEFORE_ONE = ("each", "every", "this", "that", "which", "another", "any", "the", "day", "no")
"""Words after which “one” stands for something named before."""
