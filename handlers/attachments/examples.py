"""One of every card and form about files, with invented words, for the gallery test and for nothing else."""

from datetime import UTC, datetime

from handlers.attachments import cards
from handlers.attachments.form import PhotoForm
from handlers.chat.card import Card
from handlers.chat.form import Form, form
from storage.cleaning import FileKind
from storage.files import File

T0 = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
PHOTO = File("k" * 32, "photo 1.jpg", FileKind.JPEG, 245_760, "0" * 64, 2, T0)
PAPER = File("p" * 32, "document 2.pdf", FileKind.PDF, 1_300_000, "1" * 64, 2, T0)


def examples() -> tuple[Card | Form, ...]:
    """Return an example of each card and form, the ordinary and the longest."""
    return (
        cards.check_card([PHOTO], ()),
        cards.check_card([PHOTO, PAPER] * 2, ("This file is empty. Please send it again.",)),
        cards.check_card([], ("We take pictures (PNG or JPEG) and PDF. Please send one of these.",)),
        cards.stopped_card("d12"),
        cards.added_card([PHOTO], "d12"),
        cards.added_card([PHOTO, PAPER], "SE-2026-000123", again=True),
        cards.waiting_card([PHOTO]),
        cards.list_card("SE-2026-000123", [PHOTO, PAPER] * 5, removes=True),
        cards.link_card("photo 1.jpg", "https://safety.example.org/files/abc", 5),
        cards.link_card("photo 1.jpg", "", 5),
        form(PhotoForm, "files.add", "Add a photo or PDF", submit="Add", context="d12"),
    )
