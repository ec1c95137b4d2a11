"""An invented trust with one alert, and platforms that answer as a test wants: what the tests of time share.

The platforms remember what reached them; a test says beforehand what goes wrong with which attempt.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from invented import SHORT_LADDER
from lists import add_people

from handlers.chat.port import Parcel, Profile, Receipt, Unreachable, Unsure
from handlers.chat.reply import Reply, pack, tell
from handlers.desk import Desk, House, Talk
from schedules.courier import Courier, Pace
from schedules.terms import Terms
from storage import alerts, outbox, people
from storage.database import Database, Transaction
from storage.records import (
    HOME_TENANT,
    ActionStatus,
    Alert,
    AlertAction,
    AlertStatus,
    Message,
    OutboxState,
    Person,
    Platform,
    Role,
)
from storage.rules.ladder import pack_ladder

T0 = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
"""A Tuesday morning in London."""


def T(**later: float) -> datetime:  # noqa: N802 - reads as a point in time
    """Return an instant so much after ``T0``."""
    return T0 + timedelta(**later)


@dataclass
class Clock:
    """A clock that a test moves."""

    now: datetime = T0

    def __call__(self) -> datetime:
        """Return the test's time."""
        return self.now


@dataclass
class Trust:
    """The ids of the people and of the alert."""

    lead: int
    deputy: int
    executive: int
    specialist: int
    alert: Alert
    actions: tuple[AlertAction, ...]


async def found_trust(database: Database, *, actions: int = 1, due_on: date = date(2027, 1, 29)) -> Trust:
    """Store four people, who are all known on Slack by a user of their own, and an alert with so many actions."""
    staff = (
        ("Ama Lead", [Role.CLINICAL_LEAD]), ("Ben Deputy", []),
        ("Cai Executive", [Role.EXECUTIVE]), ("Dee Specialist", [Role.PATIENT_SAFETY_SPECIALIST]),
    )  # fmt: skip
    rows = [
        {"name": name, "email": f"{name.split()[0].lower()}@trust.example", "directorate": None, "roles": roles}
        for name, roles in staff
    ]
    async with database.transaction() as tx:
        ids = await add_people(tx, rows, T0)
        for person_id in ids:
            await people.link(tx, Platform.SLACK, HOME_TENANT, f"U{person_id}", person_id)
        alert, stored = await alerts.add(tx, alert_values(executive_id=ids[2]), [
            action_values(number=number, lead_id=ids[0], deputy_id=ids[1], due_on=due_on)
            for number in range(1, actions + 1)
        ])  # fmt: skip
    return Trust(ids[0], ids[1], ids[2], ids[3], alert, stored)


async def only(database: Database) -> Message:
    """Return the one message that is in the outbox."""
    (row,) = await outbox_rows(database)
    return row


async def owe_notice(database: Database, person_id: int, subject: str = "alert:1", kind: str = "notice.x") -> None:
    """Owe somebody a notice that is due now."""
    async with database.transaction() as tx:
        key = f"{kind}:{subject}:{person_id}"
        await outbox.add(tx, key=key, kind=kind, subject=subject, person_id=person_id, due_at=T0)


def rung_of(key: str) -> str:
    """Return the rung in the key of a reminder: ``due-7``."""
    kind, _, _, _, rung, _ = key.split(":")
    assert kind == "reminder"
    return rung


def alert_values(**other: Any) -> dict[str, Any]:
    """Return the columns of an alert."""
    return {
        "key": "NatPSA/2026/003", "reference": "NatPSA/2026/003/MHRA", "title": "Example pump", "issuer": "MHRA",
        "issued_on": date(2026, 11, 24), "complete_by": date(2027, 3, 1), "complex": False, "url": "",
        "explanation": "", "executive_id": None, "status": AlertStatus.ACTION_REQUIRED, "recorded_at": T0,
        "ladder": pack_ladder(SHORT_LADDER), **other,
    }  # fmt: skip


def action_values(**other: Any) -> dict[str, Any]:
    """Return the columns of an action."""
    return {
        "number": 1, "text": "Find every pump", "due_on": date(2027, 1, 29), "status": ActionStatus.ASSIGNED,
        "assigned_at": T0, **other,
    }  # fmt: skip


