"""References of national alerts: reading the strict form, and finding what people type instead.

An alert is known by its year and number, whoever issued it. Nothing here looks an alert up.
"""

import re
from dataclasses import dataclass
from typing import Final

ISSUERS: Final = frozenset(
    {"MHRA", "NHSE", "NHSI", "NHSPS", "DHSC", "CMU", "CMO", "UKHSA", "PHE", "OHID", "NHSD"}
)  # fmt: skip
"""Issuers known to have been accredited (domain brief b.1 and b.2). Others are accepted in the strict form."""


@dataclass(frozen=True, slots=True)
class Reference:
    """One alert's name. ``key`` is the same for every way of typing it; ``reference`` is how it is shown."""

    key: str
    reference: str
    issuer: str | None = None


# Domain brief b.2: NatPSA/<year>/<3-digit number>, the issuer sometimes dropped; one sequence for all issuers.
_STRICT: Final = re.compile(r"NatPSA/(20\d{2})/(\d{3})(?:/([A-Z]{2,6}))?", re.ASCII)

# What people type: any letters' case; slash, hyphen, space, nothing or the word "slash" in an address between parts;
# the year in two digits, in four, or as year and month ("2303"); the number without its zeros.
_GAP: Final = r"(?:\s*-\s*slash\s*-\s*|[\s/\\_.:#–-]{0,3})"
_SOME_GAP: Final = r"(?:\s*-\s*slash\s*-\s*|[\s/\\_.:#–-]{1,3})"
_TYPED: Final = re.compile(
    rf"\bnat\s?psa{_GAP}(?P<year>20\d{{2}}|\d{{2}}(?:0[1-9]|1[0-2])(?={_SOME_GAP}\d)|\d{{2}}(?!\d))"
    rf"{_SOME_GAP}(?:no\.?\s?)?(?P<number>\d{{1,3}})(?!\d)"
    rf"(?:(?P<gap>{_SOME_GAP})(?P<issuer>[a-z]{{2,6}})\b)?",
    re.IGNORECASE | re.ASCII,
)
# Older and other alerts of the Central Alerting System (domain brief b.2), each spelt as it was issued.
_OTHERS: Final = (
    re.compile(
        r"\b(?P<kind>EFA|EFN|MDA|CHT|CH|DSI|SDA)[/ ](?P<year>20\d{2})[/ ](?P<number>\d{1,3})\b",
        re.IGNORECASE | re.ASCII,
    ),
    re.compile(r"\b(?P<kind>NHS/PSA/[A-Z]{1,2})/(?P<year>20\d{2})/(?P<number>\d{1,3})\b", re.IGNORECASE | re.ASCII),
)
_LETTER: Final = re.compile(r"\bEL ?\((?P<year>\d{2})\) ?A ?/ ?(?P<number>\d{1,3})\b", re.IGNORECASE | re.ASCII)


def read_reference(text: str) -> Reference | None:
    """Return the reference that ``text`` is, in the strict form of the template, or None. Source: domain brief b.2."""
    match = _STRICT.fullmatch(text.strip())
    if match is None or match[2] == "000":
        return None
    return _national(match[1], match[2], match[3])


def find_references(text: str) -> tuple[Reference, ...]:
    """Return the references that stand in ``text``, however they are typed, in order and each once.

    "natpsa 26 3" and "NatPSA2603/003/MHRA" are both NatPSA/2026/003. A word after a space is taken for the issuer
    only when it is a known one, so that "natpsa 26 3 pumps" does not come from PUMPS.
    """
    found: dict[str, tuple[int, Reference]] = {}
    hits = [(match.start(), _typed(match)) for match in _TYPED.finditer(text)]
    for pattern in _OTHERS:
        hits += [(match.start(), _other(match)) for match in pattern.finditer(text)]
    hits += [(match.start(), _letter(match)) for match in _LETTER.finditer(text)]
    for start, reference in sorted((hit for hit in hits if hit[1] is not None), key=lambda hit: hit[0]):
        if reference is None:
            continue
        earlier = found.get(reference.key)
        if earlier is None:
            found[reference.key] = (start, reference)
        elif earlier[1].issuer is None and reference.issuer is not None:
            found[reference.key] = (earlier[0], reference)
    return tuple(reference for _, reference in sorted(found.values(), key=lambda pair: pair[0]))


def _national(year: str, number: str, issuer: str | None) -> Reference:
    key = f"NatPSA/{year}/{int(number):03}"
    return Reference(key, f"{key}/{issuer}" if issuer else key, issuer)


def _typed(match: re.Match[str]) -> Reference | None:
    if int(match["number"]) == 0:
        return None
    year = match["year"] if match["year"].startswith("20") and len(match["year"]) == len("2026") else ""
    # "2003" is the year 2003 only if alerts had existed: they began in 2019, so it is March 2020 (year and month).
    if not year or int(year) < _FIRST_YEAR:
        year = f"20{match['year'][:2]}"
    issuer = match["issuer"].upper() if match["issuer"] else None
    if issuer is not None and issuer not in ISSUERS and not (match["gap"].strip() == "/" and match["issuer"].isupper()):
        issuer = None
    return _national(year, match["number"], issuer)


_FIRST_YEAR: Final = 2019


def _other(match: re.Match[str]) -> Reference | None:
    key = f"{match['kind'].upper()}/{match['year']}/{int(match['number']):03}"
    return Reference(key, key)


def _letter(match: re.Match[str]) -> Reference | None:
    key = f"EL({match['year']})A/{int(match['number']):02}"
    return Reference(key, key)
