"""A reception to speak to without any platform: who says what, what is answered at once, what goes to the outbox.

Beside the bot's own capabilities it has one that fails, waits and asks whatever a test needs.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time
from enum import StrEnum
from itertools import count
from typing import Annotated, Any, Final

from invented import NURSE, Clock, user_of
from pydantic import BaseModel

from handlers.capabilities import CAPABILITIES
from handlers.capability import Capability, FormRoute, Route
from handlers.chat.card import Button, Card, Facts, Items, Text
from handlers.chat.form import Ask, FileRef, Form, LocationRef, PersonRef, form
from handlers.chat.port import Outcome
from handlers.chat.reply import Reply, ask, tell, unpack
from handlers.chat.turn import (
    HOME_TENANT,
    Answers,
    Carry,
    Place,
    PlaceKind,
    Platform,
    Press,
    RawAnswer,
    Said,
    Turn,
    Upload,
    Words,
)
from handlers.desk import Desk, House
from handlers.reception import Reception
from storage import files, outbox
from storage.database import Database
from storage.records import Message, OutboxState

EVERYTHING: Final = frozenset(Carry)
DM: Final = Place(PlaceKind.PERSONAL, "D1")
CHANNEL: Final = Place(PlaceKind.CHANNEL, "C1")
_NUMBERS: Final = count(1)


class Colour(StrEnum):
    """What the choices of the test form are made of."""

    RED = "red"
    BLUE = "blue"


LABELS: Final = {Colour.RED: "Red", Colour.BLUE: "Blue"}


class EveryWidget(BaseModel):
    """A form with one question of every kind. ``depth`` is asked only when there was water."""

    text: Annotated[str, Ask("Say something", hint="Anything.", most=40)]
    story: Annotated[str, Ask("Tell a story", long=True)]
    water: Annotated[bool, Ask("Was there water?")]
    depth: Annotated[int | None, Ask("How deep?", top=20)] = None
    day: Annotated[date | None, Ask("Which day?")] = None
    hour: Annotated[time | None, Ask("What time?")] = None
    colour: Annotated[Colour | None, Ask("Which colour?", labels=LABELS, unknown=True)]
    colours: Annotated[tuple[Colour, ...], Ask("Which colours?", labels=LABELS)] = ()
    place: Annotated[LocationRef | None, Ask("Where?")] = None
    lead: Annotated[PersonRef | None, Ask("Who?")] = None
    paper: Annotated[FileRef | None, Ask("A paper?")] = None


async def _opens(turn: Turn, desk: Desk, context: str) -> Form:
    del turn, desk
    return form(EveryWidget, "test.every", "Everything", context=context)


async def _answered(turn: Turn, desk: Desk, model: EveryWidget, context: str) -> Reply:
    del turn
    if model.text == "no":
        again = form(EveryWidget, "test.every", "Everything", context=context)
        return Reply(form=again.with_errors({"text": "Please do not say no."}, desk.raw))
    if model.paper is not None:
        await files.keep(desk.tx, model.paper)
    pairs = tuple((name, str(value)) for name, value in model)
    return Reply((Card("test.done", f"Done: {context}", (Facts(pairs),)),))


def _applies(name: str, raw: Mapping[str, RawAnswer]) -> bool:
    return name != "depth" or raw.get("water") == "yes"


async def _break(turn: Turn, desk: Desk, rest: str) -> Reply:
    del turn
    desk.talk.put("broken", True)
    await desk.audit("test.broken", "person:1")
    await desk.notify(desk.person.id, "notice.test", "person:1")
    raise ValueError(f"secret words: {rest}")


async def _count(turn: Turn, desk: Desk, rest: str) -> Reply:
    del turn, rest
    seen = int(desk.talk.state.get("count", 0)) + 1
    await asyncio.sleep(0.01)
    desk.talk.put("count", seen)
    await desk.audit("test.counted", "person:1", seen=seen)
    return tell(f"Number {seen}", replaces=True)


async def _keep(turn: Turn, desk: Desk, rest: str) -> Reply:
    del turn, desk, rest
    return Reply((Card("test.receipt", "Thank you"),), replaces=True, keep=True)


async def _share(turn: Turn, desk: Desk, rest: str) -> Reply:
    del turn, desk, rest
    return Reply((Card("test.shared", "For everybody"),), public=True)


async def _both(turn: Turn, desk: Desk, rest: str) -> Reply:
    asked = await _opens(turn, desk, rest)
    return Reply((Card("test.card", "First this"),), asked)


async def _every(turn: Turn, desk: Desk, rest: str) -> Reply:
    return ask(await _opens(turn, desk, rest))


async def _who(turn: Turn, desk: Desk, rest: str) -> Reply:
    del turn, rest
    return tell(f"{desk.person.name} {desk.person.id}")


TEST: Final = Capability(
    "test",
    words={
        "break": Route(_break, rest=True),
        "count": Route(_count),
        "both": Route(_both),
        "every": Route(_every, rest=True),
        "who": Route(_who, reads=True),
        "fail reading": Route(_break, reads=True),
        "share": Route(_share),
    },
    presses={"test.count": Route(_count), "test.keep": Route(_keep), "test.break": Route(_break)},
    forms={"test.every": FormRoute(EveryWidget, _opens, _answered, "Everything", applies=_applies)},
)


@dataclass
class Stage:
    """The reception and what it hands to the courier. A turn is the nurse's, in a chat of her own, unless said."""

    database: Database
    clock: Clock = field(default_factory=Clock)
    house: House = field(default_factory=House)
    capabilities: Sequence[Capability] = (*CAPABILITIES, TEST)
    handed: list[Message] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.front = Reception(self.database, self.capabilities, self.clock, self.house, self.handed.extend)

    def turn(self, said: Said | str, **other: Any) -> Turn:
        """Return a turn with a delivery of its own."""
        number = next(_NUMBERS)
        first = Turn(
            Platform.SLACK, HOME_TENANT, user_of(NURSE), DM, Words(said) if isinstance(said, str) else said,
            f"slack:event:T1:Ev{number}", self.clock(), "Amina", EVERYTHING,
            here={"channel": "D1"}, personal={"user": user_of(NURSE)},
        )  # fmt: skip
        return replace(first, **other)

    async def hear(self, said: Said | str, **other: Any) -> Outcome:
        """Let the reception receive a turn."""
        return await self.front.receive(self.turn(said, **other))

    async def say(self, said: Said | str, **other: Any) -> Reply:
        """Return what is answered at once."""
        return (await self.hear(said, **other)).reply

    async def press(self, reply: Reply, label: str, **other: Any) -> Reply:
        """Press a button of a reply by its label."""
        return await self.say(press_of(reply, label), **other)

    async def fill(self, reply: Reply, values: Mapping[str, RawAnswer], **other: Any) -> Reply:
        """Send the form of a reply with what stands in it and these answers over it."""
        asked = reply.form
        assert asked is not None, words_of(reply)
        files: Mapping[str, tuple[Upload, ...]] = other.pop("files", {})
        answers = Answers(asked.name, asked.context, {**asked.values, **values}, files)
        return await self.say(answers, **other)

    async def outbox(self) -> list[Message]:
        """Return all rows of the outbox, the oldest first."""
        async with self.database.reading() as tx:
            return sorted(await outbox.listing(tx, OutboxState, 1000), key=lambda one: one.id)


