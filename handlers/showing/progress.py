"""How far an alert has come: in words, with a bar beside them. The bar never stands alone."""

from datetime import date
from typing import Final

from handlers.chat.card import counted
from storage.alert_lists import Listed
from storage.rules.guards import ALERT_ENDED
from storage.rules.lifecycle import ALERT_WORDS
from storage.rules.workdays import say_day, say_deadline

_BOXES: Final = 10


def bar(done: int, total: int) -> str:
    """Return a bar of ten boxes with the percentage: "▓▓▓▓▓░░░░░ 50 %". It is full only when all is done."""
    share = done / total if total else 0.0
    full = min(int(share * _BOXES), _BOXES)
    return f"{'▓' * full}{'░' * (_BOXES - full)} {int(share * 100)} %"


def line(one: Listed, today: date) -> str:
    """Return where an alert stands, how far its actions have come, and what is next."""
    alert = one.alert
    said = [ALERT_WORDS[alert.status]]
    if one.actions:
        said.append(f"{one.accepted} of {counted(one.actions, 'action')} accepted {bar(one.accepted, one.actions)}")
    elif alert.planned:
        said.append(f"{counted(len(alert.planned), 'action')}, no owner yet")
    if one.late:
        said.append(f"{counted(one.late, 'action')} late")
    if alert.status in ALERT_ENDED:
        return " · ".join([*said, f"complete by {say_day(alert.complete_by, today)}"])
    if one.next_due is not None and one.next_due != alert.complete_by:
        said.append(f"next {say_deadline(one.next_due, today)}")
    return " · ".join([*said, f"complete by {say_deadline(alert.complete_by, today)}"])
