"""Which of several places is meant by the weights of the words around each: when they speak, what they never know."""

from collections.abc import Callable

import pytest

from handlers.incidents.reading import Reading
from handlers.incidents.reading.choices import Weights, shares, weights
from handlers.incidents.reading.place_signs import TABLE, Spot, find_signs, overrule, sort_of
from handlers.incidents.reading.words import prepare

See = Callable[..., Reading]

TOLD = "slipped in bathroom bay 2 elm, daughter rang larch"
ELM, LARCH = Spot("Elm ward", 26, 29), Spot("Larch ward", 45, 50)


@pytest.mark.parametrize(
    ("table", "place"),
    [
        ({"-1 rang": -84}, None),  # a share of .698
        ({"-1 rang": -85}, "Elm ward"),
        ({"-1 rang": 500}, None),
        ({}, None),
    ],
)
def test_another_place_is_taken_only_where_enough_speaks_for_it(table: Weights, place: str | None) -> None:
    found = overrule(prepare(TOLD), (ELM, LARCH), "Larch ward", table)
    assert (found.spot.place if found else None) == place


def test_the_weights_do_not_contradict_rules_that_chose_the_same_and_say_nothing_of_one_place_alone() -> None:
    table = {"-1 rang": -900}
    assert overrule(prepare(TOLD), (ELM, LARCH), "Elm ward", table) is None
    assert overrule(prepare(TOLD), (LARCH, LARCH), "Larch ward", table) is None
    assert overrule(prepare(TOLD), (LARCH,), "Ward 4", table) is None


def test_a_place_told_twice_has_both_shares_and_is_shown_where_more_speaks_for_it() -> None:
    words = prepare("elm. fell on elm, larch aware")
    spots = (Spot("Elm ward", 0, 3), Spot("Elm ward", 13, 16), Spot("Larch ward", 18, 23))
    found = overrule(words, spots, "Larch ward", {"-1 on": 90})
    assert found is not None
    assert found.spot.start == 13
    assert found.share == pytest.approx((1 + 2.4596) / (2 + 2.4596), abs=0.001)


def test_the_words_around_both_tell_where_it_happened_though_neither_place_is_led_to_otherwise(see: See) -> None:
    found = see("the gent on larch was given the tablets for the gent on rowan").location
    assert found is not None
    assert (found.value, found.because) == ("Larch ward", "you wrote “larch”")
    assert found.settled


@pytest.mark.parametrize(
    ("offered", "likely"),
    [([], {}), ([("a", 10**6)], {"a": 1.0}), ([("a", 0), ("b", 0), ("a", 0)], {"a": 2 / 3, "b": 1 / 3})],
)
def test_shares_make_a_whole(offered: list[tuple[str, int]], likely: dict[str, float]) -> None:
    assert shares(offered) == pytest.approx(likely)


def test_no_name_of_a_ward_or_a_person_is_a_sign() -> None:
    signs = {sign for each in find_signs(prepare(TOLD), (ELM, LARCH)) for sign in each}
    assert "-1 rang" in signs
    assert "> <place>" in signs
    assert not [sign for sign in signs if "elm" in sign or "larch" in sign]
    known = {word for sign in weights(TABLE) for word in sign.split()}
    assert not {"perpetua", "ottoline", "osric", "kwabena", "penhallow", "marguerite", "fenella", "larch"} & known
    hidden = find_signs(prepare("[patient's name] on elm"), (Spot("Elm ward", 20, 23),))
    assert not [sign for sign in hidden[0] if "patient" in sign]


@pytest.mark.parametrize(
    ("place", "sort"),
    [
        ("Ward 2B", "ward"),
        ("Larch ward", "own name"),
        ("Accident and Emergency", "emergency"),
        ("Main theatre 3", "theatre"),
        ("CT scanner", "films"),
        ("Willow unit garden", "outdoors"),
        ("Blood sciences laboratory", "laboratory"),
    ],
)
def test_the_sort_of_a_place_is_told_by_any_trusts_name_for_it(place: str, sort: str) -> None:
    assert sort_of(place) == sort
