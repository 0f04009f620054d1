from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("indicators", "0003_move_parts")]

    operations = [
        migrations.RemoveField(
            model_name="historicalindicatordefinition",
            name="part_of",
        ),
        migrations.RemoveField(
            model_name="indicatordefinition",
            name="part_of",
        ),
    ]
