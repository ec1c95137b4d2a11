"""The same questions as forms, with files and further patients, and what a question card can hold."""

from typing import Any

import pytest
from invented import NURSE, found_trust, user_of
from reception_stage import (
    Stage,
    body_of,
    labels_of,
    press_of,
    title_of,
    words_of,
)
from samples import drawing
from sqlalchemy import select

from handlers.chat.answers import Wrong
from handlers.chat.form import Field, Widget
from handlers.chat.reply import Reply
from handlers.chat.turn import Answers, Press, RawAnswer, Upload
from handlers.question_card import question_card
from storage import people
from storage.cleaning import clean
from storage.database import Database
from storage.records import Platform
from storage.tables import drafts, files

PNG = Upload("ward 7.png", "image/png", drawing())


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


async def test_a_file_answers_a_question_for_a_file(stage: Stage) -> None:
    await begin(stage)
    reply = await tell(stage, "a", "story", "no", "skip", "skip", "red", "skip", "skip", "skip")
    assert title_of(reply) == "A paper?"
    wrong = await stage.say(Answers("chat.files", "", {}, {"files": (Upload("x.exe", "application/x-exe", b"x"),)}))
    assert "We take pictures" in words_of(wrong)
    assert "send the file itself" in words_of(await stage.say("here it is"))
    reply = await stage.say(Answers("chat.files", "", {}, {"files": (PNG,)}))
    assert title_of(reply) == "Done: about this"
    async with stage.database.reading() as tx:
        row = (await tx.execute(select(files))).one()
        owner = await people.by_identity(tx, Platform.SLACK, "home", user_of(NURSE))
    assert owner is not None
    assert row.content == clean(PNG.content, "").content
    assert (row.name, row.media_type, row.owner_id) == ("photo 1.png", "image/png", owner[0].id)
    assert f"paper: {row.key}" in words_of(reply)


async def test_files_are_kept_only_when_every_other_answer_is_good(stage: Stage) -> None:
    opened = Reply(form=(await stage.say("both")).form)
    again = await stage.fill(opened, {"text": "", "story": "s", "water": "no"}, files={"paper": (PNG,)})
    assert again.form is not None
    assert set(again.form.errors) == {"text", "colour"}
    assert again.form.values["paper"] == ""
    broken = Upload("a.png", "image/png", PNG.content[:60])
    again = await stage.fill(again, {"text": "a", "colour": "red"}, files={"paper": (broken,)})
    assert again.form is not None
    assert "damaged" in again.form.errors["paper"]
    async with stage.database.reading() as tx:
        assert (await tx.execute(select(files.c.key))).first() is None


async def test_the_same_form_filled_in_at_once_comes_to_the_same(stage: Stage) -> None:
    reply = await stage.say("every day", carries=frozenset())
    assert reply == Reply()
    opened = body_of(stage.handed[0])
    typed = {"text": "a", "story": "story", "water": "no", "colour": "?", "day": "24/11/2026", "place": "w7"}
    done = await stage.fill(opened, typed, files={"paper": (PNG,)})
    assert title_of(done) == "Done: day"
    assert "place: 1" in words_of(done)
    assert "day: 2026-11-24" in words_of(done)


async def test_a_form_with_a_wrong_answer_comes_back_with_everything_that_was_typed(stage: Stage) -> None:
    opened = Reply(form=(await stage.say("both")).form)
    typed: dict[str, RawAnswer] = {
        "text": "",
        "story": "s" * 3001,
        "water": "yes",
        "depth": "lots",
        "colours": ("red",),
        "place": "ward",
    }
    again = await stage.fill(opened, typed)
    assert again.form is not None
    assert set(again.form.errors) == {"text", "story", "depth", "place", "colour"}
    assert {**again.form.values, **typed} == again.form.values
    done = await stage.fill(again, {"text": "a", "story": "b", "depth": "2", "place": "ward 17", "colour": "red"})
    assert title_of(done) == "Done: "


async def test_a_story_that_was_screened_in_a_form_says_so_in_the_form_that_follows(stage: Stage) -> None:
    opened = await stage.say("report")
    typed = {
        "what_happened": "two pts fell, NHS 999 526 0182",
        "patients": "2",
        "physical": "low",
        "psychological": "?",
    }
    second = await stage.fill(opened, typed)
    assert second.form is not None
    assert second.form.title == "Patient 2 of 2"
    assert "Please don't send patient details here." in second.form.intro


async def test_asked_in_chat_the_kind_of_event_is_a_question_like_the_others(stage: Stage) -> None:
    reply = await stage.say(Press("chat.ask", "incidents.report:"))
    assert title_of(reply) == "What happened?"
    reply = await stage.say("a nurse noticed a wrong label in time")
    assert title_of(reply) == "What kind of event was it?"
    reply = await stage.press(reply, "Good care")
    titles = [title_of(reply)]
    for _ in range(4):
        reply = await stage.press(reply, "Skip" if "Skip" in labels_of(reply) else "Done")
        titles.append(title_of(reply))
    assert not any("harm" in title.lower() or "patients" in title for title in titles)


async def test_a_number_in_words_brings_a_question_for_each_patient(stage: Stage) -> None:
    await stage.say(Press("chat.ask", "incidents.report:"))
    reply = await tell(stage, "two pts fell on ward 7", "Incident", "today", "02:15", "ward 7", "two")
    reply = await tell(stage, "low", "I don't know", "none of the above", "skip")
    assert title_of(reply) == "Physical harm to this patient?"


def test_a_button_never_carries_more_than_it_may() -> None:
    long = Field("x", Widget.LOCATION, "L" * 140, "hint " * 300)
    from handlers.finding import Found

    card = question_card(long, 2, 3, wrong="W" * 500, more=tuple(Found(n, "Ward " * 40, 90) for n in range(5)))
    assert len(card.title) <= 140
    assert all(len(button.label) <= 60 for button in card.buttons)
    assert press_of(Reply((card,)), "Back").action == "chat.back"
    assert Wrong("x").why == "x"
