"""What a channel sees of an alert: how far it has come, in counts. No name, no action and no word of the alert's text.

National alerts are not broadcast (domain brief 0.3): who does what is asked one to one.
"""

from collections.abc import Sequence
from datetime import date

from handlers.chat.card import Card, Facts, Text, counted, shorten
from handlers.showing.progress import bar
from storage.records import ActionStatus, Alert, AlertAction, AlertStatus
from storage.rules.guards import ACTION_ENDED, ALERT_ENDED
from storage.rules.lifecycle import ALERT_WORDS
from storage.rules.workdays import say_day, say_deadline

NOT_YET = (
    "This alert is not shown in a channel yet: first its executive decides what is to be done, and its leads hear. "
    "Ask about it here in this chat, between the two of us."
)
_AGREED = ALERT_ENDED | {AlertStatus.ACTION_REQUIRED, AlertStatus.CLOSED}


def may_be_shown(alert: Alert) -> bool:
    """Say whether the trust has agreed what it does about an alert, so that others may know that it exists."""
    return alert.status in _AGREED and alert.status is not AlertStatus.CANCELLED


def shared_card(alert: Alert, actions: Sequence[AlertAction], today: date) -> Card:
    """Return how far an alert has come, for everybody in a channel."""
    live = [one for one in actions if one.status is not ActionStatus.CANCELLED]
    waiting = [one for one in live if one.status not in ACTION_ENDED]
    late = sum(one.due_on < today for one in waiting)
    pairs = [("Status", ALERT_WORDS[alert.status])]
    if live:
        done = len(live) - len(waiting)
        pairs.append(("Progress", f"{done} of {counted(len(live), 'action')} accepted {bar(done, len(live))}"))
        pairs.append(("With leads", f"{counted(len(waiting), 'action')}, {late} late"))
    if waiting:
        pairs.append(("Next", say_deadline(min(one.due_on for one in waiting), today)))
    ended = alert.status in ALERT_ENDED or alert.status is AlertStatus.CLOSED
    pairs.append(
        ("Complete by", say_day(alert.complete_by, today) if ended else say_deadline(alert.complete_by, today))
    )
    text = Text("Who does what is not shown in a channel. Ask the bot in a chat of your own.", quiet=True)
    return Card("status.shared", shorten(f"{alert.reference}: {alert.title}", 140), (Facts(tuple(pairs)), text))
