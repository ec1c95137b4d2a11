"""The conversation at the top of the README: played with the real handlers, planner and courier, and written as text.

Only the network is missing: what other people are sent is caught by a sender that keeps it.
"""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any, Final

from bot.app import Core, make_core
from handlers.alerts.recording import Problems, add_from_json
from handlers.chat.card import Button, Card, Facts, Items, Picture, Steps, Text
from handlers.chat.form import Form
from handlers.chat.port import Parcel, Profile, Receipt
from handlers.chat.reply import Reply
from handlers.chat.turn import HOME_TENANT, Carry, Place, PlaceKind, Platform, Press, Said, Turn, Words
from handlers.desk import House
from handlers.reception import Reception
from schedules.courier import Courier
from storage import migrations
from storage.database import Database
from storage.imports.places import import_places
from storage.imports.staff import import_staff

DEMO: Final = Path(__file__).parents[1] / "bot" / "demo"
TUESDAY: Final = datetime(2026, 11, 24, 8, 5, tzinfo=UTC)
"""Tuesday 24 November 2026, 08:05 in London."""
_EVERYTHING: Final = frozenset(Carry)
_NUMBERS: Final = count(1)


@dataclass
class Clock:
    """The time of the conversation."""

    now: datetime = TUESDAY

    def __call__(self) -> datetime:
        """Return it."""
        return self.now


@dataclass
class KeptPost:
    """A sender that keeps what it is handed, by the user whom it is for."""

    platform: Platform = Platform.SLACK
    kept: dict[str, list[Reply]] = field(default_factory=dict)

    async def send(self, parcel: Parcel) -> Receipt:
        """Keep a parcel."""
        self.kept.setdefault(parcel.address["user"], []).append(parcel.reply)
        return Receipt(dict(parcel.address))

    async def find(self, parcel: Parcel) -> Receipt | None:
        """Know of nothing."""
        del parcel
        return None

    async def look_up(self, user: str) -> Profile | None:
        """Vouch for nobody."""
        del user
        return None


@dataclass
class Talk:
    """A trust in which somebody speaks, presses, and is sent things."""

    core: Core
    reception: Reception
    courier: Courier
    post: KeptPost
    clock: Clock
    shown: Reply = field(default_factory=Reply)

    async def say(self, user: str, words: str, *, command: bool = False) -> Reply:
        """Return what the bot answers to words."""
        return await self.do(user, Words(words, command=command))

    async def press(self, user: str, label: str) -> Reply:
        """Return what the bot answers to the button with this label on the last card that was shown."""
        found = next(button for card in self.shown.cards for button in buttons_of(card) if button.label == label)
        return await self.do_press(user, found.action, found.value)

    async def do_press(self, user: str, action: str, value: str) -> Reply:
        """Return what the bot answers to a button."""
        return await self.do(user, Press(action, value))

    async def record(self, alert: Mapping[str, Any]) -> None:
        """Record an alert as ``safety-bot alert add`` does, and let everybody hear of it."""
        async with self.core.database.transaction() as tx:
            recorded = await add_from_json(tx, dict(alert), self.clock(), "cli")
        if isinstance(recorded, Problems):
            raise RuntimeError(" ".join(recorded.sentences))  # noqa: TRY004 - it is an answer, not a type
        await self.courier.run_until_idle(self.clock())

    def newest_for(self, user: str) -> Reply:
        """Return the newest message to somebody, so that its buttons can be pressed."""
        self.shown = self.post.kept[user][-1]
        return self.shown

    async def do(self, user: str, said: Said) -> Reply:
        """Return what the bot answers to anything."""
        delivery = f"talk:{next(_NUMBERS)}"
        place = Place(PlaceKind.PERSONAL, user)
        outcome = await self.reception.receive(
            Turn(
                Platform.SLACK, HOME_TENANT, user, place, said, delivery, self.clock(),
                carries=_EVERYTHING, here={"user": user}, personal={"user": user},
            )
        )  # fmt: skip
        if outcome.failed:
            raise RuntimeError("the turn failed")
        self.shown = outcome.reply
        return outcome.reply


