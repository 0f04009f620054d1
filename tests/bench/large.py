"""The import of a generated workbook of 2,000 rows × 12 months, in a process of its own so that its peak is its own."""

import json
import os
import resource
import subprocess
import sys
import time
from datetime import date
from io import BytesIO
from pathlib import Path

import django
import openpyxl

from tests.bench.figures import compare, heading

ROWS = 2_000
MONTHS = [date(2020 + (month < 4), month, 1) for month in (*range(4, 13), 1, 2, 3)]
HEADINGS = ["No.", "Performance Indicators", "Why is this important?", "Polarity", "Target 2020/21", "Bromley 2019/20"]


def run() -> None:
    """Starts this module on the database of this run, and prints what it found."""
    answer = subprocess.run([sys.executable, "-m", "tests.bench.large"], check=True, stdout=subprocess.PIPE).stdout
    found = json.loads(answer)
    heading(f"Import of a generated workbook of {ROWS:,} rows × {len(MONTHS)} months, {found['new']:,} records")
    compare("read, plan, apply", found["whole"], "openpyxl load, warm, in the same process", found["load"], "< 3")
    for step in ("read", "apply"):
        print(f"    {step:40} {found[step] * 1000:8.1f} ms")
    print(f"  peak memory: {found['peak']} MB in the process that imports, at most {found['child']} MB in its child;")
    print(f"  target < 500 MB")
