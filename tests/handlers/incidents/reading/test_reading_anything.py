"""Whatever people paste: no error, the same answer twice, offsets inside the text, and quickly."""

import time
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.incidents.reading import Answer, Place, Reading, looks_like_a_report, read
from handlers.incidents.reading.words import prepare

POSTED = datetime(2026, 3, 14, 8, tzinfo=UTC)
PIECES = [
    "pt fell",
    "ward 7",
    "0215",
    "no",
    "harm",
    "14/3",
    "2/52 ago",
    "sat night",
    "İ",
    "ß",
    "\u202e",
    "\x00",
    "<!channel>",
    "<script>",
    "**",
    "|",
    "insulin",
    "10mg",
    "#NOF",
    "?",
    "half past 25",
    "31/2/2026",
    "99/99/9999",
    "at 29:99",
    "quarter to 1",
    "\n",
    "😀",
    "'",
]


def _answers(reading: Reading) -> list[Answer]:
    values = [getattr(reading, name) for name in reading.__slots__]
    flat = [item for value in values for item in (value if isinstance(value, tuple) else (value,))]
    return [item for item in flat if isinstance(item, Answer)]


@settings(max_examples=150, deadline=None)
@given(text=st.one_of(st.text(max_size=400), st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join)))
def test_any_text_is_read_without_an_error_and_with_offsets_inside_it(places: tuple[Place, ...], text: str) -> None:
    reading = read(text, POSTED, places)
    looks_like_a_report(text, places)
    assert reading == read(text, POSTED, places)
    for answer in _answers(reading):
        assert 0 <= answer.start <= answer.end <= len(text)
        assert 0 <= answer.sure <= 1
        assert answer.because


@settings(max_examples=50, deadline=None)
@given(text=st.text(max_size=200))
def test_the_prepared_text_keeps_every_character_in_its_place(text: str) -> None:
    assert len(prepare(text).text) == len(text)


def test_no_day_after_the_posting_comes_out_of_any_pieces(places: tuple[Place, ...]) -> None:
    for text in ("fell 31/12 ward 7", "fell on 15/03/2026 ward 7", "fell 20 march ward 7", "fell dec ward 7"):
        reading = read(text, POSTED, places)
        assert reading.occurred_on is None or reading.occurred_on.value <= POSTED.date()


def test_forty_thousand_characters_are_read_in_a_moment(places: tuple[Place, ...]) -> None:
    read("warm up", POSTED, places)
    for piece in ("fell ", "1", "12/3 ", "?", "insulin ", "ward ", "no ", "a"):
        started = time.process_time()
        read((piece * 40_000)[:40_000], POSTED, places)
        assert time.process_time() - started < 1.0


def test_five_hundred_characters_are_read_within_the_promised_time(places: tuple[Place, ...]) -> None:
    text = (
        "pt fell ovrnight ward 7 aprox 0215 unwitnessed. found on floor nxt to bed 14, skin tear L "
        "elbow, steri stripped. neuro obs ok, SHO reviewed ?head inj none. falls alarm wasnt switched "
        "on. gent 320mg IV due 6am not given, pharmacy didnt stock ward + nobody chased. given 1130. "
        "level ok no harm. daughter asked for a review at 1000 and nobody came for 4 hours. epma was "
        "down from 1200 so allergies could not be seen and one dose of apixaban was missed as well, and "
        "that was found by the pharmacist at 1640."
    )[:500]
    read(text, POSTED, places)
    best = 1.0
    for _ in range(10):
        started = time.process_time()
        read(text, POSTED, places)
        best = min(best, time.process_time() - started)
    assert best < 0.010, "twice the promise, as a shared machine is slower than the one that it was measured on"
