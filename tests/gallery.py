"""Every card and form drawn on every platform, and what a person then reads: what the gallery tests look at.

Each drawing is first put before that platform's own judge: Slack's limits, the official Adaptive Card schema, and a
strict reading of the page's HTML.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any, Final

from fakes import slack_screen, teams_screen
from fakes.slack_rules import check_message, check_view

from bot.browser.chats import Message
from bot.browser.draw import Scene, draw_message
from bot.slack.draw import cards_as_blocks, no_upload, notice
from bot.slack.view import Memory, cards_as_home, cards_as_view, form_as_view
from bot.teams.actions import Ask
from bot.teams.draw import BUDGET, draw, size_of
from handlers.chat.card import Card, Facts, Items, Picture, Steps, Text
from handlers.chat.form import Choice, Finds
from handlers.chat.reply import Reply

NOW: Final = datetime(2026, 11, 24, 9, 12, tzinfo=UTC)
WARDS: Final = {
    Finds.LOCATION: tuple(Choice(f"#{number}", f"Ward {number}") for number in range(1, 9)),
    Finds.PERSON: tuple(Choice(f"#{number}", f"Person {number}") for number in range(1, 80)),
}
_VOID: Final = {"input", "br", "img", "hr", "meta", "link"}
_ASKS: Final = {"input", "select", "textarea"}
_INLINE: Final = "bdi"
"""Holds words together within a line."""
_QUIET: Final = {"hidden", "submit", "button"}


@dataclass
class Shown:
    """What stands before a person: all lines of text, the labels of all buttons, and the labels of all questions."""

    text: str
    buttons: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


def _uploaded(picture: Picture) -> str:
    del picture
    return "F1"


def _check_no_command(value: Any) -> None:
    """Refuse a bare angle bracket where Slack reads markup: it would call everybody, or make a link."""
    if isinstance(value, list):
        for part in value:
            _check_no_command(part)
    elif isinstance(value, dict):
        assert value.get("type") != "mrkdwn" or not {"<", ">"} & set(value["text"]), value["text"]
        for part in value.values():
            _check_no_command(part)


def on_slack(reply: Reply) -> Shown:
    """Draw a reply on Slack wherever it can stand: in a message, in a modal and on the home tab."""
    files = ("F1",)
    if reply.cards:
        for uploaded in (_uploaded, no_upload):
            blocks = cards_as_blocks(reply.cards, uploaded)
            check_message(notice(reply.cards), blocks, files)
            _check_no_command(blocks)
            assert "<" not in notice(reply.cards), "Slack would read a command in the notification"
            check_view(cards_as_home(reply.cards, uploaded), files)
            check_view(cards_as_view(reply.cards, Memory(), uploaded), files)
    if reply.form is None:
        blocks = cards_as_blocks(reply.cards)
        return Shown("\n".join(slack_screen.lines(blocks)), list(slack_screen.labels(blocks)))
    view = form_as_view(reply.form, Memory(), reply.cards)
    check_view(view, files)
    seen = slack_screen.see_view({**view, "errors": {}})
    filled = "\n".join(seen.fields.values())
    return Shown(f"{seen.title}\n{seen.text}\n{filled}", [*seen.buttons, view["submit"]["text"]], list(seen.fields))


def on_teams(reply: Reply) -> Shown:
    """Draw a reply on Teams, for a chat and for a dialog."""
    for ask in Ask:
        card = draw(reply, WARDS, ask=ask)
        faults = teams_screen.schema_faults(card)
        assert not faults, faults[:3]
        assert size_of(card) <= BUDGET
    card = draw(reply, WARDS)
    shown = teams_screen.actions(card)
    text = [*teams_screen.words(card), *(one.question for one in shown)]
    asked = [str(element["label"]) for element in teams_screen.inputs(card).values()]
    return Shown("\n".join(text), [one.title.replace("\u200b", "") for one in shown], asked)


def on_browser(reply: Reply) -> Shown:
    """Draw a reply on the page. Raises AssertionError for HTML that is not well formed, or an input without a label."""
    html = draw_message(Message(7, NOW, 1, 1, cards=reply.cards, form=reply.form), Scene("amina", "token", NOW))
    return read_page(html)


def read_page(html: str) -> Shown:
    """Return what can be read in a piece of the page. Raises AssertionError for what a browser would mend silently."""
    page = Page()
    page.feed(html)
    page.close()
    return page.shown()


PLATFORMS: Final[dict[str, Callable[[Reply], Shown]]] = {"slack": on_slack, "teams": on_teams, "browser": on_browser}


def said_by(card: Card) -> Iterator[str]:
    """Return short beginnings of everything that the card says."""
    for part in card.parts:
        match part:
            case Text(text):
                yield text
            case Facts(pairs):
                yield from (label for label, _ in pairs)
                yield from (value for _, value in pairs)
            case Items(items, more):
                yield from (item.title for item in items)
                yield from (item.text for item in items)
                yield more
            case Steps(steps):
                yield from (step.title for step in steps)
            case Picture():
                yield part.alt


def readable(words: str, platform: str) -> str:
    """Return how a text begins once a platform has laid it out; Teams may shorten what follows."""
    first = " ".join(words.replace("\u200b", "").split())
    return first[:140] if platform == "teams" else first[:600]


def squeezed(shown: Shown) -> str:
    """Return everything that can be read with single spaces."""
    return " ".join(shown.text.replace("\u200b", "").split())


class Page(HTMLParser):
    """A strict reader: every element is closed in its order, and every question has words of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[str] = []
        self._lines: list[str] = [""]
        self._labels: dict[str, str] = {}
        self._ids: set[str] = set()
        self._described: list[str] = []
        self._needs: list[tuple[str, dict[str, str]]] = []
        self._label_for: list[str] = []
        self._buttons: list[str] = []
        self._legends: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element, and what it refers to."""
        given = {name: value or "" for name, value in attrs}
        assert len(given) == len(attrs), f"<{tag}> names an attribute twice"
        assert tag not in {"script", "style", "iframe", "object"}, f"<{tag}> in a message"
        assert not any(name.startswith("on") for name in given), f"<{tag}> runs something"
        if "id" in given:
            assert given["id"] not in self._ids, f"two elements are {given['id']}"
            self._ids.add(given["id"])
        self._described += given.get("aria-describedby", "").split()
        if tag in _ASKS and given.get("type") not in _QUIET:
            inside = "label" in self._open
            self._needs.append((given.get("id", ""), given | {"inside": "yes" if inside else ""}))
        if tag == "img":
            assert given.get("alt"), "a picture without words"
            self._lines.append(f"[{given['alt']}]")
        if tag in {"input", "textarea"} and given.get("value") and given.get("type") in {None, "text"}:
            self._lines.append(given["value"])
        if tag not in _VOID:
            self._open.append(tag)
            self._lines += [""] * (tag != _INLINE)
        if tag == "label":
            self._label_for.append(given.get("for", ""))
            self._labels.setdefault(given.get("for", ""), "")
        if tag == "button":
            self._buttons.append("")
        if tag == "legend":
            self._legends.append("")

    def handle_endtag(self, tag: str) -> None:
        """Close an element; anything but the innermost is a fault."""
        assert self._open, f"</{tag}> closes nothing"
        assert self._open[-1] == tag, f"</{tag}> where </{self._open[-1]}> belongs"
        self._open.pop()
        self._lines += [""] * (tag != _INLINE)
        if tag == "label":
            self._label_for.pop()

    def handle_data(self, data: str) -> None:
        """Collect text, for whom it stands."""
        self._lines[-1] += data
        if self._label_for:
            self._labels[self._label_for[-1]] += data
        if "button" in self._open and self._buttons:
            self._buttons[-1] += data
        if "legend" in self._open:
            self._legends[-1] += data

    def shown(self) -> Shown:
        """Return what was read, once everything holds."""
        assert not self._open, f"never closed: {self._open}"
        missing = [name for name in self._described if name not in self._ids]
        assert not missing, f"described by nothing: {missing}"
        for name, given in self._needs:
            words = given.get("aria-label") or self._labels.get(name, "").strip() or given["inside"]
            assert words, f"a question without a label: {given}"
        asked = [text.strip() for text in self._labels.values() if text.strip()]
        asked += [text.strip() for text in self._legends]
        lines = [" ".join(line.split()) for line in self._lines]
        buttons = [" ".join(text.split()) for text in self._buttons]
        return Shown("\n".join(line for line in lines if line), buttons, asked)
