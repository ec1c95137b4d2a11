"""The harm by all words together: how it goes with what the rules found, and what it must never do."""

from collections.abc import Callable

import pytest

from handlers.incidents.reading import Reading
from handlers.incidents.reading.harm_signs import GRADES, GROUND, Weighed, Weight, settle, signs, weigh, weights
from handlers.incidents.reading.values import Answer
from handlers.incidents.reading.words import prepare
from storage.records import PhysicalHarm

See = Callable[..., Reading]
MILD = (0.97, 0.02, 0.006, 0.002, 0.002)
GRAVE = (0.3, 0.06, 0.04, 0.3, 0.3)


@pytest.mark.parametrize("level", [PhysicalHarm.SEVERE, PhysicalHarm.FATAL])
def test_severe_harm_and_death_stay_at_least_moderate_however_mild_the_words(level: PhysicalHarm) -> None:
    words = prepare("fine")
    found, _ = settle(words, Answer(level, 0.85, 0, 4, ""), Weighed(MILD, ()))
    assert GRADES.index(found.value) >= GRADES.index(PhysicalHarm.MODERATE)


def test_words_that_together_sound_grave_are_never_read_as_low_or_none() -> None:
    words = prepare("fine")
    found, _ = settle(words, Answer(PhysicalHarm.NO_HARM, 0.5, 0, 0, ""), Weighed(GRAVE, ()))
    assert found.value in {PhysicalHarm.SEVERE, PhysicalHarm.FATAL}
    assert found.because == "all your words together sound like it"


def test_what_the_rules_found_stands_unless_the_words_speak_clearly_against_it() -> None:
    words = prepare("bruise")
    low = Answer(PhysicalHarm.LOW, 0.75, 0, 6, "")
    assert settle(words, low, Weighed((0.6, 0.3, 0.05, 0.03, 0.02), ()))[0] is low
    assert settle(words, low, Weighed(MILD, ()))[0].value is PhysicalHarm.NO_HARM


def test_another_grade_says_that_all_words_made_it_and_quotes_the_one_that_tells_most() -> None:
    table = {GROUND: Weight(0, (0, 0, 0, 0, 0)), "wonky": Weight(100, (0, 0, 900, 0, 0))}
    words = prepare("her wrist is wonky")
    found, weighed = settle(words, Answer(PhysicalHarm.NO_HARM, 0.5, 0, 0, ""), weigh(words, table))
    why = "all your words together sound like it, “wonky” most of all"
    assert (found.value, found.because) == (PhysicalHarm.MODERATE, why)
    assert weighed.notifiable > 0.9


def test_the_depth_of_a_sore_is_a_sign_and_other_numbers_are_not() -> None:
    assert "cat 3" in signs(prepare("grade 3 sacrum"))
    assert "cat 3" not in signs(prepare("3 patients on ward 3"))


@pytest.mark.parametrize("text", ["", "??", "\u202e", "ward 7", "x" * 6000])
def test_any_words_have_shares_that_make_a_whole(text: str) -> None:
    assert sum(weigh(prepare(text)).shares) == pytest.approx(1)


def test_when_it_was_who_was_at_work_and_where_weigh_nothing() -> None:
    told = weigh(prepare("fell, fracture, taken to itu")).shares
    beside = weigh(prepare("agency nurse, monday afternoon 3am, ward: fell, fracture, taken to itu")).shares
    assert beside == pytest.approx(told)
    assert weigh(prepare("fell, fracture")).shares != pytest.approx(told), "where somebody was brought does weigh"


def test_every_weight_is_for_all_grades() -> None:
    assert {len(one.points) for one in weights().values()} == {len(GRADES)}


def test_the_duty_of_candour_is_raised_where_the_words_sound_like_moderate_harm_that_no_rule_names(see: See) -> None:
    reading = see("appendix sat on in the waiting room, burst, drain in and ten days upstairs, ward 7")
    assert "duty_of_candour_review" in {flag.value for flag in reading.flags}


def test_nobody_has_died_where_no_word_can_mean_it(see: See) -> None:
    harm = see("asked for scan mon, done wed, bleed missed").physical
    assert harm is None or harm.value is not PhysicalHarm.FATAL
    assert (died := see("asked for scan mon, done wed, bleed missed, died thurs").physical) is not None
    assert died.value is PhysicalHarm.FATAL
