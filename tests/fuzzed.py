"""Messages made to break something, and one message's whole way: read, screened, received, drawn on every platform.

The suite tries some hundred, the bench ten thousand. It knows no rule of its own about what is drawn.
"""

import json
from datetime import UTC, datetime
from typing import Final

from gallery import PLATFORMS, readable, said_by, squeezed
from hypothesis import strategies as st
from identifier_gold import WARDS
from planted import READING, Ward

from bot.slack.draw import cards_as_blocks
from bot.teams.draw import draw_to_send
from handlers.chat.reply import Reply
from handlers.chat.turn import Answers, Passage, Press, Said, Words
from handlers.incidents.drafting import FORM
from handlers.incidents.reading import read
from handlers.incidents.reading.commands import read_places
from storage.rules.identifiers import find, screen

PLACES: Final = read_places((READING / "places.csv").read_text(encoding="utf-8"))
T0: Final = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
LONGEST: Final = 40_000
FIELD: Final = 3000
"""What the field of a form can hold on every platform; a message can be longer."""
SHORT: Final = 200
_WARD: Final = (
    "pt fell ward 7", "no injury", "given 10 mg morphine not 1", "mrs dora plimsoll", "nhs 999 526 0182", "0215",
    "last nite", "skin tear L elbow", "dob 14/03/1938", "bed 14", "falls alarm off", "2/52 ago", "mum Sarah",
    "[NHS number]", "unwitnessed", "told daughter on 07700 900123", "\n",
    "- one\n- two", "1. first\n2. second", "cat 3 PU to sacrum",
)  # fmt: skip
_MARKUP: Final = (
    "<!channel>", "<!here|here>", "<@U0JO>", "<#C1|ward>", "<http://x|y>", "&lt;b&gt;", "&amp;lt;", "*bold*", "_it_",
    "~gone~", "`code`", "```block```", "> quoted", "# heading", "[x](http://y)", "![p](http://y/p.png)", "<at>Jo</at>",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</textarea><b>", "\"'><svg/onload=x>", "{{7*7}}",
    "{{DATE(2026-11-24T09:00:00Z, SHORT)}}", "${title}", "{% raw %}", '{"type":"TextBlock","text":"x"}', ":smile:",
    "<!date^1^{date}|x>", "javascript:alert(1)", "http://example.org/?a=1&b=2", "@everyone", "|---|---|", "<!--", "]]>",
)  # fmt: skip
_ODD: Final = (
    "😀👩🏽‍⚕️🏴\U000e0067\U000e0062\U000e007f", "\u202egnirts\u202c", "مريض سقط", "חולה נפל",
    "病人跌倒", "e\u0301\u0323", "\u200b\u2060\ufeff", "\x00", "\ud800", "\udfff", "\x07\x1b[31m\x7f",
    "\x85\u2028\u2029", "\x0b\x0c\x1c", "\ue000\ue0ff", "\U0010ffff", "\uff19\uff19\uff19 \uff15\uff12\uff16",
    "İ", "\ufb01", "\t\t", "\r\n", "a" * 300, "x " * 200, "9" * 60, "'" * 50, "(" * 80, "\u0600" * 9,
)  # fmt: skip
_ANY: Final = st.text(st.characters(exclude_categories=()), max_size=30)
_PIECES: Final = st.one_of(st.sampled_from(_WARD), st.sampled_from(_MARKUP), st.sampled_from(_ODD), _ANY)
_SHORT: Final = st.lists(st.tuples(_PIECES, st.sampled_from((" ", "", ", ", "\n", ". "))), min_size=1, max_size=9).map(
    lambda pieces: "".join(piece + gap for piece, gap in pieces)
)
_LONG: Final = st.tuples(_SHORT, st.integers(20, LONGEST)).map(lambda made: (made[0] * made[1])[:LONGEST])
MESSAGES: Final = st.integers(0, 19).flatmap(lambda chance: _LONG if chance == 0 else _SHORT)
"""What people, machines and mischief could send; one in twenty is long, up to 40,000 characters."""


def said_in(text: str) -> dict[str, Said]:
    """Return the same words as every kind of thing that a person can say, by what it is."""
    answers = {
        "what_happened": text[:FIELD], "event_type": "incident", "occurred_on": text[:SHORT], "location": text[:SHORT],
        "immediate_action": text[:FIELD],
    }  # fmt: skip
    return {
        "command": Words(f"report {text}", command=True),
        "words": Words(text),
        "search": Words(f"status {text}", command=True),
        "passage": Passage(text, T0),
        "form": Answers(FORM, "", answers),
        "press": Press(text[:60], text, {"answer": text}),
    }


WAYS: Final = tuple(said_in(""))


def check_pure(text: str) -> None:
    """Read and screen a text: no error, places inside it, and nothing left for a second screening."""
    read(text, T0, PLACES)
    found = find(text, known_places=WARDS)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    once = screen(text, known_places=WARDS).text
    assert screen(once, known_places=WARDS).text == once


async def check_heard(ward: Ward, text: str, way: str) -> None:
    """Say a text in one way, and submit it when it became a report: no error, and no markup on any platform."""
    outcome = await ward.hear(said_in(text)[way])
    assert not outcome.failed
    check_drawn(outcome.reply)
    submit = [one for card in outcome.reply.cards for one in card.buttons if one.label == "Submit"]
    if submit:
        sent = await ward.hear(Press(submit[0].action, submit[0].value))
        assert not sent.failed
        check_drawn(sent.reply)


def check_drawn(reply: Reply) -> None:
    """Draw a reply everywhere: each platform's judge takes it, and a reader sees the very letters of the cards."""
    in_teams = draw_to_send(reply)
    json.dumps([cards_as_blocks(reply.cards), in_teams], ensure_ascii=False).encode()
    for name, show in PLATFORMS.items():
        try:
            read_back = squeezed(show(reply))
        except ValueError:  # a form that Teams would not take: it is offered one question at a time
            assert name == "teams"
            assert reply.form is not None
            assert "Ask me one at a time" in json.dumps(in_teams)
            continue
        for card in reply.cards:
            for words in said_by(card):
                assert readable(words, name) in read_back, (name, card.name, words[:200])
