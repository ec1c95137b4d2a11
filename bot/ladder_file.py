"""The trust's own ladder, read from a file and checked before anything starts. It names what is wrong, and where."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from storage.records import AlertStatus
from storage.rules.ladder import RECEIPT, Clock, Ladder, To, read_ladder

_NAME: Final = re.compile(r"[a-z0-9-]{1,40}")
_PLACES: Final = frozenset({RECEIPT, *(str(status) for status in AlertStatus)})
_WHAT: Final = {
    "clock": f"one of {', '.join(Clock)}",
    "days": "a whole number of working days",
    "to": f"a list of {', '.join(To)}",
    "repeats": "true or false",
}


def read_ladder_file(path: Path) -> Ladder:
    """Return the ladder in a file. Raises ValueError with every fault in words: the file, JSON, rungs, who is told."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise ValueError("names a file that cannot be read as text") from None
    try:
        found = json.loads(text)
    except ValueError:
        raise ValueError("names a file that is not JSON") from None
    faults = list(_faults(found))
    if faults:
        raise ValueError("names a ladder with faults: " + "; ".join(faults[:8]))
    try:
        ladder = read_ladder(json.dumps(found))
    except ValueError:
        raise ValueError("names a file that holds no ladder") from None
    missing = list(_missing(ladder))
    if missing:
        raise ValueError("names a ladder that leaves people out: " + "; ".join(missing))
    return ladder


def _faults(found: Any) -> Iterator[str]:
    rungs = found.get("rungs") if isinstance(found, dict) else None
    if not isinstance(rungs, list) or not isinstance(found.get("version"), str):
        yield 'it needs "version" and "rungs"'
        return
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", str(found.get("at"))):
        yield '"at" must be a time such as 09:00'
    for number, rung in enumerate(rungs, start=1):
        if not isinstance(rung, dict):
            yield f"rung {number} must be an object"
            continue
        yield from (f"rung {number}: {fault}" for fault in _rung_faults(rung))
    names = Counter((one.get("name"), one.get("where", "")) for one in rungs if isinstance(one, dict))
    yield from (f"two rungs are named {name}" for (name, _), count in names.items() if count > 1)


def _rung_faults(rung: dict[str, Any]) -> Iterator[str]:
    if not _NAME.fullmatch(str(rung.get("name", ""))):
        yield '"name" must be small letters, digits and hyphens'
    to = rung.get("to")
    good = {
        "clock": rung.get("clock") in set(Clock),
        "days": isinstance(rung.get("days"), int) and not isinstance(rung.get("days"), bool),
        "to": isinstance(to, list) and bool(to) and set(map(str, to)) <= set(To),
        "repeats": isinstance(rung.get("repeats"), bool),
    }
    yield from (f'"{key}" must be {_WHAT[key]}' for key, right in good.items() if not right)
    if rung.get("clock") == Clock.STANDING and rung.get("where") not in _PLACES:
        yield f'"where" must be one of {", ".join(sorted(_PLACES))}'


def _missing(ladder: Ladder) -> Iterator[str]:
    """Yield who has to hear and does not: no deadline passes without an executive, whatever a trust sets."""
    for clock, what in ((Clock.DUE, "an action"), (Clock.ALERT_DUE, "an alert")):
        late = [rung for rung in ladder.rungs if rung.clock is clock and rung.days > 0]
        if not any(To.EXECUTIVE in rung.to for rung in late):
            yield f"no executive hears that {what} is late"
        if not any(rung.repeats for rung in late):
            yield f"nobody goes on hearing that {what} is late"
    if not any(rung.clock is Clock.STANDING and rung.where == RECEIPT and rung.repeats for rung in ladder.rungs):
        yield "nobody goes on hearing of what nobody has checked"
