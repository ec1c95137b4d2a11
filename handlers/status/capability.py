"""What status questions add to the bot: words, buttons, help and examples."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Final

from handlers.capability import Capability, HelpLine, Route
from handlers.chat.card import Button, Card
from handlers.chat.reply import Reply
from handlers.chat.turn import Turn
from handlers.desk import Desk
from handlers.showing import alerts as showing
from handlers.status import asking, cards, figures, history, listing, overview, timeline
from handlers.status.examples import examples_of_alerts
from storage.alerts import Move
from storage.board import Figures, Workload
from storage.records import (
    ActionStatus,
    Alert,
    AlertAction,
    AlertStatus,
    EventType,
    Incident,
    IncidentContent,
    IncidentStatus,
    Location,
    Person,
    Screened,
)
from storage.rules.policy import Tie, Verb, may

T0 = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
PLACE: Final = Location(1, "Ward 7", ("W7",), "Ward 7 (care of older people)", "Medicine", "1", "4")
SENT: Final = Incident(
    1, "SE-2026-000123", 7, T0 - timedelta(days=2), 1, T0, IncidentStatus.RECEIVED,
    IncidentContent(EventType.INCIDENT, Screened("Invented."), None, None, 1, 1, (), (), Screened("")),
    answer_due_at=T0 + timedelta(days=9),
)  # fmt: skip


def examples() -> tuple[Card, ...]:
    """Return an example of each card, with invented names."""
    lead = Person(1, "Dr Leila Haddad", directorate="Medicine")
    alert = Alert(
        1, "NatPSA/2026/003", "NatPSA/2026/003/MHRA", "Example infusion pump", "MHRA", date(2026, 11, 23),
        date(2027, 3, 1), True, "", "Invented.", 1, AlertStatus.ACTION_REQUIRED, 0, T0, "{}",
    )  # fmt: skip
    late = AlertAction(
        1, 1, 1, "Replace the giving sets " * 12, date(2026, 11, 20), 1, None, ActionStatus.ASSIGNED, 0, T0
    )
    figures = Figures(12, 5, 2, 1)
    counts = {"waiting": 4, "late": 1, "judged": 18, "in_time": 11}
    seen = overview.Picture(
        figures, ((late, alert),) * 5, {1: lead}, Workload(9, T0 - timedelta(days=5)), None, counts, reviewing=True
    )
    nothing = overview.Picture(Figures(0, 0, 0, 0), (), {}, None, own=overview.Own(), alerts=False)
    sent = overview.Own(38, 2, (SENT, replace(SENT, id=2, answer_due_at=T0 - timedelta(days=3))), {1: 4}, (PLACE,))
    reporter = overview.Picture(Figures(0, 0, 0, 0), (), {}, None, own=sent, alerts=False)
    moves = [Move(1, None, T0, 1, "recorded", "received", "action_required")] * 20
    return (
        overview.overview_card(seen, T0, may_share=True),
        overview.overview_card(nothing, T0),
        overview.overview_card(reporter, T0),
        overview.overview_card(seen, T0, only_late=True),
        cards.place_card(PLACE, 12, 3, [showing.line(late, alert, {1: lead}, T0, T0.date())] * 5, own=False),
        cards.reports_card("bed rails " * 20, [showing.line(late, alert, {1: lead}, T0, T0.date())] * 5, 12),
        cards.marked_card("Never Event", [showing.line(late, alert, {1: lead}, T0, T0.date())] * 5, 12),
        cards.marked_card("safeguarding", [], 0, Button("My reports", "chat.say", "my reports")),
        cards.similar_card(alert, [showing.line(late, alert, {1: lead}, T0, T0.date())] * 5, 12, 5),
        cards.choice_card("bed rials " * 12, [alert] * 4, ["Ward 7", "W" * 120, "Ward 17"]),
        cards.nothing_card("<!channel> *x* " * 8),
        Card("status.last", "Last step", (showing.history(moves, {1: lead}, T0),)),
        *examples_of_alerts(alert, late, lead, T0),
    )


_LISTS: Final = ("mine", "open", "late", "closed", "by directorate", "by lead")


async def _listed(which: str, turn: Turn, desk: Desk, rest: str) -> Reply:
    del rest
    return await listing.words(turn, desk, which)


def _sees_alerts(person: Person) -> bool:
    return may(person, Verb.SEE_ALERT, Tie(directorate=person.directorate)) is None


STATUS: Final = Capability(
    "status",
    words={
        "status": Route(asking.status, reads=True, rest=True),
        "alerts": Route(listing.words, reads=True),
        **{f"alerts {one}": Route(partial(_listed, one), reads=True) for one in _LISTS},
        **{one: Route(figures.figures, reads=True) for one in ("alert figures", "alerts figures")},
        "compliance": Route(figures.figures, reads=True),
        **{one: Route(partial(figures.counts, "Trends"), reads=True) for one in ("trends", "trend")},
        "figures": Route(partial(figures.counts, "Figures"), reads=True),
        "overdue": Route(lambda turn, desk, _rest: asking.status(turn, desk, "overdue"), reads=True),
    },
    shapes=((listing.shape, Route(listing.words, reads=True)),),
    presses={
        "status.alert": Route(asking.alert, reads=True),
        "status.alerts": Route(listing.turn_page, reads=True),
        "status.similar": Route(asking.similar, reads=True),
        "status.history": Route(history.history, reads=True),
        "status.planned": Route(history.planned, reads=True),
        "status.download": Route(figures.download),
        "status.timeline": Route(timeline.timeline, reads=True),
        "status.page": Route(asking.page, reads=True),
        "status.reports": Route(asking.search_reports, reads=True),
        "status.share": Route(asking.share),
        "status.nudge": Route(asking.nudge),
    },
    help=(
        HelpLine("status", "See what is open"),
        HelpLine("alerts", "National alerts", shown_to=_sees_alerts),
        HelpLine("alert figures", "Alert figures", shown_to=lambda one: may(one, Verb.SEE_ALERT_FIGURES) is None),
    ),
    examples=examples,
)
