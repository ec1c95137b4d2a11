"""Texts as a list of blocks: headings, paragraphs, list items. From HTML of any quality, or from plain text.

It keeps no markup, follows no link and runs nothing. One pass from left to right: the standard library's parser and
the C parsers that were tried take minutes for a megabyte of ``<a <a <a`` or of nested tags; this takes under a second.
"""

import html
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

LARGEST: Final = 1_000_000
"""Characters that are read; alerts have some ten thousand. What comes after is left out."""
TAGS_MOST: Final = 20_000
"""Tags that are read; alerts have some hundreds. A page of more is made to do harm."""
DEEP_MOST: Final = 200
"""How deep elements may lie in one another; those of alerts lie ten deep. Of a deeper page no more is read."""
CUT_OFF: Final = "[The rest of this text is not shown: it is not written as an alert is.]"
_BLOCKS: Final = frozenset(
    {
        "p", "div", "li", "ul", "ol", "table", "tr", "td", "th", "br", "hr", "section", "article", "blockquote",
        "h1", "h2", "h3", "h4", "h5", "h6", "dl", "dt", "dd", "body", "html", "pre", "address", "title",
    }
)  # fmt: skip
_NESTED: Final = _BLOCKS - {"p", "li", "tr", "td", "th", "dt", "dd", "br", "hr", "body", "html"}
"""Blocks that are closed when they end; of the others many a page closes none."""
_UNREAD: Final = ("script", "style", "template", "noscript", "head", "svg", "iframe")
_NAME: Final = re.compile(r"/?[a-zA-Z][a-zA-Z0-9]{0,15}")
_NUMBERED: Final = re.compile(r"\(?(\d{1,2})[.)]\s+(\S.*)", re.DOTALL)
_BULLET: Final = re.compile(r"[•·▪◦*–-]\s+(\S.*)", re.DOTALL)
_HEADING_MOST: Final = 70
_KNOWN_HEADING: Final = re.compile(
    r"(?:actions?(?: required| needed| by)?|for action by|deadlines? for actions?|explanation(?: of .{1,40})?|"
    r"(?:identified )?(?:patient )?safety issue|summary|background|additional information|enquiries|problem|"
    r"device details|references|distribution|stakeholder engagement|advice for .{1,40})\s*:?",
    re.IGNORECASE,
)


class Kind(StrEnum):
    """What a block is."""

    HEADING = "heading"
    TEXT = "text"
    NUMBERED = "numbered"
    BULLET = "bullet"


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of text on one line. ``number`` of a numbered item; ``level`` of a heading, 1 the highest."""

    kind: Kind
    text: str
    number: int = 0
    level: int = 0


def storable(text: str) -> str:
    """Return the text without what no database takes: zero characters and halves of characters."""
    return text.replace("\x00", " ").encode("utf-8", "replace").decode()


def is_html(text: str) -> bool:
    """Say whether a text is HTML rather than words."""
    return re.search(r"<(?:!doctype|html|body|p|div|h[1-6]|table|ol|ul|br)\b", text[:20_000], re.IGNORECASE) is not None


def blocks_of(text: str) -> tuple[Block, ...]:
    """Return the blocks of a text, HTML or not."""
    return from_html(text) if is_html(text) else from_plain(text)


class _Page:
    """What has been read of a page so far: the open lists, and the words since the last block began."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._words: list[str] = []
        self._kind = Kind.TEXT
        self._level = 0
        self._number = 0
        self._lists: list[int | None] = []
        self._deep = 0
        self._tags = 0

    @property
    def is_endless(self) -> bool:
        """Whether it has more tags, or deeper ones, than any page that people wrote."""
        return self._tags > TAGS_MOST or self._deep > DEEP_MOST

    def say(self, words: str) -> None:
        self._words.append(words)

    def end(self) -> None:
        text = re.sub(r"\s+", " ", "".join(self._words)).strip()
        self._words.clear()
        if text:
            self.blocks.append(_marked(text) if self._kind is Kind.TEXT else self._made(text))
        if self._kind is Kind.HEADING:
            self._kind = Kind.TEXT

    def _made(self, text: str) -> Block:
        kind, self._kind = self._kind, Kind.TEXT
        return Block(kind, text, self._number if kind is Kind.NUMBERED else 0, self._level)

    def tag(self, name: str) -> None:
        closing, name = name.startswith("/"), name.removeprefix("/")
        self._tags += 1
        if name in _NESTED:
            self._deep = max(self._deep + (-1 if closing else 1), 0)
        if name not in _BLOCKS:
            return
        if name == "p" and not self._is_begun() and self._kind in {Kind.NUMBERED, Kind.BULLET}:
            return  # the first paragraph of a list item is the item
        self.end()
        if closing:
            self._close(name)
        elif name in {"ol", "ul"}:
            if len(self._lists) < _DEEPEST:
                self._lists.append(0 if name == "ol" else None)
        elif name == "li":
            self._item()
        elif name[0] == "h" and name[1:].isdigit():
            self._kind, self._level = Kind.HEADING, int(name[1:])

    def _is_begun(self) -> bool:
        return any(not one.isspace() for one in self._words)

    def _item(self) -> None:
        self._level = len(self._lists)
        last = self._lists[-1] if self._lists else None
        if last is None:
            self._kind = Kind.BULLET
        else:
            self._lists[-1] = self._number = last + 1
            self._kind = Kind.NUMBERED

    def _close(self, name: str) -> None:
        self._kind = Kind.TEXT
        if name in {"ol", "ul"} and self._lists:
            self._lists.pop()


