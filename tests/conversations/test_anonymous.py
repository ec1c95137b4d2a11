"""A report without a name: nothing in the store or the log leads to its sender, and a code leads back to the report."""

import re
from datetime import timedelta

import pytest
from northmoor import Northmoor
from on_one import ON_SLACK, ON_TEAMS, ON_THE_PAGE
from sqlalchemy import select
from talking import Answer, Person, plain

from storage.tables import audit, conversations, deliveries, drafts, identities, incidents, metadata, outbox
from storage.tables import people as people_table

STORY = "pt given wrong dose of enoxaparin on ward 7, no injury. dont want my name near this"
SEND = "Send without my name"
_CODE = re.compile(r"(?:[0-9A-Z]{4}-){4}[0-9A-Z]{4}")


async def _send(person: Person, story: str = STORY, **answers: Answer) -> str:
    """Send a report without a name and return its code."""
    await person.says(story)
    await person.presses(SEND)
    await person.sees("We keep nothing that says who sent it", "may still see that you wrote to this bot")
    await person.fills(answers)
    seen = await person.sees("Your report is with the safety team, without your name.", "Write it down now")
    told = "It goes to the safety team and the Medication Safety Officer, without your name."
    assert story != STORY or told in plain(seen.text)
    found = _CODE.search(seen.text)
    assert found is not None
    return found.group()


async def _dump(trust: Northmoor) -> dict[str, list[str]]:
    async with trust.database.reading() as tx:
        return {
            table.name: [repr(tuple(row)) for row in await tx.execute(select(table))]
            for table in metadata.sorted_tables
        }


async def test_nothing_in_the_store_or_the_log_leads_to_who_sent_a_report_without_a_name(
    trust: Northmoor, capsys: pytest.CaptureFixture[str]
) -> None:
    await trust.move(minutes=17, seconds=13)
    amina = trust.person("amina")
    code = await _send(amina)
    hour = trust.clock.now.replace(minute=0, second=0, microsecond=0)
    async with trust.database.reading() as tx:
        report = (await tx.execute(select(incidents))).one()
        (me,) = (await tx.execute(select(people_table).where(people_table.c.name.like("Amina%")))).all()
        users = (await tx.execute(select(identities).where(identities.c.person_id == me.id))).all()
        acts = (await tx.execute(select(audit).where(audit.c.subject == f"incident:{report.id}"))).all()
        messages = (await tx.execute(select(outbox))).all()
        kept = (await tx.execute(select(deliveries))).all()
        talks = (await tx.execute(select(conversations).where(conversations.c.user == users[0].user))).all()
        assert (await tx.execute(select(drafts))).all() == []
    assert report.anonymous
    assert (report.reporter_id, report.reported_at) == (None, hour)
    assert [(one.actor, one.at) for one in acts] == [("anonymous", hour)]
    assert all(one.last_active_at is None or one.last_active_at < trust.clock.now for one in users)
    assert all("asking" not in one.state and one.updated_at < trust.clock.now for one in talks)
    # A full hour beside a person, among everybody else's seconds, would say who sent it.
    assert hour not in {*(one.last_active_at for one in users), *(one.updated_at for one in talks)}
    assert [one for one in messages if one.person_id == me.id and one.kind == "reply"] == []
    assert all(one.due_at > trust.clock.now and one.due_at.minute % 10 == 0 for one in messages)
    assert all(one.reply is None and one.person_id is None for one in kept)
    dump = await _dump(trust)
    words = ("enoxaparin", report.reference)
    names = [one for one in ("amina", "Amina", me.email, users[0].user) if one]
    names += [repr(one.address) for one in users if one.address]
    for table, rows in dump.items():
        for row in rows:
            told = any(one in row for one in words) or (table == "audit" and f"incident:{report.id}'" in row)
            assert not told or not any(name in row for name in names), (table, row)
            assert code not in row, table
            assert code.replace("-", "") not in row, table
    assert "enoxaparin" not in "".join(dump["outbox"] + dump["deliveries"] + dump["conversations"] + dump["drafts"])
    printed = "".join(capsys.readouterr())
    for name in [*names, report.reference, code, "enoxaparin"]:
        assert name not in printed, name


