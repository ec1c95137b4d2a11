"""Hospital numbers: labelled, of the trust's own pattern, or next to a person. Never the number of a thing."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from storage.rules.identifiers.canvas import JOINER, PAINTED_BIRTH, PAINTED_PERSON
from storage.rules.identifiers.kinds import Found, IdentifierKind
from storage.rules.identifiers.nhs_numbers import LOOK_BACK, SERIAL_BEFORE
from storage.rules.identifiers.number_groups import FIRST_GROUPS, end_of_groups, written_alike

_NUMBER_WORD: Final = r"(?:numbers?|num|nos?|nr|id|ref|\#)"
_VALUE: Final = (
    r"(?:[a-z]\d{2}(?: \d{2}){2}|[a-z]{1,3}\d{1,3}(?:[/-]\d{2,6}){1,3}"
    r"|(?:[a-z]{1,4}[ /-]?)?(?:\d{6,12}|\d{2,5}(?:[/-]\d{2,6}){1,3}|\d{3}(?: \d{3,4}){1,2}|\d{4} \d{4}"
    r"|\d{4,5}))[a-z]?(?![^\W_])"
)
_LABELLED: Final = re.compile(
    rf"(?<![^\W\d_])(?:(?:hosp(?:ital)?|unit|pt'?s?|patient'?s?|pas|case\s?notes?|notes|record|district|local|emis|rio|"
    rf"wristband|identity|epr|cerner|systmone|s1|k|x)\.?[\s{JOINER}]{{0,2}}{_NUMBER_WORD}(?![a-z])|hosp\s?\#|hosp(?=[\s.:]{{1,3}}\d{{4}}\s?\d{{4}}(?!\d)|[\s.:]{{1,3}}[a-z]{{0,2}}\d{{6,8}}(?!\d))|m\.?r\.?n\.?(?:\s{_NUMBER_WORD}(?![a-z]))?|crn|pid|hn|h/n|chi|hospno|pt\sdetails|case\s?notes?(?=[\s.:]{{1,3}}[a-z]{{0,2}}\d{{6}})|(?:record|wristband)(?=[\s.:]{{1,3}}(?:said\s)?[a-z]{{1,2}}\d{{5}}))"
    rf"(?![a-z]+\s)[\s{JOINER}.:\#=(-]{{0,5}}(?:(?:is|was|said)\s)?"
    rf"(?:(?P<value>{_VALUE})|(?P<groups>{FIRST_GROUPS}))",
    re.IGNORECASE,
)
_AND_MORE: Final = re.compile(
    rf"\s?(?:,|/|&|and|or|not)\s(?P<value>(?=[^\s]*\d{{2}}[^\s]*\d{{2}})(?:{_VALUE}))(?!\s?(?:mg|ml|mcg|hrs?|am|pm)\b)",
    re.IGNORECASE,
)
_LABEL_AFTER: Final = re.compile(
    rf"(?<![\w/-])(?P<value>(?:[a-z]{{1,3}}[ -]?)?\d{{5,9}}[a-z]?)[\s{JOINER}]{{0,2}}(?:=|\(|-|,|is|was)?"
    rf"[\s{JOINER}]{{0,2}}"
    rf"(?:(?:is|was)\s)?(?:(?:his|her|their|the|pt'?s?)\s)?(?:hosp(?:ital)?\.?\s{_NUMBER_WORD}(?![a-z])|mrn\b)(?!\s?[:=]?\s?[a-z]{{0,3}}\d)",
    re.IGNORECASE,
)
_HINT: Final = re.compile(r"[0-9](?:[0-9]{3}|[0-9]{0,4}[/ .-](?:[0-9]{2}|[0-9][ .-][0-9]))")
"""What every number of a patient has: cheap to ask first."""
_LONGER_HINT: Final = re.compile(r"[0-9](?:[0-9]{4}|[0-9]{1,2}[ -][0-9]{3})")
_BLOOD_BEFORE: Final = re.compile(
    r"(?:blood|platelets?|plasma|ffp|donor|donation|rbc|cells?|bag|cryo|business|care|trading|housing)\s$",
    re.IGNORECASE,
)
_SURE: Final = re.compile(r"hosp|m\.?r\.?n|h/?n|chi|crn", re.IGNORECASE)
"""Labels of a hospital number and of nothing else; "pt no 12 0215" may be the twelfth patient at 02:15."""
_DONATION: Final = re.compile(
    r"g(?:\d{12,14}|\d{4}(?P<gap>[ -])\d{2}(?P=gap)\d{3}(?P=gap)?\d{3}|\d{4}(?: \d\d){4,5})(?![ -]?\d)", re.IGNORECASE
)
"""The number of a unit of blood, G and 12 digits, by which the unit is traced. Fewer digits may be a patient's."""
_BEGUN: Final = re.compile(r"g\d{4}", re.IGNORECASE)
_IN_PAIRS: Final = re.compile(r"(?: \d\d(?!\d)){2,5}(?![ -]?\d)")
"""The rest of a number that is written two digits at a time; a date is none."""
_LIKE_ONE: Final = re.compile(r"(?<![\w./:-])[a-z]{0,3}\d{6,10}(?![\w./:-]\w|\w)", re.IGNORECASE)
"""A second number beside a labelled one: it counts when it is written alike."""
_TRUST_STYLE: Final = re.compile(r"(?<!\w)r[a-z][a-z0-9][ -]?\d{5,7}(?!\w)", re.IGNORECASE)
_NOT_TRUSTS: Final = frozenset({"ref", "req", "rev", "rma", "rpm", "rfi", "rfc", "rrt"})
_BESIDE: Final = f"{PAINTED_PERSON[:-1]}{PAINTED_BIRTH}]"
_NEXT_TO_A_PERSON: Final = re.compile(
    rf"(?:(?<={_BESIDE})|(?<=pt)|(?<=patient))[\s,;(/:-]{{1,4}}"
    rf"(?P<value>[a-z]{{1,3}}\d{{5,8}}|(?-i:[A-Z]{{1,3}})[ -]\d{{5,8}}|[a-z]\d{{2,3}}-\d{{3,6}}"
    rf"|\d{{6,10}}|\d{{3}}[ -]\d{{3}}[ -]\d{{4}})(?!\w|[.:/-]\d)"
    rf"|(?<![\w.:/-])(?P<before>[a-z]{{1,3}}\d{{5,8}}|\d{{6,10}})(?=[\s,;:)/-]{{1,3}}{_BESIDE})",
    re.IGNORECASE,
)


