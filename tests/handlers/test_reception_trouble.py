"""When something goes wrong: the person hears it with certainty, nothing is half done, and no word reaches a log."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invented import (
    EXECUTIVE,
    NURSE,
    OFFICER,
    SPECIALIST,
    T,
    action_values,
    email_of,
    found_trust,
    record_alert,
    send_report,
    user_of,
)
from reception_stage import CHANNEL, TEST, Stage, body_of, title_of, words_of
from sqlalchemy import func, select, text
from structlog.testing import capture_logs

from bot.telemetry import describe_exception
from handlers.chat.port import Profile
from handlers.chat.reply import Reply
from handlers.chat.turn import Answers, Carry, Passage, Press, Upload, Words
from handlers.reception import LOOK_UP_SECONDS
from storage import people
from storage.database import Database
from storage.records import HOME_TENANT, Platform
from storage.tables import audit, conversations, deliveries, metadata, outbox

NOTHING: frozenset[Carry] = frozenset()
SECRET = "secret words"


@pytest.fixture
async def stage(database: Database) -> Stage:
    await found_trust(database)
    return Stage(database)


async def rows(stage: Stage) -> dict[str, int]:
    """Return how many rows each table holds, those that hold any."""
    async with stage.database.reading() as tx:
        counted = {
            name: (await tx.execute(select(func.count()).select_from(table))).scalar_one()
            for name, table in metadata.tables.items()
        }
    return {name: number for name, number in counted.items() if number}


async def test_an_error_is_told_with_a_reference_and_leaves_nothing_behind(stage: Stage) -> None:
    before = await rows(stage)
    with capture_logs() as logs:
        outcome = await stage.hear(f"break {SECRET}")
    assert not outcome.failed
    assert title_of(outcome.reply) == "That did not work"
    (line,) = logs
    assert line["event"] == "turn_failed"
    assert f"this reference: {line['error_reference']}." in words_of(outcome.reply)
    assert SECRET not in words_of(outcome.reply)
    after = await rows(stage)
    assert after == before | {"deliveries": 1}


async def test_the_log_of_an_error_holds_where_it_was_and_none_of_the_words(stage: Stage) -> None:
    with capture_logs() as logs:
        await stage.hear(f"break {SECRET}")
    (line,) = logs
    error = line.pop("exc_info")
    assert SECRET not in str(line)
    assert SECRET in str(error)
    described = describe_exception(error)
    assert "ValueError" in described
    assert SECRET not in described


async def test_a_delivery_that_failed_is_not_tried_again_behind_the_persons_back(stage: Stage) -> None:
    turn = stage.turn("break it")
    with capture_logs() as logs:
        first = await stage.front.receive(turn)
        again = await stage.front.receive(turn)
    assert again.repeated
    assert first.reply == again.reply
    assert len(logs) == 1


async def test_where_nothing_can_be_answered_the_error_is_told_through_the_outbox(stage: Stage) -> None:
    with capture_logs():
        outcome = await stage.hear("break it", carries=NOTHING)
        assert outcome.reply == Reply()
        await stage.hear("break it", carries=NOTHING, place=CHANNEL, whispers=False, here={"to": "C1"})
    here, alone = stage.handed
    assert (here.address, alone.address) == ({"channel": "D1"}, {"user": user_of(NURSE)})
    assert title_of(body_of(here)) == title_of(body_of(alone)) == "That did not work"


async def test_an_error_while_reading_is_told_too(stage: Stage) -> None:
    with capture_logs() as logs:
        outcome = await stage.hear(Words("fail reading", command=True))
    assert title_of(outcome.reply) == "That did not work"
    assert [line["event"] for line in logs] == ["turn_failed"]


async def test_after_an_error_the_conversation_goes_on_where_it_was(stage: Stage) -> None:
    await stage.say("count")
    with capture_logs():
        await stage.say("break it")
    assert words_of(await stage.say("count")).strip() == "Number 2"


async def test_when_the_store_is_gone_the_person_hears_that_nothing_was_saved(stage: Stage) -> None:
    async with stage.database.transaction() as tx:
        await tx.execute(text("ALTER TABLE deliveries RENAME TO away"))
    try:
        with capture_logs() as logs:
            outcome = await stage.hear("count")
    finally:
        async with stage.database.transaction() as tx:
            await tx.execute(text("ALTER TABLE away RENAME TO deliveries"))
    assert outcome.failed
    assert "Nothing from this step was saved" in words_of(outcome.reply)
    assert [line["event"] for line in logs] == ["turn_failed", "failure_not_stored"]
    assert logs[0]["error_reference"] == logs[1]["error_reference"]
    assert (await stage.hear("count")).reply.cards


async def test_a_commit_that_was_lost_and_one_that_was_not_are_told_apart(stage: Stage) -> None:
    turn = stage.turn("count", carries=NOTHING)

    def lose(messages: object) -> None:
        del messages
        raise ConnectionError(SECRET)

    stage.front = type(stage.front)(stage.database, stage.capabilities, stage.clock, stage.house, lose)
    with capture_logs() as logs:
        outcome = await stage.front.receive(turn)
    assert outcome.repeated
    assert not outcome.failed
    assert [line["event"] for line in logs] == ["turn_failed"]
    async with stage.database.reading() as tx:
        stored = (await tx.execute(select(outbox.c.key))).scalars().all()
        counted = (await tx.execute(select(audit.c.detail))).scalars().all()
    assert stored == [f"{turn.delivery}:reply"]
    assert counted == [{"seen": 1}]


def answering(profile: Profile | None) -> Callable[[str], Awaitable[Profile | None]]:
    async def look_up(user: str) -> Profile | None:
        assert user == "UNEW"
        return profile

    return look_up


async def test_somebody_new_is_looked_up_once_and_found_on_the_staff_list(stage: Stage) -> None:
    asked: list[str] = []

    async def look_up(user: str) -> Profile:
        asked.append(user)
        return Profile("Amina N", email_of(NURSE))

    stage.front.look_ups[Platform.SLACK] = look_up
    for _ in range(2):
        assert words_of(await stage.say("who", user="UNEW", name="Someone")).strip().startswith(NURSE)
    assert asked == ["UNEW"]


async def test_a_guest_is_never_taken_for_somebody_of_the_staff_list(stage: Stage) -> None:
    stage.front.look_ups[Platform.SLACK] = answering(Profile("Amina N", email_of(NURSE)))
    reply = await stage.say("who", user="UNEW", tenant="T-outside", name="Visitor")
    assert words_of(reply).strip().startswith("Visitor")


@pytest.mark.parametrize("directory", ["slow", "broken", "empty", "absent", "wrong platform"])
async def test_a_directory_that_does_not_answer_keeps_nobody_waiting(stage: Stage, directory: str) -> None:
    async def slow(user: str) -> Profile:
        await asyncio.sleep(60)
        return Profile(user, None)

    async def broken(user: str) -> Profile:
        raise ConnectionError(f"{SECRET} {user}")

    match directory:
        case "slow":
            stage.front.look_ups[Platform.SLACK] = slow
        case "broken":
            stage.front.look_ups[Platform.SLACK] = broken
        case "empty":
            stage.front.look_ups[Platform.SLACK] = answering(None)
        case "wrong platform":
            stage.front.look_ups[Platform.TEAMS] = answering(Profile("Other", None))
    with capture_logs() as logs:
        async with asyncio.timeout(LOOK_UP_SECONDS + 10):
            reply = await stage.say("who", user="UNEW", name="Sam")
    assert words_of(reply).strip().startswith("Sam")
    assert [line["event"] for line in logs] == (["look_up_failed"] if directory in {"slow", "broken"} else [])
    assert SECRET not in str(logs)
    async with stage.database.reading() as tx:
        found = await people.by_identity(tx, Platform.SLACK, HOME_TENANT, "UNEW")
    assert found is not None
    assert (found[0].email, found[0].roles) == (None, frozenset())


async def test_a_slow_directory_holds_no_transaction_open(stage: Stage) -> None:
    began = asyncio.Event()

    async def slow(user: str) -> Profile:
        began.set()
        await asyncio.sleep(0.3)
        return Profile(user, None)

    stage.front.look_ups[Platform.SLACK] = slow
    waiting = asyncio.create_task(stage.hear("count", user="UNEW"))
    await began.wait()
    assert words_of(await stage.say("count")).strip() == "Number 1"
    assert not waiting.done()
    assert words_of((await waiting).reply).strip() == "Number 1"


async def test_a_delivery_with_a_very_long_name_is_recognised_too(stage: Stage) -> None:
    turn = stage.turn("count", delivery="teams:msteams:" + "x" * 380, carries=NOTHING)
    assert not (await stage.front.receive(turn)).failed
    assert (await stage.front.receive(turn)).repeated
    assert len(await stage.outbox()) == 1


NASTY = st.text(max_size=200) | st.sampled_from(
    [
        "\x00",
        "a\x00b",
        "\ud800",
        "<!channel> <script>",
        "x" * 40_000,
        "\u202e\u200b",
        "999 526 0182",
        "🙂" * 300,
        "²",
        "#9",
    ]
)
ACTIONS = sorted({*(action for one in Stage.capabilities for action in one.presses), "chat.say"} - {"test.break"})
FORMS = sorted(name for one in Stage.capabilities for name in one.forms)
KNOWN = [
    "",
    "d1",
    "d1:2",
    "1",
    "9" * 30,
    "d1|physical|low",
    "incidents.report:d1",
    "text|no",
    "SE-2026-000001",
    "late:5",
]
VALUES = NASTY | st.sampled_from([*KNOWN, "status ward 7", "status NatPSA/2026/003", "intake.new:d1", "d1|patients|3"])
SAID = (
    st.builds(Words, NASTY, st.booleans())
    | st.builds(Press, st.sampled_from(ACTIONS), VALUES)
    | st.builds(Passage, NASTY, st.none() | st.just(T()))
    | st.builds(
        Answers,
        st.sampled_from(FORMS),
        VALUES,
        st.dictionaries(st.sampled_from(["what_happened", "event_type", "text", "patients", "lead", "due"]), NASTY),
        st.just({}) | st.just({"paper": (Upload("a\x00.png", "image/png", b"x"),)}),
    )
)


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.lists(SAID, min_size=1, max_size=4), who=st.sampled_from([NURSE, OFFICER, SPECIALIST, "Stranger"]))
async def test_whatever_comes_in_is_answered_and_nothing_breaks(
    request: pytest.FixtureRequest, kind: str, said: list[Words | Press | Passage | Answers], who: str
) -> None:
    database = Database(request.getfixturevalue(f"{kind}_url"))
    stage = Stage(database, capabilities=[one for one in Stage.capabilities if one is not TEST])
    try:
        async with database.reading() as tx:
            begun = await people.count(tx)
        if not begun:
            ids = await found_trust(database)
            await send_report(database, by=ids[NURSE], location_id=1)
            await record_alert(database, [action_values(lead_id=ids[NURSE])], executive_id=ids[EXECUTIVE])
        with capture_logs() as logs:
            for one in said:
                outcome = await stage.hear(one, user=user_of(who))
                assert not outcome.failed
                assert outcome.reply.cards or outcome.reply.form
        assert logs == []
    finally:
        await database.close()


async def test_what_was_typed_into_the_wrong_field_is_not_kept_as_it_was(stage: Stage) -> None:
    opened = await stage.say("report")
    typed = {"what_happened": "pt fell", "location": "bed of John 999 526 0182", "occurred_on": "NHS no 999 526 0182"}
    again = await stage.fill(opened, typed)
    assert again.form is not None
    assert set(again.form.errors) == {"location", "occurred_on"}
    assert "999" not in str(again)
    assert "[NHS number]" in again.form.values["location"]
    async with stage.database.reading() as tx:
        kept = [
            *(await tx.execute(select(deliveries.c.reply))).scalars(),
            *(await tx.execute(select(conversations.c.state))).scalars(),
        ]
    assert "999" not in str(kept)
