"""Reading answers: what people type becomes a value, or a sentence that says what to do. Nothing is guessed."""

from dataclasses import replace
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, field_validator, model_validator

from handlers.chat.answers import (
    Wrong,
    check,
    is_bare_number,
    read,
    read_date,
    read_number,
    read_time,
    says_unknown,
    spell,
)
from handlers.chat.form import UNKNOWN, Ask, Choice, Field, LocationRef, PersonRef, Widget

TUESDAY = date(2026, 11, 24)


class Colour(StrEnum):
    """What a choice is made of."""

    RED = "red"
    DARK_BLUE = "dark_blue"
    DARK_GREEN = "dark_green"


LABELS = {Colour.RED: "Red", Colour.DARK_BLUE: "Dark blue", Colour.DARK_GREEN: "Dark green, and moss"}
CHOICES = tuple(Choice(one.value, label) for one, label in LABELS.items())


def field(widget: Widget, *, required: bool = False, unknown: bool = False, **other: object) -> Field:
    choices = CHOICES if widget in {Widget.CHOICE, Widget.CHOICES} else ()
    choices += (Choice(UNKNOWN, "I don't know"),) if unknown else ()
    return Field("asked", widget, "A label", required=required, choices=choices, **other)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-03-14", date(2026, 3, 14)),
        ("14/03/2026", date(2026, 3, 14)),
        ("14/3", date(2026, 3, 14)),
        ("14.3.26", date(2026, 3, 14)),
        ("14-03-2026", date(2026, 3, 14)),
        ("14 March 2026", date(2026, 3, 14)),
        ("14th of march", date(2026, 3, 14)),
        ("1st Sept 26", date(2026, 9, 1)),
        ("Sat 14 Mar", date(2026, 3, 14)),
        ("Saturday, 14 March 2026", date(2026, 3, 14)),
        ("today", TUESDAY),
        ("Tonight.", TUESDAY),
        ("yesterday", TUESDAY - timedelta(days=1)),
        ("Last night", TUESDAY - timedelta(days=1)),
        ("Monday", date(2026, 11, 23)),
        ("last mon", date(2026, 11, 23)),
        ("wed", date(2026, 11, 18)),
        ("Tuesday", date(2026, 11, 17)),
        ("29/2/2028", date(2028, 2, 29)),
        ("31 dec", date(2026, 12, 31)),
        ("29 jan", date(2026, 1, 29)),
    ],
)
def test_a_day_is_read_as_people_here_write_it(typed: str, meant: date) -> None:
    assert read_date(typed, TUESDAY) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "", "money", "sunny", "14 marmalade", "32/1/2026", "14/13/2026", "29/2/2026", "3/14", "March", "the other day",
        "14/03/20266", "0/0/0", "2026", "14", "last week", "1/1/0000", "٣ ma", "fri 32 jan", "m 14 mar", "14 ma",
    ],
)  # fmt: skip
def test_what_is_no_day_is_asked_again(typed: str) -> None:
    assert isinstance(read_date(typed, TUESDAY), Wrong)


def test_a_weekday_that_does_not_fit_its_date_is_not_overlooked() -> None:
    answer = read_date("Mon 14 March 2026", TUESDAY)
    assert answer == Wrong("14/03/2026 is a Saturday. Please check it.")


def test_a_day_without_a_year_lies_behind_unless_it_comes_soon() -> None:
    assert read_date("20/1", date(2026, 12, 20)) == date(2026, 1, 20)
    assert read_date("31/12", date(2027, 1, 2)) == date(2026, 12, 31)
    assert read_date("10/12", TUESDAY) == date(2026, 12, 10)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("02:15", time(2, 15)), ("0215", time(2, 15)), ("2.15pm", time(14, 15)), ("2 pm", time(14)),
        ("about 2am", time(2)), ("~ 9:05", time(9, 5)), ("midnight", time(0)), ("Noon", time(12)),
        ("12am", time(0)), ("12pm", time(12)), ("12.30 a.m.", time(0, 30)), ("215", time(2, 15)),
        ("23:59", time(23, 59)), ("02:15:00", time(2, 15)), ("0900hrs", time(9)), ("14:30 h", time(14, 30)),
    ],
)  # fmt: skip
def test_a_time_is_read_as_people_here_write_it(typed: str, meant: time) -> None:
    assert read_time(typed) == meant


