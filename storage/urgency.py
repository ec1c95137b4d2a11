"""How urgent a report is, kept beside it, so that the worst are found first among very many. It decides nothing."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, select, update

from storage.database import Transaction
from storage.records import FlagAnswer, Incident, IncidentContent
from storage.rules import urgency
from storage.rules.urgency import Mark
from storage.tables import flag_answers, incidents


def columns(content: IncidentContent, answers: Mapping[str, FlagAnswer]) -> dict[str, Any]:
    """Return what the row of a report keeps of its urgency. ``answers`` are the newest answers to its flags."""
    found = urgency.marks(content, answers)
    return {"priority": urgency.priority(found), "marks": " ".join(("", *found, "")) if found else ""}


async def answers_of(tx: Transaction, incident_id: int) -> dict[str, FlagAnswer]:
    """Return the newest answer to each flag of a report."""
    chosen = select(flag_answers.c.flag, flag_answers.c.answer).where(flag_answers.c.incident_id == incident_id)
    return {row.flag: FlagAnswer(row.answer) for row in await tx.execute(chosen.order_by(flag_answers.c.id))}


async def weigh(tx: Transaction, incident: Incident) -> None:
    """Keep how urgent a report is after somebody answered a flag. Only what it says now counts."""
    found = columns(incident.content, await answers_of(tx, incident.id))
    await tx.execute(update(incidents).where(incidents.c.id == incident.id).values(found))


def has(mark: Mark) -> ColumnElement[bool]:
    """Say that a report stands out by this mark."""
    return incidents.c.marks.contains(f" {mark} ")
