"""What a worker does while nobody waits: it makes the files of a report that is ready, so that publishing is quick.

A publication never depends on it: files that are missing are made with it, in `publish_report`.
"""

from django.conf import settings
from django_tasks import task

from reports.files import make_file, missing_files
from reports.models import Report


@task()
def make_files(report: int) -> None:
    """Make those files of its Part 1 that are not there yet. Again, or after it was taken back, does nothing."""
    document = Report.objects.values_list("part_1", flat=True).get(pk=report)
    if document is not None:
        for renderer in missing_files(bytes(document)):
            make_file(bytes(document), renderer)


def make_files_soon(report: Report) -> None:
    """Leave it to the worker, where there is one; call it in the transaction that makes the report ready."""
    if settings.HAS_WORKER:
        make_files.enqueue(report.pk)