async def change(database: Database, action: AlertAction, **other: Any) -> AlertAction:
    """Store an action with other values and a grown fence, and return it."""
    async with database.transaction() as tx:
        await alerts.save_action(tx, action, replace(action, **other), [])
        changed = await alerts.action(tx, action.id)
    assert changed is not None
    return changed


async def acknowledge(database: Database, action: AlertAction, at: datetime) -> AlertAction:
    """Let the lead acknowledge an action."""
    return await change(
        database, action, status=ActionStatus.ACKNOWLEDGED, acknowledged_at=at, acknowledged_by=action.lead_id
    )


async def outbox_rows(database: Database, *states: OutboxState) -> list[Message]:
    """Return the rows of the outbox in these states (all when none is named)."""
    async with database.reading() as tx:
        return await outbox.listing(tx, states or OutboxState, 100_000)


async def owe_reply(database: Database, key: str, *, user: str = "U1", now: datetime = T0, **other: Any) -> Message:
    """Store a reply for a Slack user."""
    values: dict[str, Any] = {"platform": Platform.SLACK, "address": {"user": user}, "body": pack(tell(key)), **other}
    async with database.transaction() as tx:
        message = await outbox.add(tx, key=key, kind="reply", subject="person:1", due_at=now, **values)
    assert message is not None
    return message


@dataclass
class Post:
    """A platform. ``wrong`` holds what to raise at the next sends, by key of the message or "*".

    ``keeps``: it takes the message before it raises. ``blind``: it cannot say what it has. ``slow``: seconds a send.
    """

    platform: Platform = Platform.SLACK
    wrong: dict[str, list[Exception]] = field(default_factory=dict)
    keeps: bool = False
    blind: bool = False
    slow: float = 0.0
    strangers: set[str] = field(default_factory=set)
    arrived: list[Parcel] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    began: asyncio.Event = field(default_factory=asyncio.Event)
    landed: asyncio.Event = field(default_factory=asyncio.Event)
    busy: int = 0
    busiest: int = 0

    async def send(self, parcel: Parcel) -> Receipt:
        """Take a parcel, or raise what the test wants."""
        self.busy += 1
        self.began.set()
        self.busiest = max(self.busiest, self.busy)
        try:
            await asyncio.sleep(self.slow)
            if parcel.address.get("user") in self.strangers:
                raise Unreachable("user_not_found")
            faults = self.wrong.get(parcel.key) or self.wrong.get("*")
            if faults:
                if self.keeps:
                    self.arrived.append(parcel)
                raise faults.pop(0)
            self.arrived.append(parcel)
            self.landed.set()
            return Receipt({"ts": str(len(self.arrived))})
        finally:
            self.busy -= 1

    async def find(self, parcel: Parcel) -> Receipt | None:
        """Say whether a parcel arrived, unless blind."""
        self.asked.append(parcel.key)
        if self.blind:
            raise Unsure("cannot look")
        at = next((number for number, one in enumerate(self.arrived, 1) if one.key == parcel.key), None)
        return None if at is None else Receipt({"ts": str(at)})

    async def look_up(self, user: str) -> Profile | None:
        """Know nobody."""
        del user
        return None

    @property
    def keys(self) -> list[str]:
        """The keys of what arrived, in order."""
        return [parcel.key for parcel in self.arrived]

    def words(self, number: int = -1) -> str:
        """Return all words of a parcel's cards."""
        return str(self.arrived[number].reply.cards)


async def desk_of(tx: Transaction, now: datetime, person: Person) -> Desk:
    """Set up a desk without places and forms."""
    return Desk(tx, now, person, House(), Talk(), places=(), capabilities=(), forms={})


async def draw_key(message: Message, desk: Desk) -> Reply | None:
    """Draw a message as its key and the name of its person."""
    return tell(f"{message.key} for {desk.person.name}")


def a_courier(
    database: Database,
    clock: Clock,
    *posts: Post,
    drawers: Mapping[str, Any] | None = None,
    pace: Pace | None = None,
    terms: Terms | None = None,
) -> Courier:
    """Return a courier for these platforms, which draws everything by ``draw_key`` unless told otherwise."""
    senders = {post.platform: post for post in posts}
    drawn = {"reminder.": draw_key, "notice.": draw_key} if drawers is None else drawers
    return Courier(database, clock, senders, drawn, desk_of, pace, terms)
