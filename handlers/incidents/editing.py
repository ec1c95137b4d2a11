"""Changing a report that was sent: the form filled in, a last look at what changes, and why. Each change is a revision.

Nothing is changed before that look, and what the safety team changed meanwhile is never undone unseen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated, Final

from pydantic import BaseModel

from handlers import routing
from handlers.asking import raw_values
from handlers.chat.card import Button, Card, Confirm, Facts, Part, Style, Text, shorten
from handlers.chat.form import Ask, Form, form
from handlers.chat.reply import Reply, show, tell
from handlers.chat.turn import RawAnswer, Turn
from handlers.desk import Desk
from handlers.incidents import again, drafting, notices
from handlers.incidents.own import find, refused
from handlers.showing import reports
from handlers.showing.harm import harm_of_all
from storage import drafts, incidents, reviews
from storage.drafts import Draft
from storage.records import Incident, IncidentContent, NoteKind
from storage.rules.afterwards import Wish, refuse
from storage.rules.policy import Verb

GONE: Final = "This change is no longer open. It was saved, left, or is too old. You can open the report again."
VALUE_MOST: Final = 160
REASON_MOST: Final = 300
LOOKED_AT_MOST: Final = 20
MOVED: Final = "The safety team changed this report while you did. This is what your change does to it now."
_EMPTY: Final = "(empty)"
_NO_DAY: Final = date.min
"""No day is "today" in what is compared and kept: a draft is looked at on another day than it was begun."""
Pairs = Sequence[tuple[str, str]]


class WhyForm(BaseModel):
    """Why a report is changed."""

    why: Annotated[str, Ask("Why did you change it?", hint="A few words, like “wrong ward”.", most=200)]


def reference_of(draft: Draft) -> str:
    """Return the report that a draft changes; empty for a draft of a new report."""
    edits = draft.values.get("edits")
    return str(edits["reference"]) if isinstance(edits, Mapping) else ""


async def begin(turn: Turn, desk: Desk, value: str) -> Reply:
    """Open the form with everything that a report of one's own says."""
    incident = await find(desk, value, Verb.CHANGE_REPORT)
    if isinstance(incident, Reply):
        return incident
    refusal = refuse(Wish.CHANGE, incident)
    if refusal is not None:
        return refused(incident, refusal)
    draft = await _begun(desk, incident) or await again.draft_of(desk, incident, edits=_start(desk, incident))
    opened = await desk.forms[draft.form].opens(turn, desk, f"d{draft.id}")
    return opened if isinstance(opened, Reply) else Reply(form=opened)


async def _begun(desk: Desk, incident: Incident) -> Draft | None:
    """Return the change of this report that the person has begun, as long as the report is still what it was."""
    for draft in await drafts.of_person(desk.tx, desk.person.id, desk.now, limit=LOOKED_AT_MOST):
        edits = draft.values.get("edits")
        if isinstance(edits, Mapping) and edits["reference"] == incident.reference:
            if edits["revision"] == incident.revision:
                return draft
            await drafts.drop(desk.tx, draft.id, desk.person.id)
    return None


def _start(desk: Desk, incident: Incident) -> dict[str, object]:
    """Return what a change is measured against: the version, its answers, and its facts in words."""
    return {
        "reference": incident.reference,
        "revision": incident.revision,
        "raw": {name: list(one) if isinstance(one, tuple) else one for name, one in drafting.raw_of(incident).items()},
        "facts": [list(pair) for pair in _facts(desk, incident.content)],
    }


def _facts(desk: Desk, content: IncidentContent) -> list[tuple[str, str]]:
    found = [("What happened", content.what_happened.text)]
    for pair in reports.facts(replace(content, harms=()), desk.places, _NO_DAY).pairs:
        found += [pair, *harm_of_all(content.harms)] if pair[0] == "Patients" else [pair]
    return found


def changed(before: Pairs, after: Pairs) -> list[tuple[str, str, str]]:
    """Return what differs, as label, what stood there and what stands there now; "" where nothing stands."""
    old, new = dict(before), dict(after)
    return [
        (label, old.get(label, ""), new.get(label, ""))
        for label in dict.fromkeys((*old, *new))
        if old.get(label, "") != new.get(label, "")
    ]


def look(desk: Desk, draft: Draft, content: IncidentContent, *, said: str = "", replaces: bool = False) -> Reply:
    """Return what a change would do to the report, for a last look."""
    edits = draft.values["edits"]
    changes = changed([(label, value) for label, value in edits["facts"]], _facts(desk, content))
    card = change_card(reference_of(draft), changes, f"d{draft.id}:{draft.version}", form_name=draft.form, said=said)
    return show(card, replaces=replaces)


