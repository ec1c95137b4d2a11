"""A sheet to write one event on: groups of FHIR extensions, every code looked up first. It keeps a list of the gaps.

A value that does not fit its field is left out and noted; nothing is bent until it fits.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any, Final

from storage.rules.lfpse.codes import CodeLists
from storage.rules.lfpse.fields import GROUPS, Field, Kind
from storage.rules.lfpse.version import Gap

NOT_ANSWERED: Final = "not answered"
ODS: Final = re.compile(r"[A-Z0-9]{3,10}")
"""The shape of an organisation's code. The list of all of them is not shipped: it changes every day."""

Single = str | bool | int | date | time
Value = Single | tuple[Single, ...] | None
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Label:
    """A code, named by its exact label, so that it is right in every version of the list."""

    text: str


@dataclass(slots=True)
class Sheet:
    """Where one event is written. ``gaps`` grows as fields stay empty; ``filled`` has the fields that do not."""

    lists: CodeLists
    gaps: list[Gap] = field(default_factory=list)
    filled: set[str] = field(default_factory=set)

    def note(self, name: str, why: str) -> None:
        """Note that a field stays empty."""
        self.gaps.append(Gap(name, why))

    def group(self, name: str, values: Mapping[str, Value | Label], *, of: str = "") -> list[Json]:
        """Return the group as a list of one extension, or an empty list when nothing could be written.

        ``values`` by field; None and empty are not written. ``of`` tells repeated groups apart in the gaps.
        Raises KeyError for a field that the group does not have.
        """
        known = GROUPS[name]
        if set(values) - set(known):
            raise KeyError(f"{name} has no {sorted(set(values) - set(known))}")
        written: list[Json] = []
        for slot, slot_of in known.items():
            written += self._slot(f"{name}.{slot}{of}", slot, slot_of, values.get(slot))
        missing = [slot for slot, one in known.items() if one.needed and f"{name}.{slot}{of}" not in self.filled]
        if not written or not missing:
            return [{"url": self.lists.profile(name), "extension": written}] if written else []
        for one in written:
            self.filled.discard(f"{name}.{one['url']}{of}")
            self.note(f"{name}.{one['url']}{of}", f"not written, because {', '.join(missing)} is missing")
        return []

    def _slot(self, path: str, slot: str, of: Field, value: Value | Label) -> list[Json]:
        if isinstance(value, Label):
            code = self.lists.code(of.codes, value.text)
            if code is None:
                self.note(path, f"“{value.text}” is not in the list {of.codes} of {self.lists.version}")
                return []
            value = code
        several = value if isinstance(value, tuple) else (value,)
        singles = [one for one in dict.fromkeys(several) if one is not None and one != ""]
        written: list[Json] = []
        for one in singles[: of.most]:
            if of.kind is Kind.CODE and not self._holds(of.codes, str(one)):
                listed = f"in the list {of.codes} of {self.lists.version}" if of.codes else "a code of an organisation"
                self.note(path, f"“{str(one)[:20]}” is not {listed}")
                continue
            written.append({"url": slot, of.kind.value: _spelt(one)})
        for _ in singles[of.most :]:
            self.note(path, f"only {of.most} can be written")
        if written:
            self.filled.add(path)
        return written

    def _holds(self, name: str, code: str) -> bool:
        return self.lists.holds(name, code) if name else ODS.fullmatch(code) is not None


def _spelt(value: Single) -> str | bool | int:
    if isinstance(value, time):
        return value.strftime("%H:%M:%S")
    return value.isoformat() if isinstance(value, date) else value
