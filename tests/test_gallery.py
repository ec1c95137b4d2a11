"""Every card and form that the bot can show, on every platform: within its limits, readable, and never as markup."""

import ast
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import pytest
from gallery import PLATFORMS, read_page, readable, said_by, squeezed
from pydantic import BaseModel

from handlers.capabilities import CAPABILITIES
from handlers.chat.card import (
    Button,
    Card,
    Confirm,
    Facts,
    Item,
    Items,
    Part,
    Picture,
    Step,
    Steps,
    StepState,
    Style,
    Text,
    shorten,
)
from handlers.chat.form import Ask, Choice, Field, Form, LocationRef, Widget, form
from handlers.chat.reply import Reply
from handlers.chat.turn import RawAnswer

HANDLERS = Path(__file__).parent.parent / "handlers"
EXAMPLES: list[Card | Form] = [example for one in CAPABILITIES for example in one.examples()]
CARDS = [one for one in EXAMPLES if isinstance(one, Card)]
FORMS = [one for one in EXAMPLES if isinstance(one, Form)]
HOSTILE = "<!channel> *bold* _it_ [x](http://y) <script>alert(1)</script> &amp; `code` ~s~ {{1+1}} # a > b"
PNG = b"\x89PNG\r\n\x1a\n"

EVERY_PART: tuple[Part, ...] = (
    Text("First line\nsecond line\n\na new paragraph"),
    Text("Figures from 09:14.", quiet=True),
    Text("pt fell", quote=True),
    Facts((("Where", "Ward 7"), ("When", "Sat 14 Mar, 02:15"), ("Nothing", ""))),
    Items(
        (Item("Find every pump", "due Fri 18 Dec", (Button("Done", "x.done", "1"), Button("Snooze", "x.z"))),), "1 of 9"
    ),
    Items((Item("One button", "", (Button("Open", "x.open", "1"),)), Item("No button"))),
    Steps(tuple(Step(f"Step {state}", state) for state in StepState)),
    Picture(PNG, "Falls by month, falling"),
)
CONFIRM = Confirm("Delete this draft?", "What you wrote will be gone.", "Yes, delete it", "Keep it")
EVERYTHING = Card(
    "test.everything",
    "Everything at once",
    EVERY_PART,
    (
        Button("Submit", "x.submit", "d1", Style.PRIMARY),
        Button("Delete", "x.delete", "d1", Style.DANGER, CONFIRM),
        Button("Read the alert", "x.link", url="https://example.org/alert?a=1&b=2"),
        *(Button(f"Choice {number}", "x.choice", str(number)) for number in range(9)),
    ),
)
CHOICES = tuple(Choice(f"c{number}", f"Choice {number}") for number in range(12))
EVERY_WIDGET = Form(
    "test.widgets",
    "Everything to ask",
    tuple(
        Field(
            f"f{number}", widget, f"The {widget} question", f"A hint for {widget}", required=number % 2 == 0,
            choices=CHOICES if widget in {Widget.CHOICE, Widget.CHOICES} else (), top=20,
        )
        for number, widget in enumerate(Widget)
    ),
    intro="Please answer all of it.",
    context="d12",
)  # fmt: skip


LATER = {
    "incidents.redirect": "their own form is a link, and comes first",
    "chat.question": "several choices are pressed before Done",
}
"""Why the likeliest button of a card may not be its first."""


def name_of(example: Card | Form) -> str:
    return example.name


