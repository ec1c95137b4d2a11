"""The day by all the words around it: when it overrules the rules, how sure it then is, and that its table is whole."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.incidents.reading import Reading
from handlers.incidents.reading.choices import Weights, weights
from handlers.incidents.reading.day_signs import TABLE, Offer, signs
from handlers.incidents.reading.values import INCIDENT
from handlers.incidents.reading.when import When, find_when, look_for_days
from handlers.incidents.reading.which_time import find_times
from handlers.incidents.reading.words import prepare

See = Callable[..., Reading]
POSTED = datetime(2026, 3, 12, 9, tzinfo=ZoneInfo("Europe/London"))


def settled(text: str, table: Weights) -> When:
    words = prepare(text)
    return find_when(words, POSTED, INCIDENT, find_times(words, POSTED.year), table)


def test_another_day_is_taken_with_its_words_and_no_surer_than_such_answers_are() -> None:
    found = settled("wrong dose tues, spotted weds", {"before: spott": 500}).on
    assert found is not None
    assert (f"{found.value:%d %b}", found.because, found.sure) == ("11 Mar", "you wrote “weds”", 0.7)


def test_the_rules_day_stands_where_the_words_speak_less_clearly() -> None:
    found = settled("wrong dose tues, spotted weds", {"before: spott": 100}).on
    assert found is not None
    assert f"{found.value:%d %b}" == "10 Mar"
    assert found.sure > 0.7


def test_the_day_of_writing_is_taken_and_says_so() -> None:
    found = settled("gloves ran out, new box mon", {"untold: box": 500}).on
    assert found is not None
    assert (f"{found.value:%d %b}", found.end) == ("12 Mar", 0)
    assert "the day that you wrote" in found.because


def test_the_day_becomes_a_question_again_and_the_time_stays() -> None:
    found = settled("wrong dose at 0730", {"none: dose": 500})
    assert found.on is None
    assert found.at is not None
    assert f"{found.at.value:%H:%M}" == "07:30"


def test_without_a_day_or_a_time_there_is_nothing_to_weigh() -> None:
    assert settled("wrong dose given", {"untold: dose": 900}).on is None


def test_what_speaks_for_the_same_day_told_twice_counts_together() -> None:
    table = {"right before: in": 250, "right before: again": 250}
    twice = settled("fell mon. box in weds again weds", table).on
    assert twice is not None
    assert f"{twice.value:%d %b}" == "11 Mar"
    once = settled("fell mon. box in weds", table).on
    assert once is not None
    assert f"{once.value:%d %b}" == "09 Mar"


def test_a_day_has_the_words_of_its_sentence_and_the_next_on_each_side_for_signs() -> None:
    words = prepare("ward 7. slipped on mon at home; seen tuesday. better")
    told = look_for_days(words, POSTED, INCIDENT, [])
    first, second, untold, none = signs(Offer(words, INCIDENT, POSTED.date(), told.days))
    assert {"day of incident", "day 1 of 2", "ago 2", "before: slipp", "right before: slipp", "after: home"} <= {*first}
    assert not {"before: ward", "after: <weekday>", "after: seen"} & {*first}
    assert {"day 2 of 2", "before: seen", "right after: better"} <= {*second}
    assert "before: home" not in second
    assert {"untold: slipp", "untold: better"} <= {*untold}
    assert {"none: <weekday>", "none: better"} <= {*none}


def test_every_sign_of_the_table_is_of_a_day_told_of_the_day_of_writing_or_of_none() -> None:
    table = weights(TABLE)
    assert {"day", "untold", "none", "day of incident"} <= table.keys()
    about = {sign.partition(":")[0] for sign in table if ":" in sign}
    assert about == {"before", "after", "right before", "right after", "untold", "none"}
    assert 2000 < len(table) <= 4000
    assert max(map(abs, table.values())) < 500


NOT_AMONG_THE_FITTED = [
    ("drug trolley keys lost for mon list, found in the bin, no harm", "2026-03-09"),
    ("form not sent with pt on transfer to the hospice tues teatime. crew started cpr", "2026-03-10"),
    ("pt given wrong clinic for last tuesdays mdt so missed a week. relisted for 20th march", "2026-03-10"),
    ("cold hand since mon, scan sat in an inbox 3 days, seen this aft, lost two fingers", "2026-03-09"),
]


@pytest.mark.parametrize(("text", "day"), NOT_AMONG_THE_FITTED)
def test_the_table_tells_the_day_of_messages_that_it_was_not_made_from(see: See, text: str, day: str) -> None:
    found = see(text, "2026-03-12 09:00").occurred_on
    assert found is not None
    assert found.value.isoformat() == day
    assert found.settled


def test_the_weights_know_no_names() -> None:
    words = {sign.rpartition(" ")[2] for sign in weights(TABLE)}
    assert "foun" in words
    assert not {"perpetua", "ottoline", "osric", "kwabena", "penhallow", "marguerite", "fenella", "patient's"} & words
