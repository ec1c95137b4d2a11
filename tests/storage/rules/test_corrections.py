"""Corrections: where something was removed, words that are no names, and words that are taken out as well."""

import pytest

from storage.rules import corrections

TEXT = "pt [patient's name] fell near [bed number], told [relative's name]. Rowan knew, rowan said, rowanberry tea"


def test_each_place_is_found_with_its_kind_and_the_words_around_it() -> None:
    places = corrections.places_of(TEXT)
    assert [place.mark for place in places] == ["[patient's name]", "[bed number]", "[relative's name]"]
    assert [place.is_name for place in places] == [True, False, True]
    assert corrections.around(TEXT, places[0]).startswith("pt [patient's name] fell near")
    assert corrections.around(TEXT, places[2]) == (
        "… fell near [bed number], told [relative's name]. Rowan knew, rowan said, rowanberry tea"
    )
    assert corrections.places_of("no [brackets] of ours") == []


def test_a_word_goes_back_to_its_place() -> None:
    place = corrections.places_of(TEXT)[0]
    assert corrections.put_back(TEXT, place, "Waterlow").startswith("pt Waterlow fell near [bed number]")


def test_one_to_three_words_of_letters_can_be_no_names() -> None:
    assert corrections.no_names("Waterlow") == ("waterlow",)
    assert corrections.no_names(" Rowan’s  Ward. ") == ("rowan", "ward")
    assert corrections.no_names("Anne-Marie O'Neil suite") == ("anne-marie", "o'neil", "suite")


@pytest.mark.parametrize("typed", ["", "9995260182", "Ward 7", "7a", "a b c d", "x@y.example", "x" * 61, "[name]"])
def test_numbers_signs_and_long_texts_are_never_kept_as_no_names(typed: str) -> None:
    assert corrections.no_names(typed) is None


def test_words_are_taken_out_whole_in_any_case_and_marks_stay() -> None:
    assert corrections.take_out(TEXT, ["rowan", "name"]) == (
        (
            "pt [patient's name] fell near [bed number], told [relative's name]. "
            "[removed] knew, [removed] said, rowanberry tea"
        ),
        2,
    )
    assert corrections.take_out("red  scarf, Red scarf (blue)", ["red scarf", "(blue)"]) == (
        "[removed], [removed] [removed]",
        3,
    )
    assert corrections.take_out(TEXT, ["", " ", "a", "elephant"]) == (TEXT, 0)


def test_a_colleague_whose_family_name_is_a_word_is_not_known_by_it() -> None:
    assert corrections.is_full_name("Priya Raman".lower())
    assert not corrections.is_full_name("peter long")
    assert not corrections.is_full_name("priya")