async def test_the_code_leads_back_to_the_report_its_questions_and_what_was_learnt(trust: Northmoor) -> None:
    amina, jo, priya = trust.person("amina"), trust.person("jo"), trust.person("priya")
    code = await _send(amina)
    await priya.never_sees("New report")
    await trust.move(minutes=10)
    await priya.sees("New report: SE-2026-000001", never=("Amina",))
    await jo.commands("review SE-2026-000001")
    await jo.sees(facts={"Sent by": "Somebody without a name. We can answer only by the code."})
    await jo.presses("Ask the reporter")
    await jo.sees("They see it when they use their code.")
    await jo.fills({"What would you like to know?": "Which dose was meant?"})
    await amina.says(f"code {code.lower()}")
    await amina.sees(
        "Your report without a name", "The safety team asks you", "Which dose was meant?", "wrong dose of enoxaparin",
        never=("SE-2026-000001",), buttons=("Answer", "Add something", "Take it back"),
    )  # fmt: skip
    await amina.presses("Answer")
    await amina.fills({"Your answer": "40 mg, not 80, says nhs 999 526 0182"})
    await amina.sees("Thank you for your answer.", "We removed 1 NHS number", "You said", "40 mg, not 80")
    await amina.presses("Add something")
    await amina.fills({"What would you like to add?": "The label was torn"})
    await amina.sees("Added. The safety team sees it.", "The label was torn")
    await trust.move(minutes=10)
    await jo.sees("The reporter answered: SE-2026-000001")
    await jo.commands("review SE-2026-000001")
    await jo.sees("40 mg, not 80", "The label was torn", never=("Amina", "999 526"))
    dump = await _dump(trust)
    async with trust.database.reading() as tx:
        (me,) = (await tx.execute(select(people_table.c.id).where(people_table.c.name.like("Amina%")))).scalars()
        told = (await tx.execute(select(outbox).where(outbox.c.person_id == me))).all()
        acts = (await tx.execute(select(audit).where(audit.c.actor == f"person:{me}"))).all()
        rows = (await tx.execute(select(deliveries).where(deliveries.c.person_id == me))).all()
    assert (told, acts, rows) == ([], [], [])
    assert not [table for table, lines in dump.items() if code.replace("-", "") in "".join(lines)]


@ON_THE_PAGE
async def test_serious_harm_is_told_at_once_also_without_a_name(trust: Northmoor) -> None:
    await trust.move(minutes=3)
    amina, jo = trust.person("amina"), trust.person("jo")
    await jo.looks()
    await amina.says("pt fell on ward 7 and broke her hip, going to theatre. dont want my name near this")
    await amina.presses(SEND)
    await amina.sees(
        "We keep nothing that says who sent it", "This may be serious, so the safety team is told at once."
    )
    await amina.fills({})
    await jo.sees("New report: SE-2026-000001", never=("Amina",))
    async with trust.database.reading() as tx:
        messages = (await tx.execute(select(outbox))).all()
    assert {one.due_at.minute % 10 for one in messages} == {0}


@ON_SLACK
async def test_a_report_is_taken_back_by_its_code(trust: Northmoor) -> None:
    amina, jo = trust.person("amina"), trust.person("jo")
    code = await _send(amina)
    await amina.says(code)
    await amina.sees("Your report without a name")
    await amina.presses("Take it back", yes="Yes, take it back")
    await amina.sees("Taken back. The safety team sees that it was.")
    await trust.move(minutes=30)
    await jo.commands("review")
    await jo.sees("Nothing waits here.")
    await amina.commands("my reports")
    await amina.sees("You have not sent a report yet.")
    await amina.commands("my drafts")
    await amina.sees("You have no drafts.")


@ON_TEAMS
async def test_wrong_codes_are_refused_after_a_few_and_tell_nothing(trust: Northmoor) -> None:
    amina, ben = trust.person("amina"), trust.person("ben")
    code = await _send(amina)
    for number in range(5):
        await ben.says(f"code 7K2M-WXYZ-1234-0000-000{number}")
        await ben.sees("We do not know this code.", never=("SE-2026",))
    await ben.says(f"code {code}")
    await ben.sees("These were too many codes that we do not know.", never=("enoxaparin",))
    await trust.move(hours=1)
    await ben.says("code")
    if "Open the form" in [label for sight in await ben.new() for label in sight.buttons]:
        await ben.presses("Open the form")
    await ben.fills({"Your code": code})
    await ben.sees("Your report without a name", "enoxaparin")


async def test_pressing_twice_makes_one_report_and_shows_the_same_code(trust: Northmoor) -> None:
    amina = trust.person("amina")
    code = await _send(amina)
    await amina.is_heard_twice()
    shown = [sight.text for sight in await amina.new()]
    assert all(code in text for text in shown), shown
    assert await trust.rows("incidents") == 1


@ON_THE_PAGE
async def test_a_name_is_only_left_out_when_the_person_wants_it(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.says("pt fell on ward 7, no injury")
    card = await amina.sees("Check your report", buttons=("Submit", SEND))
    assert card.buttons.index("Submit") < card.buttons.index(SEND)
    await amina.says(STORY)
    card = await amina.sees("You wrote that you do not want your name on this.", buttons=("Submit with my name",))
    assert card.buttons.index(SEND) < card.buttons.index("Submit with my name")
    await amina.presses("Submit with my name")
    await amina.sees("Thank you. Report SE-2026-000001 is with the safety team.")


@ON_SLACK
async def test_the_reason_for_leaving_out_the_name_goes_with_the_report_and_is_optional(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await _send(amina, **{"Why without your name?": "Colleagues may find out"})
    async with trust.database.reading() as tx:
        coded = (await tx.execute(select(metadata.tables["incident_revisions"].c.coded))).scalar_one()
    assert coded["why_anonymous"] == "7"
    await trust.move_to(trust.clock.now + timedelta(minutes=10))
