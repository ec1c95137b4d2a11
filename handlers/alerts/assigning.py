"""Whether an alert needs action here, and who does what. Nobody hears of an action before Record was pressed."""

from dataclasses import replace
from datetime import date
from typing import Final

from handlers.alerts import life_cards
from handlers.alerts.life_form import AssignForm, ReasonForm, RequiredForm, Rest
from handlers.alerts.moving import move_alert, why_not
from handlers.alerts.naming import not_moved, shown
from handlers.alerts.telling import officers, tell_people
from handlers.alerts.view import View, find, view_of
from handlers.chat.answers import read_number
from handlers.chat.form import Form, form
from handlers.chat.reply import Reply, ask, show, tell
from handlers.chat.turn import Turn
from handlers.desk import Desk
from storage import alerts, drafts, people
from storage.alerts import Move
from storage.drafts import Draft
from storage.records import ActionStatus
from storage.rules.lifecycle import AlertMove, Refusal
from storage.rules.workdays import say_day

FORM: Final = "alerts.assign"
DRAFT: Final = "alerts.owners"
"""Under this name the owners chosen so far are kept. No form has it, so it is not offered among somebody's drafts."""
GONE: Final = "These owners are no longer kept. They were recorded, deleted, or it is too long ago."
_PARTS_MOST: Final = 60


async def opens_required(turn: Turn, desk: Desk, context: str) -> Form | Reply:
    """Return the form that says why an alert needs action here."""
    del turn
    view = await find(desk, context)
    if isinstance(view, Reply):
        return view
    title, name = "Action required", "alerts.required"
    refusal = await why_not(desk, view, AlertMove.REQUIRE_ACTION)
    return refusal or form(
        RequiredForm, name, title, submit="Record", intro=view.alert.reference, context=str(view.alert.id),
        values={"partners": ", ".join(view.alert.partners)},
    )  # fmt: skip


async def required(turn: Turn, desk: Desk, model: RequiredForm, context: str) -> Reply:
    """Record that an alert needs action; then ask who does what."""
    del turn
    view = await find(desk, context, lock=True)
    if isinstance(view, Reply):
        return view
    partners = tuple(dict.fromkeys(one.strip()[:120] for one in model.partners.split(",") if one.strip()))
    facts = replace(view.facts, reason=model.reason)
    after = await move_alert(desk, view, AlertMove.REQUIRE_ACTION, facts, partners=partners)
    if isinstance(after, Refusal):
        return await not_moved(desk, view, after, AlertMove.REQUIRE_ACTION)
    to = {*await officers(desk), after.alert.executive_id}
    await tell_people(desk, after, "notice.next", to)
    return await shown(desk, after, "Recorded: action is required.")


async def opens_not_required(turn: Turn, desk: Desk, context: str) -> Form | Reply:
    """Return the form in which an executive says why no action is required."""
    del turn
    view = await find(desk, context)
    if isinstance(view, Reply):
        return view
    refusal = await why_not(desk, view, AlertMove.NOT_REQUIRED, replace(view.facts, reason="asked"))
    intro = f"{view.alert.reference}. You confirm for the trust that it needs no action here."
    return refusal or form(
        ReasonForm, "alerts.not_required", "No action required", submit="Confirm", intro=intro,
        context=str(view.alert.id),
    )  # fmt: skip


async def not_required(turn: Turn, desk: Desk, model: ReasonForm, context: str) -> Reply:
    """Record that an executive decided that no action is required; the CAS officer closes it on CAS."""
    del turn
    view = await find(desk, context, lock=True)
    if isinstance(view, Reply):
        return view
    after = await move_alert(desk, view, AlertMove.NOT_REQUIRED, replace(view.facts, reason=model.reason))
    if isinstance(after, Refusal):
        return await not_moved(desk, view, after, AlertMove.NOT_REQUIRED)
    await tell_people(desk, after, "notice.close", await officers(desk))
    await tell_people(desk, after, "notice.not_needed", {*view.leads, view.alert.executive_id})
    return await shown(desk, after, "Recorded: no action is required.")


async def _draft(desk: Desk, context: str) -> Draft | None:
    number = read_number(context.partition(":")[0].removeprefix("d"))
    found = await drafts.get(desk.tx, number or 0, desk.person.id, desk.now)
    return found if found is not None and found.form == DRAFT else None


