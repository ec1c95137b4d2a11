"""The whole history of an alert, a page at a time: who did what for whom, every version, and who was told what."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from handlers.chat.answers import read_number
from handlers.chat.card import Button, Card, Item, Items, Part, Style, Text, shorten
from handlers.chat.reply import Reply, show
from handlers.chat.turn import Turn
from handlers.desk import Desk
from handlers.showing.alerts import name_of
from handlers.status import asking
from storage import alert_log, alerts, people
from storage.alert_log import Entry, Line
from storage.records import Alert, OutboxState, Person
from storage.rules.workdays import say_instant

PAGE: Final = 8
SHOWN: Final = 3
"""Messages to come that stand above a history."""


async def history(turn: Turn, desk: Desk, value: str) -> Reply:
    """Show a page of an alert's history, the newest first. ``value`` is the alert's id and how many lines to pass."""
    del turn
    number, _, offset = value.partition(":")
    found = await alerts.get(desk.tx, read_number(number) or 0)
    if found is None or not await asking.may_see(desk, found):
        return show(asking.not_found())
    log = await alert_log.of_alert(desk.tx, found)
    lines = tuple(one for one in reversed(log) if one.state != OutboxState.CANCELLED)
    ids = {one for line in lines for one in (line.by_id, line.for_id, line.to_id) if one is not None}
    start = read_number(offset) or 0
    coming = await alert_log.to_come(desk.tx, found)
    ids |= {one.to_id for one in coming[:SHOWN] if one.to_id is not None}
    card = history_card(found, lines, await people.by_ids(desk.tx, ids), desk.now, start, coming)
    return show(card, replaces=bool(start))


async def planned(turn: Turn, desk: Desk, value: str) -> Reply:
    """Show a page of the messages about an alert that wait to be sent, the earliest first."""
    del turn
    number, _, offset = value.partition(":")
    found = await alerts.get(desk.tx, read_number(number) or 0)
    if found is None or not await asking.may_see(desk, found):
        return show(asking.not_found())
    coming = await alert_log.to_come(desk.tx, found)
    start = read_number(offset) or 0
    ids = {one.to_id for one in coming[start : start + PAGE] if one.to_id is not None}
    card = planned_card(found, coming, await people.by_ids(desk.tx, ids), desk.now, start)
    return show(card, replaces=bool(start))


def planned_card(
    alert: Alert, coming: Sequence[Line], everybody: Mapping[int, Person], now: datetime, offset: int = 0
) -> Card:
    """Draw a page of what waits to be sent."""
    page = coming[offset : offset + PAGE]
    last = offset + len(page)
    more = f"{offset + 1} to {last} of {len(coming)}, the earliest first." if len(coming) > len(page) else ""
    following = (Button("More", "status.planned", f"{alert.id}:{last}", Style.PRIMARY),) if last < len(coming) else ()
    items = (
        Items(tuple(_item(one, everybody, now) for one in page), more) if page else Text("Nothing waits to be sent.")
    )
    said = Text("This is how it stands now. What somebody does until then may change it.", quiet=True)
    back = Button("History", "status.history", f"{alert.id}:0")
    return Card("status.planned", shorten(f"To be sent: {alert.reference}", 140), (said, items), (*following, back))


def history_card(
    alert: Alert,
    lines: Sequence[Line],
    everybody: Mapping[int, Person],
    now: datetime,
    offset: int = 0,
    coming: Sequence[Line] = (),
) -> Card:
    """Draw a page of a history. ``lines`` are all of them, the newest first; ``coming`` is what waits to be sent."""
    page = lines[offset : offset + PAGE]
    items = tuple(_item(one, everybody, now) for one in page)
    last = offset + len(items)
    more = f"{offset + 1} to {last} of {len(lines)}, the newest first." if len(lines) > len(items) else ""
    buttons = []
    if last < len(lines):
        buttons.append(Button("Earlier", "status.history", f"{alert.id}:{last}", Style.PRIMARY))
    if offset:
        buttons.append(Button("Later", "status.history", f"{alert.id}:{max(0, offset - PAGE)}"))
    buttons.append(Button("Back to the alert", "status.alert", str(alert.id)))
    parts: list[Part] = [Text(f"{alert.reference}: {shorten(alert.title, 200)}")]
    if coming and not offset:
        following = Items(tuple(_item(one, everybody, now) for one in coming[:SHOWN]))
        parts += [Text(f"To be sent, as it stands now: {len(coming)}"), following, Text("What happened:")]
        if len(coming) > SHOWN:
            buttons.append(Button("All that is to be sent", "status.planned", f"{alert.id}:0"))
    return Card("status.history", "Everything that happened", (*parts, Items(items, more)), tuple(buttons))


def _item(line: Line, everybody: Mapping[int, Person], now: datetime) -> Item:
    said = [say_instant(line.at, now)]
    if line.action:
        said.append(f"action {line.action}")
    if line.entry in {Entry.MESSAGE, Entry.PLANNED}:
        said.append(f"to {name_of(line.to_id, everybody)}")
    else:
        by = name_of(line.by_id, everybody) if line.by_id else "the bot"
        said.append(f"{by} for {name_of(line.for_id, everybody)}" if line.for_id else by)
    if line.evidence_kind:
        said.append({"text": "in words", "link": "a link", "file": "a file"}[line.evidence_kind])
    if line.detail:
        said.append(shorten(line.detail, 200))
    return Item(line.what, " · ".join(said))