@pytest.mark.parametrize("typed", ["", "2", "24:00", "9:60", "13pm", "0am", "morning", "-1:00", "02:15:00:00", "²:15"])
def test_what_is_no_time_is_asked_again(typed: str) -> None:
    assert isinstance(read_time(typed), Wrong)


@pytest.mark.parametrize(
    ("typed", "meant"), [("3", 3), ("none", 0), ("Two", 2), (" 10 ", 10), ("0", 0), ("007", 7), ("20", 20)]
)
def test_a_number_is_read_in_digits_and_in_words(typed: str, meant: int) -> None:
    assert read(field(Widget.NUMBER, least=0, top=20), typed, TUESDAY) == meant


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("21", "from 0 to 20"), ("-1", "from 0 to 20"), ("1.5", "whole number"), ("many", "whole number"),
        ("1 000", "whole number"), ("9" * 5000, "whole number"), ("²", "whole number"),
    ],
)  # fmt: skip
def test_a_number_that_cannot_be_used_says_what_can(typed: str, says: str) -> None:
    answer = read(field(Widget.NUMBER, least=0, top=20), typed, TUESDAY)
    assert isinstance(answer, Wrong)
    assert says in answer.why


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("red", "red"),
        ("RED", "red"),
        ("Dark g", "dark_green"),
        ("dark blue", "dark_blue"),
    ],
)
def test_a_choice_is_made_by_label_or_by_its_beginning(typed: str, meant: str) -> None:
    assert read(field(Widget.CHOICE), typed, TUESDAY) == meant


@pytest.mark.parametrize("typed", ["dark", "1", "2", "0", "-1", "pink", "redd", "ed"])
def test_a_choice_that_could_be_two_or_none_is_asked_again(typed: str) -> None:
    answer = read(field(Widget.CHOICE, required=True), typed, TUESDAY)
    assert answer == Wrong("Please choose one of: Red, Dark blue, Dark green, and moss.")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (("red", "dark_blue"), ("red", "dark_blue")),
        ("red, dark blue", ("red", "dark_blue")),
        ("red and dark b", ("red", "dark_blue")),
        ("dark blue;red + dark blue", ("dark_blue", "red")),
        ("idk", ()),
        ("Dark green, and moss", ("dark_green",)),
        ("", ()),
        ((), ()),
        (("", " "), ()),
    ],
)
def test_several_choices_are_read_from_a_list_or_from_a_sentence(typed: str | tuple[str, ...], meant: object) -> None:
    assert read(field(Widget.CHOICES), typed, TUESDAY) == meant


def test_one_wrong_choice_among_several_is_not_dropped_silently() -> None:
    assert isinstance(read(field(Widget.CHOICES), "red and pink", TUESDAY), Wrong)
    assert isinstance(read(field(Widget.CHOICES), ("red", "pink"), TUESDAY), Wrong)
    assert read(field(Widget.CHOICES, required=True), "", TUESDAY) == Wrong("Please choose at least one.")


@pytest.mark.parametrize(
    "words", ["dunno", "idk", "unsure", "No idea", "dont know", "im not sure", "sorry, no clue", "???"]
)
def test_not_knowing_is_said_in_many_ways(words: str) -> None:
    assert says_unknown(words)
    assert not says_unknown(f"{words}, perhaps low")


