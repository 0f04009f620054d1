"""What a worker does while nobody waits: it sends the reminders of a day."""

from datetime import date

from django_tasks import task

from indicators.reminders import send_reminders


class NotAllSent(Exception):
    """Some could not be sent. They are tried again by the next run; the message says how many, and no name."""


@task()
def send_reminders_of(today: str) -> int:
    """Send what is due on that day (`2021-01-20`). Again sends nothing twice. Raises NotAllSent."""
    sent = send_reminders(today=date.fromisoformat(today))
    if sent.failed:
        raise NotAllSent(f"{len(sent.failed)} reminders could not be sent, {sent.count} were.")
    return sent.count
