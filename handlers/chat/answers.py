"""Reading answers: raw strings from a form or typed words become values, or a plain sentence about what is wrong.

It never guesses: what can be read in two ways is asked again.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError

from handlers.chat.form import UNKNOWN, Field, Widget, fields_of
from handlers.chat.turn import RawAnswer

M = TypeVar("M", bound=BaseModel)

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NUMBERS: Final = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_DONT_KNOW: Final = frozenset(
    {UNKNOWN, "i don't know", "i dont know", "don't know", "dont know", "dk", "unknown", "not sure"}
)
_NOON: Final = 12
_LAST_HOUR: Final = 23


@dataclass(frozen=True, slots=True)
class Wrong:
    """An answer that cannot be used, and what to do about it, in words for the person."""

    why: str


def check(model: type[M], raw: Mapping[str, RawAnswer], today: date) -> M | dict[str, str]:
    """Return the filled model, or a sentence for each field that is wrong.

    ``raw`` maps field names to raw answers (a missing one is no answer); ``today`` is the day in Europe/London.
    """
    values: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for field in fields_of(model):
        answer = read(field, raw.get(field.name, ""), today)
        if isinstance(answer, Wrong):
            wrong[field.name] = answer.why
        elif answer is not None or field.required or model.model_fields[field.name].is_required():
            values[field.name] = answer
    if wrong:
        return wrong
    try:
        return model(**values)
    except ValidationError as error:
        first = fields_of(model)[0].name
        return {str((found["loc"] or (first,))[0]): _plain(found["msg"]) for found in error.errors()}


def read(field: Field, raw: RawAnswer, today: date) -> Any:
    """Return the value of one answer, None for "I don't know" or nothing, or ``Wrong``."""
    several = raw if isinstance(raw, tuple) else tuple(part for part in (raw,) if part)
    several = tuple(part.strip() for part in several if part.strip())
    if field.widget is Widget.CHOICES:
        return _choices(field, several)
    text = several[0] if several else ""
    offers_unknown = any(choice.value == UNKNOWN for choice in field.choices)
    if not text:
        return Wrong("Please answer this one.") if field.required else None
    if text.lower() in _DONT_KNOW and (offers_unknown or not field.required):
        return None
    return _one(field, text, today)


def _one(field: Field, text: str, today: date) -> Any:
    match field.widget:
        case Widget.TEXT | Widget.PARAGRAPH:
            return (
                text
                if len(text) <= field.most
                else Wrong(f"This is {len(text):,} characters long. Please keep it to {field.most:,}.")
            )
        case Widget.DATE:
            return read_date(text, today)
        case Widget.TIME:
            return read_time(text)
        case Widget.NUMBER:
            return _number(field, text)
        case Widget.CHOICE:
            return _choice(field, text)
        case Widget.LOCATION | Widget.PERSON:
            return _reference(field, text)
        case _:
            return text


def read_date(text: str, today: date) -> date | Wrong:
    """Return the day that was meant: ISO, British ("14/3", "14 March 2026"), "today", a weekday (the last one)."""
    lowered = text.lower().strip(" .")
    if lowered in {"today", "now", "tonight"}:
        return today
    if lowered in {"yesterday", "yday", "last night"}:
        return today - timedelta(days=1)
    if (weekday := lowered.removeprefix("last ")[:3]) in _WEEKDAYS and lowered.removeprefix("last ").isalpha():
        back = (today.weekday() - _WEEKDAYS.index(weekday)) % 7
        return today - timedelta(days=back or 7)
    try:
        return date.fromisoformat(lowered)
    except ValueError:
        return _british(lowered, today)


def _british(text: str, today: date) -> date | Wrong:
    wrong = Wrong("We could not read that date. Please write it like 14/03/2026, or say today or yesterday.")
    found = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?[\s/.-]+(\d{1,2}|[a-z]{3,9})(?:[\s/.,-]+(\d{4}|\d{2}))?", text)
    if found is None:
        return wrong
    day, month, year = found.groups()
    number = int(month) if month.isdigit() else 1 + (_MONTHS.index(month[:3]) if month[:3] in _MONTHS else 12)
    try:
        if year is None:
            this = date(today.year, number, int(day))
            return this if this <= today + timedelta(days=60) else date(today.year - 1, number, int(day))
        return date(int(year) + (2000 if len(year) == len("26") else 0), number, int(day))
    except ValueError:
        return wrong


def read_time(text: str) -> time | Wrong:
    """Return the time of day: "02:15", "0215", "2.15pm", "2 pm", "about 2am", "midnight", "noon"."""
    lowered = re.sub(r"^(about|around|approx\.?|at|ca\.?|~)\s*", "", text.lower().strip())
    if lowered in {"midnight", "noon", "midday"}:
        return time(0, 0) if lowered == "midnight" else time(_NOON, 0)
    found = re.fullmatch(r"(\d{1,2})(?:[:.]?(\d{2}))?(?::\d{2})?\s*(am|pm|a\.m\.|p\.m\.)?(?:\s*h(?:rs?)?)?", lowered)
    if found is None or (found[2] is None and found[3] is None):
        return Wrong("We could not read that time. Please write it like 02:15.")
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        if not 1 <= hour <= _NOON:
            return Wrong("We could not read that time. Please write it like 02:15.")
        hour = hour % _NOON + (_NOON if found[3].startswith("p") else 0)
    if hour > _LAST_HOUR or minute > 59:  # noqa: PLR2004 - minutes of an hour
        return Wrong("There is no such time. Please write it like 02:15.")
    return time(hour, minute)


def _number(field: Field, text: str) -> int | Wrong:
    lowered = text.lower()
    value = _NUMBERS.index(lowered) if lowered in _NUMBERS else int(text) if re.fullmatch(r"-?\d{1,9}", text) else None
    if value is None:
        return Wrong("Please write a whole number, like 1.")
    if not field.least <= value <= field.top:
        return Wrong(f"Please write a number from {field.least} to {field.top}.")
    return value


def _match(field: Field, text: str) -> str | None:
    lowered = text.lower()
    for number, choice in enumerate(field.choices, start=1):
        if lowered in {choice.value.lower(), choice.label.lower(), str(number)}:
            return choice.value
    starts = [choice.value for choice in field.choices if choice.label.lower().startswith(lowered)]
    return starts[0] if len(starts) == 1 else None


def _choice(field: Field, text: str) -> Any:
    value = _match(field, text)
    if value is None:
        return Wrong("Please choose one of: " + ", ".join(choice.label for choice in field.choices) + ".")
    if value == UNKNOWN:
        return None
    return {"yes": True, "no": False}[value] if {c.value for c in field.choices} >= {"yes", "no"} else value


def _choices(field: Field, several: tuple[str, ...]) -> Any:
    split = (
        several
        if len(several) != 1 or _match(field, several[0])
        else tuple(re.split(r"\s*(?:,|;|\+|\band\b)\s*", several[0]))
    )
    found = tuple(dict.fromkeys(_match(field, part) for part in split if part))
    if None in found:
        return Wrong("Please choose from: " + ", ".join(choice.label for choice in field.choices) + ".")
    if not found and field.required:
        return Wrong("Please choose at least one.")
    return tuple(part for part in found if part != UNKNOWN)


def _reference(field: Field, text: str) -> int | Wrong:
    if re.fullmatch(r"#\d{1,12}", text):
        return int(text[1:])
    what = "place" if field.widget is Widget.LOCATION else "person"
    return Wrong(f"We do not know that {what}. Please choose one from the list.")


def _plain(message: str) -> str:
    """Return pydantic's message without its own prefix; our validators raise sentences for people."""
    return message.removeprefix("Value error, ")
