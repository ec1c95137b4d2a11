"""A screened message is read once, in the places of its day; no word from before it was screened is kept."""

import gc
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import FunctionType, ModuleType

from planted import Ward

from handlers.chat.reply import pack
from handlers.chat.turn import Answers, Words
from handlers.incidents import screened_reading
from handlers.incidents.reading import Place
from handlers.incidents.screened_reading import read_screened

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
FELL = "pt fell on larch at 0215, skin tear"


def _places(name: str) -> tuple[Place, ...]:
    """Return a trust's places as they are read from the store anew for each message."""
    return (Place(f"{name} ward", (name.lower(),)), Place("Ward 7"))


def _kept() -> list[object]:
    """Return all that the module keeps between two messages, however deep."""
    found: dict[int, object] = {}
    ahead = [one for one in vars(screened_reading).values() if hasattr(one, "cache_info")]
    while ahead:
        one = ahead.pop()
        if id(one) not in found and not isinstance(one, FunctionType | ModuleType | type):
            found[id(one)] = one
            ahead += gc.get_referents(one)
    return list(found.values())


def test_the_same_question_is_read_once_and_another_one_anew() -> None:
    reading = read_screened(FELL, AT, _places("Larch"))

    assert read_screened(FELL, AT, _places("Larch")) is reading
    assert read_screened(f"{FELL}s", AT, _places("Larch")) is not reading
    later = read_screened(FELL, AT + timedelta(days=1), _places("Larch"))
    assert later.occurred_on != reading.occurred_on
    elsewhere = read_screened(FELL, AT, _places("Elm"))
    assert reading.location is not None
    assert elsewhere.location is None


def test_the_places_of_a_trust_are_kept_once_for_all_messages() -> None:
    for number in range(5):
        read_screened(f"{FELL}, bay {number}", AT, _places("Rowan"))

    assert sum(one == _places("Rowan") for one in _kept()) == 1


async def test_no_word_from_before_it_was_screened_is_kept(sqlite_url: str) -> None:
    ward = Ward(Path(sqlite_url.removeprefix("sqlite:///")))
    await ward.open()
    assert await ward.report("Mrs Dora Plimsoll fell on ward 7 today, skin tear, dressed")
    await ward.close()

    words = [one for one in _kept() if isinstance(one, str)]
    assert any("] fell on ward 7 today, skin tear, dressed" in one for one in words), "what was screened is kept"
    assert not [one for one in words if "plimsoll" in one.lower()]


async def test_words_that_somebody_takes_out_are_not_kept_either(sqlite_url: str) -> None:
    ward = Ward(Path(sqlite_url.removeprefix("sqlite:///")))
    await ward.open()
    await ward.say(Words("report pt who calls the bingo fell on ward 7 today, skin tear, dressed", command=True))
    assert [one for one in _kept() if isinstance(one, str) and "calls the bingo" in one]
    reply = await ward.say(Answers("incidents.remove", "d1", {"words": "calls the bingo"}))
    await ward.close()

    assert "calls the bingo" not in pack(reply)
    assert not [one for one in _kept() if isinstance(one, str) and "calls the bingo" in one]
