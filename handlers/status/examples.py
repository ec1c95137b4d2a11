"""One of every card about lists, history, figures and timelines of alerts, invented, for the gallery only."""

import base64
from dataclasses import replace
from datetime import date, datetime, timedelta

from handlers.chat.card import Card, Picture
from handlers.finding import Found
from handlers.showing.shared import shared_card
from handlers.showing.timeline import timeline_of, words
from handlers.status import colleagues, figures, history, listing, timeline
from handlers.status.listing import Wish
from storage.alert_lists import Group, Listed, Page, Which
from storage.alert_log import Entry, Line
from storage.records import Alert, AlertAction, Person, Role
from storage.rules.compliance import Figures, Spread, Stage

_DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
"""A picture of one dot: the gallery looks at how a picture stands in its card."""
_OFFICER = Person(2, "Colin Abbott", roles=frozenset({Role.CAS_OFFICER}))
_LONG = "Bed rails, trolleys and grab handles <!channel> *x* " * 6


def examples_of_alerts(alert: Alert, action: AlertAction, lead: Person, now: datetime) -> tuple[Card, ...]:
    """Return an example of each card, the ordinary and the longest."""
    today = now.date()
    far = replace(alert, title=_LONG[:300])
    listed = Listed(far, 4, 3, 2, 1, today - timedelta(days=2), 7)
    page = Page(12, (listed, replace(listed, late=0, next_due=today + timedelta(days=9)), *(listed,) * 3))
    groups = tuple(Group(f"Directorate {number}", None, 3, 9, number % 2, today) for number in range(12))
    leads = (Group(lead.name, lead.id, 1, 2, 0, date(2027, 1, 1)),)
    lines = tuple(
        Line(
            now - timedelta(hours=hours), entry, "Told: their actions" if entry is Entry.MESSAGE else "Handed over",
            1, 2, 1, "1 (Surgery)", _LONG[:300], 1, "file" if entry is Entry.EVIDENCE else "",
        )
        for hours in range(4) for entry in Entry
    )  # fmt: skip
    spreads = tuple((stage, Spread(12, 1.5, 30)) for stage in Stage)
    everything = Figures("All", 60, 52, 57, 3, 9, 1, 2, spreads, 40, 6)
    quarters = [replace(everything, name=f"Q{number} 2026/27") for number in (4, 3, 2, 1, 1)]
    nothing = Figures("All", 0, 0, 0, 0, 0, 0, 0, (), 0, 0)
    drawn = Picture(_DOT, words(timeline_of(alert, (action,) * 14, today)))
    return (
        listing.alerts_card(_OFFICER, today, Wish(about="Medicine"), page, 0),
        listing.alerts_card(lead, today, Wish(Which.LATE), Page(0, ()), 0),
        listing.groups_as_card(groups, today, by_lead=False),
        listing.groups_as_card(leads, today, by_lead=True),
        listing.groups_as_card((), today, by_lead=True),
        listing.whose_card("x" * 60, ["Medicine", "Dr Leila Haddad"]),
        colleagues.which_card([Found(number, f"Dr Leila Haddad-{number} " * 5, 98.0) for number in range(9)]),
        history.history_card(alert, lines, {1: lead, 2: _OFFICER}, now, 8),
        history.history_card(alert, lines, {1: lead, 2: _OFFICER}, now, 0, lines),
        history.planned_card(alert, lines, {1: lead, 2: _OFFICER}, now),
        history.planned_card(alert, (), {}, now),
        history.history_card(alert, lines[:2], {1: lead}, now),
        figures.figures_card(everything, quarters, "today, 09:00"),
        figures.figures_card(nothing, (), "today, 09:00"),
        figures.counts_card("Trends", alerts_too=True),
        figures.counts_card("Figures", alerts_too=False),
        figures.download_card("alert-figures-2026-11-24.csv", "https://safety.trust.example/files/abc", 5),
        timeline.timeline_card(alert, drawn),
        shared_card(far, (action,) * 3, today),
    )
