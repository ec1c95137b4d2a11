"""The button that throws a draft away. It asks once more, in words that say what will happen, and deletes nothing."""

from typing import Final

from handlers.chat.card import Button, Confirm, Style

_SURE: Final = Confirm(
    "Delete this draft?", "It has not been sent. What you wrote will be gone.", "Yes, delete it", "Keep it"
)


def delete_button(label: str, draft: str, *, action: str = "incidents.delete", style: Style = Style.PLAIN) -> Button:
    """Return the button. ``draft`` is ``d12``, with or without the version that is shown."""
    return Button(label, action, draft, style, _SURE)