async def opens_assign(turn: Turn, desk: Desk, context: str) -> Form | Reply:
    """Return the form for the next action without an owner; a draft holds the owners chosen so far."""
    del turn
    draft = await _draft(desk, context) if context.startswith("d") else None
    if draft is None and context.startswith("d"):
        return tell(GONE)
    view = await find(desk, str(draft.values["alert"]) if draft else context)
    if isinstance(view, Reply):
        return view
    refusal = await _why_not_assign(desk, view)
    if refusal is not None:
        return refusal
    if draft is None:
        values = {"alert": view.alert.id, "parts": [], "values": {}}
        draft = await drafts.add(
            desk.tx, person_id=desk.person.id, form=DRAFT, values=values, now=desk.now,
            expires_at=desk.now + desk.house.draft_lasts,
        )  # fmt: skip
    return _next_form(view, draft, desk) or tell("Every action of this alert has an owner.")


async def _why_not_assign(desk: Desk, view: View) -> Reply | None:
    everybody = replace(view.facts, named=(desk.person,), leads=frozenset({desk.person.id}))
    return await why_not(desk, view, AlertMove.ASSIGN, everybody)


def _next_form(view: View, draft: Draft, desk: Desk) -> Form | None:
    """Return the form for the action that is next: another part of the last one, or the first without an owner."""
    parts = draft.values["parts"]
    chosen = {int(one["number"]) for one in parts}
    split = int(parts[-1]["number"]) if parts and parts[-1]["rest"] == Rest.SPLIT else None
    number = split or next((one for one in view.unowned if one not in chosen), None)
    if number is None:
        return None
    planned = next(one for one in view.alert.planned if one.number == number)
    others = [one["place"] for one in parts if int(one["number"]) == number]
    so_far = f" Owners so far: {', '.join(others)}." if split else ""
    asked_due = planned.due_on or view.alert.complete_by
    leads = ", ".join(view.people[one].name for one in view.leads if one in view.people)
    what = planned.text[:300].rstrip(". ")
    named = f" Leads: {leads}." if leads else ""
    intro = f"{what}.{so_far} Due {say_day(asked_due, desk.today)}.{named}"
    return form(
        AssignForm, FORM, f"Who does action {number}?", submit="Next", intro=intro,
        context=f"d{draft.id}:{len(parts)}", values={"due": asked_due.isoformat()},
    )  # fmt: skip


async def chosen(turn: Turn, desk: Desk, model: AssignForm, context: str) -> Reply:
    """Keep one owner; ask for the next, or show all for a last look."""
    del turn
    draft = await _draft(desk, context)
    if draft is None:
        return tell(GONE)
    view = await find(desk, str(draft.values["alert"]))
    if isinstance(view, Reply):
        return view
    asked = _next_form(view, draft, desk)
    parts = list(draft.values["parts"])
    if asked is None or context != asked.context or len(parts) >= _PARTS_MOST:
        return await _check(desk, view, draft)
    wrong = await _wrong(desk, view, model)
    if wrong:
        return Reply(form=asked.with_errors(wrong, desk.raw))
    number = asked.title.removeprefix("Who does action ").removesuffix("?")
    kept = {
        "number": number,
        "lead": f"#{model.lead}",
        "deputy": f"#{model.deputy}" if model.deputy else "",
        "due": model.due.isoformat(),
        "place": model.place.strip(),
        "rest": str(model.rest),
    }
    values = {**draft.values, "parts": [*parts, kept]}
    draft = await drafts.save(desk.tx, draft, values, desk.now, desk.now + desk.house.draft_lasts)
    following = _next_form(view, draft, desk)
    return ask(following) if following is not None else await _check(desk, view, draft)


async def _wrong(desk: Desk, view: View, model: AssignForm) -> dict[str, str]:
    """Return what does not go together in the owner of an action, beside its field."""
    wrong = {}
    found = await people.by_ids(desk.tx, [model.lead])
    refusal = await why_not(desk, view, AlertMove.ASSIGN, replace(view.facts, named=tuple(found.values())))
    if refusal is not None:
        wrong["lead"] = _words(refusal)
    if model.deputy is not None and model.deputy == model.lead:
        wrong["deputy"] = "The deputy is somebody else than the owner."
    if model.due < view.alert.issued_on:
        wrong["due"] = f"This is before the alert was issued ({say_day(view.alert.issued_on, desk.today)})."
    if model.rest is Rest.SPLIT and not model.place.strip():
        wrong["place"] = "Please say for which directorate or site this owner does it."
    return wrong


