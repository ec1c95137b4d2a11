"""From a reading to a draft: the raw answers that the words support, why we put them, and what is only a guess.

It stores nothing. What is not sure is left out, or kept apart as something to ask.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from handlers.chat.turn import RawAnswer
from handlers.incidents.form import PATIENTS_MOST
from handlers.incidents.reading import Answer, Place, Reading, read
from handlers.incidents.reading.staff import harm_to_staff
from handlers.incidents.reading.values import NOT_PATIENT_SAFETY
from handlers.incidents.reading.words import prepare
from handlers.incidents.screened_reading import read_screened
from handlers.showing.labels import PHYSICAL_LABELS, PSYCHOLOGICAL_LABELS
from storage.records import EventType, Involved, Location

STAFF: Final = "staff"
OF_NAMES: Final = frozenset({"information_governance_breach"})
"""Flags that names in the words can show: what is one person's went to another."""
OTHER: Final = "other"
_CLAUSE_END: Final = re.compile(r"[,.;\n!?]| - | (?:and|but|n|then) ")
_CLAUSE_MOST: Final = 90
_OWN_PLACE: Final = re.compile(r"\b(?:our|my|the|this) (?:ward|unit|wd|dept|department)\b", re.IGNORECASE)
_SOME_PLACE: Final = re.compile(
    r"\b(?:ward|wd|unit|theatres?|clinic|dep(?:t|artment)|lounge|suite|surgery|corridor|car ?park|grounds|entrance"
    r"|canteen|home|hostel|community"
    r"|icu|itu|hdu|nicu|scbu|ed|a&e|amu|mau|sau|day case|pharmacy|lab(?:our)?|maternity|outpatients?|opd|ambulance)\b"
    r"|\bw\d",
    re.IGNORECASE,
)
_IT: Final = frozenset({Involved.IT_SYSTEMS.value})
_NOT_DONE: Final = re.compile(r"\b(?:died|rip|fell|found|despite|not|no|didn'?t|wasn'?t)\b", re.IGNORECASE)
"""A clause with one of these tells of more than what was done: then only the words themselves are taken."""
_OWN_SENTENCE: Final = ("you did not", "you gave")


@dataclass(frozen=True, slots=True)
class Told:
    """What a message said: the raw answers that are sure enough, and why we put them.

    ``unsure`` has fields whose answer is a guess to be asked about, ``places`` raw places that may be meant.
    ``elsewhere``: the words speak of some place that we could not make out, so the usual one is no good guess.
    ``everywhere``: a danger of a computer system, told without a place: it is wherever the system is.
    ``flags`` are those that only the names in the words show; the names themselves are kept nowhere.
    ``not_ours`` is "staff" when staff were hurt and no patient, "other" for what is no safety event at all, or "".
    """

    values: Mapping[str, RawAnswer]
    because: Mapping[str, str]
    unsure: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    elsewhere: bool = False
    everywhere: bool = False
    flags: tuple[str, ...] = ()
    not_ours: str = ""


def places_of(known: Sequence[Location]) -> tuple[Place, ...]:
    """Return the trust's places as the reader takes them."""
    return tuple(
        Place(one.name, one.aliases, one.description, one.directorate, one.lfpse_service, one.lfpse_location)
        for one in known
    )


def told(text: str, posted_at: datetime, known: Sequence[Location], heard: str = "") -> Told:
    """Return what a screened message says, as raw answers of the forms. What is not sure is left out.

    ``heard`` is the message before it was screened. Of it only a number and flags are taken, and no word: two names
    are two patients, and the marks in their place may not say so.
    """
    places = places_of(known)
    reading = read_screened(text, posted_at, places)
    unscreened = read(heard, posted_at, places) if heard and heard != text else reading
    values: dict[str, RawAnswer] = {"what_happened": text}
    because: dict[str, str] = {}
    event = reading.event_type
    not_ours = event is not None and event.settled and event.value == NOT_PATIENT_SAFETY
    for name in ("occurred_on", "occurred_at", "patients", "physical", "psychological"):
        answer: Answer[Any] | None = getattr(reading, name)
        if answer is None or not answer.settled or (name == "patients" and not_ours):
            continue
        values[name] = answer.value.strftime("%H:%M") if name == "occurred_at" else str(answer.value)
        because[name] = answer.because
    count = unscreened.patients
    if count is not None and count.settled and not not_ours and count.value > int(str(values.get("patients", -1))):
        values["patients"] = str(count.value)
    if int(str(values.get("patients", 0))) > PATIENTS_MOST:
        del values["patients"]  # a form takes no such number: it is asked for, and the words keep it
    is_sure = event is not None and event.settled and not not_ours
    values["event_type"] = event.value if event is not None and is_sure else EventType.INCIDENT.value
    likely = _place(reading, known)
    if likely is not None and reading.location is not None and reading.location.settled:
        values["location"] = likely
        because["location"] = reading.location.because
    involved = tuple(
        str(one.value) for one in reading.involved if one.settled and one.value is not Involved.NONE_OF_THESE
    )
    if involved:
        values["involved"] = involved
    values |= _further(reading, text)
    done = reading.immediate_action
    if done is not None and done.settled:
        values["immediate_action"] = whole_clauses(text, done.value)
    return Told(
        values,
        because,
        unsure=() if is_sure or not_ours else ("event_type",),
        places=(likely,) if likely is not None and "location" not in values else (),
        elsewhere="location" not in values and _SOME_PLACE.search(_OWN_PLACE.sub(" ", text)) is not None,
        everywhere=not _tells_a_place(text, likely)
        and values["event_type"] == EventType.RISK
        and _IT.issubset(involved),
        flags=tuple(one.value for one in unscreened.flags if one.settled and one.value in OF_NAMES),
        not_ours="" if not not_ours else STAFF if harm_to_staff(prepare(text)) is not None else OTHER,
    )


