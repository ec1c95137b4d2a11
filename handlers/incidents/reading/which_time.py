"""Which of the times in a message is that of the event: not of a review, a death, a measurement or an end.

It ranks the times that ``times`` has read. It never makes up a time, and may leave none.
"""

import re
from dataclasses import replace
from typing import Final

from handlers.incidents.reading.cues import cues
from handlers.incidents.reading.times import LED, Clock, all_times
from handlers.incidents.reading.words import Words

_LATER: Final = cues("times", "later", after=r"(?:\s+(?:at|about|around|approx|dose|by|on))?\s*$")
_ANOTHER: Final = cues("times", "another", after=r"(?:\s+(?:at|about|around|abt|approx|by|on))?\s*$")
"""Before a time these speak of something else than the event, so that it never stands for the event."""
_NOT_YET: Final = cues("times", "not_yet", after=r"(?: (?:the|her|his|their|next|tonights?|todays?|usual))?\s*$")
"""Before a time: it had not come, as in "spotted before the 1800 dose"."""
_MEASURED: Final = re.compile(
    r"\b(?:gcs|bms?|bgl?|cbg|sats?|hb|k|na|lactate|hr|rr|temp|inr|ph|li|li level|level)"
    r" ?(?:was |of |is |now )?[<>]?[\d./]+ ?%? ?(?:at|by)?\s*$"
)
"""Before a time: when something was measured."""
_AN_ADDRESS: Final = re.compile(
    r"\s[a-z']{4,} (?:row|road|rd|street|lane|close|avenue|ave|drive|way|court|terrace|crescent|gardens|place|grove)\b"
)
_SCORED: Final = re.compile(r"\b(?:ews|news2?|pews|mews|bms?|gcs|sats|lactate|bp)\b")
_DIED: Final = cues(
    "times",
    "died",
    after=r"(?: (?:away|in|on|at|the|here|today|yesterday|home|table|resus|theatre|ward|itu|icu|ed|\d+))*\s*$",
)
_FOUND: Final = re.compile(
    r"\b(?:(?:found|noticed|spotted|discovered|seen|then|arrested|unresponsive|unrousable)\b"
    r"[^.;\n]{0,24})$"
)
_ONE_MORE: Final = re.compile(
    r"\b(?:(?:gave|given|give|administered|had) (?:\w+ ){0,2}?again|(?:another|second|2nd|extra|repeat)"
    r" (?:\w+ ){0,3}?(?:dose|given|bag|patch|tablets?|units?))\b[^.;\n]{0,12}$"
)
"""Before a time: when a dose was given once too often, whenever the first was."""
_GIVEN: Final = re.compile(r"\bgiven(?: by| at| on)?\s*$")
"""Before a time that is not the first: when the dose that was missed was given after all."""
_LEFT_OUT: Final = re.compile(r"\b(?:missed|omitted|forgotten|not given|wasnt given|not signed|blank)\b")
"""Before a time at which it was given: that is when it was put right."""
_BEFELL: Final = re.compile(
    r"\b(?:(?<!sats )(?<!sat )(?<!bp )(?<!hb )(?<!hr )(?<!gcs )(?<!rate )(?<!pressure )fell"
    r"|slid|slipped|tripped|climbed|rolled|toppled|over-?balanced|went over|went down|jumped"
    r"|(?:un)?witnessed fall)\b[^.;,\n]{0,28}$"
)
"""Before a time: when somebody fell, whatever had been given or left out before."""
_UNDONE: Final = re.compile(
    r"\b(?:not|\w+n'?t|never)(?: been)? (?:done|checked|recorded|charted|looked at|turned|seen)"
    r"(?: \w+){0,2}?(?: from| between)? $"
)
_TO_ANOTHER: Final = re.compile(r"\s?(?:-|to|till?|until|and)\s?\d")
"""Around a time: something was left undone from then on to another time, and nothing befell at either."""
_UNDONE_UNTIL: Final = re.compile(
    _UNDONE.pattern.rstrip("$") + r"(?:\d[\d:.]{0,4}|midnight|midnite|noon) ?(?:am|pm)?\s?(?:-|to|till?|until|and)\s?$"
)
_RESUSCITATED: Final = re.compile(r"\b(?:asystole|cpr|resus|arrest(?:ed)?|compressions|pea|vf|adrenaline x?\d)\b")
_STOPPED: Final = re.compile(r"\b(?:stopped|ceased|discontinued)(?: at)?\s*$")
_EARLIER_DOSE: Final = re.compile(
    r"\b(?:already|previous(?:ly)?|earlier|(?:had|has|have) (?:had|hd|been given)|from mum|from dad|at home)\b"
    r"[^.;,\n]{0,22}$"
)
_SHOULD: Final = re.compile(
    r"\b(?:ins?t[ea]+d of|rather than|should(?:'?ve| have| of)? (?:been|be|had)|shd (?:have )?(?:been|be)|due"
    r"|not given|omitted|missed|(?<!mins )not)(?: at| for| the)?\s*$"
)
"""Before a time: when it ought to have been, which is when the dose was missed."""
_WAS_RIGHT: Final = re.compile(
    r"\s(?:was |were |all |both )?(?:right|correct|fine|ok|normal|tallied|agreed|balanced)\b"
)
_GIVEN_AT: Final = re.compile(r"\s(?:[a-z-]+ ){1,2}(?:at|@) ?\d")
"""After the hour of a round: the thing was done at another, as in "her 0800 madopar at 10.15"."""
_AGAIN: Final = re.compile(r"\b(?:again|agn|agen|a second time|2nd time)\b[^.;\n]{0,14}$")
_AND_THEN: Final = re.compile(
    r"\b(?:given|gave|administered|signed)(?: at| @)? \d[\d:.]*(?: ?[ap]m| ?hrs)?"
    r" ?(?:and|&|\+|n|then)(?: at| again at)?\s*$"
)
"""Before the second of two times at which a dose was given."""
_DOSES: Final = re.compile(
    r"\b(?:given|gave|had|doses?|took|by (?:nights?|days?|lates?|earl\w+)|\d+ ?(?:mg|mcg|mls?|units?|g))\b"
)
_SPAN_START: Final = re.compile(r"\b(?:from|between)\s*$")
_DUE: Final = re.compile(
    r"\s+(?:(?:dose|meds|medication|round|abx|antibiotics?|insulin|tablets?)\b(?! at)"
    r"|(?!check|obs|round|visit)[a-z-]+ (?:given|not|omitted|missed)\b)"
)
_WRITTEN: Final = 0.7
"""Less sure than this is an hour without "am", "hrs" or minutes: "BM 2.1 at 6"."""


