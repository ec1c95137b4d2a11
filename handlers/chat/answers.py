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

_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORTEST: Final = 3
"""The shortest beginning of a month's or a weekday's name that stands for it."""
_NUMBERS: Final = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_DONT_KNOW: Final = re.compile(
    r"(?:(?:sorry|um|erm|i|im|i'm|i am|we|really|just|still|honestly)[ ,]+)*"
    r"(?:(?:do ?n'?t|do not|didn'?t) (?:really )?(?:know|remember|recall)|not (?:sure|known|certain)|no (?:idea|clue)"
    r"|haven'?t a clue|unsure|uncertain|unknown|dunno|dun+o|idk|dk|d/k|n/k|nk)(?: sorry| yet| at all| really| tbh)*"
)
_HELD: Final = 3000
_MARKS: Final = 100


@dataclass(frozen=True, slots=True)
class Wrong:
    """An answer that cannot be used, and what to do about it, in words for the person."""

    why: str


_NO_DATE: Final = Wrong("We could not read that date. Please write it like 14/03/2026, or say today or yesterday.")
_NOON: Final = 12
_LAST_HOUR: Final = 23


def check(model: type[M], raw: Mapping[str, RawAnswer], today: date) -> M | dict[str, str]:
    """Return the filled model, or a sentence for each field that is wrong.

    ``raw`` maps field names to raw answers (a missing one is no answer); ``today`` is the day in Europe/London.
    """
    values: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for field in fields_of(model):
        if field.required and not raw.get(field.name) and not model.model_fields[field.name].is_required():
            continue  # a choice that starts with an answer, in a form that did not ask it: that answer counts
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
        return () if not field.required and [*map(says_unknown, several)] == [True] else _choices(field, several)
    if field.several:
        return Wrong("Please send a file.") if field.required and not several else several
    text = several[0] if several else ""
    offers_unknown = any(choice.value == UNKNOWN for choice in field.choices)
    if not text:
        return Wrong("Please answer this one.") if field.required else None
    if field.otherwise and says_unknown(text):
        return _one(field, field.otherwise, today)
    if says_unknown(text) and (offers_unknown or not field.required):
        return None
    return _one(field, text, today)


def is_bare_number(field: Field, typed: str) -> bool:
    """Say whether somebody typed only numbers where choices are asked. They stand for none: we show none beside them.

    The values of some choices are codes of digits; those come from buttons and forms, and nobody types them.
    """
    is_choice = field.widget in {Widget.CHOICE, Widget.CHOICES}
    return is_choice and re.fullmatch(r"[\s,;+&.()]*\d(?:[\d\s,;+&.()]|and)*", typed.lower()) is not None


def not_one_of(field: Field) -> Wrong:
    """Return which answers a question with choices has."""
    several = field.widget is Widget.CHOICES
    lead = "Please choose from: " if several else "Please choose one of: "
    return Wrong(lead + ", ".join(choice.label for choice in field.choices) + ".")


def read_number(value: str) -> int | None:
    """Return the number (0 to 999,999,999) that a button carries; None for anything else that comes back."""
    return int(value) if re.fullmatch(r"[0-9]{1,9}", value) else None


def says_unknown(text: str) -> bool:
    """Say whether somebody answered that they do not know."""
    lowered = text.lower().replace("’", "'").strip(" .!?")
    return set(text.strip(" .!")) == {UNKNOWN} or _DONT_KNOW.fullmatch(lowered) is not None


def spell(field: Field, raw: RawAnswer, today: date) -> RawAnswer:
    """Return an answer as it is kept: choices by value, days and times as ISO has them, numbers in digits.

    "today" is the day on which it was said, also when the form is sent tomorrow. Free text, and what cannot be read,
    stays as it was given.
    """
    value = read(field, raw, today)
    if value is None and raw and any(choice.value == UNKNOWN for choice in field.choices):
        return UNKNOWN
    match field.widget, value:
        case Widget.DATE, date():
            return value.isoformat()
        case Widget.TIME, time():
            return value.isoformat("minutes")
        case Widget.NUMBER, int():
            return str(value)
        case Widget.CHOICE, bool():
            return "yes" if value else "no"
        case (Widget.CHOICE, str()) | (Widget.CHOICES, tuple()):
            return value  # type: ignore[no-any-return]
        case _:
            return raw


