"""How urgent a report is, kept beside it, so that the worst are found first among very many. It decides nothing.

Where a report comes to tell of more than was decided about, it puts the question again.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, select, update

from storage.database import Transaction
from storage.records import FlagAnswer, Incident, IncidentContent
from storage.rules import review, urgency
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


async def answers_after(tx: Transaction, before: Incident, after: Incident, *, by: int | None) -> dict[str, FlagAnswer]:
    """Return the newest answers for a revision. A no to what only the revision raises is opened again, and kept so.

    It stands under the name of who revised it; of who answered where that is the reporter, whom reviewers do not see.
    """
    answers = await answers_of(tx, before.id)
    for flag in review.opened_again(before.content, after.content, answers):
        said = select(flag_answers.c.by_id).where(flag_answers.c.incident_id == before.id, flag_answers.c.flag == flag)
        last = (await tx.execute(said.order_by(flag_answers.c.id.desc()).limit(1))).scalar_one()
        row = {
            "incident_id": before.id,
            "flag": flag,
            "answer": FlagAnswer.OPEN,
            "by_id": last if by in {None, before.reporter_id} else by,
            "at": after.revised_at,
            "reason": f"opened again: version {after.revision} raises it",
        }
        await tx.execute(flag_answers.insert(), row)
        answers[flag] = FlagAnswer.OPEN
    return answers


async def weigh(tx: Transaction, incident: Incident) -> None:
    """Keep how urgent a report is after somebody answered a flag. Only what it says now counts."""
    found = columns(incident.content, await answers_of(tx, incident.id))
    await tx.execute(update(incidents).where(incidents.c.id == incident.id).values(found))


def has(mark: Mark) -> ColumnElement[bool]:
    """Say that a report stands out by this mark."""
    return incidents.c.marks.contains(f" {mark} ")
