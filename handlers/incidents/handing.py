"""A draft and a colleague: saying that one reports for them, or handing the draft to them by name.

A handed draft moves only when the colleague takes it, and they read its words only then. Both hear what came of it.
"""

from collections.abc import Mapping
from typing import Annotated, Final

from pydantic import BaseModel

from handlers.chat.answers import read_number
from handlers.chat.card import Button, Card, Style, Text
from handlers.chat.form import Ask, Form, PersonRef, form
from handlers.chat.reply import Reply, show, tell
from handlers.chat.turn import Turn
from handlers.desk import Desk
from handlers.incidents import drafting, editing, looking
from handlers.incidents.filling import GONE
from handlers.incidents.traces import note_on_draft
from handlers.showing import reports
from handlers.showing.labels import EVENT_LABELS
from storage import drafts, people
from storage.drafts import Draft
from storage.records import IncidentContent, Message

OFFER: Final = "notice.handed"
ANSWER: Final = "notice.hand_answer"
NOT_OFFERED: Final = "This draft is not offered to you any more. It was sent, deleted, or given to somebody else."


class HandForm(BaseModel):
    """To whom a draft is handed."""

    colleague: Annotated[
        PersonRef, Ask("Who should finish it?", hint="They see what you wrote only when they take it.")
    ]


async def choose(turn: Turn, desk: Desk, value: str) -> Reply:
    """Show what a draft can have to do with a colleague."""
    del turn
    draft = await drafting.find(desk, value)
    if draft is None or editing.reference_of(draft) or not desk.at_home:
        return tell(GONE, replaces=True)
    return show(colleague_card(f"d{draft.id}", told=bool(draft.values.get("behalf"))), replaces=True)


def colleague_card(draft: str, *, told: bool) -> Card:
    """Return the two ways. ``told``: the draft says already that it is reported for a colleague."""
    own = Button("It is my own report" if told else "I report it for a colleague", "incidents.behalf", draft)
    return Card(
        "incidents.colleague",
        "For a colleague",
        (
            Text(
                "You can send it yourself for a colleague who told you of it: then you are the person who hears back. "
                "Or you can hand what you began to a colleague, who checks it and sends it."
            ),
        ),
        (
            own,
            Button("Hand it to a colleague", "chat.open", f"incidents.hand:{draft}"),
            Button("Go back", "incidents.confirm", draft),
        ),
    )


async def behalf(turn: Turn, desk: Desk, value: str) -> Reply:
    """Note that a draft is reported for a colleague, or take that back."""
    del turn
    draft = await drafting.find(desk, value)
    if draft is None or editing.reference_of(draft):
        return tell(GONE, replaces=True)
    told = not draft.values.get("behalf")
    draft = await drafts.save(desk.tx, draft, {**draft.values, "behalf": told}, desk.now, draft.expires_at)
    return looking.last_look(desk, draft, replaces=True)


async def opens(turn: Turn, desk: Desk, context: str) -> Form | Reply:
    """Return the question to whom."""
    del turn
    draft = await drafting.find(desk, context)
    if draft is None or editing.reference_of(draft) or not desk.at_home:
        return tell(GONE)
    return _form(draft)


def _form(draft: Draft) -> Form:
    return form(HandForm, "incidents.hand", "Hand it over", submit="Ask them", context=f"d{draft.id}")


async def answered(turn: Turn, desk: Desk, model: HandForm, context: str) -> Reply:
    """Offer the draft to a colleague. Until they take it, it stays where it is."""
    del turn
    draft = await drafting.find(desk, context)
    if draft is None or editing.reference_of(draft) or not desk.at_home:
        return tell(GONE)
    known = (await people.by_ids(desk.tx, [model.colleague])).get(model.colleague)
    if known is None or not known.active or known.id == desk.person.id:
        wrong = (
            "Please choose a colleague." if known is None or known.active else "They have left. Please choose again."
        )
        return Reply(form=_form(draft).with_errors({"colleague": wrong}, desk.raw))
    draft = await drafts.save(
        desk.tx,
        draft,
        {**draft.values, "handed": known.id, drafting.SHARED: True},
        desk.now,
        desk.now + desk.house.draft_lasts,
    )
    await note_on_draft(desk, "draft.offered")
    await desk.notify(known.id, OFFER, f"draft:{draft.id}", key=str(draft.version))
    return tell(
        f"We ask {known.name} now, and you will hear what they say. "
        "Until they take it, the draft is yours: you can go on with it, send it or delete it.",
        Button("Go on", "incidents.confirm", f"d{draft.id}"),
        title="Asked",
        replaces=True,
    )


def _offered_to(draft: Draft | None, desk: Desk) -> bool:
    return draft is not None and desk.person.id != 0 and draft.values.get("handed") == desk.person.id


