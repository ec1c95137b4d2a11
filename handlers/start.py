"""Help, the welcome and the start page: what every capability adds for this person. It adds nothing itself."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from handlers.capability import Capability, HelpLine, Route
from handlers.chat.card import BUTTON_MOST, Button, Card, Style, Text
from handlers.chat.reply import Reply, show, tell
from handlers.chat.turn import Turn
from handlers.desk import Desk


def help_card(desk: Desk) -> Reply:
    """Return what this person can do, as buttons: what most come for stands first."""
    return show(_help_of([line for one in desk.capabilities for line in one.help if line.shown_to(desk.person)]))


def _help_of(lines: Sequence[HelpLine]) -> Card:
    buttons = tuple(
        Button(line.does, "chat.say", line.words, Style.PRIMARY if line.primary else Style.PLAIN)
        for line in sorted(lines, key=lambda line: not line.primary)
    )
    text = Text(
        'Tell us in your own words what happened, like "patient fell on ward 7, no injury". '
        "Or press a button. Please leave out names and numbers of patients."
    )
    not_urgent = Text(
        "This is not for emergencies. For help with a patient now, use the usual emergency number.", quiet=True
    )
    return Card("help.card", "What you can do here", (text, not_urgent), buttons)


def welcome(desk: Desk) -> Reply:
    """Return the first words to somebody new."""
    first = help_card(desk).cards[0]
    whose = f"the safety bot of {desk.house.trust}" if desk.house.trust else "your trust's safety bot"
    hello = Text(f"Hello. This is {whose}. You can report a safety event here in about a minute.")
    return show(replace(first, title="Welcome", parts=(hello, *first.parts)))


async def home(turn: Turn, desk: Desk) -> Reply:
    """Return the person's start page: reporting first, then what waits for them."""
    cards = [card for one in desk.capabilities if one.home is not None for card in await one.home(turn, desk)]
    if len(cards) == 1:
        cards.append(_NOTHING)
    return Reply((*cards, _MORE))


_NOTHING: Final = Card("home.nothing", "Nothing waits for you. Thank you.")
_THANKS: Final = re.compile(
    r"(?:(?:ok(?:ay)?|great|good|lovely|brilliant|perfect|thanks|thank you|thankyou|thx|ta|cheers|no worries)"
    r"(?:,? (?:so much|very much|a lot|all|again))?[\s,.!]*)+",
    re.IGNORECASE,
)
"""Politeness and nothing else. It is no command, so that it is never suggested for one."""
_MORE: Final = Card("home.help", "", (Text("Need something else?"),), (Button("Help", "chat.say", "help"),))


def examples() -> tuple[Card, ...]:
    """Return one of every card, help at its longest."""
    lines = [HelpLine(f"command {number}", "x" * BUTTON_MOST, primary=number == 0) for number in range(12)]
    return _NOTHING, _MORE, _help_of(lines)


async def _help(turn: Turn, desk: Desk, rest: str) -> Reply:
    del turn, rest
    return help_card(desk)


async def _home(turn: Turn, desk: Desk, rest: str) -> Reply:
    del rest
    return await home(turn, desk)


def _thanks(text: str) -> str | None:
    return "" if _THANKS.fullmatch(text.strip(" .!,")) else None


async def _thanked(turn: Turn, desk: Desk, rest: str) -> Reply:
    """Answer politeness, without letting anybody take a draft for a report that was sent."""
    del turn, desk, rest
    return tell('You are welcome. A report is with us once you have pressed "Submit".')


START: Final = Capability(
    "start",
    shapes=((_thanks, Route(_thanked, reads=True)),),
    words={
        "help": Route(_help, reads=True),
        "hello": Route(_help, reads=True),
        "hi": Route(_help, reads=True),
        "home": Route(_home, reads=True),
        "start": Route(_home, reads=True),
    },
    examples=examples,
)
