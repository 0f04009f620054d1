"""The demonstration's commentary, actions, questions and links, through the same services as everybody's."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from accounts.models import User
from commentary.action_services import finish_action, note_progress, raise_action
from commentary.link_services import add_link
from commentary.question_services import Asked, answer_question, record_question
from commentary.services import agree_commentary, submit_commentary, write_commentary
from indicators.models import Dataset, Indicator

SAID = Path(settings.BASE_DIR) / "examples" / "commentary-2020-21.toml"


def say_for_report(dataset: Dataset, as_at: date, *, director: User, publisher: User) -> int:
    """What is said for the report as at a month: written and submitted by the one, agreed by the other. How many."""
    said = tomllib.loads(SAID.read_text(encoding="utf-8"))
    indicators = {
        number: indicator
        for indicator in Indicator.objects.filter(dataset=dataset, definitions__reporting_year=2020)
        for number in indicator.definitions.filter(reporting_year=2020).values_list("number", flat=True)
    }
    for each in _of(said["question"], "answered", as_at):
        _ask(dataset, each, indicators, director=director, publisher=publisher)
    for each in said["link"] if as_at.month == 10 else ():
        link = {name: each[name] for name in ("title", "address", "dated")}
        add_link(indicator=indicators[each["indicator"]], by=director, **link)
    for each in _of(said["action"], "report", as_at):
        _act(indicators[each["indicator"]], each, director)
    written = _of(said["commentary"], "report", as_at)
    for each in written:
        commentary = write_commentary(
            indicator=indicators[each["indicator"]],
            as_at=as_at,
            part_1=each.get("part_1", ""),
            part_2=each.get("part_2", ""),
            by=director,
        )
        submitted = submit_commentary(commentary=commentary, by=director, findings=[])
        agree_commentary(commentary=submitted, by=publisher)
    return len(written)


def _of(said: list[dict[str, Any]], name: str, as_at: date) -> list[dict[str, Any]]:
    """Those of one report; what names none belongs to December's."""
    return [each for each in said if each.get(name, date(2020, 12, 1)) == as_at]


def _ask(
    dataset: Dataset, said: dict[str, Any], indicators: dict[str, Indicator], *, director: User, publisher: User
) -> None:
    asked = Asked(
        **{name: said[name] for name in ("kind", "meeting", "met_on", "text", "for_whom")},
        indicator=indicators.get(said.get("indicator", "")),
    )
    question = record_question(dataset=dataset, asked=asked, by=publisher)
    if "answer" in said:
        answer_question(question=question, answer=said["answer"], as_at=said["answered"], by=director)


def _act(indicator: Indicator, said: dict[str, Any], director: User) -> None:
    action = raise_action(
        indicator=indicator,
        as_at=said["report"],
        what=said["what"],
        owner=said["owner"],
        due=said["due"],
        by=director,
    )
    if "note" in said:
        note_progress(action=action, text=said["note"], by=director)
    if "done" in said:
        finish_action(action=action, on=said["done"], by=director)
