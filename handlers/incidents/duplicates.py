"""Reports that may tell of the same event: asked about before a new one is sent, and joined as a witness with one tap.

It shows reference, kind ("Falls"), place and day of another report; never its time or words, and never who sent it.
"""

from collections.abc import Sequence
from typing import Final

from handlers import files
from handlers.asking import raw_values
from handlers.chat.card import Button, Card, Item, Items, Style, Text, shorten
from handlers.chat.reply import Reply, show, tell
from handlers.chat.turn import Turn
from handlers.desk import Desk
from handlers.incidents import afterwards, drafting, notices
from handlers.incidents.deleting import delete_button
from handlers.incidents.understanding import told
from handlers.showing import reports
from storage import drafts, incidents, nearby, reviews
from storage.drafts import Draft
from storage.records import Incident, IncidentContent, NoteKind, Screened
from storage.rules.similar import Account, likeness
from storage.rules.workdays import local_day, say_day

SHOWN: Final = 3
NOTE_MOST: Final = 6000
_SELF_HARM: Final = "3"
"""The LFPSE code of the safety challenge."""
GONE: Final = "This draft is no longer open. It was sent, deleted, or too old. You can start a new report at any time."


async def alike(desk: Desk, content: IncidentContent) -> list[Incident]:
    """Return the open reports that may tell of the same event as this content, the likeliest first.

    Without a place nothing is compared. It costs one statement, and two more when the place has recent reports.
    """
    if content.location_id is None:
        return []
    day = content.occurred_on or desk.today
    near = await nearby.open_reports(desk.tx, content.location_id, day, now=desk.now)
    mine = Account(
        content.what_happened.text, content.event_type, day, content.occurred_at, frozenset(content.coded.drugs)
    )
    scored = [(likeness(mine, _account(one)), one) for one in near]
    likely = sorted(((found.score, one.id, one) for found, one in scored if found.is_likely), reverse=True)
    return [one for _, _, one in likely[:SHOWN]]


def _account(incident: Incident) -> Account:
    content = incident.content
    day = content.occurred_on or local_day(incident.reported_at)
    return Account(
        content.what_happened.text, content.event_type, day, content.occurred_at, frozenset(content.coded.drugs)
    )


async def offer(desk: Desk, content: IncidentContent, draft: str) -> Reply | None:
    """Return the question whether a report is one that we have, or None when there is nothing like it.

    ``draft`` is ``d12:3``: which draft, and the version that the person wants to send.
    """
    found = await alike(desk, content)
    if not found:
        return None
    lines = [
        (one.reference, notices.about(desk, one), _day(one, desk), one.reporter_id == desk.person.id) for one in found
    ]
    return show(same_card(lines, draft), replaces=True)


def _day(incident: Incident, desk: Desk) -> str:
    """Return day and kind, such as "Today · Falls": two incidents on one ward and day look alike without it.

    That somebody else told of self harm is not shown: on a small ward it would say of whom.
    """
    day = say_day(incident.content.occurred_on or local_day(incident.reported_at), desk.today)
    theirs = incident.reporter_id != desk.person.id
    private = theirs and _SELF_HARM in incident.content.coded.challenges
    kinds = "" if private else reports.challenges(incident.content)
    return f"{day[:1].upper()}{day[1:]}" + (f" · {kinds}" if kinds else "")


def same_card(lines: Sequence[tuple[str, str, str, bool]], draft: str) -> Card:
    """Return the question whether a report is one of these: reference, kind and place, day, and whether it is own."""
    items = tuple(
        Item(
            f"{reference} · {about}",
            f"{day} · you sent this one" if is_own else day,
            (Button(f"It is {reference}", "incidents.same", f"{draft}|{reference}"),),
        )
        for reference, about, day, is_own in lines
    )
    return Card(
        "incidents.same",
        "Is it one of these?",
        (
            Text(
                "We may know of this event already. If it is one of these, we keep your words with that report, "
                "and you will hear what comes of it."
            ),
            Items(items),
        ),
        (
            Button("No, send mine", "incidents.different", draft, Style.PRIMARY),
            Button("Not now", "incidents.later", draft),
        ),
    )