_DEEPEST: Final = 50


def from_html(text: str) -> tuple[Block, ...]:
    """Return the blocks of HTML. Scripts, styles, comments and attributes are not read; what is broken is text."""
    text = storable(text[:LARGEST])
    lower = text.lower() if text.isascii() else re.sub("[A-Z]+", lambda found: found[0].lower(), text)
    page = _Page()
    at = 0
    while at < len(text):
        opened = text.find("<", at)
        page.say(html.unescape(text[at : opened if opened >= 0 else len(text)]))
        if opened < 0:
            break
        if text.startswith("<!--", opened):
            end = text.find("-->", opened)
            at = end + 3 if end >= 0 else len(text)
            continue
        name = _NAME.match(text, opened + 1)
        if name is None and text[opened + 1 : opened + 2] not in {"!", "?", "/"}:
            page.say("<")
            at = opened + 1
            continue
        end = text.find(">", opened)
        if end < 0:
            break
        at = end + 1
        word = name[0].lower() if name else ""
        if word in _UNREAD:
            closed = lower.find(f"</{word}", at)
            at = closed if closed >= 0 else len(text)
        elif word:
            page.tag(word)
            if page.is_endless:
                page.end()
                page.say(CUT_OFF)
                break
    page.end()
    return tuple(page.blocks)


def from_plain(text: str) -> tuple[Block, ...]:
    """Return the blocks of plain text: lines that go on are joined, numbers and bullets begin items."""
    found: list[Block] = []
    is_open = False
    for raw in storable(text[:LARGEST]).splitlines():
        line = re.sub(r"\s+", " ", raw).strip()
        if not line:
            is_open = False
            continue
        block = _marked(line)
        if block.kind is Kind.TEXT and _is_heading(line):
            found.append(Block(Kind.HEADING, line.rstrip(":"), level=2))
            is_open = False
        elif block.kind is Kind.TEXT and is_open and _goes_on(found[-1].text, line):
            last = found[-1]
            found[-1] = Block(last.kind, f"{last.text} {line}"[:_LONGEST], last.number, last.level)
        else:
            found.append(block)
            is_open = True
    return tuple(found)


def _goes_on(before: str, line: str) -> bool:
    """Say whether a line goes on with the one before. After "Issued: …" only one that begins in small letters does."""
    if _LABELLED.match(line):
        return False
    return not _LABELLED.match(before) or line[0].islower()


_LONGEST: Final = 20_000
_LABELLED: Final = re.compile(r"[A-Z][A-Za-z /]{2,30}:\s")


def _marked(text: str) -> Block:
    numbered = _NUMBERED.fullmatch(text)
    if numbered is not None and int(numbered[1]) > 0:
        return Block(Kind.NUMBERED, numbered[2], int(numbered[1]))
    bullet = _BULLET.fullmatch(text)
    return Block(Kind.BULLET, bullet[1]) if bullet is not None else Block(Kind.TEXT, text)


def _is_heading(line: str) -> bool:
    if len(line) > _HEADING_MOST:
        return False
    return _KNOWN_HEADING.fullmatch(line) is not None or (line.isupper() and len(line.split()) > 1 and ":" not in line)


def is_cut_off(blocks: tuple[Block, ...]) -> bool:
    """Say whether a page was read only in part, because nobody writes such markup."""
    return bool(blocks) and blocks[-1].text == CUT_OFF


def as_text(blocks: tuple[Block, ...]) -> str:
    """Return blocks as lines of plain text."""
    marks = {Kind.BULLET: "- ", Kind.TEXT: "", Kind.HEADING: ""}
    return "\n".join(f"{one.number}. {one.text}" if one.kind is Kind.NUMBERED else f"{marks[one.kind]}{one.text}"
                     for one in blocks)  # fmt: skip
