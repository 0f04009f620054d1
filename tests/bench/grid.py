"""The entry grid of 300 measures × 12 months beside a plain template with the same HTML, and what saving costs."""

import gzip
import json
import random
import re
from datetime import date
from decimal import Decimal

from django.db import connection
from django.template import engines
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from indicators.entry import grid, markup, rows
from indicators.models import Dataset, Indicator, IndicatorDefinition, Measure, Outturn, Period, Section
from indicators.periods import index_months
from indicators.vocabulary import Accumulation, Polarity, Unit, YearBasis
from tests.bench.figures import compare, heading, line, median
from tests.factories.people import person_with

MEASURES, YEAR, SECTIONS = 300, 2020, 10
PASTED_ROWS = 40

PLAIN = """{% for section in sections %}<tbody>
{% for cells in section %}{% for cell in cells %}{{ cell }}{% endfor %}
{% endfor %}</tbody>{% endfor %}"""
"""The same rows from prebuilt strings, one a cell."""


def run() -> None:
    heading(f"The entry grid, {MEASURES} measures × 12 months")
    dataset = filled_dataset()
    browser = Client()
    browser.force_login(person_with("data_officer"))
    address = reverse("entry:grid", args=[dataset.slug, YEAR])
    page = browser.get(address).content.decode()
    with CaptureQueriesContext(connection) as queries:
        browser.get(address)
    line("queries", len(queries), "<= 12")
    template = engines["django"].from_string(_around_cells(page))
    prebuilt = {"sections": _cells_of(page)}
    assert template.render(prebuilt).count("<input") == page.count("<input")
    plain = median(lambda: template.render(prebuilt))
    reference = "a plain template, its cells prebuilt"
    compare("request to response", median(lambda: browser.get(address)), reference, plain, "<= 3")
    forgotten = median(lambda: browser.get(address), before_each=_forget_rows)
    compare("the same, no row remembered", forgotten, reference, plain)
    line("HTML, KB", len(page.encode()) // 1024, "none")
    line("HTML compressed, KB", len(gzip.compress(page.encode(), 6)) // 1024, "<= 400")
    _save(browser, dataset, page)


def _forget_rows() -> None:
    """As after a start: a process remembers rows that nobody has changed since it wrote them."""
    for remembered in (rows._text_of, grid._row, markup._remembered):
        remembered.cache_clear()


def _around_cells(page: str) -> str:
    """The page as a template whose table bodies are loops over what is prebuilt."""
    before, rest = page.split("<tbody>", 1)
    after = rest.rsplit("</tbody>", 1)[1]
    return f"{{% verbatim %}}{before}{{% endverbatim %}}{PLAIN}{{% verbatim %}}{after}{{% endverbatim %}}"


def _cells_of(page: str) -> list[list[list[SafeString]]]:
    """Every cell's HTML by section and row."""
    return [
        [
            [mark_safe(cell) for cell in re.findall(r"(?:<tr>)?<t[hd].*?</t[hd]>(?:</tr>)?", row, re.DOTALL)]
            for row in re.findall(r"<tr>.*?</tr>", body, re.DOTALL)
        ]
        for body in re.findall(r"<tbody>(.*?)</tbody>", page, re.DOTALL)
    ]


def _save(browser: Client, dataset: Dataset, page: str) -> None:
    names = re.findall(r'name="(cell-[0-9]+-[0-9]{4}-[0-9]{2}-[0-9]+)" value="([^"]*)"', page)
    save = reverse("entry:save", args=[dataset.slug, YEAR])
    with CaptureQueriesContext(connection) as queries:
        answer = browser.post(save, {"name": names[0][0], "text": "12"}).json()
    assert answer["result"] in ("saved", "queried"), answer
    line("queries to save a cell, who and BEGIN apart", len(_work(queries)), "<= 6")
    block = [{"name": name, "text": "13"} for name, _ in names[12 : 12 + PASTED_ROWS * 12]]
    paste = reverse("entry:paste", args=[dataset.slug, YEAR])
    with CaptureQueriesContext(connection) as queries:
        body = json.dumps({"cells": block, "apply": True})
        answer = browser.post(paste, body, content_type="application/json").json()
    assert answer["can_apply"], answer["message"]
    line(f"queries to paste {PASTED_ROWS} × 12 cells", len(_work(queries)), "<= 25")


def _work(queries: CaptureQueriesContext) -> list[str]:
    """What was asked of the database but who asks (session, user, roles) and where a transaction begins and ends."""
    apart = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    who = ('FROM "django_session"', 'FROM "accounts_user"', 'FROM "accounts_roleassignment"')
    asked = [query["sql"] for query in queries.captured_queries]
    return [sql for sql in asked if not sql.startswith(apart) and not any(table in sql for table in who)]


def filled_dataset() -> Dataset:
    """A dataset with a year and the year before it, counts and percentages, every cell of them filled."""
    chance = random.Random(4)
    dataset = Dataset.objects.create(name="A large dataset", slug="large")
    sections = Section.objects.bulk_create(
        Section(dataset=dataset, name=f"Section {number}", position=number) for number in range(SECTIONS)
    )
    indicators = Indicator.objects.bulk_create(
        Indicator(dataset=dataset, key=f"indicator-{number}") for number in range(MEASURES)
    )
    measures = Measure.objects.bulk_create(Measure(indicator=indicator) for indicator in indicators)
    IndicatorDefinition.objects.bulk_create(
        IndicatorDefinition(
            indicator=indicator,
            reporting_year=YEAR,
            section=sections[number * SECTIONS // MEASURES],
            number=str(number + 1),
            number_sort_key=f"{number + 1:06}",
            title=f"Number of children in need of something that has number {number + 1}",
            polarity=Polarity.HIGH,
            unit=Unit.PERCENTAGE if number % 3 == 0 else Unit.COUNT,
            accumulation=Accumulation.LATEST if number % 3 == 0 else Accumulation.FLOW,
        )
        for number, indicator in enumerate(indicators)
    )
    months = [*index_months(YEAR - 1, YearBasis.FINANCIAL), *index_months(YEAR, YearBasis.FINANCIAL)]
    periods = [_period(month) for month in months]
    Outturn.objects.bulk_create(
        Outturn(measure=measure, period=period, **_figure(number, chance))
        for number, measure in enumerate(measures)
        for period in periods
    )
    return dataset


def _period(month: date) -> Period:
    return Period.objects.get_or_create(kind=Period.Kind.MONTH, first_month=month, last_month=month)[0]


def _figure(number: int, chance: random.Random) -> dict[str, Decimal | int]:
    if number % 3:
        return {"value": Decimal(chance.randrange(3, 900))}
    denominator = chance.randrange(200, 7000)
    numerator = denominator * chance.randrange(1, 9) // 1000
    value = round(Decimal(100 * numerator) / denominator, 1)
    return {
        "value": value,
        "decimal_places": 1,
        "numerator": Decimal(numerator),
        "denominator": Decimal(denominator),
    }
