"""Screening of free text: what could point to a person is found and replaced by a mark before anything else sees it.

Pure and offline. Values that are found are kept nowhere; only their kind, place and number are.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from types import MappingProxyType
from typing import Final

from storage.records import Screened
from storage.rules.identifiers.beside import find_before_a_person
from storage.rules.identifiers.canvas import paint, plain
from storage.rules.identifiers.contacts import find_emails, find_extensions, find_handles, find_phones
from storage.rules.identifiers.dates_of_birth import find_labelled_dates, find_old_dates
from storage.rules.identifiers.hospital_numbers import find_beside_a_person, find_hospital_numbers
from storage.rules.identifiers.kinds import LABELS, Found, IdentifierKind, describe, mark
from storage.rules.identifiers.names import find_names
from storage.rules.identifiers.nhs_numbers import find_bare, find_labelled
from storage.rules.identifiers.places import find_addresses, find_beds, find_postcodes
from storage.rules.identifiers.sight import Known
from storage.rules.identifiers.spelled import find_spelled

__all__ = ["LABELS", "Found", "IdentifierKind", "describe", "find", "mark", "redact", "screen"]

_MOST_PASSES: Final = 8
"""A pass over real words finds all; a second finds nothing. The rest is for texts made to confuse."""


def find(
    text: str,
    *,
    not_names: frozenset[str] = frozenset(),
    known_places: frozenset[str] = frozenset(),
    known_staff: frozenset[str] = frozenset(),
    hospital_number: str | None = None,
) -> tuple[Found, ...]:
    """Return what could identify a person in ``text``, sorted and without overlaps, as character offsets.

    ``not_names``: lower-case words that a person said are no names. ``known_places``: lower-case names and aliases of
    wards. ``known_staff``: lower-case full names or surnames. ``hospital_number``: a regex for the trust's numbers.
    Marks that are already in the text are left alone. Sources: domain brief, section f (NHS number check, kinds).
    """
    known = Known(not_names, known_places, known_staff, hospital_number)
    canvas = plain(text)
    found: list[Found] = []
    for _ in range(_MOST_PASSES):
        before = len(found)
        canvas = _sweep(canvas, known, found)
        if len(found) == before:
            break
    return tuple(sorted(found, key=lambda one: one.start))


def redact(text: str, found: Iterable[Found], mark: Callable[[IdentifierKind], str]) -> str:
    """Return ``text`` with every found place replaced by ``mark(kind)``; ``found`` is sorted, as from ``find``."""
    pieces: list[str] = []
    reached = 0
    for one in found:
        pieces += (text[reached : one.start], mark(one.kind))
        reached = one.end
    return "".join((*pieces, text[reached:]))


def screen(
    text: str,
    *,
    not_names: frozenset[str] = frozenset(),
    known_places: frozenset[str] = frozenset(),
    known_staff: frozenset[str] = frozenset(),
    hospital_number: str | None = None,
) -> Screened:
    """Return ``text`` with marks such as ``[NHS number]`` for what was found, and how many of each kind.

    Arguments as for ``find``. Screening what was screened changes nothing.
    """
    found = find(
        text,
        not_names=not_names,
        known_places=known_places,
        known_staff=known_staff,
        hospital_number=hospital_number,
    )
    counts = Counter(one.kind.value for one in found)
    return Screened(text=redact(text, found, mark), removed=MappingProxyType(dict(counts)))


def _sweep(canvas: str, known: Known, found: list[Found]) -> str:
    """Run every finder once, surest first; each sees what the ones before it have painted."""
    finders: tuple[Callable[[str], Iterable[Found]], ...] = (
        find_emails,
        find_spelled,
        find_labelled,
        lambda seen: find_hospital_numbers(seen, known.hospital_number),
        find_labelled_dates,
        find_bare,
        find_phones,
        find_postcodes,
        find_addresses,
        find_handles,
        lambda seen: find_names(seen, known),
        lambda seen: find_beds(seen, known.places),
        lambda seen: find_before_a_person(seen, known),
        find_extensions,
        find_beside_a_person,
        find_old_dates,
    )
    for finder in finders:
        canvas, taken = paint(canvas, finder(canvas))
        found += taken
    return canvas
