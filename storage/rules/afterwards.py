"""What a reporter may still do with their own report as it stands. Pure; who may at all, ``rules.policy`` knows."""

from enum import StrEnum

from storage.records import Incident, IncidentStatus
from storage.rules.policy import Refusal


class Wish(StrEnum):
    """What a reporter wants to do after a report was sent."""

    CHANGE = "change"
    WITHDRAW = "withdraw"


def refuse(wish: Wish, incident: Incident) -> Refusal | None:
    """Return None when the wish makes sense for the report as it is, otherwise why not and what to do instead.

    Adding words is not among the wishes: words are taken at any time.
    """
    if incident.status is IncidentStatus.WITHDRAWN:
        return Refusal("This report is taken back already. You can send a new one at any time.")
    if incident.merged_into is not None:
        return Refusal("This report was joined with another report of the same event. Please ask the safety team.")
    if incident.status is not IncidentStatus.CLOSED:
        return None
    what = "taken back" if wish is Wish.WITHDRAW else "changed"
    return Refusal(f"This report is closed and cannot be {what} any more. Please ask the safety team.")
