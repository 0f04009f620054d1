"""Ways to leak that have no numbers in them: what is sent, stored and logged does not depend on what Part 1 hides.

Two publications differ in nothing but hidden figures; a third has figures that nobody could mistake in their places.
Each test says which entries of the specification's list it holds (tests/unit/suppression/leak_list.py), and each has
a control that finds the difference, or the figure, where it may be.
"""

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html.parser import HTMLParser
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from reports import views
from tests.factories.pages import every_byte
from tests.factories.people import person_with
from tests.factories.reports import dataset as new_dataset
from tests.factories.reports import imported, published
from tests.factories.workbooks import ANOTHER_WORLD, CANARIES, CANARY_DIGITS, example, example_with

pytestmark = pytest.mark.django_db

SLUG = "leaks"
INDEX = f"/reports/{SLUG}/2020-12/"
PART_2 = f"/office/part-2/{SLUG}/2020-12/"

ORDERS = ("title", "-rating", "year_to_date", "-2020-12")
SEARCHES = ("suppressed", "4", CANARY_DIGITS[0])
QUERIES = (
    *({"ordering": order, "sort": order, "o": order} for order in ORDERS),
    *({"q": text, "search": text} for text in SEARCHES),
    *({"rating": rating} for rating in ("red", "amber", "green", "none", "part-2")),
    *({"year_to_date__lt": number, "value": number, "min": number} for number in ("1", "5")),
    *({"format": name, "page_size": "1", "limit": "1", "part": "2"} for name in ("csv", "json")),
)
WITH_HIDDEN = (
    "number-of-primary-permanent-exclusions-bromley-schools-number-ytd",
    "number-of-secondary-permanent-exclusions-bromley-schools-number-ytd",
    "number-of-in-house-foster-carers-recruited-households-ytd",
    "number-of-in-house-foster-carers-recruited-ytd",
    "number-of-children-looked-after-who-were-adopted",
    "numbers-of-care-leavers-provided-with-starter-or-other-tenancies",
    "number-of-childrenyoung-people-discussed-at-mega",
)
REFERRALS = f"{INDEX}indicators/number-of-referrals-to-childrens-social-care/"
INDICATORS = (*(f"{INDEX}indicators/{key}/" for key in WITH_HIDDEN), REFERRALS)
"""Those with hidden figures, and one of which everything is shown."""
CHARTS = tuple(f"{address}{name}" for address in INDICATORS for name in ("chart-0.svg", "chart-0-narrow.svg"))
SUMMARY, CHANGES = f"{INDEX}summary/", f"{INDEX}changes/"
SITE = (
    "/reports/",
    "/corrections/",
    "/how-to-read/",
    "/search/",
    *(f"/search/?{urlencode({'q': text})}" for text in ("suppressed", "adopted", "22.1", "4")),
    "/feed.atom",
    "/sitemap.xml",
    "/robots.txt",
    f"{INDEX}downloads/",
    f"{INDEX}publications/1/",
    f"{INDEX}publications/1/downloads/",
    f"{INDEX}publications/1/indicators/{WITH_HIDDEN[0]}/",
    f"{INDEX}publications/1/indicators/{WITH_HIDDEN[0]}/chart-0.svg",
)
"""The public site around the reports."""
PAGES = (
    "/",
    INDEX,
    SUMMARY,
    CHANGES,
    *SITE,
    *INDICATORS,
    *CHARTS,
    *(f"{INDEX}?{urlencode(query)}" for query in QUERIES),
)


@dataclass
class Sent:
    """Everything that one publication sent to somebody, by address, and wrote down."""

    public: dict[str, bytes] = field(default_factory=dict)
    office: dict[str, bytes] = field(default_factory=dict)
    error: bytes = b""
    part_1: bytes = b""
    part_2: bytes = b""
    logged: str = ""


