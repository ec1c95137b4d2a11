"""The weekdays that a message names: "sat night", "fri before last", "tues wk ago"; no sitting, no saturation, no sun.

A weekday is the last such day up to the posting. It never says whether the event was on it.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from handlers.incidents.reading.calendar_days import back_to
from handlers.incidents.reading.cues import cue
from handlers.incidents.reading.told_day import Day
from handlers.incidents.reading.words import Words

_WEEKDAYS: Final = {"mo": 0, "tu": 1, "te": 1, "we": 2, "th": 3, "fr": 4, "fi": 4, "sa": 5, "st": 5, "su": 6}
"""By their first two letters, also where they are mistyped."""
_WEEKDAY: Final = cue(
    r"\b(a week last\s|last\s|this\s|on\s|since\s|next\s|from\s)?"
    r"(mon(?:day|dy)?|tue(?:s|sday|sdy|day)?|tuseday|teusday|wed(?:s|nesday|nes|nsday|neday|sday|esday|ensday)?|wensday"
    r"|thu(?:r|rs|rsday|rsdy|sday|rday)?|thrusday|fri(?:day|dy)?|firday|sat(?:urday|erday|uday|urdy|day)?|staurday"
    r"|sun(?:day|dy)?)"
    r"(?:(?<=day)s|s(?= (?:night|nite|late|early)\b))?\b"
    r"(?:('s)?\s*(?:,\s*)?(night|nite|nt|evening|eve|pm|am|morning|morn|mrng|afternoon|lunch ?time|lunch|"
    r"tea ?time|breakfast|bfast|brekkie|brekky|noon|midday|o/n|overnight|late|early)?)"
    r"(\s?(?:of )?(?:(?:last|prev(?:ious)?) w(?:ee)?k|(?:a )?w(?:ee)?k ago|(?:before|b4) last"
    r"(?! (?:dose|visit|review|obs|round|time|check|meds|bag|turn|feed)))\b)?"
)
_NIGHT_WORDS: Final = {"night", "nite", "nt", "evening", "eve", "late"}
_A_SITTER: Final = re.compile(
    r"\b(?:pt|patient|she|he|they|we|i|it|that|which|who|was|been|is|being|and|them|her|him|in the|the|lady|man|gent"
    r"|mum|left|just|having|patients|pts|bloods?|meds|request|referral|result|script)\s*$"
)
_SENT_AWAY: Final = re.compile(
    r"\b(?:sent|let|went|discharged|dc'?d|gone) (?:home )?(?:from )?(?:here|us|ed|clinic|home) $"
    r"|\b(?:[a-z]{2,}(?<!seat)(?<!remain)(?<!look)ed|came back|fell|given|noon|midnight|\d ?[ap]m|\d{4}(?:hrs)?) $"
    r"|\bback (?:with|w) us $|\b(?:rang|phoned|called) (?:us|triage|in|111|ward|clinic|labour|ed) $"
)
"""Before "sat": somebody was let go on that day, and nobody sat."""
_AFTER_A_DAY: Final = re.compile(
    r"\s*(?:[.,;:!)\n-]|$|"
    r"(?:just gone|gone|by (?:days|nights|lates?|agency|the)|at|so|when|and|n|but|as|about|abt|around)\b|[@~]|\d)"
)
_SUNDAY_TOO: Final = re.compile(r" ?(?:or|and|&|\+|n|/|to|-|nor) ?(?:on )?sun\b")
_A_CLOCK: Final = re.compile(
    r" (?:at |@ ?|about |abt )?(?:\d{1,2}(?:[:.]\d\d)? ?[ap]m\b|[0-2]\d[0-5]\d\b(?! ?(?:ml|mg|units)))"
)
"""After "sat": a day, whoever stands before it: "no visit sat or sun", "rang it sat 2am"."""
_SO_LONG: Final = re.compile(r" (?:for )?\d+(?:\.5)? ?(?:hrs?|hours?|mins?|h)\b")
_SITTING: Final = re.compile(
    r"\s*(?:up|down|in|on|at|out|with|next|there|by|for|beside|side|outside|waiting|too|still|under|them|him|her|it|the|a)\b"
)
_ON_THE_ROUND: Final = re.compile(r" on (?:(?:the )?(?:ward |wd |board |drug |med\w* )?round|hd|dialysis)\b")
"""After "restarted sat": a day, for nobody sits on a round; nor "given sat on HD"."""


def find_weekdays(words: Words, posted: datetime) -> Iterator[Day]:
    """Yield named weekdays, the last before posting. "sat" must stand like a day, not like sitting or saturation."""
    today = posted.date()
    for match in _WEEKDAY.finditer(words.text):
        lead, name, part = (match[1] or "").strip(), match[2], match[4]
        if lead == "next" or (name in {"sat", "sun"} and not lead and not part and not _like_a_day(words, match)):
            continue
        on = back_to(today, _WEEKDAYS[name[:2]])
        before_that = match[5] is not None and "last w" not in match[5] and "prev" not in match[5]
        if lead == "a week last" or before_that or (match[5] and on.weekday() <= today.weekday()):
            on -= timedelta(days=7)
        same = on == today
        if lead == "last" and on == today - timedelta(days=1) and not part:  # else one would say "yesterday"
            on -= timedelta(days=7)
        if same and (lead == "last" or (part in _NIGHT_WORDS and lead != "this")):
            on -= timedelta(days=7)
        kind = "weekday night" if part in {"night", "nite", "nt"} else "day"
        yield Day(on, match.start(), match.end(), 0.7 if same else 0.9, kind)


def _like_a_day(words: Words, match: re.Match[str]) -> bool:
    before, after = words.text[max(0, match.start() - 12) : match.start()], words.text[match.end(2) : match.end(2) + 12]
    sunday = match[2] == "sun" and before[-4:] not in {"the ", " in "}
    if sunday and re.match(" (?:un)?til| b4| bef| aft| from| w", after):
        return True
    if before.endswith("(") and after.startswith(")"):
        return True
    if _SUNDAY_TOO.match(words.text, match.end(2)) or _A_CLOCK.match(words.text, match.end(2)):
        return True
    led = _SENT_AWAY.search(words.text, max(0, match.start() - 28), match.start())
    if (
        led
        and (_ON_THE_ROUND.match(words.text, match.end(2)) or not _SITTING.match(after))
        and not re.match(r"\s*(?:[<>]?\d\d\b|monitor|probe)", after)
    ):
        return True
    if _A_SITTER.search(before) or _SO_LONG.match(after):
        return False
    if words.raw[match.start()].isupper() and before.strip()[-1:] not in ".!?\n" and _SITTING.match(after) is None:
        return re.match(r"\s*[<>]?\d\d\s?%", after) is None
    return _AFTER_A_DAY.match(after) is not None and not re.match(r"\s*\d\d\s?%", after)
