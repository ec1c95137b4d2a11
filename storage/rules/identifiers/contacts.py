"""E-mail addresses, telephone numbers and social media names. Never an internal extension or a bleep."""

import re
from collections.abc import Iterator
from typing import Final

from storage.rules.identifiers.canvas import JOINER, PAINTED_NAME
from storage.rules.identifiers.kinds import Found, IdentifierKind
from storage.rules.identifiers.nhs_numbers import LOOK_BACK, SERIAL_BEFORE
from storage.rules.identifiers.words import is_word

_EMAIL: Final = re.compile(
    r"(?<![\w.%+'-])[^\W_][\w.%+'-]{0,63}@[^\W_][\w-]{0,62}(?:\.[^\W_][\w-]{0,62}){1,5}", re.IGNORECASE
)
_SPOKEN_EMAIL: Final = re.compile(
    r"(?<![\w.])[^\W_][\w.]{1,40}\s(?:at|\(at\)|\[at\])\s[^\W_][\w-]{1,30}(?:\s?(?:\.|dot|\(dot\)|\[dot\])\s?"
    r"(?:com|co|org|net|uk|nhs|gov|ac|scot|wales)(?!\w)){1,3}",
    re.IGNORECASE,
)
_DOMAIN: Final = re.compile(r"[.\s](?:com|co|org|net|uk|scot|wales)\b", re.IGNORECASE)
"""What every spelt-out address and profile has: cheap to ask first."""
_PHONE: Final = re.compile(
    rf"(?<![\d+])(?:(?:\+|00)[\s{JOINER}]?44[\s{JOINER}.-]?(?:\(0\)[\s{JOINER}.-]?)?[1-9](?:[\s{JOINER}().-]{{0,2}}\d){{8,9}}"
    rf"|\+\d{{1,3}}(?:[\s{JOINER}().-]{{0,2}}\d){{7,12}}"
    rf"|\(?0[\s{JOINER}]?\d(?:[\s{JOINER}().-]{{0,2}}\d){{8,9}})(?!\d|[.-]\d)"
)
_SIX_DIGITS: Final = re.compile(rf"[0-9](?:[\s{JOINER}().-]{{0,2}}\d){{5}}")
"""What every telephone number has: cheap to ask first."""
_MORE_DIGITS: Final = re.compile(rf"[ {JOINER}]\d")
_PHONE_GROUPS: Final = frozenset(
    {
        (11,), (10,), (5, 6), (5, 3, 3), (5, 2, 2, 2), (4, 3, 4), (4, 7), (3, 4, 4), (3, 8), (5, 5), (6, 5), (6, 4),
        (3, 3, 5), (5, 2, 4), (5, 4, 2), (2, 3, 3, 3), (3, 2, 2, 2, 2), (1,) * 11, (2, 9), (1, 2, 4, 4), (4, 4, 3),
        (1, 10), (3, 3, 3, 2), (2, 2, 2, 2, 3), (2, 2, 2, 2, 2, 1), (1, 2, 2, 2, 2, 2), (5, 3, 2), (5, 2, 3), (5, 1, 5),
        (2, 4, 5), (3, 4, 3),
    }
)  # fmt: skip
_MOBILE: Final = 11
"""Digits of a mobile number: with 07 before them they are hardly anything else, however they are spaced."""
_PHONE_AREA: Final = "123578"
_LABELLED_PHONE: Final = re.compile(
    r"(?<![^\W\d_])(?:tel|telephone|phone|mob|mobile|landline|ph|contact|cell|home(?=[\s:]{1,3}[+(]?0|\s(?:no|num|number)\b))\b[\s.:]{0,3}"
    r"(?:(?:no|num|number|nos)\b[\s.:]{0,3})?(?:(?:is|on|at|was)\s)?(?P<value>[+(]?\d(?:[\s().-]{0,2}\d){5,12})(?!\d)",
    re.IGNORECASE,
)
_PHONE_WORD_BEFORE: Final = re.compile(
    r"(?<![^\W\d_])(?:tel|telephone|phone|mob|mobile|landline|ph|number|no|contact|call|called|rang|ring|on)[\s.:(]{0,4}$",
    re.IGNORECASE,
)
_EXTENSION: Final = re.compile(
    rf"(?<={PAINTED_NAME})(?: (?:in|at|on|from) (?:the )?[a-z]{{2,14}})?[ ,(]{{1,3}}"
    rf"(?P<value>(?:extn?|x)\.? ?\d{{3,5}})(?!\w)",
    re.IGNORECASE,
)
"""An extension right behind a name is that person's; one alone is a desk's."""
_OWN_EXTENSION: Final = re.compile(
    r"(?<![^\W_])(?P<value>extn?\.? ?\d{3,5})(?= (?:if|when|so) [^.;,\n]{0,28}\b(?:ring|rings|call|calls|phone)\b)",
    re.IGNORECASE,
)
"""Or it is the writer's own: "ext 4471 if anyone from IT can ring"."""
_HANDLE: Final = re.compile(r"(?<![\w@.])@(?P<name>[^\W\d][\w.]{1,39})")
_LABELLED_HANDLE: Final = re.compile(
    r"(?<![^\W\d_])(?:user|username|handle|account|profile|insta|instagram|ig|snap|snapchat|twitter|tik\s?tok|facebook|fb|whats\s?app|tumblr|discord|threads|bluesky)"
    r"(?:\s(?:name|handle|account|user|username|profile|id|page|tag))?(?:\s?[:=-]\s?|\s(?:is\s|as\s|called\s)?)"
    r"@?(?P<name>[^\W\d_][\w.-]{2,39})",
    re.IGNORECASE,
)
_PROFILE: Final = re.compile(
    r"(?<![\w.])(?:https?://)?(?:www\.|m\.)?(?:facebook|fb|instagram|twitter|x|tiktok|snapchat|linkedin|threads)\.(?:com|net)"
    r"/[\w@./?=&%-]{2,80}",
    re.IGNORECASE,
)
_HINTS_OF_A_HANDLE: Final = (
    *("user", "handle", "account", "profile", "insta", " ig", "snap", "twitter", "tik", "facebook", "fb", "whats"),
    *("tumblr", "discord", "threads", "bluesky"),
)
"""What every labelled name on social media has: cheap to ask first."""
_EVERYBODY: Final = frozenset({"here", "channel", "everyone", "team", "all", "home", "night", "bedside"})
_NOT_HANDLES: Final = frozenset({"the", "and", "was", "for"})


