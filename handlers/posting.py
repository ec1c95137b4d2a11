"""How an answer reaches the person: in the answer to the request as far as that can hold it, else by the outbox.

It calls no platform. What is born here is leased to this process, which may send it at once after the commit.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from handlers import chat_cards
from handlers.chat.reply import Reply, pack, show
from handlers.chat.turn import Carry, PlaceKind, Turn
from handlers.desk import Desk
from storage import outbox
from storage.records import Message, OutboxState

LEASE: Final = timedelta(seconds=30)


async def post(turn: Turn, desk: Desk, reply: Reply, *, asks: bool) -> tuple[Reply, list[Message]]:
    """Split a reply into what the answer to the request carries and what goes through the outbox.

    ``asks``: the questions of its form may be asked one at a time, where the form cannot be opened.
    """
    if reply.form is not None and not turn.opens_forms:
        offer = chat_cards.offer(reply.form, one_at_a_time=asks)
        reply = Reply((*reply.cards, offer), None, reply.replaces, reply.public, reply.keep)
    carry = Carry.REPLACE if reply.replaces else Carry.NEW
    carried = Reply(
        reply.cards if carry in turn.carries else (),
        reply.form if Carry.FORM in turn.carries else None,
        replaces=reply.replaces,
        public=reply.public,
    )
    posted = Reply(
        () if carried.cards else reply.cards,
        None if carried.form else reply.form,
        replaces=reply.replaces,
        public=reply.public,
    )
    messages = []
    if posted.cards or posted.form:
        messages += await _send_here(turn, desk, posted)
    if reply.behind is not None and turn.fleeting and turn.card is not None:
        messages += await row(turn, desk, "behind", turn.card, show(reply.behind, replaces=True))
    if reply.keep and turn.fleeting and turn.personal is not None:
        messages += await row(turn, desk, "keep", turn.personal, show(*reply.cards))
    return carried, messages


async def _send_here(turn: Turn, desk: Desk, reply: Reply) -> list[Message]:
    alone = turn.place.kind is PlaceKind.PERSONAL or turn.whispers or reply.public
    if alone:
        address = turn.card if reply.replaces and turn.card is not None else turn.here
        return await row(turn, desk, "reply", address, reply)
    personal = turn.personal or {}
    private, note = chat_cards.part_private(reply, turn.deletes if desk.removed else "")
    return [
        *await row(turn, desk, "private", personal, private),
        *await row(turn, desk, "note", turn.here, show(note)),
    ]


async def row(turn: Turn, desk: Desk, part: str, address: Mapping[str, str], reply: Reply) -> list[Message]:
    """Return the message that sends a part of the answer at once: stored, or with no row where nothing may be kept."""
    if turn.unlinked:
        return [_unstored(turn, f"{turn.delivery}:{part}", address, reply, desk.now)]
    stored = await outbox.add(
        desk.tx,
        key=f"{turn.delivery}:{part}",
        kind="reply",
        subject=f"person:{desk.person.id}",
        person_id=desk.person.id,
        due_at=desk.now,
        platform=turn.platform,
        address=dict(address),
        body=pack(reply),
        lease_until=desk.now + LEASE,
    )
    return [stored] if stored is not None else []


def _unstored(turn: Turn, key: str, address: Mapping[str, str], reply: Reply, now: datetime) -> Message:
    """Return a message that is sent once and has no row: a row would lead to the person, and is missed by nobody else.

    When the platform does not take it at once it is lost, and the person asks again.
    """
    return Message(
        0, key, "reply", "", None, now, OutboxState.SENDING, 0, 1,
        platform=turn.platform, address=dict(address), body=pack(reply), lease_until=now + LEASE,
    )  # fmt: skip


def carries_all(turn: Turn, reply: Reply) -> bool:
    """Say whether the response can hold the whole reply, so that nothing has to be stored for it."""
    cards = not reply.cards or (Carry.REPLACE if reply.replaces else Carry.NEW) in turn.carries
    return cards and (reply.form is None or Carry.FORM in turn.carries)
