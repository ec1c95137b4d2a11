"""The last look: a draft as a form to change it, as the next question about a patient, or as the card before sending.

It decides nothing and stores nothing.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from handlers.asking import raw_values, with_removed
from handlers.chat.form import Field, Form, form
from handlers.chat.reply import Reply, ask, show
from handlers.chat.turn import RawAnswer
from handlers.desk import Desk
from handlers.incidents import anonymous_cards, cards, drafting, editing, quick
from handlers.incidents.form import OF_THE_FIRST, PatientForm
from handlers.incidents.kinds import INCIDENT_FORM, kind_of
from handlers.incidents.serious import sounds_serious
from handlers.showing.labels import ROLE_LABELS
from storage.drafts import Draft
from storage.records import EventType, IncidentContent
from storage.rules.corrections import kinds_of

CHANGE: Final = "Change your report"


def mark(draft: Draft) -> str:
    """Return how a card names a draft: which, and the version that the person sees."""
    return f"d{draft.id}:{draft.version}"


async def empty_form(desk: Desk) -> Form:
    """Return the form with the commonest kind of event (96 in 100 are incidents: brief a.1) and the last place."""
    usual = await drafting.usual_place(desk)
    values = {"event_type": EventType.INCIDENT, **({"location": usual} if usual else {})}
    kind = kind_of(values)
    return form(kind.model, INCIDENT_FORM, kind.title, submit="Next", values=values, shown=shown_place(desk, usual))


def draft_form(desk: Desk, draft: Draft) -> Form:
    """Return the form of the draft's kind with everything that it holds. Care comes first where it sounds serious."""
    values = raw_values(draft)
    kind = kind_of(values)
    known = {name: value for name, value in values.items() if name in kind.model.model_fields}
    content = drafting.content_of(desk, draft)
    changes = editing.reference_of(draft)
    serious = "" if isinstance(content, dict) else serious_words(desk, content)
    filled = form(
        kind.model,
        kind.form,
        CHANGE if changes else kind.title,
        submit="Next",
        intro=f"Report {changes}" if changes else serious,
        context=f"d{draft.id}",
        values=known,
        shown=shown_place(desk, str(values.get("location", ""))),
    )
    return replace(filled, fields=tuple(as_asked(one, values) for one in filled.fields))


def as_asked(field: Field, values: Mapping[str, RawAnswer]) -> Field:
    """Return a question without what is said to those who report of several patients, where there is one."""
    return replace(field, hint="") if values.get("patients") == "1" and field.hint == OF_THE_FIRST else field


def shown_place(desk: Desk, place: str) -> dict[str, str]:
    """Return the name of a place that stands in a form, by its raw answer; nothing for any other answer."""
    return {f"#{one.id}": one.name for one in desk.places if f"#{one.id}" == place}


def serious_words(desk: Desk, content: IncidentContent) -> str:
    """Return what a person reads before anything else when somebody is, or may soon be, badly hurt; "" otherwise."""
    if not sounds_serious(content):
        return ""
    return desk.house.danger_text if content.event_type is EventType.RISK else desk.house.serious_text


def last_look(desk: Desk, draft: Draft, *, wrong: str = "", replaces: bool = False, more: bool = False) -> Reply:
    """Return the whole draft as the card before sending, or its form when an answer cannot be used.

    ``more``: with the buttons that are seldom wanted.
    """
    content = drafting.content_of(desk, draft)
    if isinstance(content, dict):
        return Reply(form=draft_form(desk, draft).with_errors(content, raw_values(draft)), replaces=replaces)
    if editing.reference_of(draft):
        return editing.look(desk, draft, content, said=wrong, replaces=replaces)
    card = cards.confirm_card(
        content,
        desk.places,
        desk.today,
        mark(draft),
        form=kind_of(raw_values(draft)).form,
        questions=None if more else quick.chips(draft, desk.places, mark(draft)),
        asked=() if more else quick.facts_asked(draft),
        because=drafting.reasons(draft),
        device=str(raw_values(draft).get("device", "")),
        usual_place=drafting.is_usual_place(draft),
        files=str(draft.values.get("files", "")),
        serious=serious_words(desk, content),
        wrong=wrong,
        more=more,
        at_home=desk.at_home,
        role=ROLE_LABELS.get(content.coded.role or "", ""),
    )
    card = (
        card if more else anonymous_cards.offered(card, content, mark(draft), str(draft.values.get(drafting.WAS, "")))
    )
    return _still_warned(desk, draft, show(card, replaces=replaces))


def _still_warned(desk: Desk, draft: Draft, reply: Reply) -> Reply:
    """Return the reply with what we removed, as long as our marks stand in the draft, and how to delete the message.

    In the turn that took something out, whoever answers it says so.
    """
    deletes = str(draft.values.get(drafting.DELETES, ""))
    if desk.removed:
        return reply
    return with_removed(reply, kinds_of(str(raw_values(draft).get("what_happened", ""))), deletes)


def go_on(desk: Desk, draft: Draft, *, replaces: bool = True) -> Reply:
    """Return the form about the next patient of whom nobody said how they are; with none left, the last look."""
    patient = drafting.next_patient(draft)
    if patient is None:
        return last_look(desk, draft, replaces=replaces)
    count = raw_values(draft)["patients"]
    title = f"Patient {patient} of {count}"
    asked = form(PatientForm, "incidents.patient", title, submit="Next", context=f"d{draft.id}:{patient}")
    if str(patient) == count:
        asked = replace(asked, fields=tuple(one for one in asked.fields if one.name != "rest"))
    return ask(asked)
