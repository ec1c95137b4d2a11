"""The lists that the reader reads by: medicines and ordinary words that look like them.

Loaded once, from ``storage/reference``. Facts only: names, brands and schedules, never advice. The medicines are our
own list, its approved names checked against the open DrugBank vocabulary (CC0); the look-alikes are the words of a
British English dictionary within a slip or two of a name on it.
"""

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Medicine:
    """An approved name, its schedule under the Misuse of Drugs Regulations ("" for none), and its other names.

    ``shorthand`` counts only beside a word about giving medicines: "dig", "metro", "para".
    """

    name: str
    schedule: str
    names: tuple[str, ...]
    shorthand: tuple[str, ...]

    @property
    def controlled(self) -> bool:
        """Whether it is in schedules 2 to 5."""
        return self.schedule in {"2", "3", "4", "5"}


@lru_cache(maxsize=1)
def medicines() -> tuple[Medicine, ...]:
    """Return the medicines of ``storage/reference/medicines.csv``. A missing file is an error of installation."""
    text = files("storage.reference").joinpath("medicines.csv").read_text(encoding="utf-8")
    return tuple(
        Medicine(row["name"], row["schedule"], _several(row["names"]), _several(row["shorthand"]))
        for row in csv.DictReader(text.splitlines())
    )


@lru_cache(maxsize=1)
def lookalikes() -> frozenset[str]:
    """Return the ordinary words within a slip or two of a medicine's name: "different", "elderly", "concern"."""
    text = files("storage.reference").joinpath("medicine_lookalikes.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part.strip().lower() for part in cell.split(";") if part.strip())