class _Log(logging.Handler):
    """Keeps every record with its traceback."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(logging.Formatter("%(name)s %(message)s %(args)s"))
        self.text: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.text.append(self.format(record))


@pytest.fixture(scope="module")
def worlds(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> dict[str, Sent]:
    """What is sent where the hidden figures are those of the example, others, and unmistakable ones."""
    books = {
        "one": example(),
        "another": example_with(ANOTHER_WORLD),
        "shown": example_with({"T15": 305, "X15": 2838}),
        "canaries": example_with(CANARIES),
    }
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        return {name: sent_from(book) for name, book in books.items()}


def sent_from(workbook: bytes) -> Sent:
    """Import, publish, and ask for everything that there is; leaves nothing behind."""
    log, root, sent = _Log(), logging.getLogger(), Sent()
    level = root.level
    root.addHandler(log)
    root.setLevel(logging.DEBUG)
    try:
        with pytest.MonkeyPatch.context() as patched, transaction.atomic():
            patched.setattr(timezone, "now", lambda: datetime(2021, 1, 20, 12, tzinfo=UTC))
            dataset = new_dataset("Leaks", SLUG)
            imported(dataset, workbook)
            publication = published(dataset)
            sent.part_1, sent.part_2 = bytes(publication.part_1), bytes(publication.part_2)
            sent.public = {address: every_byte(Client().get(address)) for address in PAGES}
            reader = Client()
            reader.force_login(person_with("restricted_reader"))
            sent.office = {PART_2: every_byte(reader.get(PART_2))}
            patched.setattr(views, "render", _fails)
            sent.error = every_byte(Client(raise_request_exception=False).get(INDEX))
            sent.error += every_byte(Client().get(f"{INDEX}indicators/no-such-indicator/"))
            transaction.set_rollback(True)
    finally:
        root.removeHandler(log)
        root.setLevel(level)
    sent.logged = "\n".join(log.text)
    return sent


def _fails(request: object, template: str, context: Mapping[str, object], *rest: object) -> None:
    raise RuntimeError(f"{template} cannot be made")


def digits_in(text: bytes | str) -> list[str]:
    """The figures planted where Part 1 hides them, with or without something between thousands."""
    searched = text.decode() if isinstance(text, bytes) else text
    between = r"(?:,|'|\s|&nbsp;|&#x27;)?"
    return [
        digits
        for digits in CANARY_DIGITS
        if re.search(rf"(?<![0-9a-f]){digits[:3]}{between}{digits[3:]}(?![0-9a-f])", searched)
    ]


class Attributes(HTMLParser):
    """Everything in a page that is not its text."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []
        self.comments: list[str] = []
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [(tag, name, value or "") for name, value in attrs]

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)


def parsed(sent: Sent) -> Iterator[Attributes]:
    return (Attributes(page) for page in sent.public.values())


def test_what_is_public_is_the_same_to_the_byte_whatever_is_hidden(worlds: dict[str, Sent]) -> None:
    """Length, size or hash; timestamps; counts and filters; search snippets; position in a sorted table.

    Status, ETag, length and every other header are among the bytes.
    """
    one, another = worlds["one"].public, worlds["another"].public
    assert [address for address in one if one[address] != another[address]] == []
    assert worlds["one"].part_1 == worlds["another"].part_1


def test_what_is_public_does_depend_on_what_is_shown(worlds: dict[str, Sent]) -> None:
    """The control of the test above: one more child in a figure that is shown changes bytes, ETag and paper."""
    one, shown = worlds["one"], worlds["shown"]
    for address in (INDEX, SUMMARY, f"{INDEX}?rating=green", REFERRALS, *CHARTS[-2:]):
        assert one.public[address] != shown.public[address]
        etags = [re.search(rb"ETag: (.*)", sent.public[address]) for sent in (one, shown)]
        assert etags[0] and etags[1] and etags[0][1] != etags[1][1]
    assert one.part_1 != shown.part_1
    assert one.part_2 != worlds["another"].part_2


@pytest.mark.parametrize("query", QUERIES, ids=urlencode)
def test_no_order_filter_or_search_sorts_or_counts_what_is_hidden(worlds: dict[str, Sent], query: dict) -> None:
    """Position in a sorted table; counts and filters; search snippets."""
    asked = urlencode(query)
    one, another, canaries = (worlds[name].public[f"{INDEX}?{asked}"] for name in ("one", "another", "canaries"))
    assert one == another
    assert set(digits_in(canaries)) <= set(re.findall(r"\d{6}", asked)), "no more than was asked for"


