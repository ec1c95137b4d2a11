"""What people see of leave. Drawing only: days and names of staff, never a reason."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from handlers.chat.card import Button, Card, Confirm, Item, Items, Part, Style, Text
from storage.records import Absence, Person
from storage.rules.workdays import say_day

_SHOWN: Final = 8


def leave_card(
    whose: Person, listed: Sequence[Absence], people: Mapping[int, Person], today: date, *, is_own: bool, said: str = ""
) -> Card:
    """Return on which days somebody is away, who stands in, and how to add or delete."""
    parts: list[Part] = [Text(said)] if said else []
    ask = Confirm("Delete this leave?", "Reminders then come on these days as on all others.", "Yes, delete it")
    items = tuple(
        Item(days(one, today), _stands_in(one, whose, people), (_delete(one, ask),)) for one in listed[:_SHOWN]
    )
    if items:
        parts.append(Items(items, f"{_SHOWN} of {len(listed)} shown." if len(listed) > _SHOWN else ""))
    else:
        parts.append(Text("No leave is recorded."))
    title = "My leave" if is_own else f"Leave of {whose.name}"
    add = Button("Add leave", "chat.open", f"reminders.leave:{whose.id}", Style.PRIMARY)
    return Card("reminders.leave", title, tuple(parts), (add,))


def _delete(one: Absence, ask: Confirm) -> Button:
    return Button("Delete", "reminders.leave_delete", str(one.id), Style.DANGER, ask)


def _stands_in(one: Absence, whose: Person, people: Mapping[int, Person]) -> str:
    cover = people.get(one.cover_id or whose.deputy_id or 0)
    return f"{cover.name} stands in" if cover else "Nobody is named to stand in. Deputies of each action get reminders."


def days(one: Absence, today: date) -> str:
    """Return the days of an absence: "Mon 30 Nov to Fri 4 Dec", or one day."""
    first, last = say_day(one.first_day, today), say_day(one.last_day, today)
    return first if one.first_day == one.last_day else f"{first} to {last}"


def cover_card(whose: Person, one: Absence, today: date, *, is_own: bool) -> Card:
    """Return what the one who stands in is told; or that leave was recorded for somebody."""
    if is_own:
        text = f"Your leave is recorded: {days(one, today)}. Your reminders go to whoever stands in."
        return Card("reminders.cover", "Your leave", (Text(text),), (Button("My leave", "reminders.leave_mine"),))
    text = f"{whose.name} is away: {days(one, today)}. You stand in, so reminders about their work come to you."
    return Card("reminders.cover", "You stand in for a colleague", (Text(text),))