_ALONE: Final = re.compile(r"(?<![\w./:#-])(?:[A-Z]{1,2}\d{6,7}|R(?!E)[A-Z] \d{6,7})(?!\w|[./-]\w)")
"""A number written as many trusts write theirs, one or two letters and six or seven digits."""
_ABOUT_A_THING: Final = re.compile(
    r"(?<![^\W\d_])(?:serial|asset|batch|lot|pump|donation|donor|bag|unit|ref|refs|job|ticket|tag|tagged|incident|datix|model|"
    r"part|code|version|device|machine|monitor|hoist|bed|mattress|scanner|order|invoice|req|barcode|policy|sop|inc)(?![^\W\d_])",
    re.IGNORECASE,
)
"""In a message that names one of these a number without a label may be a thing's."""


@lru_cache(maxsize=8)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def find_hospital_numbers(canvas: str, pattern: str | None) -> Iterator[Found]:
    """Find labelled numbers, and all that match the trust's ``pattern`` (a regex from the settings) as whole words.

    Raises ``re.error`` when the pattern is no regular expression; settings refuse such a pattern first.
    """
    if pattern:
        for match in _compiled(pattern).finditer(canvas):
            if _stands_alone(canvas, match.start(), match.end()):
                yield Found(IdentifierKind.HOSPITAL_NUMBER, match.start(), match.end())
    if _HINT.search(canvas):
        yield from _without_a_pattern(canvas)