def test_no_attribute_hidden_input_state_or_comment_holds_what_is_hidden(worlds: dict[str, Sent]) -> None:
    """Hidden inputs and state in HTML; bar height, alternative text, titles and data attributes."""
    for page in parsed(worlds["canaries"]):
        assert ("input", "type", "hidden") not in page.found
        assert [found for found in page.found if found[1] not in ("href", "action") and digits_in(found[2])] == []
        assert page.comments == []
    assert digits_in(worlds["canaries"].public[INDEX]) == []


def test_the_search_for_planted_figures_finds_them_in_part_2(worlds: dict[str, Sent]) -> None:
    """The control of every search for them."""
    assert digits_in(worlds["canaries"].office[PART_2]) == list(CANARY_DIGITS)
    assert digits_in(worlds["canaries"].part_2) == list(CANARY_DIGITS)


def test_the_paper_that_files_are_made_of_has_no_value_beside_a_mark(worlds: dict[str, Sent]) -> None:
    """Raw value beside the mark in files, total rows among them: a hidden figure has no field that could hold one."""
    assert digits_in(worlds["canaries"].part_1) == []
    marks = re.findall(rb'\{"type":"hidden"[^}]*\}', worlds["canaries"].part_1)
    assert len(marks) > 45
    assert set(marks) == {b'{"type":"hidden"}'}


def test_nothing_but_pages_charts_and_lists_of_addresses_is_public_yet(worlds: dict[str, Sent]) -> None:
    """Properties of documents: there are no documents. Whoever adds a format extends these tests first."""
    kinds = {re.search(rb"Content-Type: ([^;\n]*)", page)[1] for page in worlds["one"].public.values()}  # type: ignore[index]
    assert kinds == {b"text/html", b"image/svg+xml", b"application/atom+xml", b"application/xml", b"text/plain"}


@pytest.mark.parametrize("address", SITE)
def test_the_site_around_the_reports_has_no_figure_that_is_hidden(worlds: dict[str, Sent], address: str) -> None:
    """Search snippets, the feed, lists of addresses, superseded publications."""
    assert worlds["one"].public[address] == worlds["another"].public[address]
    assert worlds["one"].public[address].startswith(b"200")
    assert digits_in(worlds["canaries"].public[address]) == []


def test_a_chart_of_hidden_months_has_a_gap_and_a_note_and_none_of_the_figures(worlds: dict[str, Sent]) -> None:
    """Points, scale, title, description and size: two charts of different hidden figures are the same to the byte."""
    drawn = [address for address in CHARTS if worlds["one"].public[address].startswith(b"200")]
    noted = [address for address in drawn if b"[c] Hidden to protect confidentiality" in worlds["one"].public[address]]
    assert len(noted) >= 6
    for address in drawn:
        one, another, canaries = (worlds[name].public[address] for name in ("one", "another", "canaries"))
        assert one == another, address
        assert digits_in(canaries) == [], address


def test_the_log_and_the_error_pages_do_not_name_what_is_hidden(worlds: dict[str, Sent]) -> None:
    """Logs and error messages: importing, checking, publishing, answering and failing, at the most talkative level."""
    canaries = worlds["canaries"]
    assert "cannot be made" in canaries.logged, "what is logged is read here"
    assert digits_in(canaries.logged) == []
    assert b"500\n" in canaries.error
    assert digits_in(canaries.error) == []


def test_the_search_of_the_log_reads_tracebacks() -> None:
    """The control of the test above."""
    log = _Log()
    try:
        raise RuntimeError(CANARY_DIGITS[0])
    except RuntimeError as trouble:
        record = logging.LogRecord("name", logging.ERROR, "", 1, "failed", None, (type(trouble), trouble, None))
    log.handle(record)
    assert digits_in("\n".join(log.text)) == [CANARY_DIGITS[0]]
