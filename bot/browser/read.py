"""Reads what the page posts into turns. It trusts none of it: actions, values and form names go on unchecked."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from aiohttp import web
from multidict import MultiDictProxy

from bot.browser.draw import mark
from bot.browser.persona import Persona
from handlers.chat.turn import (
    HOME_TENANT,
    Answers,
    Carry,
    Opened,
    Place,
    PlaceKind,
    Platform,
    Press,
    RawAnswer,
    Turn,
    Upload,
    Words,
)

Posted = MultiDictProxy[str | bytes | bytearray | web.FileField]

BODY_MOST: Final = 12 * 1024 * 1024
"""The largest post: a few photographs."""
WAYS: Final = frozenset({Carry.REPLACE, Carry.NEW, Carry.FORM})
COMMAND: Final = "/safety"
ANSWER: Final = "answer."
FOUND: Final = "found."
FOUND_AS: Final = "found-as."


class Unreadable(Exception):  # noqa: N818 - an answer to a request, not a fault of ours
    """The post is not one that the page sends. The reason is fit to be shown."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Makes turns of one persona's posts at one instant."""

    persona: Persona
    now: datetime

    def words(self, posted: Posted) -> Turn:
        """Return typed words as a turn."""
        return self._turn(said(text(posted, "words").strip()), delivery(posted))

    def press(self, posted: Posted) -> Turn:
        """Return a pressed button as a turn. A double click on the same drawing is one delivery."""
        action, value = pressed(text(posted, "press"))
        turn_id = f"{delivery(posted)}:{mark(action, value)}"
        return self._turn(Press(action, value), turn_id, message_id(posted))

    def answers(self, posted: Posted) -> Turn:
        """Return a form that was sent off as a turn, with its files."""
        sent = Answers(text(posted, "form"), text(posted, "context"), answers(posted), uploads(posted))
        return self._turn(sent, delivery(posted), message_id(posted))

    def opened(self, what: Opened, turn_id: str) -> Turn:
        """Return the opening of the home card as a turn."""
        return self._turn(what, turn_id)

    def _turn(self, said: Words | Press | Answers | Opened, turn_id: str, message: int = 0) -> Turn:
        user = self.persona.user
        return Turn(
            platform=Platform.BROWSER,
            tenant=HOME_TENANT,
            user=user,
            place=Place(PlaceKind.PERSONAL, user),
            said=said,
            delivery=turn_id,
            at=self.now,
            name=self.persona.name,
            carries=WAYS,
            here={"user": user},
            card={"user": user, "message": str(message)} if message else None,
            personal={"user": user},
        )


async def read_post(request: web.Request) -> Posted:
    """Return the fields of a post of at most ``BODY_MOST`` bytes. Raises Unreadable, also when it is larger."""
    try:
        return await request.clone(client_max_size=BODY_MOST).post()
    except web.HTTPRequestEntityTooLarge:
        raise Unreadable("This is too large for the demo. Please send smaller files, 10 MB in all.") from None
    except (ValueError, LookupError):  # no UTF-8, an unknown character set, a broken multipart body
        raise Unreadable("We could not read that. Please reload the page and try again.") from None


def text(posted: Posted, name: str) -> str:
    """Return one posted field as text; nothing for a missing one or a file. Line ends become a single newline."""
    found = posted.get(name, "")
    return found.replace("\r\n", "\n") if isinstance(found, str) else ""


def message_id(posted: Posted) -> int:
    """Return the number of the message that was pressed, 0 for none."""
    found = text(posted, "message")
    return int(found) if found.isascii() and found.isdecimal() and len(found) < len("1000000000") else 0


def said(words: str) -> Words:
    """Return typed words. "/safety status" is a command, as it is in Slack; "status" alone may answer a question."""
    first, _, rest = words.partition(" ")
    return Words(rest.strip(), command=True) if first.lower() == COMMAND else Words(words)


def delivery(posted: Posted) -> str:
    """Return the identity of the drawn fragment that was used. Raises Unreadable unless it is one of ours."""
    try:
        return f"browser:{UUID(text(posted, 'delivery'))}"
    except ValueError:
        raise Unreadable("This page is out of date. Please reload it.") from None


def pressed(raw: str) -> tuple[str, str]:
    """Return action and value of a button. Raises Unreadable for anything that no button of ours posts."""
    try:
        action, value = json.loads(raw)
    except (ValueError, TypeError, RecursionError):
        raise Unreadable("This page is out of date. Please reload it.") from None
    if not (isinstance(action, str) and isinstance(value, str)):
        raise Unreadable("This page is out of date. Please reload it.")
    return action, value


def answers(posted: Posted) -> dict[str, RawAnswer]:
    """Return raw answers by field name: a tuple where several came, a reference where one was picked."""
    found: dict[str, RawAnswer] = {}
    for key in dict.fromkeys(posted):
        if not key.startswith(ANSWER):
            continue
        name = key.removeprefix(ANSWER)
        several = tuple(part.replace("\r\n", "\n") for part in posted.getall(key) if isinstance(part, str))
        picked = text(posted, FOUND + name)
        if picked and several and several[0].strip() == text(posted, FOUND_AS + name).strip():
            several = (picked,)
        if len(several) > 1:
            found[name] = tuple(part for part in several if part)
        elif several:
            found[name] = several[0]
    return found


def labels(posted: Posted) -> dict[str, str]:
    """Return the words that stood in the search fields, by the reference that was picked, to show them again."""
    return {
        text(posted, key): text(posted, FOUND_AS + key.removeprefix(FOUND))
        for key in posted
        if key.startswith(FOUND) and text(posted, key)
    }


def uploads(posted: Posted) -> Mapping[str, tuple[Upload, ...]]:
    """Return the files that were handed over, by field name."""
    found: dict[str, list[Upload]] = {}
    for key, part in posted.items():
        if key.startswith(ANSWER) and isinstance(part, web.FileField):
            name = part.filename.replace("\\", "/").rsplit("/", 1)[-1]
            found.setdefault(key.removeprefix(ANSWER), []).append(Upload(name, part.content_type, part.file.read()))
    return {name: tuple(files) for name, files in found.items()}
