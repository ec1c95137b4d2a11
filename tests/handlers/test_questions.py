"""One question at a time: a small form with every kind of question, answered, changed, left and taken up again."""

from datetime import timedelta
from typing import Any

import pytest
from invented import LEAD, NURSE, T, found_trust, user_of
from reception_stage import (
    CHANNEL,
    DM,
    EveryWidget,
    Stage,
    buttons_of,
    labels_of,
    title_of,
    words_of,
)
from sqlalchemy import select

from handlers.chat.form import fields_of
from handlers.chat.reply import Reply
from handlers.chat.turn import Press, Upload, Words
from handlers.desk import House
from storage.database import Database
from storage.records import Platform
from storage.tables import drafts

FIRST = "Say something"
PNG = Upload("ward 7.png", "image/png", b"\x89PNG")


@pytest.fixture
async def stage(sqlite_database: Database) -> Stage:
    await found_trust(sqlite_database)
    return Stage(sqlite_database)


async def begin(stage: Stage, **other: Any) -> Reply:
    return await stage.say(Press("chat.ask", "test.every:about this"), **other)


async def tell(stage: Stage, *answers: str) -> Reply:
    reply = Reply()
    for answer in answers:
        reply = await stage.say(answer)
    return reply


async def kept(stage: Stage) -> dict[str, Any]:
    async with stage.database.reading() as tx:
        found = (await tx.execute(select(drafts.c["values"]))).scalars().all()
    assert len(found) == 1
    values: dict[str, Any] = found[0]["values"]
    return values


async def no_draft(stage: Stage) -> bool:
    async with stage.database.reading() as tx:
        return (await tx.execute(select(drafts.c.id))).first() is None


async def test_every_question_is_asked_in_turn_and_the_answers_arrive_as_values(stage: Stage) -> None:
    reply = await begin(stage)
    asked = []
    for answer in ("a", "a long story", "yes", "3", "yesterday", "2.15pm", "red", "red, blue", "wrd 7", "ben", "skip"):
        asked.append(title_of(reply))
        reply = await stage.say(answer)
    assert asked == [field.label for field in fields_of(EveryWidget)]
    assert title_of(reply) == "Done: about this"
    shown = words_of(reply)
    for line in (
        "text: a", "story: a long story", "water: True", "depth: 3", "day: 2026-11-23", "hour: 14:15:00",
        "colour: red", "place: 1", "lead: 2", "paper: None",
    ):  # fmt: skip
        assert line in shown.split("\n")
    assert "red" in shown.partition("colours: ")[2]
    assert "blue" in shown.partition("colours: ")[2]
    assert await no_draft(stage)


async def test_each_question_says_how_it_is_answered_and_how_far_it_is(stage: Stage) -> None:
    reply = await begin(stage)
    shown = words_of(reply)
    assert "Anything." in shown
    assert "Question 1 of 10. Type your answer." in shown
    assert labels_of(reply) == ["Save for later", "Cancel"]
    reply = await tell(stage, "a", "story")
    assert labels_of(reply) == ["Yes", "No", "Back", "Save for later", "Cancel"]
    reply = await stage.press(reply, "Yes")
    assert "Question 4 of 11. Type a number." in words_of(reply)
    assert labels_of(reply) == ["1", "0", "Back", "Skip", "Save for later", "Cancel"]
    reply = await stage.press(reply, "1")
    assert labels_of(reply)[:2] == ["Today", "Yesterday"]
    reply = await stage.press(reply, "Today")
    reply = await stage.press(reply, "Skip")
    assert labels_of(reply)[:3] == ["Red", "Blue", "I don't know"]


async def test_a_question_that_makes_no_sense_after_the_answers_so_far_is_not_asked(stage: Stage) -> None:
    await begin(stage)
    assert title_of(await tell(stage, "a", "story", "no")) == "Which day?"
    assert title_of(await tell(stage, "back", "yes")) == "How deep?"


async def test_a_typed_label_counts_like_a_pressed_button(stage: Stage) -> None:
    await begin(stage)
    await tell(stage, "a", "story", "Yes")
    assert (await kept(stage))["water"] == "yes"


async def test_an_answer_that_cannot_be_used_is_asked_again_with_the_reason(stage: Stage) -> None:
    await begin(stage)
    reply = await stage.say("x" * 50)
    assert title_of(reply) == FIRST
    assert "Please check: This is 50 characters long. Please keep it to 40." in words_of(reply)
    reply = await tell(stage, "a", "story", "perhaps")
    assert "Please choose one of: Yes, No." in words_of(reply)
    assert "Please check: Please" not in words_of(reply)
    reply = await tell(stage, "yes", "21")
    assert "Please write a number from 0 to 20." in words_of(reply)
    assert await kept(stage) == {"text": "a", "story": "story", "water": "yes"}


