"""The bank holidays that are kept as data are those of the library that is installed.

After an upgrade of the library, ``.venv/bin/python tests/storage/rules/test_bank_holidays.py`` writes them anew.
"""

from importlib.metadata import version
from pathlib import Path
from typing import Final

import pytest

from storage.rules.bank_holidays import KEPT_IN, KEPT_YEARS, LIBRARY, asked, bank_holidays

KEPT: Final = Path(__file__).resolve().parents[3] / "storage" / "reference" / KEPT_IN


def as_asked() -> str:
    """Return the file as it should be: the library and its version, then a day a line."""
    return "\n".join([f"{LIBRARY} {version(LIBRARY)}", *(day.isoformat() for day in asked(KEPT_YEARS)), ""])


def test_what_is_kept_is_what_the_library_says() -> None:
    assert KEPT.read_text(encoding="utf-8") == as_asked()


@pytest.mark.parametrize("year", [1995, KEPT_YEARS[0], 2022, KEPT_YEARS[-1], KEPT_YEARS[-1] + 1])
def test_every_year_has_its_holidays_kept_or_not(year: int) -> None:
    assert bank_holidays(year) == frozenset(asked((year,))) != frozenset()


if __name__ == "__main__":
    KEPT.write_text(as_asked(), encoding="utf-8")
