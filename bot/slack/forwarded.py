"""Messages that somebody forwards to the bot: the words and files of what was shared. Pure, and trusts no mark-up.

A preview that Slack unfolds by itself for a link, and what another bot attaches, is no forwarded message: of these
marks only ``is_share`` tells them apart, because a preview of a message is marked ``is_msg_unfurl`` like a share.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from bot.slack.text import read_markup

_LINES: Final = frozenset({"rich_text_section", "rich_text_quote", "rich_text_preformatted"})
_DEEP: Final = 12
"""How far rich text is followed inwards: lists within lists end far before."""


def is_forwarding(message: Mapping[str, Any]) -> bool:
    """Say whether another message was forwarded with this one, readable or not."""
    return any(True for _ in _shares(message))


def shared_words(message: Mapping[str, Any]) -> tuple[str, str]:
    """Return the words of the messages that were forwarded with this one, and the id of the first; "" for none.

    Slack puts a message's words into ``text``; where that is empty they stand in the blocks of the original alone.
    """
    found = [(words, str(one.get("ts", ""))) for one in _shares(message) if (words := _words(one)).strip()]
    return "\n\n".join(words for words, _ in found), found[0][1] if found else ""


def shared_files(message: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the files of the messages that were forwarded with this one, as Slack describes them."""
    listed = [one.get("files") for one in _shares(message)]
    return [file for files in listed if isinstance(files, list) for file in files if isinstance(file, dict)]


def _shares(message: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    attached = message.get("attachments")
    for one in attached if isinstance(attached, list) else []:
        if isinstance(one, dict) and one.get("is_share"):
            yield one


def _words(share: Mapping[str, Any]) -> str:
    text = share.get("text")
    if isinstance(text, str) and text.strip():
        return read_markup(text)
    originals = share.get("message_blocks")
    found = [words_of_blocks(share.get("blocks"))]
    for one in originals if isinstance(originals, list) else []:
        inner = one.get("message") if isinstance(one, dict) else None
        found.append(words_of_blocks(inner.get("blocks") if isinstance(inner, dict) else None))
    return "\n".join(filter(None, found))


def words_of_blocks(blocks: Any) -> str:
    """Return the words of rich text blocks, line by line; what is no rich text says nothing."""
    listed = blocks if isinstance(blocks, list) else []
    rich = [one for one in listed if isinstance(one, dict) and one.get("type") == "rich_text"]
    lines = "".join(piece for one in rich for piece in _pieces(one.get("elements"), _DEEP)).splitlines()
    return "\n".join(line.strip() for line in lines if line.strip())


def _pieces(elements: Any, deep: int) -> Iterator[str]:
    for one in elements if isinstance(elements, list) and deep else []:
        if not isinstance(one, dict):
            continue
        for name in ("text", "url", "unicode"):
            if isinstance(one.get(name), str) and one.get("type") in {"text", "link"}:
                yield one[name]
                break
        yield from _pieces(one.get("elements"), deep - 1)
        if one.get("type") in _LINES:
            yield "\n"
