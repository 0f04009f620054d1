"""The entries of a page as a table."""

import django_tables2

from indicators.audit.entries import Entry


class EntryColumn(django_tables2.Column):
    """A column whose cell the template draws from the whole entry."""

    empty_values = ()

    def __init__(self, heading: str) -> None:
        super().__init__(verbose_name=heading, orderable=False)

    def render(self, record: Entry) -> Entry:
        return record


class EntryTable(django_tables2.Table):
    """Who, when, what, from, to, why, from which file."""

    when = EntryColumn("When")
    who = EntryColumn("Who")
    what = EntryColumn("What")
    before = EntryColumn("From")
    after = EntryColumn("To")
    why = EntryColumn("Why")
    file = EntryColumn("File")

    class Meta:
        template_name = "indicators/audit_table.html"
        orderable = False
