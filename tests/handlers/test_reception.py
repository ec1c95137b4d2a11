"""The reception's promises: each delivery does its work once, and nothing that it owes is lost on the way."""

import asyncio
from datetime import timedelta

import pytest
from invented import LEAD, NURSE, T, found_trust, user_of
from reception_stage import (
    CHANNEL,
    DM,
    Stage,
    body_of,
    labels_of,
    press_of,
    title_of,
    words_of,
)
from sqlalchemy import func, select

from handlers.chat.form import Finds
from handlers.chat.reply import Reply
from handlers.chat.turn import Answers, Carry, Opened, Passage, Press, Words
from handlers.reception import LASTS
from storage.database import Database
from storage.records import OutboxState, Platform
from storage.tables import audit, drafts, incidents

NOTHING: frozenset[Carry] = frozenset()


@pytest.fixture
async def stage(database: Database) -> Stage:
    await found_trust(database)
    return Stage(database)


async def how_many(stage: Stage, act: str) -> int:
    async with stage.database.reading() as tx:
        return (await tx.execute(select(func.count()).select_from(audit).where(audit.c.act == act))).scalar_one()


async def test_a_repeated_delivery_gets_the_same_answer_and_does_its_work_once(stage: Stage) -> None:
    turn = stage.turn("count")
    first = await stage.front.receive(turn)
    again = await stage.front.receive(turn)
    assert (first.repeated, again.repeated) == (False, True)
    assert first.reply == again.reply
    assert words_of(first.reply).strip() == "Number 1"
    assert await how_many(stage, "test.counted") == 1


async def test_copies_of_a_delivery_at_once_do_its_work_once(stage: Stage) -> None:
    await stage.say("who")
    turn = stage.turn("count")
    outcomes = await asyncio.gather(*(stage.front.receive(turn) for _ in range(5)))
    assert sorted(one.repeated for one in outcomes) == [False, True, True, True, True]
    assert {words_of(one.reply).strip() for one in outcomes} == {"Number 1"}
    assert not any(one.failed for one in outcomes)
    assert await how_many(stage, "test.counted") == 1


async def test_a_repeated_delivery_whose_answer_was_sent_through_the_outbox_sends_nothing_again(stage: Stage) -> None:
    turn = stage.turn("count", carries=NOTHING)
    first = await stage.front.receive(turn)
    again = await stage.front.receive(turn)
    assert not any((one.reply.cards or one.reply.form) for one in (first, again))
    assert again.repeated
    assert len(await stage.outbox()) == len(stage.handed) == 1


async def test_two_presses_at_once_are_taken_one_after_the_other(stage: Stage) -> None:
    await stage.say("who")
    outcomes = await asyncio.gather(*(stage.hear(Press("test.count", str(n))) for n in range(5)))
    assert sorted(words_of(one.reply).strip() for one in outcomes) == [f"Number {n}" for n in range(1, 6)]


async def test_a_double_press_on_submit_makes_one_report_and_shows_it_twice(stage: Stage) -> None:
    confirm = await stage.say("pt fell on ward 7, no injury")
    assert title_of(confirm) == "Check your report"
    submit = press_of(confirm, "Submit")
    first, second = await asyncio.gather(stage.say(submit), stage.say(submit))
    assert title_of(first) == title_of(second) == "Thank you. Report SE-2026-000001 is with the safety team."
    async with stage.database.reading() as tx:
        assert (await tx.execute(select(func.count()).select_from(incidents))).scalar_one() == 1


async def test_two_first_turns_of_somebody_new_are_one_person(stage: Stage) -> None:
    opened, said = await asyncio.gather(
        stage.hear(Opened.HOME, user="UNEW"), stage.hear("pt fell on ward 7, no injury", user="UNEW")
    )
    assert not opened.failed
    assert title_of(said.reply) == "Check your report"
    assert "pt fell" in words_of(await stage.say("my drafts", user="UNEW"))


async def test_the_answer_to_the_request_carries_what_it_can_and_the_outbox_the_rest(stage: Stage) -> None:
    new, form = Carry.NEW, Carry.FORM
    for carries, cards, asked in (
        ({new, form}, True, True),
        ({new}, True, False),
        ({form}, False, True),
        ({Carry.REPLACE}, False, False),
    ):
        stage.handed.clear()
        reply = await stage.say("both", carries=frozenset(carries))
        assert (bool(reply.cards), reply.form is not None) == (cards, asked)
        posted = [body_of(one) for one in stage.handed]
        assert [(bool(one.cards), one.form is not None) for one in posted] == (
            [] if cards and asked else [(not cards, not asked)]
        )


