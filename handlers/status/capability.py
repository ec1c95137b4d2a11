"""What status questions add to the bot: words, buttons, help and examples."""

from datetime import UTC, date, datetime, timedelta
from typing import Final

from handlers.capability import Capability, HelpLine, Route
from handlers.chat.card import Card
from handlers.showing import alerts as showing
from handlers.status import asking, cards, overview
from storage.alerts import Move
from storage.board import Figures, Workload
from storage.records import ActionStatus, Alert, AlertAction, AlertStatus, Location, Person

T0 = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


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
        figures, ((late, alert),) * 5, {1: lead}, Workload(9, T0 - timedelta(days=5)), 0, None, counts, reviewing=True
    )
    nothing = overview.Picture(Figures(0, 0, 0, 0), (), {}, None, 3)
    place = Location(1, "Ward 7", ("W7",), "Ward 7 (care of older people)", "Medicine", "1", "4")
    moves = [Move(1, None, T0, 1, "recorded", "received", "action_required")] * 20
    return (
        overview.overview_card(seen, T0, may_share=True),
        overview.overview_card(nothing, T0),
        overview.overview_card(seen, T0, only_late=True),
        cards.place_card(place, 12, 3, [showing.line(late, alert, {1: lead}, T0, T0.date())] * 5, own=False),
        cards.reports_card("bed rails " * 20, [showing.line(late, alert, {1: lead}, T0, T0.date())] * 5, 12),
        cards.choice_card("bed rials " * 12, [alert] * 4, ["Ward 7", "W" * 120, "Ward 17"]),
        cards.nothing_card("<!channel> *x* " * 8),
        Card("status.history", "History", (showing.history(moves, {1: lead}, T0),)),
    )


STATUS: Final = Capability(
    "status",
    words={
        "status": Route(asking.status, reads=True, rest=True),
        "overdue": Route(lambda turn, desk, _rest: asking.status(turn, desk, "overdue"), reads=True),
    },
    presses={
        "status.page": Route(asking.page, reads=True),
        "status.reports": Route(asking.search_reports, reads=True),
        "status.share": Route(asking.share),
        "status.nudge": Route(asking.nudge),
    },
    help=(HelpLine("status", "See what is open"),),
    examples=examples,
)
