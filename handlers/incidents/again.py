"""A report that was sent as a draft once more: to go on with it, to change it, or to send it anew.

The report itself is only read.
"""

from handlers.chat.turn import RawAnswer
from handlers.desk import Desk
from handlers.incidents import drafting
from handlers.incidents.behalf import TOLD
from handlers.incidents.understanding import OF_NAMES
from storage import reviews
from storage.drafts import Draft
from storage.records import Incident
from storage.rules.additions import with_additions


async def draft_of(desk: Desk, incident: Incident, *, more: str = "", **extra: object) -> Draft:
    """Return a new draft with everything that a report says. ``more`` are further screened words of the person.

    What was added to it is put behind its words; not in a draft that changes it (``edits``): there it stays beside it.
    A draft of another report says from which one its words come (``was``): that one stays with its name.
    """
    values: dict[str, RawAnswer] = drafting.raw_of(incident)
    if "edits" not in extra:
        extra = {drafting.WAS: incident.reference, **extra}
        added = [(one.at, one.text) for one in await reviews.added_to(desk.tx, incident)]
        values["what_happened"] = with_additions(incident.content.what_happened.text, added)
    if more:
        values["what_happened"] = f"{values['what_happened']}\n\n{more}"
    codes = incident.content.coded
    kept = {"behalf": True, **extra} if codes.involvement == TOLD else extra
    flags = [one for one in codes.flags if one in OF_NAMES]
    return await drafting.keep(
        desk, None, values, harms=drafting.harms_of(incident), flags=flags, **{"role": codes.role or "", **kept}
    )
