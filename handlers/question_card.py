"""One question of a form as a card: what is asked, how far it is, and what can be pressed. It keeps nothing."""

from typing import Final

from handlers import finding
from handlers.chat.card import BUTTON_MOST, Button, Card, Confirm, Part, Style, Text
from handlers.chat.form import UNKNOWN, Field, Widget
from handlers.chat.turn import RawAnswer

CANCEL: Final = Confirm("Throw this away?", "What you answered so far will be deleted.", "Yes, delete it")


def question_card(
    field: Field,
    number: int,
    total: int,
    *,
    wrong: str = "",
    known: RawAnswer | None = None,
    more: tuple[finding.Found, ...] = (),
) -> Card:
    """Return one question as a card: what is asked, how far it is, and the answers that can be pressed."""
    parts: list[Part] = []
    if wrong:
        parts.append(Text(wrong if wrong.startswith("Please ") else f"Please check: {wrong}"))
    if field.hint:
        parts.append(Text(field.hint, quiet=True))
    buttons = [Button(one.name[:BUTTON_MOST], "chat.answer", f"{field.name}|#{one.id}") for one in more]
    if field.widget is Widget.CHOICES:
        chosen = known if isinstance(known, tuple) else ()
        labels = [choice.label for choice in field.choices if choice.value in chosen]
        parts.append(Text("Chosen: " + (", ".join(labels) or "nothing yet") + "."))
        buttons += [
            Button(
                ("Remove " if choice.value in chosen else "") + choice.label[:50],
                "chat.toggle",
                f"{field.name}|{choice.value}",
            )
            for choice in field.choices
        ]
        buttons.append(Button("Done", "chat.answer", f"{field.name}|", Style.PRIMARY))
    else:
        buttons += [
            Button(choice.label[:BUTTON_MOST], "chat.answer", f"{field.name}|{choice.value}")
            for choice in field.choices
        ]
    if field.otherwise:
        buttons.append(Button("I don't know", "chat.answer", f"{field.name}|{UNKNOWN}"))
    if field.widget is Widget.DATE:
        buttons += [
            Button("Today", "chat.answer", f"{field.name}|today"),
            Button("Yesterday", "chat.answer", f"{field.name}|yesterday"),
        ]
    if field.widget is Widget.NUMBER and field.least == 0:
        buttons += [Button(str(n), "chat.answer", f"{field.name}|{n}") for n in (1, 0)]
    parts.append(Text(f"Question {number} of {total}. {_how(field)}", quiet=True))
    buttons += [Button("Back", "chat.back")] if number > 1 else []
    buttons += [Button("Skip", "chat.skip")] if not field.required else []
    buttons += [Button("Save for later", "chat.later"), cancel_button()]
    return Card("chat.question", field.label, tuple(parts), tuple(buttons))


def cancel_button() -> Button:
    """Return the button that throws the answers away, and asks once more before it does."""
    return Button("Cancel", "chat.cancel", style=Style.DANGER, confirm=CANCEL)


def _how(field: Field) -> str:
    match field.widget:
        case Widget.LOCATION:
            return "Type the name of the place, like ward 7."
        case Widget.PERSON:
            return "Type the person's name."
        case Widget.DATE:
            return "Type a date like 14/03/2026, or press a button."
        case Widget.TIME:
            return "Type a time like 02:15."
        case Widget.NUMBER:
            return "Type a number."
        case Widget.CHOICE | Widget.CHOICES:
            return "Press a button, or type the answer."
        case Widget.FILE:
            return "Send the file in this chat, or skip."
        case _:
            return "Type your answer."
