"""Lists longer than a card: each is turned with the same two buttons, and an old button finds the last page."""

from northmoor import Northmoor
from on_one import ON_SLACK, ON_THE_PAGE

from handlers.intake.receiving import from_words, receive

ALERT = (
    "National Patient Safety Alert NatPSA/2026/{number:03}/MHRA\nIssued: 24 November 2026\nExample bed {number}: rails "
    "may fall. This alert is safety critical.\nActions must be completed by 1 March 2027.\n1. Find every bed.\n"
)


@ON_THE_PAGE
async def test_drafts_and_the_reports_that_wait_come_in_pages(trust: Northmoor) -> None:
    amina, jo = trust.person("amina"), trust.person("jo")
    for number in range(1, 8):
        await amina.says(f"pt fell on ward {number}, no injury")
        await trust.move(minutes=1)
    await amina.commands("my drafts")
    await amina.sees("My drafts (7)", "ward 7", "ward 3", "1 to 5 of 7, the newest first.", never=("ward 2,",))
    await amina.presses("Earlier drafts")
    await amina.sees("ward 2", "ward 1", "6 to 7 of 7", never=("ward 3,",))
    await amina.presses("Newest drafts")
    await amina.sees("ward 7", "1 to 5 of 7", buttons=("Earlier drafts",))
    for number in range(1, 8):
        await amina.forges("incidents.submit", f"d{number}:1")
    await jo.says("review")
    await jo.presses("More reports")
    await jo.sees("SE-2026-000006", "SE-2026-000007", "6 to 7 of 7, the most urgent first", never=("SE-2026-000005",))
    await jo.presses("Back to the first")
    await jo.sees("SE-2026-000001", "1 to 5 of 7")
    await jo.forges("review.queue", "all:95")
    await jo.sees("SE-2026-000007", "6 to 7 of 7", never=("Nothing waits here",))


@ON_SLACK
async def test_alerts_that_wait_come_in_pages(trust: Northmoor) -> None:
    colin, leila, marcus = (trust.person(name) for name in ("colin", "leila", "marcus"))
    for number in range(1, 8):
        await trust.record_alert(reference=f"NatPSA/2026/{number:03}/MHRA")
    async with trust.database.transaction() as tx:
        for number in range(11, 18):
            await receive(tx, from_words(ALERT.format(number=number)), now=trust.clock.now, actor="feed", by_id=None)
    await trust.settle()
    await colin.commands("alerts to check")
    await colin.sees("National alerts to check (7)", "NatPSA/2026/011", "1 to 5 of 7", never=("NatPSA/2026/016",))
    await colin.presses("More to check")
    await colin.sees("NatPSA/2026/016", "NatPSA/2026/017", "6 to 7 of 7", never=("NatPSA/2026/015",))
    await colin.presses("Back to the first")
    await colin.sees("National alerts to check (7)", "NatPSA/2026/011", "1 to 5 of 7")
    await marcus.commands("my alerts")
    await marcus.sees("Alerts that wait for you (7)", "1 to 5 of 7", "NatPSA/2026/001", never=("NatPSA/2026/006",))
    await marcus.presses("More alerts")
    await marcus.sees("NatPSA/2026/006", "NatPSA/2026/007", "6 to 7 of 7", never=("NatPSA/2026/005",))
    await leila.forges("alerts.mine", "95")
    await leila.sees("My actions (14)", "11 to 14 of 14", never=("No alert action waits for you",))
