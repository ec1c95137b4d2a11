"""The codes of a report: what its words say in LFPSE's lists, and what the person answered instead.

What a person answered always wins over what was read. Nothing here decides for the safety team.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from handlers.incidents.reading import Answer, Place, Reading
from handlers.incidents.reading.devices import find_device
from handlers.incidents.reading.medicines import any_controlled, find_medicines
from handlers.incidents.reading.words import prepare
from handlers.incidents.screened_reading import read_screened
from storage.codes import shipped
from storage.records import Coded, EventType, Involved

LISTS: Final = "LFPSE v5"
"""The version of the lists that the reader's codes belong to."""
STAFF_ONLY: Final = "staff_incident_redirect"
OTHER_DEVICE: Final = "88"
_DRUGS_MOST: Final = 20
_DEVICE_TYPE: Final = "device-type"


def coded(
    text: str,
    said: Mapping[str, Any],
    *,
    posted_at: datetime,
    places: tuple[Place, ...],
    cleared: Collection[str] = (),
    flags: Collection[str] = (),
) -> Coded:
    """Return the codes of a report. ``text`` is screened, ``said`` are the checked answers of its form.

    ``cleared`` are fields that were read from the words and that the person took away. ``flags`` were found before,
    in words that are not kept.
    """
    reading = read_screened(text, posted_at, places)
    kind: EventType = said["event_type"]
    incident = kind is EventType.INCIDENT
    involved: Sequence[Involved] = said.get("involved") or ()
    read_drugs = "drugs" not in cleared and (not involved or Involved.MEDICATION in involved)
    drugs, controlled = _drugs(reading, str(said.get("drugs") or ""), read_drugs=read_drugs)
    read_device = "device" not in cleared and (not involved or Involved.DEVICES in involved)
    device = device_code(str(said["device"])) if said.get("device") else None
    found = tuple(
        one.value
        for one in reading.flags
        if one.settled and one.value != STAFF_ONLY and (one.value != "controlled_drug" or controlled or not drugs)
    )
    return Coded(
        shift=_value(reading.shift),
        process=reading.process.value if reading.process is not None else None,
        challenges=_chosen(said, "challenges", (reading.challenge,), cleared),
        outcome_types=_chosen(said, "outcome_types", reading.outcome_types, cleared),
        risk_themes=_chosen(said, "risk_themes", reading.risk_theme, cleared),
        risk_imminent=said.get("risk_imminent") or (_value(reading.risk_imminent) if kind is EventType.RISK else None),
        risk_timeframe=said.get("risk_timeframe"),
        drugs=drugs,
        controlled=controlled,
        device=device or (_value(reading.device) if read_device else None),
        age_band=_value(reading.age_band),
        near_miss=True if incident and reading.near_miss is not None and reading.near_miss.settled else None,
        never_event=_value(reading.never_event) if incident else None,
        flags=(*found, *(one for one in flags if one not in found)),
    )


def _value(answer: Answer[Any] | None) -> Any:
    return answer.value if answer is not None and answer.settled else None


def _chosen(
    said: Mapping[str, Any], field: str, found: Sequence[Answer[str] | None], cleared: Collection[str]
) -> tuple[str, ...]:
    """Return what the person chose; else what was read and is sure, unless they took it away."""
    chosen = tuple(str(one) for one in said.get(field) or ())
    if chosen or field in cleared:
        return chosen
    return tuple(one.value for one in found if one is not None and one.settled)


def _drugs(reading: Reading, typed: str, *, read_drugs: bool) -> tuple[tuple[str, ...], bool]:
    """Return the medicines, by approved name where we know one, and whether one of them is controlled.

    What was typed counts alone.
    """
    if not typed:
        names = tuple(one.value for one in reading.medicines if one.settled) if read_drugs else ()
        return names, reading.controlled and bool(names)
    names = ()
    controlled = False
    for part in re.split(r"[,;\n]+| and ", typed):
        found = find_medicines(prepare(part))
        controlled = controlled or any_controlled(found)
        names += tuple(one.value for one in found) or ((part.strip(),) if part.strip() else ())
    return tuple(dict.fromkeys(names))[:_DRUGS_MOST], controlled


def device_code(typed: str) -> str:
    """Return the LFPSE device type of a device that a person named: by its label, by our words for it, or "Other"."""
    codes = shipped()[LISTS].systems[_DEVICE_TYPE]
    wanted = typed.strip().lower()
    exact = next((code for code, label in codes.items() if label.lower() == wanted), None)
    if exact is not None:
        return exact
    found = find_device(prepare(f"faulty {typed}"))
    return found.value if found is not None else OTHER_DEVICE


def device_name(code: str | None) -> str:
    """Return LFPSE's label of a device type, or "" for none."""
    return shipped()[LISTS].systems[_DEVICE_TYPE].get(code or "", "")


def with_device(story: str, typed: str) -> str:
    """Return the story with a device that LFPSE has no type for named in it, so that its name is not lost."""
    said = _unlisted(typed)
    return story if not said or said.lower() in story.lower() else f"{story}\n\nDevice: {said}"


def device_in(story: str, typed: str) -> str:
    """Return the words for a device that LFPSE has no type for, as far as they stand in the screened story, or ""."""
    said = _unlisted(typed)
    return said if said.lower() in story.lower() else ""


def _unlisted(typed: str) -> str:
    said = typed.strip()
    listed = device_code(said) != OTHER_DEVICE or said.lower() == device_name(OTHER_DEVICE).lower()
    return "" if not said or listed else said
