"""Cards and replies: limits that hold on every platform, and a reply that survives being kept."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from handlers.chat.card import (
    BUTTON_MOST,
    TITLE_MOST,
    VALUE_MOST,
    Button,
    Card,
    Confirm,
    Facts,
    Item,
    Items,
    Picture,
    Step,
    Steps,
    StepState,
    Style,
    Text,
    say,
    shorten,
)
from handlers.chat.form import Choice, Field, Form, Widget
from handlers.chat.reply import Reply, ask, pack, show, tell, unpack

WORDS = st.text(st.characters(codec="utf-8"), max_size=40)
LABELS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=BUTTON_MOST)
BUTTONS = st.builds(
    Button,
    LABELS,
    WORDS,
    WORDS,
    st.sampled_from(Style),
    st.none() | st.builds(Confirm, WORDS, WORDS, WORDS, WORDS),
    WORDS,
)
LINES = st.builds(Item, WORDS, WORDS, st.lists(BUTTONS, max_size=2).map(tuple))
PARTS = (
    st.builds(Text, WORDS, st.booleans(), st.booleans())
    | st.builds(Facts, st.lists(st.tuples(WORDS, WORDS), max_size=3).map(tuple))
    | st.builds(Items, st.lists(LINES, max_size=2).map(tuple), WORDS)
    | st.builds(Steps, st.lists(st.builds(Step, WORDS, st.sampled_from(StepState)), max_size=3).map(tuple))
    | st.builds(Picture, st.binary(max_size=60), st.just("Falls by month"))
)  # fmt: skip
CARDS = st.builds(Card, WORDS, WORDS, st.lists(PARTS, max_size=4).map(tuple), st.lists(BUTTONS, max_size=3).map(tuple))
ANSWERS = st.dictionaries(WORDS, WORDS | st.lists(WORDS, max_size=3).map(tuple), max_size=3)
FIELDS = st.builds(
    Field, WORDS, st.sampled_from(Widget), WORDS, WORDS, st.booleans(),
    st.lists(st.builds(Choice, WORDS, LABELS), max_size=3).map(tuple), public=st.booleans(),
)  # fmt: skip
FORMS = st.builds(
    Form, WORDS, st.text(max_size=24), st.lists(FIELDS, max_size=3).map(tuple), st.text(max_size=24), WORDS, WORDS,
    ANSWERS, st.dictionaries(WORDS, WORDS, max_size=2), st.dictionaries(WORDS, WORDS, max_size=2),
)  # fmt: skip
REPLIES = st.builds(
    Reply, st.lists(CARDS, max_size=2).map(tuple), st.none() | FORMS, st.booleans(), st.booleans(), st.booleans()
)


@settings(max_examples=200, deadline=None)
@given(REPLIES)
def test_a_reply_that_was_kept_is_the_reply(reply: Reply) -> None:
    assert unpack(pack(reply)) == reply


def test_a_picture_survives_byte_by_byte() -> None:
    picture = Picture(bytes(range(256)), "Every byte")
    assert unpack(pack(show(Card("a", "", (picture,))))).cards[0].parts == (picture,)


@pytest.mark.parametrize("body", ["", "null", "[]", "{", '{"cards": 3}', '{"cards": [{"name": "x"}]}'])
def test_what_was_never_packed_is_refused(body: str) -> None:
    with pytest.raises(ValidationError):
        unpack(body)


def test_a_title_has_an_end() -> None:
    assert Card("a", "x" * TITLE_MOST)
    with pytest.raises(ValueError, match="140"):
        Card("a", "x" * (TITLE_MOST + 1))


@pytest.mark.parametrize("label", ["", "x" * (BUTTON_MOST + 1)])
def test_a_button_says_something_and_not_too_much(label: str) -> None:
    with pytest.raises(ValueError, match="1 to 60"):
        Button(label, "a.b")


def test_a_button_carries_no_more_than_every_platform_takes() -> None:
    assert Button("x", "a.b", "x" * VALUE_MOST)
    with pytest.raises(ValueError, match="900"):
        Button("x", "a.b", "x" * (VALUE_MOST + 1))


@pytest.mark.parametrize("alt", ["", "  \n"])
def test_a_picture_is_never_without_words(alt: str) -> None:
    with pytest.raises(ValueError, match="cannot see it"):
        Picture(b"png", alt)


@given(WORDS, st.integers(13, 60))
def test_what_is_shortened_fits_and_says_that_it_was(text: str, most: int) -> None:
    short = shorten(text, most)
    assert len(short) <= most
    assert short == text or short.endswith("… (shortened)")
    assert (short == text) == (len(text) <= most)


def test_the_short_ways_of_writing_a_reply() -> None:
    button = Button("Go", "a.b")
    assert say("words", button, title="T") == Card("chat.say", "T", (Text("words"),), (button,))
    assert tell("words", replaces=True) == Reply((say("words"),), replaces=True)
    asked = Form("f", "F", ())
    assert ask(asked) == Reply((), asked)