async def open_talk(database: Database, core: Core | None = None, reception: Reception | None = None) -> Talk:
    """Return a talk in a new store with the demo's people and wards. ``reception`` stands in for the core's own."""
    clock = Clock()
    await migrations.upgrade(database)
    await import_staff(database, (DEMO / "staff.csv").read_bytes(), now=clock(), apply=True)
    await import_places(database, (DEMO / "locations.csv").read_bytes(), now=clock(), apply=True)
    post = KeptPost()
    whole = core or make_core(database, clock, House())
    front = reception or whole.reception
    courier = Courier(database, clock, {Platform.SLACK: post}, front.router.draws, front.desk_of)
    whole.post.courier = courier
    return Talk(whole, front, courier, post, clock)


async def transcript(alert: Mapping[str, Any]) -> str:
    """Return the conversation: a report, an acknowledgement, and a status question."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'talk.db'}")
        try:
            return await _play(await open_talk(database), alert)
        finally:
            await database.close()


async def _play(talk: Talk, alert: Mapping[str, Any]) -> str:
    told = (
        "pt fell on ward 7 approx 0215, unwitnessed, skin tear L elbow, cleaned and dressed. "
        "falls alarm wasnt switched on. nhs 999 526 0182"
    )
    lines = [f"AMINA YUSUF, NURSE: {told}", _shown(await talk.say("U0AMINA", told))]
    lines += ["AMINA presses [Submit]", _shown(await talk.press("U0AMINA", "Submit"))]
    talk.clock.now = TUESDAY.replace(hour=9, minute=10)
    await talk.record(alert)
    lines += ["AN ALERT IS RECORDED. DR LEILA HADDAD, CLINICAL LEAD, RECEIVES:", _shown(talk.newest_for("U0LEILA"))]
    talk.clock.now = TUESDAY.replace(hour=9, minute=12)
    lines += ["LEILA presses [Acknowledge]", _shown(await talk.press("U0LEILA", "Acknowledge"))]
    talk.clock.now = TUESDAY.replace(hour=9, minute=14)
    lines += ["JO WHITFIELD, PATIENT SAFETY SPECIALIST: /safety status"]
    lines += [_shown(await talk.say("U0JO", "status", command=True))]
    return "\n\n".join(lines) + "\n"


def _shown(reply: Reply) -> str:
    return "\n".join(f"    {line}".rstrip() for line in read_aloud(reply))


def read_aloud(reply: Reply) -> list[str]:
    """Return a reply as lines of plain text."""
    lines: list[str] = []
    for card in reply.cards:
        lines += [card.title] if card.title else []
        for part in card.parts:
            lines += _part(part)
        lines += [" ".join(f"[{button.label}]" for button in card.buttons)] if card.buttons else []
    return lines + (_form(reply.form) if reply.form is not None else [])


def _part(part: Text | Facts | Items | Steps | Picture) -> list[str]:
    match part:
        case Text():
            return [f"“{line}”" if part.quote else line for line in part.text.splitlines()]
        case Facts():
            return [f"{label}: {value}" for label, value in part.pairs]
        case Items():
            lines = []
            for item in part.items:
                lines += [f"- {item.title}"] + ([f"  {item.text}"] if item.text else [])
                lines += [f"  {' '.join(f'[{one.label}]' for one in item.buttons)}"] if item.buttons else []
            return lines + ([part.more] if part.more else [])
        case Steps():
            return [f"{step.state}: {step.title}" for step in part.steps]
        case Picture():
            return [part.alt]


def _form(form: Form) -> list[str]:
    return [form.title, *(f"{field.label} ____" for field in form.fields), f"[{form.submit}]"]


def buttons_of(card: Card) -> list[Button]:
    """Return every button on a card."""
    inside = [
        button for part in card.parts if isinstance(part, Items) for item in part.items for button in item.buttons
    ]
    return [*card.buttons, *inside]
