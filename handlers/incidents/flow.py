"""Reporting, from the first words to the reference, and what the reporter can do afterwards.

Nothing is a report before the person pressed Submit, and nothing is stored that was not screened.
"""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from handlers import files, routing
from handlers.asking import answers_it, opened_question, question, raw_values, take, with_removed
from handlers.chat.card import VALUE_MOST, Button, Style, counted, shorten
from handlers.chat.reply import Reply, ask, show, tell
from handlers.chat.turn import Passage, Turn
from handlers.desk import Desk
from handlers.incidents import cards, drafting, duplicates, editing, looking, quick, roles
from handlers.incidents.filling import GONE
from handlers.incidents.reading import looks_like_a_report
from handlers.incidents.understanding import STAFF, Told, places_of, told
from storage import drafts, habits, incidents
from storage.drafts import Draft
from storage.records import Screened

WORDS_MOST: Final = 3000
TOO_LONG: Final = (
    f"Your message is longer than {WORDS_MOST:,} characters. We kept the first part, and marked where it ends. "
    'After you submit, press "Add something" for the rest.'
)

REPORT_THIS: Final = "Report this"
_STORY_LEAST: Final = 4
"""With fewer words, what nobody understood is a misspelt command rather than an account."""
NO_ANSWER: Final = 'We could not find an answer in that. Your words are kept under "my drafts".'


async def report(turn: Turn, desk: Desk, rest: str) -> Reply:
    """Open the guided capture; words after the command are read as the account."""
    if rest.strip():
        return await capture(turn, desk, rest)
    return ask(await looking.empty_form(desk))


async def listens(turn: Turn, desk: Desk, text: str) -> Reply | None:
    """Take plain words that tell of an event; None for everything else."""
    if not looks_like_a_report(text, places_of(desk.places)):
        return None
    return await capture(turn, desk, text)


async def begin(
    turn: Turn,
    desk: Desk,
    text: str,
    *,
    set_aside: bool = False,
    typed_at: datetime | None = None,
    screened: Screened | None = None,
) -> tuple[Draft, Told]:
    """Keep what a message says as a new draft, or return the one in which the same words were ``set_aside`` before.

    ``set_aside``: whether they are a report is still to be asked. ``typed_at``: when they were, if not now.
    ``screened`` are the words without identifiers, where they were taken out already.
    """
    screened = screened or await desk.screen_aside(text[:20_000])
    posted: datetime = turn.said.posted_at if isinstance(turn.said, Passage) and turn.said.posted_at else turn.at
    found = told(shorten(screened.text, WORDS_MOST), typed_at or posted, desk.places, heard=text[:WORDS_MOST])
    before = await drafting.set_aside(desk, str(found.values["what_happened"]))
    if before is not None:
        return before, found
    values, extras = await drafting.as_last_time(desk, found)
    marked: dict[str, object] = {drafting.SET_ASIDE: True} if set_aside else {}
    if screened.removed and turn.deletes:
        marked[drafting.DELETES] = turn.deletes
    return await drafting.keep(desk, None, values, **extras, **marked), found


async def capture(
    turn: Turn, desk: Desk, text: str, *, set_aside: bool = False, typed_at: datetime | None = None, said: str = ""
) -> Reply:
    """Turn a message into a draft, and show what we understood. ``said`` is what else the person has to know."""
    draft, found = await begin(turn, desk, text, set_aside=set_aside, typed_at=typed_at)
    if found.not_ours:
        return with_removed(_not_ours(desk, draft, found.not_ours), desk.removed, turn.deletes)
    cut = TOO_LONG if raw_values(draft)["what_happened"] != text.strip() and len(text) > WORDS_MOST else ""
    return with_removed(looking.last_look(desk, draft, wrong=f"{said} {cut}".strip()), desk.removed, turn.deletes)


async def passage(turn: Turn, desk: Desk, text: str) -> Reply:
    """Take a message that somebody chose to report or forwarded, whatever it says: the last look, as for one's own."""
    return await capture(turn, desk, text)


