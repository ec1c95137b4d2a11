"""The timeline of one alert in chat: a picture of what was planned and done, for whoever may see the alert."""

from handlers.chat.answers import read_number
from handlers.chat.card import Button, Card, Picture, Text, shorten
from handlers.chat.reply import Reply, show
from handlers.chat.turn import Turn
from handlers.desk import Desk
from handlers.showing.timeline import picture, timeline_of
from handlers.status import asking
from storage import alerts
from storage.records import Alert


async def timeline(turn: Turn, desk: Desk, value: str) -> Reply:
    """Show the timeline of an alert."""
    del turn
    found = await alerts.get(desk.tx, read_number(value) or 0)
    if found is None or not await asking.may_see(desk, found):
        return show(asking.not_found())
    seen = timeline_of(found, await alerts.actions_of(desk.tx, found.id), desk.today)
    return show(timeline_card(found, await picture(seen)))


def timeline_card(alert: Alert, drawn: Picture) -> Card:
    """Return the card with the picture."""
    back = Button("Back to the alert", "status.alert", str(alert.id))
    title = shorten(f"{alert.reference}: planned and done", 140)
    legend = Text("Pale: planned. Green: done in time. Red: late. The words beside each bar say the same.", quiet=True)
    return Card("status.timeline", title, (drawn, legend), (back,))
