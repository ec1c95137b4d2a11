"""Reminders in chat: a digest opened line by line, snooze, leave and who stands in, what stands still.

Each stands on one platform; how they are sent is proved elsewhere.
"""

from datetime import UTC, datetime

from northmoor import Northmoor
from on_one import ON_SLACK, ON_TEAMS, ON_THE_PAGE
from sqlalchemy import select

from storage.records import OutboxState
from storage.rules.ladder import pack_ladder
from storage.tables import alert_actions, alerts, outbox


def morning(day: int, month: int = 11, year: int = 2026) -> datetime:
    """Return the minute after reminders are due in winter."""
    return datetime(year, month, day, 9, 1, tzinfo=UTC)


@ON_SLACK
async def test_a_digest_opens_line_by_line_for_its_reader_only(trust: Northmoor) -> None:
    leila, amina, tomasz = (trust.person(name) for name in ("leila", "amina", "tomasz"))
    await trust.record_alert()
    await trust.move_to(morning(25))
    await leila.sees("Your safety work today (Wed 25 Nov)", "Waiting for you: 2", buttons=("Open", "My actions"))
    async with trust.database.reading() as tx:
        sent = select(outbox.c.id).where(outbox.c.state == OutboxState.SENT, outbox.c.kind == "reminder.unacknowledged")
        rows = list((await tx.execute(sent.order_by(outbox.c.id))).scalars())
    await leila.presses("Open")
    await leila.sees(
        "Nobody has acknowledged this yet.",
        "Replace the giving sets",
        "Owen Pryce hears of it tomorrow, ",
        buttons=("Acknowledge",),
    )
    await leila.presses("Acknowledge")
    await leila.sees("Acknowledged. Thank you.", buttons=("Snooze",))
    for stranger in (amina, tomasz):
        await stranger.forges("reminders.open", str(rows[-1]))
        await stranger.sees("We did not find that, or it is not yours to see.")
    for nonsense in ("", "x", "999999999", "-1"):
        await leila.forges("reminders.open", nonsense)
        await leila.sees("We did not find that, or it is not yours to see.")
    await leila.forges("alerts.acknowledge", "1")
    await leila.forges("reminders.open", str(rows[-1]))
    await leila.sees("Nothing is left to do here.")


@ON_SLACK
async def test_a_reminder_does_not_ask_on_for_what_was_done_from_another_card(trust: Northmoor) -> None:
    tomasz = trust.person("tomasz")
    await trust.record_alert()
    await tomasz.presses("Acknowledge")
    await trust.move_to(morning(21, 12))
    await tomasz.sees("This is late: it was due Fri 18 Dec", buttons=("Add evidence",))
    await tomasz.forges("chat.open", "alerts.evidence:1")
    await tomasz.fills({"What was done?": "All pumps are found."})
    await tomasz.sees("Evidence sent. Thank you.")
    assert await tomasz.count("This is late: it was due") == 0


@ON_THE_PAGE
async def test_an_owner_snoozes_an_action_and_wakes_it(trust: Northmoor) -> None:
    tomasz, marcus, priya = (trust.person(name) for name in ("tomasz", "marcus", "priya"))
    await trust.record_alert()
    await tomasz.forges("chat.open", "alerts.snooze:1")
    await tomasz.sees("Where this action stands: not acknowledged yet.")
    await tomasz.presses("Acknowledge")
    await tomasz.presses("Snooze")
    await tomasz.sees("At the latest on Tue 15 Dec: after that it is due, or others hear.")
    late = {
        "Remind me again": "On the day that I name",
        "On which day?": "2026-12-16",
        "Why?": "We wait for a delivery.",
    }
    await tomasz.fills(late)
    await tomasz.sees(
        errors=("This can wait until Tue 15 Dec at the latest: after that it is due, or others are told.",)
    )
    await tomasz.fills({**late, "On which day?": "2026-12-14"})
    await tomasz.sees("You are reminded again Mon 14 Dec.", "snoozed until Mon 14 Dec", buttons=("Wake it",))
    await trust.move_to(morning(9, 12))
    await tomasz.sees_nothing_new()
    await trust.move_to(morning(14, 12))
    await tomasz.sees("A reminder: this is due Fri 18 Dec", buttons=("Snooze", "Add evidence", "I need help"))
    await trust.move_to(morning(15, 12))
    await marcus.sees("An alert action is due soon", "The lead is Tomasz Nowak. They got it Tue 24 Nov.")
    await tomasz.presses("Snooze")
    await tomasz.fills({"Remind me again": "On the next working day", "Why?": "It comes tomorrow."})
    await tomasz.presses("Wake it")
    await tomasz.sees("You are reminded of this as before.", buttons=("Snooze",))
    moves = await trust.rows("alert_moves")
    await priya.forges("alerts.wake", "1")
    await priya.sees("Nothing to do: you are reminded of this already.")
    assert await trust.rows("alert_moves") == moves
    async with trust.database.reading() as tx:
        assert (await tx.execute(select(alert_actions.c.snoozed_until).where(alert_actions.c.id == 1))).scalar() is None