@pytest.mark.parametrize("words", ["1", "2.", "1 and 2", "(1), 2"])
def test_a_number_alone_stands_for_no_choice(words: str) -> None:
    assert is_bare_number(field(Widget.CHOICE), words)
    assert not is_bare_number(field(Widget.NUMBER), words)
    assert not is_bare_number(field(Widget.CHOICES), f"{words} red")


@pytest.mark.parametrize("words", ["I don't know", "i don’t know", "dont know.", "DK", "?", "not sure", "Unknown!"])
def test_i_do_not_know_is_an_answer_wherever_nothing_has_to_be_said(words: str) -> None:
    assert says_unknown(words)
    for widget in Widget:
        if widget is not Widget.CHOICES:
            assert read(field(widget), words, TUESDAY) is None, widget
    assert read(field(Widget.CHOICE, required=True, unknown=True), words, TUESDAY) is None


def test_i_do_not_know_is_no_answer_to_a_question_that_needs_one() -> None:
    for widget in (Widget.DATE, Widget.TIME, Widget.NUMBER, Widget.CHOICE, Widget.LOCATION, Widget.PERSON):
        assert isinstance(read(field(widget, required=True), "I don't know", TUESDAY), Wrong), widget
    assert read(field(Widget.TEXT, required=True), "not sure", TUESDAY) == "not sure"


def test_nothing_is_an_answer_only_where_it_may_be() -> None:
    for widget in set(Widget) - {Widget.CHOICES}:
        assert read(field(widget), "  ", TUESDAY) is None
        assert read(field(widget, required=True), "  ", TUESDAY) == Wrong("Please answer this one.")


def test_a_text_that_is_too_long_is_given_back_and_never_cut() -> None:
    asked = field(Widget.PARAGRAPH, most=10)
    assert read(asked, "x" * 10, TUESDAY) == "x" * 10
    assert read(asked, "x" * 1011, TUESDAY) == Wrong("This is 1,011 characters long. Please keep it to 10.")


@pytest.mark.parametrize(("widget", "what"), [(Widget.LOCATION, "place"), (Widget.PERSON, "person")])
def test_a_place_or_person_is_named_by_number(widget: Widget, what: str) -> None:
    assert read(field(widget), "#12", TUESDAY) == 12
    for typed in ("12", "#", "#x", "# 12", "#1234567890123", "Ward 7"):
        answer = read(field(widget), typed, TUESDAY)
        assert answer == Wrong(f"We do not know that {what}. Please choose one from the list.")


@pytest.mark.parametrize(
    ("widget", "typed", "kept"),
    [
        (Widget.DATE, "yesterday", "2026-11-23"),
        (Widget.DATE, "14/3", "2026-03-14"),
        (Widget.DATE, "someday", "someday"),
        (Widget.DATE, "don't know", "don't know"),
        (Widget.TIME, "2.15pm", "14:15"),
        (Widget.NUMBER, "two", "2"),
        (Widget.NUMBER, "lots", "lots"),
        (Widget.CHOICE, "RED", "red"),
        (Widget.CHOICE, "2", "2"),
        (Widget.CHOICE, "pink", "pink"),
        (Widget.CHOICES, "red and dark b", ("red", "dark_blue")),
        (Widget.CHOICES, "pink", "pink"),
        (Widget.TEXT, "  two  ", "  two  "),
        (Widget.LOCATION, "#12", "#12"),
        (Widget.DATE, "", ""),
    ],
)
def test_an_answer_is_kept_in_one_spelling(widget: Widget, typed: str, kept: str | tuple[str, ...]) -> None:
    assert spell(field(widget), typed, TUESDAY) == kept


def test_not_knowing_a_choice_is_kept_as_its_own_answer() -> None:
    asked = field(Widget.CHOICE, required=True, unknown=True)
    assert spell(asked, "I don't know", TUESDAY) == UNKNOWN
    assert spell(asked, "", TUESDAY) == ""


