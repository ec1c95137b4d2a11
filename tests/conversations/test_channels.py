"""In a channel: answers are for the person who asked, unless that person chooses to share; and reports of messages."""

from datetime import UTC, datetime

import pytest
from northmoor import Northmoor
from on_slack import SlackDriver
from on_teams import TeamsDriver

from storage.tables import alerts

both = pytest.mark.parametrize("platform", ["slack", "teams"], indirect=True)
slack = pytest.mark.parametrize("platform", ["slack"], indirect=True)
teams = pytest.mark.parametrize("platform", ["teams"], indirect=True)


async def _mentions(trust: Northmoor, name: str, words: str) -> None:
    assert isinstance(trust.driver, SlackDriver | TeamsDriver)
    for person in ("amina", "jo", "leila", "colin"):
        await trust.person(person).looks()
    await trust.driver.mention(name, words)
    await trust.settle()


@both
async def test_status_in_a_channel_is_seen_by_who_asked_and_nobody_else(trust: Northmoor) -> None:
    amina, jo = trust.person("amina"), trust.person("jo")
    await trust.record_alert()
    await _mentions(trust, "jo", "status NatPSA/2026/003")
    await jo.sees("NatPSA/2026/003/MHRA: Example infusion pump")
    await amina.never_sees("over-infusion")


@both
async def test_a_report_that_is_begun_in_a_channel_is_not_shown_there(trust: Northmoor) -> None:
    amina, jo = trust.person("amina"), trust.person("jo")
    await _mentions(trust, "amina", "pt fell on ward 7, no injury")
    await amina.sees("Check your report", "pt fell on ward 7, no injury")
    await jo.never_sees("Check your report")
    await amina.presses("Submit")
    await amina.sees("Thank you. Report SE-2026-000001")
    await jo.never_sees("Thank you", "pt fell on ward 7")


@teams
async def test_in_a_teams_channel_a_note_says_where_the_answer_is(trust: Northmoor) -> None:
    amina, jo = trust.person("amina"), trust.person("jo")
    await trust.driver.say("amina", "help")  # she is in the channel as soon as she has written there
    await _mentions(trust, "amina", "help")
    await _mentions(trust, "jo", "status")
    await jo.sees("I have answered you in our own chat, where only you can see it.")
    await jo.sees("Safety now")
    await amina.sees("I have answered you in our own chat", never=("Safety now",))


@slack
async def test_what_is_shared_is_seen_by_everybody_and_says_who_shared_it(trust: Northmoor) -> None:
    amina, jo = trust.person("amina"), trust.person("jo")
    assert isinstance(trust.driver, SlackDriver)
    await trust.record_alert()
    await trust.driver.command_in_channel("jo", "status NatPSA/2026/003")
    await jo.sees("NatPSA/2026/003/MHRA", buttons=("Share here",))
    await amina.never_sees("NatPSA/2026/003")
    await amina.looks()
    await jo.presses("Share here")
    found = await amina.sees("NatPSA/2026/003/MHRA: Example infusion pump", "Shared by Jo Whitfield.")
    assert found.buttons == ()
    assert "0 of 3 actions accepted" in found.text
    for hidden in ("Pumps of this model", "Leila Haddad", "Marcus Adeyemi", "Replace the giving sets"):
        assert hidden not in found.text, "who does what is told one to one"
    await trust.driver.command_in_channel("jo", "status")
    await jo.sees("Safety now", "Replace the giving sets", buttons=("Share here",))
    await amina.looks()
    await jo.presses("Share here")
    await amina.sees("Safety now", "Shared by Jo Whitfield.", never=("Leila Haddad", "Replace the giving sets"))
    async with trust.database.transaction() as tx:
        await tx.execute(alerts.update().values(status="executive_named"))
    await trust.driver.command_in_channel("jo", "status NatPSA/2026/003")
    assert "Share here" not in (await jo.sees("NatPSA/2026/003/MHRA")).buttons
    await jo.forges("status.share", "NatPSA/2026/003")
    await amina.never_sees("Executive named")


