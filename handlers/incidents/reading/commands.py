"""The reader at the command line: messages as JSON lines in; drafts, or a table of hits and misses, out.

For trusts that try the reader on their own past reports. It keeps nothing; identifiers leave marked, not shown.
"""

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from handlers.incidents.reading.read import LONDON, read
from handlers.incidents.reading.scoring import score
from handlers.incidents.reading.values import Answer, Place, Reading
from storage.rules import identifiers


def read_places(text: str) -> tuple[Place, ...]:
    """Return the places of a locations file: CSV with a name, and aliases, description, directorate and LFPSE codes.

    Raises ValueError when the column ``name`` is missing.
    """
    rows = csv.DictReader(text.splitlines())
    if "name" not in (rows.fieldnames or ()):
        raise ValueError("The locations file needs a column called “name”.")
    return tuple(
        Place(
            row["name"].strip(),
            tuple(alias.strip() for alias in (row.get("aliases") or "").split(";") if alias.strip()),
            row.get("description") or "",
            row.get("directorate") or "",
            row.get("lfpse_service") or "",
            row.get("lfpse_location") or "",
        )
        for row in rows
        if row["name"] and row["name"].strip()
    )


def draft_lines(lines: Iterable[str], places: Sequence[Place]) -> Iterator[str]:
    """Turn each JSON line ``{"id", "text", "posted_at"}`` into one JSON line with the draft.

    Empty lines are passed over. ``posted_at`` is ISO 8601; without an offset it is taken as Europe/London.
    Raises ValueError with the line's number when a line is no such object.
    """
    index = tuple(places)
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield json.dumps(draft(_message(line, number), index), ensure_ascii=False)


def evaluate(lines: Iterable[str], places: Sequence[Place]) -> str:
    """Compare drafts with the ``gold`` answers in each JSON line; return a table per field and every miss.

    Raises ValueError with the line's number when a line is no such object or has no gold answers.
    """
    index = tuple(places)
    pairs: list[tuple[dict[str, Any], dict[str, Any]]] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        message = _message(line, number)
        if not message.get("gold"):
            raise ValueError(f"Line {number} has no gold answers.")
        pairs.append((message, draft(message, index)))
    return score(pairs, places_by_any_name(index))


def draft(message: dict[str, Any], places: tuple[Place, ...]) -> dict[str, Any]:
    """Return the draft of one message as plain JSON values. Answers that are not sure enough are null or left out.

    Physical harm is the grade that the reader leans to, even where the card still asks: a person corrects it there.
    """
    text = str(message["text"])
    posted = datetime.fromisoformat(str(message["posted_at"]))
    if posted.tzinfo is None:
        posted = posted.replace(tzinfo=LONDON)
    found = identifiers.find(text, known_places=known_places(places))
    reading = read(text, posted, places)
    return {
        "id": message.get("id"),
        **_answers(reading),
        "identifiers": [{"type": str(one.kind), "start": one.start, "end": one.end} for one in found],
        "redacted_text": identifiers.redact(text, found, lambda kind: f"[{kind}]"),
    }


def known_places(places: Sequence[Place]) -> frozenset[str]:
    """Return every name and alias in lower case, so that no ward is taken for a surname."""
    return frozenset(word.lower() for place in places for word in (place.name, *place.aliases))


def places_by_any_name(places: Sequence[Place]) -> dict[str, str]:
    """Return the place's name for each way to write it, so that gold answers may say "ED minors"."""
    names = {word.lower(): place.name for place in places for word in (*place.aliases, place.description, place.name)}
    return {**{word.removeprefix("ward "): name for word, name in names.items()}, **names}


def _answers(reading: Reading) -> dict[str, Any]:
    day, month, at = reading.occurred_on, reading.occurred_month, reading.occurred_at
    on = (
        day.value.isoformat()
        if day is not None and day.settled
        else month.value
        if month is not None and month.settled
        else None
    )
    event = reading.event_type
    return {
        "event_type": event.value if event is not None else None,
        "physical_harm": reading.physical.value if reading.physical is not None else None,
        "psychological_harm": _settled(reading.psychological),
        "involved": [str(answer.value) for answer in reading.involved if answer.settled],
        "date": on,
        "time": f"{at.value:%H:%M}" if at is not None and at.settled else None,
        "location": _settled(reading.location),
        "n_patients": _settled(reading.patients),
        "drugs": [answer.value for answer in reading.medicines if answer.settled],
        "never_event": _settled(reading.never_event),
        "flags": [answer.value for answer in reading.flags if answer.settled],
        "route_to": list(reading.route_to),
    }


def _settled(answer: Answer[Any] | None) -> Any:
    return answer.value if answer is not None and answer.settled else None


def _message(line: str, number: int) -> dict[str, Any]:
    try:
        message: dict[str, Any] = dict(json.loads(line))
    except (TypeError, ValueError):
        raise ValueError(f"Line {number} is not a JSON object.") from None
    if not {"text", "posted_at"} <= message.keys():
        raise ValueError(f"Line {number} needs “text” and “posted_at”.")
    return message