def test_yes_and_no_are_kept_as_yes_and_no() -> None:
    asked = replace(field(Widget.CHOICE), choices=(Choice("yes", "Yes"), Choice("no", "No")))
    assert [spell(asked, typed, TUESDAY) for typed in ("Yes", "n", "2")] == ["yes", "no", "2"]
    assert [read(asked, typed, TUESDAY) for typed in ("y", "no")] == [True, False]


@given(st.sampled_from(Widget), st.booleans(), st.text() | st.lists(st.text()).map(tuple))
def test_an_answer_that_was_kept_means_what_it_meant(widget: Widget, needed: bool, raw: str | tuple[str, ...]) -> None:
    asked = field(widget, required=needed, top=99)
    first = read(asked, raw, TUESDAY)
    kept = spell(asked, raw, TUESDAY)
    assert read(asked, kept, TUESDAY) == first
    assert spell(asked, kept, TUESDAY + timedelta(days=400)) == kept or isinstance(first, Wrong) or first is None


@pytest.mark.parametrize(
    ("value", "number"),
    [("12", 12), ("0", 0), ("999999999", 999_999_999), ("", None), ("1234567890", None), ("²", None), ("٣", None),
     ("-1", None), (" 1", None), ("1\n", None), ("x", None)],
)  # fmt: skip
def test_a_number_on_a_button_is_trusted_only_as_a_number(value: str, number: int | None) -> None:
    assert read_number(value) == number


class Small(BaseModel):
    """A form of every kind of answer that can be missing."""

    text: Annotated[str, Ask("Text", most=20)]
    colour: Annotated[Colour | None, Ask("Colour", labels=LABELS, unknown=True)]
    day: Annotated[date | None, Ask("Day")] = None
    place: Annotated[LocationRef | None, Ask("Place")] = None
    lead: Annotated[PersonRef | None, Ask("Lead")] = None
    sure: Annotated[bool, Ask("Sure?")] = False
    colours: Annotated[tuple[Colour, ...], Ask("Colours", labels=LABELS)] = ()

    @field_validator("text")
    @classmethod
    def _is_kind(cls, value: str) -> str:
        if "blame" in value:
            raise ValueError("Please say what happened, not who did it.")
        return value

    @model_validator(mode="after")
    def _fits(self) -> "Small":
        if self.sure and self.day is None:
            raise ValueError("Please give the day.")
        return self


def test_answers_become_the_model_and_what_was_left_out_its_defaults() -> None:
    filled = check(Small, {"text": " pt fell ", "colour": "?", "lead": "#3", "colours": ("red",)}, TUESDAY)
    assert filled == Small(text="pt fell", colour=None, lead=PersonRef(3), colours=(Colour.RED,))


def test_every_wrong_answer_has_its_own_sentence() -> None:
    wrong = check(Small, {"text": "x" * 30, "colour": "", "day": "soon", "place": "ward 7"}, TUESDAY)
    assert isinstance(wrong, dict)
    assert set(wrong) == {"text", "colour", "day", "place"}
    assert wrong["colour"] == "Please answer this one."


def test_a_models_own_objection_stands_beside_its_field_in_its_own_words() -> None:
    raw = {"text": "blame", "colour": "red"}
    assert check(Small, raw, TUESDAY) == {"text": "Please say what happened, not who did it."}
    raw = {"text": "fell", "colour": "red", "sure": "yes"}
    assert check(Small, raw, TUESDAY) == {"text": "Please give the day."}


@given(
    st.dictionaries(
        st.sampled_from([*Small.model_fields, "other"]), st.text() | st.lists(st.text(max_size=9)).map(tuple)
    )
)
def test_whatever_comes_back_from_the_network_is_a_form_or_a_sentence(raw: dict[str, str | tuple[str, ...]]) -> None:
    answer = check(Small, raw, TUESDAY)
    assert isinstance(answer, Small) or all(isinstance(why, str) and why for why in answer.values())
