"""The cards of the conversation itself: what stays in the place where somebody asked, and what only they see."""

from handlers.chat.card import Button, Card, Text
from handlers.chat.reply import Reply
from handlers.chat_cards import PRIVATE, part_private

SHOW = Button("Show", "x.show", "1")
SHARE = Button("Share here", "x.share", "1", shares=True)


def test_a_button_that_shares_stays_where_the_person_asked() -> None:
    private, note = part_private(Reply((Card("x", "Late: 2", (Text("Two are late."),), (SHOW, SHARE)),), replaces=True))
    assert [card.buttons for card in private.cards] == [(SHOW,)]
    assert private.cards[0].parts == (Text("Two are late."),)
    assert not private.replaces
    assert (note.parts, note.buttons) == (PRIVATE.parts, (SHARE,))


def test_a_note_without_anything_to_share_has_no_button() -> None:
    private, note = part_private(Reply((Card("x", "Yours", (), (SHOW,)),)))
    assert private.cards[0].buttons == (SHOW,)
    assert note == PRIVATE
