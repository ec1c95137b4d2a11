"""The question whether somebody may report without their name, and its answer. It keeps nothing and begins nothing."""

import re
from typing import Final

from handlers.chat.card import Button, Style
from handlers.chat.reply import Reply, tell
from handlers.chat.turn import Turn
from handlers.desk import Desk
from handlers.incidents.anonymous_cards import HONEST

_FILLING: Final = (
    r"(?:is|are|can|could|will|how|do|does|it|this|that|i|we|to|be|my|a|an|the|bot|chat|report|reports|reporting|"
    r"stay|send|make|want|need|really|totally|completely|please|something|here)"
)
_ASKED: Final = re.compile(rf"(?:{_FILLING}\s+)*anonym\w+(?:\s+{_FILLING})*", re.IGNORECASE)
"""Words around "anonymous" that tell of no event: whoever tells of one is read as a report."""


def asks(text: str) -> str | None:
    """Return "" when a message only asks whether reports can be anonymous, otherwise None."""
    return "" if _ASKED.fullmatch(text.strip(" ?.!,")) else None


async def answer(turn: Turn, desk: Desk, rest: str) -> Reply:
    """Say how to report without a name, what is kept then, and what nobody here can change."""
    del turn, desk, rest
    return tell(
        f'Yes. Tell us what happened, look at the report, and then press "Send without my name". {HONEST}',
        Button("Report a safety event", "chat.say", "report", Style.PRIMARY),
        Button("Find a report by its code", "chat.say", "code"),
        title="Reporting without your name",
    )
