"""One of every card and form of reminders, with invented people, for the gallery test and for nothing else."""

from datetime import date, timedelta

from handlers.chat.card import Card, Text
from handlers.chat.form import Form, form
from handlers.chat.reply import show
from handlers.reminders import cards
from handlers.reminders.leave import FORM, LeaveForm
from handlers.showing.digest import digest
from storage.records import Absence, Person
from storage.rules.ladder import Kind

TODAY = date(2026, 11, 24)
ME = Person(1, "Dr Leila Haddad", deputy_id=2)
COVER = Person(2, "Mr Owen Pryce <!channel> *x*")


def examples() -> tuple[Card | Form, ...]:
    """Return an example of each card and form, the ordinary and the longest."""
    kinds = (Kind.LATE, Kind.UNACKNOWLEDGED, Kind.DEADLINE, Kind.ALERT_LATE, Kind.STAGE, Kind.ALERT_DUE)
    one = show(Card("alerts.notice", "You lead 1 action of NatPSA/2026/003", (Text("This is late. " * 20),)))
    lines = [(number, kinds[number % len(kinds)], one) for number in range(1, 20)]
    leave = [
        Absence(
            number, 1, TODAY + timedelta(days=9 * number), TODAY + timedelta(days=9 * number + number % 3), number % 2
        )
        for number in range(1, 12)
    ]
    return (
        digest(lines[:2], TODAY).cards[0],
        digest(lines, TODAY).cards[0],
        cards.leave_card(ME, (), {}, TODAY, is_own=True),
        cards.leave_card(ME, leave, {2: COVER}, TODAY, is_own=False, said="Saved. We are telling Mr Owen Pryce."),
        cards.cover_card(ME, leave[0], TODAY, is_own=False),
        cards.cover_card(ME, leave[1], TODAY, is_own=True),
        form(LeaveForm, FORM, "Leave", submit="Save", intro="Leave of Dr Leila Haddad.", context="1"),
    )
