"""One version of a report, with all that an export needs to know about it, and the gaps that an export leaves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from storage.records import FlagAnswer, IncidentContent, IncidentStatus, Location


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


@dataclass(frozen=True, slots=True, order=True)
class Gap:
    """A field of LFPSE that stays empty, and why. It holds names of fields and codes, never free text."""

    field: str
    why: str
