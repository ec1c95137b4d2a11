"""Lists of alerts: mine, open, late, of a directorate, of a lead; five at a time, the most urgent first.

Nothing is changed here. What a person may see is decided by the policy table.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from handlers import finding, standing_in
from handlers.chat.answers import read_number
from handlers.chat.card import Button, Card, Item, Items, Part, Style, Text, counted, shorten
from handlers.chat.reply import Reply, show
from handlers.chat.turn import Turn
from handlers.desk import Desk
from handlers.showing import progress
from handlers.status.cards import sayable
from handlers.status.overview import sight_of
from storage import alert_lists, people
from storage.alert_lists import Group, Page, Which
from storage.records import Person
from storage.rules.policy import Verb, may
from storage.rules.workdays import say_day

PAGE: Final = 5
_WORDS: Final = 4
"""A list is asked for in a few words; more of them tell of something that happened."""
_NEAR: Final = 80
_GROUPS: Final = 10
WHICH: Final = {
    "": Which.OPEN, "open": Which.OPEN, "all": Which.OPEN, "mine": Which.MINE, "my": Which.MINE, "late": Which.LATE,
    "overdue": Which.LATE, "closed": Which.OVER, "over": Which.OVER, "done": Which.OVER,
}  # fmt: skip
_TITLES: Final = {
    Which.OPEN: "Open alerts", Which.LATE: "Late alerts", Which.MINE: "My alerts", Which.OVER: "Alerts that are over",
}  # fmt: skip
_NONE: Final = {
    Which.OPEN: "No alert is open that you can see. Thank you.",
    Which.LATE: "Nothing is late that you can see. Thank you.",
    Which.MINE: "No open alert is yours.",
    Which.OVER: "No alert that you can see is over yet.",
}
_ASKED: Final = re.compile(r"(?:national )?alerts\s+(?!to check\b|figures\b)(?P<what>.+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wish:
    """Which alerts are wanted. ``about`` names the directorate or lead for the heading; "" for all."""

    which: Which = Which.OPEN
    directorate: str | None = None
    lead_id: int | None = None
    about: str = ""

    def value(self, offset: int) -> str:
        """Return the wish as a button carries it."""
        return f"{self.which}:{offset}:{self.lead_id or ''}:{self.directorate or ''}"


def shape(text: str) -> str | None:
    """Return what follows "alerts" when a list is asked for in a few words, otherwise None."""
    found = _ASKED.fullmatch(text.strip(" .?!"))
    return found["what"] if found and len(found["what"].split()) <= _WORDS else None


async def words(turn: Turn, desk: Desk, rest: str) -> Reply:
    """Show a list of alerts: "alerts", "alerts late", "alerts by directorate", "alerts medicine", "alerts haddad"."""
    del turn
    asked = " ".join(rest.lower().split())
    if asked in WHICH:
        return show(await page_card(desk, Wish(WHICH[asked])))
    if asked in {"by directorate", "directorates", "by lead", "leads"}:
        return show(await groups_card(desk, by_lead="lead" in asked))
    return show(await _of(desk, rest))


async def _of(desk: Desk, query: str) -> Card:
    """Return the alerts of a directorate or a lead; what is not clear is a choice and not a guess."""
    named = await alert_lists.directorates(desk.tx)
    places = finding.rank(query, ((at, one, ()) for at, one in enumerate(named, start=1)))
    found = finding.people(query, await people.all_active(desk.tx))
    place, person = finding.only(places), finding.only(found)
    if place is not None and (person is None or place.score >= person.score):
        return await page_card(desk, Wish(directorate=place.name, about=place.name))
    if person is not None:
        return await page_card(desk, Wish(lead_id=person.id, about=person.name))
    near = [one.name for one in (*places[:3], *found[:3]) if one.score >= _NEAR]
    return whose_card(shorten(desk.screen(query).text, 60), near)


def whose_card(query: str, near: Sequence[str]) -> Card:
    """Ask whose alerts were meant."""
    said = [*((shorten(one, 60), f"alerts {one}") for one in near), ("All open alerts", "alerts"),
            ("By directorate", "alerts by directorate"), ("By lead", "alerts by lead")]  # fmt: skip
    text = f"We found no directorate and no lead for {sayable(query)}."
    buttons = tuple(Button(label, "chat.say", words) for label, words in said)
    return Card("status.whose", "Whose alerts?", (Text(text),), buttons)


async def turn_page(turn: Turn, desk: Desk, value: str) -> Reply:
    """Show another page, or the alerts of one directorate or lead."""
    del turn
    which, offset, lead, directorate = (*value.split(":", 3), "", "", "")[:4]
    lead_id = read_number(lead)
    about = directorate
    if lead_id is not None:
        known = await people.by_ids(desk.tx, [lead_id])
        about = known[lead_id].name if lead_id in known else "somebody"
    wish = Wish(Which(which) if which in set(Which) else Which.OPEN, directorate or None, lead_id, about)
    return show(await page_card(desk, wish, read_number(offset) or 0), replaces=True)


async def page_card(desk: Desk, wish: Wish, offset: int = 0) -> Card:
    """Return a page of the alerts that are wanted and that this person may see.

    Their own are also those of colleagues for whom they stand in today; it is said for whom.
    """
    instead = await standing_in.of(desk)
    sight = replace(await sight_of(desk), also=frozenset(instead.actions))
    found = await alert_lists.page(
        desk.tx, sight, wish.which, today=desk.today, me=desk.person.id, stood_in=instead.alerts,
        directorate=wish.directorate, lead_id=wish.lead_id, limit=PAGE, offset=offset,
    )  # fmt: skip
    whose = {key: {one} for key, one in instead.alerts.items()}
    for action_id, alert_id in (await alert_lists.of_actions(desk.tx, instead.actions)).items():
        whose.setdefault(alert_id, set()).add(instead.actions[action_id])
    said = {
        key: "You stand in " + "; ".join(instead.words(one, desk.today) for one in sorted(some))
        for key, some in whose.items()
    }
    return alerts_card(desk.person, desk.today, wish, found, offset, said)


def alerts_card(
    person: Person, today: date, wish: Wish, found: Page, offset: int, said: Mapping[int, str] | None = None
) -> Card:
    """Draw a page of alerts, each with its progress and the next deadline. ``said`` adds words to some of them."""
    about = f": {wish.about}" if wish.about else ""
    title = shorten(f"{_TITLES[wish.which]}{about} ({found.total})", 140)
    nudges = may(person, Verb.NUDGE) is None
    items = []
    for one in found.alerts:
        late = "Late: " if one.deadline < today and wish.which is not Which.OVER else ""
        buttons = [Button("Show", "status.alert", str(one.alert.id))]
        if nudges and one.next_action is not None and wish.which is not Which.OVER:
            buttons.append(Button("Nudge the next owner", "status.nudge", str(one.next_action)))
        title_of = shorten(f"{late}{one.alert.key}: {one.alert.title}", 200)
        line = " · ".join(filter(None, (progress.line(one, today), (said or {}).get(one.alert.id, ""))))
        items.append(Item(title_of, line, tuple(buttons)))
    last = offset + len(items)
    more = f"{offset + 1} to {last} of {found.total}, the most urgent first." if found.total > len(items) else ""
    part: Part = Items(tuple(items), more) if items else Text(_NONE[wish.which])
    return Card("status.alerts", title, (part,), _buttons(person, wish, last if last < found.total else None))


def _buttons(person: Person, wish: Wish, following: int | None) -> tuple[Button, ...]:
    more = (
        (Button("More alerts", "status.alerts", wish.value(following), Style.PRIMARY),) if following is not None else ()
    )
    others = [
        Button(label, "chat.say", said)
        for label, said, which in (
            ("Open", "alerts", Which.OPEN), ("Late only", "alerts late", Which.LATE),
            ("Mine", "alerts mine", Which.MINE), ("Closed", "alerts closed", Which.OVER),
        )
        if which is not wish.which or wish.about
    ]  # fmt: skip
    by = [("By directorate", "alerts by directorate"), ("By lead", "alerts by lead")]
    if may(person, Verb.SEE_ALERT_FIGURES) is None:
        by.append(("Figures", "alert figures"))
    return (*more, *others, *(Button(label, "chat.say", said) for label, said in by))


async def groups_card(desk: Desk, *, by_lead: bool) -> Card:
    """Return how the open actions stand in each directorate, or with each lead, the most late first."""
    read = alert_lists.by_lead if by_lead else alert_lists.by_directorate
    found = await read(desk.tx, await sight_of(desk), today=desk.today)
    return groups_as_card(found, desk.today, by_lead=by_lead)


def groups_as_card(found: Sequence[Group], today: date, *, by_lead: bool) -> Card:
    """Draw how open actions stand in each group."""
    items = tuple(_group(one, today) for one in found[:_GROUPS])
    more = f"{_GROUPS} of {len(found)} shown." if len(found) > _GROUPS else ""
    part: Part = Items(items, more) if items else Text("No action is open that you can see. Thank you.")
    title = "Open actions by lead" if by_lead else "Open actions by directorate"
    other = ("By directorate", "alerts by directorate") if by_lead else ("By lead", "alerts by lead")
    buttons = (Button("All open alerts", "chat.say", "alerts"), Button(other[0], "chat.say", other[1]))
    return Card("status.groups", title, (part,), buttons)


def _group(one: Group, today: date) -> Item:
    late = f"Late: {one.late} · " if one.late else ""
    actions, alerts = counted(one.actions, "open action"), counted(one.alerts, "alert")
    text = f"{late}{actions} of {alerts} · next due {say_day(one.next_due, today)}"
    wish = Wish(directorate=one.name) if one.lead_id is None else Wish(lead_id=one.lead_id)
    buttons = (Button("Show", "status.alerts", wish.value(0)),) if one.name else ()
    return Item(one.name or "No directorate", text, buttons)