@slack
async def test_somebody_who_may_not_share_is_offered_no_button(trust: Northmoor) -> None:
    amina, leila = trust.person("amina"), trust.person("leila")
    assert isinstance(trust.driver, SlackDriver)
    await trust.record_alert()
    await leila.looks()
    await trust.driver.command_in_channel("leila", "status NatPSA/2026/003")
    found = await leila.sees("NatPSA/2026/003/MHRA")
    assert "Share here" not in found.buttons
    await amina.never_sees("NatPSA/2026/003")


@both
async def test_report_this_message_leads_to_the_last_look_with_its_words_screened(trust: Northmoor) -> None:
    amina = trust.person("amina")
    assert isinstance(trust.driver, SlackDriver | TeamsDriver)
    await trust.driver.report_message("amina", "pt fell on ward 7, no injury. nhs 999 526 0182")
    await amina.sees("Check your report", "no injury. nhs [NHS number]", "We removed 1 NHS number.")
    await amina.presses("No")
    await amina.sees("Check your report", facts={"Where": "Ward 7", "Psychological harm": "No psychological harm"})
    await amina.presses("Change something")
    await amina.fills({"What was done straight away?": "Helped up"})
    await amina.sees("Check your report", facts={"Done at the time": "Helped up"})
    await amina.presses("Submit")
    await amina.sees("Thank you. Report SE-2026-000001")
    assert "999 526 0182" not in await trust.stored_text()


@both
async def test_a_forwarded_message_leads_to_the_last_look_with_its_words_screened(trust: Northmoor) -> None:
    amina = trust.person("amina")
    assert isinstance(trust.driver, SlackDriver | TeamsDriver)
    await trust.driver.forward("amina", "pt slipped on ward 7, no injury. nhs 999 526 0182", "from the night shift")
    await trust.settle()
    await amina.sees(
        "Check your report", "from the night shift", "ward 7, no injury. nhs [NHS number]", never=("Carter",)
    )
    await trust.driver.forward("amina", "")
    await trust.settle()
    await amina.sees("That message reached us without its words.", "Nothing was saved.")


@both
async def test_a_message_about_hurt_staff_is_shown_the_way_to_health_and_safety(trust: Northmoor) -> None:
    amina = trust.person("amina")
    assert isinstance(trust.driver, SlackDriver | TeamsDriver)
    await trust.driver.report_message(
        "amina", "HCA punched by a relative in ED minors 0110, no patients hurt, police came"
    )
    await amina.sees("This is for health and safety", "HCA punched by a relative", buttons=("Copy what I wrote",))


@both
async def test_the_receipt_of_a_report_from_a_window_stays_in_the_chat(trust: Northmoor) -> None:
    amina = trust.person("amina")
    assert isinstance(trust.driver, SlackDriver | TeamsDriver)
    await trust.driver.report_message("amina", "pt fell on ward 7, no injury")
    await amina.presses("Submit")
    await amina.looks()
    await amina.says("thanks")  # the window is closed
    await trust.move_to(datetime(2026, 11, 24, 9, 20, tzinfo=UTC))
    assert await amina.count("Thank you. Report SE-2026-000001") == 1


@slack
async def test_a_shortcut_opens_the_form_anywhere(trust: Northmoor) -> None:
    amina = trust.person("amina")
    assert isinstance(trust.driver, SlackDriver)
    await trust.driver.shortcut("amina")
    await amina.sees("Report a safety event", "What happened?")


@teams
async def test_an_installation_is_welcomed_once(trust: Northmoor) -> None:
    amina = trust.person("amina")
    assert trust.teams_people is not None
    assert await trust.teams_people.install("29:amina") == [200, 200]
    await trust.settle()
    await amina.sees("Welcome", "Hello. This is the safety bot of Northmoor Hospitals (invented).")
    assert await amina.count("This is the safety bot of") == 1
