"""Taking a report back: at once with one press for a short while, and with a reason until it is closed.

The report stays in the store, marked as withdrawn; nothing that anybody wrote is lost with it.
"""

from dataclasses import replace
from typing import Annotated, Final

from pydantic import BaseModel

from handlers import files, routing
from handlers.chat.card import Button, Confirm, Style, shorten
from handlers.chat.form import Ask, Form, form
from handlers.chat.reply import Reply, tell
from handlers.chat.turn import Turn
from handlers.desk import Desk
from handlers.incidents import again, notices
from handlers.incidents.deleting import delete_button
from handlers.incidents.own import find, refused
from storage import incidents, reviews
from storage.records import Incident, IncidentStatus, NoteKind
from storage.rules.afterwards import Wish, refuse
from storage.rules.policy import Verb

REASON_MOST: Final = 300


class WithdrawForm(BaseModel):
    """Why a report is taken back."""

    why: Annotated[str, Ask("Why are you taking it back?", hint="A few words, like “reported twice”.", most=200)]


def button(reference: str) -> Button:
    """Return the way to take a report back, which asks once more."""
    sure = Confirm(
        "Take this report back?",
        "We ask you why. The safety team then sees that it was taken back, and your reason.",
        "Yes, go on",
    )
    return Button("Take it back", "chat.open", f"incidents.withdraw:{reference}", Style.DANGER, sure)


async def opens(turn: Turn, desk: Desk, context: str) -> Form | Reply:
    """Return the question why."""
    del turn
    incident = await find(desk, context, Verb.CHANGE_REPORT)
    if isinstance(incident, Reply):
        return incident
    refusal = refuse(Wish.WITHDRAW, incident)
    if refusal is not None:
        return refused(incident, refusal)
    return form(
        WithdrawForm, "incidents.withdraw", "Take the report back", submit="Take it back",
        intro=f"Report {incident.reference}", context=incident.reference,
    )  # fmt: skip


async def answered(turn: Turn, desk: Desk, model: WithdrawForm, context: str) -> Reply:
    """Take the report back; whoever has it in hand hears."""
    del turn
    await reviews.lock(desk.tx, context.strip()[:20])
    incident = await find(desk, context, Verb.CHANGE_REPORT)
    if isinstance(incident, Reply):
        return incident
    refusal = refuse(Wish.WITHDRAW, incident)
    if refusal is not None:
        return refused(incident, refusal)
    await take_back(desk, incident, model.why)
    return tell(
        f"Report {incident.reference} is marked as withdrawn. Thank you for telling us why.",
        Button("My reports", "chat.say", "my reports"),
        title="Report taken back",
        replaces=True,
    )


async def undo(turn: Turn, desk: Desk, value: str) -> Reply:
    """Take a report back for a short while after it was sent; the words become a draft again."""
    del turn
    await reviews.lock(desk.tx, value.strip()[:20])
    incident = await find(desk, value, Verb.CHANGE_REPORT)
    if isinstance(incident, Reply):
        return replace(incident, replaces=True)
    refusal = refuse(Wish.WITHDRAW, incident)
    if refusal is not None:
        return refused(incident, refusal)
    if desk.now - incident.reported_at > desk.house.undo:
        return tell(
            f"The time to undo is over, and the safety team has report {incident.reference}. "
            "You can still add something, or take it back with a reason.",
            Button("Add something", "chat.open", f"incidents.add:{incident.reference}", Style.PRIMARY),
            button(incident.reference),
            replaces=True,
        )
    await take_back(desk, incident, "undo")
    draft = await again.draft_of(desk, incident)
    await files.come_back(desk, incident.id, draft.id)
    return tell(
        f"Report {incident.reference} is marked as withdrawn. Your words are kept as a draft. "
        "The safety team can still see that report, with your name.",
        Button("Go on with the draft", "incidents.confirm", f"d{draft.id}", Style.PRIMARY),
        delete_button("Delete the draft", f"d{draft.id}"),
        title="Report taken back",
        replaces=True,
    )


async def take_back(desk: Desk, incident: Incident, why: str) -> None:
    """Mark a report as withdrawn. ``why`` is screened, or a word of ours. Who may do it is the caller's to know.

    What was joined to the report stands on its own again; whoever has it in hand hears.
    """
    newer = await incidents.revise(
        desk.tx, incident, status=IncidentStatus.WITHDRAWN, by=incident.reporter_id,
        reason=shorten(why, REASON_MOST), now=desk.now,
    )  # fmt: skip
    if why != "undo":
        words = desk.screen(f"Taken back. Why: {why}")
        await reviews.add_note(desk.tx, incident.id, NoteKind.REVIEW, words, by=incident.reporter_id, now=desk.now)
    await desk.audit("incident.withdrawn", f"incident:{incident.id}", reason="undo" if why == "undo" else "given")
    await routing.release(desk, incident)
    await notices.tell_carers(desk, newer, notices.What.WITHDRAWN, key=str(newer.revision))
    await notices.tell_witnesses(desk, newer)
