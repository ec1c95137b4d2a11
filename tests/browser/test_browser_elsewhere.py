"""Colleagues who are not on the demo page: what is for them arrives and is nowhere shown."""

from visiting import PEOPLE, T0, Demo

from bot.demo.elsewhere import Elsewhere
from handlers.chat.port import Parcel
from handlers.chat.reply import tell


async def test_a_colleague_who_is_not_on_the_page_can_be_written_to() -> None:
    demo = Demo()
    sender = Elsewhere(demo.browser.sender, {one.user for one in PEOPLE})
    there = await sender.send(Parcel("one", {"user": "elsewhere-9"}, tell("For Helen")))
    shown = await sender.send(Parcel("two", {"user": "amina"}, tell("For Amina")))
    assert dict(there.ref) == {"user": "elsewhere-9"}
    assert shown.ref["user"] == "amina"
    assert "message" in shown.ref
    assert await sender.find(Parcel("two", {"user": "amina"}, tell("For Amina"))) == shown
    profile = await sender.look_up("amina")
    assert profile is not None
    assert profile.name == "Amina Yusuf"
    assert demo.now == T0
