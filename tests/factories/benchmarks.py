"""Files as the Local Authority Interactive Tool exports them, with made-up figures."""

from indicators.benchmark_models import BenchmarkImport
from indicators.benchmarks.matching import save_matches
from indicators.benchmarks.services import receive_benchmarks
from indicators.importers.benchmark_file import read_benchmarks
from indicators.importers.benchmark_parsed import ToolIndicator
from indicators.models import Dataset, Measure
from tests.factories.people import person_with

HEADINGS = "Short Desc,Data item,Years,LA and Regions,Values,LA Number,Region"
ROWS = (
    "Referrals,Number of referrals to Children's Social Services,2019,England,650930,970,NA",
    "Referrals,,2020,England,642981,970,NA",
    "Referrals,,2020,London,110832,986,NA",
    "Referrals,,2020,London (Inner),40001,987,NA",
    "Referrals,,2021,England,597761,970,NA",
    "Assessed45,Assessments completed within 45 working days (%),2019-20 (OT),England,83.799999999999997,970,NA",
    "Assessed45,,2019-20 (OT),London,84.7,986,NA",
    "Looked,Children looked after (num),2020,England,80004,970,NA",
    "Looked,,2020,London,x,986,NA",
    "Entrants,First time entrants to the Youth Justice System (rate per 100000),2020,England,169.4,970,NA",
    "Odd,An indicator of no known year,0,England,3,970,NA",
)
DICTIONARY = (
    b"Measure_code,Measure,Chart_title,Measure_short,Polarity,y_axis_name,Description,dps\n"
    b"1,Referrals,Number of referrals to Children's Social Services,Referrals,-,Number of children,All referrals,0\n"
    b"2,Assessed,Continuous assessments completed within 45 working days (%),Assessed45,High,% completed to time,,1\n"
    b"3,Looked after,Children looked after (num),Looked,Low,Number of Children Looked After,,NA\n"
)
YEAR = 2020
REFERRALS, ASSESSMENTS, LOOKED_AFTER = "9", "10", "19"
"""The numbers of our indicators that the file has figures for."""


def tool_csv(*rows: str, headings: str = HEADINGS) -> bytes:
    """The file with these rows, or its own."""
    return "\r\n".join([headings, *(rows or ROWS), ""]).encode()


def measure(dataset: Dataset, number: str, name: str = "") -> Measure:
    return Measure.objects.get(
        indicator__dataset=dataset,
        indicator__definitions__number=number,
        indicator__definitions__reporting_year=YEAR,
        name=name,
    )


def received(
    dataset: Dataset, content: bytes | None = None, dictionary: bytes | None = DICTIONARY, year: int = YEAR
) -> BenchmarkImport:
    """A file that the data officer sent."""
    upload, _ = receive_benchmarks(
        dataset=dataset,
        reporting_year=year,
        content=content or tool_csv(),
        dictionary=dictionary,
        file_name="tool.csv",
        by=person_with("data_officer"),
    )
    return upload


def matched(upload: BenchmarkImport, codes: dict[str, str], conversion: str = "none") -> BenchmarkImport:
    """The same with our indicators, by number, matched with the tool's; an empty code stands for none."""
    by_code = {each.code: each for each in read_benchmarks(bytes(upload.content), upload.dictionary, YEAR).indicators}
    choices: dict[int, tuple[ToolIndicator | None, str]] = {
        measure(upload.dataset, number).pk: (by_code.get(code), conversion if code else "none")
        for number, code in codes.items()
    }
    save_matches(upload=upload, choices=choices, by=person_with("data_officer"))
    return upload


def ready(dataset: Dataset, content: bytes | None = None) -> BenchmarkImport:
    """A file that was sent and matched in three indicators."""
    return matched(
        received(dataset, content), {REFERRALS: "Referrals", ASSESSMENTS: "Assessed45", LOOKED_AFTER: "Looked"}
    )
