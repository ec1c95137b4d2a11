"""What was involved in an event: LFPSE agents (A001), several at once, or none of these.

Something is involved when it is part of what went wrong or may go wrong; what was only part of the care is not.
"""

import re
from typing import Final

from handlers.incidents.reading.cues import cues
from handlers.incidents.reading.values import GOOD_CARE, INCIDENT, NOT_PATIENT_SAFETY, OUTCOME, Answer
from handlers.incidents.reading.words import Words, denied
from storage.records import Involved

_MEDICATION: Final = cues("involved", "medication")
_MEDICINE_WORD: Final = cues("involved", "medicine_word")
_TREATED_BEFORE: Final = cues("involved", "treated_before", after=r"\W+(?:\w+\W+){0,2}$")
_TREATED_AFTER: Final = cues("involved", "treated_after", before=r"^\W{0,3}", after="")
_AT_FAULT: Final = cues("involved", "at_fault")
_IT: Final = cues("involved", "it")
_IT_NAME: Final = cues("involved", "it_name")
_IT_FAULT: Final = cues("involved", "it_fault")
_BUILDING: Final = cues("involved", "building")
_ESTATES: Final = cues("involved", "estates")
_BLOOD: Final = cues("involved", "blood")
_BLOOD_WORD: Final = cues("involved", "blood_word")
_BLOOD_FAULT: Final = cues("involved", "blood_fault")
_BLOOD_PRODUCT: Final = cues("involved", "blood_product")
_TISSUE: Final = cues("involved", "tissue")
_MEDICINE_ASIDE: Final = cues("involved", "medicine_aside", before=r"", after=r"")
_STOP: Final = re.compile(r"[.;!?\n]")

_IMPLIED: Final = {
    2: Involved.DEVICES, 3: Involved.DEVICES, 4: Involved.MEDICATION, 5: Involved.MEDICATION, 6: Involved.MEDICATION,
    7: Involved.MEDICATION, 8: Involved.MEDICATION, 9: Involved.BUILDINGS, 10: Involved.BUILDINGS,
    11: Involved.DEVICES, 12: Involved.BLOOD, 13: Involved.DEVICES, 15: Involved.DEVICES,
}  # fmt: skip
"""What each type of Never Event is about, where its name says so."""
_WRONG_ROUTE: Final = 5
_RAISES_ALARM: Final = frozenset({"88", "61"})
"""Bells and monitors: good care begins with them, and is not about them."""
_OPENING: Final = 40
"""Characters in which a message says what it is about."""


def find_involved(
    words: Words, kind: str, *, medicines: tuple[Answer[str], ...], device: Answer[str] | None, never_event: int | None
) -> tuple[Answer[Involved], ...]:
    """Return every agent involved; exactly ``none_of_these`` when there is none. ``medicines`` are those named."""
    if kind in {NOT_PATIENT_SAFETY, OUTCOME}:
        return (_none("nothing is said to have gone wrong with a medicine, a device or a place"),)
    devices: list[Answer[Involved]] = []
    if device is not None:
        devices.append(Answer(Involved.DEVICES, device.sure, device.start, device.end, device.because))
    if kind == GOOD_CARE:
        praised = devices if device is not None and device.value not in _RAISES_ALARM else []
        if medicines:
            praised = [Answer(Involved.MEDICATION, 0.7, 0, 0, "you named a medicine"), *praised]
        return tuple(praised) or (_none("you praised people, and no medicine or device"),)
    medicine = _medicine(words, medicines, happened=kind == INCIDENT)
    others = _others(words)
    if medicine is not None and medicine.end == 0 and any(one.value is Involved.BLOOD_PRODUCTS for one in others):
        medicine = None
    found = [*([] if medicine is None else [medicine]), *others, *devices]
    implied = _IMPLIED.get(never_event or 0)
    if found and never_event == _WRONG_ROUTE:
        implied = None  # a feed in a vein is a device's part alone
    if implied is not None and not any(answer.value is implied for answer in found):
        found.append(Answer(implied, 0.7, 0, 0, "it may be a Never Event of that kind"))
    return tuple(found) or (_none("you did not name a medicine, a device, a computer system, a building or blood"),)


def _others(words: Words) -> list[Answer[Involved]]:
    """Return what was involved beside medicines and devices."""
    return [
        Answer(agent, sure, match.start(), match.end(), f"you wrote “{words.quote(*match.span())}”")
        for agent, sure, match in (
            (Involved.IT_SYSTEMS, 0.8, _beside(words, _IT, _IT_NAME, _IT_FAULT, 60)),
            (Involved.BUILDINGS, 0.75, _BUILDING.search(words.text)),
            (Involved.ESTATES, 0.75, _estates(words)),
            (Involved.BLOOD, 0.85, _beside(words, _BLOOD, _BLOOD_WORD, _BLOOD_FAULT, 70)),
            (Involved.BLOOD_PRODUCTS, 0.85, _BLOOD_PRODUCT.search(words.text)),
            (Involved.TISSUES_ORGANS, 0.8, _TISSUE.search(words.text)),
        )
        if match is not None
    ]


def _none(why: str) -> Answer[Involved]:
    return Answer(Involved.NONE_OF_THESE, 0.65, 0, 0, why)


def _medicine(words: Words, medicines: tuple[Answer[str], ...], *, happened: bool) -> Answer[Involved] | None:
    """Return where a medicine was part of it: handled, or named otherwise than as treatment of what had happened."""
    told = next(
        (
            hit
            for hit in _MEDICATION.finditer(words.text)
            if _MEDICINE_ASIDE.search(words.text[max(0, hit.start() - 12) : hit.end() + 14]) is None
        ),
        None,
    )
    if told is None and any(not (happened and _only_treated(words, one.start, one.end)) for one in medicines):
        return Answer(Involved.MEDICATION, 0.8, 0, 0, "you named a medicine")
    named = (hit for hit in _MEDICINE_WORD.finditer(words.text) if not _only_treated(words, *hit.span()))
    said = told or next(named, None)
    if said is None:
        return None
    return Answer(Involved.MEDICATION, 0.8, said.start(), said.end(), f"you wrote “{words.quote(*said.span())}”")


def _only_treated(words: Words, start: int, end: int) -> bool:
    """Whether a medicine at these offsets only treated what had happened: told later, and with no fault beside it."""
    if _STOP.search(words.text, 0, start) is None and start < _OPENING:
        return False
    if _AT_FAULT.search(words.text, max(0, start - 45), end + 45) is not None:
        return False
    before = _STOP.split(words.text[max(0, start - 40) : start])[-1]
    return _TREATED_BEFORE.search(before) is not None or _TREATED_AFTER.search(words.text[end : end + 30]) is not None


def _beside(
    words: Words, plain: re.Pattern[str], name: re.Pattern[str], fault: re.Pattern[str], near: int
) -> re.Match[str] | None:
    """Return what tells it plainly, or else a name with a fault near it: "on epma" alone says where it was read."""
    told = plain.search(words.text)
    if told is not None:
        return told
    return next(
        (
            hit
            for hit in name.finditer(words.text)
            if fault.search(words.text, max(0, hit.start() - near), hit.start()) is not None
            or fault.search(words.text, hit.end(), hit.end() + near) is not None
        ),
        None,
    )


def _estates(words: Words) -> re.Match[str] | None:
    return next(
        (
            hit
            for hit in _ESTATES.finditer(words.text)
            if hit.group().startswith(("no ", "not ")) or not denied(words, hit.start(), hit.end())
        ),
        None,
    )