def reply_of(example: Card | Form) -> Reply:
    return Reply((example,)) if isinstance(example, Card) else Reply(form=example)


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("card", [*CARDS, EVERYTHING], ids=name_of)
def test_every_card_can_be_read_and_pressed_on_every_platform(platform: str, card: Card) -> None:
    shown = PLATFORMS[platform](Reply((card,)))
    assert card.title in shown.text
    pressed = [
        *card.buttons,
        *(b for part in card.parts if isinstance(part, Items) for i in part.items for b in i.buttons),
    ]
    for button in pressed:
        there = shown.text.split("\n") if button.url and platform == "browser" else shown.buttons
        # Behind "More", Teams has no room for a second question: there the answer itself is the button.
        labels = {button.label} | ({button.confirm.yes} if button.confirm and platform == "teams" else set())
        assert labels & set(there), button.label
    for words in said_by(card):
        assert readable(words, platform) in squeezed(shown), words


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("asked", [*FORMS, EVERY_WIDGET], ids=name_of)
def test_every_form_can_be_filled_in_on_every_platform(platform: str, asked: Form) -> None:
    shown = PLATFORMS[platform](Reply(form=asked))
    assert asked.title in shown.text or platform == "slack"
    assert asked.submit in shown.buttons
    assert " ".join(asked.intro.split()) in squeezed(shown)
    for field in asked.fields:
        if platform == "teams" and field.widget is Widget.FILE:
            assert field.label in shown.text
            continue
        assert any(label.startswith(field.label) for label in shown.asked), field.label
    for problem in asked.errors.values():
        assert problem in squeezed(shown)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_form_that_comes_back_shows_what_is_wrong_beside_what_was_typed(platform: str) -> None:
    errors = {field.name: f"Please look at {field.name} again." for field in EVERY_WIDGET.fields}
    typed: dict[str, RawAnswer] = {
        "f0": "typed text", "f1": "typed story", "f2": "2026-11-24", "f3": "02:15", "f4": "7", "f5": "c3",
        "f6": ("c1", "c2"), "f7": "#3", "f8": "#2",
    }  # fmt: skip
    again = replace(EVERY_WIDGET.with_errors(errors, typed), shown={"#3": "Person 3", "#2": "Ward 2"})
    shown = PLATFORMS[platform](Reply(form=again))
    for problem in errors.values():
        assert problem in shown.text, problem
    for there in ("typed text", "typed story", "7", "Choice 3", "Choice 1", "Choice 2", "Person 3", "Ward 2"):
        assert there in squeezed(shown), there


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_card_and_a_form_stand_in_one_message(platform: str) -> None:
    shown = PLATFORMS[platform](Reply((EVERYTHING,), replace(EVERY_WIDGET, intro="")))
    assert "Everything at once" in shown.text
    assert "Submit" in shown.buttons
    assert EVERY_WIDGET.submit in shown.buttons


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize(
    "words",
    [
        HOSTILE, "<!channel>", "<!here|here>", "<@U1>", "<http://x|y>", "*bold*", "_it_", "[x](http://y)", "&lt;b&gt;",
        "<script>alert(1)</script>", "<b onclick='x()'>b</b>", "{{ 7*7 }}", "${x}", "`code`", "# heading", "> quoted",
    ],
)  # fmt: skip
def test_what_a_person_wrote_is_shown_letter_by_letter_wherever_it_stands(platform: str, words: str) -> None:
    label = shorten(words, 60)
    card = Card(
        "test.hostile",
        words,
        (
            Text(words),
            Text(words, quiet=True),
            Text(words, quote=True),
            Facts(((words, words),)),
            Items((Item(words, words, (Button(label, "x.y", words),)), Item(words)), words),
            Steps((Step(words, StepState.NOW),)),
            Picture(PNG, words),
        ),
        (Button(label, "x.y", words, confirm=Confirm(words[:90], words, "<b>Yes</b>", "<i>No</i>")),),
    )
    shown = PLATFORMS[platform](Reply((card,)))
    assert squeezed(shown).count(words) >= 10
    assert label in shown.buttons


