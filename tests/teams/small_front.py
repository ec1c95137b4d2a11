"""A front of a few lines for the adapter's tests: it notes turns, answers by rule, and sends what cannot be carried.

It knows nothing of the project's handlers; like the real front it does a repeated delivery once.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel

from handlers.chat.card import Button, Card, Confirm, Facts, Style, Text, say
from handlers.chat.form import Ask, Choice, Finds, Form, LocationRef, PersonRef, form
from handlers.chat.port import Outcome, Parcel, Receipt, Sender
from handlers.chat.reply import Reply, ask, show, tell
from handlers.chat.turn import Answers, Carry, Opened, Passage, Press, Turn, Words


class Colour(StrEnum):
    """Something to choose from."""

    RED = "red"
    BLUE = "blue"
    GREEN = "green"


LABELS = {Colour.RED: "Red", Colour.BLUE: "Blue", Colour.GREEN: "Green"}


class Sheet(BaseModel):
    """A form with the widgets that behave differently on Teams."""

    what: Annotated[str, Ask("What happened", long=True, most=3000)]
    colours: Annotated[tuple[Colour, ...], Ask("Colours", labels=LABELS)]
    where: Annotated[LocationRef, Ask("Where")]
    who: Annotated[PersonRef | None, Ask("Who saw it")] = None


def sheet() -> Form:
    """Return the empty form."""
    return form(Sheet, "test.sheet", "A sheet", context="7")


def asking_card() -> Card:
    """Return a card with a press, a press with a question, and a fact in words full of markup."""
    yes = Confirm("Send it?", "The safety team will read it.", "Yes, send it")
    buttons = (
        Button("Acknowledge", "test.ack", "12", Style.PRIMARY),
        Button("Send", "test.send", "12", confirm=yes),
        Button("Open the form", "test.open"),
    )
    return Card("test.card", "An *alert*", (Text("by [x](http://y)"), Facts((("Where", "_Ward 7_"),))), buttons)


def answer(turn: Turn) -> Reply:
    """Return what this front says to a turn."""
    match turn.said:
        case Press("test.open"):
            return ask(sheet())
        case Press(action, value):
            return tell(f"Done: {action} {value}", replaces=True)
        case Answers("test.sheet", context, values) if not values.get("what"):
            return ask(sheet().with_errors({"what": "Please answer this one."}, values))
        case Answers(name, context, _):
            return Reply((say(f"Thank you for {name} {context}."),), replaces=True, keep=True)
        case Passage(text):
            return Reply((say(f"A draft of: {text}"),), form=sheet())
        case Opened.WELCOME:
            return tell("Hello. Write help.")
        case Words("form"):
            return ask(sheet())
        case Words("nothing"):
            return Reply()
        case _:
            return show(asking_card())


@dataclass
class SmallFront:
    """The front. ``turns`` are in order and each delivery stands there once."""

    rule: Callable[[Turn], Reply] = answer
    turns: list[Turn] = field(default_factory=list)
    repeated: int = 0
    failing: bool = False
    sender: Sender | None = None
    receipts: list[Receipt] = field(default_factory=list)
    places: int = 3
    searches: list[Finds] = field(default_factory=list)
    _answered: dict[str, Reply] = field(default_factory=dict)

    async def receive(self, turn: Turn) -> Outcome:
        """Answer in the response what it can carry, and send the rest at once."""
        if self.failing:
            return Outcome(tell("We could not save that."), failed=True)
        if turn.delivery in self._answered:
            self.repeated += 1
            return Outcome(self._answered[turn.delivery], repeated=True)
        self.turns.append(turn)
        reply = self.rule(turn)
        carried = self._carries(turn, reply)
        self._answered[turn.delivery] = reply if carried else Reply()
        if (not carried or (turn.fleeting and reply.keep)) and (reply.cards or reply.form):
            await self._send(turn, reply)
        return Outcome(self._answered[turn.delivery])

    async def find(self, kind: Finds, query: str, *, at_home: bool, limit: int = 20) -> tuple[Choice, ...]:  # noqa: ARG002
        """Return a few places and very many people."""
        self.searches.append(kind)
        many = self.places if kind is Finds.LOCATION else 200
        name = "Ward" if kind is Finds.LOCATION else "Person"
        found = (Choice(f"#{number}", f"{name} {number}") for number in range(1, many + 1))
        return tuple(choice for choice in found if query in choice.label)[:limit]

    def _carries(self, turn: Turn, reply: Reply) -> bool:
        if reply.form is not None and Carry.FORM not in turn.carries:
            return False
        return Carry.NEW in turn.carries or Carry.REPLACE in turn.carries

    async def _send(self, turn: Turn, reply: Reply) -> None:
        if self.sender is None or turn.personal is None:
            return
        alone = turn.whispers and not turn.fleeting
        replaces = reply.replaces and turn.card is not None
        address = turn.card if replaces and turn.card is not None else turn.here if alone else turn.personal
        parcel = Parcel(f"k:{len(self.receipts)}", address, reply, replaces=replaces)
        self.receipts.append(await self.sender.send(parcel))
