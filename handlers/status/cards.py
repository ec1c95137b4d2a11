"""Answers to status questions as cards. Drawing only: what a person may see was decided before."""

from collections.abc import Sequence
from typing import Final

from handlers.chat.card import Button, Card, Facts, Item, Items, Text, shorten
from storage.records import Alert, Location
from storage.rules.identifiers.words import is_nearly_a_word, is_word

NOT_FOUND: Final = "We did not find anything that you can see for"
YOUR_WORDS: Final = "your words"
_LEAST: Final = 3


def sayable(query: str) -> str:
    """Return screened words as they may be shown again: in quotation marks, or not at all.

    A word that no list knows may be the name of somebody who is neither staff nor on a list of names.
    """
    words = (word.strip(".,;:?!'\"").lower() for word in query.split())
    unknown = (
        len(word) >= _LEAST and word.isalpha() and not (is_word(word) or is_nearly_a_word(word)) for word in words
    )
    return YOUR_WORDS if any(unknown) else f'"{query}"'


def place_card(place: Location, total: int, waiting: int, items: Sequence[Item], *, own: bool) -> Card:
    """Return how reports stand for one place."""
    whose = "My reports" if own else "Reports"
    pairs = (
        (f"{whose} in 12 months", str(total)),
        ("Not closed yet", str(waiting)),
        ("Directorate", place.directorate),
    )
    more = f"The newest {len(items)} of {total}." if total > len(items) else ""
    parts = (Facts(pairs), Items(tuple(items), more)) if items else (Facts(pairs), Text("No report that you can see."))
    return Card("status.place", place.name, parts)


def reports_card(query: str, items: Sequence[Item], total: int) -> Card:
    """Return the newest of the reports that hold the words."""
    more = f"The newest {len(items)} of {total}." if total > len(items) else ""
    parts = (Text("In the last 12 months."), Items(tuple(items), more))
    return Card("status.reports", shorten(f"Reports with {sayable(query)}", 140), parts)


def marked_card(about: str, items: Sequence[Item], total: int, *buttons: Button) -> Card:
    """Return the newest of the reports that stand out by something; or that there are none, and what is told apart."""
    title = f"Reports: {about} ({total})"
    if not items:
        text = "No such report that you can see, in the last 12 months."
        return Card("status.marked", title, (Text(text),), buttons)
    more = f"The newest {len(items)} of {total}." if total > len(items) else ""
    parts = (Text("In the last 12 months, open and closed."), Items(tuple(items), more))
    return Card("status.marked", title, parts, buttons)


def similar_card(alert: Alert, items: Sequence[Item], total: int, offset: int) -> Card:
    """Return a page of the reports since an alert was issued that resemble it."""
    last = offset + len(items)
    more = f"{offset + 1} to {last} of {total}, the newest first." if total > len(items) else ""
    following = (Button("More reports", "status.similar", f"{alert.id}:{last}"),) if last < total else ()
    back = Button("Back to the alert", "status.alert", str(alert.id))
    part = Items(tuple(items), more) if items else Text("No report resembles it.")
    title = shorten(f"Reports like {alert.key}: {alert.title}", 140)
    return Card("status.similar", title, (part,), (*following, back))


def choice_card(query: str, alerts: Sequence[Alert], places: Sequence[str], others: Sequence[Button] = ()) -> Card:
    """Return what may have been meant, as buttons; nothing is guessed. ``others`` are ways to something else."""
    choices = [Button(shorten(f"{one.key} {one.title}", 60), "chat.say", f"status {one.key}") for one in alerts]
    choices += [Button(shorten(one, 60), "chat.say", f"status {one}") for one in places]
    said = sayable(query).strip('"')
    choices += [*others, Button(shorten(f"Search reports for '{said}'", 60), "status.reports", query)]
    return Card(
        "status.choice", "Did you mean one of these?", (Text(f"We looked for {sayable(query)}."),), tuple(choices)
    )


def nothing_card(query: str) -> Card:
    """Return that nothing was found, what was searched, and what else there is. It never says why not."""
    text = f"{NOT_FOUND} {sayable(shorten(query, 80))}. We looked in references, alerts, places and reports."
    buttons = (
        Button("All open work", "chat.say", "status"),
        Button("My reports", "chat.say", "my reports"),
        Button("Help", "chat.say", "help"),
    )
    return Card("status.nothing", "Nothing found", (Text(text),), buttons)
