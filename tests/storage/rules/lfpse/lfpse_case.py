"""An invented version of a report, and what an event of LFPSE holds, field by field: for the tests of the export."""

from collections.abc import Iterator
from typing import Any

from invented import T0, a_content

from storage.codes import shipped
from storage.records import Coded, IncidentStatus, Involved, Location, Screened
from storage.rules.lfpse.codes import CodeLists
from storage.rules.lfpse.event import write_event
from storage.rules.lfpse.fields import GROUPS
from storage.rules.lfpse.version import Version

V5 = shipped()["LFPSE v5"]
WARD = Location(1, "Ward 7", ("W7",), "Ward 7 (care of older people)", "Medicine", "1", "4")
CODED = Coded(
    shift="2", process="6", challenges=("2",), drugs=("morphine",), device="16", age_band="11", never_event=11
)


def a_version(coded: Coded = CODED, **other: Any) -> Version:
    """Return a version; what is not of the version itself changes what the report says."""
    own = {name: other.pop(name) for name in tuple(other) if name in Version.__slots__}
    values = {
        "involved": (Involved.DEVICES, Involved.MEDICATION),
        "immediate_action": Screened("wound cleaned"),
        "location_id": 1,
        "coded": coded,
        **other,
    }
    known = {
        "reference": "SE-2026-000123", "revision": 1, "reported_at": T0, "revised_at": T0, "place": WARD,
        "status": IncidentStatus.RECEIVED, "own_status": IncidentStatus.RECEIVED, "content": a_content(**values),
    }  # fmt: skip
    return Version(**{**known, **own})


def slots(resource: object) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield group, field and extension of every value in a resource."""
    if isinstance(resource, list):
        for one in resource:
            yield from slots(one)
    elif isinstance(resource, dict):
        if "extension" in resource and "url" in resource:
            group = resource["url"].removeprefix(V5.structures).removesuffix("-5")
            yield from ((group, one["url"], one) for one in resource["extension"])
        else:
            for one in resource.values():
                yield from slots(one)


def values(version: Version, lists: CodeLists = V5, **other: str) -> dict[str, list[Any]]:
    """Return what is written, by field."""
    found: dict[str, list[Any]] = {}
    for group, name, one in slots(write_event(version, lists, **other).resource):
        found.setdefault(f"{group}.{name}", []).append(one[GROUPS[group][name].kind.value])
    return found


def gaps(version: Version) -> dict[str, str]:
    """Return why each field stays empty."""
    return {gap.field: gap.why for gap in write_event(version, V5).gaps}
