"""An executive who is away: who may stand in, who hears instead, and that these can act in their own name."""

from datetime import UTC, datetime

from northmoor import Northmoor
from on_one import ON_SLACK
from sqlalchemy import select

from storage.tables import alert_moves


@ON_SLACK
async def test_only_an_executive_stands_in_for_an_executive_and_can_do_their_step(trust: Northmoor) -> None:
    marcus, ruth, helen, leila, jo = (trust.person(one) for one in ("marcus", "ruth", "helen", "leila", "jo"))
    await trust.record_alert(actions=[("Find every pump", "2026-12-18", "leila.haddad", "owen.pryce")])
    await marcus.says("i am away")
    days = {"First day away": "2026-12-14", "Last day away": "2026-12-31"}
    await marcus.fills({**days, "Who stands in?": "Helen Marsh"})
    await marcus.sees(errors=("Only an executive can act for an executive. Please choose another executive.",))
    await marcus.fills({**days, "Who stands in?": "Ruth Kavanagh"})
    await ruth.sees("You stand in for a colleague")
    await leila.presses("Acknowledge")
    await trust.move_to(datetime(2026, 12, 15, 9, 1, tzinfo=UTC))
    await ruth.sees("An alert action is due soon", "Dr Marcus Adeyemi, its executive, is away until Thu 31 Dec.",
                    "Ruth Kavanagh stands in.")  # fmt: skip
    await marcus.sees_nothing_new()
    await ruth.says("alerts mine")
    await ruth.sees("My alerts (1)", "You stand in for Dr Marcus Adeyemi, away until Thu 31 Dec")
    await ruth.says("my alerts")
    await ruth.sees("Are its leads right? · Dr Marcus Adeyemi, its executive, is away", buttons=("Open",))
    await ruth.presses("Open")
    await ruth.presses("These leads are right")
    await ruth.sees("Confirmed by you: Dr Leila Haddad.")
    async with trust.database.reading() as tx:
        move = (await tx.execute(select(alert_moves).where(alert_moves.c.move == "leads_confirmed"))).one()
    assert move.for_id not in {None, move.by_id}, "both names are kept"
    await helen.says("alerts mine")
    await helen.sees("No open alert is yours.")
    await jo.says("alerts mine")
    await jo.never_sees("You stand in")
