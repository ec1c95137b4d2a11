"""A delivery that comes again does its work once; two presses at once do theirs once; a failure is said plainly."""

import asyncio

from northmoor import Northmoor


async def test_words_that_are_delivered_twice_make_one_draft(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.says("pt fell on ward 7, no injury")
    await amina.is_heard_twice()
    await amina.sees_nothing_new()
    assert await trust.rows("drafts") == 1
    assert await amina.count("Check your report") == 1


async def test_a_form_that_is_delivered_twice_makes_one_draft(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.commands("report")
    await amina.fills({"What happened?": "Slipped near the bathroom", "What kind of event was it?": "Incident"})
    await amina.is_heard_twice()
    assert await trust.rows("drafts") == 1
    await amina.presses("Submit")
    await amina.sees("Thank you. Report SE-2026-000001")


async def test_a_press_that_is_delivered_twice_sends_one_report(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.says("pt fell on ward 7, no injury")
    await amina.presses("Submit")
    await amina.is_heard_twice()
    assert await trust.rows("incidents") == 1
    assert await amina.count("Thank you. Report SE-2026-000001") == 1
    await amina.never_sees("SE-2026-000002")


async def test_a_double_click_sends_one_report_and_shows_the_same_thanks(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.says("pt fell on ward 7, no injury")
    await asyncio.gather(*(trust.driver.press("amina", "Submit") for _ in range(2)))
    await trust.settle()
    assert await trust.rows("incidents") == 1
    await amina.sees("Thank you. Report SE-2026-000001")
    await amina.never_sees("SE-2026-000002", "Something went wrong", "no longer open")


async def test_a_double_click_on_acknowledge_is_one_acknowledgement(trust: Northmoor) -> None:
    tomasz = trust.person("tomasz")
    await trust.record_alert()
    moves = await trust.rows("alert_moves")
    await asyncio.gather(*(trust.driver.press("tomasz", "Acknowledge") for _ in range(2)))
    await trust.settle()
    assert await trust.rows("alert_moves") == moves + 1
    await tomasz.sees("Acknowledged by you")
    await tomasz.never_sees("Something went wrong")


async def test_four_people_at_once_get_their_own_reports(trust: Northmoor) -> None:
    names = ("amina", "ben", "chidi", "grace")
    for number, name in enumerate(names, start=3):
        await trust.person(name).says(f"pt fell on ward {number}, no injury")
    await asyncio.gather(*(trust.driver.press(name, "Submit") for name in names))
    await trust.settle()
    assert await trust.rows("incidents") == len(names)
    for number, name in enumerate(names, start=3):
        person = trust.person(name)
        await person.commands("my reports")
        await person.sees("My reports (1)", f"Ward {number}")


async def test_an_old_submit_button_shows_the_same_report_again(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.says("pt fell on ward 7, no injury")
    await amina.presses("Submit")
    await amina.forges("incidents.submit", "d1")
    await amina.sees("Thank you. Report SE-2026-000001")
    assert await trust.rows("incidents") == 1
