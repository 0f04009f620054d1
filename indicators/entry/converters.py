"""Parts of the addresses of cells."""

from datetime import date


class PeriodConverter:
    """The period of a cell: `2020-12`, or `ytd-2020-12` for the year to date up to that month."""

    regex = r"(?:ytd-)?[0-9]{4}-(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> tuple[bool, date]:
        """Whether it is a year to date, and its last month; ValueError (no such page) for the year 0000."""
        year, month = value.removeprefix("ytd-").split("-")
        return value.startswith("ytd-"), date(int(year), int(month), 1)

    def to_url(self, value: str | tuple[bool, date]) -> str:
        if isinstance(value, str):
            return value
        is_year_to_date, month = value
        return f"{'ytd-' if is_year_to_date else ''}{month:%Y-%m}"


class ReportingYearConverter:
    """The year in which a reporting year starts: `2020` for 2020/21."""

    regex = r"(?:19|20)[0-9]{2}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)
