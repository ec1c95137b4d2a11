"""Whole conversations in Teams, as people see them."""

import pytest
from fakes.teams_screen import HeldBack
from small_front import sheet
from teams_stage import AMINA, BEN, Stage

from handlers.chat.reply import Reply, ask
from handlers.chat.turn import Answers, Press, Turn


def ask_again(turn: Turn) -> Reply:
    """Find every form wrong."""
    values = turn.said.values if isinstance(turn.said, Answers) else {}
    return ask(sheet().with_errors({"what": "Please say more."}, values))


async def test_a_card_is_replaced_where_it_stands(stage: Stage) -> None:
    await stage.people.message(AMINA, "status")
    screen = await stage.people.see(AMINA, "An *alert*")
    assert "by [x](http://y)" in screen
    assert "Where: _Ward 7_" in screen
    await stage.people.press(AMINA, None, "Acknowledge")
    assert stage.people.screen(AMINA) == "status\nDone: test.ack 12"
    assert [what for _, what in stage.connector.calls] == ["activities"]


async def test_a_button_that_asks_first_does_nothing_until_its_yes(stage: Stage) -> None:
    await stage.people.message(AMINA, "status")
    await stage.people.press(AMINA, None, "Send", confirm=False)
    assert len(stage.front.turns) == 1
    await stage.people.press(AMINA, None, "Send")
    assert stage.front.turns[-1].said == Press("test.send", "12")


async def test_a_form_opens_in_place_of_its_card_and_is_sent_from_there(stage: Stage) -> None:
    await stage.people.message(AMINA, "status")
    await stage.people.press(AMINA, None, "Open the form")
    assert stage.people.buttons(AMINA) == ["Send", "Cancel"]
    with pytest.raises(HeldBack, match="please answer"):
        await stage.people.submit(AMINA, None, {"what": ""})
    values = {"What happened": "pt fell", "colours": ["Red", "Green"], "where": "Ward 3", "who": "Person 4"}
    await stage.people.submit(AMINA, None, values)
    raw = {"what": "pt fell", "colours": ("red", "green"), "where": "#3", "who": "Person 4"}
    assert stage.front.turns[-1].said == Answers("test.sheet", "7", raw)
    assert stage.people.screen(AMINA) == "status\nThank you for test.sheet 7."


async def test_a_wrong_answer_comes_back_beside_the_question_with_everything_typed_still_there(stage: Stage) -> None:
    await stage.people.message(AMINA, "form")
    place = stage.connector.chat(AMINA)
    (form,) = [one for one in place.messages.values() if one.card]
    values = {"what": " . ", "colours": ["Blue"], "where": "Ward 2", "who": "Person 1"}
    stage.front.rule = ask_again
    await stage.people.submit(AMINA, form.id, values)
    screen = stage.people.screen(AMINA)
    assert "Problem: Please say more." in screen
    assert "Colours: Blue" in screen
    assert "Where: Ward 2" in screen
    assert "Who saw it (optional): Person 1" in screen


async def test_an_old_clients_form_is_answered_by_a_changed_message(stage: Stage) -> None:
    await stage.people.message(AMINA, "form")
    values = {"what": "pt fell", "colours": ["Blue"], "where": "Ward 2"}
    await stage.people.submit(AMINA, None, values, old_client=True)
    await stage.people.see(AMINA, "Thank you for test.sheet 7.")
    assert ("PUT", "activities") in stage.connector.calls


async def test_what_is_asked_in_a_channel_is_answered_alone(stage: Stage) -> None:
    await stage.people.message(BEN, "status", scope="channel")
    await stage.people.see(BEN, "An *alert*")
    assert "alert" not in stage.people.screen(BEN, scope="channel")


async def test_a_failure_leaves_the_card_and_what_was_typed_where_they_were(stage: Stage) -> None:
    await stage.people.message(AMINA, "form")
    before = stage.people.screen(AMINA)
    stage.front.failing = True
    values = {"what": "pt fell", "colours": ["Blue"], "where": "Ward 2"}
    await stage.people.submit(AMINA, None, values)
    assert stage.people.screen(AMINA) == before
    assert stage.people.notices[AMINA] == ["We could not save that."]


async def test_a_bot_without_an_app_id_talks_to_a_client_on_this_machine(open_stage: Stage) -> None:
    chat = open_stage.connector.chat(AMINA)
    hello = open_stage.people.activity(AMINA, "message", chat, text="status")
    assert (await open_stage.people.post(hello, token=""))[0] == 200
    assert "An *alert*" in open_stage.people.screen(AMINA)
    assert open_stage.issuer.tokens_given == []