@pytest.mark.parametrize("platform", PLATFORMS)
def test_what_a_person_typed_into_a_form_is_shown_letter_by_letter(platform: str) -> None:
    fields = tuple(
        replace(
            field, label=HOSTILE, hint=HOSTILE, choices=tuple(Choice(one.value, HOSTILE[:70]) for one in field.choices)
        )
        for field in EVERY_WIDGET.fields
    )
    values = {field.name: HOSTILE for field in fields if field.widget in {Widget.TEXT, Widget.PARAGRAPH}}
    errors = {field.name: HOSTILE for field in fields}
    asked = Form("test.hostile", "<b>*x*</b>", fields, "<i>go</i>", HOSTILE, "d1", values, errors, {"#1": HOSTILE})
    shown = PLATFORMS[platform](Reply(form=asked))
    assert squeezed(shown).count(HOSTILE) >= 2 * len(fields)
    assert "<i>go</i>" in shown.buttons


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_long_text_is_shortened_with_a_mark_or_shown_in_full(platform: str) -> None:
    story = " ".join(f"word{number}" for number in range(4000))
    shown = squeezed(PLATFORMS[platform](Reply((Card("test.long", "Long", (Text(story),)),))))
    assert "word3999" in shown or "… (shortened)" in shown


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("text", ["", " ", "\n", "\u202eright to left", "🙂" * 500, "a" * 5000])
def test_odd_texts_are_drawn_too(platform: str, text: str) -> None:
    parts = (
        Text(text),
        Text(text, quiet=True),
        Text(text, quote=True),
        Facts((("Label", text),)),
        Items((Item("x", text),), text),
    )
    PLATFORMS[platform](Reply((Card("test.odd", "Odd", parts), Card("test.odd", shorten(text, 140), parts))))
    PLATFORMS[platform](Reply((Card("test.empty", ""), Card("test.title", "Only a heading"))))


def test_every_card_that_is_made_anywhere_has_an_example() -> None:
    made: dict[str, str] = {}
    for path in HANDLERS.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Card":
                where = f"{path.relative_to(HANDLERS)}:{node.lineno}"
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant):
                    made[str(first.value)] = where
                else:
                    assert path.name == "card.py", f"{where}: a card's name is written where it is made"
    examples = {one.name for one in CARDS}
    assert {name: where for name, where in made.items() if name not in examples} == {}


def test_every_form_has_an_example() -> None:
    assert {name for one in CAPABILITIES for name in one.forms} <= {one.name for one in FORMS}


def test_the_gallery_holds_every_part_and_every_question() -> None:
    assert {type(part) for part in EVERY_PART} == set(Part.__args__)
    assert {field.widget for field in EVERY_WIDGET.fields} == set(Widget)


@pytest.mark.parametrize("example", EXAMPLES, ids=name_of)
def test_a_card_has_one_likeliest_button_and_asks_before_danger(example: Card | Form) -> None:
    if isinstance(example, Form):
        return
    assert sum(button.style is Style.PRIMARY for button in example.buttons) <= 1
    for button in example.buttons:
        assert button.style is not Style.DANGER or button.confirm is not None, button.label
        assert button.style is not Style.PRIMARY or button is example.buttons[0] or example.name in LATER


@pytest.mark.parametrize(
    "broken",
    [
        "<p>open",
        "<p><b>crossed</p></b>",
        "</p>",
        '<input type="text" id="a">',
        '<label for="b">x</label><input type="text" id="a">',
        '<p id="a"></p><p id="a"></p>',
        '<p aria-describedby="nothing"></p>',
        '<p onclick="x()"></p>',
        "<script></script>",
        '<img src="x">',
    ],
)
def test_the_reader_of_the_page_is_a_real_judge(broken: str) -> None:
    with pytest.raises(AssertionError):
        read_page(broken)


class Small(BaseModel):
    """A form with a place that was found by search."""

    where: Annotated[LocationRef, Ask("Where?")]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_place_that_was_picked_is_shown_by_its_name(platform: str) -> None:
    asked = form(Small, "test.small", "Small", values={"where": "#2"}, shown={"#2": "Ward 2"})
    assert PLATFORMS[platform](Reply(form=asked)).asked
