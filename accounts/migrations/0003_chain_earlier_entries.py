"""What was recorded before there was a chain is linked in the order in which it was written."""

from typing import Any

from django.db import migrations, models

from accounts.audit_content import START, digest_of, link_hash

AT_ONCE = 1000


def chain(apps: Any, schema_editor: Any) -> None:
    connection = schema_editor.connection
    if connection.vendor == "postgresql":  # put on again after migrate, with those of every other table
        schema_editor.execute("DROP TRIGGER IF EXISTS kept_as_written ON accounts_auditentry")
    entries, links = apps.get_model("accounts", "AuditEntry"), apps.get_model("accounts", "AuditLink")
    previous, written = START, []
    for sequence, entry in enumerate(entries.objects.order_by("pk").iterator(AT_ONCE), 1):
        entry.digest = digest_of(entry)
        link = links(
            sequence=sequence,
            entry_id=entry.pk,
            previous=previous,
            hash=link_hash(sequence, previous, entry.pk, entry.digest),
        )
        previous = link.hash
        written.append((entry, link))
    for start in range(0, len(written), AT_ONCE):
        batch = written[start : start + AT_ONCE]
        entries.objects.bulk_update([entry for entry, _ in batch], ["digest"])
        links.objects.bulk_create([link for _, link in batch])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_audit_chain")]

    operations = [
        migrations.RunPython(chain, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="auditentry",
            constraint=models.CheckConstraint(condition=~models.Q(digest=""), name="an_entry_has_its_digest"),
        ),
    ]
