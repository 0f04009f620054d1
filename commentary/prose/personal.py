"""Rules on what tells who somebody is: names, initials, dates of birth, addresses and numbers of a person."""

import re
from collections.abc import Iterator

from commentary.prose.findings import Finding, Kind
from commentary.prose.given_names import GIVEN_NAMES
from commentary.prose.name_words import (
    BIRTH,
    NOT_INITIALS,
    NOT_NAMES,
    ONE_PERSON,
    PARTICLES,
    POSTCODE_AREAS,
    TITLES,
)
from commentary.prose.number_words import MONTHS
from commentary.prose.patterns import one_of
from indicators.importers.personal import POSTCODE, UPN, is_nhs_number, is_upn

_NAME = r"[A-ZÀ-Þ](?:[’'][A-Z])?[a-zà-ÿ]+(?:[A-Z][a-z]+)?(?:-[A-Z][a-zà-ÿ]+)?"
_FAMILY_NAME = rf"(?:(?:{'|'.join(PARTICLES)})\s+)?{_NAME}"
_TITLED = re.compile(
    rf"\b(?:{'|'.join(TITLES)})\.?\s+(?:[A-Z]\.?\s+){{0,2}}(?P<name>{_FAMILY_NAME})(?:\s+(?P<more>{_NAME}))?"
)
_GIVEN = re.compile(
    rf"\b(?P<given>{'|'.join(GIVEN_NAMES)})\s+(?:[A-Z]\.?\s+)?(?P<name>{_FAMILY_NAME})(?!\w|[’'](?!s\b)\w)"
)
_ONE_PERSON = one_of(ONE_PERSON)
_PERSON_NAMED = re.compile(
    rf"(?i:{_ONE_PERSON})(?:,|\s+(?i:called|named|known as))?\s+\(?(?P<name>(?:{'|'.join(GIVEN_NAMES)}|(?<=called )"
    rf"{_NAME}|(?<=named ){_NAME}))(?!\w|[’'](?!s\b)\w)"
)
_INITIALS = re.compile(rf"(?i:{_ONE_PERSON}),?\s+\(?(?P<name>[A-Z](?:\.\s?[A-Z]){{0,2}}\.?|[A-Z]{{2}})(?![\w’'])")
_DOTTED = re.compile(r"(?<![\w.])(?:[A-Z]\.\s?){2,3}(?!\w)")
_DAY = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)?\s+(?:{'|'.join(MONTHS)})(?:,?\s+\d{{4}})?"
    r"|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d\d-\d\d)"
)
_BORN = re.compile(rf"(?:{'|'.join(BIRTH)})[\s:(]*(?:on|is|was|in|the)?[\s:(]*{_DAY}", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_POSTCODE = re.compile(rf"(?<![\w/]){POSTCODE.pattern}(?!\w)", re.IGNORECASE)
_ORDINAL = re.compile(r"\d(?:st|nd|rd|th)$")
_TELEPHONE = re.compile(r"(?<![\w£.,/])(?:\+44[\s-]?(?:\(0\)[\s-]?)?|\(?0)\d{2,4}\)?(?:[\s-]?\d{2,4}){2,3}(?![\w%])")
_DIGITS = re.compile(r"\d")
_LONG_NUMBER = re.compile(r"(?<![\w-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\w-])")
_UPN = re.compile(rf"(?<!\w){UPN.pattern}(?!\w)")
_TELEPHONE_DIGITS = (10, 11, 12, 13)


def names(text: str) -> Iterator[Finding]:
    """No text names a person: a title and a name, a given and a family name, or a child called by a name.

    Given names are those of a list; a service, school or street that is called after somebody is no person.
    """
    for match in _TITLED.finditer(text):
        if not _is_no_name(match["name"]):
            more = match["more"] and not _is_no_name(match["more"])
            yield _finding("name", match.start(), match.end("more") if more else match.end("name"), text, "a name")
    for match in _GIVEN.finditer(text):
        following = re.match(rf"\s+({_NAME})", text[match.end() :])
        if not _is_no_name(match["name"]) and not (following and _is_no_name(following.group(1))):
            yield _finding("name", match.start(), match.end(), text, "a name")
    for match in _PERSON_NAMED.finditer(text):
        following = re.match(rf"\s+({_NAME})", text[match.end() :])
        if not _is_no_name(match["name"]) and not (following and _is_no_name(following.group(1))):
            yield _finding("name", match.start("name"), match.end("name"), text, "a name")


def initials(text: str) -> Iterator[Finding]:
    """No text has a person's initials: “J.S.” anywhere, “child A”, “young person JS”."""
    for match in (*_INITIALS.finditer(text), *_DOTTED.finditer(text)):
        start, end = match.span("name") if match.re is _INITIALS else match.span()
        said = text[start:end].rstrip()
        if said.replace(".", "").replace(" ", "") not in NOT_INITIALS:
            yield _finding("initials", start, start + len(said), text, "initials")


def dates_of_birth(text: str) -> Iterator[Finding]:
    """No text says when somebody was born: “born on 3 May 2011”, “DOB 03/05/2011”."""
    for match in _BORN.finditer(text):
        yield _finding("date_of_birth", match.start(), match.end(), text, "a date of birth")


def addresses(text: str) -> Iterator[Finding]:
    """No text has an e-mail address, a postcode or a telephone number."""
    for match in _EMAIL.finditer(text):
        yield _finding("email", match.start(), match.end(), text, "an e-mail address")
    for match in _POSTCODE.finditer(text):
        area = re.match("[A-Za-z]+", match.group())
        if area and area.group().upper() in POSTCODE_AREAS and not _ORDINAL.search(match.group()):
            yield _finding("postcode", match.start(), match.end(), text, "a postcode")
    for match in _TELEPHONE.finditer(text):
        if len(_DIGITS.findall(match.group())) in _TELEPHONE_DIGITS:
            yield _finding("telephone", match.start(), match.end(), text, "a telephone number")


def numbers_of_people(text: str) -> Iterator[Finding]:
    """No text has a pupil number (UPN) or an NHS number; both are known by their check digit."""
    for match in _UPN.finditer(text):
        if is_upn(match.group()):
            yield _finding("number_of_a_person", match.start(), match.end(), text, "a pupil number")
    for match in _LONG_NUMBER.finditer(text):
        if is_nhs_number(re.sub("[ -]", "", match.group())):
            yield _finding("number_of_a_person", match.start(), match.end(), text, "an NHS number")


def _is_no_name(word: str) -> bool:
    return word.casefold() in NOT_NAMES


def _finding(rule: str, start: int, end: int, text: str, what: str) -> Finding:
    return Finding(
        Kind.PERSONAL,
        rule,
        start,
        end,
        text[start:end],
        f"“{' '.join(text[start:end].split())}” looks like {what}.",
        "Leave it out: say whose role it is, or nothing of the person.",
        may_be_kept=True,
    )
