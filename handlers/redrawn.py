"""Earlier cards about one thing, on everybody's screen, owed anew when it changes: an old button must not look alive.

They go through the outbox like all that others see, drawn when they are sent. Nothing new is said to anybody.
"""

from collections.abc import Iterable
from typing import Final

from handlers.desk import Desk
from storage import outbox, sent
from storage.records import Message

AGAIN: Final = "again."
"""How the kinds of these messages begin."""
OF_ALERT: Final = (
    "notice.received", "notice.next", "notice.executive", "notice.close", "notice.ready",
    "reminder.stage", "reminder.alert_due", "reminder.alert_late",
)  # fmt: skip
"""Messages whose buttons make moves of an alert."""
OF_RECEIPT: Final = ("notice.triage", "reminder.receipt")


async def redraw(desk: Desk, subject: str, kinds: Iterable[str], stamp: int) -> None:
    """Owe everybody their earlier cards about a subject (``alert:12``), each as it stands when it is sent.

    The newest of each person is drawn anew at each ``stamp``, earlier ones once. The card that was pressed is replaced
    by the answer itself. A card inside a digest stays as it was: its buttons are checked like any others.
    """
    seen: set[int] = set()
    for message in await sent.alone(desk.tx, subject, kinds):
        person_id = message.person_id or 0
        is_newest = person_id not in seen
        seen.add(person_id)
        if desk.pressed is not None and message.receipt == desk.pressed:
            continue
        since = "" if is_newest or message.settled_at is None else message.settled_at.isoformat()
        await outbox.add(
            desk.tx,
            key=f"again:{message.id}:{stamp if is_newest else 'over'}",
            kind=AGAIN + subject.partition(":")[0],
            subject=f"person:{person_id}",
            person_id=person_id,
            due_at=desk.now,
            platform=message.platform,
            address=dict(message.receipt or {}),
            body=f"of={subject};since={since}",
        )


def of_what(message: Message) -> tuple[int, str]:
    """Return the number of what a card that is drawn anew is about, and since when newer ones followed it, or ""."""
    pairs = dict(part.partition("=")[::2] for part in (message.body or "").split(";"))
    number = pairs.get("of", "").partition(":")[2]
    return int(number) if number.isdecimal() else 0, pairs.get("since", "")