def _further(reading: Reading, text: str) -> dict[str, RawAnswer]:
    """Return what was read for the questions that come after the first ones, as far as it is sure."""
    device = reading.device
    named = tuple(one.value for one in reading.medicines if one.settled)
    found: dict[str, RawAnswer] = {
        "drugs": ", ".join(named),
        "device": text[device.start : device.end] if device is not None and device.settled else "",
        "challenges": _settled((reading.challenge,), but="6"),
        "outcome_types": _settled(reading.outcome_types),
        "risk_themes": _settled(reading.risk_theme),
        "risk_imminent": "".join(_settled((reading.risk_imminent,), but="u")),
    }
    return {name: value for name, value in found.items() if value}


def _settled(found: Sequence[Answer[str] | None], but: str = "") -> tuple[str, ...]:
    return tuple(one.value for one in found if one is not None and one.settled and one.value != but)


def _place(reading: Reading, known: Sequence[Location]) -> str | None:
    """Return the place that the reader names, sure or not, as a raw answer."""
    if reading.location is None:
        return None
    name = reading.location.value
    return next((f"#{one.id}" for one in known if one.name == name), None)


def _tells_a_place(text: str, likely: str | None) -> bool:
    """Say whether the words name a place, or the writer's own one, or some that we could not make out."""
    return likely is not None or any(one.search(text) is not None for one in (_OWN_PLACE, _SOME_PLACE))


def whole_clauses(text: str, said: str) -> str:
    """Return the parts of ``said`` (joined with commas) each as the whole clause of ``text`` in which it stands.

    "steri" is no answer to what was done; "steri stripped" is.
    """
    lowered = text.lower()
    found: list[str] = []
    for part in said.split(", "):
        at = lowered.find(part.lower())
        if at < 0:
            continue
        ends = [one for one in _CLAUSE_END.finditer(text) if not text[at : at + len(part)].count(one.group())]
        start = max((one.end() for one in ends if one.end() <= at), default=0)
        end = min((one.start() for one in ends if one.start() >= at + len(part)), default=len(text))
        clause = text[start:end].strip()
        if not 0 < len(clause) <= _CLAUSE_MOST or _NOT_DONE.search(clause) is not None:
            clause = _whole_words(text, at, at + len(part))
        if clause not in found:
            found.append(clause)
    return ", ".join(found)


def _whole_words(text: str, start: int, end: int) -> str:
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return text[start:end].strip(" ,.;")


def reasons(because: Mapping[str, str], raw: Mapping[str, RawAnswer], whose: str = "") -> list[str]:
    """Return why we put what nobody said outright, as sentences: harm is never set silently.

    ``whose`` is whom no physical harm counts for, where there are several patients: "for both patients".
    """
    said: list[str] = []
    labels: dict[str, Mapping[Any, str]] = {"physical": PHYSICAL_LABELS, "psychological": PSYCHOLOGICAL_LABELS}
    for name, words in labels.items():
        why = because.get(name, "")
        of = f", {whose}," if whose and name == "physical" else ""
        if why and raw.get(name) in set(words):
            said.append(f"We put {words[raw[name]].lower()}{of} because {why}.")
        elif of:
            said.append(f"No physical harm, {whose}.")
    for name in ("occurred_on", "location"):
        why = because.get(name, "")
        if raw.get(name) and why.startswith(_OWN_SENTENCE):
            said.append(f"{why[0].upper()}{why[1:]}.")
    return said
