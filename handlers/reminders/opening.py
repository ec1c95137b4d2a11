"""Opening one line of a digest: the card that would have been sent alone, drawn as things stand now."""

from handlers.capability import Draw
from handlers.chat.answers import read_number
from handlers.chat.reply import Reply, tell
from handlers.chat.turn import Turn
from handlers.desk import Desk
from storage import owed

NOT_YOURS = 'We did not find that, or it is not yours to see. Say "my actions" to see what waits for you.'
NOTHING_LEFT = "Nothing is left to do here. Thank you."


async def open_one(turn: Turn, desk: Desk, value: str) -> Reply:
    """Show what one message of the outbox would say now, to the person whom it is for and to nobody else."""
    del turn
    message = await owed.get(desk.tx, read_number(value) or 0)
    if message is None or message.person_id is None or message.person_id != desk.person.id:
        return tell(NOT_YOURS)
    draw = drawer(desk, message.kind)
    reply = await draw(message, desk) if draw is not None else None
    return reply if reply is not None else tell(NOTHING_LEFT)


def drawer(desk: Desk, kind: str) -> Draw | None:
    """Return what draws a kind of message: the longest name that it begins with."""
    known = {name: draw for capability in desk.capabilities for name, draw in capability.draws.items()}
    fitting = [name for name in known if kind.startswith(name)]
    return known[max(fitting, key=len)] if fitting else None
