"""Dates of birth: labelled, or a date long past beside a person. Never the date of an event."""

import re
from collections.abc import Iterator
from typing import Final

from storage.rules.identifiers.canvas import JOINER, PAINTED_PERSON
from storage.rules.identifiers.kinds import Found, IdentifierKind

_MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
_ORDINAL: Final = (
    r"(?:(?:twenty|thirty)[\s-])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|"
    r"thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth)"
)
_SEP: Final = rf"[\s{JOINER}./\\-]"
_DAY: Final = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR: Final = r"(?:(?:18|19|20)\d\d)"
_SLASH: Final = rf"[ {JOINER}]?[./\\ -][ {JOINER}]?"
_MONTH_NUMBER: Final = r"(?:0?[1-9]|1[0-2])"
_NUMERIC: Final = (
    rf"(?!{_DAY} {_MONTH_NUMBER}[.](?!{_YEAR})){_DAY}{_SLASH}{_MONTH_NUMBER}{_SLASH}(?P<{{0}}>{_YEAR}|'?\d\d)"
)
"""A space and then a point is a ward or a bed and a time: "ward 9 12.30"."""
_WORDED: Final = (
    rf"{_DAY}(?:st|nd|rd|th)?{_SEP}{{{{0,2}}}}(?:of\s)?{_MONTH}[,.]?{_SEP}{{{{0,2}}}}(?P<{{0}}>{_YEAR}|'?\d\d)"
)
_AMERICAN: Final = rf"{_MONTH}\.?\s{{{{1,2}}}}{_DAY}(?:st|nd|rd|th)?,?\s{{{{1,2}}}}(?P<{{0}}>{_YEAR})"
_ISO: Final = rf"(?P<{{0}}>{_YEAR})[./-](?:0[1-9]|1[0-2])[./-](?:0[1-9]|[12]\d|3[01])"


def _date(prefix: str) -> str:
    forms = (_ISO, _NUMERIC, _WORDED, _AMERICAN)
    return "(?:" + "|".join(form.format(f"{prefix}{place}") for place, form in enumerate(forms)) + r")(?!\d|[/.-]\d)"


_LABELLED: Final = re.compile(
    rf"(?<![^\W\d_])(?:d[\s.]?o[\s.]?b|yob|year\sof\sbirth|date\s(?:of\s)?birth|birth\s?date|born|b\.|b(?=\s\d{{1,2}}[./-]\d{{1,2}}[./-](?:19\d\d|[3-9]\d)(?!\d))|birthday)(?![a-z])"
    rf"[\s{JOINER}.:;=,()*-]{{0,5}}"
    rf"(?:(?:is|was|on|of|in|the)\s){{0,2}}(?P<value>{_date('a')}|\d{{8}}(?!\d)|\d{{6}}(?!\d)|"
    rf"{_DAY}[\s./-]{{1,2}}(?:0?[1-9]|1[0-2])[\s./-]{{1,2}}\d\d(?!\d)|(?:(?:{_DAY}|{_ORDINAL})\s(?:of\s)?)?{_MONTH}\s{_YEAR}(?!\d)|{_YEAR}(?![\d:]))",
    re.IGNORECASE,
)
_HINTS_OF_BIRTH: Final = ("dob", "o.b", "o b", "yob", "birth", "born", "b.", " b ")
_HINTS_BEHIND: Final = ("dob", "o.b", "birth")
"""What a label of birth has: cheap to ask first."""
_HINT_OF_DATE: Final = re.compile(
    rf"[0-9](?:\s?[./\\ -]\s?\d{{1,2}}\s?[./\\ -]\s?'?\d"
    rf"|(?:st|nd|rd|th)?(?:{_SEP}{{0,2}}(?:of\s)?{_MONTH}|,?\s{{1,2}}{_YEAR}))",
    re.IGNORECASE,
)
"""What every date has, from a digit on: cheap to ask first."""
_LABEL_AFTER: Final = re.compile(r"[\s,]{0,2}\(?\s?(?:d\.?o\.?b\b|date of birth)", re.IGNORECASE)
_ANY: Final = re.compile(rf"(?<![\d/.-])(?P<value>{_date('b')})", re.IGNORECASE)
_EVENT_BEFORE: Final = re.compile(
    r"(?<![^\W\d_])(?:since|from|until|till|on|dated|date|diagnosed|diagnosis|dx|fitted|implanted|inserted|insertion|installed|"
    r"serviced|service|calibrated|exp|expiry|expires?|expired|manufactured|review|reviewed|due|admitted|admission|adm|"
    r"discharged|op|operation|surgery|issued|version|policy|guideline|published|fell|fall|incident|event|seen|given|taken|"
    r"last|in|by|v\d?|updated|tested|test|checked|started|stopped|done|scan|clinic|appt|appointment|died|rip|dod|death|lmp|edd)"
    r"[\s.:,(-]{0,3}(?:(?:was|is|on|the|at|date|in|of)[\s:]){0,2}$",
    re.IGNORECASE,
)
_PERSON_BEFORE: Final = re.compile(rf"{PAINTED_PERSON}[\s,;:()/-]{{1,4}}$")
_PERSON_AFTER: Final = re.compile(
    rf"[\s,;:()/-]{{1,4}}(?:n\.?h\.?s\.?(?:\s?(?:no|number|num))?[\s.:\#]{{0,3}})?{PAINTED_PERSON}", re.IGNORECASE
)
_AGE_BEFORE: Final = re.compile(
    r"(?:\d{1,3}\s?(?:yo|y/o|yrs?|years?|y|m|mo|months?|f|m)(?:\sold)?|(?:aged|age|is)\s\d{2,3})[\s,;(-]{1,3}$",
    re.IGNORECASE,
)
_AGE_AFTER: Final = re.compile(
    r"[\s,;()-]{0,4}(?:aged?[\s:]{0,2}\d{1,3}\b|\(?\d{1,3}\s?(?:yo|y/o|yrs?|years?|y|mths?|months?|days?)\b)",
    re.IGNORECASE,
)
_PATIENT: Final = re.compile(
    rf"{PAINTED_PERSON}|(?<![^\W\d_])(?:dob|d\.o\.b|pts?|patients?|px|baby|infant|child|lady|gentleman|resident|woman|man|boy|girl|male|"
    r"female|mr|mrs|ms|miss|master)(?![^\W\d_])",
    re.IGNORECASE,
)
_NEWEST_OLD_YEAR: Final = 2015
"""A four-figure year up to this one is no date of a recent event. A later one needs a person and an age beside it.
A fixed year keeps this rule without a clock; raise it now and then."""
_NEWEST_YEAR_BESIDE_A_PERSON: Final = 2023
"""The same for a date right behind a name or a number: a child's."""
_NEWEST_OLD_SHORT_YEAR: Final = 27
_LOOK_BACK: Final = 40


