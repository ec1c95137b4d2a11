"""What somebody did before they sent a report without a name leads nobody to them, and what does is told to them."""

import re

import pytest
from fakes.slack_api import Fault
from northmoor import Northmoor
from on_one import ON_SLACK, ON_TEAMS, ON_THE_PAGE
from sqlalchemy import select
from talking import plain

from storage.tables import audit, drafts, incidents, outbox
from storage.tables import people as people_table

STORY = "pt given wrong dose of enoxaparin on ward 7 today at 08:10, no injury, not distressed"
SEND = "Send without my name"
_CODE = re.compile(r"(?:[0-9A-Z]{4}-){4}[0-9A-Z]{4}")


@ON_SLACK
async def test_what_was_sent_with_a_name_is_not_sent_again_without_one(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.says(STORY)
    await amina.presses("Submit")
    await amina.presses("Undo (10 minutes)", yes="Yes, take it back")
    await amina.sees("Report taken back", "The safety team can still see that report, with your name.")
    await amina.presses("Go on with the draft")
    refused = "These words were sent with a name before, as SE-2026-000001. We keep that report with the name"
    card = await amina.sees("Check your report", refused, buttons=("Submit",))
    assert SEND not in card.buttons
    async with trust.database.reading() as tx:
        draft = (await tx.execute(select(drafts))).one()
    await amina.forges("chat.open", f"incidents.anonymous:d{draft.id}:{draft.version}")
    await amina.sees(refused)
    assert await trust.rows("incidents") == 1
    await amina.says(STORY)
    await amina.presses(SEND)
    await amina.sees("You sent the same words with your name, as SE-2026-000001. That report stays with your name.")


@ON_SLACK
async def test_other_drafts_with_these_words_go_too_and_of_nearly_equal_ones_the_person_is_asked(
    trust: Northmoor,
) -> None:
    amina = trust.person("amina")
    other = "pump alarm failed on ward 3 today at 07:10, no injury, not distressed"
    near = f"the chart was torn. {STORY}"
    for words in (other, near, STORY, f"  {STORY.upper()} ", STORY):
        await amina.says(words)
        await trust.move(minutes=2)
    await amina.presses(SEND)
    await amina.sees(
        "You have another draft that tells nearly the same", "the chart was torn",
        "Delete what else you wrote about it?",
        never=("pump alarm", "You sent the same words"),
    )  # fmt: skip
    await amina.fills({})
    await amina.sees("We deleted 2 other drafts, too.", "What else you wrote about it is still there")
    await amina.commands("my drafts")
    await amina.sees("My drafts (2)", "the chart was torn", "pump alarm")
    await amina.says(STORY)
    await amina.presses(SEND)
    await amina.fills({"Delete what else you wrote about it?": "Delete it"})
    await amina.sees("We deleted your other draft, too.", never=("is still there",))
    await amina.commands("my drafts")
    await amina.sees("My drafts (1)", "pump alarm")


@ON_TEAMS
async def test_no_act_on_the_draft_ties_its_writer_to_it(trust: Northmoor) -> None:
    await trust.move(minutes=17, seconds=13)
    amina, ben = trust.person("amina"), trust.person("ben")
    await amina.says(f"{STORY}, says pt Mr Lysander Copplestone with the red wig")
    await amina.presses("Show what we removed")
    await amina.presses("This is not a name")
    await amina.fills({"Which one? Its number in the list": "1", "Which word is it?": "Copplestone"})
    await amina.presses("More")
    await amina.presses("Remove some words")
    await amina.fills({"Which words should we take out?": "red wig"})
    await amina.presses("More")
    await amina.presses("For a colleague")
    await amina.presses("Hand it to a colleague")
    await amina.fills({"Who should finish it?": "Ben Carter"})
    await ben.presses("Take it")
    await amina.sees("has taken your draft")
    await ben.presses(SEND)
    await ben.sees("The colleague whom you asked to finish this draft, or who asked you, knows of it.")
    await ben.fills({})
    hour = trust.clock.now.replace(minute=0, second=0, microsecond=0)
    async with trust.database.reading() as tx:
        acts = (await tx.execute(select(audit).where(audit.c.actor != "cli").order_by(audit.c.id))).all()
        messages = (await tx.execute(select(outbox))).all()
        report = (await tx.execute(select(incidents))).one()
        (me,) = (await tx.execute(select(people_table.c.id).where(people_table.c.name.like("Amina%")))).scalars()
    assert {one.at for one in acts} == {hour}
    assert [(one.act, one.actor, one.subject) for one in acts if one.actor != "system"] == [
        ("name.corrected", f"person:{me}", f"person:{me}"),
        ("draft.words_removed", "anonymous", "draft"),
        ("draft.offered", "anonymous", "draft"),
        ("draft.taken", "anonymous", "draft"),
        ("incident.submitted", "anonymous", f"incident:{report.id}"),
    ]
    assert all(set(one.detail) <= {"words", "places", "revision", "removed"} for one in acts)
    assert not [one for one in messages if "draft" in one.subject or "hand" in one.kind]


@ON_THE_PAGE
async def test_pressing_again_when_the_code_never_arrived_shows_it_and_later_says_what_to_do(trust: Northmoor) -> None:
    amina, ben = trust.person("amina"), trust.person("ben")
    await amina.says(STORY)
    async with trust.database.reading() as tx:
        draft = (await tx.execute(select(drafts))).one()
    form = f"incidents.anonymous:d{draft.id}:{draft.version}"
    await amina.presses(SEND)
    await amina.fills({})
    found = _CODE.search((await amina.sees("Your report is with the safety team, without your name.")).text)
    assert found is not None
    await ben.forges("chat.open", form)
    await ben.sees("Please do not send it again.", never=(found.group(),))
    await amina.forges("chat.open", form)
    await amina.sees("Your report is with the safety team, without your name.", found.group())
    await trust.move(minutes=10)
    await amina.forges("chat.open", form)
    seen = await amina.sees("it was sent", "Please do not send it again.", "We cannot show its code again")
    assert found.group() not in plain(seen.text)
    assert await trust.rows("incidents") == 1
    assert found.group().replace("-", "") not in await trust.stored_text()


@ON_SLACK
async def test_the_log_does_not_say_who_could_not_open_the_last_step(
    trust: Northmoor, capsys: pytest.CaptureFixture[str]
) -> None:
    amina = trust.person("amina")
    await amina.says(STORY)
    capsys.readouterr()
    assert trust.slack_api is not None
    trust.slack_api.fail("views.open", Fault(code="expired_trigger_id"))
    await amina.presses(SEND)
    await amina.sees("The form could not open in time.")
    printed = "".join(capsys.readouterr())
    assert "slack.modal_not_opened" in printed
    assert "AMINA" not in printed.upper()


@ON_SLACK
async def test_of_somebody_new_only_the_hour_of_meeting_them_is_kept(trust: Northmoor) -> None:
    await trust.move(minutes=17, seconds=13)
    nina = trust.person("nina")
    await nina.says(STORY)
    await nina.presses(SEND)
    await nina.fills({})
    await nina.sees("without your name")
    async with trust.database.reading() as tx:
        met = (await tx.execute(select(people_table.c.created_at).order_by(people_table.c.id.desc()))).scalars().first()
    assert met == trust.clock.now.replace(minute=0, second=0, microsecond=0)
