"""The lines of a morning's one message: what a card says in parts reads as sentences on one line."""

from datetime import date

import pytest

from handlers.chat.card import Card, Items, Text
from handlers.chat.reply import show
from handlers.showing.digest import digest


@pytest.mark.parametrize("told", ["NatPSA/2026/019/MHRA: Patient monitors", "Is this action theirs?", "This is late."])
def test_what_a_card_says_in_parts_is_told_in_sentences(told: str) -> None:
    card = Card("x", "An alert action is late", (Text(told), Text("The lead is Dr Leila Haddad.")))
    drawn = digest([(1, "Late", show(card))], date(2026, 11, 23)).cards[0]
    line = next(part for part in drawn.parts if isinstance(part, Items)).items[0].text
    assert line == f"{told.removesuffix('.')}{'' if told.endswith('?') else '.'} The lead is Dr Leila Haddad."