async def test_a_card_that_replaces_goes_to_the_card_that_was_pressed(stage: Stage) -> None:
    card = {"channel": "D1", "ts": "17.1"}
    reply = await stage.say(Press("test.count"), carries=frozenset({Carry.NEW, Carry.FORM}), card=card)
    assert reply == Reply((), None, replaces=True)
    (row,) = stage.handed
    assert (row.address, body_of(row).replaces) == (card, True)


async def test_what_is_owed_is_stored_before_it_is_handed_on(stage: Stage) -> None:
    turn = stage.turn("count", carries=NOTHING)
    await stage.front.receive(turn)
    (row,) = await stage.outbox()
    assert stage.handed == [row]
    assert (row.key, row.kind, row.platform) == (f"{turn.delivery}:reply", "reply", Platform.SLACK)
    assert (row.state, row.attempts, row.lease_until) == (OutboxState.SENDING, 1, T(seconds=30))
    assert row.address == {"channel": "D1"}


async def test_a_form_that_cannot_be_opened_here_is_offered_as_a_card(stage: Stage) -> None:
    reply = await stage.say("report", carries=NOTHING, opens_forms=False)
    assert reply == Reply()
    offered = body_of(stage.handed[0])
    assert offered.form is None
    assert labels_of(offered) == ["Open the form", "Ask me one at a time"]
    opened = await stage.press(offered, "Open the form", carries=frozenset({Carry.FORM}))
    assert opened.form is not None
    assert opened.form.name == "incidents.report"
    asked = await stage.press(offered, "Ask me one at a time")
    assert title_of(asked) == "What happened?"


async def test_a_receipt_is_kept_in_the_chat_when_the_window_is_about_to_close(stage: Stage) -> None:
    shown = await stage.say(Press("test.keep"), fleeting=True)
    assert title_of(shown) == "Thank you"
    (row,) = stage.handed
    assert (row.key.rpartition(":")[2], row.address) == ("keep", {"user": user_of(NURSE)})
    assert title_of(body_of(row)) == "Thank you"
    stage.handed.clear()
    await stage.say(Press("test.keep"))
    await stage.say(Press("test.keep"), fleeting=True, personal=None)
    assert stage.handed == []


async def test_where_everybody_can_read_the_answer_goes_to_the_persons_own_chat(stage: Stage) -> None:
    reply = await stage.say("pt fell on ward 7", place=CHANNEL, whispers=False, carries=NOTHING, here={"to": "C1"})
    assert reply == Reply()
    private, note = stage.handed
    assert (private.address, note.address) == ({"user": user_of(NURSE)}, {"to": "C1"})
    assert title_of(body_of(private)) == "Check your report"
    assert words_of(body_of(note)).strip() == "I have answered you in our own chat, where only you can see it."


async def test_what_only_reads_is_not_answered_before_everybody(stage: Stage) -> None:
    where = {"place": CHANNEL, "whispers": False, "here": {"to": "C1"}}
    for said in ("my reports", Words("my reports", command=True)):
        stage.handed.clear()
        assert await stage.say(said, carries=NOTHING, **where) == Reply()
        assert title_of(body_of(stage.handed[0])) == "My reports"
        assert [one.address for one in stage.handed] == [{"user": user_of(NURSE)}, {"to": "C1"}]


async def test_what_somebody_shares_is_seen_where_it_was_shared(stage: Stage) -> None:
    await stage.say("share", place=CHANNEL, whispers=False, carries=NOTHING, here={"to": "C1"})
    (row,) = stage.handed
    assert (row.address, body_of(row).public) == ({"to": "C1"}, True)


async def test_a_question_that_only_reads_stores_nothing(stage: Stage) -> None:
    reply = await stage.say(Words("who", command=True))
    assert words_of(reply).strip().startswith("Amina Nurse")
    stranger = await stage.say(Words("who", command=True), user="UNEW", name="Sam")
    assert words_of(stranger).strip() == "Sam 0"
    assert await stage.outbox() == []
    async with stage.database.reading() as tx:
        from storage.tables import deliveries, identities

        assert (await tx.execute(select(func.count()).select_from(deliveries))).scalar_one() == 0
        assert (await tx.execute(select(identities.c.user).where(identities.c.user == "UNEW"))).first() is None


