"""Every card and form of the bot drawn on the page, and words of every kind kept as words."""

from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.browser.chats import Message
from bot.browser.draw import Scene, draw_message
from handlers.capabilities import CAPABILITIES
from handlers.chat.card import Card, Text
from handlers.chat.form import Form

NOW = datetime(2026, 11, 24, 9, 12, tzinfo=UTC)
SCENE = Scene("amina", "token", NOW)
EXAMPLES = [example for one in CAPABILITIES for example in one.examples()]
CARDS = [example for example in EXAMPLES if isinstance(example, Card)]
FORMS = [example for example in EXAMPLES if isinstance(example, Form)]
ALONE = frozenset({"input", "img", "br"})


class Outline(HTMLParser):
    """Reads drawn HTML: the words on it, its ids, and whether every element is closed in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.words: list[str] = []
        self.described: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.ids += [value for name, value in attrs if name == "id" and value]
        for name in ("aria-describedby", "aria-labelledby", "for", "data-confirm"):
            self.described += (found.get(name) or "").split()
        if tag not in ALONE:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def outline(card: Card | None = None, form: Form | None = None) -> Outline:
    """Return the outline of one drawn card or form."""
    return Outline(draw_message(Message(7, NOW, 1, 1, cards=(card,) if card else (), form=form), SCENE))


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.name)
def test_every_card_is_drawn_whole(card: Card) -> None:
    seen = outline(card)
    assert card.title in "".join(seen.words)
    assert len(seen.ids) == len(set(seen.ids))
    assert set(seen.described) <= set(seen.ids)
    for button in card.buttons:
        assert button.label in seen.words


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_every_form_is_drawn_whole(form: Form) -> None:
    wrong = form.with_errors({field.name: "Please answer this one." for field in form.fields}, {})
    for one in (form, wrong):
        seen = outline(form=one)
        assert len(seen.ids) == len(set(seen.ids))
        assert set(seen.described) <= set(seen.ids)
        for field in one.fields:
            assert any(field.label in words for words in seen.words)


@given(st.text(st.characters(exclude_characters="\r\0", exclude_categories=["Cs"]), min_size=1, max_size=400))
def test_words_of_every_kind_stay_words(text: str) -> None:
    assert text in "".join(outline(Card("x", "", (Text(text),))).words)


def test_half_a_character_does_not_break_the_page() -> None:
    assert draw_message(Message(7, NOW, 1, 1, cards=(Card("x", "\ud800"),)), SCENE).encode("utf-8", "replace")
