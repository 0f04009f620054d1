"""What administrators said by `part_of` is kept when relations take its place."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

BEFORE, AFTER = ("indicators", "0001_initial"), ("indicators", "0004_remove_part_of")
ALIAS = "earlier"


@pytest.fixture
def earlier(tmp_path: Path, django_db_blocker: Any) -> Iterator[Any]:
    """A function that brings a database of its own to a migration and returns the models as they are then."""
    connections.settings[ALIAS] = connections.settings["default"] | {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(tmp_path / "earlier.sqlite3"),
        "OPTIONS": {},
    }

    def migrated(target: tuple[str, str]) -> Any:
        executor = MigrationExecutor(connections[ALIAS])
        executor.migrate([target])
        apps = MigrationExecutor(connections[ALIAS]).loader.project_state([target]).apps
        return lambda name, app="indicators": apps.get_model(app, name).objects.using(ALIAS)

    with django_db_blocker.unblock():
        yield migrated
        connections[ALIAS].close()
    del connections[ALIAS]
    del connections.settings[ALIAS]


def definitions_of(records: Any, year: int = 2020, dataset: str = "children") -> dict[str, Any]:
    dataset, _ = records("Dataset").get_or_create(name=dataset, slug=dataset)
    section, _ = records("Section").get_or_create(dataset=dataset, name="Early Help", position=0)
    return {
        number: records("IndicatorDefinition").create(
            indicator=records("Indicator").create(dataset=dataset, key=f"{year}-{number}"),
            reporting_year=year,
            section=section,
            number=number,
            title=f"Title of {number}",
            polarity="low",
            unit="count",
            accumulation="flow",
        )
        for number in ("22", "22-1", "22-2")
    }


def part(definition: Any, whole: Any) -> None:
    definition.part_of = whole
    definition.save(using=ALIAS)


def test_parts_become_confirmed_relations(earlier: Any) -> None:
    records = earlier(BEFORE)
    definitions = definitions_of(records)
    part(definitions["22-1"], definitions["22"])
    part(definitions["22-2"], definitions["22"])
    relations = earlier(AFTER)("DefinitionRelation")
    assert set(relations.values_list("definition__number", "kind", "other__number", "status")) == {
        ("22-1", "part_of", "22", "confirmed"),
        ("22-2", "part_of", "22", "confirmed"),
    }
    assert {relation.decided_by for relation in relations} == {None}


def test_who_set_a_part_is_who_decided(earlier: Any) -> None:
    records = earlier(BEFORE)
    definitions = definitions_of(records)
    administrator = records("User", "accounts").create(username="administrator")
    part(definitions["22-1"], definitions["22"])
    revision = {
        field.attname: getattr(definitions["22-1"], field.attname)
        for field in definitions["22-1"]._meta.concrete_fields
    }
    at = "2020-12-01T12:00:00Z"
    records("HistoricalIndicatorDefinition").create(
        **revision, history_type="~", history_date=at, history_user=administrator
    )
    after = earlier(AFTER)
    relation = after("DefinitionRelation").get()
    assert (relation.decided_by.username, f"{relation.decided_at:%Y-%m-%d}") == ("administrator", "2020-12-01")
    kept = after("HistoricalDefinitionRelation").get()
    assert (kept.id, kept.history_type, kept.decided_by_id) == (relation.pk, "+", relation.decided_by_id)


def test_parts_of_themselves_of_other_years_and_of_other_datasets_are_left_behind(earlier: Any) -> None:
    records = earlier(BEFORE)
    here, before = definitions_of(records), definitions_of(records, year=2019)
    elsewhere = definitions_of(records, dataset="adults")
    part(here["22"], here["22"])
    part(here["22-1"], before["22"])
    part(here["22-2"], elsewhere["22"])
    assert not earlier(AFTER)("DefinitionRelation").exists()


def test_relations_become_parts_again(earlier: Any) -> None:
    definitions = definitions_of(earlier(BEFORE))
    earlier(AFTER)("DefinitionRelation").create(
        definition_id=definitions["22-1"].pk, kind="part_of", other_id=definitions["22"].pk, status="confirmed"
    )
    moved_back = earlier(BEFORE)("IndicatorDefinition")
    assert moved_back.get(pk=definitions["22-1"].pk).part_of_id == definitions["22"].pk
    assert moved_back.get(pk=definitions["22-2"].pk).part_of_id is None