def longest(field: Field) -> int:
    """Return how long an answer in words may be when it is kept, in characters.

    Marks such as "[NHS number]" are longer than what they stand for, so long answers have room for them beyond what a
    person is told; no platform's form holds more than ``_HELD``.
    """
    room = min(_MARKS, _HELD - field.most) if field.widget is Widget.PARAGRAPH else 0
    return field.most + max(0, room)


def too_long(field: Field, typed: str) -> Wrong:
    """Return what is said of too many characters: as many as the person typed."""
    return Wrong(f"This is {len(typed):,} characters long. Please keep it to {field.most:,}.")


def _one(field: Field, text: str, today: date) -> Any:
    match field.widget:
        case Widget.TEXT | Widget.PARAGRAPH:
            return text if len(text) <= longest(field) else too_long(field, text)
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
    weekday = _index(_WEEKDAYS, lowered.removeprefix("last "))
    if weekday is not None:
        back = (today.weekday() - weekday) % 7
        return today - timedelta(days=back or 7)
    try:
        return date.fromisoformat(lowered)
    except ValueError:
        return _british(lowered, today)


def _index(names: tuple[str, ...], text: str) -> int | None:
    """Return which of the names ``text`` is, in full or shortened to three letters or more ("sept"), or None."""
    fits = [number for number, name in enumerate(names) if name.startswith(text)]
    return fits[0] if len(fits) == 1 and len(text) >= _SHORTEST else None


_BRITISH: Final = re.compile(
    r"(?:(?P<weekday>[a-z]{3,9})[\s,.]+)?(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:[\s/.-]+|\s+of\s+)"
    r"(?P<month>\d{1,2}|[a-z]{3,9})(?:[\s/.,-]+(?P<year>\d{4}|\d{2}))?",
    re.ASCII,
)


def _british(text: str, today: date) -> date | Wrong:
    found = _BRITISH.fullmatch(text)
    if found is None:
        return _NO_DATE
    month = int(found["month"]) if found["month"].isdigit() else 1 + (_index(_MONTHS, found["month"]) or 0)
    if not found["month"].isdigit() and _index(_MONTHS, found["month"]) is None:
        return _NO_DATE
    try:
        day = _nearest(int(found["day"]), month, found["year"], today)
    except ValueError:
        return _NO_DATE
    if found["weekday"] is None or _index(_WEEKDAYS, found["weekday"]) == day.weekday():
        return day
    return Wrong(f"{day.day}/{day.month:02}/{day.year} is a {_WEEKDAYS[day.weekday()].capitalize()}. Please check it.")


def _nearest(day: int, month: int, year: str | None, today: date) -> date:
    """Return the day; without a year, the one in this year unless it is over two months ahead: then last year's."""
    if year is not None:
        return date(int(year) + (2000 if len(year) == len("26") else 0), month, day)
    this = date(today.year, month, day)
    return this if this <= today + timedelta(days=60) else date(today.year - 1, month, day)


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
    """Return the choice that was meant, by its value, its label or how that begins.

    A number never stands for a place in the list: no question shows one, and LFPSE counts harm the other way round.
    """
    lowered = text.lower()
    for choice in field.choices:
        if lowered in {choice.value.lower(), choice.label.lower()}:
            return choice.value
    starts = [choice.value for choice in field.choices if choice.label.lower().startswith(lowered)]
    return starts[0] if len(starts) == 1 else None


def _choice(field: Field, text: str) -> Any:
    value = _match(field, text)
    if value is None:
        return not_one_of(field)
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
        return not_one_of(field)
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
