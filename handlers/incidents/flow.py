"""Reporting, from the first words to the reference, and what the reporter can do afterwards.

Nothing is a report before the person pressed Submit, and nothing is stored that was not screened.
"""

from datetime import datetime
from typing import Final

from handlers import routing
from handlers.asking import raw_values, with_removed
from handlers.chat.answers import Wrong, read, read_number
from handlers.chat.card import Button, Style, counted, shorten
from handlers.chat.form import UNKNOWN, Form, fields_of, form
from handlers.chat.reply import Reply, ask, show, tell
from handlers.chat.turn import Passage, Turn
from handlers.desk import Desk
from handlers.incidents import cards, drafting, editing
from handlers.incidents.form import PatientForm, ReportForm
from handlers.incidents.reading import looks_like_a_report
from handlers.settling import settle
from storage import drafts, incidents
from storage.drafts import Draft
from storage.records import EventType
from storage.rules import harm

DONT_KNOW: Final = "don't know"
WORDS_MOST: Final = 3000
TOO_LONG: Final = (
    f"Your message is longer than {WORDS_MOST:,} characters. We kept the first part, and marked where it ends. "
    'After you submit, press "Add something" for the rest.'
)
TITLE: Final = "Report a safety event"
GONE: Final = "This draft is no longer open. It was sent, deleted, or too old. You can start a new report at any time."


async def report(turn: Turn, desk: Desk, rest: str) -> Reply:
    """Open the guided capture; words after the command are read as the account."""
    if rest.strip():
        return await capture(turn, desk, rest)
    return ask(_empty())


def _empty() -> Form:
    """Return the form with nothing filled in but the commonest kind of event (96 in 100 are incidents: brief a.1)."""
    return form(ReportForm, drafting.FORM, TITLE, submit="Next", values={"event_type": EventType.INCIDENT})


async def listens(turn: Turn, desk: Desk, text: str) -> Reply | None:
    """Take plain words that tell of an event; None for everything else."""
    if not looks_like_a_report(text, drafting.places_of(desk.places)):
        return None
    return await capture(turn, desk, text)


async def capture(turn: Turn, desk: Desk, text: str) -> Reply:
    """Turn a message into a draft, and show what we understood."""
    screened = desk.screen(text[:20_000])
    posted = turn.said.posted_at if isinstance(turn.said, Passage) and turn.said.posted_at else turn.at
    found = drafting.told(shorten(screened.text, WORDS_MOST), posted, desk.places)
    draft = await drafting.keep(desk, None, found.values, because=dict(found.because))
    if found.redirect:
        return with_removed(_redirect(desk, draft), desk.removed)
    cut = TOO_LONG if len(screened.text) > WORDS_MOST else ""
    return with_removed(_confirm(desk, draft, wrong=cut), desk.removed)


async def passage(turn: Turn, desk: Desk, text: str) -> Reply:
    """Open the form with the text of a message that somebody chose to report."""
    screened = desk.screen(text[:20_000])
    posted: datetime = turn.said.posted_at if isinstance(turn.said, Passage) and turn.said.posted_at else turn.at
    found = drafting.told(shorten(screened.text, WORDS_MOST), posted, desk.places)
    draft = await drafting.keep(desk, None, found.values, because=dict(found.because))
    return ask(_form(desk, draft))


def _form(desk: Desk, draft: Draft) -> Form:
    values = raw_values(draft)
    shown = {f"#{place.id}": place.name for place in desk.places if f"#{place.id}" == values.get("location")}
    return form(
        ReportForm,
        drafting.FORM,
        TITLE,
        submit="Next",
        context=f"d{draft.id}",
        values=values,
        shown=shown,
    )


def _redirect(desk: Desk, draft: Draft) -> Reply:
    words = str(raw_values(draft)["what_happened"])
    return show(cards.redirect_card(words, f"d{draft.id}", desk.house.health_and_safety_url))


def _confirm(desk: Desk, draft: Draft, *, wrong: str = "", replaces: bool = False) -> Reply:
    content = drafting.content_of(desk, draft)
    if isinstance(content, dict):
        fields = _form(desk, draft).with_errors(content, raw_values(draft))
        return Reply(form=fields, replaces=replaces)
    if editing.reference_of(draft):
        return editing.look(desk, draft, content, said=wrong, replaces=replaces)
    serious = desk.house.serious_text if harm.is_serious(content.harms) else ""
    card = cards.confirm_card(
        content,
        desk.places,
        desk.today,
        _mark(draft),
        questions=drafting.missing(draft),
        because=drafting.reasons(draft),
        serious=serious,
        wrong=wrong,
    )
    return show(card, replaces=replaces)


async def opens(turn: Turn, desk: Desk, context: str) -> Form | Reply:
    """Return the form: empty, or with everything that a draft holds."""
    del turn
    if not context:
        return _empty()
    draft = await drafting.find(desk, context)
    return _form(desk, draft) if draft is not None else tell(GONE)


async def answered(turn: Turn, desk: Desk, model: ReportForm, context: str) -> Reply:
    """Keep the answers, ask for further patients one by one, then show everything for a last look."""
    del turn
    draft = await drafting.find(desk, context) if context else None
    if context and draft is None:
        return tell(GONE)
    wrong = drafting.wrong_dates(model, desk)
    if wrong:
        opened = _form(desk, draft) if draft is not None else _empty()
        return Reply(form=opened.with_errors(wrong, desk.raw))
    because = {} if draft is None else dict(draft.values.get("because", {}))
    before = {} if draft is None else raw_values(draft)
    kept = {name: reason for name, reason in because.items() if before.get(name) == desk.raw.get(name)}
    draft = await drafting.keep(desk, draft, desk.raw, because=kept)
    return _next(desk, draft)


