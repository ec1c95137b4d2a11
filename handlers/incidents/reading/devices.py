"""Medical devices in a message, and whether the device is part of what happened or only part of the care.

Kinds are LFPSE device types (v5). A monitor that a patient was put on afterwards is care, not a device event.
"""

import re
from typing import Final

from handlers.incidents.reading.cues import cue, cues, sections
from handlers.incidents.reading.values import Answer
from handlers.incidents.reading.words import Words

_KINDS: Final = sections("devices", "kind ")
_DEVICE: Final = cue(
    "|".join(f"(?P<d{code}>{pattern})" for code, pattern in _KINDS), before=r"(?<![\w-])", after=r"(?![\w])"
)
_TOLD: Final = cue(
    "|".join(f"(?P<d{code}>{pattern})" for code, pattern in sections("devices", "told ")),
    before=r"\b",
    after=r"(?![\w])",
)
"""What tells of a device's part by itself, and of which kind: "stuck between rail and mattress"."""
_FAULT: Final = cues("devices", "fault")
_ASIDE: Final = cues("devices", "aside", after="")
_ASIDE_AFTER: Final = cues("devices", "aside_after", before="", after="")
_INHERENT: Final = cues("devices", "inherent", before=r"", after=r"")
_ONLY_CARE: Final = cues("devices", "only_care", after=r"\s+(?:an? |the |her |his )?$")
_FAULT_BEFORE: Final = cues("devices", "fault_before", after=r"\s+(?:\w+\s)?$")
_BROKE: Final = re.compile(
    r"\b(?:snapped|broke|dropped with|failed|faulty|stopped working|cut out|gave way|collapsed under|came off"
    r"|not working|leaked)\b"
)
_FLAT: Final = cue(r"\b(?:battery|batteries|not charged|flat|unplugged|power lead|charger)\b")
_NOT_ONLY_CARE: Final = re.compile(r"\b(?:while|whilst|when|during)\b[^.;\n]{0,30}$")


def find_device(words: Words) -> Answer[str] | None:
    """Return the LFPSE device type code of the device that the event is about, or None."""
    best: Answer[str] | None = None
    told = _TOLD.search(words.text)
    if told is not None and told.lastgroup is not None:
        why = f"you wrote “{words.quote(told.start(), told.end())}”"
        best = Answer(told.lastgroup[1:], 0.8, told.start(), told.end(), why)
    for found in _DEVICE.finditer(words.text):
        group = found.lastgroup
        if group is None:
            continue
        sure = _part_of_event(words, found)
        if sure > 0 and (best is None or sure > best.sure):
            why = f"you wrote “{words.quote(found.start(), found.end())}”"
            best = Answer(group[1:], sure, found.start(), found.end(), why)
    return best


def _part_of_event(words: Words, found: re.Match[str]) -> float:
    before, after = words.text[max(0, found.start() - 60) : found.start()], words.text[found.end() : found.end() + 80]
    near_before = re.split(r"[.;\n]", before)[-1]
    near_after = re.split(r"[.;\n]", after)[0]
    around = words.text[max(0, found.start() - 16) : found.end() + 14]
    if _ASIDE.search(near_before) or _ASIDE_AFTER.search(after):
        return 0.0
    if _INHERENT.search(around):
        return 0.85
    if _FAULT_BEFORE.search(near_before):
        return 0.8
    fault = _FAULT.search(near_after) or _FAULT.search(near_before)
    if fault is None:
        beyond = _BROKE.search(words.text[found.end() : found.end() + 120])
        return 0.65 if _FLAT.search(words.text) or beyond is not None else 0.0
    if _ONLY_CARE.search(near_before) and not _NOT_ONLY_CARE.search(near_before) and _FAULT.search(near_after) is None:
        return 0.0
    return 0.75
