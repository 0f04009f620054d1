"""Two people save the same cells at the same moment, in transactions of their own: `python -m … MODE`.

It runs in a process and a database of its own (DATABASE_URL), because the tests' database is one connection's. Each
round both have seen the same version and read it before either writes, as far as the database lets them. MODE is
`as_it_is`, `without_the_check` of what a person has seen, or `without_the_condition` of the UPDATE. It prints what
became of each round, as JSON.
"""

import json
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from threading import Barrier, BrokenBarrierError, Thread
from typing import Any
from unittest.mock import patch

import django
from django.core.management import call_command
from django.db import connection

from tests import environment  # noqa: F401

MONTHS = [date(2020, month, 1) for month in (4, 5, 6, 7, 8)]
OVERLAP = 0.4
"""How long one waits for the other to have read as well; it is waited out where a database lets in one at a time."""


def run(mode: str) -> list[dict[str, Any]]:
    from indicators.entry import judging, writing
    from indicators.models import Outturn

    if mode == "without_the_check":
        with patch.object(judging, "is_stale", lambda entry, version: False):
            return rounds()
    if mode == "without_the_condition":
        with patch.object(writing, "_as_seen", lambda batch: Outturn.objects.filter(pk__in=batch)):
            return rounds()
    return rounds()


def rounds() -> list[dict[str, Any]]:
    from indicators.models import Dataset
    from tests.factories.figures import measure
    from tests.factories.people import person

    of = measure(Dataset.objects.create(name="A dataset", slug="a-dataset"))
    people = [person("data_officer", username=name) for name in ("first", "second")]
    found = []
    for month in MONTHS:
        for version, texts in ((0, ("10", "20")), (1, ("30", "40")), (2, ("50", ""))):
            found.append(
                one_round(of, month, stored_version(of, month, version), dict(zip(people, texts, strict=True)))
            )
    return found


def stored_version(of: Any, month: date, otherwise: int) -> int:
    from indicators.models import Outturn

    stored = Outturn.objects.filter(measure=of, period__last_month=month).first()
    return stored.version if stored else 0


def one_round(of: Any, month: date, version: int, texts: dict[Any, str]) -> dict[str, Any]:
    from indicators.entry import services
    from indicators.entry.judging import judge
    from indicators.models import Outturn
    from tests.factories.figures import typed

    both = Barrier(len(texts))
    outcomes: dict[str, Any] = {}

    def judge_together(*arguments: Any, **options: Any) -> Any:
        judged = judge(*arguments, **options)
        with suppress(BrokenBarrierError):
            both.wait(OVERLAP)
        return judged

    def save(by: Any, text: str) -> None:
        try:
            (outcome,) = services.enter_figures(
                dataset=of.indicator.dataset, reporting_year=2020, entries=[typed(of, text, month, version)], by=by
            )
            theirs = outcome.theirs.text if outcome.theirs else None
            outcomes[by.username] = {"text": text, "result": outcome.result, "theirs": theirs}
        finally:
            connection.close()

    before = Outturn.history.filter(measure_id=of.pk).count()
    with patch.object(services, "judge", judge_together):
        in_threads([(save, each) for each in texts.items()])
    stored = Outturn.objects.filter(measure=of, period__last_month=month).first()
    return {
        "outcomes": outcomes,
        "stored": f"{stored.value:.0f}" if stored else "",
        "revisions": Outturn.history.filter(measure_id=of.pk).count() - before,
    }


def in_threads(work: list[tuple[Callable[..., None], tuple[Any, ...]]]) -> None:
    threads = [Thread(target=function, args=arguments) for function, arguments in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    django.setup()
    call_command("migrate", verbosity=0)
    sys.stdout.write(json.dumps(run(sys.argv[1])))
