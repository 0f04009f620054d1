"""Benchmarks from the command line."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from indicators.benchmark_models import BenchmarkImport
from indicators.models import Benchmark, Dataset
from tests.factories.benchmarks import DICTIONARY, ready, tool_csv


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "figures.csv"
    path.write_bytes(tool_csv())
    (tmp_path / "dictionary.csv").write_bytes(DICTIONARY)
    return path


def run(file: Path, *options: str, year: str = "2020/21", dataset: str = "childrens-scrutiny") -> str:
    out = StringIO()
    dictionary = str(file.parent / "dictionary.csv")
    call_command(
        "import_benchmarks",
        str(file),
        "--dataset",
        dataset,
        "--year",
        year,
        "--dictionary",
        dictionary,
        *options,
        stdout=out,
    )
    return out.getvalue()


def test_without_apply_the_plan_is_shown_and_nothing_is_kept(dataset: Dataset, file: Path) -> None:
    ready(dataset, tool_csv("Referrals,T,2019,England,5,970,NA", "Assessed45,T,2019,England,5,970,NA"))
    kept = BenchmarkImport.objects.count()
    said = run(file)
    assert "changed 9 Number of 'Referrals' to Children's Social Care, England: 646,120" in said
    assert "Nothing was written. Add --apply to write it." in said
    assert BenchmarkImport.objects.count() == kept
    assert not Benchmark.objects.filter(value=642981).exists()


def test_with_apply_it_is_written_once(dataset: Dataset, file: Path) -> None:
    ready(dataset)
    assert "Done: 0 new, 5 changed, 1 unchanged." in run(file, "--apply", "--by", "data_officer")
    assert Benchmark.objects.filter(value=642981).count() == 1
    assert "figures.csv is already imported. Nothing was changed." in run(file, "--apply")


def test_before_anything_is_matched_there_is_nothing_to_apply(dataset: Dataset, file: Path) -> None:
    with pytest.raises(CommandError, match="nothing to apply"):
        run(file, "--apply")
    assert not BenchmarkImport.objects.exists()


@pytest.mark.parametrize("year", ["2020", "2020/22", "20/21", "next"])
def test_a_year_that_is_none_is_refused(dataset: Dataset, file: Path, year: str) -> None:
    with pytest.raises(CommandError, match="is no reporting year"):
        run(file, year=year)


def test_what_is_not_there_is_named(dataset: Dataset, file: Path) -> None:
    with pytest.raises(CommandError, match="There is no dataset “other”"):
        run(file, dataset="other")
    with pytest.raises(CommandError, match="Nobody has the user name “x”"):
        run(file, "--by", "x")
    with pytest.raises(CommandError, match="cannot be read"):
        run(file.parent / "missing.csv")


def test_a_file_that_is_refused_says_why(dataset: Dataset, file: Path) -> None:
    file.write_bytes(b"Area,Value\n")
    with pytest.raises(CommandError, match="line 1: no column is headed"):
        run(file)
