"""Telling those whom a report concerns: by rule, once each, with every reason. It never tells the story.

The rules themselves are data in ``storage.rules.routing``; here they meet the people who hold the duties.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from handlers import resembling
from handlers.desk import Desk
from storage import audit, incidents, outbox, people, reviews
from storage.records import Incident, IncidentContent, IncidentStatus, Location, Person, Role
from storage.rules import routing
from storage.rules.feedback import promise
from storage.rules.policy import Tie, Verb, may

NOTICE = "notice.report"


def routes_of(incident: Incident, places: Sequence[Location]) -> tuple[str, ...]:
    """Return the routes of a report, by the rules."""
    service = next((one.lfpse_service for one in places if one.id == incident.content.location_id), "")
    return routing.routes_of_report(incident.content, service=service)


def tie_of(desk: Desk, incident: Incident | None) -> Tie:
    """Return how the person who speaks and a report belong together."""
    if incident is None or desk.person.id == 0:
        return Tie()
    me = desk.person.id
    return Tie(
        own=incident.reporter_id == me,
        routed=routing.is_routed_to(desk.person, routes_of(incident, desk.places)),
        handles=incident.handler_id == me,
    )


def is_told_at_once(content: IncidentContent) -> bool:
    """Say whether a report with this content is told to somebody at once, so that its instant can be guessed."""
    return not routing.AT_ONCE.isdisjoint(routing.routes_of_report(content))


async def receive(desk: Desk, incident: Incident) -> None:
    """Take a report that was just sent into the safety team's care: a promise to its reporter, and all who hear."""
    due = promise(incident.reported_at, desk.house.answer_working_days)
    await reviews.begin(desk.tx, incident.id, answer_due_at=due)
    await tell(desk, incident)


async def tell(desk: Desk, incident: Incident) -> None:
    """Let everybody hear whom a report concerns by rule, and keep which national alerts it resembles now.

    Whoever heard of it already does not hear it again. What may be serious is told at once, also without a name.
    """
    await resembling.match(desk, incident)
    chosen = await recipients(desk, incident)
    for person_id, reasons in chosen.items():
        if person_id != incident.reporter_id:
            await desk.notify(
                person_id, NOTICE, f"incident:{incident.reference}", extra={"routes": ",".join(reasons)},
                at_once=not routing.AT_ONCE.isdisjoint(reasons),
            )  # fmt: skip


async def told(desk: Desk, incident: Incident) -> str:
    """Return who hears of a report by rule, by their roles, as words: "the safety team and the Medical Examiner".

    Empty when it is the safety team alone, and for a duty that nobody holds but its reporter.
    """
    names = ["the safety team"]
    for route in routes_of(incident, desk.places):
        role = routing.ROLE_OF.get(route)
        if role is None or role is Role.PATIENT_SAFETY_SPECIALIST:
            continue
        if any(one.id != incident.reporter_id for one in await people.with_role(desk.tx, role)):
            names.append(routing.NAME_OF[route])
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else ""


async def carers(desk: Desk, incident: Incident) -> list[int]:
    """Return who has a report in hand: who looks after it; while nobody does, the reviewers who were told of it."""
    ids = [incident.handler_id] if incident.handler_id else []
    found = [one for one in (await people.by_ids(desk.tx, ids)).values() if one.active]
    if not found:
        heard = await people.by_ids(desk.tx, await outbox.told(desk.tx, NOTICE, f"incident:{incident.reference}"))
        found = [one for one in heard.values() if one.active and may(one, Verb.REVIEW_REPORTS) is None]
    return [one.id for one in found if one.id != desk.person.id]


async def recipients(desk: Desk, incident: Incident) -> dict[int, list[str]]:
    """Return whom a report reaches by rule, each with the routes that do.

    A duty that nobody holds falls to the specialists, as ``rules.routing.falls_to_specialist`` says.
    """
    chosen: dict[int, list[str]] = {}
    specialists: list[Person] | None = None
    for route in routes_of(incident, desk.places):
        role = routing.ROLE_OF.get(route)
        holders = await people.with_role(desk.tx, role) if role is not None else []
        if not holders and not routing.falls_to_specialist(route, incident.content):
            continue
        if not holders:
            if specialists is None:
                specialists = await people.with_role(desk.tx, Role.PATIENT_SAFETY_SPECIALIST)
            holders = specialists
        for one in holders:
            chosen.setdefault(one.id, []).append(route)
    return chosen


def because(routes: Iterable[str], content: IncidentContent) -> str:
    """Return why somebody receives a notice, in words: every reason that the report has now, each once."""
    reasons = routing.reasons(routes, content)
    if not reasons:
        return "You receive this because you look after patient safety."
    listed = reasons[0] if len(reasons) == 1 else ", ".join(reasons[:-1]) + ", and " + reasons[-1]
    return f"You receive this because {listed}."


async def release(desk: Desk, incident: Incident) -> None:
    """Let what was joined to a report that was taken back stand on its own again: open, so that its reporter hears."""
    joined = await incidents.by_ids(desk.tx, await reviews.merged_ids(desk.tx, incident.id))
    for one in joined.values():
        await reviews.part(desk.tx, one.id)
        again = replace(one, merged_into=None)
        await incidents.revise(
            desk.tx, again, status=IncidentStatus.IN_REVIEW, by=None, reason="the other report was taken back",
            now=desk.now,
        )  # fmt: skip
        await audit.record(desk.tx, at=desk.now, actor="system", act="incident.parted", subject=f"incident:{one.id}")
