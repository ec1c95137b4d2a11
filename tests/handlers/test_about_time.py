"""Whether words give a time only about: however it is written, and never for what is no time."""

from datetime import time

import pytest

from handlers.showing.about_time import is_about


@pytest.mark.parametrize(
    ("words", "at"),
    [
        ("pt fell ovrnight ward 7 aprox 0215 unwitnessed", time(2, 15)),
        ("found on floor about 2am", time(2)),
        ("slipped 2ish on ward 7", time(14)),
        ("half 2ish", time(2, 30)),
        ("about half past two", time(14, 30)),
        ("around midnight", time(0)),
        ("~14:30", time(14, 30)),
        ("approx. 3 this morning", time(3)),
        ("about quarter to 3", time(14, 45)),
        ("around 10.30pm", time(22, 30)),
        ("around 5 o'clock", time(17)),
    ],
)
def test_a_time_that_was_told_only_about_is_known(words: str, at: time) -> None:
    assert is_about(words, at)
    assert not is_about(words, time(6, 10))


@pytest.mark.parametrize(
    ("words", "at"),
    [
        ("fell at 0215", time(2, 15)),
        ("fell at 2am, about 3 patients saw it", time(2)),
        ("about 2 patients fell at 2am", time(2)),
        ("about 2.5mg given at 2am", time(2)),
        ("at 0215, found about 10 min later", time(2, 15)),
        ("the dish fell at 2am", time(2)),
    ],
)
def test_a_time_that_was_told_exactly_stays_exact(words: str, at: time) -> None:
    assert not is_about(words, at)
