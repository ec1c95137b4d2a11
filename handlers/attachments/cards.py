"""Cards about photos and documents. None of them shows what is in a file."""

from collections.abc import Sequence

from handlers.chat.card import Button, Card, Confirm, Item, Items, Part, Style, Text
from handlers.files import count, listed, size
from storage.files import File

CHECK = "Does it show a name, a face, a wristband, a tattoo, notes, or a screen with patient details?"


def button(subject: str) -> Button:
    """Return the way to add a file to a draft (``d12``) or to a report (its reference)."""
    return Button("Add a photo or PDF", "chat.open", f"files.add:{subject}")


def check_card(found: Sequence[File], refused: Sequence[str]) -> Card:
    """Return the question that is asked about files that were sent before anybody asked it."""
    parts: list[Part] = [Text(one) for one in refused]
    if not found:
        return Card("files.check", "We took no file", tuple(parts))
    it = "it" if len(found) == 1 else "them"
    check = CHECK if len(found) == 1 else CHECK.replace("Does it", "Do they", 1)
    keys = ",".join(one.key for one in found)
    parts = [
        Text(f"{check} We hold {it} for an hour until you answer, and nobody can open {it}."),
        *parts,
    ]
    buttons = (
        Button("No, none of these", "files.fine", keys, Style.PRIMARY),
        Button(f"Yes, or not sure: delete {it}", "files.delete", keys),
    )
    return Card("files.check", f"Before we add your {_what(found)}", tuple(parts), buttons)


def _what(found: Sequence[File]) -> str:
    """Return what was handed over after "your": "photo", or "2 photos and 1 document"."""
    return count(found).removeprefix("1 ") if len(found) == 1 else count(found)


def stopped_card(subject: str) -> Card:
    """Return what is said when somebody saw that a picture shows a patient."""
    text = (
        "Thank you for checking. We did not keep it. Please delete it from this chat too, if you sent it here. "
        "You can cover or cut away what shows who it is, take it again, and send that."
    )
    buttons = [Button("Add another", "chat.open", f"files.add:{subject}")] if subject else []
    return Card("files.stopped", "Not added", (Text(text),), tuple(buttons))


def added_card(found: Sequence[File], subject: str, *, again: bool = False) -> Card:
    """Return what a draft (``d12``) or report now has. ``again``: nothing new was among what was sent."""
    draft = subject.startswith("d")
    what = "draft" if draft else "report"
    title = f"This {what} has it already" if again else f"Added to your {what if draft else f'report {subject}'}"
    text = (
        f"With it: {listed(found)}. We took out hidden details, such as where and when it was made. "
        f"Only people who may read the report can open it, and no chat shows it."
    )
    back = (
        Button("Back to your report", "incidents.confirm", subject, Style.PRIMARY)
        if draft
        else Button("Show the report", "incidents.show", subject, Style.PRIMARY)
    )
    remove = Button(
        "Remove",
        "files.remove",
        subject,
        confirm=Confirm(
            "Remove the files?", "All photos and documents that you see here are deleted.", "Yes, delete", "Keep"
        ),
    )
    return Card("files.added", title, (Text(text),), (back, button(subject), *((remove,) if draft else ())))


def waiting_card(found: Sequence[File]) -> Card:
    """Return what is said about a file for which there is no report yet."""
    it = "it" if len(found) == 1 else "them"
    return Card(
        "files.waiting",
        f"Thank you. We have your {_what(found)}",
        (Text(f"Now tell us what happened, in a message. We add {it} to that report. We keep {it} for an hour."),),
    )


def list_card(reference: str, found: Sequence[File], *, removes: bool) -> Card:
    """Return the files of a report by name, kind and size. ``removes``: this person may delete them."""
    items = tuple(
        Item(one.name, f"{one.kind.words}, {size(one.size)}", _buttons(reference, one, removes=removes))
        for one in found
    )
    return Card(
        "files.list",
        f"Files of report {reference}"[:140],
        (Text("They may be upsetting to see. Please do not pass them on."), Items(items)),
    )


def _buttons(reference: str, one: File, *, removes: bool) -> tuple[Button, ...]:
    value = f"{reference}:{one.key}"
    sure = Confirm(
        "Delete this file?", f"{one.name} is deleted from the report. This cannot be undone.", "Yes, delete it", "Keep"
    )
    download = Button("Download", "files.download", value, Style.PRIMARY)
    return (download, Button("Delete", "files.erase", value, Style.DANGER, sure)) if removes else (download,)


def link_card(name: str, url: str, minutes: int) -> Card:
    """Return a link to one file; without an address, how it can be had."""
    if not url:
        text = (
            "The file is kept, but nobody can open it from here yet: we never post a photo into a chat. "
            "Please ask the IT colleagues who look after this bot. They can hand it to you."
        )
        return Card("files.link", f"Download {name}", (Text(text),))
    text = f"The link works once, for {minutes} minutes, and is for you alone."
    return Card(
        "files.link",
        f"Download {name}",
        (Text(text),),
        (Button("Open the link", "files.open", style=Style.PRIMARY, url=url),),
    )