def buttons_of(reply: Reply) -> list[Button]:
    """Return every button of a reply, those in lists first."""
    lists = [part for card in reply.cards for part in card.parts if isinstance(part, Items)]
    inside = [button for part in lists for item in part.items for button in item.buttons]
    return [*inside, *(button for card in reply.cards for button in card.buttons)]


def press_of(reply: Reply, label: str) -> Press:
    """Return the press of the button with this label."""
    found = [one for one in buttons_of(reply) if one.label == label]
    assert found, f"no {label!r} among {[one.label for one in buttons_of(reply)]}"
    return Press(found[0].action, found[0].value)


def labels_of(reply: Reply) -> list[str]:
    """Return the labels of all buttons of a reply."""
    return [one.label for one in buttons_of(reply)]


def title_of(reply: Reply) -> str:
    """Return the heading of the first card."""
    return reply.cards[0].title if reply.cards else ""


def words_of(reply: Reply) -> str:
    """Return everything that can be read on the cards of a reply, line by line."""
    lines: list[str] = []
    for card in reply.cards:
        lines.append(card.title)
        for part in card.parts:
            match part:
                case Text(text):
                    lines.append(text)
                case Facts(pairs):
                    lines += [f"{label}: {value}" for label, value in pairs]
                case Items(items, more):
                    lines += [f"{item.title} / {item.text}" for item in items] + [more]
                case _:
                    lines.append(str(part))
    return "\n".join(lines)


def body_of(message: Message) -> Reply:
    """Return the reply that a row of the outbox holds."""
    return unpack(message.body or "")