def change_card(
    reference: str, changes: Sequence[tuple[str, str, str]], draft: str, *, form_name: str, said: str = ""
) -> Card:
    """Return what would be different. ``draft`` is ``d12:3``: which draft, and the version that is shown."""
    parts: list[Part] = [Text(said)] if said else []
    leave = Button(
        "Leave it as it was", "incidents.leave", draft,
        confirm=Confirm("Leave the report as it was?", "Your change will be gone.", "Yes, leave it"),
    )  # fmt: skip
    other = Button("Change something else", "chat.open", f"{form_name}:{draft}")
    if not changes:
        parts.append(Text("Nothing is different yet."))
        return Card("incidents.change", f"Change report {reference}", tuple(parts), (other, leave))
    parts.append(Text("The report itself is not changed yet. The safety team will see what was there before."))
    parts.append(Facts(tuple((label, _step(old, new)) for label, old, new in changes)))
    save = Button("Save the change", "chat.open", f"incidents.why:{draft}", Style.PRIMARY)
    return Card("incidents.change", f"Change report {reference}", tuple(parts), (save, other, leave))


def _step(old: str, new: str) -> str:
    return f"{shorten(old, VALUE_MOST) or _EMPTY} → {shorten(new, VALUE_MOST) or _EMPTY}"


async def opens_why(turn: Turn, desk: Desk, context: str) -> Form | Reply:
    """Return the question why, or how the change stands when it is another one by now."""
    del turn
    draft = await drafting.find(desk, context)
    if draft is None or not reference_of(draft):
        return tell(GONE)
    return form(
        WhyForm, "incidents.why", "Save the change", submit="Save",
        intro=f"Report {reference_of(draft)}. The safety team reads why.", context=context,
    )  # fmt: skip


async def save(turn: Turn, desk: Desk, model: WhyForm, context: str) -> Reply:
    """Make the change a revision; whoever has the report hears, and whom it concerns by rule only now."""
    draft = await drafting.find(desk, context)
    if draft is None or not reference_of(draft):
        return tell(GONE)
    await reviews.lock(desk.tx, reference_of(draft))
    incident = await find(desk, reference_of(draft), Verb.CHANGE_REPORT)
    if isinstance(incident, Reply):
        return incident
    refusal = refuse(Wish.CHANGE, incident)
    if refusal is not None:
        return refused(incident, refusal)
    moved = incident.revision != draft.values["edits"]["revision"]
    if moved:
        draft = await _rebase(desk, draft, incident)
    content = drafting.content_of(desk, draft)
    if isinstance(content, dict):
        opened = await desk.forms[draft.form].opens(turn, desk, f"d{draft.id}")
        return opened if isinstance(opened, Reply) else Reply(form=opened.with_errors(content, raw_values(draft)))
    changes = changed(_facts(desk, incident.content), _facts(desk, content))
    if moved or not changes or context != f"d{draft.id}:{draft.version}":
        return look(desk, draft, content, said=MOVED if moved else "", replaces=True)
    return await _saved(desk, draft, incident, content, changes, model.why)


async def _rebase(desk: Desk, draft: Draft, incident: Incident) -> Draft:
    """Put what the person changed upon the report as it is now, so that nothing else goes back to what it was."""
    was, now = draft.values["edits"]["raw"], drafting.raw_of(incident)
    mine: dict[str, RawAnswer] = {
        name: raw
        for name, raw in raw_values(draft).items()
        if (list(raw) if isinstance(raw, tuple) else raw) != was.get(name)
    }
    return await drafting.keep(desk, draft, {**now, **mine}, edits=_start(desk, incident))


async def _saved(
    desk: Desk,
    draft: Draft,
    incident: Incident,
    content: IncidentContent,
    changes: Sequence[tuple[str, str, str]],
    why: str,
) -> Reply:
    labels = ", ".join(label for label, _, _ in changes)
    newer = await incidents.revise(
        desk.tx, incident, content=content, by=desk.person.id, reason=shorten(f"{why} ({labels})", REASON_MOST),
        now=desk.now,
    )  # fmt: skip
    told = "\n".join(f"{label}: {_step(old, new)}" for label, old, new in changes if label != "What happened")
    words = desk.screen(f"Changed {labels}.\nWhy: {why}\n{told}".strip())
    await reviews.add_note(desk.tx, incident.id, NoteKind.REVIEW, words, by=desk.person.id, now=desk.now)
    await drafts.drop(desk.tx, draft.id, desk.person.id)
    await desk.audit("incident.changed", f"incident:{incident.id}", revision=newer.revision, changed=len(changes))
    await notices.tell_carers(desk, newer, notices.What.CHANGED, key=str(newer.revision))
    await routing.tell(desk, newer)
    return tell(
        f"Report {incident.reference} is changed: {labels}. The safety team sees what was there before, and why. "
        "If that names a patient, ask the team: they can take words out of every version.",
        Button("Show the report", "incidents.show", incident.reference),
        title="Changed",
        replaces=True,
    )


async def leave(turn: Turn, desk: Desk, value: str) -> Reply:
    """Throw a change away; the report stays as it was."""
    del turn
    draft = await drafting.find(desk, value)
    if draft is None or not reference_of(draft):
        return tell(GONE, replaces=True)
    await drafts.drop(desk.tx, draft.id, desk.person.id)
    return tell(
        f"Report {reference_of(draft)} stays as it was.",
        Button("Show the report", "incidents.show", reference_of(draft)),
        title="Nothing was changed",
        replaces=True,
    )
