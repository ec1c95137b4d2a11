"""Draws cards, forms and the page as HTML. All words are plain text: Jinja escapes every one of them."""

import base64
import json
import re
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from hashlib import blake2s
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import uuid4

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.browser.chats import Message
from bot.browser.leap import LABELS, Landing, clock_words, moment_words
from bot.browser.persona import Persona
from handlers.chat.card import Button, Card, Facts, Items, Part, Picture, Steps, StepState, Text
from handlers.chat.form import UNKNOWN, Field, Form, Widget
from handlers.chat.turn import RawAnswer

RADIOS_MOST: Final = 8
"""Up to this many choices all stand open; more go into a list that opens."""
_REFERENCE: Final = re.compile(r"\b(SE-\d{4}-\d{6})\b")
_SCHEMES: Final = frozenset({"http", "https", "mailto", "tel"})
_STEP_WORDS: Final = {
    StepState.DONE: ("✓", "Done"),
    StepState.NOW: ("→", "Now"),
    StepState.NEXT: ("○", "To come"),
    StepState.LATE: ("!", "Late"),
}


@dataclass(frozen=True, slots=True)
class Scene:
    """What a message is drawn for: whose page, which token, and the demo's instant."""

    user: str
    token: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Sight:
    """The whole page as one persona sees it. ``unread`` counts by user id; ``since`` is the last change it shows."""

    scene: Scene
    trust: str
    persona: Persona
    personas: tuple[Persona, ...]
    unread: dict[str, int]
    messages: tuple[Message, ...]
    since: int
    landing: Landing | None
    draft: str
    notice: str


def draw_page(sight: Sight) -> str:
    """Return the page."""
    return _render("page.html", sight=sight, labels=LABELS)


def draw_message(message: Message, scene: Scene) -> str:
    """Return one message of the chat, with an identity of its own for what is posted from it."""
    return _render("message.html", message=message, scene=scene, delivery=new_delivery())


def draw_landing(landing: Landing, personas: tuple[Persona, ...]) -> str:
    """Return what came of moving the clock, with a link to each person whom a message reached."""
    return _render("landing.html", landing=landing, names={persona.user: persona.name for persona in personas})


def badge(count: int) -> str:
    """Return what an unread badge says: "3 new", or nothing."""
    return f"{count} new" if count else ""


def new_delivery() -> str:
    """Return a fresh identity for one drawing."""
    return str(uuid4())


def mark(action: str, value: str) -> str:
    """Return a short mark for a button that is the same in every drawing."""
    return blake2s(f"{action}\0{value}".encode("utf-8", "replace"), digest_size=5).hexdigest()


def buttons_of(cards: tuple[Card, ...]) -> tuple[Button, ...]:
    """Return every button that stands on the cards, those in lists included, in order."""
    return tuple(
        button
        for card in cards
        for button in (
            *(b for part in card.parts if isinstance(part, Items) for item in part.items for b in item.buttons),
            *card.buttons,
        )
    )


def _kind(part: Part) -> str:
    match part:
        case Text():
            return "text"
        case Facts():
            return "facts"
        case Items():
            return "items"
        case Steps():
            return "steps"
        case Picture():
            return "picture"


def _as_press(button: Button) -> str:
    return json.dumps([button.action, button.value])


def _button_mark(button: Button) -> str:
    return mark(button.action, button.value)


def _safe_url(url: str) -> str:
    """Return a link that cannot run anything, or nothing. A path of this very page is one of ours."""
    if url.startswith("/") and not url.startswith(("//", "/\\")):
        return url
    return url if urlsplit(url).scheme in _SCHEMES else ""


def _picture(picture: Picture) -> str:
    return "data:image/png;base64," + base64.b64encode(picture.png).decode()


def _step(state: StepState) -> tuple[str, str]:
    return _STEP_WORDS[state]


def _values(form: Form, field: Field) -> tuple[str, ...]:
    raw: RawAnswer = form.values.get(field.name, "")
    return raw if isinstance(raw, tuple) else tuple(part for part in (raw,) if part)


def _shown(form: Form, field: Field) -> str:
    value = next(iter(_values(form, field)), "")
    return form.shown.get(value, "" if value.startswith("#") else value)


def _control(field: Field) -> str:
    """Return how this field is drawn."""
    match field.widget:
        case Widget.CHOICE:
            return "radios" if len(field.choices) <= RADIOS_MOST else "select"
        case Widget.CHOICES:
            return "checks"
        case Widget.LOCATION | Widget.PERSON:
            return "search"
        case Widget.DATE:
            return "date"
        case Widget.TIME:
            return "time"
        case Widget.NUMBER:
            return "number"
        case Widget.PARAGRAPH:
            return "paragraph"
        case Widget.FILE:
            return "file"
        case Widget.TEXT:
            return "line"


def _british(value: str) -> str:
    """Return an ISO day as people write it here, and any other words as they are.

    A browser's own date field follows the language of the browser: 11/12 would be a day in November to some.
    """
    try:
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    except ValueError:
        return value


def _pieces(words: str) -> list[str]:
    """Return words in pieces; every second one is the reference of a report, which is not broken at its hyphens."""
    return _REFERENCE.split(words)


def _clock(value: str) -> str:
    """Return an ISO time without its seconds, and any other words as they are."""
    try:
        return f"{time.fromisoformat(value):%H:%M}"
    except ValueError:
        return value


def _hint(field: Field) -> str:
    """Return the hint of a field; a day and a time say how they can be written."""
    how = {Widget.DATE: "Like 14/03/2026.", Widget.TIME: "Like 02:15."}.get(field.widget, "")
    own = field.hint
    return " ".join(part for part in (how, own) if part)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    words: dict[str, Any] = {
        "accepted": _accepted,
        "as_press": _as_press,
        "badge": badge,
        "buttons_of": buttons_of,
        "button_mark": _button_mark,
        "clock_words": clock_words,
        "control": _control,
        "draw_message": draw_message,
        "draw_landing": draw_landing,
        "hint": _hint,
        "kind": _kind,
        "moment_words": moment_words,
        "new_delivery": new_delivery,
        "picture": _picture,
        "pieces": _pieces,
        "safe_url": _safe_url,
        "shown": _shown,
        "step": _step,
        "UNKNOWN": UNKNOWN,
        "values": _values,
    }
    environment.globals.update(words)
    environment.filters.update(british=_british, clock=_clock)
    return environment


def _accepted(field: Field) -> str:
    """Return the endings of the kinds of files that answer, as a browser takes them."""
    endings = {f".{kind}" for kind in field.takes}
    return ",".join(sorted(endings | ({".jpeg"} if ".jpg" in endings else set())))


def _render(name: str, **what: Any) -> str:
    return _environment().get_template(name).render(**what)
