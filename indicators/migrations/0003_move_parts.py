"""What was said by `part_of` becomes a confirmed relation, with who set it and when as far as its revisions say."""

from typing import Any

from django.db import migrations
from django.db.models import F
from django.utils import timezone

REASON = "Moved from the definition"


def move_parts(apps: Any, schema_editor: Any) -> None:
    """One that names itself, another year or another dataset was never used and is left behind."""
    database = schema_editor.connection.alias
    records = {
        name: apps.get_model("indicators", name).objects.using(database)
        for name in (
            "IndicatorDefinition",
            "HistoricalIndicatorDefinition",
            "DefinitionRelation",
            "HistoricalDefinitionRelation",
        )
    }
    for part in (
        records["IndicatorDefinition"]
        .filter(part_of__reporting_year=F("reporting_year"), part_of__indicator__dataset=F("indicator__dataset"))
        .exclude(part_of=F("pk"))
    ):
        revisions = records["HistoricalIndicatorDefinition"].filter(id=part.pk, part_of_id=part.part_of_id)
        setting = revisions.order_by("history_date").first()
        is_known = setting is not None and setting.history_user_id is not None
        said = {
            "definition_id": part.pk,
            "kind": "part_of",
            "other_id": part.part_of_id,
            "status": "confirmed",
            "decided_by_id": setting.history_user_id if is_known else None,
            "decided_at": setting.history_date if is_known else None,
        }
        relation = records["DefinitionRelation"].create(**said)
        records["HistoricalDefinitionRelation"].create(
            id=relation.pk, history_date=timezone.now(), history_type="+", history_change_reason=REASON, **said
        )


def move_parts_back(apps: Any, schema_editor: Any) -> None:
    """The first confirmed whole of each part; a definition has room for one."""
    database = schema_editor.connection.alias
    definitions = apps.get_model("indicators", "IndicatorDefinition").objects.using(database)
    relations = apps.get_model("indicators", "DefinitionRelation").objects.using(database)
    for relation in relations.filter(kind="part_of", status="confirmed").order_by("-pk"):
        definitions.filter(pk=relation.definition_id).update(part_of_id=relation.other_id)


class Migration(migrations.Migration):
    dependencies = [("indicators", "0002_relations")]

    operations = [migrations.RunPython(move_parts, move_parts_back)]
