"""Reports the project's invented messages to a whole bot on SQLite, and tells which planted identifiers are left.

The suite runs it on some of the messages, the bench on all. It holds no rule of screening of its own.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, Final

from aiohttp import ClientSession, web
from identifier_gold import WARDS, read_messages
from invented import NURSE, T0, Clock, found_trust, place_values, user_of
from lists import add_places
from sqlalchemy import select

from bot.readiness import measure_readiness
from bot.telemetry import MeasuredFront, Metrics
from bot.web import make_app
from handlers.capabilities import CAPABILITIES
from handlers.capability import Capability, Route
from handlers.chat.port import Outcome
from handlers.chat.reply import Reply, pack
from handlers.chat.turn import HOME_TENANT, Carry, Place, PlaceKind, Platform, Press, Said, Turn, Words
from handlers.desk import Desk, House
from handlers.reception import Reception
from storage.database import Database
from storage.imports.places import import_places
from storage.rules.identifiers.kinds import NAMES
from storage.rules.identifiers.words import is_word
from storage.tables import metadata

READING: Final = Path(__file__).parent / "handlers" / "incidents" / "reading" / "data"
GOLD: Final = ("identifier_messages_working.txt", "identifier_messages_kept_apart.txt")
_WORD: Final = re.compile(r"[^\W\d_][^\W\d_'-]{3,}")
_SHORTEST: Final = 6
IN_FILES: Final = 7
"""Letters below which a word counts in a database file only where it stands alone: columns meet as "…t", "arrow…"."""
_DIGITS: Final = 8


@dataclass(frozen=True)
class Told:
    """A message and the identifiers that stand in it, as they are written."""

    text: str
    names: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def all_messages() -> list[Told]:
    """Return every gold message of the screening and every message of the reader."""
    found = []
    for name in GOLD:
        for text, gold in read_messages(name):
            named = [text[one.start : one.end] for one in gold if one.kind in NAMES]
            found.append(Told(text, tuple(named), tuple(text[o.start : o.end] for o in gold if o.kind not in NAMES)))
    for path in sorted(READING.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            spans = [(one["type"], one["value"]) for one in row["gold"].get("identifiers", ())]
            named = tuple(words for kind, words in spans if kind.endswith("_name"))
            found.append(Told(row["text"], named, tuple(words for kind, words in spans if words not in named)))
    return found


def planted(messages: Sequence[Told], known: str) -> list[str]:
    """Return what must be found nowhere: lower-case words and numbers that only identifiers hold.

    Left out is what also stands elsewhere in a message ("bed 4", "Rose"), is an ordinary word, or is in ``known``.
    """
    elsewhere = known.lower()
    for told in messages:
        rest = told.text
        for value in sorted((*told.names, *told.others), key=len, reverse=True):
            rest = rest.replace(value, "\n")
        elsewhere += "\n" + rest.lower()
    wanted: set[str] = set()
    for told in messages:
        wanted |= {word.lower() for value in told.names for word in _WORD.findall(value) if not is_word(word.lower())}
        wanted |= {value.lower() for value in told.others if len(value) >= _SHORTEST}
        digits = ("".join(c for c in value if c.isdigit()) for value in told.others)
        wanted |= {number for number in digits if len(number) >= _DIGITS}
    return sorted(word for word in wanted if word not in elsewhere)


async def _fail(turn: Turn, desk: Desk, rest: str) -> Reply:
    del turn, desk
    raise ValueError(rest)


FAILS: Final = Capability("fails", words={"break with": Route(_fail, rest=True)})
"""A capability whose error says what was said, as errors of libraries do."""


class Ward:
    """A bot with a database file, spoken to by one nurse. Everything it answers is kept in ``answers``."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.database = Database(f"sqlite:///{path}")
        self.metrics = Metrics()
        self.clock = Clock()
        self._handed: list[Any] = []
        capabilities = (*CAPABILITIES, FAILS)
        reception = Reception(self.database, capabilities, self.clock, House(), self._handed.extend)
        self.front = MeasuredFront(reception, self.metrics)
        self.answers: list[str] = []
        self._numbers = count(1)

    async def open(self) -> None:
        """Put the people and the places in."""
        await found_trust(self.database)
        places = (READING / "places.csv").read_bytes()
        await import_places(self.database, places, now=T0, apply=True, stop_missing=False)
        async with self.database.transaction() as tx:
            await add_places(tx, [place_values(name, [], name, "Medicine") for name in sorted(WARDS)])

    async def say(self, said: Said) -> Reply:
        """Return what is answered to the nurse, and keep it."""
        reply = (await self.hear(said)).reply
        self.answers.append(pack(reply))
        return reply

    async def hear(self, said: Said) -> Outcome:
        """Let the bot receive what the nurse says."""
        number = next(self._numbers)
        turn = Turn(
            Platform.SLACK, HOME_TENANT, user_of(NURSE), Place(PlaceKind.PERSONAL, "D1"), said,
            f"slack:event:T1:Ev{number}", self.clock(), "Amina", frozenset(Carry),
            here={"channel": "D1"}, personal={"user": user_of(NURSE)},
        )  # fmt: skip
        return await self.front.receive(turn)

    async def report(self, text: str) -> bool:
        """Tell of an event, insist on it, submit what was understood; return whether it became a report."""
        reply = await self.say(Words(f"report {text}", command=True))
        for button in [button for card in reply.cards for button in card.buttons if button.label == "Report it anyway"]:
            reply = await self.say(Press(button.action, button.value))
        buttons = [button for card in reply.cards for button in card.buttons if button.label == "Submit"]
        if buttons:
            await self.say(Press(buttons[0].action, buttons[0].value))
        return bool(buttons)

    async def rows(self) -> str:
        """Return every value of every row."""
        parts = []
        async with self.database.reading() as tx:
            for table in metadata.sorted_tables:
                parts += [repr(tuple(row)) for row in await tx.execute(select(table))]
        return "\n".join(parts)

    def files(self) -> str:
        """Return the bytes of the database's files as text, with what is left of rows that were deleted."""
        files = [path for path in self.path.parent.iterdir() if path.name.startswith(self.path.name)]
        return "\n".join(path.read_bytes().decode("utf-8", "replace") for path in files)

    async def stored(self) -> str:
        """Return every value of every row, and the bytes of the database's files as text."""
        return f"{await self.rows()}\n{self.files()}"

    async def close(self) -> None:
        """Let go of the file."""
        await self.database.close()

    async def pages(self, words: Sequence[str]) -> str:
        """Return the figures, and what is answered to requests that make no sense and quote ``words``."""
        app = make_app(ready=lambda: measure_readiness(self.database, self.clock()), metrics=self.metrics)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        shown = []
        async with ClientSession() as session:
            for path in ("/metrics", "/health/ready", "/"):
                async with session.get(url + path) as answer:
                    shown.append(await answer.text())
            for word in words:
                for path in ("/slack/events", "/api/messages", "/nothing/here"):
                    async with session.post(url + path, params={"q": word}, data=word.encode()) as answer:
                        shown.append(await answer.text())
        await runner.cleanup()
        return "\n".join(shown)


_REFERENCE: Final = re.compile(r"se-20\d\d-\d{6}")


def left(wanted: Sequence[str], where: str, shortest: int = _SHORTEST) -> Iterator[str]:
    """Yield each planted word that stands in a text; one of fewer letters than ``shortest`` only where it stands alone.

    A database file writes one column behind another ("good_care", "wanna"), and digits meet by chance: there a report's
    reference is left out, for "SE-2026-000901" comes right before "2026-01-09".
    """
    lowered = where.lower() if shortest == _SHORTEST else _REFERENCE.sub(" ", where.lower())
    joined = re.sub(r"(?<=\d)[ .-](?=\d)", "", lowered)
    for word in wanted:
        if len(word) < (_DIGITS if word.isdigit() else shortest):
            if word in lowered and re.search(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", lowered):
                yield word
        elif word in (joined if word.isdigit() else lowered):
            yield word