async def test_back_goes_to_the_question_before_and_keeps_what_was_answered(stage: Stage) -> None:
    await begin(stage)
    assert title_of(await tell(stage, "a", "story", "back")) == "Tell a story"
    assert title_of(await tell(stage, "back")) == FIRST
    assert title_of(await tell(stage, "Go back!")) == FIRST
    assert (await kept(stage))["story"] == "story"
    assert title_of(await stage.say("b")) == "Was there water?"
    assert await kept(stage) == {"text": "b", "story": "story"}


async def test_what_is_needed_cannot_be_skipped(stage: Stage) -> None:
    await begin(stage)
    reply = await stage.say("skip")
    assert title_of(reply) == FIRST
    assert "Please check: We need this one." in words_of(reply)


async def test_an_earlier_answer_is_changed_and_the_way_goes_on_from_there(stage: Stage) -> None:
    await begin(stage)
    reply = await tell(stage, "a", "story", "no", "today", "change")
    assert words_of(reply).strip() == "Which answer do you want to change?"
    assert labels_of(reply) == [FIRST, "Tell a story", "Was there water?", "Which day?", "Go on"]
    reply = await stage.press(reply, "Tell a story")
    assert title_of(reply) == "Tell a story"
    assert title_of(await stage.say("another story")) == "What time?"
    assert (await kept(stage))["story"] == "another story"


async def test_with_nothing_answered_there_is_nothing_to_change(stage: Stage) -> None:
    await begin(stage)
    assert title_of(await stage.say("change")) == FIRST


async def test_later_means_later_and_the_answers_are_there_then(stage: Stage) -> None:
    await begin(stage)
    reply = await tell(stage, "a", "story", "not now")
    assert title_of(reply) == "Saved for later"
    assert "We keep it for 7 days." in words_of(reply)
    assert title_of(await stage.say("hello")) == "What you can do here"
    stage.clock.now = T(days=6)
    assert title_of(await stage.press(reply, "Go on")) == "Was there water?"


async def test_what_was_begun_on_one_platform_goes_on_on_another(stage: Stage) -> None:
    await stage.say("who", platform=Platform.TEAMS)
    ids = await found_ids(stage)
    async with stage.database.transaction() as tx:
        from storage import people

        await people.link(tx, Platform.TEAMS, "home", user_of(NURSE), ids)
    await begin(stage)
    await tell(stage, "a", "story", "later")
    listed = await stage.say("my drafts", platform=Platform.TEAMS)
    reply = await stage.press(listed, "Go on", platform=Platform.TEAMS)
    assert title_of(reply) == "Was there water?"
    assert title_of(await stage.say("yes", platform=Platform.TEAMS)) == "How deep?"


async def found_ids(stage: Stage) -> int:
    from storage import people

    async with stage.database.reading() as tx:
        found = await people.by_identity(tx, Platform.SLACK, "home", user_of(NURSE))
    assert found is not None
    return found[0].id


async def test_a_draft_that_is_too_old_says_so_once_and_lets_the_person_go(stage: Stage) -> None:
    stage = Stage(stage.database, house=House(draft_lasts=timedelta(days=1)))
    await begin(stage)
    later = await tell(stage, "a", "later")
    assert "We keep it for 1 day." in words_of(later)
    await begin(stage)
    await tell(stage, "b")
    stage.clock.now = T(days=1)
    assert "no longer open" in words_of(await stage.say("again"))
    assert title_of(await stage.say("hello")) == "What you can do here"
    assert "no longer open" in words_of(await stage.press(later, "Go on"))


async def test_cancel_asks_once_more_and_then_keeps_nothing(stage: Stage) -> None:
    await begin(stage)
    reply = await tell(stage, "a", "cancel")
    assert title_of(reply) == "Throw this away?"
    assert labels_of(reply) == ["Save for later", "Throw it away", "Go on"]
    assert (await kept(stage)) == {"text": "a"}
    assert title_of(await stage.press(reply, "Go on")) == "Tell a story"
    confirm = next(one.confirm for one in buttons_of(reply) if one.label == "Throw it away")
    assert confirm is not None
    assert title_of(await stage.press(reply, "Throw it away")) == "Cancelled"
    assert await no_draft(stage)
    assert "no longer open" in words_of(await stage.press(reply, "Go on"))


async def test_words_are_screened_before_they_are_kept(stage: Stage) -> None:
    await begin(stage)
    reply = await tell(stage, "a", "pt is John Smith, NHS 999 526 0182, fell")
    said = words_of(reply)
    assert title_of(reply) == "Was there water?"
    assert "Please don't send patient details here." in said
    assert "999" not in str(await kept(stage))
    assert "[NHS number]" in (await kept(stage))["story"]


