"""Who hears of a step in an alert's life: through the outbox, each once, and never the person who made it."""

from collections.abc import Iterable

from handlers.alerts.view import View
from handlers.desk import Desk
from storage import outbox, people
from storage.records import AlertAction, Person, Role
from storage.rules.guards import ACTION_ENDED


async def tell_people(desk: Desk, view: View, kind: str, to: Iterable[int | None], **extra: str) -> None:
    """Let people hear about the alert as it stands now."""
    for person_id in sorted({one for one in to if one is not None and one != desk.person.id}):
        await desk.notify(
            person_id, kind, f"alert:{view.alert.id}", key=f"{view.stamp}", fence=view.alert.fence, extra=extra or None
        )


async def tell_about(
    desk: Desk, view: View, action: AlertAction, kind: str, to: Iterable[int | None], **extra: str
) -> None:
    """Let people hear about one action as it stands now."""
    for person_id in sorted({one for one in to if one is not None and one != desk.person.id}):
        await desk.notify(
            person_id, kind, f"action:{action.id}", key=f"{view.stamp}", fence=action.fence, extra=extra or None
        )


async def officers(desk: Desk) -> tuple[int, ...]:
    """Return the CAS officers; with none, the specialists, so that no step is owed to nobody."""
    found = await people.with_role(desk.tx, Role.CAS_OFFICER)
    found = found or await people.with_role(desk.tx, Role.PATIENT_SAFETY_SPECIALIST)
    return tuple(one.id for one in found)


async def executives(desk: Desk) -> list[Person]:
    """Return the executives who still work here."""
    return await people.with_role(desk.tx, Role.EXECUTIVE)


async def judges(desk: Desk, view: View, action: AlertAction) -> tuple[int, ...]:
    """Return who is asked to judge the evidence of an action: the specialists, or else the executive.

    Whose own evidence it is, is not asked.
    """
    own = view.facts_of(action).evidence_by
    found = [one.id for one in await people.with_role(desk.tx, Role.PATIENT_SAFETY_SPECIALIST)]
    asked = tuple(one for one in found if one not in own)
    if asked or view.alert.executive_id is None:
        return asked
    return (view.alert.executive_id,)


def owners(view: View) -> tuple[int, ...]:
    """Return the leads of the actions that are not finished."""
    return tuple(dict.fromkeys(one.lead_id for one in view.actions if one.status not in ACTION_ENDED))


async def forget(desk: Desk, subject: str, kind: str, reason: str) -> None:
    """Cancel what waits to be sent about a subject and has been overtaken."""
    await outbox.cancel(desk.tx, subject=subject, kind_prefix=kind, now=desk.now, reason=reason)