async def same(turn: Turn, desk: Desk, value: str) -> Reply:
    """Keep the words of a draft with a report that tells of the same event; the person is then its witness."""
    del turn
    mark, _, reference = value.partition("|")
    draft = await drafting.find(desk, mark)
    if draft is None:
        return await _again(desk, reference)
    content = drafting.content_of(desk, draft)
    offered = [] if isinstance(content, dict) else await alike(desk, content)
    named = [one for one in offered if one.reference == reference]
    if not named or isinstance(content, dict):
        return tell(
            "That report is not open any more. You can send yours.",
            Button("Look at my draft", "incidents.confirm", f"d{draft.id}", Style.PRIMARY),
            replaces=True,
        )
    incident = named[0]
    await files.go_along(desk, draft.id, incident.id)
    await drafts.drop(desk.tx, draft.id, desk.person.id)
    words = _words(content)
    if incident.reporter_id == desk.person.id:
        return await afterwards.add_words(desk, incident, words.text)
    note = await reviews.add_note(desk.tx, incident.id, NoteKind.WITNESS, words, by=desk.person.id, now=desk.now)
    await desk.audit("incident.witness", f"incident:{incident.id}", note=note.id, removed=dict(words.removed))
    await notices.tell_carers(desk, incident, notices.What.WITNESS, key=str(note.id))
    return Reply((thanks_card(incident.reference, note.id),), replaces=True, keep=True)


def _words(content: IncidentContent) -> Screened:
    """Return what a witness tells, with what was done at the time. Both were screened before."""
    done = content.immediate_action.text
    text = content.what_happened.text + (f"\n\nDone at the time: {done}" if done else "")
    return Screened(shorten(text, NOTE_MOST), content.what_happened.removed)


def thanks_card(reference: str, note_id: int) -> Card:
    """Return what a witness sees: where the words are, what happens next, and a way to send a report after all."""
    return Card(
        "incidents.witness",
        f"Thank you. Your words are with report {reference}.",
        (
            Text(
                "The safety team reads them as those of somebody who saw it too. "
                "You will hear what comes of it when the report is closed."
            ),
        ),
        (
            Button("Send mine as a report of its own", "incidents.anew", str(note_id)),
            Button("My reports", "chat.say", "my reports"),
        ),
    )


async def _again(desk: Desk, reference: str) -> Reply:
    """Answer a second press: with the same thanks when the words are there, otherwise that the draft is gone."""
    incident = await incidents.by_reference(desk.tx, reference[:20])
    notes = await reviews.notes_of(desk.tx, [incident.id]) if incident is not None and desk.person.id else []
    mine = [one for one in notes if one.kind is NoteKind.WITNESS and one.by_id == desk.person.id]
    if incident is None or not mine:
        return tell(GONE, replaces=True)
    return show(thanks_card(incident.reference, mine[-1].id), replaces=True)


async def anew(turn: Turn, desk: Desk, value: str) -> Reply:
    """Make the words that a person told as a witness a draft of a report of their own."""
    note = await reviews.note(desk.tx, int(value) if value.isdecimal() and len(value) < len("9" * 10) else 0)
    if note is None or note.kind is not NoteKind.WITNESS or note.by_id != desk.person.id:
        return tell(GONE, replaces=True)
    known = await incidents.by_ids(desk.tx, [note.incident_id])
    found = told(note.text, turn.at, desk.places)
    values = dict(found.values)
    origin: dict[str, object] = {}
    for incident in known.values():
        origin[drafting.WAS] = incident.reference
        # The event was the same: what the other report says of day and place helps, and can be changed.
        theirs = drafting.raw_of(incident)
        values |= {name: theirs[name] for name in ("occurred_on", "location") if name in theirs}
    draft = await drafting.keep(desk, None, values, **drafting.extras_of(found), **origin)
    return show(_draft_card(draft), replaces=True)


def _draft_card(draft: Draft) -> Card:
    return draft_card(str(raw_values(draft)["what_happened"]), f"d{draft.id}")


def draft_card(words: str, draft: str) -> Card:
    """Return the words of a witness as a draft of their own report."""
    return Card(
        "incidents.anew",
        "Your words are a draft now",
        (Text(shorten(words, 1500), quote=True), Text("It is not sent yet. Have a look first.")),
        (
            Button("Look at the draft", "incidents.confirm", draft, Style.PRIMARY),
            delete_button("Delete the draft", draft),
        ),
    )
