"""What alerts add to the bot: words, buttons, forms, messages, help and examples."""

from typing import Final

from handlers.alerts import flow, new, notices
from handlers.alerts.examples import examples
from handlers.alerts.form import ActionForm, AlertForm
from handlers.capability import Capability, FormRoute, HelpLine, Route
from handlers.chat.card import Card
from handlers.chat.turn import Turn
from handlers.desk import Desk
from storage.records import Person
from storage.rules.ladder import Kind
from storage.rules.policy import Verb, may


def _has_actions(person: Person) -> bool:
    return bool(person.roles)


async def home(turn: Turn, desk: Desk) -> tuple[Card, ...]:
    """Return the actions that wait for this person, if there are any."""
    del turn
    card = await flow.mine_card(desk) if desk.person.id else None
    return (card,) if card is not None and card.title != "My actions" else ()


ALERTS: Final = Capability(
    "alerts",
    words={
        "my actions": Route(flow.my_actions, reads=True),
        "new alert": Route(new.start, rest=True),
        "add alert": Route(new.start, rest=True),
    },
    presses={
        "alerts.acknowledge": Route(flow.acknowledge),
        "alerts.help": Route(flow.need_help),
        "alerts.show": Route(flow.show_alert, reads=True),
        "alerts.mine": Route(flow.my_actions, reads=True),
        "alerts.mine_of": Route(flow.mine_of_alert, reads=True),
        "alerts.cancel": Route(flow.cancel),
        "alerts.record": Route(new.record),
        "alerts.drop": Route(new.drop),
        "alerts.drop_action": Route(new.drop_action),
    },
    forms={
        new.FORM: FormRoute(AlertForm, new.opens, new.answered, new.TITLE, keeps_draft=True),
        "alerts.action": FormRoute(ActionForm, new.opens_action, new.answered_action, "An action of the alert"),
    },
    draws={
        "notice.assigned": notices.assigned,
        "notice.executive": notices.executive,
        "notice.recorded": notices.recorded,
        "notice.help": notices.help_asked,
        "notice.cancelled": notices.cancelled,
        "notice.nudge": notices.nudge,
        Kind.UNACKNOWLEDGED: notices.reminder,
        Kind.DEADLINE: notices.reminder,
        Kind.LATE: notices.reminder,
    },
    help=(
        HelpLine("my actions", "My alert actions", shown_to=_has_actions),
        HelpLine(
            "new alert", "Record a national alert", shown_to=lambda person: may(person, Verb.RECORD_ALERT) is None
        ),
    ),
    home=home,
    examples=examples,
)