def other_times(words: Words, year: int) -> list[Clock]:
    """Return the times that are told, of whatever they are but of a death, in the order of the message."""
    return [clock for clock in all_times(words, year) if not _dead_by(words, clock)]


def find_times(words: Words, year: int) -> list[Clock]:
    """Return the times of day in the message, best first. ``year`` is the year of posting: "2025" is no 20:25."""
    kept = [clock for clock in all_times(words, year) if not _of_something_else(words, clock)]
    ranked = []
    for order, clock in enumerate(kept):
        late = 0.2 if order and _GIVEN.search(_before(words, clock)) and not _meant(words, clock) else 0.0
        score = _rank(words, clock) - late - 0.03 * order
        ranked.append(replace(clock, score=score, death=_dead_by(words, clock)))
    return sorted(ranked, key=lambda clock: -clock.score)


def _before(words: Words, clock: Clock) -> str:
    return words.text[max(0, clock.start - 40) : clock.start]


def _dead_by(words: Words, clock: Clock) -> bool:
    """Say whether a time is that of a death: "died at 5", or "asystole, stopped 0431"."""
    before = _before(words, clock)
    return _DIED.search(before) is not None or (
        _STOPPED.search(before) is not None and _RESUSCITATED.search(words.text, 0, clock.start) is not None
    )


def _of_something_else(words: Words, clock: Clock) -> bool:
    """Say whether a time can never stand for the event: "rebled 0930", "before the 1800 dose", "BM 3.4 at 10"."""
    before = _before(words, clock)
    return (
        _ANOTHER.search(before) is not None
        or (_GIVEN.search(before) is not None and _LEFT_OUT.search(words.text, 0, clock.start) is not None)
        or _NOT_YET.search(before) is not None
        or _AN_ADDRESS.match(words.text, clock.end) is not None
        or _WAS_RIGHT.match(words.text, clock.end) is not None
        or (_UNDONE.search(before) is not None and _TO_ANOTHER.match(words.text, clock.end) is not None)
        or _UNDONE_UNTIL.search(before) is not None
        or (clock.sure < _WRITTEN and _MEASURED.search(before) is not None)
    )


def _rank(words: Words, clock: Clock) -> float:
    """Rank a time by the words before it: "until 0400", "reviewed at 5" are not when it happened."""
    before = _before(words, clock)
    should = _meant(words, clock)
    score = 1.0
    score += 0.15 if _DUE.match(words.text, clock.end) else 0.0
    score += 0.15 if _SPAN_START.search(before) else 0.0
    score += 0.2 if should or _ONE_MORE.search(before) else 0.0
    score += 0.025 if LED.search(before) or not words.text[clock.start].isdigit() else 0.0
    score += 0.2 if _BEFELL.search(before) else 0.0
    score -= 0.5 if (_LATER.search(before) and not should) or _DIED.search(before) else 0.0
    score -= 0.3 if _GIVEN_AT.match(words.text, clock.end) else 0.0
    score -= 0.2 if (_FOUND.search(before) and not should) or _MEASURED.search(before) else 0.0
    return score - (0.3 if _EARLIER_DOSE.search(before) else 0.0)


def _meant(words: Words, clock: Clock) -> bool:
    """Say whether it should have been at that time, or was then done again: both are when it went wrong."""
    before = _before(words, clock)
    if _AND_THEN.search(before):
        return True
    again = _AGAIN.search(before) is not None and _SCORED.search(before) is None
    return _SHOULD.search(before) is not None or (again and _DOSES.search(words.text) is not None)
