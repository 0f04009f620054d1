"""Version 1 of the policy: the defaults."""

from django.db import migrations


def add_default_policy(apps, schema_editor):
    apps.get_model("suppression", "SuppressionPolicy").objects.get_or_create(
        version=1,
        defaults={
            "reason": "The default: counts of 1 to 5 people are hidden, as the Department for Education hides them "
            "in its statistics of children in need."
        },
    )


class Migration(migrations.Migration):
    dependencies = [("suppression", "0001_initial")]
    operations = [migrations.RunPython(add_default_policy, migrations.RunPython.noop)]
