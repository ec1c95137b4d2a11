"""Photos and documents: asked about before they are kept, kept with the draft and then the report, seen by few."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from invented import LEAD, NURSE, SPECIALIST, found_trust, user_of
from reception_stage import CHANNEL, Stage, body_of, labels_of, title_of, words_of
from samples import SECRET, drawing, office, pdf, photo
from sqlalchemy import select

from handlers import files as handling
from handlers.chat.answers import Wrong
from handlers.chat.turn import Answers, Handed, Press, Upload
from handlers.desk import Talk
from storage import drafts, file_links, files, incidents, people
from storage.cleaning import EVIDENCE, PHOTOS_AND_PDF, clean
from storage.database import Database
from storage.records import EventType, Incident, IncidentContent, Platform, Screened
from storage.tables import file_links as links_table
from storage.tables import files as files_table

PHOTO = Upload("Mrs Smith 9990000018.jpg", "image/jpeg", photo())
PAPER = Upload("chart of John Smith.pdf", "application/pdf", pdf())
RISK = IncidentContent(EventType.RISK, Screened("Loose rail"), None, None, None, None, (), (), Screened(""))
FELL = "pt fell on ward 7, no injury, not upset"


@pytest.fixture
async def stage(sqlite_database: Database) -> Stage:
    await found_trust(sqlite_database)
    return Stage(sqlite_database)


def message(*uploads: Upload, words: str = "", missed: int = 0) -> Answers:
    return Answers("chat.files", "", {"words": words, "missed": ("file",) * missed}, {"files": uploads})


async def rows(stage: Stage) -> list[Mapping[str, Any]]:
    async with stage.database.reading() as tx:
        return [row._mapping for row in await tx.execute(select(files_table).order_by(files_table.c.name))]


async def report(stage: Stage) -> Incident:
    async with stage.database.reading() as tx:
        found = await incidents.by_reference(tx, "SE-2026-000001")
    assert found is not None
    return found


async def submitted_with_a_photo(stage: Stage) -> Incident:
    await stage.press(await stage.say(FELL), "Submit")
    opened = await stage.say(Press("chat.open", "files.add:SE-2026-000001"))
    reply = await stage.fill(opened, {"shows": "nobody"}, files={"photos": (PHOTO,)})
    assert title_of(reply) == "Added to your report SE-2026-000001"
    return await report(stage)


async def test_a_photo_before_the_words_waits_for_them_and_goes_with_the_report(stage: Stage) -> None:
    asked = await stage.say(message(PHOTO))
    assert title_of(asked) == "Before we add your photo"
    assert "a wristband" in words_of(asked)
    waiting = await stage.press(asked, "No, none of these")
    assert "Now tell us what happened" in words_of(waiting)
    drafted = await stage.say(FELL)
    assert "With it: photo 1.jpg (Picture, 1 KB)." in words_of(drafted)
    sent = await stage.press(drafted, "Submit")
    assert "Thank you" in title_of(sent)
    stage.clock.now += timedelta(days=30)
    async with stage.database.transaction() as tx:
        assert await files.sweep(tx, stage.clock.now) == 0
        there = await files.of_incident(tx, (await report(stage)).id)
    (row,) = await rows(stage)
    assert [one.key for one in there] == [row["key"]]
    assert row["content"] == clean(PHOTO.content, "").content
    assert SECRET.encode() not in row["content"]
    assert (row["name"], row["held_until"]) == ("photo 1.jpg", None)


async def test_a_photo_with_the_words_joins_their_draft(stage: Stage) -> None:
    reply = await stage.say(message(PHOTO, PAPER, words=FELL))
    assert [card.name for card in reply.cards] == ["incidents.confirm", "files.check"]
    assert "1 photo and 1 document" in words_of(reply)
    added = await stage.press(reply, "No, none of these")
    assert "photo 1.jpg (Picture" in words_of(added)
    assert "document 2.pdf (PDF" in words_of(added)
    again = await stage.press(added, "Back to your report")
    assert "With it: photo 1.jpg" in words_of(again)
    sent = await stage.press(reply, "Submit")
    assert "Thank you" in title_of(sent), "the card that was there before still sends what it shows"


async def test_a_photo_that_may_show_somebody_is_deleted(stage: Stage) -> None:
    asked = await stage.say(message(PHOTO))
    assert len(await rows(stage)) == 1
    stopped = await stage.press(asked, "Yes, or not sure: delete it")
    assert "We did not keep it" in words_of(stopped)
    assert await rows(stage) == []
    assert "no longer have this file" in words_of(await stage.press(asked, "No, none of these"))


async def test_what_nobody_answered_about_is_gone_after_an_hour(stage: Stage) -> None:
    await stage.say(message(PHOTO))
    stage.clock.now += timedelta(minutes=61)
    async with stage.database.transaction() as tx:
        assert await files.sweep(tx, stage.clock.now) == 1
    assert await rows(stage) == []


async def test_of_two_files_the_bad_one_is_named_and_the_good_one_is_asked_about(stage: Stage) -> None:
    heic = Upload("IMG_1.HEIC", "image/heic", b"\x00\x00\x00\x18ftypheic" + b"\x00" * 50)
    asked = await stage.say(message(PHOTO, heic, Upload("x.docx", "x", office()), missed=1))
    for words in ("HEIC", "We take pictures (PNG or JPEG) and PDF", "We could not fetch 1 file"):
        assert words in words_of(asked)
    assert len(await rows(stage)) == 1
    none = await stage.say(message(heic))
    assert title_of(none) == "We took no file"
    assert labels_of(none) == []


async def test_a_message_that_is_delivered_twice_keeps_its_file_once(stage: Stage) -> None:
    turn = stage.turn(message(PHOTO, words=FELL))
    first, second = await stage.front.receive(turn), await stage.front.receive(turn)
    assert second.repeated
    assert second.reply == first.reply
    assert len(await rows(stage)) == 1
    for _ in range(2):
        await stage.press(first.reply, "No, none of these")
    assert [row["name"] for row in await rows(stage)] == ["photo 1.jpg"]


async def test_the_form_asks_first_and_keeps_nothing_that_shows_somebody(stage: Stage) -> None:
    drafted = await stage.say(FELL)
    opened = await stage.press(await stage.press(drafted, "More"), "Add a photo or PDF")
    assert opened.form is not None
    assert [field.name for field in opened.form.fields] == ["shows", "photos"]
    stopped = await stage.fill(opened, {"shows": "somebody"}, files={"photos": (PHOTO,)})
    assert title_of(stopped) == "Not added"
    again = await stage.fill(opened, {"shows": ""}, files={"photos": (PHOTO,)})
    assert again.form is not None
    assert set(again.form.errors) == {"shows"}
    assert await rows(stage) == []
    empty = await stage.fill(opened, {"shows": "nobody"})
    assert empty.form is not None
    assert empty.form.errors == {"photos": "Please choose the file."}
    added = await stage.fill(opened, {"shows": "nobody"}, files={"photos": (PHOTO, PHOTO, PAPER)})
    assert "photo 1.jpg (Picture, 1 KB), document 2.pdf" in words_of(added), "one photo sent twice is one"
    assert len(await rows(stage)) == 2
    removed = await stage.press(added, "Remove")
    assert "no files now" in words_of(removed)
    assert await rows(stage) == []
    assert "With it" not in words_of(await stage.press(drafted, "Submit"))


async def test_one_at_a_time_the_file_is_asked_for_after_the_question_and_survives_the_form(stage: Stage) -> None:
    drafted = await stage.say(FELL)
    how = {"forms_hold_files": False, "carries": frozenset()}
    await stage.press(await stage.press(drafted, "More"), "Add a photo or PDF", **how)
    assert title_of(body_of(stage.handed[-1])) == "Does it show who a patient is?"
    await stage.say("No, none of these", **how)
    assert title_of(body_of(stage.handed[-1])) == "Photo or PDF"
    await stage.say(message(PHOTO), **how)
    assert title_of(body_of(stage.handed[-1])) == "Added to your draft"
    assert [row["name"] for row in await rows(stage)] == ["photo 1.jpg"]
    await stage.press(await stage.press(drafted, "More"), "Delete")
    assert await rows(stage) == [], "the files of a draft go with it"


async def test_files_of_a_report_are_for_those_who_may_read_it(stage: Stage) -> None:
    incident = await submitted_with_a_photo(stage)
    (row,) = await rows(stage)
    value = f"{incident.reference}:{row['key']}"
    for action in ("files.list", "files.download", "files.erase"):
        refused = await stage.say(Press(action, value), user=user_of(LEAD))
        assert "We did not find that report" in words_of(refused)
    assert "We did not find" in words_of(await stage.say(Press("chat.open", "files.add:SE-2026-000001"),
                                                          user=user_of(SPECIALIST)))  # fmt: skip
    shown = await stage.say(Press("files.list", incident.reference), user=user_of(SPECIALIST))
    assert "photo 1.jpg" in words_of(shown)
    assert labels_of(shown) == ["Download", "Delete"]
    assert "ask the IT colleagues who look after this bot" in words_of(
        await stage.press(shown, "Download", user=user_of(SPECIALIST))
    )
    mine = await stage.say(Press("incidents.show", incident.reference))
    assert "Show 1 photo" in labels_of(mine)
    erased = await stage.press(await stage.press(mine, "Show 1 photo"), "Delete")
    assert "Deleted from report" in words_of(erased)
    assert await rows(stage) == []


async def test_a_draft_or_file_of_somebody_else_is_not_to_be_had(stage: Stage) -> None:
    asked = await stage.say(message(PHOTO))
    taken = await stage.press(asked, "No, none of these", user=user_of(LEAD))
    assert "no longer have this file" in words_of(taken)
    drafted = await stage.say(FELL)
    more = await stage.press(drafted, "More")
    opened = await stage.press(more, "Add a photo or PDF", user=user_of(LEAD))
    assert "no longer open" in words_of(opened)
    await stage.press(asked, "Yes, or not sure: delete it", user=user_of(LEAD))
    assert len(await rows(stage)) == 1


async def test_in_a_channel_no_file_is_kept(stage: Stage) -> None:
    assert "only in our own chat" in words_of(await stage.say(message(PHOTO), place=CHANNEL, whispers=False))
    assert await rows(stage) == []


async def test_a_report_that_is_taken_back_gives_its_files_to_the_draft_again(stage: Stage) -> None:
    asked = await stage.say(message(PHOTO, words=FELL))
    await stage.press(asked, "No, none of these")
    sent = await stage.press(asked, "Submit")
    back = await stage.press(sent, "Undo (10 minutes)")
    again = await stage.press(back, "Go on with the draft")
    assert "With it: photo 1.jpg" in words_of(again)
    await stage.press(back, "Delete the draft")
    assert len(await rows(stage)) == 1, "the report that was taken back still has it"


async def test_a_report_without_a_name_has_files_that_nobody_owns(stage: Stage) -> None:
    asked = await stage.say(message(PHOTO, words=FELL))
    await stage.press(asked, "No, none of these")
    (before,) = await rows(stage)
    async with stage.database.transaction() as tx:
        known = await people.by_identity(tx, Platform.SLACK, "home", user_of(NURSE))
        assert known is not None
        desk = await stage.front.desk_of(tx, stage.clock(), known[0])
        (draft,) = await drafts.of_person(tx, known[0].id, stage.clock())
        incident = await incidents.submit(tx, RISK, reporter_id=None, now=stage.clock(), year=2026)
        await handling.go_along(desk, draft.id, incident.id, anonymous=True)
        await drafts.drop(tx, draft.id, known[0].id)
    (after,) = await rows(stage)
    assert after["owner_id"] is None
    assert after["key"] != before["key"]
    assert after["content"] == before["content"]


async def test_evidence_keeps_a_harmless_name_and_its_words_are_screened(stage: Stage) -> None:
    async with stage.database.transaction() as tx:
        known = await people.by_identity(tx, Platform.SLACK, "home", user_of(NURSE))
        person = known[0] if known else await people.meet(
            tx, Platform.SLACK, "home", user_of(NURSE), name="Amina", email=None, now=stage.clock()
        )  # fmt: skip
        desk = await stage.front.desk_of(tx, stage.clock(), person)
        assert isinstance(desk.talk, Talk)

        async def kept(name: str, content: bytes, allowed: frozenset[Any] = EVIDENCE) -> Any:
            return await handling.keep(desk, Handed(name, clean(content, name)), allowed, named=True)

        policy = await kept("C:\\docs\\Pump policy.exe", office())
        assert policy.name == "Pump policy.docx"
        named = await kept("Mrs Smith 9990000018.pdf", pdf())
        assert named.name == "document 1.pdf"
        minutes = await kept("minutes.txt", b"Seen by NHS 999 526 0182 at nine")
        assert b"999 526 0182" not in await files.content_of(tx, minutes.key)
        assert isinstance(await kept("minutes.txt", b"x", PHOTOS_AND_PDF), Wrong)
        await files.keep(tx, policy.key)
        await files.sweep(tx, stage.clock() + timedelta(hours=2))
    assert [row["name"] for row in await rows(stage)] == ["Pump policy.docx"]


async def test_a_link_works_once_for_a_few_minutes_and_not_for_those_who_left(stage: Stage) -> None:
    await submitted_with_a_photo(stage)
    (row,) = await rows(stage)
    now, owner = stage.clock(), row["owner_id"]
    async with stage.database.transaction() as tx:
        tokens = [await file_links.make(tx, row["key"], owner, now) for _ in range(3)]
        assert tokens[0] not in str((await tx.execute(select(links_table))).all())
        assert await file_links.look(tx, tokens[0], now) == (row["key"], owner)
        assert await file_links.spend(tx, tokens[0], now) == (row["key"], owner)
        assert await file_links.spend(tx, tokens[0], now) is None
        assert await file_links.look(tx, tokens[1], now + file_links.LASTS) is None
        assert await file_links.look(tx, "nonsense", now) is None
        await file_links.forget_old(tx, now + timedelta(minutes=6))
        assert (await tx.execute(select(links_table.c.file_key))).first() is None


def test_drawings_are_pictures_too() -> None:
    assert clean(drawing(), "x").kind.words == "Picture"
