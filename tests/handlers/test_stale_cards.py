"""An old card never does something to what it did not show: drafts that came later, actions that it did not list."""

import pytest
from invented import DEPUTY, EXECUTIVE, LEAD, NURSE, T0, action_values, found_trust, record_alert, user_of
from reception_stage import Stage, labels_of, press_of, title_of, words_of

from handlers.chat.turn import Press
from storage import alerts, drafts, incidents, people
from storage.database import Database

FELL = "pt fell on ward 7 at 0900 today, no injury, 1 patient"
OTHER = "apixaban 5mg given twice on ward 17 today at 0800, 1 patient, no harm"


@pytest.fixture
async def stage(database: Database) -> Stage:
    await found_trust(database)
    return Stage(database)


async def test_the_number_of_a_draft_that_is_gone_never_comes_again(database: Database) -> None:
    ids = await found_trust(database)
    numbers = []
    for _ in range(3):
        async with database.transaction() as tx:
            one = await drafts.add(tx, person_id=ids[NURSE], form="f", values={}, now=T0, expires_at=T0)
            await drafts.drop(tx, one.id, ids[NURSE])
        numbers.append(one.id)
    assert len(set(numbers)) == 3


async def test_a_second_report_is_not_thanked_with_the_reference_of_the_first(stage: Stage) -> None:
    first = await stage.say(FELL)
    more = await stage.press(first, "More")
    await stage.press(first, "Submit")
    second = await stage.say(OTHER)
    await stage.say(press_of(more, "Delete"))
    sent = await stage.press(second, "Submit")
    async with stage.database.reading() as tx:
        total, found = await incidents.search(tx)
    assert total == 2
    assert found[0].reference in title_of(sent)
    assert "apixaban" in found[0].content.what_happened.text


async def test_an_old_submit_shows_the_draft_as_it_is_now_and_sends_nothing(stage: Stage) -> None:
    shown = await stage.say("pt fell on ward 7 today")
    quick = next(label for label in labels_of(shown) if label == "Don't know if hurt")
    await stage.press(shown, quick)
    again = await stage.press(shown, "Submit")
    assert title_of(again) == "Check your report"
    assert "changed since that card" in words_of(again)
    async with stage.database.reading() as tx:
        assert (await incidents.search(tx))[0] == 0


async def test_a_very_long_message_is_kept_up_to_a_mark_and_the_person_is_told(stage: Stage) -> None:
    shown = await stage.say("pt fell on ward 7 today, no injury. " + "He was walking to the toilet. " * 150)
    assert "longer than 3,000 characters" in words_of(shown)
    sent = await stage.press(shown, "Submit")
    async with stage.database.reading() as tx:
        _, found = await incidents.search(tx)
    assert found[0].reference in title_of(sent)
    assert found[0].content.what_happened.text.endswith("… (shortened)")


async def test_acknowledge_means_the_actions_on_the_card_and_no_others(stage: Stage) -> None:
    async with stage.database.transaction() as tx:
        ids = {one.name: one.id for one in await people.all_active(tx)}
    rows = [
        action_values(1, lead_id=ids[DEPUTY]),
        action_values(2, lead_id=ids[LEAD], deputy_id=ids[DEPUTY]),
    ]
    alert, (led, covered) = await record_alert(stage.database, rows)
    await stage.say(Press("alerts.acknowledge", f"{alert.id}:{covered.id}"), user=user_of(DEPUTY))
    async with stage.database.reading() as tx:
        now = {one.id: one.acknowledged_by for one in await alerts.actions_of(tx, alert.id)}
    assert now == {led.id: None, covered.id: ids[DEPUTY]}


async def test_an_action_of_somebody_else_in_a_forged_list_is_left_alone(stage: Stage) -> None:
    async with stage.database.transaction() as tx:
        ids = {one.name: one.id for one in await people.all_active(tx)}
    alert, (action,) = await record_alert(stage.database, [action_values(1, lead_id=ids[LEAD])])
    await stage.say(Press("alerts.acknowledge", f"{alert.id}:{action.id}"), user=user_of(EXECUTIVE))
    async with stage.database.reading() as tx:
        assert (await alerts.actions_of(tx, alert.id))[0].acknowledged_by is None
