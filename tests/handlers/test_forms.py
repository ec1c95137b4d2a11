"""Forms: a type decides the widget, and what cannot be asked fails when the program starts."""

from datetime import date, datetime, time
from enum import Enum, StrEnum
from typing import Annotated, Any

import pytest
from pydantic import BaseModel, create_model

from handlers.capabilities import CAPABILITIES
from handlers.chat.form import (
    CHOICE_MOST,
    TITLE_MOST,
    UNKNOWN,
    Ask,
    Choice,
    FileRef,
    Form,
    LocationRef,
    PersonRef,
    Widget,
    fields_of,
    form,
)


class Colour(StrEnum):
    """What a choice is made of."""

    RED = "red"
    BLUE = "blue"


LABELS: dict[str, str] = {Colour.RED: "Red", Colour.BLUE: "Blue"}


class Plain(Enum):
    """Values that no platform can send back."""

    ONE = 1


def with_field(kind: Any, ask: Ask | None = None, default: Any = ...) -> type[BaseModel]:
    hint: Any = Annotated[kind, ask] if ask else kind
    return create_model("Made", asked=(hint, default))


@pytest.mark.parametrize(
    ("kind", "ask", "widget"),
    [
        (str, Ask("x"), Widget.TEXT),
        (str, Ask("x", long=True), Widget.PARAGRAPH),
        (date, Ask("x"), Widget.DATE),
        (time, Ask("x"), Widget.TIME),
        (int, Ask("x"), Widget.NUMBER),
        (bool, Ask("x"), Widget.CHOICE),
        (Colour, Ask("x", labels=LABELS), Widget.CHOICE),
        (tuple[Colour, ...], Ask("x", labels=LABELS), Widget.CHOICES),
        (PersonRef, Ask("x"), Widget.PERSON),
        (LocationRef, Ask("x"), Widget.LOCATION),
        (FileRef, Ask("x"), Widget.FILE),
    ],
)
def test_the_type_decides_the_widget(kind: Any, ask: Ask, widget: Widget) -> None:
    for asked, needed in ((kind, True), (kind | None, False)):
        (field,) = fields_of(with_field(asked, ask, ... if needed else None))
        assert (field.widget, field.required) == (widget, needed)


def test_every_widget_comes_from_some_type() -> None:
    marks = [one for one in test_the_type_decides_the_widget.pytestmark if one.name == "parametrize"]
    assert {row[2] for row in marks[0].args[1]} == set(Widget)


@pytest.mark.parametrize(
    "kind", [float, bytes, datetime, Plain, dict[str, str], list[Colour], tuple[str, ...], set[Colour], str | int, Any]
)
def test_a_type_without_a_widget_fails_at_the_start(kind: Any) -> None:
    with pytest.raises(TypeError, match=r"Made\.asked"):
        fields_of(with_field(kind, Ask("x", labels=LABELS)))


def test_a_question_without_words_fails_at_the_start() -> None:
    with pytest.raises(TypeError, match="how should it be asked"):
        fields_of(with_field(str))
    with pytest.raises(TypeError, match=r"no words for \['red', 'blue'\]"):
        fields_of(with_field(Colour, Ask("x")))
    with pytest.raises(TypeError, match=r"no words for \['blue'\]"):
        fields_of(with_field(tuple[Colour, ...], Ask("x", labels={"red": "Red"})))


def test_not_knowing_needs_a_place_to_be_kept() -> None:
    with pytest.raises(TypeError, match="does not allow None"):
        fields_of(with_field(Colour, Ask("x", labels=LABELS, unknown=True)))
    (field,) = fields_of(with_field(Colour | None, Ask("x", labels=LABELS, unknown=True)))
    assert field.choices[-1] == Choice(UNKNOWN, "I don't know")
    assert field.required


def test_yes_and_no_are_words() -> None:
    (field,) = fields_of(with_field(bool, Ask("x")))
    assert field.choices == (Choice("yes", "Yes"), Choice("no", "No"))


def test_what_a_question_says_and_allows_goes_with_it() -> None:
    (field,) = fields_of(with_field(int, Ask("How many?", hint="Of all", least=1, top=9, most=5, public=True)))
    assert (field.name, field.label, field.hint) == ("asked", "How many?", "Of all")
    assert (field.least, field.top, field.most, field.public) == (1, 9, 5, True)


@pytest.mark.parametrize("label", ["", "x" * (CHOICE_MOST + 1)])
def test_a_label_that_some_platform_cannot_show_is_refused(label: str) -> None:
    with pytest.raises(ValueError, match="characters"):
        Choice("a", label)
    assert Choice("a", "x" * CHOICE_MOST).label


def test_a_title_that_some_platform_cannot_show_is_refused() -> None:
    assert Form("f", "x" * TITLE_MOST, ())
    with pytest.raises(ValueError, match="at most 24"):
        Form("f", "x" * (TITLE_MOST + 1), ())
    with pytest.raises(ValueError, match="at most 24"):
        Form("f", "x", (), submit="x" * (TITLE_MOST + 1))


def test_a_form_that_comes_back_holds_what_was_typed_and_what_is_wrong() -> None:
    first = form(with_field(str, Ask("x")), "f", "F", context="d1", values={"asked": "old"}, shown={"#1": "Ward 7"})
    again = first.with_errors({"asked": "Too short."}, {"asked": "typed"})
    assert (again.values, again.errors) == ({"asked": "typed"}, {"asked": "Too short."})
    assert (again.name, again.title, again.context, again.shown) == ("f", "F", "d1", {"#1": "Ward 7"})
    assert (first.values, first.errors) == ({"asked": "old"}, {})


@pytest.mark.parametrize(
    ("name", "route"), [(name, route) for one in CAPABILITIES for name, route in one.forms.items()]
)
def test_every_form_of_the_bot_can_be_asked_on_every_platform(name: str, route: Any) -> None:
    fields = fields_of(route.model)
    assert fields
    assert " " not in name
    assert ":" not in name
    for field in fields:
        assert 0 < len(field.label) <= 140
        assert len(field.hint) <= 2000
        assert len(field.choices) <= 100
        assert not field.label.endswith(":")
