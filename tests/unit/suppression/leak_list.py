"""The thirty-five ways to leak of the specification, by name, and where each is tested."""

# Numbers: tests/unit/suppression/test_leaks.py builds what a reader has and switches the relation off.
WITH_NUMBERS = (
    "year to date minus months",
    "two hidden months and zeros are always shown",
    "six of them summing to six",
    "running total differences",
    "quarter years to date",
    "a later revision",
    "stock and flow",
    "parts of a sum",
    "including and excluding",
    "54 % of at most 20 is 7 of 13",
    "7.7 % of 26",
    "97.6 % of 42 leaves 1 outside",
    "complementary percentages",
    "year to date percentage against visible months",
    "0.5 per 10,000 of 63,210",
    "average of five workers",
    "a rating band",
    "down 78 % on a public 9",
    "region minus other councils",
    "3.2 a month on average",
    "June was 5 % of the year",
    "an arrow up from a public 2",
    "bar height and axis scale",
    "position in a sorted table",
    "words in commentary",
    "an isolated mark that can only be primary",
    "months at zero shown while others hidden",
)

# Pages, files and logs: tests/integration/test_leaks.py, where two publications differ in nothing but what is hidden.
IN_WHAT_IS_SENT = (
    "raw value beside the mark in files",
    "hidden inputs and state in HTML",
    "properties of documents",
    "timestamps",
    "counts and filters",
    "search snippets",
    "length, size or hash that changes with the hidden value",
    "logs and error messages",
)
