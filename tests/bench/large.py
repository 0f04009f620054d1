"""The import of a generated workbook of 2,000 rows × 12 months, in a process of its own, so that its peak is its own.

Run as a module it imports into the database of its environment and prints what it found as JSON.
"""

import json
import resource
import subprocess
import sys
import time
from io import BytesIO

import django
import openpyxl

from tests.bench.figures import compare, heading, line, part, peak_of_this_process
from tests.unit.indicators.sheet_builder import HEADING_MERGES, HEADINGS

ROWS = 2_000
ROWS_IN_A_SECTION = 100
FIRST_MONTH, MONTHS = 10, 12


def run() -> None:
    answer = subprocess.run([sys.executable, "-m", "tests.bench.large"], check=True, stdout=subprocess.PIPE).stdout
    found = json.loads(answer)
    heading(f"Import of a generated workbook of {ROWS:,} rows × {MONTHS} months: {found['new']:,} new records")
    compare("read, plan, apply", found["whole"], "openpyxl load, warm, in the same process", found["load"], "< 3")
    for step in ("read and layout", "plan", "apply (plans again)"):
        part(step, found[step])
    line("peak of the process that imports", f"{found['peak']} MB", "< 500 MB")
    line("peak of its child that parses, at most", f"{found['peak of child']} MB", "< 500 MB")


def workbook() -> bytes:
    """Rows of counts in the council's layout, each with a target, benchmarks and a year to date that adds up."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["A1"] = "Performance Index 2020/21"
    for place, text in HEADINGS.items():
        sheet[place] = text
    for merge in HEADING_MERGES:
        sheet.merge_cells(merge)
    for number in range(1, ROWS + 1):
        if number % ROWS_IN_A_SECTION == 1:
            sheet.append([f"Section {number // ROWS_IN_A_SECTION + 1}"])
        months = [(number * 7 + month * 13) % 90 + 10 for month in range(MONTHS)]
        words = [number, f"Number of families supported by team {number}", "They asked for help.", "High", 500]
        sheet.append([*words, sum(months) + 20, 640, 655, None, *months, sum(months)])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def measure() -> dict[str, float]:
    """Seconds of each step, and megabytes."""
    from indicators.models import Dataset
    from indicators.services import apply_import, plan_import, read_import, receive_workbook

    content = workbook()
    dataset = Dataset.objects.create(name="Generated", slug="generated")
    started = time.perf_counter()
    received = receive_workbook(dataset=dataset, content=content, file_name="generated.xlsx", by=None)
    read_import(received)
    read = time.perf_counter()
    plan = plan_import(received)
    planned = time.perf_counter()
    apply_import(workbook=received, by=None)
    applied = time.perf_counter()
    peak = peak_of_this_process()
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    openpyxl.load_workbook(BytesIO(content))
    loaded = time.perf_counter()
    return {
        "whole": applied - started,
        "read and layout": read - started,
        "plan": planned - read,
        "apply (plans again)": applied - planned,
        "load": loaded - applied,
        "new": plan.new,
        "peak": peak,
        "peak of child": child,
    }


if __name__ == "__main__":
    django.setup()
    print(json.dumps(measure()))
