"""Every file of a folder through the importer, as somebody would send it: outcome, seconds and memory of each.

    python -m tests.bench.odd_workbooks FOLDER

Each file is read in a fork of its own, so that its memory can be told. The seconds are the processor's, of the fork
and of the process that parses. Ends with 1 where a file takes more than ten seconds or 500 MB, is neither refused nor
planned, or stores anything.
"""

import json
import os
import resource
import sys
from pathlib import Path

from tests.bench.figures import peak_of_this_process

os.environ |= {
    "OUTTURN_ENVIRONMENT": "test",
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "DATABASE_URL": "sqlite://:memory:",
}
MOST_SECONDS, MOST_MEGABYTES = 10, 500


def outcome_of(path: Path) -> str:
    """[seconds from sending to the plan, most megabytes of either process, `refused: …` or `planned: …`]."""
    from indicators.models import Dataset, Indicator, Outturn
    from indicators.services import plan_import, read_import, receive_workbook

    dataset = Dataset.objects.create(name="Odd", slug="odd")
    content = path.read_bytes()
    start = processor_seconds()
    workbook = receive_workbook(dataset=dataset, content=content, file_name=path.name, by=None)
    read_import(workbook)
    if workbook.refusal:
        said = f"refused: {workbook.refusal}"
    else:
        plan = plan_import(workbook)
        said = f"planned: {plan.new} new, {plan.to_be_looked_at} to be looked at, {len(plan.notes)} notes"
    seconds = processor_seconds() - start
    if Outturn.objects.exists() or Indicator.objects.exists():
        said = "STORED SOMETHING"
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    return json.dumps([seconds, max(peak_of_this_process(), child), " ".join(said.split())])


def processor_seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def in_a_fork(path: Path) -> str:
    """The outcome of a file; empty where the fork broke."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            os.write(writing, outcome_of(path).encode()[:60_000])
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        said = answer.read().decode()
    os.waitpid(child, 0)
    return said


def main(folder: Path) -> int:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    worst = (0.0, 0)
    outcomes: dict[str, int] = {}
    failures = []
    beside = ("MANIFEST.csv", "README.md")
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name not in beside)
    for path in files:
        seconds, megabytes, said = json.loads(in_a_fork(path) or json.dumps([0, 0, "broke"]))
        print(f"{path.relative_to(folder)!s:80.80} {seconds:6.2f} s {megabytes:4} MB  {said[:200]}", flush=True)
        kind = said.partition(":")[0]
        outcomes[kind] = outcomes.get(kind, 0) + 1
        is_understood = kind in ("refused", "planned") and "something that Outturn does not expect" not in said
        if not is_understood or seconds > MOST_SECONDS or megabytes > MOST_MEGABYTES:
            failures.append(path.name)
        worst = max(worst[0], seconds), max(worst[1], megabytes)
    print(f"\n{len(files)} files: {outcomes}; at most {worst[0]:.1f} s and {worst[1]} MB")
    for name in failures:
        print(f"NOT AS IT HAS TO BE: {name}")
    return 1 if failures or not files else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
