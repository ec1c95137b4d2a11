"""The role of a person on the ward: asked once, kept for their next reports, changed or left out at any time.

It is never on a report without a name.
"""

from enum import StrEnum
from typing import Annotated, Final

from pydantic import BaseModel

from handlers.chat.form import Ask, Form, form
from handlers.chat.reply import Reply, ask, tell
from handlers.chat.turn import Turn
from handlers.desk import Desk
from handlers.incidents import drafting, looking
from handlers.incidents.filling import GONE
from handlers.showing.labels import ROLE_LABELS
from storage import drafts, habits

FORM: Final = "incidents.role"


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
    """Return the question, with what is known. ``context`` is a draft or empty."""
    del turn
    draft = await drafting.find(desk, context) if context else None
    if context and draft is None:
        return tell(GONE, replaces=True)
    known = draft.values.get("role", "") if draft is not None else await habits.role_of(desk.tx, desk.person.id)
    values = {"role": str(known)} if known else {}
    mark = looking.mark(draft) if draft is not None else ""
    return form(RoleForm, FORM, "Your role", submit="Save", context=mark, values=values)


async def answered(turn: Turn, desk: Desk, model: RoleForm, context: str) -> Reply:
    """Keep the role for the next reports, and put it on the draft from which it was asked."""
    del turn
    role = model.role.value if model.role is not None else ""
    draft = await drafting.find(desk, context) if context else None
    if context and draft is None:
        return tell(GONE, replaces=True)
    if desk.person.id:
        await habits.remember_role(desk.tx, desk.person.id, role, desk.now)
    if draft is not None:
        draft = await drafts.save(desk.tx, draft, {**draft.values, "role": role}, desk.now, draft.expires_at)
        return looking.last_look(desk, draft, replaces=True)
    said = f"{ROLE_LABELS[role]}. It goes with your next reports." if role else "Your next reports have no role."
    return tell(f'{said} To change it, say "my role".', title="Saved", replaces=True)
