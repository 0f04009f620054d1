"""A month in an address: `2020-12`."""

from datetime import date


class MonthConverter:
    regex = r"[0-9]{4}-(0[1-9]|1[0-2])"

    def to_python(self, value: str) -> date:
        """The first day of the month; ValueError (no such page) for the year 0000."""
        year, month = value.split("-")
        return date(int(year), int(month), 1)

    def to_url(self, value: date | str) -> str:
        return value if isinstance(value, str) else f"{value:%Y-%m}"
