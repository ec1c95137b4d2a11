"""What is open, late and next, for the person who asks: counts, the most urgent first, and how fresh the figures are.

It reads only; what a person may see is decided by the policy table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from typing import Final

from handlers import standing_in
from handlers.chat.card import Button, Card, Facts, Item, Items, Part, Text, counted
from handlers.desk import LONDON, Desk
from handlers.showing import alerts as showing
from handlers.showing import reports
from storage import board, feeds, incidents, reviews
from storage.board import Figures, Sight, Workload
from storage.records import Alert, AlertAction, Incident, IncidentStatus, Location, Person
from storage.rules.feedback import promised_day, share
from storage.rules.policy import Tie, Verb, may
from storage.rules.workdays import (
    add_working_days,
    at_local,
    local_day,
    say_day,
    say_instant,
    working_days_between,
)

PAGE: Final = 5
PROMISES: Final = timedelta(weeks=12)
"""How far back promises to reporters are counted, from the beginning of that day."""


@dataclass(frozen=True, slots=True)
class Own:
    """A reporter's own reports: how many in all and open, a page of the open ones, and what they were asked."""

    sent: int = 0
    open: int = 0
    newest: tuple[Incident, ...] = ()
    asked: Mapping[int, int] = field(default_factory=dict)
    """The newest question that waits for their answer, by report."""
    places: tuple[Location, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything that the overview shows, as it was at ``at``.

    ``workload`` and ``promises`` (counts as of ``reviews.figures``) are None for people who may not see figures about
    reports. ``feed`` says when GOV.UK was last read, to those who record alerts, if it is read at all. ``own`` are the
    reports of somebody who sees no others; ``alerts`` is whether alerts are anything to them.
    """

    figures: Figures
    actions: tuple[tuple[AlertAction, Alert], ...]
    people: Mapping[int, Person]
    workload: Workload | None
    at: datetime | None = None
    promises: Mapping[str, int] | None = None
    reviewing: bool = False
    feed: str = ""
    own: Own | None = None
    alerts: bool = True


async def sight_of(desk: Desk) -> Sight:
    """Return what the person at the desk may see: with all else, what they stand in for today."""
    sight = _sight(desk.person)
    return sight if sight.all else replace(sight, also=frozenset((await standing_in.of(desk)).actions))


def _sight(person: Person) -> Sight:
    counts = may(person, Verb.SEE_REPORT_FIGURES) is None
    if may(person, Verb.SEE_ALL_ALERTS) is None:
        return Sight(all=True, reports=counts)
    own = may(person, Verb.SEE_ACTION, Tie(own=True)) is None
    theirs = may(person, Verb.SEE_ACTION, Tie(directorate=person.directorate)) is None
    return Sight(person_id=person.id if own else 0, directorate=person.directorate if theirs else None, reports=counts)


async def picture(desk: Desk, *, only_late: bool = False, offset: int = 0) -> Picture:
    """Read how things stand now."""
    sight = await sight_of(desk)
    week_end = add_working_days(desk.today, 5)
    today = desk.today
    seen, at = await desk.glances.look(
        ("board", sight, today, only_late, offset),
        desk.now,
        lambda: board.read(
            desk.tx, sight, today=today, week_end=week_end, only_late=only_late, limit=PAGE, offset=offset
        ),
    )
    own = await _own(desk) if not sight.reports else None
    reviewing = may(desk.person, Verb.REVIEW_REPORTS) is None
    promises = None
    if sight.reports:
        promises, _ = await desk.glances.look(
            ("promises", today),
            desk.now,
            lambda: reviews.figures(desk.tx, desk.now, at_local(today - PROMISES, time())),
        )
    feed = await _feed(desk) if may(desk.person, Verb.RECORD_ALERT) is None else ""
    alerts = sight.all or sight.directorate is not None or seen.figures.open > 0
    return Picture(seen.figures, seen.actions, seen.people, seen.workload, at, promises, reviewing, feed, own, alerts)


async def _own(desk: Desk) -> Own:
    me = desk.person.id
    if me == 0:
        return Own()
    total, newest = await reviews.owed_to(desk.tx, me, limit=PAGE)
    asked = {one.incident_id: one.id for one in await reviews.open_questions(desk.tx, me)}
    waiting = await incidents.by_ids(desk.tx, [key for key in asked if key not in {one.id for one in newest}])
    shown = sorted((*waiting.values(), *newest), key=lambda one: one.id not in asked)[:PAGE]
    sent = await incidents.count_of_reporter(desk.tx, me)
    return Own(sent, total, tuple(shown), asked, tuple(desk.places))


async def _feed(desk: Desk) -> str:
    feed, _ = await desk.glances.look(("feed",), desk.now, lambda: feeds.get(desk.tx, feeds.GOV_UK))
    if feed is None:
        return ""
    more = " More was published than one reading takes: the next one reads on." if feed.left_from is not None else ""
    read = f"last read {say_instant(feed.succeeded_at, desk.now)}" if feed.succeeded_at else "not read yet"
    return f" National alerts on GOV.UK: {read}" + (f" (trouble: {feed.trouble})." if feed.trouble else ".") + more


def overview_card(
    seen: Picture, now: datetime, *, may_share: bool = False, only_late: bool = False, offset: int = 0
) -> Card:
    """Return the overview: late first, then what comes, then reports."""
    figures = seen.figures
    pairs = [
        ("Late", str(figures.late)),
        ("Due in 5 working days", str(figures.this_week)),
        ("Not acknowledged", str(figures.unacknowledged)),
        ("Open alert actions", str(figures.open)),
    ]
    pairs = [*(pairs if seen.alerts else ()), *_reports(seen, now)]
    fresh = f"Figures from {say_instant(seen.at or now, now)}.{seen.feed}"
    parts: list[Part] = [Text(fresh, quiet=True), Facts(tuple(pairs))]
    total = figures.late if only_late else figures.open
    if seen.actions:
        parts.append(_list(seen, now, total, offset))
    elif seen.alerts or only_late:
        parts.append(Text(_nothing(only_late=only_late, figures=figures)))
    if seen.own is not None and not only_late:
        parts.append(_own_list(seen.own, now))
    buttons: list[Button] = []
    if offset + len(seen.actions) < total:
        buttons.append(Button("More actions", "status.page", f"{'late' if only_late else 'all'}:{offset + PAGE}"))
    if figures.late and not only_late:
        buttons.append(Button("Late only", "chat.say", "status overdue"))
    if seen.reviewing:
        buttons.append(Button("Reports to review", "chat.say", "review"))
    buttons += [Button("My reports", "chat.say", "my reports"), Button("Help", "chat.say", "help")]
    if may_share:
        buttons.append(Button("Share here", "status.share", "overdue" if only_late else "", shares=True))
    title = "Late alert actions" if only_late else "Safety now"
    return Card("status.overview", title, tuple(parts), tuple(buttons))


def shared_card(seen: Picture, now: datetime, *, only_late: bool = False) -> Card:
    """Return the overview for a channel: figures, and nothing of who does what."""
    card = overview_card(replace(seen, own=None), now, only_late=only_late)
    parts = tuple(part for part in card.parts if not isinstance(part, Items))
    return replace(card, parts=parts, buttons=())


def _reports(seen: Picture, now: datetime) -> list[tuple[str, str]]:
    if seen.workload is None or seen.own is not None:
        return _own_facts(seen.own, now) if seen.own is not None else []
    waiting = str(seen.workload.waiting)
    if seen.workload.oldest is not None:
        days = working_days_between(seen.workload.oldest.astimezone(LONDON).date(), now.astimezone(LONDON).date())
        waiting += f" (oldest {counted(days, 'working day')})" if days > 0 else " (all new today)"
    pairs = [("Reports not closed yet", waiting)]
    if seen.promises is not None:
        late = seen.promises["late"]
        pairs.append(("Reporters waiting to hear", f"{seen.promises['waiting']}" + (f" ({late} late)" if late else "")))
        pairs.append(("Heard in time", share(seen.promises)))
    return pairs


def _nothing(*, only_late: bool, figures: Figures) -> str:
    if only_late and figures.open:
        return f"Nothing is late. {counted(figures.open, 'action')} open."
    if only_late:
        return "Nothing is late that you can see. Thank you."
    return "No alert action is open that you can see. Thank you."


def _own_facts(own: Own, now: datetime) -> list[tuple[str, str]]:
    pairs = [("My reports not closed yet", f"{own.open} of {own.sent}" if own.sent else "0")]
    if own.asked:
        pairs.append(("Waiting for my answer", str(len(own.asked))))
    promised = [promised_day(one.answer_due_at) for one in own.newest if _is_owed(one) and one.answer_due_at]
    if promised:
        today = local_day(now)
        label = "You should have heard by" if min(promised) < today else "You hear next by"
        pairs.append((label, say_day(min(promised), today)))
    return pairs


def _is_owed(one: Incident) -> bool:
    return one.answered_at is None and one.answer_due_at is not None and one.status is not IncidentStatus.CLOSED


def _own_list(own: Own, now: datetime) -> Part:
    if not own.newest:
        return Text("None of your reports is open. Thank you for each one." if own.sent else "You sent no report yet.")
    items = tuple(_own_line(one, own, now) for one in own.newest)
    more = "Your other reports stand under “My reports”." if own.sent > len(items) else ""
    return Items(items, more)


def _own_line(one: Incident, own: Own, now: datetime) -> Item:
    today = local_day(now)
    buttons = [Button("Show", "incidents.show", one.reference)]
    if one.id in own.asked:
        buttons.insert(0, Button("Answer", "chat.open", f"review.reply:{own.asked[one.id]}"))
    line = reports.line(one, own.places, now, *buttons, own=True)
    text = f"We asked you something\n{line.text}" if one.id in own.asked else line.text
    if _is_owed(one) and one.answer_due_at is not None:
        day = promised_day(one.answer_due_at)
        hear = "you should have heard by" if day < today else "you hear from us by"
        text += f" · {hear} {say_day(day, today)}"
    return Item(line.title, text, line.buttons)


def _list(seen: Picture, now: datetime, total: int, offset: int) -> Items:
    today = now.astimezone(LONDON).date()
    items: Sequence[Item] = [
        showing.line(action, alert, seen.people, now, today, Button("Show", "alerts.show", str(alert.id)))
        for action, alert in seen.actions
    ]
    last = offset + len(items)
    more = f"{offset + 1} to {last} of {total}, the earliest deadline first." if total > len(items) else ""
    return Items(tuple(items), more)