def find_labelled_dates(canvas: str) -> Iterator[Found]:
    """Find dates that are called dates of birth, before or after."""
    low = canvas.lower()
    if not any(hint in low for hint in _HINTS_OF_BIRTH):
        return
    for match in _LABELLED.finditer(canvas):
        yield Found(IdentifierKind.DATE_OF_BIRTH, *match.span("value"))
    for match in _ANY.finditer(canvas) if any(hint in low for hint in _HINTS_BEHIND) else ():
        if _LABEL_AFTER.match(canvas, match.end()):
            yield Found(IdentifierKind.DATE_OF_BIRTH, *match.span("value"))


def find_old_dates(canvas: str) -> Iterator[Found]:
    """Find dates that make an age: long past with a patient in the message, or newer with a person and an age beside.

    Run it when names and numbers are already painted.
    """
    if not _HINT_OF_DATE.search(canvas):
        return
    with_patient: bool | None = None
    for match in _ANY.finditer(canvas):
        start, end = match.span("value")
        before = canvas[max(0, start - _LOOK_BACK) : start]
        if _EVENT_BEFORE.search(before):
            continue
        beside = bool(_PERSON_BEFORE.search(before))
        after = bool(_PERSON_AFTER.match(canvas, end))
        age = bool(_AGE_AFTER.match(canvas, end) or _AGE_BEFORE.search(before))
        if with_patient is None:
            with_patient = bool(_PATIENT.search(canvas))
        year = _year(match)
        if year is None:
            old, near = False, beside or after or age
        else:
            old, near = year <= (_NEWEST_YEAR_BESIDE_A_PERSON if beside else _NEWEST_OLD_YEAR), True
        if (
            (old and (with_patient or age))
            or (near and age and with_patient)
            or (beside and after)
            or (year is None and _short_old(match) and (near or with_patient))
        ):
            yield Found(IdentifierKind.DATE_OF_BIRTH, start, end)


def _digits(match: re.Match[str]) -> str:
    return next(value for name, value in match.groupdict().items() if name != "value" and value).lstrip("'")


def _year(match: re.Match[str]) -> int | None:
    digits = _digits(match)
    return int(digits) if len(digits) == len("2000") else None


def _short_old(match: re.Match[str]) -> bool:
    return int(_digits(match)) > _NEWEST_OLD_SHORT_YEAR