async def test_a_place_that_could_be_two_is_offered_and_not_guessed(stage: Stage) -> None:
    await begin(stage)
    reply = await tell(stage, "a", "story", "no", "skip", "skip", "red", "skip", "ward")
    assert title_of(reply) == "Where?"
    assert "Please check: Which place do you mean: Ward" in words_of(reply)
    assert {"Ward 7", "Ward 17"} <= set(labels_of(reply))
    assert title_of(await stage.press(reply, "Ward 17")) == "Who?"
    assert (await kept(stage))["place"] == "#2"


async def test_a_place_or_person_that_nobody_knows_is_asked_again(stage: Stage) -> None:
    await begin(stage)
    reply = await tell(stage, "a", "story", "no", "skip", "skip", "red", "skip", "xyzzy")
    assert "Please check: We do not know that place." in words_of(reply)
    reply = await stage.say("#999")
    assert "Please check: We do not know that place." in words_of(reply)
    reply = await tell(stage, "I don’t know", "#99999999999999")
    assert "Please check: We do not know that person." in words_of(reply)
    assert title_of(await stage.say("ben lead")) == "A paper?"
    assert {(await kept(stage))[name] for name in ("place", "lead")} == {"I don’t know", "#2"}


async def test_several_choices_are_pressed_on_and_off(stage: Stage) -> None:
    await begin(stage)
    reply = await tell(stage, "a", "story", "no", "skip", "skip", "red")
    assert "Chosen: nothing yet." in words_of(reply)
    reply = await stage.press(reply, "Red")
    reply = await stage.press(reply, "Blue")
    assert "Chosen: Red, Blue." in words_of(reply)
    reply = await stage.press(reply, "Remove Red")
    assert "Chosen: Blue." in words_of(reply)
    assert title_of(await stage.press(reply, "Done")) == "Where?"
    assert (await kept(stage))["colours"] == ["blue"]


async def test_choices_that_were_typed_can_be_pressed_off_again(stage: Stage) -> None:
    await begin(stage)
    reply = await tell(stage, "a", "story", "no", "skip", "skip", "red", "red and blue", "back")
    assert "Chosen: Red, Blue." in words_of(reply)
    reply = await stage.press(reply, "Remove Blue")
    assert "Chosen: Red." in words_of(reply)


async def test_a_button_of_an_earlier_question_shows_the_open_one_and_answers_nothing(stage: Stage) -> None:
    await begin(stage)
    water = await tell(stage, "a", "story")
    day = await stage.press(water, "No")
    assert title_of(day) == "Which day?"
    again = await stage.press(water, "Yes")
    assert title_of(again) == "Which day?"
    assert again.replaces
    assert (await kept(stage))["water"] == "no"


async def test_a_forged_choice_is_not_taken(stage: Stage) -> None:
    await begin(stage)
    await tell(stage, "a", "story", "no", "skip", "skip", "red")
    for forged in ("colours|pink", "water|yes", "colours|", "pink"):
        assert "Chosen: nothing yet." in words_of(await stage.say(Press("chat.toggle", forged)))
    await stage.say(Press("chat.answer", "colours|pink"))
    assert "colours" not in {name for name, value in (await kept(stage)).items() if value}


@pytest.mark.parametrize("value", ["999", "", "x", "²", "9" * 30, "-1"])
async def test_a_draft_of_nobody_is_not_taken_up(stage: Stage, value: str) -> None:
    assert "no longer open" in words_of(await stage.say(Press("chat.resume", value)))


async def test_a_draft_of_somebody_else_is_not_taken_up(stage: Stage) -> None:
    await begin(stage)
    later = await tell(stage, "a", "later")
    reply = await stage.press(later, "Go on", user=user_of(LEAD))
    assert "no longer open" in words_of(reply)
    assert (await kept(stage)) == {"text": "a"}


async def test_what_the_form_itself_objects_to_is_asked_again(stage: Stage) -> None:
    await begin(stage)
    reply = await tell(stage, "no", "story", "no", *["skip"] * 2, "red", *["skip"] * 4)
    assert title_of(reply) == FIRST
    assert "Please do not say no." in words_of(reply)
    assert title_of(await stage.say("yes")) == "Done: about this"


async def test_commands_that_only_look_break_through_and_the_question_stays(stage: Stage) -> None:
    await begin(stage)
    assert title_of(await stage.say("my reports")) == "My reports"
    assert title_of(await stage.say("help")) == "What you can do here"
    assert title_of(await stage.say("a report")) == "Tell a story"
    assert (await kept(stage)) == {"text": "a report"}


async def test_a_slash_command_is_never_taken_for_an_answer(stage: Stage) -> None:
    await begin(stage)
    opened = await stage.say(Words("report", command=True))
    assert opened.form is not None
    assert title_of(await stage.say(Words("xyzzy", command=True))) == "What you can do here"
    assert await kept(stage) == {}


async def test_a_question_is_open_in_its_own_place_only(stage: Stage) -> None:
    await begin(stage, place=DM)
    assert title_of(await stage.say("hello", place=CHANNEL)) == "What you can do here"
    assert title_of(await stage.say("a", place=DM)) == "Tell a story"
