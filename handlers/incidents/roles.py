"""The role of a person on the ward: asked once, kept for their reports, changed or left out at any time.

It is never on a report without a name.
"""

from dataclasses import replace
from enum import StrEnum
from typing import Annotated, Final

from pydantic import BaseModel

from handlers.chat.form import Ask, Form, form
from handlers.chat.reply import Reply, ask, tell
from handlers.chat.turn import Turn
from handlers.desk import Desk
from handlers.incidents import drafting, looking
from handlers.incidents.filling import GONE
from handlers.incidents.own import find
from handlers.showing.labels import ROLE_LABELS
from storage import drafts, habits, incidents, reviews
from storage.rules.afterwards import Wish, refuse
from storage.rules.policy import Verb

FORM: Final = "incidents.role"
REPORT: Final = "SE-"
"""What a report's reference begins with, and the mark of a draft does not."""


class StaffType(StrEnum):
    """LFPSE's staff types (v5 codes), in the order in which they are offered."""

    NURSE = "5"
    DOCTOR = "4"
    ALLIED = "3"
    SUPPORT = "1"
    SCIENTIST = "2"
    OFFICE = "6"
    ESTATES = "7"
    VOLUNTEER = "8"
    OTHER = "9"


class RoleForm(BaseModel):
    """What a person works as."""

    role: Annotated[
        StaffType | None,
        Ask(
            "What is your role?",
            hint="It goes with your reports, never with one without your name. Leave it empty to leave it out.",
            labels={one: ROLE_LABELS[one] for one in StaffType},
        ),
    ] = None


async def is_to_be_asked(desk: Desk) -> bool:
    """Say whether this person was never asked for their role, and remember that they are asked now."""
    if desk.person.id == 0 or await habits.role_of(desk.tx, desk.person.id) is not None:
        return False
    await habits.remember_role(desk.tx, desk.person.id, "", desk.now)
    return True


async def ask_role(turn: Turn, desk: Desk, rest: str) -> Reply:
    """Ask for the role, which may be another one now."""
    del rest
    opened = await opens(turn, desk, "")
    return ask(opened) if isinstance(opened, Form) else opened


async def opens(turn: Turn, desk: Desk, context: str) -> Form | Reply:
    """Return the question, with what is known. ``context`` is a draft, the report that was just sent, or empty."""
    del turn
    if context.startswith(REPORT):
        known: object = await habits.role_of(desk.tx, desk.person.id)
        return _form(known, context)
    draft = await drafting.find(desk, context) if context else None
    if context and draft is None:
        return tell(GONE, replaces=True)
    known = draft.values.get("role", "") if draft is not None else await habits.role_of(desk.tx, desk.person.id)
    return _form(known, looking.mark(draft) if draft is not None else "")


def _form(known: object, context: str) -> Form:
    return form(
        RoleForm, FORM, "Your role", submit="Save", context=context, values={"role": str(known)} if known else {}
    )


async def answered(turn: Turn, desk: Desk, model: RoleForm, context: str) -> Reply:
    """Keep the role for the next reports, and put it on the draft or report from which it was asked."""
    del turn
    role = model.role.value if model.role is not None else ""
    is_report = context.startswith(REPORT)
    draft = await drafting.find(desk, context) if context and not is_report else None
    if context and draft is None and not is_report:
        return tell(GONE, replaces=True)
    before = await habits.role_of(desk.tx, desk.person.id) or "" if desk.person.id else ""
    if desk.person.id:
        await habits.remember_role(desk.tx, desk.person.id, role, desk.now)
    if draft is not None:
        draft = await drafts.save(desk.tx, draft, {**draft.values, "role": role}, desk.now, draft.expires_at)
        return looking.last_look(desk, draft, replaces=True)
    await _put_on_drafts(desk, before, role)
    on_it = is_report and await _put_on_report(desk, context, role)
    where = f"It goes with report {context} and your next ones." if on_it else "It goes with your next reports."
    said = f"{ROLE_LABELS[role]}. {where}" if role else "Your next reports have no role."
    return tell(f'{said} To change it, say "my role".', title="Saved", replaces=True)


async def _put_on_drafts(desk: Desk, before: str, role: str) -> None:
    """Let what the person has begun go with the role that they have now, unless they chose another one there."""
    for draft in await drafts.of_person(desk.tx, desk.person.id, desk.now):
        if draft.form in drafting.FORMS and draft.values.get("role", "") == before:
            await drafts.save(desk.tx, draft, {**draft.values, "role": role}, desk.now, draft.expires_at)


async def _put_on_report(desk: Desk, reference: str, role: str) -> bool:
    """Put the role on a report of the person's own that can still be changed, as a version. Say whether it is there."""
    await reviews.lock(desk.tx, reference[:20])
    incident = await find(desk, reference, Verb.CHANGE_REPORT)
    if isinstance(incident, Reply) or incident.anonymous or refuse(Wish.CHANGE, incident) is not None:
        return False
    content = replace(incident.content, coded=replace(incident.content.coded, role=role or None))
    if content != incident.content:
        newer = await incidents.revise(
            desk.tx, incident, content=content, by=desk.person.id, reason="the reporter's role", now=desk.now
        )
        await desk.audit("incident.role", f"incident:{incident.id}", revision=newer.revision)
    return bool(role)
