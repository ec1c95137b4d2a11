"""One version of a report, with all that an export needs to know about it, and the gaps that an export leaves."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Final

from storage.records import FlagAnswer, IncidentContent, IncidentStatus, Location

_UNWRITTEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""Control characters, which FHIR takes in no text."""


@dataclass(frozen=True, slots=True)
class Version:
    """Revision ``revision`` of a report. ``status`` is what the report is now, ``own_status`` was this revision's.

    ``merged_into`` is the reference of the report that tells of the same event. ``answers`` has what people decided
    about the flags before the next revision was made. ``writers`` are the ids of those who wrote it so far.
    """

    reference: str
    revision: int
    reported_at: datetime
    revised_at: datetime
    status: IncidentStatus
    own_status: IncidentStatus
    content: IncidentContent
    anonymous: bool = False
    merged_into: str | None = None
    place: Location | None = None
    answers: Mapping[str, FlagAnswer] = field(default_factory=lambda: MappingProxyType({}))
    writers: frozenset[int] = frozenset()

    @property
    def name(self) -> str:
        """The version as people write it: ``SE-2026-000123, version 2``."""
        return f"{self.reference}, version {self.revision}"


def plain(text: str) -> str:
    """Return a text as it is written and looked through: a space for each control character, none around it."""
    return _UNWRITTEN.sub(" ", text).strip()


@dataclass(frozen=True, slots=True, order=True)
class Gap:
    """A field of LFPSE that stays empty, and why. It holds names of fields and codes, never free text."""

    field: str
    why: str
