"""What a match may begin with, and what must stand in a text: told from the pattern, and never too little."""

import pytest

from handlers.incidents.reading.beginnings import EDGE, START, beginnings
from handlers.incidents.reading.cue import Cue, Parts
from handlers.incidents.reading.ground import Ground
from handlers.incidents.reading.needed import needed


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        ("fell", {"fell"}),
        ("falls? mat", {"falls", "fall "}),
        ("not (?:done|seen)", {"not d", "not s"}),
        (r"\bed\b", {EDGE + "ed"}),
        ("(?:the )?ward", {"the w", "ward"}),
        ("ab?c*d", {"abc", "ac", "abd", "ad"}),
        (r"\d{2} ?units", {"0"}),
        (r"[lr]\d", {"l0", "r0"}),
        (r"(?<!not )given", {"given"}),
        (r"(?<![a-z0-9])#", {EDGE + "#"}),
        (r"(?<!no \w)it", {"it"}),
        (r"^\W*risk", {START, START + "risk"}),
        (r"\w+ectomy|\boscopy", {"", EDGE + "oscop"}),
        (r"no[^.]{0,9}harm", {"no", "nohar"}),
    ],
)
def test_a_pattern_tells_what_its_matches_begin_with(pattern: str, told: set[str]) -> None:
    assert beginnings("", f"(?:{pattern})", "") == told


@pytest.mark.parametrize(
    ("pattern", "pieces"),
    [
        (r"\w{3,}(?:ectomy|ostomy)", {"ectomy", "ostomy"}),
        (r"(?:\w+ )?audit(?=[.,]|$)", {"audit"}),
        (r"^(?=.*(?:wrong|instead))(?=.*side)", {"wrong", "instead"}),
        (r"\w+(?:it)", None),
        (r"\w+ (?:swabs?)?", None),
        (r"\w+ swabs?", {" swab"}),
    ],
)
def test_a_pattern_that_may_begin_with_anything_tells_what_must_stand_in_the_text(
    pattern: str, pieces: set[str] | None
) -> None:
    assert needed(pattern) == pieces


@pytest.mark.parametrize(
    ("before", "choices", "after", "text"),
    [
        (r"\b", [r"\w{3,}ectomy", "removed"], r"\b", "removed at appendectomy, then removed"),
        ("", [r"->", "moved"], r"\s", "re-moved ->itu -> moved hdu removed  "),
        (r"^\W*", ["risk", "hazard"], r"\b", ".. risk and a hazard"),
        (r"\b", [r"\d units", "one unit"], "", "٣ units, 4 units and 44\u00a0units"),
        (r"\b", ["(?P<side>left|right) to (?P=side)"], "", "left to right to right"),
        ("", ["x*"], "", "axx"),
        ("", [r"\bto", "only", r"\bnow (?:in|on)"], r"\s?", "commonly unto, only to the known in now on"),
        (r"(?<!\w)", [r"(?P<a>\w+ pads|pump)", "(?P<b>line)"], "", "the pads, a pump, the lines and pads"),
        (r"\b", ["fell"], r"(?!\w)", ""),
    ],
)
def test_a_message_is_searched_with_the_same_result_as_a_plain_string(
    before: str, choices: list[str], after: str, text: str
) -> None:
    cue = Cue(lambda: Parts(before, choices, after))
    for start in range(len(text) + 1):
        spans = [[found.span() for found in cue.finditer(form, start)] for form in (text, Ground(text))]
        assert spans[0] == spans[1]
        first = [cue.search(form, start) for form in (text, Ground(text))]
        assert [found and found.span() for found in first] == [spans[0][0] if spans[0] else None] * 2
