"""What was involved in an event: LFPSE agents (A001), several at once, or none of these.

Something is involved when it is part of what went wrong or may go wrong; what was only part of the care is not.
"""

import re
from typing import Final

from handlers.incidents.reading.cues import cues
from handlers.incidents.reading.values import GOOD_CARE, NOT_PATIENT_SAFETY, OUTCOME, Answer
from handlers.incidents.reading.words import Words, denied
from storage.records import Involved

_MEDICATION: Final = cues("involved", "medication")
_ALLERGEN: Final = re.compile(r"\b(?:nut|food|latex|plaster|dust|milk|egg|fish|wheat) allerg\w*")
_IT: Final = cues("involved", "it")
_BUILDING: Final = cues("involved", "building")
_ESTATES: Final = cues("involved", "estates")
_BLOOD: Final = cues("involved", "blood")
_BLOOD_PRODUCT: Final = cues("involved", "blood_product")
_TISSUE: Final = cues("involved", "tissue")
_MEDICINE_ASIDE: Final = cues("involved", "medicine_aside", before=r"", after=r"")

_IMPLIED: Final = {
    2: Involved.DEVICES, 3: Involved.DEVICES, 4: Involved.MEDICATION, 5: Involved.MEDICATION, 6: Involved.MEDICATION,
    7: Involved.MEDICATION, 8: Involved.MEDICATION, 9: Involved.BUILDINGS, 10: Involved.BUILDINGS,
    11: Involved.DEVICES, 12: Involved.BLOOD, 13: Involved.DEVICES, 15: Involved.DEVICES,
}  # fmt: skip
"""What each type of Never Event is about, where its name says so."""
_WRONG_ROUTE: Final = 5


def find_involved(
    words: Words, kind: str, *, medicines: bool, device: Answer[str] | None, never_event: int | None
) -> tuple[Answer[Involved], ...]:
    """Return every agent involved; exactly ``none_of_these`` when there is none. ``medicines``: some were named."""
    if kind in {NOT_PATIENT_SAFETY, OUTCOME, GOOD_CARE}:
        return (
            Answer(
                Involved.NONE_OF_THESE,
                0.7,
                0,
                0,
                "nothing is said to have gone wrong with a medicine, a device or a place",
            ),
        )
    found: list[Answer[Involved]] = []
    for agent, pattern, sure in (
        (Involved.MEDICATION, _MEDICATION, 0.8),
        (Involved.IT_SYSTEMS, _IT, 0.8),
        (Involved.BUILDINGS, _BUILDING, 0.75),
        (Involved.ESTATES, _ESTATES, 0.75),
        (Involved.BLOOD, _BLOOD, 0.85),
        (Involved.BLOOD_PRODUCTS, _BLOOD_PRODUCT, 0.85),
        (Involved.TISSUES_ORGANS, _TISSUE, 0.8),
    ):
        match = next((hit for hit in pattern.finditer(words.text) if _counts(words, agent, hit)), None)
        if match is not None:
            found.append(
                Answer(
                    agent, sure, match.start(), match.end(), f"you wrote “{words.quote(match.start(), match.end())}”"
                )
            )
    if medicines and not any(answer.value in {Involved.MEDICATION, Involved.BLOOD_PRODUCTS} for answer in found):
        found.insert(0, Answer(Involved.MEDICATION, 0.8, 0, 0, "you named a medicine"))
    if device is not None:
        found.append(Answer(Involved.DEVICES, device.sure, device.start, device.end, device.because))
    implied = _IMPLIED.get(never_event or 0)
    if found and never_event == _WRONG_ROUTE:
        implied = None  # a feed in a vein is a device's part alone
    if implied is not None and not any(answer.value is implied for answer in found):
        found.append(Answer(implied, 0.7, 0, 0, "it may be a Never Event of that kind"))
    if not found:
        return (
            Answer(
                Involved.NONE_OF_THESE,
                0.65,
                0,
                0,
                "you did not name a medicine, a device, a computer system, a building or blood",
            ),
        )
    return tuple(found)


def _counts(words: Words, agent: Involved, match: re.Match[str]) -> bool:
    if agent is Involved.MEDICATION:
        return _MEDICINE_ASIDE.search(words.text[max(0, match.start() - 12) : match.end() + 14]) is None
    if agent in {Involved.BLOOD, Involved.BLOOD_PRODUCTS}:
        return True
    return not (
        agent is Involved.ESTATES
        and denied(words, match.start(), match.end())
        and not match.group().startswith(("no ", "not "))
    )
