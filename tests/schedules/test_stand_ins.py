"""A message about an alert that reaches nobody goes to whoever stands in, and nothing else does."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

import pytest
from lists import put_on_list
from post_office import T0, Clock, Post, Trust, found_trust, outbox_rows
from post_office import desk_of as plain_desk

from handlers.capability import Capability
from handlers.chat.reply import Reply, tell
from handlers.desk import Desk
from schedules import unreachable
from schedules.courier import Courier
from storage import absences, outbox
from storage.database import Database, Transaction
from storage.records import Message, OutboxState, Person, Platform, Role
from storage.tables import person_roles


async def _hello(message: Message, desk: Desk) -> Reply | None:
    return tell(f"{message.kind} for {desk.person.name}") if "quiet" not in message.kind else None


async def _desk_of(tx: Transaction, now: datetime, person: Person) -> Desk:
    desk = await plain_desk(tx, now, person)
    return replace(desk, capabilities=(Capability("x", draws={"notice.": _hello, "reminder.": _hello}),))


async def lose(
    database: Database,
    trust: Trust,
    whose: int,
    *,
    kind: str = "notice.x",
    subject: str = "",
    gone: tuple[int, ...] = (),
) -> Mapping[str, str]:
    """Owe a message to somebody whom no platform reaches; return the words that others got, by user."""
    async with database.transaction() as tx:
        about = subject or f"action:{trust.actions[0].id}"
        await outbox.add(tx, key="lost", kind=kind, subject=about, person_id=whose, due_at=T0)
    slack = Post(strangers={f"U{one}" for one in (whose, *gone)})
    courier = Courier(database, Clock(), {Platform.SLACK: slack}, {"notice.": _hello}, _desk_of)
    for _ in range(4):
        await courier.run_until_idle(T0)
    return {parcel.address["user"]: slack.words(number) for number, parcel in enumerate(slack.arrived)}


async def test_the_deputy_of_the_action_gets_what_did_not_reach_its_lead(database: Database) -> None:
    trust = await found_trust(database)
    heard = await lose(database, trust, trust.lead)
    assert set(heard) == {f"U{trust.deputy}", f"U{trust.specialist}"}
    assert "We could not reach Ama Lead with this. You stand in for them." in heard[f"U{trust.deputy}"]
    assert "notice.x for Ben Deputy" in heard[f"U{trust.deputy}"]
    assert "We cannot reach somebody" in heard[f"U{trust.specialist}"]


@pytest.mark.parametrize("is_executive", [True, False])
async def test_an_executive_is_stood_in_for_by_a_deputy_who_may_act_and_by_nobody_else(
    database: Database, is_executive: bool
) -> None:
    trust = await found_trust(database)
    async with database.transaction() as tx:
        await tx.execute(person_roles.insert(), {"person_id": trust.deputy, "role": Role.EXECUTIVE})
    await put_on_list(database, trust.executive, T0, deputy=trust.deputy)
    if not is_executive:  # the list takes no other deputy for an executive, but a duty can end later
        async with database.transaction() as tx:
            await tx.execute(person_roles.delete().where(person_roles.c.person_id == trust.deputy))
    heard = await lose(database, trust, trust.executive, subject=f"alert:{trust.alert.id}")
    assert (f"U{trust.deputy}" in heard) is is_executive
    assert f"U{trust.specialist}" in heard


async def test_who_is_away_is_not_asked_to_stand_in(database: Database) -> None:
    trust = await found_trust(database)
    today = T0.date()
    async with database.transaction() as tx:
        who = {"person_id": trust.deputy, "cover_id": None, "said_by": None}
        await absences.add(tx, first_day=today, last_day=today, now=T0, **who)
    assert set(await lose(database, trust, trust.lead)) == {f"U{trust.specialist}"}


async def test_a_stand_in_who_cannot_be_reached_either_is_left_to_the_specialist(database: Database) -> None:
    trust = await found_trust(database)
    heard = await lose(database, trust, trust.lead, gone=(trust.deputy,))
    assert set(heard) == {f"U{trust.specialist}"}
    kinds = [row.kind for row in await outbox_rows(database, OutboxState.FAILED)]
    assert sorted(kinds) == ["notice.instead", "notice.x"], "nobody stands in for who stands in"


@pytest.mark.parametrize(("kind", "subject"), [("notice.x", "incident:SE-2026-000001"), ("notice.quiet", "")])
async def test_a_report_is_nobody_elses_and_what_nobody_needs_is_not_passed_on(
    database: Database, kind: str, subject: str
) -> None:
    trust = await found_trust(database)
    await put_on_list(database, trust.lead, T0, deputy=trust.deputy)
    async with database.transaction() as tx:
        about = subject or f"action:{trust.actions[0].id}"
        lost = await outbox.add(tx, key="lost", kind=kind, subject=about, person_id=trust.lead, due_at=T0)
        assert lost is not None
        await unreachable.tell_stand_ins(tx, lost, T0)
    slack = Post()
    await Courier(database, Clock(), {Platform.SLACK: slack}, {"notice.": _hello}, _desk_of).run_until_idle(T0)
    assert f"U{trust.deputy}" not in {parcel.address["user"] for parcel in slack.arrived}