async def draw_offer(message: Message, desk: Desk) -> Reply | None:
    """Ask a colleague whether they take a draft; nothing when it was sent, deleted or given to somebody else."""
    draft = await drafts.look(desk.tx, _number(message.subject), desk.now)
    if draft is None or not _offered_to(draft, desk):
        return None
    giver = (await people.by_ids(desk.tx, [draft.person_id])).get(draft.person_id)
    content = drafting.content_of(desk, draft)
    about = _about(desk, content) if isinstance(content, IncidentContent) else ""
    return show(offer_card(giver.name if giver else "A colleague", about, draft.id))


def _about(desk: Desk, content: IncidentContent) -> str:
    where = reports.where(content.location_id, desk.places, "place not known")
    return f"{EVENT_LABELS[content.event_type]}, {where}. "


def _number(subject: str) -> int:
    return read_number(subject.removeprefix("draft:")) or 0


def offer_card(giver: str, about: str, draft_id: int) -> Card:
    """Return the question to a colleague. It shows the kind and the place, and no words of the draft."""
    return Card(
        "incidents.handed",
        f"{giver[:80]} asks you to finish a report",
        (
            Text(
                f"{about}They began it and ask you to check it and send it. You see what they wrote when you take it. "
                "Then it is your report, and you will hear what comes of it."
            ),
        ),
        (
            Button("Take it", "incidents.take", f"d{draft_id}", Style.PRIMARY),
            Button("No, thanks", "incidents.decline", f"d{draft_id}"),
        ),
    )


async def take(turn: Turn, desk: Desk, value: str) -> Reply:
    """Take a draft that was offered; it is then one's own, and the colleague who began it hears."""
    del turn
    mine = await drafting.find(desk, value)
    if mine is not None:
        return looking.last_look(desk, mine, replaces=True)
    draft = await _offered(desk, value)
    if draft is None:
        return tell(NOT_OFFERED, replaces=True)
    moved = await drafts.move(
        desk.tx,
        draft,
        desk.person.id,
        {**_without(draft.values), drafting.SHARED: True},
        desk.now,
        desk.now + desk.house.draft_lasts,
    )
    await note_on_draft(desk, "draft.taken")
    await _tell_giver(desk, draft, "taken")
    return looking.last_look(desk, moved, replaces=True)


async def decline(turn: Turn, desk: Desk, value: str) -> Reply:
    """Leave a draft where it is; the colleague who began it hears."""
    del turn
    draft = await _offered(desk, value)
    if draft is None:
        return tell(NOT_OFFERED, replaces=True)
    await drafts.save(desk.tx, draft, _without(draft.values), desk.now, draft.expires_at)
    await note_on_draft(desk, "draft.declined")
    await _tell_giver(desk, draft, "declined")
    return tell("Thank you. We tell your colleague that you cannot take it.", title="Not taken", replaces=True)


async def _offered(desk: Desk, value: str) -> Draft | None:
    found = await drafts.lock(desk.tx, read_number(value.removeprefix("d")) or 0, desk.now)
    return found if found is not None and found.form in drafting.FORMS and _offered_to(found, desk) else None


def _without(values: Mapping[str, object]) -> dict[str, object]:
    """Return a draft's values without what belongs to the person who began it."""
    return {name: value for name, value in values.items() if name not in {"handed", "role", drafting.DELETES}}


async def _tell_giver(desk: Desk, draft: Draft, answer: str) -> None:
    await desk.notify(
        draft.person_id, ANSWER, f"draft:{draft.id}", key=f"{draft.version}",
        extra={"answer": answer, "by": str(desk.person.id)},
    )  # fmt: skip


async def draw_answer(message: Message, desk: Desk) -> Reply | None:
    """Tell whoever began a draft whether their colleague took it."""
    said = dict(part.partition("=")[::2] for part in (message.body or "").split(";"))
    by = read_number(said.get("by", "")) or 0
    colleague = (await people.by_ids(desk.tx, [by])).get(by)
    name = colleague.name if colleague is not None else "Your colleague"
    if said.get("answer") == "taken":
        return show(answer_card(name, ""))
    draft = await drafts.look(desk.tx, _number(message.subject), desk.now)
    return show(answer_card(name, f"d{draft.id}")) if draft and draft.person_id == desk.person.id else None


def answer_card(name: str, draft: str) -> Card:
    """Return what a colleague said. ``draft`` is ``d12`` when it stays with its person, empty when it was taken."""
    name = name[:80]
    if not draft:
        text = (
            "It is theirs now: they check it, send it, and will hear what comes of it. Thank you for handing it over."
        )
        return Card("incidents.hand_answer", f"{name} has taken your draft", (Text(text),))
    return Card(
        "incidents.hand_answer",
        f"{name} cannot take your draft",
        (Text("It is still yours. You can send it yourself, or ask somebody else."),),
        (
            Button("Go on", "incidents.confirm", draft, Style.PRIMARY),
            Button("Ask somebody else", "chat.open", f"incidents.hand:{draft}"),
        ),
    )
