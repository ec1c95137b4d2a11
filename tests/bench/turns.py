"""How long a report takes: ``.venv/bin/python tests/bench/turns.py [FILE.jsonl]``, on all three platforms.

Ten messages (or those of a file with ``id``, ``text`` and ``posted_at``) are typed through the demo page, a signed
Slack and a Teams connector, over real HTTP. A nurse answers each question that is asked with its first answer, and
presses Submit. It prints a table of turns and taps, and ends with 1 when one takes more than eight turns.
"""

import asyncio
import io
import json
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from sqlalchemy import create_engine

TESTS = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS), str(TESTS / "conversations"), str(TESTS.parent)]

from northmoor import T0, open_northmoor, people_northmoor  # noqa: E402
from talking import Person, Sight, plain  # noqa: E402

from bot.telemetry import configure_logs  # noqa: E402
from storage.database import Database  # noqa: E402
from storage.records import Platform  # noqa: E402
from storage.tables import metadata  # noqa: E402

TURNS_MOST: Final = 8
OWN: Final = (
    ("fall", "pt found on floor ward 9 0340, unwitnessed, graze R knee, dressed. call bell out of reach"),
    ("pressure ulcer", "cat 2 sacral sore seen at wash this am, developed here. air mattress ordered. ward 4"),
    ("late medicine", "vancomycin 1g due 8am missed, no stock, given 1040. level fine, no harm. ward 5"),
    ("near miss", "near miss - apixaban charted twice on ward 12 yesterday eve, pharmacist spotted it, not given"),
    (
        "good care",
        "major haemorrhage drill paid off today 1420 on labour ward, blood up in 6 min, mum fine, great team",
    ),
    ("staff hurt", "nurse kicked by a visitor in ED 2130 last night, no patients involved, security came"),
    ("risk", "risk - two insulin pens look the same in the ward 11 fridge, someone will mix them up one day"),
    (
        "outcome",
        "back to theatre day 3 after bowel resection, leak. known complication, for M&M, cause unclear. ward 5",
    ),
    ("two patients", "gave Mr Orlando Pettifer's tablets to Mr Rolando Pettifer on ward 2 at 1pm, not taken, no harm"),
    ("few words", "drug error wd 12 nil harm"),
)
_QUESTIONS: Final[Mapping[str, str]] = {
    "Was the patient distressed?": "No",
    "Were the patients distressed? Your answer counts for each.": "No",
    "Was the patient hurt? How badly?": "Not hurt",
    "Was the first patient hurt? How badly?": "Not hurt",
    "Was the first patient distressed?": "No",
    "Were the patients hurt? Your answer counts for each.": "Not hurt",
    "Was the harm the same for each patient?": "The same for each",
    "How many patients were affected?": "1",
    "On which day was it?": "Today",
    "Where was it?": "Don't know the place",
    "Was one of these involved?": "None of these",
    "Could somebody die or be badly hurt very soon?": "No",
    "What was the outcome?": "Something else",
    "What made it go well, and how can it happen again?": "Leave it out",
    "What kind of event was it?": "Something went wrong",
}
"""Each question of the card, and the answer that is pressed; another when that one is not offered."""
_NOT_ANSWERS: Final = frozenset({"Something else", "Choose the place", "Tell us"})


@dataclass(frozen=True)
class Taken:
    """What one message took. ``turns`` counts the message and each press, ``least`` is without answering anything."""

    asked: int
    turns: int
    taps: int
    least: int
    ended: str
    seconds: float


async def report(person: Person, text: str) -> Taken:
    """Report one message until it is submitted, or shown the way to health and safety."""
    began = time.perf_counter()
    await person.says(text)
    taps, asked = 0, []
    while True:
        card = await _last(person)
        shown = plain(card.text)
        if "This is for health and safety" in shown or "This may not be for us" in shown:
            return Taken(0, 1 + taps, taps, 1, "health and safety", time.perf_counter() - began)
        if "Is it one of these?" in shown:
            await person.presses("No, send mine")
            taps += 1
            continue
        if "Thank you. Report" in shown:
            break
        assert "Check your report" in shown, shown
        question = next((one for one in _QUESTIONS if one in shown and one not in asked), None)
        if question is None:
            await person.presses("Submit")
        else:
            asked.append(question)
            await person.presses(_answer(question, card))
        taps += 1
    return Taken(len(asked), 1 + taps, taps, 2, "submitted", time.perf_counter() - began)


def _answer(question: str, card: Sight) -> str:
    wanted = _QUESTIONS[question]
    if wanted in card.buttons and wanted not in _NOT_ANSWERS:
        return wanted
    return next(one for one in card.buttons if one.startswith(("Don't know", "Not sure", "Leave it out")))


async def _last(person: Person) -> Sight:
    found = await person.new()
    assert found, "nothing came back"
    return found[-1]


async def measure(platform: Platform, path: Path, messages: Iterable[Mapping[str, str]]) -> dict[str, Taken]:
    """Report every message on one platform, each by the same nurse, with the clock at the instant of its posting."""
    engine = create_engine(f"sqlite:///{path}")
    metadata.create_all(engine)
    engine.dispose()
    database = Database(f"sqlite:///{path}")
    await people_northmoor(database)
    taken = {}
    async with open_northmoor(database, platform) as trust:
        for one in messages:
            trust.clock.now = datetime.fromisoformat(one["posted_at"]).astimezone(UTC)
            if trust.teams_people is not None:
                trust.teams_people.new_token()
            taken[one["id"]] = await report(trust.person("amina"), one["text"])
    await database.close()
    return taken


async def run(folder: Path, messages: list[Mapping[str, str]]) -> bool:
    """Print the table; return whether each message stayed within the turns allowed."""
    platforms = (Platform.BROWSER, Platform.SLACK, Platform.TEAMS)
    found = {one: await measure(one, folder / f"{one}.db", messages) for one in platforms}
    print(
        "| Message | Questions | " + " | ".join(f"{one.capitalize()}: turns, taps" for one in platforms) + " | Least |"
    )
    print("|---|---|" + "---|" * len(platforms) + "---|")
    for message in messages:
        each = [found[one][message["id"]] for one in platforms]
        cells = [f"{one.turns}, {one.taps}" + ("" if one.ended == "submitted" else f" ({one.ended})") for one in each]
        print(f"| {message['id']} | {each[0].asked} | {' | '.join(cells)} | {each[0].least - 1} |")
    every = [one for taken in found.values() for one in taken.values()]
    slowest = max(one.seconds for one in every)
    print(f"\nMost turns {max(one.turns for one in every)}; slowest on this machine {slowest:.1f} s.")
    return all(one.turns <= TURNS_MOST for one in every)


def main() -> int:
    """Run in an empty folder."""
    configure_logs("INFO", stream=io.StringIO())
    messages: list[Mapping[str, str]] = [{"id": name, "text": text, "posted_at": T0.isoformat()} for name, text in OWN]
    if len(sys.argv) > 1:
        messages = [json.loads(line) for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines() if line]
    with tempfile.TemporaryDirectory(prefix="safety-turns-") as folder:
        return 0 if asyncio.run(run(Path(folder), messages)) else 1


if __name__ == "__main__":
    sys.exit(main())
