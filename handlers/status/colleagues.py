"""Colleagues who are named in a status question by any part of their name, for those who see all alerts.

Only an exact part of one name is acted on. The name of nobody who works here is shown again or kept.
"""

from collections.abc import Sequence
from typing import Final

from rapidfuzz import utils

from handlers import finding
from handlers.chat.card import Button, Card, Text, shorten
from handlers.desk import Desk
from handlers.finding import Found
from handlers.status import listing
from handlers.status.listing import Wish
from storage import people
from storage.records import Person
from storage.rules.identifiers.words import is_word
from storage.rules.policy import Verb, may

SHOWN: Final = 6
_EXACT: Final = 98.0
_LIKE: Final = 86.0
_LEAST: Final = 3
_WORDS_MOST: Final = 4
_NO_NAME: Final = frozenset({
    "dr", "mr", "mrs", "ms", "miss", "prof", "professor", "sir", "dame", "s",
    "action", "actions", "alert", "alerts", "for", "of", "by", "about",
})  # fmt: skip
"""What stands beside a name and finds nobody by itself; "s" is what is left of "Tomasz's"."""


async def named(desk: Desk, query: str) -> list[Found]:
    """Return the colleagues whose name may have been typed, the likeliest first; none for who does not see all alerts.

    It comes before the words are screened: a name of staff would be taken out, and who asks gave it themselves.
    """
    if may(desk.person, Verb.SEE_ALL_ALERTS) is not None:
        return []
    return like(query, await people.all_active(desk.tx))


def like(query: str, staff: Sequence[Person]) -> list[Found]:
    """Return the staff whose name holds all the words typed, each whole, begun or with one slip, the likeliest first.

    When some hold them exactly, only these. An ordinary word is never taken for the slip of a name.
    """
    words = [word for word in utils.default_process(query).split() if word not in _NO_NAME]
    if not 0 < len(words) <= _WORDS_MOST or any(len(word) < _LEAST for word in words):
        return []
    found = finding.rank(" ".join(words), ((one.id, one.name, ()) for one in staff), limit=len(staff) or 1)
    exact = [one for one in found if one.score >= _EXACT]
    if exact or any(is_word(word) for word in words):
        return exact
    return [one for one in found if one.score >= _LIKE]


def is_sure(found: Sequence[Found]) -> bool:
    """Say whether one colleague, and nobody else, is named by exact parts of the name."""
    return len(found) == 1 and found[0].score >= _EXACT


async def alerts_of(desk: Desk, found: Found) -> Card:
    """Return the alerts that a colleague leads."""
    return await listing.page_card(desk, Wish(lead_id=found.id, about=found.name))


def button(found: Found) -> Button:
    """Return the way to the alerts that a colleague leads."""
    return Button(shorten(found.name, 60), "status.alerts", Wish(lead_id=found.id).value(0))


def which_card(found: Sequence[Found]) -> Card:
    """Ask which colleague was meant. What was typed is not shown again."""
    some = tuple(button(one) for one in found[:SHOWN])
    more = f" These are the first {SHOWN} of {len(found)}. Type more of the name." if len(found) > SHOWN else ""
    by_lead = Button("By lead", "chat.say", "alerts by lead")
    return Card(
        "status.colleague", "Which colleague do you mean?", (Text(f"Their alerts are shown.{more}"),), (*some, by_lead)
    )
