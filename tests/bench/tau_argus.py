"""Outturn's loss beside tau-ARGUS's optimum on 30 additive tables: `python -m tests.bench.tau_argus`.

tau-ARGUS comes as `pytauargus` (its C++ core with HiGHS) in an environment of its own under var/, never beside ours.
Both get the same problem:

- tau-ARGUS is called where its optimal method begins, `HiTaSCtrl.full_jj` with a file in the format of J. J.
  Salazar's solver: for each cell its value, its weight, whether it is unsafe ("u") or may be hidden ("s"), the bounds
  that a reader takes for possible, and its levels; then every sum. No safety rule, no a priori file and no singleton
  treatment come into it: those belong to the steps before. The reader's bounds are 0 and a number out of every reach.
- levels are lower and upper only (lpl, upl): some world must have the cell at value − lpl or below and one at
  value + upl or above. The sliding level is 0, so that it asks nothing. That is `Cell.must_reach` of ours. No other
  cell is protected: ours do not count people, so that our policy asks nothing of them either.
- every cell may be hidden, zeros and totals too; a weight is at least 1, since theirs does not take 0.
- their worlds are of real numbers, ours of whole ones. In two-way tables, also with groups, the two come to the same;
  a table of three ways might need more in ours. Of the 31 tables here none does: a programme in whole numbers over
  patterns and worlds at once, written apart from both, found the same 31 losses.
"""

import json
import subprocess
import sys
import venv
from collections.abc import Iterable
from pathlib import Path

from suppression.engine import Policy, attack, protect, reader_view
from tests.bench.additive_tables import CLASSIC_LOSS, AdditiveTable, classic, generated
from tests.bench.figures import heading, line

PACKAGE = "pytauargus==0.6.0"
FOLDER = Path(__file__).parents[2] / "var" / "bench-venv"
MINUTES = 2
POLICY = Policy(solver_seconds=60.0)
SOLVE = f"""
import json, os, pathlib, sys, tempfile
from pytauargus import HiTaSCtrl
answers = []
with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)  # it leaves notes of its own where it is
    problem, solution = pathlib.Path(folder, "problem.jj"), pathlib.Path(folder, "solution.jj")
    for text in json.load(sys.stdin):
        problem.write_text(text)
        solution.write_text("")
        code = HiTaSCtrl().full_jj(in_file_jj=str(problem), out_file=str(solution), max_time={MINUTES})
        answers.append([code, [int(one.split()[0]) for one in solution.read_text().splitlines() if one.strip()]])
print("answers", json.dumps(answers))
"""


def run() -> None:
    tables = [classic(), *generated()]
    heading(f"Loss and hidden figures beside tau-ARGUS's optimum ({PACKAGE}), classic example first")
    try:
        python()
    except subprocess.CalledProcessError:
        print("  Not measured: tau-ARGUS could not be installed.")
        return
    theirs = [hidden_by_tau_argus(table, answer) for table, answer in zip(tables, answers(tables), strict=True)]
    totals = [0, 0]
    as_good = above = unsafe = unproven = 0
    for table, their_hidden in zip(tables, theirs, strict=True):
        pattern = protect(table.table, POLICY)
        loss = loss_of(table, their_hidden)
        line(table.name, f"{pattern.loss} ({len(pattern.hidden)})", f"{loss} ({len(their_hidden)})")
        totals[0] += pattern.loss
        totals[1] += loss
        as_good += pattern.loss == loss
        above += pattern.loss > loss
        unproven += not pattern.proven_least
        unsafe += not attack(reader_view(table.table, pattern.hidden), POLICY).safe
    line("classic example, tau-ARGUS", loss_of(tables[0], theirs[0]), str(CLASSIC_LOSS))
    line("loss of all", totals[0], str(totals[1]))
    line("tables with tau-ARGUS's loss", as_good, str(len(tables)))
    line("tables above it", above, "0")
    line("tables that our attack does not find safe", unsafe, "0")
    line("tables not proven to hide the least", unproven, "0")


def answers(tables: Iterable[AdditiveTable]) -> list[tuple[int, list[int]]]:
    """For each table how tau-ARGUS's search ended, and the places of the cells that it hides besides."""
    problems = json.dumps([problem(table) for table in tables])
    found = subprocess.run([python(), "-c", SOLVE], input=problems, check=True, stdout=subprocess.PIPE, text=True)
    (answer,) = [each for each in found.stdout.splitlines() if each.startswith("answers ")]
    read: list[tuple[int, list[int]]] = json.loads(answer.removeprefix("answers "))
    return read


def problem(table: AdditiveTable) -> str:
    """The table in the solver's format."""
    cells = table.table.cells
    place = {cell.key: number for number, cell in enumerate(cells)}
    out_of_reach = 1_000 + 2 * sum(cell.value or 0 for cell in cells)
    lines = ["0", str(len(cells))]
    for cell in cells:
        below, above = table.levels.get(cell.key, (0, 0))
        mark = "u" if cell.key in table.levels else "s"
        lines.append(f"{place[cell.key]} {cell.value} {cell.weight} {mark} 0 {out_of_reach} {below} {above} 0")
    lines.append(str(len(table.table.relations)))
    for relation in table.table.relations:
        terms = " ".join(f"{place[key]} ({number})" for key, number in relation.coefficients)
        lines.append(f"{relation.constant} {len(relation.coefficients)} : {terms}")
    return "\n".join(lines) + "\n"


def hidden_by_tau_argus(table: AdditiveTable, answer: tuple[int, list[int]]) -> set[str]:
    """What it hides, the figures to protect among them; raises RuntimeError where it found no optimum."""
    code, places = answer
    if code != 0:
        raise RuntimeError(f"tau-ARGUS found no optimum for {table.name} (code {code}).")
    return {table.table.cells[place].key for place in places} | table.levels.keys()


def loss_of(table: AdditiveTable, hidden: set[str]) -> int:
    return sum(cell.weight for cell in table.table.cells if cell.key in hidden)


def python() -> str:
    """The Python that has tau-ARGUS; its environment is made where there is none."""
    executable = FOLDER / "bin" / "python"
    installed = FOLDER / ".installed"
    if not installed.exists() or installed.read_text() != PACKAGE:
        venv.create(FOLDER, with_pip=True, clear=True)
        install = [executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", PACKAGE]
        subprocess.run(install, check=True, stdout=sys.stderr)
        installed.write_text(PACKAGE)
    return str(executable)


if __name__ == "__main__":
    run()
