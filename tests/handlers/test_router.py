"""The router: whole commands only, the longest first; what is near is suggested and never done."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.capabilities import CAPABILITIES
from handlers.capability import Capability, Route
from handlers.chat.reply import Reply, tell
from handlers.chat.router import Router
from handlers.chat.turn import Press, Turn, Words
from handlers.desk import Desk


async def nothing(turn: Turn, desk: Desk, rest: str) -> Reply:
    del turn, desk
    return tell(rest)


CLOSED = Route(nothing)
OPEN = Route(nothing, rest=True)
ROUTER = Router(
    (
        Capability(
            "one", words={"report": OPEN, "my reports": CLOSED, "report this now": CLOSED, "what's late": CLOSED}
        ),
        Capability("two", words={"status": OPEN, "help": CLOSED}, presses={"one.press": CLOSED}),
    )
)
BOT = Router(CAPABILITIES)


@pytest.mark.parametrize(
    ("typed", "command", "rest"),
    [
        ("report", "report", ""),
        ("  Report! ", "report", ""),
        ("REPORT  pt fell on  ward 7", "report", "pt fell on  ward 7"),
        ("report this now", "report this now", ""),
        ("Report this, now", "report", "this, now"),
        ("report this now please", "report", "this now please"),
        ("my\n reports.", "my reports", ""),
        ("status NatPSA/2026/003", "status", "NatPSA/2026/003"),
        ("status: ward 7", "status", "ward 7"),
        ("What’s late?", "what's late", ""),
    ],
)
def test_the_longest_command_wins_and_the_rest_goes_with_it(typed: str, command: str, rest: str) -> None:
    match = ROUTER.match(Words(typed))
    assert match is not None
    assert (match.command, match.rest) == (command, rest)


@pytest.mark.parametrize(
    "typed", ["", "  ", "reports", "my reports today", "help me", "reporting a fall", "statuss", "the status"]
)
def test_what_only_looks_like_a_command_is_none(typed: str) -> None:
    assert ROUTER.match(Words(typed)) is None


def test_a_button_finds_its_handler_by_its_whole_name() -> None:
    match = ROUTER.match(Press("one.press", "12"))
    assert match is not None
    assert (match.rest, match.command) == ("12", "one.press")
    for forged in ("one", "one.press ", "ONE.PRESS", "", "report"):
        assert ROUTER.match(Press(forged, "12")) is None


def test_a_button_may_say_a_command() -> None:
    match = ROUTER.match(Press("chat.say", "status ward 7"))
    assert match is not None
    assert (match.command, match.rest) == ("status", "ward 7")
    assert ROUTER.match(Press("chat.say", "drop tables")) is None


@pytest.mark.parametrize("where", ["words", "presses", "forms", "draws"])
def test_two_capabilities_never_claim_the_same(where: str) -> None:
    first, second = (Capability(name, **{where: {"same": CLOSED}}) for name in ("first", "second"))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="'same'; the second is second"):
        Router((first, second))


@pytest.mark.parametrize(
    ("typed", "near"), [("raport", "report"), ("satus ward 7", "status"), ("my reprots", "my reports")]
)
def test_a_misspelt_command_is_suggested_and_not_done(typed: str, near: str) -> None:
    assert ROUTER.match(Words(typed)) is None
    assert near in ROUTER.suggest(typed)


def test_nothing_is_suggested_for_something_else() -> None:
    assert ROUTER.suggest("xyzzy") == ()
    assert len(ROUTER.suggest("report this now", limit=1)) == 1


@pytest.mark.parametrize(
    "typed",
    ["someone took my lunch", "my parking permit has run out", "i need a new badge", "the canteen was closed"],
)
def test_a_small_word_in_common_suggests_nothing(typed: str) -> None:
    assert BOT.suggest(typed) == ()


def test_what_can_be_done_with_ones_own_report_is_suggested_as_the_list_of_them() -> None:
    near = BOT.suggest("delet my report")
    assert "my reports" in near
    assert "delete my report" not in near


@given(st.text(max_size=60))
def test_a_suggestion_is_always_a_command(typed: str) -> None:
    for words in BOT.suggest(typed):
        assert BOT.match(Words(words)) is not None


@given(st.text(max_size=60))
def test_words_that_match_begin_with_their_command(typed: str) -> None:
    match = BOT.match(Words(typed))
    if match is not None:
        begins = " ".join(typed.lower().replace("’", "'").split()[: len(match.command.split())])
        assert match.command in begins


def test_every_line_of_help_is_a_command() -> None:
    for capability in CAPABILITIES:
        for line in capability.help:
            assert BOT.match(Words(line.words)) is not None, line.words


def test_what_only_reads_never_takes_part_in_a_write() -> None:
    reading = {words for one in CAPABILITIES for words, route in one.words.items() if route.reads}
    assert {"help", "status", "my reports", "my actions"} <= reading
    assert not reading & {"report", "new alert"}