def _not_ours(desk: Desk, draft: Draft, why: str) -> Reply:
    words = str(raw_values(draft)["what_happened"])
    return show(cards.not_ours_card(why, words, f"d{draft.id}", desk.house.health_and_safety_url))


async def stray(turn: Turn, desk: Desk, text: str) -> Reply | None:
    """Offer to take words as a new report that were no answer to the open question; None when they tell of no event.

    The words are kept as a draft meanwhile, so that nobody has to type them again.
    """
    if not looks_like_a_report(text, places_of(desk.places)):
        return None
    draft, _ = await begin(turn, desk, text, set_aside=True)
    return with_removed(show(cards.stray_card(str(raw_values(draft)["what_happened"]), f"d{draft.id}")), desk.removed)


async def is_new(turn: Turn, desk: Desk, value: str) -> Reply:
    """Go on with stray words as a new report. What was being asked stays under the drafts."""
    draft = await drafting.find(desk, value)
    if draft is None:
        return tell(GONE, replaces=True)
    desk.talk.put("asking", None)
    if told(str(raw_values(draft)["what_happened"]), turn.at, desk.places).not_ours == STAFF:
        return replace(_not_ours(desk, draft, STAFF), replaces=True)
    return looking.last_look(desk, draft, replaces=True)


async def is_answer(turn: Turn, desk: Desk, value: str) -> Reply:
    """Take stray words as the answer to the open question. Those that are none stay a draft: nothing is lost."""
    draft = await drafting.find(desk, value)
    opened = await opened_question(desk)
    if draft is None or opened is None:
        return tell(GONE, replaces=True)
    words = str(raw_values(draft)["what_happened"])
    if await answers_it(desk, words):
        await drafts.drop(desk.tx, draft.id, desk.person.id)
        return replace(await take(turn, desk, words), replaces=True)
    about, route, field = opened
    return show(question(route, about, field, NO_ANSWER), replaces=True)


async def unsure(turn: Turn, desk: Desk, text: str) -> Button | None:
    """Return the button that reports words which nobody understood; None for too few words to tell of anything.

    The screened words and the second at which they were typed are in the button: most such words are no report, and
    nobody wants them among the drafts. What is too long for a button is surely a story, and is kept as a draft; so is
    what had a name in it, with how to delete the message in which it still stands.
    """
    if len(text.split()) < _STORY_LEAST:
        return None
    screened = await desk.screen_aside(text[:20_000])
    value = f"{turn.at.timestamp():.0f}:{screened.text}"
    if len(value) <= VALUE_MOST and not screened.removed:
        return Button(REPORT_THIS, "incidents.this", value)
    draft, _ = await begin(turn, desk, text, set_aside=True, screened=screened)
    return Button(REPORT_THIS, "incidents.new", f"d{draft.id}")


async def this(turn: Turn, desk: Desk, value: str) -> Reply:
    """Take the words in the button as a report, as if they had been understood when they were typed."""
    typed, _, words = value.partition(":")
    if not words.strip() or not typed.isdecimal():
        return tell(GONE, replaces=True)
    typed_at = datetime.fromtimestamp(min(int(typed), int(turn.at.timestamp())), UTC)
    return replace(await capture(turn, desk, words, set_aside=True, typed_at=typed_at), replaces=True)


async def press_answer(turn: Turn, desk: Desk, value: str) -> Reply:
    """Take one pressed answer on the card, and show the card again."""
    del turn
    reference, field, raw = (*value.split("|"), "", "")[:3]
    draft = await drafting.find(desk, reference)
    if draft is None:
        return tell(GONE, replaces=True)
    draft = await quick.take(desk, draft, field, raw)
    if field == "same" and raw == "each":
        return looking.go_on(desk, draft)
    return looking.last_look(desk, draft, replaces=True)


async def confirm(turn: Turn, desk: Desk, value: str) -> Reply:
    """Show a draft for a last look."""
    del turn
    draft = await drafting.find(desk, value)
    return looking.last_look(desk, draft, replaces=True) if draft is not None else tell(GONE, replaces=True)