def _without_a_pattern(canvas: str) -> Iterator[Found]:
    spans = list(_labelled(canvas))
    low = canvas.lower()
    if "hosp" in low or "mrn" in low:
        spans += [match.span("value") for match in _LABEL_AFTER.finditer(canvas)]
    for span in spans:
        yield Found(IdentifierKind.HOSPITAL_NUMBER, *span)
    for match in _TRUST_STYLE.finditer(canvas):
        if match.group()[:3].lower() not in _NOT_TRUSTS and not _is_serial(canvas, match.start()):
            yield Found(IdentifierKind.HOSPITAL_NUMBER, match.start(), match.end())
    shapes = {_shape(canvas[start:end]) for start, end in spans}
    for like in filter(None, map(written_alike, sorted(shapes))):
        for match in like.finditer(canvas):
            yield Found(IdentifierKind.HOSPITAL_NUMBER, *match.span())
    for match in _LIKE_ONE.finditer(canvas) if shapes else ():
        if _shape(match.group()) in shapes and not _is_serial(canvas, match.start()):
            yield Found(IdentifierKind.HOSPITAL_NUMBER, match.start(), match.end())


def _alone(canvas: str) -> Iterator[Found]:
    """Find numbers without a label that look like a trust's own, in a message in which no thing has a number."""
    matches = list(_ALONE.finditer(canvas))
    if matches and not _ABOUT_A_THING.search(canvas):
        for match in matches:
            yield Found(IdentifierKind.HOSPITAL_NUMBER, match.start(), match.end())


def _labelled(canvas: str) -> Iterator[tuple[int, int]]:
    for match in _LABELLED.finditer(canvas):
        of_blood = _BLOOD_BEFORE.search(canvas, max(0, match.start() - 12), match.start()) is not None
        if of_blood or _is_a_donation(canvas, match):
            continue
        start = match.start("groups") if match.group("value") is None else match.start("value")
        end = _end_of(canvas, match, start)
        if end is not None:
            yield start, end
            more = _AND_MORE.match(canvas, end)
            if more is not None:
                yield more.span("value")


def _end_of(canvas: str, label: re.Match[str], start: int) -> int | None:
    """Return where a labelled number ends, however its digits are set apart; None when it is no number."""
    known = None if label.group("value") is None else label.end("value")
    end = end_of_groups(canvas, start, known, sure=_SURE.match(label.group()) is not None)
    if end is None or _BEGUN.match(canvas, start) is None:
        return end
    rest = _DONATION.match(canvas, start) or _IN_PAIRS.match(canvas, end)
    return end if rest is None else max(end, rest.end())


def _is_a_donation(canvas: str, label: re.Match[str]) -> bool:
    """Whether what is labelled "unit no" is a unit of blood, by all its digits."""
    start = label.start("groups") if label.group("value") is None else label.start("value")
    return label.group()[:4].lower() == "unit" and _DONATION.match(canvas, start) is not None


def _shape(value: str) -> str:
    """Return "A999999" for "K009441": numbers written alike are of one kind."""
    return "".join("9" if sign.isdigit() else "A" if sign.isalpha() else sign for sign in value)


def find_beside_a_person(canvas: str) -> Iterator[Found]:
    """Find bare numbers of six digits or more that stand right beside a name or number that was found."""
    if not _LONGER_HINT.search(canvas):
        return
    for match in _NEXT_TO_A_PERSON.finditer(canvas):
        name = "value" if match.group("value") else "before"
        if not _is_serial(canvas, match.start(name)):
            yield Found(IdentifierKind.HOSPITAL_NUMBER, *match.span(name))
    yield from _alone(canvas)


def _stands_alone(canvas: str, start: int, end: int) -> bool:
    return not canvas[max(0, start - 1) : start].isalnum() and not canvas[end : end + 1].isalnum()


def _is_serial(canvas: str, start: int) -> bool:
    return SERIAL_BEFORE.search(canvas[max(0, start - LOOK_BACK) : start]) is not None
