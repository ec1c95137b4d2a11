"""Words as Adaptive Card elements in which nothing is markup, whoever wrote them.

A TextRun shows its text literally, so people's words go there. Headings, facts and problems must be TextBlocks or
facts, which read Markdown: there every character that could start markup is escaped.
"""

import re
from typing import Any, Final

from handlers.chat.card import shorten

Element = dict[str, Any]

_INLINE: Final = re.compile(r"([\\`*_\[\]{}~<>|])")
_ENTITY: Final = re.compile(r"&(?=#?\w+;)")
_START: Final = re.compile(r"^(\s*)([#+=-]|\d+(?=[.)]))")
_DATES: Final = re.compile(r"\{(?=\{)")


def escape(text: str) -> str:
    """Return the text so that a TextBlock or a fact shows it as it is. Lines become paragraphs."""
    lines = (_escape_line(line) for line in text.strip().splitlines())
    return "\n\n".join(line for line in lines if line.strip())


def _escape_line(line: str) -> str:
    line = _ENTITY.sub(r"\\&", _INLINE.sub(r"\\\1", line))
    found = _START.match(line)
    if found is None:
        return line
    mark = found[2]
    if mark.isdigit():
        rest = line[found.end() :]
        return f"{found[1]}{mark}\\{rest}"
    return f"{found[1]}\\{line[len(found[1]) :]}"


def literal(text: str) -> str:
    """Return the text for a TextRun, a label or a choice: only the date functions of cards need breaking up."""
    return _DATES.sub("{\u200b", text)


def run(text: str, **style: Any) -> Element:
    """Return a piece of a line. ``style`` is as TextRun has it: weight, isSubtle, color, italic."""
    return {"type": "TextRun", "text": literal(text), **style}


def line(*runs: Element, **layout: Any) -> Element:
    """Return one line or wrapped paragraph."""
    return {"type": "RichTextBlock", "inlines": list(runs), **layout}


def paragraphs(text: str, most: int, **style: Any) -> list[Element]:
    """Return a text of several lines, at most ``most`` characters, with a visible mark where it was cut."""
    drawn: list[Element] = []
    spacing = "default"
    for part in shorten(text.strip(), most).splitlines():
        if not part.strip():
            spacing = "small"
            continue
        layout = {} if spacing == "default" else {"spacing": spacing}
        drawn.append(line(run(part, **style), **layout))
        spacing = "none"
    return drawn


def heading(text: str) -> Element:
    """Return the title of a card. Screen readers jump to it."""
    return {
        "type": "TextBlock",
        "text": escape(text),
        "weight": "bolder",
        "size": "medium",
        "wrap": True,
        "style": "heading",
    }
