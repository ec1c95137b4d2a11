"""Patterns tried by their first letter: what is left after it, and that nothing is found more or less often."""

import json
import re
from pathlib import Path

import pytest

from handlers.incidents.reading.cues import cues
from handlers.incidents.reading.letters import after_first_letter, alternatives

DATA = Path(__file__).parent / "data"


@pytest.mark.parametrize(
    ("pattern", "left"),
    [
        ("fell", {"f": "ell"}),
        ("needs?|had", {"n": "eeds?", "h": "ad"}),
        ("(?:went|was) back", {"w": "(?:ent|as) back"}),
        ("(?:to |in )?theatre", {"t": "(?:o theatre|heatre)", "i": "n theatre"}),
        (r"\d+ units", None),
        ("(?<!not )given", None),
        (r"(?P<few>\d) units", None),
        (r"[ul][lr]\d", None),
    ],
)
def test_what_is_left_after_the_first_letter_is_known_or_said_to_be_unknown(
    pattern: str, left: dict[str, str] | None
) -> None:
    found = after_first_letter(pattern)
    assert (found is None) is (left is None)
    for letter, rest in (left or {}).items():
        assert found is not None
        assert re.sub(r"[()?:]", "", found[letter]) == re.sub(r"[()?:]", "", rest)


def test_bars_inside_brackets_and_classes_do_not_split() -> None:
    assert alternatives(r"a(?:b|c)|[|]d|e\|f") == ["a(?:b|c)", "[|]d", r"e\|f"]


@pytest.mark.parametrize("section", ["severe", "moderate", "low", "none_hinted"])
def test_by_letter_the_same_messages_are_found_as_line_by_line(section: str) -> None:
    text = Path("storage/reference/cues/harm.txt").read_text(encoding="utf-8")
    body = re.split(r"\n\[[a-z_ ]+\]\n", text.split(f"\n[{section}]\n")[1])[0]
    plain = re.compile(r"\b(?:" + "|".join(line for line in body.splitlines() if line and line[0] != ";") + r")\b")
    by_letter = cues("harm", section)
    for line in (DATA / "worked.jsonl").read_text(encoding="utf-8").splitlines()[::4]:
        message = str(json.loads(line)["text"]).lower()
        assert (plain.search(message) is None) is (by_letter.search(message) is None)
