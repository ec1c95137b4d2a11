"""Sending a report without a name: the last step before it, and making the draft nobody's.

What stood beside the sender is forgotten in the same transaction; where something cannot be forgotten, they are told.
"""

import secrets
from dataclasses import replace
from enum import StrEnum
from typing import Annotated, Final

from pydantic import BaseModel

from handlers import files, routing
from handlers.asking import raw_values
from handlers.chat.answers import read_number
from handlers.chat.form import Ask, Form, form
from handlers.chat.reply import Reply, tell
from handlers.chat.turn import Turn
from handlers.desk import Desk
from handlers.incidents import anonymous_cards, drafting, editing, looking
from handlers.incidents.anonymous_elsewhere import Elsewhere, elsewhere
from handlers.unlinked import some_time_before
from storage import anonymous, drafts, incidents
from storage.drafts import Draft
from storage.rules import retrieval

GONE: Final = (
    'This draft is no longer open. If you pressed "Send without name", it was sent, and the safety team has it without '
    "your name. Please do not send it again. We cannot show its code again, and without the code you cannot see what "
    "becomes of it. To add something, send it without your name and say that it belongs to an earlier report. "
    "If you did not send it, it was deleted or is too old."
)


class Why(StrEnum):
    """Why somebody leaves their name out: the codes of LFPSE's reasons that fit a chat (domain brief a.4)."""

    EMPLOYER = "4"
    REPUTATION = "6"
    COLLEAGUES = "7"
    OTHER = "8"


class Others(StrEnum):
    """What becomes of other drafts that tell nearly the same."""

    DELETE = "delete"
    KEEP = "keep"


class AnonymousForm(BaseModel):
    """The last step before a report goes off without a name."""

    others: Annotated[
        Others,
        Ask(
            "Delete what else you wrote about it?",
            labels={Others.DELETE: "Delete it", Others.KEEP: "Keep it with my name"},
        ),
    ] = Others.KEEP
    why: Annotated[
        Why | None,
        Ask(
            "Why without your name?",
            hint="You do not have to say. It helps us to make reporting safer. We keep no record of who said it.",
            labels={
                Why.EMPLOYER: "My employer may use it against me",
                Why.REPUTATION: "I worry about my reputation or career",
                Why.COLLEAGUES: "Colleagues may find out",
                Why.OTHER: "Another reason",
            },
        ),
    ] = None


async def opens(turn: Turn, desk: Desk, context: str) -> Form | Reply:
    """Return the last step: what is kept and what is not, in plain words."""
    del turn
    draft = await drafting.find(desk, context)
    if draft is None:
        return _gone(desk, context)
    refused = _has_a_name(draft)
    if refused:
        return looking.last_look(desk, draft, wrong=refused, replaces=True)
    content = drafting.content_of(desk, draft)
    is_urgent = not isinstance(content, dict) and routing.is_told_at_once(content)
    return last_step(await elsewhere(desk, draft), context=looking.mark(draft), is_urgent=is_urgent)


def last_step(found: Elsewhere, *, context: str, is_urgent: bool = False) -> Form:
    """Return the last step. Where the words stand beside the person's name as well, that is said first."""
    said = (anonymous_cards.elsewhere_words(found), anonymous_cards.HONEST, anonymous_cards.AT_ONCE * is_urgent)
    asked = form(
        AnonymousForm,
        anonymous_cards.FORM,
        "Without my name",
        submit="Send without name",
        intro=" ".join(one for one in said if one),
        context=context,
    )
    return asked if found.near else replace(asked, fields=tuple(one for one in asked.fields if one.name != "others"))


def _gone(desk: Desk, context: str) -> Reply:
    """Answer a press on a draft that is gone: with the same thanks and code as long as they are remembered."""
    return desk.recent.sent_as(desk.person.id, _number(context), desk.now) or tell(GONE, replaces=True)


def _number(context: str) -> int:
    return read_number(context.partition(":")[0].removeprefix("d")) or 0


def _has_a_name(draft: Draft) -> str:
    """Return why a draft cannot be sent without a name: its words were sent with one before. "" when it can."""
    if editing.reference_of(draft):
        return "This report was sent with your name already."
    was = str(draft.values.get(drafting.WAS, ""))
    return anonymous_cards.with_name(was) if was else ""


async def answered(turn: Turn, desk: Desk, model: AnonymousForm, context: str) -> Reply:
    """Make a draft a report that is nobody's, and forget whose it was."""
    del turn
    draft = await drafting.find(desk, context)
    if draft is None:
        return _gone(desk, context)
    if context != looking.mark(draft):
        changed = "This draft was changed since that card. This is how it is now."
        return looking.last_look(desk, draft, wrong=changed, replaces=True)
    if _has_a_name(draft):
        return looking.last_look(desk, draft, wrong=_has_a_name(draft), replaces=True)
    if drafting.next_patient(draft) is not None:
        return looking.go_on(desk, draft)
    content = drafting.content_of(desk, draft)
    if isinstance(content, dict):
        return Reply(form=looking.draft_form(desk, draft).with_errors(content, raw_values(draft)), replaces=True)
    code, nobody = _new_code(), desk.as_nobody()
    why = model.why.value if model.why is not None else None
    content = replace(content, coded=replace(content.coded, why_anonymous=why, role=None))
    incident = await incidents.submit(
        desk.tx, content, reporter_id=None, now=nobody.now, year=desk.today.year,
        retrieval_hash=retrieval.digest(retrieval.read(code) or ""),
    )  # fmt: skip
    await files.go_along(nobody, draft.id, incident.id, anonymous=True)
    found = await elsewhere(desk, draft)
    await nobody.audit(
        "incident.submitted", f"incident:{incident.id}", revision=1, removed=dict(content.what_happened.removed)
    )
    gone = [draft, *found.equal, *(found.near if model.others is Others.DELETE else ())]
    await _forget(desk, gone, nobody)
    await routing.receive(nobody, incident)
    heard = await routing.told(nobody, incident)
    also = anonymous_cards.others_words(len(gone) - 1, 0 if model.others is Others.DELETE else len(found.near))
    card = anonymous_cards.sent_card(code, incident, desk.house, desk.today, heard, also)
    desk.recent.keep_sent(desk.person.id, draft.id, Reply((card,), replaces=True), desk.now)
    return Reply((card,), replaces=True, behind=anonymous_cards.GONE_BEHIND)


async def _forget(desk: Desk, gone: list[Draft], nobody: Desk) -> None:
    """Drop the drafts and what else leads from the report to the person at this desk."""
    for one in gone:
        await drafts.drop(desk.tx, one.id, desk.person.id)
    since = min(one.created_at for one in gone)
    await anonymous.forget_traces(
        desk.tx, desk.person.id, since, nobody.now, seen=some_time_before(desk.now), drafts=[one.id for one in gone]
    )
    if "asking" in desk.talk.state:
        desk.talk.put("asking", None)


def _new_code() -> str:
    while True:
        code = retrieval.spell(secrets.token_bytes(13))
        if code is not None:
            return code
