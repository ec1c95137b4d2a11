"""What a person sees in the fake Slack, as plain structures that a transcript can be compared with."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Shown:
    """One message, modal or home tab. ``text`` is every line of it, ``raw`` what the fake keeps of it."""

    text: str
    buttons: tuple[str, ...]
    raw: dict[str, Any] = field(repr=False)
    title: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    """Label of each question → what stands in it."""
    errors: dict[str, str] = field(default_factory=dict)
    """Label of each question → the sentence beside it."""
    mine: bool = False
    """Whether the person wrote it themselves."""
    channel: str = ""
    whisper: bool = False


@dataclass(frozen=True)
class Screen:
    """Everything a person sees: the chat with the bot, whispers, channels, the open modal and the home tab."""

    chat: list[Shown]
    whispers: list[Shown]
    places: dict[str, list[Shown]]
    modal: Shown | None
    home: Shown | None

    def everything(self) -> str:
        """Return all text on the screen, for searching."""
        shown = [*self.chat, *self.whispers, *(m for place in self.places.values() for m in place)]
        shown += [found for found in (self.modal, self.home) if found is not None]
        return "\n".join(f"{found.title}\n{found.text}\n{' '.join(found.buttons)}" for found in shown)


def see_message(message: dict[str, Any], person: str, *, channel: str = "", whisper: bool = False) -> Shown:
    """Return a message as the person sees it: its blocks, or its text when it has none."""
    blocks = message.get("blocks") or []
    text = "\n".join(lines(blocks)) if blocks else message.get("text", "")
    mine = message.get("user") == person
    return Shown(text, labels(blocks), message, mine=mine, channel=channel, whisper=whisper)


def see_view(view: dict[str, Any]) -> Shown:
    """Return a modal or home tab as the person sees it."""
    fields, errors = {}, {}
    for block in view["blocks"]:
        if block["type"] == "input":
            label = block["label"]["text"]
            fields[label] = filled_in(block["element"])
            if block["block_id"] in view["errors"]:
                errors[label] = view["errors"][block["block_id"]]
    title = view.get("title", {}).get("text", "")
    return Shown("\n".join(lines(view["blocks"])), labels(view["blocks"]), view, title, fields, errors)


def filled_in(element: dict[str, Any]) -> str:
    """Return what stands in an input at first, in the words that are shown."""
    chosen = element.get("initial_options") or ([element["initial_option"]] if "initial_option" in element else [])
    if chosen:
        return ", ".join(option["text"]["text"] for option in chosen)
    return str(
        next((element[name] for name in ("initial_value", "initial_date", "initial_time") if name in element), "")
    )


def lines(blocks: list[dict[str, Any]]) -> list[str]:
    """Return the words of blocks, a line each, as a person reads them."""
    found: list[str] = []
    for block in blocks:
        match block["type"]:
            case "header":
                found.append(block["text"]["text"])
            case "section":
                found += [words(block["text"])] if "text" in block else []
                found += [words(part) for part in block.get("fields", [])]
            case "context":
                found += [words(element) for element in block["elements"]]
            case "rich_text":
                for element in block["elements"]:
                    found.append("".join(run["text"] for run in element["elements"]))
            case "image":
                found.append(f"[picture: {block['alt_text']}]")
            case "input":
                found.append(block["label"]["text"])
                found += [block["hint"]["text"]] if "hint" in block else []
    return found


def words(text: dict[str, Any]) -> str:
    """Return a text object as it is shown: plain text letter by letter, mrkdwn without its bold marks and entities."""
    if text["type"] == "plain_text":
        return str(text["text"])
    shown = str(text["text"]).replace("*", "")
    return shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def buttons(blocks: list[dict[str, Any]]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Return every button with the block that holds it."""
    found = []
    for block in blocks:
        elements = block.get("elements", []) if block["type"] == "actions" else [block.get("accessory") or {}]
        found += [(block, element) for element in elements if element.get("type") == "button"]
    return found


def labels(blocks: list[dict[str, Any]]) -> tuple[str, ...]:
    """Return the labels of the buttons, in order."""
    return tuple(element["text"]["text"] for _, element in buttons(blocks))
