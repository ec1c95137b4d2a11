"""NHS England's code lists for safety events, as one value for each version. It reads no file and changes no code.

A code means nothing without the version of its list, so every list here belongs to one version.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

_VERSION: Final = re.compile(r"LFPSE v(\d{1,3})\b")
_ADDRESS: Final = re.compile(r"https://[^\s/]+/\S+/")


@dataclass(frozen=True, slots=True)
class CodeLists:
    """All code lists of one version.

    ``version`` is what a report keeps ("LFPSE v5"), ``suffix`` ends the name of each list and profile ("-5"),
    ``structures`` is the address under which the profiles are published. ``systems`` has the labels by code for each
    list, whose names stand here without the suffix. ``event_types`` has the codes of question CL001 by our own words,
    as far as they are known.
    """

    version: str
    suffix: str
    structures: str
    systems: Mapping[str, Mapping[str, str]]
    event_types: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def holds(self, name: str, code: str) -> bool:
        """Return whether the list ``name`` has this code."""
        return code in self.systems.get(name, {})

    def label(self, name: str, code: str) -> str:
        """Return the exact label of a code. Raises KeyError for one that is not in the list."""
        return self.systems[name][code]

    def code(self, name: str, label: str) -> str | None:
        """Return the code that carries this exact label in the list ``name``, or None."""
        return next((code for code, text in self.systems.get(name, {}).items() if text == label), None)

    def profile(self, name: str) -> str:
        """Return the address of a structure definition of this version."""
        return f"{self.structures}{name}{self.suffix}"


def read_codes(content: object) -> CodeLists:
    """Return the lists that a file of ``storage/reference`` holds. Raises ValueError in words for any other content."""
    if not isinstance(content, Mapping):
        raise ValueError("This is not a file of code lists.")  # noqa: TRY004 - wrong content, in words for a person
    named = _VERSION.match(str(content.get("taxonomy", "")))
    if named is None:
        raise ValueError("“taxonomy” must begin with the version, such as “LFPSE v6”.")
    structures = str(content.get("structures", ""))
    if _ADDRESS.fullmatch(structures) is None:
        raise ValueError("“structures” must be the https address of the structure definitions, with a / at its end.")
    suffix = f"-{named[1]}"
    listed = content.get("codeSystems")
    if not isinstance(listed, Mapping) or not listed:
        raise ValueError("“codeSystems” holds no list.")
    systems = {_plain(name, suffix): _codes(name, one) for name, one in listed.items()}
    types = content.get("eventTypes", {})
    if not isinstance(types, Mapping) or not all(isinstance(one, str) for one in types.values()):
        raise ValueError("“eventTypes” must give a code for each type, in quotes.")
    known = {str(slug): code for slug, code in types.items() if code}
    return CodeLists(named[0], suffix, structures, MappingProxyType(systems), MappingProxyType(known))


def _plain(name: str, suffix: str) -> str:
    if not name.endswith(suffix):
        raise ValueError(f"The list “{name}” does not belong to this version: its name must end with {suffix}.")
    return name.removesuffix(suffix)


def _codes(name: str, listed: Any) -> Mapping[str, str]:
    codes = listed.get("codes") if isinstance(listed, Mapping) else None
    if not isinstance(codes, Mapping) or not codes or not all(isinstance(label, str) for label in codes.values()):
        raise ValueError(f"The list “{name}” has no codes with labels.")
    return MappingProxyType(dict(codes))
