"""LFPSE's labels as plain mappings, for forms and cards. The labels themselves stand in ``storage.rules.harm``."""

from collections.abc import Mapping
from typing import Final

from storage.records import EventType, Involved, PhysicalHarm, PsychologicalHarm
from storage.rules import harm

EVENT_LABELS: Final[Mapping[EventType, str]] = harm.EVENT_TYPES
PHYSICAL_LABELS: Final[Mapping[PhysicalHarm, str]] = {key: label for key, (_, label) in harm.PHYSICAL.items()}
PSYCHOLOGICAL_LABELS: Final[Mapping[PsychologicalHarm, str]] = {
    key: label for key, (_, label) in harm.PSYCHOLOGICAL.items()
}
INVOLVED_LABELS: Final[Mapping[Involved, str]] = {key: label for key, (_, label) in harm.INVOLVED.items()}
