"""Two executives sign one alert in the same moment, each through a replica of their own: it is authorised once."""

import asyncio
from dataclasses import replace

from invented import T0, T, action_values, record_alert
from lists import add_people
from sqlalchemy import select

from bot.app import make_core
from handlers.chat.turn import HOME_TENANT, Answers, Carry, Place, PlaceKind, Turn
from handlers.desk import House
from storage import people
from storage.database import Database
from storage.records import ActionStatus, Platform, Role
from storage.tables import alert_actions, alert_moves, alerts, evidence, outbox


async def test_two_executives_on_two_replicas_authorise_an_alert_once_and_the_other_is_told_by_whom(
    database_url: str,
) -> None:
    replicas = [Database(database_url) for _ in range(2)]
    first, _ = replicas
    names = ("Lead One", "Judge Two", "Executive Three", "Executive Four")
    roles = ([Role.CLINICAL_LEAD], [Role.PATIENT_SAFETY_SPECIALIST], [Role.EXECUTIVE], [Role.EXECUTIVE])
    async with first.transaction() as tx:
        rows = [
            {"name": name, "email": f"p{at}@trust.example", "directorate": None, "roles": held}
            for at, (name, held) in enumerate(zip(names, roles, strict=True))
        ]
        lead, _, three, four = await add_people(tx, rows, T0)
        for one in (three, four):
            await people.link(tx, Platform.SLACK, HOME_TENANT, f"U{one}", one)
    alert, (action,) = await record_alert(first, [action_values(1, lead_id=lead)], executive_id=three)
    async with first.transaction() as tx:
        values = {"kind": "text", "text": "Done.", "by_id": lead, "at": T0, "sha256": "0" * 64, "url": ""}
        await tx.execute(evidence.insert(), {"action_id": action.id, **values})
        await tx.execute(alert_actions.update().values(status=ActionStatus.ACCEPTED))
    stamp = alert.fence + action.fence
    cores = [make_core(one, lambda: T(hours=1), House()) for one in replicas]

    def turn(who: int) -> Turn:
        signed = Answers("alerts.authorise", f"{alert.id}:{stamp}", {"number": alert.key[-3:]})
        return Turn(
            Platform.SLACK, HOME_TENANT, f"U{who}", Place(PlaceKind.PERSONAL, f"U{who}"), signed, f"sign:{who}",
            T(hours=1), carries=frozenset(Carry), here={"user": f"U{who}"}, personal={"user": f"U{who}"},
        )  # fmt: skip

    outcomes = await asyncio.gather(
        cores[0].front.receive(turn(three)), cores[1].front.receive(replace(turn(four), delivery="sign:other"))
    )
    said = [str(outcome.reply) for outcome in outcomes]
    assert sum("Authorised by you." in words for words in said) == 1, said
    assert sum("This has changed since" in words or "Done already" in words for words in said) == 1, said
    async with first.reading() as tx:
        signed = (await tx.execute(select(alert_moves).where(alert_moves.c.move == "authorise"))).all()
        asked = (await tx.execute(select(outbox.c.key).where(outbox.c.kind == "notice.authorised"))).scalars().all()
        status = (await tx.execute(select(alerts.c.status))).scalar_one()
    assert (len(signed), status) == (1, "authorised")
    assert len(asked) == len(set(asked))
    for one in replicas:
        await one.close()
