"""What is drawn: every kind of part and question, with all words as plain text."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from showcase import everything, full_form

from bot.browser import draw
from bot.browser.chats import Message
from bot.browser.draw import RADIOS_MOST, Scene, draw_message
from handlers.chat.card import Button, Card, Confirm, Facts, Item, Items, Picture, Step, Steps, StepState, Style, Text
from handlers.chat.form import Choice, Field, Form, Widget

NOW = datetime(2026, 11, 24, 9, 12, tzinfo=UTC)
SCENE = Scene("amina", "token", NOW)
NASTY = '<script>alert("x")</script> & </textarea> \' " {{ 7*7 }}'


def drawn(*cards: Card, form: Form | None = None, at: datetime = NOW, **more: str) -> str:
    """Return one message of these cards."""
    return draw_message(Message(7, at, 1, 1, cards=cards, form=form, **more), SCENE)  # type: ignore[arg-type]


def question(widget: Widget, **more: object) -> Field:
    """Return a question of one kind."""
    return Field("asked", widget, "A label", **more)  # type: ignore[arg-type]


def test_every_word_of_a_card_is_plain_text() -> None:
    nasty = NASTY[:50]
    button = Button(nasty, "a.b", NASTY, Style.DANGER, Confirm(NASTY, NASTY, nasty, nasty))
    card = Card(
        "x",
        NASTY,
        (
            Text(NASTY),
            Text(NASTY, quote=True),
            Facts(((NASTY, NASTY),)),
            Items((Item(NASTY, NASTY, (button,)),), NASTY),
            Steps((Step(NASTY, StepState.NOW),)),
            Picture(b"png", NASTY),
        ),
        (button,),
    )
    html = drawn(card, asking="")
    assert "<script" not in html
    assert "</textarea>" not in html
    assert "{{ 7*7 }}" in html
    assert html.count("&lt;script&gt;") > 10


def test_a_reference_is_not_broken_at_its_hyphens_and_stays_as_it_is_typed() -> None:
    html = drawn(
        Card(
            "x",
            "Report SE-2026-000123 <b>",
            (Text("See SE-2026-000124."),),
            (Button("It is SE-2026-000125", "a.b", "SE-2026-000125"),),
        )
    )
    assert re.findall(r"<bdi>(.*?)</bdi>", html) == ["SE-2026-000123", "SE-2026-000124", "SE-2026-000125"]
    assert "</bdi> &lt;b&gt;" in html
    assert 'SE-2026-000125&#34;]"' in html
    css = (Path(draw.__file__).parent / "static" / "page.css").read_text(encoding="utf-8")
    assert "bdi { white-space: nowrap; }" in css


def test_every_word_of_a_form_is_plain_text() -> None:
    fields = tuple(
        Field(f"f{number}", widget, NASTY, NASTY, choices=(Choice(NASTY, NASTY),))
        for number, widget in enumerate(Widget)
    )
    values = {field.name: NASTY for field in fields}
    errors = {field.name: NASTY for field in fields}
    form = Form("<b>", "<b>", fields, "<b>", NASTY, NASTY, values, errors, {NASTY: NASTY})
    html = drawn(form=form)
    assert "<script" not in html
    assert "<b>" not in html
    assert html.count("</textarea>") == html.count("<textarea") == 1


def test_a_button_that_is_a_link_runs_nothing() -> None:
    html = drawn(
        Card("x", "", (), (Button("Read", "r", url="javascript:alert(1)"), Button("Go", "g", url="https://a.b")))
    )
    assert "javascript:" not in html
    assert 'href="https://a.b" target="_blank" rel="noopener noreferrer"' in html


def test_a_step_says_its_state_in_words() -> None:
    html = drawn(everything())
    for word in ("Done", "Late", "Now", "To come"):
        assert f'<span class="state">{word}</span>' in html


def test_a_picture_stands_on_the_page_itself_with_its_words() -> None:
    html = drawn(Card("x", "A chart", (Picture(b"png", "Falls by month"),)))
    assert '<img src="data:image/png;base64,cG5n" alt="Falls by month">' in html


def test_buttons_of_a_list_say_what_they_are_about() -> None:
    html = drawn(Card("x", "T", (Items((Item("Find every pump", "", (Button("Done", "d"),)),)),)))
    about = re.findall(r'<button[^>]*aria-describedby="([^"]+)"[^>]*>Done<', html)[0]
    assert f'id="{about}" dir="auto">Find every pump<' in html


@pytest.mark.parametrize(
    ("label", "value", "columns"),
    [
        ("Psychological harm", "Not known", '<dl class="facts">'),
        ("Physical harm, patient 1", "Not known", '<dl class="facts long">'),
        ("Where", "w" * 46, '<dl class="facts long">'),
    ],
)
def test_facts_with_a_long_label_or_answer_are_not_squeezed_into_two_columns(
    label: str, value: str, columns: str
) -> None:
    html = drawn(Card("x", "Title", (Facts((*(("Type", "Incident"),) * 6, (label, value))),)))
    assert columns in html


def test_two_drawings_are_two_deliveries() -> None:
    first, second = (re.findall(r'name="delivery" value="([^"]+)"', drawn(everything()))[0] for _ in range(2))
    assert first != second


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2026, 11, 24, 0, 5, tzinfo=UTC), "today, 00:05"),
        (datetime(2026, 11, 23, 23, 59, tzinfo=UTC), "yesterday, 23:59"),
        (datetime(2026, 7, 1, 23, 30, tzinfo=UTC), "Thu 2 Jul, 00:30"),
    ],
)
def test_a_message_says_when_it_came_as_people_in_london_say_it(at: datetime, words: str) -> None:
    assert words in drawn(everything(), at=at)


@pytest.mark.parametrize(
    ("field", "control"),
    [
        (question(Widget.TEXT), '<input type="text" id="m7-asked"'),
        (question(Widget.PARAGRAPH), '<textarea id="m7-asked"'),
        (question(Widget.DATE), "Like 14/03/2026."),
        (question(Widget.TIME), "Like 02:15."),
        (question(Widget.NUMBER), 'inputmode="numeric"'),
        (question(Widget.CHOICE, choices=(Choice("a", "A"),)), '<input type="radio" name="answer.asked" value="a"'),
        (
            question(Widget.CHOICE, choices=tuple(Choice(str(n), f"C{n}") for n in range(RADIOS_MOST + 1))),
            '<select id="m7-asked"',
        ),
        (question(Widget.CHOICES, choices=(Choice("a", "A"),)), '<input type="checkbox" name="answer.asked" value="a"'),
        (question(Widget.PERSON), 'data-kind="person"'),
        (question(Widget.LOCATION), 'data-kind="location"'),
        (question(Widget.FILE), '<input type="file" id="m7-asked"'),
    ],
    ids=lambda found: found.widget if isinstance(found, Field) else "",
)
def test_each_kind_of_question_has_its_control_with_a_label(field: Field, control: str) -> None:
    html = drawn(form=Form("f", "F", (field,)))
    assert control in html
    assert "<legend>A label" in html or '<label for="m7-asked">A label' in html


@pytest.mark.parametrize(
    ("widget", "answer", "shown"),
    [
        (Widget.DATE, "last Sunday", "last Sunday"),
        (Widget.DATE, "2026-12-11", "11/12/2026"),
        (Widget.TIME, "02:15:00", "02:15"),
        (Widget.TIME, "about 2", "about 2"),
    ],
)
def test_days_and_times_are_shown_as_people_here_write_them(widget: Widget, answer: str, shown: str) -> None:
    form = Form("f", "F", (question(widget),), values={"asked": answer})
    assert f'value="{shown}"' in drawn(form=form)


def test_an_optional_choice_can_be_taken_back() -> None:
    field = question(Widget.CHOICE, choices=(Choice("a", "A"),))
    assert "No answer" not in drawn(form=Form("f", "F", (field,)))
    assert "No answer" in drawn(form=Form("f", "F", (replace(field, required=False),)))


def test_what_was_answered_is_filled_in() -> None:
    values = {"involved": ("devices",), "harm": "low", "speciality": "c", "where": "#7", "day": "2026-11-23"}
    html = drawn(form=replace(full_form(), values=values, shown={"#7": "Ward 7"}))
    assert 'value="devices" checked' in html
    assert 'value="medicines" checked' not in html
    assert 'value="low" checked' in html
    assert '<option value="c" selected>' in html
    assert 'name="answer.where" value="Ward 7"' in html
    assert 'name="found.where" value="#7"' in html
    assert 'id="m7-day" name="answer.day" value="23/11/2026"' in html


@pytest.mark.parametrize(
    ("hint", "words"),
    [("", "Like 14/03/2026."), ("Its deadline", "Like 14/03/2026. Its deadline"), ("When?", "Like 14/03/2026. When?")],
)
def test_the_hint_of_a_day_says_how_to_write_it(hint: str, words: str) -> None:
    assert f">{words}</p>" in drawn(form=Form("f", "F", (question(Widget.DATE, hint=hint),)))