def find_emails(canvas: str) -> Iterator[Found]:
    """Find e-mail addresses, also those that are spelt out ("dora at example dot com")."""
    patterns = ([_EMAIL] if "@" in canvas else []) + ([_SPOKEN_EMAIL] if _DOMAIN.search(canvas) else [])
    for pattern in patterns:
        for match in pattern.finditer(canvas):
            yield Found(IdentifierKind.EMAIL, match.start(), match.end())


def find_phones(canvas: str) -> Iterator[Found]:
    """Find UK and international telephone numbers. Fewer than six digits is an extension or a bleep: left alone."""
    if not _SIX_DIGITS.search(canvas):
        return
    for match in _LABELLED_PHONE.finditer(canvas):
        yield Found(IdentifierKind.PHONE, *match.span("value"))
    for match in _PHONE.finditer(canvas):
        if _is_phone(canvas, match):
            yield Found(IdentifierKind.PHONE, match.start(), match.end())


def find_extensions(canvas: str) -> Iterator[Found]:
    """Find extensions right behind a name that is already painted, "ring Anneke ext 5512", and the writer's own."""
    for match in (*_EXTENSION.finditer(canvas), *_OWN_EXTENSION.finditer(canvas)):
        yield Found(IdentifierKind.PHONE, *match.span("value"))


def _is_phone(canvas: str, match: re.Match[str]) -> bool:
    text = match.group()
    before = canvas[max(0, match.start() - LOOK_BACK) : match.start()]
    if SERIAL_BEFORE.search(before) and not before.rstrip(" :.").lower().endswith("call"):
        return False
    if text.startswith(("+", "00")):
        return True
    digits = "".join(character for character in text if character.isdigit())
    if digits[1] not in _PHONE_AREA or _MORE_DIGITS.match(canvas, match.end()):
        return False
    if digits.startswith("07") and len(digits) == _MOBILE:
        return True
    groups = tuple(len(group) for group in re.findall(r"\d+", text))
    return groups in _PHONE_GROUPS or _PHONE_WORD_BEFORE.search(before) is not None


def find_handles(canvas: str) -> Iterator[Found]:
    """Find social media names: ``@dora_p``, "insta dora.p", and links to a profile."""
    for match in _PROFILE.finditer(canvas) if "/" in canvas and _DOMAIN.search(canvas) else ():
        yield Found(IdentifierKind.SOCIAL_HANDLE, match.start(), match.end())
    for match in _HANDLE.finditer(canvas) if "@" in canvas else ():
        name = match.group("name").rstrip(".")
        if name.lower() not in _EVERYBODY and not is_word(name.lower()):
            yield Found(IdentifierKind.SOCIAL_HANDLE, match.start(), match.start() + 1 + len(name))
    low = canvas.lower()
    for match in _LABELLED_HANDLE.finditer(canvas) if any(hint in low for hint in _HINTS_OF_A_HANDLE) else ():
        name = match.group("name").rstrip(".-")
        unusual = any(character.isdigit() or character in "._" for character in name)
        if unusual and name.lower() not in _NOT_HANDLES:
            yield Found(IdentifierKind.SOCIAL_HANDLE, match.start("name"), match.start("name") + len(name))