def _next(desk: Desk, draft: Draft, *, replaces: bool = True) -> Reply:
    patient = drafting.next_patient(draft)
    if patient is not None:
        count = raw_values(draft)["patients"]
        return ask(
            form(
                PatientForm,
                "incidents.patient",
                f"Patient {patient} of {count}",
                submit="Next",
                context=f"d{draft.id}:{patient}",
            )
        )
    return _confirm(desk, draft, replaces=replaces)


async def opens_patient(turn: Turn, desk: Desk, context: str) -> Form | Reply:
    """Return the form about one further patient."""
    del turn
    draft = await drafting.find(desk, context)
    if draft is None:
        return tell(GONE)
    reply = _next(desk, draft)
    return reply.form if reply.form is not None else reply


async def answered_patient(turn: Turn, desk: Desk, model: PatientForm, context: str) -> Reply:
    """Keep the harm to one further patient, or to all the rest."""
    del turn
    draft = await drafting.find(desk, context)
    if draft is None:
        return tell(GONE)
    number = read_number(context.partition(":")[2])
    count = read_number(str(raw_values(draft).get("patients"))) or 1
    if number is None or not 2 <= number <= count:  # noqa: PLR2004 - the first patient is in the main form
        return _next(desk, draft)
    harms = dict(draft.values.get("harms", {}))
    last = count if model.rest == "same" else number
    for sequence in range(number, last + 1):
        harms[str(sequence)] = [model.physical or UNKNOWN, model.psychological or UNKNOWN]
    draft = await drafting.keep(desk, draft, raw_values(draft), harms=harms)
    return _next(desk, draft)


async def quick(turn: Turn, desk: Desk, value: str) -> Reply:
    """Take one pressed answer on the confirm card, and show the card again."""
    del turn
    reference, field, raw = (*value.split("|"), "", "")[:3]
    draft = await drafting.find(desk, reference)
    if draft is None:
        return tell(GONE, replaces=True)
    if field not in drafting.QUICK:
        return _confirm(desk, draft, replaces=True)
    answer = DONT_KNOW if raw == UNKNOWN and field in {"occurred_on", "patients"} else raw
    asked = next(one for one in fields_of(ReportForm) if one.name == field)
    settled = await settle(desk, asked, answer)
    if isinstance(settled, Wrong) or isinstance(read(asked, settled, desk.today), Wrong):
        return _confirm(desk, draft, replaces=True)
    draft = await drafting.keep(desk, draft, {**raw_values(draft), field: settled})
    return _next(desk, draft)


async def confirm(turn: Turn, desk: Desk, value: str) -> Reply:
    """Show a draft for a last look."""
    del turn
    draft = await drafting.find(desk, value)
    return _next(desk, draft) if draft is not None else tell(GONE, replaces=True)


def _mark(draft: Draft) -> str:
    """Return how the confirm card names a draft: which, and the version that the person sees."""
    return f"d{draft.id}:{draft.version}"


async def submit(turn: Turn, desk: Desk, value: str) -> Reply:
    """Make a draft a report. Pressing twice makes one report; the second press is shown the same thanks."""
    del turn
    number = value.partition(":")[0]
    sent = desk.talk.state.get("sent", {})
    draft = await drafting.find(desk, value)
    if draft is not None and value != _mark(draft):
        return _confirm(
            desk, draft, wrong="This draft was changed since that card. This is how it is now.", replaces=True
        )
    if draft is None:
        incident = await incidents.by_reference(desk.tx, sent[number]) if number in sent else None
        if incident is not None and incident.reporter_id == desk.person.id:
            return show(cards.thanks_card(incident, desk.house, desk.now), replaces=True)
        return tell(GONE, replaces=True)
    if drafting.next_patient(draft) is not None or editing.reference_of(draft):
        return _next(desk, draft)
    content = drafting.content_of(desk, draft)
    if isinstance(content, dict):
        return Reply(form=_form(desk, draft).with_errors(content, raw_values(draft)), replaces=True)
    incident = await incidents.submit(desk.tx, content, reporter_id=desk.person.id, now=desk.now, year=desk.today.year)
    await drafts.drop(desk.tx, draft.id, desk.person.id)
    await desk.audit(
        "incident.submitted", f"incident:{incident.id}", revision=1, removed=dict(content.what_happened.removed)
    )
    desk.talk.put("sent", {**dict(list(sent.items())[-9:]), number: incident.reference})
    await routing.receive(desk, incident)
    return Reply((cards.thanks_card(incident, desk.house, desk.now),), replaces=True, keep=True)


async def later(turn: Turn, desk: Desk, value: str) -> Reply:
    """Keep a draft for another time."""
    del turn
    draft = await drafting.find(desk, value)
    if draft is None:
        return tell(GONE, replaces=True)
    button = Button("Go on", "incidents.confirm", f"d{draft.id}", Style.PRIMARY)
    return tell(
        f'Saved. We keep it for {counted(desk.house.draft_lasts.days, "day")}. You find it under "my drafts".',
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
    return tell("Deleted. Nothing was sent.", title="Deleted", replaces=True)
