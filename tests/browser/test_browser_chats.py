"""The chats in memory and the sender that fills them."""

from datetime import UTC, datetime

import pytest
from visiting import T0, Demo

from bot.browser.chats import KEPT, Chats
from bot.browser.leap import Landing, clock_words, land
from handlers.chat.card import say
from handlers.chat.port import Parcel, Profile, Unreachable
from handlers.chat.reply import show
from handlers.chat.turn import Platform


def parcel(user: str = "leila", key: str = "k1", message: str = "", words: str = "Hello") -> Parcel:
    """Return a message to deliver, to take the place of ``message`` if that is given."""
    address = {"user": user, **({"message": message} if message else {})}
    return Parcel(key, address, show(say(words)), replaces=bool(message))


async def test_a_message_is_delivered_with_an_address_to_change_it_by(demo: Demo) -> None:
    sender = demo.browser.sender
    first = await sender.send(parcel())
    second = await sender.send(parcel(key="k2", message=first.ref["message"], words="Changed"))
    assert sender.platform is Platform.BROWSER
    assert first.ref["user"] == "leila"
    assert second.ref == first.ref


async def test_a_message_that_is_no_longer_there_comes_as_a_new_one(demo: Demo) -> None:
    receipt = await demo.browser.sender.send(parcel(message="4711"))
    assert receipt.ref["message"] not in {"", "4711"}


async def test_a_key_that_was_delivered_is_not_delivered_again(demo: Demo) -> None:
    sender = demo.browser.sender
    assert await sender.find(parcel()) is None
    first = await sender.send(parcel())
    assert await sender.send(parcel()) == first
    assert await sender.find(parcel()) == first


async def test_nobody_cannot_be_reached(demo: Demo) -> None:
    with pytest.raises(Unreachable):
        await demo.browser.sender.send(parcel(user="nobody"))


async def test_the_page_vouches_for_its_personas_and_for_nobody_else(demo: Demo) -> None:
    assert await demo.browser.sender.look_up("amina") == Profile("Amina Yusuf", "amina@northmoor.example")
    assert await demo.browser.sender.look_up("nobody") is None


def test_what_changed_is_told_once_and_in_place() -> None:
    chat = Chats(("amina",)).of("amina")
    assert chat is not None
    first, second = chat.add(T0, words="one"), chat.add(T0, words="two")
    since = chat.latest
    chat.change(first.id, words="changed")
    third = chat.add(T0, words="three")
    chat.drop(second.id)
    news = chat.since(since)
    assert [(message.words, before) for message, before in news.puts] == [("changed", 0), ("three", first.id)]
    assert news.drops == (second.id,)
    assert chat.since(chat.latest).puts == ()
    assert chat.change(second.id, words="gone") is None
    assert [message.id for message in chat.messages] == [first.id, third.id]


def test_a_chat_keeps_only_its_newest_messages() -> None:
    chat = Chats(("amina",)).of("amina")
    assert chat is not None
    for number in range(KEPT + 50):
        chat.add(T0, words=str(number))
    assert len(chat.messages) == KEPT
    assert chat.messages[0].words == "50"


def test_only_what_came_by_itself_counts_as_new() -> None:
    chats = Chats(("amina",))
    chat = chats.of("amina")
    assert chat is not None
    chat.add(T0, mine=True)
    pushed = chat.add(T0, pushed=True)
    assert chats.unread() == {"amina": 1}
    chat.see()
    chat.change(pushed.id, words="changed")
    assert chats.unread() == {"amina": 0}


@pytest.mark.parametrize(
    ("landing", "words"),
    [
        (land([]), "Nothing was due. No messages were sent."),
        (land(["leila"]), "1 message was delivered:"),
        (land(["leila", "colin", "leila"]), "3 messages were delivered:"),
        (Landing(failed=True), "The clock could not be moved. Nothing is lost. Please try again."),
    ],
    ids=["none", "one", "three", "failed"],
)
def test_what_came_of_a_leap_is_said_in_words(landing: Landing, words: str) -> None:
    assert landing.words == words


def test_each_person_stands_once_in_what_came_of_a_leap() -> None:
    assert land(["leila", "colin", "leila"]).delivered == (("leila", 2), ("colin", 1))


def test_the_demos_time_is_that_of_london() -> None:
    assert clock_words(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == "Thu 2 Jul 2026, 00:30"