async def test_words_in_a_conversation_are_remembered_even_if_they_only_read(stage: Stage) -> None:
    turn = stage.turn("help", carries=NOTHING)
    assert not (await stage.front.receive(turn)).repeated
    assert (await stage.front.receive(turn)).repeated
    assert len(await stage.outbox()) == 1


async def test_where_a_person_can_be_reached_is_learnt_and_kept_up_to_date(stage: Stage) -> None:
    from storage import people

    async def known() -> tuple[object, object]:
        async with stage.database.reading() as tx:
            found = await people.by_identity(tx, Platform.SLACK, "home", user_of(NURSE))
        assert found is not None
        return found[1], found[2]

    await stage.say("count", personal=None)
    assert await known() == (None, T())
    await stage.say("count", personal={"user": "one"})
    assert await known() == ({"user": "one"}, T())
    stage.clock.now = T(minutes=4)
    await stage.say("count", personal=None)
    assert await known() == ({"user": "one"}, T())
    stage.clock.now = T(minutes=6)
    await stage.say("count", personal=None)
    assert await known() == ({"user": "one"}, T(minutes=6))


async def test_each_place_has_its_own_conversation_and_an_old_one_is_over(stage: Stage) -> None:
    assert [words_of(await stage.say("count", place=place)).strip() for place in (DM, CHANNEL, DM)] == [
        "Number 1", "Number 1", "Number 2",
    ]  # fmt: skip
    stage.clock.now = T() + LASTS
    assert words_of(await stage.say("count")).strip() == "Number 1"


async def test_the_same_user_name_elsewhere_is_somebody_else(stage: Stage) -> None:
    for other in ({"platform": Platform.TEAMS}, {"tenant": "T-outside"}):
        assert words_of(await stage.say("who", name="Visitor", **other)).startswith("\nVisitor")


async def test_places_and_people_are_found_while_they_are_typed(stage: Stage) -> None:
    async def found(kind: Finds, query: str, limit: int = 20) -> list[str]:
        return [one.label for one in await stage.front.find(kind, query, at_home=True, limit=limit)]

    assert (await found(Finds.LOCATION, "w7"))[0] == "Ward 7"
    assert (await found(Finds.LOCATION, "theater"))[0] == "Theatre 3"
    assert await found(Finds.LOCATION, " ") == ["Ward 7", "Ward 17", "Theatre 3"]
    assert await found(Finds.LOCATION, "", 1) == ["Ward 7"]
    assert (await found(Finds.PERSON, "ben"))[0] == LEAD
    assert len(await found(Finds.PERSON, "")) == 7
    assert await found(Finds.PERSON, "xyzzy") == []


async def test_a_new_place_is_known_within_half_a_minute(stage: Stage) -> None:
    from invented import place_values
    from lists import add_places

    assert await stage.front.find(Finds.LOCATION, "attic", at_home=True) == ()
    async with stage.database.transaction() as tx:
        await add_places(tx, [place_values("Attic", [], "Attic", "Medicine")])
    stage.clock.now = T(seconds=29)
    assert await stage.front.find(Finds.LOCATION, "attic", at_home=True) == ()
    stage.clock.now = T(seconds=30)
    assert [one.label for one in await stage.front.find(Finds.LOCATION, "attic", at_home=True)] == ["Attic"]
    stage.clock.now = T() - timedelta(days=1)
    assert [one.label for one in await stage.front.find(Finds.LOCATION, "attic", at_home=True)] == ["Attic"]


async def test_every_way_to_speak_has_an_answer(stage: Stage) -> None:
    for said in (
        "", "help", "hello there general", "status", "xyzzy", "report", "new alert",
        Press("no.such.button"), Press("chat.say", "nonsense"), Press("chat.open", "no.form:d1"),
        Answers("no.form", "", {}), Answers("incidents.report", "d999", {}), Passage("pt fell on ward 7"),
        Opened.HOME, Opened.WELCOME,
    ):  # fmt: skip
        outcome = await stage.hear(said)
        assert not outcome.failed
        assert outcome.reply.cards or outcome.reply.form, said


async def test_silence_is_answered_with_help_and_begins_nothing(stage: Stage) -> None:
    assert title_of(await stage.say("   ")) == "What you can do here"
    async with stage.database.reading() as tx:
        assert (await tx.execute(select(func.count()).select_from(drafts))).scalar_one() == 0
