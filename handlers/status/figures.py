"""The compliance figures of alerts in chat, and the alert log as a file, for those who oversee alerts."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from handlers.chat.answers import read_number
from handlers.chat.card import Button, Card, Facts, Item, Items, Style, Text, counted
from handlers.chat.reply import Reply, show, tell
from handlers.chat.turn import Turn
from handlers.desk import Desk
from storage import alert_sheet, alerts, compliance, file_links, files
from storage.alert_sheet import BEGINNING
from storage.cleaning import clean
from storage.rules.compliance import STAGE_WORDS, Figures, Spread, by_quarter
from storage.rules.compliance import figures as figures_of
from storage.rules.policy import Verb, may
from storage.rules.workdays import say_instant

_QUARTERS: Final = 4


async def figures(turn: Turn, desk: Desk, rest: str) -> Reply:
    """Show how well the trust keeps up with alerts."""
    del turn, rest
    refusal = may(desk.person, Verb.SEE_ALERT_FIGURES)
    if refusal is not None:
        return tell(refusal.words)
    passages, at = await desk.glances.look(("compliance",), desk.now, lambda: compliance.passages(desk.tx, BEGINNING))
    card = figures_card(figures_of(passages, desk.today), by_quarter(passages, desk.today), say_instant(at, desk.now))
    return show(card)


async def counts(title: str, turn: Turn, desk: Desk, rest: str) -> Reply:
    """Say which figures there are, and where, under a title that is what the person asked for."""
    del turn, rest
    return show(counts_card(title, alerts_too=may(desk.person, Verb.SEE_ALERT_FIGURES) is None))


def counts_card(title: str, *, alerts_too: bool) -> Card:
    """Return what is counted. ``alerts_too``: the person may see the figures of alerts, which go by quarter."""
    said = "We do not draw trends of reports. "
    said += (
        "We count how well the trust keeps up with alerts, by quarter." if alerts_too else "You can see what is open."
    )
    buttons = (Button("Alert figures", "chat.say", "alert figures", Style.PRIMARY),) if alerts_too else ()
    return Card("status.trends", title, (Text(said),), (*buttons, Button("See what is open", "chat.say", "status")))


def figures_card(everything: Figures, quarters: Sequence[Figures], fresh: str) -> Card:
    """Draw the figures of all alerts, the time that each step took, and the newest quarters."""
    pairs = [
        ("Open past the deadline", f"{everything.open_late} (target 0)"),
        ("Acknowledged in time", _in_time(everything)),
        ("Ended past the deadline", str(everything.ended_late)),
        ("Open alerts", f"{everything.open} of {everything.alerts}"),
        ("Evidence returned", _share(everything.returned, everything.judged)),
    ]
    steps = tuple(Item(STAGE_WORDS[stage], _spread(spread)) for stage, spread in everything.spreads)
    rows = tuple(Item(one.name, _quarter(one)) for one in quarters[:_QUARTERS])
    hidden = len(quarters) - len(rows)
    parts = [
        Text(f"Figures from {fresh}. In time means within 2 working days of issue.", quiet=True),
        Facts(tuple(pairs)),
        *((Text("From the day an alert came in to each step:"), Items(steps)) if steps else ()),
        *((Text("By the quarter in which alerts were issued:"),
           Items(rows, f"{counted(hidden, 'earlier quarter')} in the file." if hidden else "")) if rows else ()),
    ]  # fmt: skip
    buttons = (Button("Download", "status.download", "figures"), Button("Alerts", "chat.say", "alerts"))
    return Card("status.figures", "Alert figures", tuple(parts), buttons)


def _in_time(one: Figures) -> str:
    said = _share(one.acknowledged_in_time, one.acknowledgement_judged)
    return f"{said}, {one.acknowledgement_unknown} not known" if one.acknowledgement_unknown else said


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({part * 100 // whole} %)" if whole else "none yet"


def _spread(spread: Spread) -> str:
    days = counted(spread.longest, "working day")
    return f"Half within {spread.median:g}, the longest {days} ({counted(spread.count, 'alert')})"


def _quarter(one: Figures) -> str:
    return (
        f"{counted(one.alerts, 'alert')} · acknowledged in time: {_in_time(one)} · "
        f"open past the deadline: {one.open_late} · ended past it: {one.ended_late}"
    )


async def download(turn: Turn, desk: Desk, value: str) -> Reply:
    """Give this person the log of one alert or of all, or the figures, as a file behind a link that works once."""
    del turn
    refusal = may(desk.person, Verb.SEE_ALERT_FIGURES)
    if refusal is not None:
        return tell(refusal.words)
    if not desk.house.files_at:
        return tell(
            "You cannot download this here yet. "
            "Please ask the IT colleagues who look after this bot. They can make the file for you."
        )
    content, name = await _content(desk, value)
    if not name:
        return tell("We did not find that alert.")
    file = await files.add(
        desk.tx, name=name, cleaned=clean(content.encode(), name), owner_id=desk.person.id, now=desk.now
    )
    token = await file_links.make(desk.tx, file.key, desk.person.id, desk.now)
    await desk.audit("alerts.exported", f"alert:{value}" if value.isdecimal() else f"export:{name}")
    minutes = int(file_links.LASTS.total_seconds() // 60)
    return show(download_card(name, f"{desk.house.files_at}/{token}", minutes))


async def _content(desk: Desk, value: str) -> tuple[str, str]:
    day: date = desk.today
    if value == "figures":
        return await alert_sheet.figures_sheet(desk.tx, day), f"alert-figures-{day}.csv"
    alert = await alerts.get(desk.tx, read_number(value) or 0)
    if alert is None:
        return "", ""
    return await alert_sheet.log_of(desk.tx, [alert]), f"{alert.key.replace('/', '-').replace(' ', '-')}-{day}.csv"


def download_card(name: str, url: str, minutes: int) -> Card:
    """Return a link to the file."""
    text = f"A table that opens in Excel. The link works once, for {minutes} minutes, and is for you alone."
    button = Button("Open the link", "status.open", url=url, style=Style.PRIMARY)
    return Card("status.download", f"Download {name}"[:140], (Text(text),), (button,))