def _words(refusal: Reply) -> str:
    return " ".join(getattr(part, "text", "") for card in refusal.cards for part in card.parts)


async def _check(desk: Desk, view: View, draft: Draft) -> Reply:
    parts = draft.values["parts"]
    keys = {one[part] for one in parts for part in ("lead", "deputy") if one[part]}
    found = await people.by_ids(desk.tx, (int(one[1:]) for one in keys))
    names = {f"#{key}": person.name for key, person in found.items()}
    return show(life_cards.assigning_card(view, draft.id, parts, names, desk.today), replaces=True)


async def again(turn: Turn, desk: Desk, value: str) -> Reply:
    """Forget the owners that were chosen and begin again."""
    del turn
    draft = await _draft(desk, value)
    if draft is None:
        return tell(GONE, replaces=True)
    await drafts.drop(desk.tx, draft.id, desk.person.id)
    view = await find(desk, str(draft.values["alert"]))
    return view if isinstance(view, Reply) else await shown(desk, view, "Nothing was recorded, and nobody was told.")


async def assigned(turn: Turn, desk: Desk, value: str) -> Reply:
    """Give the actions to their owners, all at once; each hears once of all that is theirs."""
    del turn
    draft = await _draft(desk, value)
    if draft is None:
        return tell(GONE, replaces=True)
    view = await find(desk, str(draft.values["alert"]), lock=True)
    if isinstance(view, Reply):
        return view
    parts = [one for one in draft.values["parts"] if int(one["number"]) in view.unowned]
    found = await people.by_ids(
        desk.tx, (int(one[part][1:]) for one in parts for part in ("lead", "deputy") if one[part])
    )
    named = tuple(found[int(one["lead"][1:])] for one in parts)
    after = await move_alert(
        desk, view, AlertMove.ASSIGN, replace(view.facts, named=named), note=f"{len(parts)} actions"
    )
    if isinstance(after, Refusal):
        return await not_moved(desk, view, after, AlertMove.ASSIGN)
    made = await alerts.add_actions(desk.tx, view.alert.id, _rows(view, parts, desk))
    moves = [
        Move(view.alert.id, one.id, desk.now, desk.person.id, "assigned", "new", one.status, found[one.lead_id].name)
        for one in made
    ]
    await alerts.add_moves(desk.tx, moves)
    await drafts.drop(desk.tx, draft.id, desk.person.id)
    after = await view_of(desk, after.alert)
    await tell_people(desk, after, "notice.assigned", (one.lead_id for one in made))
    if desk.person.id != after.alert.executive_id:
        await tell_people(desk, after, "notice.next", [after.alert.executive_id])
    own = ' Your own are under "my actions".' if any(one.lead_id == desk.person.id for one in made) else ""
    names = ", ".join(dict.fromkeys(found[one.lead_id].name for one in made))
    return await shown(desk, after, f"Recorded. We are telling {names}.{own}")


def _rows(view: View, parts: list[dict[str, str]], desk: Desk) -> list[dict[str, object]]:
    """Return the rows of new actions. Of one that is split, the first keeps its number; the others get new ones."""
    texts = {one.number: one.text for one in view.alert.planned}
    numbers = [int(one["number"]) for one in parts]
    last = max([*(one.number for one in view.actions), *texts, 0])
    rows: list[dict[str, object]] = []
    for at, one in enumerate(parts):
        number = int(one["number"])
        is_part = numbers.count(number) > 1
        if number in numbers[:at]:
            last += 1
        rows.append(
            {
                "number": last if number in numbers[:at] else number,
                "text": texts[number],
                "due_on": date.fromisoformat(one["due"]),
                "lead_id": int(one["lead"][1:]),
                "deputy_id": int(one["deputy"][1:]) if one["deputy"] else None,
                "status": ActionStatus.ASSIGNED,
                "assigned_at": desk.now,
                "part_of": number if is_part else None,
                "place": one["place"],
                "stood_since": desk.now,
            }
        )
    return rows
