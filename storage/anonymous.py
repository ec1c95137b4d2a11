"""Anonymous reports: how they are found by their code, and how what leads from them to a person is forgotten.

Nobody's id is ever written beside such a report; this module also takes away what stood there before it was sent.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import String, cast, delete, exists, literal, select, tuple_, update

from storage import conversations, incidents
from storage.database import Transaction
from storage.records import Incident
from storage.tables import conversations as conversations_table
from storage.tables import identities, not_names, outbox
from storage.tables import incidents as incidents_table

STATE_KEPT: Final = timedelta(days=7)
"""How long the state of a conversation is kept, counted from the instant that is left of it."""


async def by_digest(tx: Transaction, digest: str) -> Incident | None:
    """Return the report whose code has this digest, locked until the transaction ends; None when there is none."""
    wanted = select(incidents_table.c.id).where(incidents_table.c.retrieval_hash == digest).with_for_update()
    key = (await tx.execute(wanted)).scalar_one_or_none()
    if key is None:
        return None
    return (await incidents.by_ids(tx, [key])).get(key)


async def forget_traces(
    tx: Transaction,
    person_id: int,
    since: datetime,
    hour: datetime,
    *,
    seen: datetime,
    drafts: Collection[int] = (),
) -> None:
    """Forget what could lead from a report to the person who was writing it since ``since``.

    Answers to them hold the report's words; instants of what they did lie close to it, so of these the hour is left.
    Where the instant stands beside the person, ``seen`` is put instead, some instant before now: a full hour among
    everybody else's seconds would say who sent the report.
    Words that they said are no names may stand in the report and nowhere else. What others did is not touched, but for
    messages to whomever about its ``drafts``: they name who gave a draft and who took it.
    """
    await conversations.forget_answers(tx, person_id, hour)
    replies = (outbox.c.kind == "reply", outbox.c.person_id == person_id, outbox.c.due_at >= since)
    await tx.execute(delete(outbox).where(*replies))
    await tx.execute(delete(not_names).where(not_names.c.person_id == person_id, not_names.c.said_at >= since))
    active = (identities.c.person_id == person_id, identities.c.last_active_at > seen)
    await tx.execute(update(identities).where(*active).values(last_active_at=seen))
    talk = conversations_table.c
    theirs = select(identities.c.platform, identities.c.tenant, identities.c.user).where(
        identities.c.person_id == person_id
    )
    spoken = (tuple_(talk.platform, talk.tenant, talk.user).in_(theirs), talk.updated_at > seen)
    await tx.execute(update(conversations_table).where(*spoken).values(updated_at=seen, expires_at=seen + STATE_KEPT))
    await _forget_messages(tx, drafts)


async def _forget_messages(tx: Transaction, drafts: Collection[int]) -> None:
    """Delete the messages about drafts. Of one that holds messages about something else its draft is taken away."""
    rider = outbox.alias()
    about = outbox.c.subject.in_([f"draft:{number}" for number in drafts])
    holds = exists().where(rider.c.folded_into == outbox.c.id)
    await tx.execute(delete(outbox).where(about, ~holds))
    key = literal("forgotten:") + cast(outbox.c.id, String)
    await tx.execute(update(outbox).where(about).values(subject="draft", key=key, body=None))
