"""A message that names a report which was sent: whether it is to be added to that report, or tells of something new.

Only one's own report is ever named by what it is about. Nothing is added before the person says so.
"""

from dataclasses import replace
from typing import Final

from handlers import files
from handlers.asking import raw_values, with_removed
from handlers.chat.card import Card, Text
from handlers.chat.reply import Reply, show, tell
from handlers.chat.turn import Turn
from handlers.desk import Desk
from handlers.incidents import afterwards, cards, drafting, flow, looking, notices
from handlers.incidents.filling import GONE
from handlers.incidents.own import find
from handlers.incidents.reading import looks_like_a_report
from handlers.incidents.understanding import places_of
from storage import drafts, incidents, reviews
from storage.drafts import Draft
from storage.records import Incident
from storage.rules.policy import Verb
from storage.rules.reports import asks_about_report, find_report_reference, words_beside_reference

_TOO_LONG: Final = (
    f"Your message is longer than {flow.WORDS_MOST:,} characters. We kept the first part, and marked where it ends. "
    "Please send the rest in another message."
)


async def report(turn: Turn, desk: Desk, rest: str) -> Reply:
    """Open the guided capture; words after the command are read as the account, or as more about a report."""
    return await _about_a_report(turn, desk, rest) or await flow.report(turn, desk, rest)


async def listens(turn: Turn, desk: Desk, text: str) -> Reply | None:
    """Take plain words that name a report, or that tell of an event; None for everything else."""
    return await _about_a_report(turn, desk, text) or await flow.listens(turn, desk, text)


async def stray(turn: Turn, desk: Desk, text: str) -> Reply | None:
    """Ask what words are that were no answer to the open question; None when they are for nothing of ours."""
    incident = await _own(desk, find_report_reference(text))
    if incident is not None and not _only_asks(desk, text) and words_beside_reference(text):
        return await _ask(turn, desk, incident, text, answers=True)
    return await flow.stray(turn, desk, text)


async def _about_a_report(turn: Turn, desk: Desk, text: str) -> Reply | None:
    reference = find_report_reference(text)
    if reference is None:
        return None
    if _only_asks(desk, text):
        return await afterwards.one_report(turn, desk, reference)
    if not words_beside_reference(text):
        opened = await afterwards.opens_add(turn, desk, reference)
        return opened if isinstance(opened, Reply) else Reply(form=opened)
    incident = await _own(desk, reference)
    if incident is not None:
        return await _ask(turn, desk, incident, text)
    if looks_like_a_report(text, places_of(desk.places)):
        said = f"{reference} is not among your reports, so this is a new report."
        return await flow.capture(turn, desk, text, said=said)
    draft, _ = await flow.begin(turn, desk, text, set_aside=True)
    card = cards.not_own_card(reference, str(raw_values(draft)["what_happened"]), f"d{draft.id}")
    return with_removed(show(_cut(card, draft, text)), desk.removed, turn.deletes)


def _only_asks(desk: Desk, text: str) -> bool:
    return asks_about_report(text) and not looks_like_a_report(text, places_of(desk.places))


def _cut(card: Card, draft: Draft, text: str) -> Card:
    """Return the card, saying first when it does not hold all that was typed."""
    is_whole = len(text) <= flow.WORDS_MOST or raw_values(draft)["what_happened"] == text.strip()
    return card if is_whole else replace(card, parts=(Text(_TOO_LONG), *card.parts))


async def _own(desk: Desk, reference: str | None) -> Incident | None:
    """Return the report if this person sent it with their name."""
    if reference is None or desk.person.id == 0:
        return None
    found = await incidents.by_reference(desk.tx, reference)
    return found if found is not None and found.reporter_id == desk.person.id else None


async def _ask(turn: Turn, desk: Desk, incident: Incident, text: str, *, answers: bool = False) -> Reply:
    """Keep the words as a draft and ask where they belong. Care comes first where they are serious."""
    draft, _ = await flow.begin(turn, desk, text, set_aside=True)
    content = drafting.content_of(desk, draft)
    card = cards.add_card(
        incident.reference,
        notices.about(desk, incident),
        _words(str(raw_values(draft)["what_happened"])),
        f"d{draft.id}",
        serious="" if isinstance(content, dict) else looking.serious_words(desk, content),
        answers=answers,
    )
    return with_removed(show(_cut(card, draft, text)), desk.removed, turn.deletes)


async def append(turn: Turn, desk: Desk, value: str) -> Reply:
    """Add the words that were set aside to the report that they name: a note, and a new version of the report."""
    del turn
    mark, _, reference = value.partition("|")
    draft = await drafting.find(desk, mark)
    if draft is None:
        return tell(GONE, replaces=True)
    await reviews.lock(desk.tx, reference[:20])
    incident = await find(desk, reference, Verb.CHANGE_REPORT)
    if isinstance(incident, Reply):
        return replace(incident, replaces=True)
    await files.go_along(desk, draft.id, incident.id)
    await drafts.drop(desk.tx, draft.id, desk.person.id)
    return await afterwards.add_words(desk, incident, _words(str(raw_values(draft)["what_happened"])))


def _words(text: str) -> str:
    """Return screened words without the reference that leads to them."""
    return (words_beside_reference(text) if find_report_reference(text) else "") or text
