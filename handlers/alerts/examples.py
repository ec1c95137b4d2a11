"""One of every card and form about alerts, with invented people, for the gallery test and for nothing else."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from handlers.alerts import cards
from handlers.alerts.examples_of_life import life_examples
from handlers.alerts.view import View
from handlers.chat.card import Card
from handlers.chat.form import Form
from handlers.showing import alerts as showing
from storage.records import ActionStatus, Alert, AlertAction, AlertStatus, Person

T0 = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
ME = Person(1, "Dr Leila Haddad", directorate="Medicine")
PEOPLE = {1: ME, 2: Person(2, "Mr Owen Pryce"), 3: Person(3, "Dr Marcus Adeyemi")}
ALERT = Alert(
    1, "NatPSA/2026/003", "NatPSA/2026/003/MHRA", "Example infusion pump: risk of over-infusion", "MHRA",
    date(2026, 11, 23), date(2027, 3, 1), True, "https://example.org/", "Invented. " * 300, 3,
    AlertStatus.ACTION_REQUIRED, 0, T0, "{}",
)  # fmt: skip


def _action(number: int, status: ActionStatus = ActionStatus.ASSIGNED, lead: int = 1) -> AlertAction:
    done = status is not ActionStatus.ASSIGNED
    return AlertAction(
        number, 1, number, "Find every pump of this model <!channel> *now* " * 6, TODAY + timedelta(days=number - 2),
        lead, 2, status, 0, T0,
        T0 if done else None, lead if done else None, T0 if number == 2 else None,  # noqa: PLR2004 - one with help asked
    )  # fmt: skip


ACTIONS = tuple(
    _action(number, ActionStatus.ACKNOWLEDGED if number % 2 else ActionStatus.ASSIGNED) for number in range(1, 15)
)


def examples() -> tuple[Card | Form, ...]:
    """Return an example of each card and form, the ordinary and the longest."""
    view = View(ALERT, ACTIONS, PEOPLE, (1,), ())
    items = [showing.line(one, ALERT, PEOPLE, T0, TODAY) for one in ACTIONS[:5]]
    return (
        cards.lead_card(view, ACTIONS[:1], ME, T0, TODAY),
        cards.lead_card(
            view,
            (replace(ACTIONS[0], snoozed_until=TODAY + timedelta(days=3)),),
            ME,
            T0,
            TODAY,
            lead="Dr Leila Haddad is away until Fri 4 Dec. You stand in.",
        ),
        cards.lead_card(view, ACTIONS, ME, T0, TODAY, lead="This is late."),
        cards.notice_card(ALERT, "A lead asks for help", "Mr Owen Pryce asks for help with their actions."),
        cards.open_card(items, 12, 5),
        cards.open_card([], 0, 0),
        showing.alert_card(ALERT, ACTIONS, PEOPLE, T0, TODAY),
        *life_examples(view, ME, PEOPLE[3], T0, TODAY),
    )