@ON_SLACK
async def test_whoever_covers_leave_gets_the_reminders_and_can_act(trust: Northmoor) -> None:
    leila, owen, helen, colin, amina = (trust.person(name) for name in ("leila", "owen", "helen", "colin", "amina"))
    await trust.record_alert(actions=[("Replace the giving sets", "2027-01-29", "leila.haddad", "owen.pryce")])
    await colin.says("leave for Owen Pryce")
    await colin.presses("Add leave")
    await colin.fills({"First day away": "2026-11-24", "Last day away": "2026-12-31"})
    await colin.sees("Leave of Mr Owen Pryce", "today to Thu 31 Dec", "Nobody is named to stand in.")
    await owen.sees("Your leave is recorded: today to Thu 31 Dec.")
    await leila.says("i am away")
    await leila.fills({"First day away": "2026-12-04", "Last day away": "2026-11-25"})
    await leila.sees(errors=("The last day comes before the first. Please check both.",))
    days = {"First day away": "2026-11-25", "Last day away": "2026-12-04", "Who stands in?": "Helen Marsh"}
    await leila.fills(days)
    await leila.sees(
        "My leave", "tomorrow, Wed 25 Nov to Fri 4 Dec", "Helen Marsh stands in", buttons=("Add leave", "Delete")
    )
    await helen.sees("You stand in for a colleague", "Dr Leila Haddad is away: tomorrow, Wed 25 Nov to Fri 4 Dec.")
    await helen.forges("alerts.acknowledge", "1")
    await helen.sees("This action is not yours.")
    await trust.move_to(morning(25))
    await helen.sees("Dr Leila Haddad is away until Fri 4 Dec. You stand in.", buttons=("Acknowledge",))
    await leila.sees_nothing_new()
    await helen.says("my actions")
    await helen.sees("you stand in for Dr Leila Haddad, away until Fri 4 Dec", buttons=("Show",))
    await helen.says("alerts mine")
    await helen.sees("My alerts (1)", "You stand in for Dr Leila Haddad, away until Fri 4 Dec")
    await helen.presses("Acknowledge")
    await helen.sees("Acknowledged. Thank you.")
    async with trust.database.reading() as tx:
        [row] = (await tx.execute(select(alert_actions))).all()
    assert row.acknowledged_by != row.lead_id, "in her own name"
    async with trust.database.reading() as tx:
        stored = (await tx.execute(select(alert_actions.c.deputy_id))).scalar()
    assert stored not in {None, row.acknowledged_by}, "the deputy stays the deputy"
    await amina.says("leave for Leila Haddad")
    await amina.sees("Only the safety team and the CAS officer record leave for others.")
    await amina.forges("reminders.leave_delete", "2")
    await amina.sees("Only the safety team and the CAS officer record leave for others.")
    await leila.says("my leave")
    await leila.presses("Delete", "Yes, delete it")
    await leila.sees("Deleted. Reminders come as usual on those days.", "No leave is recorded.")


@ON_TEAMS
async def test_an_alert_that_stands_still_says_whose_step_it_is_and_who_hears_next(trust: Northmoor) -> None:
    colin, marcus, jo = (trust.person(name) for name in ("colin", "marcus", "jo"))
    for person in (colin, marcus, jo):
        await person.says("help")
    async with trust.database.transaction() as tx:
        now = trust.clock.now
        values = {
            "key": "NatPSA/2026/003", "reference": "NatPSA/2026/003/MHRA", "title": "Example pump", "issuer": "MHRA",
            "issued_on": now.date(), "complete_by": datetime(2027, 3, 1, tzinfo=UTC).date(), "complex": False,
            "url": "", "explanation": "", "status": "received", "recorded_at": now, "ladder": pack_ladder(),
            "planned": [], "partners": [], "version": 1, "relevance": "", "fence": 0,
        }  # fmt: skip
        await tx.execute(alerts.insert(), values)
    await trust.move_to(morning(25))
    await colin.sees(
        "Nothing has happened here since yesterday.", "hear of it tomorrow, ", buttons=("Acknowledged on CAS",)
    )
    await trust.move_to(morning(26))
    await marcus.sees("Nothing has happened here since Tue 24 Nov.", "The next step is with Colin")
    await colin.forges("alerts.cas", "1")
    await trust.move_to(morning(27))
    await marcus.sees_nothing_new()
