"""The bank holidays of England, with the days on which they are kept when they fall on a weekend. No other day off.

They are those of the ``holidays`` library. It loads 250 countries to tell of one, which takes 19 MB, so what it says of
thirty years is kept in ``storage/reference`` with its version: of another version, or another year, it is asked.
"""

from collections.abc import Iterable
from datetime import date
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Final

LIBRARY: Final = "holidays"
KEPT_IN: Final = "bank_holidays.txt"
KEPT_YEARS: Final = range(2015, 2046)


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """Return the bank holidays of a year."""
    days = _kept()
    return days[year] if year in days else frozenset(asked((year,)))


def asked(years: Iterable[int]) -> list[date]:
    """Return what the library itself says of these years, in order."""
    import holidays

    return sorted(holidays.country_holidays("GB", subdiv="ENG", years=years, observed=True))


@cache
def _kept() -> dict[int, frozenset[date]]:
    """Return the days that are kept by year; none when they are not of the library's version that is installed."""
    first, *lines = files("storage.reference").joinpath(KEPT_IN).read_text(encoding="utf-8").splitlines()
    if first != f"{LIBRARY} {version(LIBRARY)}":
        return {}
    days = [date.fromisoformat(line) for line in lines]
    return {year: frozenset(day for day in days if day.year == year) for year in KEPT_YEARS}
