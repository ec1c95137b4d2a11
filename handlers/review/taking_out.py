"""Taking words out of a report for good: every version, every note, and what is kept of it for some days.

It is for a name or number of a patient that slipped through. The words are kept nowhere, nor is it said what they were.
"""

from dataclasses import asdict
from typing import Final

from handlers.chat.card import counted
from handlers.chat.form import Form, form
from handlers.chat.reply import Reply, tell
from handlers.chat.turn import Turn
from handlers.desk import Desk
from handlers.review import steps
from handlers.review.form import Sure, TakeOutForm
from handlers.review.view import find
from storage import taking_out
from storage.records import Incident
from storage.rules.corrections import phrases_of
from storage.rules.policy import Verb, may
from storage.taking_out import Taken

FORM: Final = "review.take_out"
TITLE: Final = "Take out words"
ACT: Final = "report.words_removed"
_WHERE: Final = (
    "For a name or a number of a patient that slipped through. We take the words out of every version of the report, "
    "out of all that was said about it, and out of drafts and messages that we still keep. [removed] then stands there."
)


async def _found(desk: Desk, reference: str) -> Incident | Reply:
    incident = await find(desk, reference)
    refusal = may(desk.person, Verb.TAKE_WORDS_OUT)
    return tell(refusal.words) if refusal is not None else incident


async def opens(turn: Turn, desk: Desk, context: str) -> Form | Reply:
    """Return the form that takes words out."""
    del turn
    incident = await _found(desk, context)
    return incident if isinstance(incident, Reply) else asks(incident.reference)


def asks(reference: str) -> Form:
    """Return the questions: whether they are sure, and which words."""
    return form(TakeOutForm, FORM, TITLE, submit=TITLE, intro=f"Report {reference}. {_WHERE}", context=reference)


async def answered(turn: Turn, desk: Desk, model: TakeOutForm, context: str) -> Reply:
    """Take the words out, and say in how many places they stood."""
    del turn
    incident = await _found(desk, context)
    if isinstance(incident, Reply):
        return incident
    if model.sure is Sure.LEAVE:
        return await steps.shown(desk, incident, "Nothing was taken out.")
    places = await taking_out.take_words_out(desk.tx, incident, phrases_of(model.words))
    if not places:
        return await steps.shown(desk, incident, "We did not find these words as whole words. Nothing was changed.")
    await desk.audit(ACT, f"incident:{incident.id}", **asdict(places))
    return await steps.shown(desk, incident, f"Taken out. {in_words(places)} Files exported before still hold them.")


def in_words(places: Taken) -> str:
    """Return in how many places words stood."""
    elsewhere = f", and in {counted(places.elsewhere, 'place')} of drafts and messages" if places.elsewhere else ""
    return f"The words stood in {counted(places.report, 'place')} of the report and its versions{elsewhere}."