async def more(turn: Turn, desk: Desk, value: str) -> Reply:
    """Show a draft with what is seldom wanted: a photo, a colleague, words to take out, deleting it."""
    del turn
    draft = await drafting.find(desk, value)
    return looking.last_look(desk, draft, replaces=True, more=True) if draft else tell(GONE, replaces=True)


async def copy(turn: Turn, desk: Desk, value: str) -> Reply:
    """Show somebody's own words alone, so that they are easy to copy into another form."""
    del turn
    draft = await drafting.find(desk, value)
    if draft is None:
        return tell(GONE)
    return show(cards.copy_card(str(raw_values(draft)["what_happened"])))


async def submit(turn: Turn, desk: Desk, value: str, *, asked: bool = False) -> Reply:
    """Make a draft a report. Pressing twice makes one report; the second press is shown the same thanks."""
    del turn
    number = value.partition(":")[0]
    sent = desk.talk.state.get("sent", {})
    draft = await drafting.find(desk, value)
    if draft is not None and value != looking.mark(draft):
        return looking.last_look(
            desk, draft, wrong="This draft was changed since that card. This is how it is now.", replaces=True
        )
    if draft is None:
        incident = await incidents.by_reference(desk.tx, sent[number]) if number in sent else None
        if incident is not None and incident.reporter_id == desk.person.id:
            heard = await routing.told(desk, incident)
            return show(cards.thanks_card(incident, desk.house, desk.now, told=heard), replaces=True)
        return tell(GONE, replaces=True)
    if editing.reference_of(draft):
        return looking.go_on(desk, draft)
    content = drafting.content_of(desk, draft)
    if isinstance(content, dict):
        return Reply(form=looking.draft_form(desk, draft).with_errors(content, raw_values(draft)), replaces=True)
    alike = None if asked else await duplicates.offer(desk, content, value)
    if alike is not None:
        return alike
    incident = await incidents.submit(desk.tx, content, reporter_id=desk.person.id, now=desk.now, year=desk.today.year)
    if content.location_id is not None:
        await habits.remember_place(desk.tx, desk.person.id, content.location_id, desk.now)
    await files.go_along(desk, draft.id, incident.id)
    await drafts.drop(desk.tx, draft.id, desk.person.id)
    await desk.audit(
        "incident.submitted", f"incident:{incident.id}", revision=1, removed=dict(content.what_happened.removed)
    )
    asks_role = not content.coded.role and await roles.is_to_be_asked(desk)
    desk.talk.put("sent", {**dict(list(sent.items())[-9:]), number: incident.reference})
    await routing.receive(desk, incident)
    heard = await routing.told(desk, incident)
    thanks = cards.thanks_card(incident, desk.house, desk.now, told=heard, asks_role=asks_role)
    return Reply((thanks,), replaces=True, keep=True)


async def different(turn: Turn, desk: Desk, value: str) -> Reply:
    """Send a report of which the person said that it is none of those that we have."""
    return await submit(turn, desk, value, asked=True)


async def later(turn: Turn, desk: Desk, value: str) -> Reply:
    """Keep a draft for another time."""
    del turn
    draft = await drafting.find(desk, value)
    if draft is None:
        return tell(GONE, replaces=True)
    button = Button("Go on", "incidents.confirm", f"d{draft.id}", Style.PRIMARY)
    return tell(
        f'We keep it for {counted(desk.house.draft_lasts.days, "day")}. You will find it under "my drafts".',
        button,
        title="Saved for later",
        replaces=True,
    )


async def delete(turn: Turn, desk: Desk, value: str) -> Reply:
    """Throw a draft away."""
    del turn
    draft = await drafting.find(desk, value)
    if draft is None:
        return tell(GONE, replaces=True)
    await drafts.drop(desk.tx, draft.id, desk.person.id)
    return tell("Nothing was sent.", title="Deleted", replaces=True)
