"""Office pages in a database of one dataset and in one of fifty, each with ten years of 40 indicators.

`python -m tests.bench.scale` alone measures this. Each size is measured in a process and a database of its own, one
after the other, so that neither finds the other's pages warm.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

SIZES = (1, 50)
SLUG, YEAR = "dataset-1", 2024
MOST_TIMES = 1.5


def run() -> None:
    from tests.bench.figures import heading

    heading(f"Office pages with {SIZES[1]} datasets beside the same with {SIZES[0]}, 40 indicators × 10 years each")
    with tempfile.TemporaryDirectory() as folder:
        small, large = (_of_size(size, Path(folder, f"{size}.sqlite3")) for size in SIZES)
    for name, (seconds, queries) in large.items():
        seconds_of_one, queries_of_one = small[name]
        print(
            f"  {name:42} {seconds * 1000:8.1f} ms   with one dataset {seconds_of_one * 1000:8.1f} ms   "
            f"ratio {seconds / seconds_of_one:5.2f}   target {_target(name)}   queries {queries} and {queries_of_one}"
        )


def _target(name: str) -> str:
    return "none" if name.startswith("start page") else f"<= {MOST_TIMES}"


def _of_size(datasets: int, file: Path) -> dict[str, tuple[float, int]]:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.bench.scale", str(datasets)],
        env=os.environ | {"DATABASE_URL": f"sqlite:///{file}", "OUTTURN_ENVIRONMENT": "test"},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    found: dict[str, tuple[float, int]] = json.loads(ran.stdout)
    return found


def measure(datasets: int) -> dict[str, tuple[float, int]]:
    """The median seconds and the queries of each page."""
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from config.scale import seed
    from tests.bench.figures import median
    from tests.factories.people import one_person_for_each_role, person_with
    from tests.factories.reports import dataset, example_imported, published

    call_command("migrate", verbosity=0)
    seed(datasets=datasets)
    one_person_for_each_role()
    example = dataset()
    example_imported(example)
    _published_everywhere(published(example))
    found: dict[str, tuple[float, int]] = {}
    for name, (role, address) in _pages(example).items():
        browser = Client()
        browser.force_login(person_with(role))

        def ask(browser: Client = browser, address: str = address) -> Any:
            response = browser.get(address)
            assert response.status_code == 200, (address, response.status_code)
            return response

        ask()
        with CaptureQueriesContext(connection) as queries:
            ask()
        asked = len(queries)  # before the next request clears what was captured
        found[name] = (median(ask), asked)
    return found


def _pages(example: Any) -> dict[str, tuple[str, str]]:
    """Who opens which page."""
    from django.urls import reverse

    from tests.factories.reports import DECEMBER

    report = {"dataset_slug": example.slug, "as_at": DECEMBER}
    key = "number-of-children-looked-after-who-were-adopted"
    return {
        "index, Part 2": ("director", reverse("reports:part_2_index", kwargs=report)),
        "indicator, Part 2": ("director", reverse("reports:part_2_indicator", kwargs=report | {"key": key})),
        "grid": ("data_officer", reverse("entry:grid", args=[SLUG, YEAR])),
        "list of datasets to enter figures in": ("data_officer", reverse("entry:figures")),
        "public index, Part 1": ("member", reverse("reports:index", kwargs=report)),
        "start page of a data officer": ("data_officer", reverse("reports:office_home")),
        "start page of a publisher": ("publisher", reverse("reports:office_home")),
    }


def _published_everywhere(publication: Any) -> None:
    """Two years of quarterly reports of every dataset: copies of one paper, among which another has to be found."""
    from datetime import date

    from indicators.models import Dataset
    from reports.models import Publication, PublishedPaper

    months = [date(year, month, 1) for year in (2023, 2024) for month in (3, 6, 9, 12)]
    paper = PublishedPaper.objects.get()
    publications, papers = [], []
    for dataset in Dataset.objects.exclude(pk=publication.dataset_id):
        for month in months:
            said = {field.attname: getattr(publication, field.attname) for field in Publication._meta.concrete_fields}
            publications.append(Publication(**said | {"id": None, "dataset_id": dataset.pk, "as_at": month}))
            said = {field.attname: getattr(paper, field.attname) for field in PublishedPaper._meta.concrete_fields}
            said |= {"id": None, "dataset_slug": dataset.slug, "dataset_name": dataset.name, "as_at": month}
            papers.append(PublishedPaper(**said))
    Publication.objects.bulk_create(publications, batch_size=20)
    PublishedPaper.objects.bulk_create(papers, batch_size=20)


if __name__ == "__main__":
    if len(sys.argv) == 1:
        run()
    else:
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        import django

        django.setup()
        sys.stdout.write(json.dumps(measure(int(sys.argv[1]))))
