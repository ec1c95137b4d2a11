"""One parcel, one attempt: what Slack's answers mean, where a message goes, and how it is recognised later."""

import zlib

import pytest
from fakes.slack_api import Fault, SlackApi
from slack_house import GUEST, LEAD, NURSE, WARD, House, fall, house_with

from handlers.chat.card import Card, Item, Items, Picture, say
from handlers.chat.port import Parcel, Profile, Refused, TryLater, Unreachable, Unsure
from handlers.chat.reply import Reply, ask, tell
from handlers.chat.turn import Address


def parcel(address: Address, text: str = "You lead 2 actions.", **more: bool) -> Parcel:
    return Parcel("k-1", address, tell(text), **more)


async def test_a_message_reaches_the_persons_own_chat_and_its_receipt_names_it(house: House) -> None:
    receipt = await house.slack.sender.send(parcel({"user": LEAD}))
    shown = house.people.screen(LEAD).chat[-1]
    assert shown.text == "You lead 2 actions."
    assert receipt.ref == {"channel": f"D{LEAD}", "ts": shown.raw["ts"]}


async def test_a_message_is_changed_in_place(house: House) -> None:
    receipt = await house.slack.sender.send(parcel({"user": LEAD}))
    again = await house.slack.sender.send(parcel(receipt.ref, "Acknowledged by you, 09:12.", replaces=True))
    assert [shown.text for shown in house.people.screen(LEAD).chat] == ["Acknowledged by you, 09:12."]
    assert again.ref == receipt.ref


async def test_a_whisper_in_a_channel_is_seen_by_one_person(house: House) -> None:
    await house.slack.sender.send(parcel({"channel": WARD, "user": LEAD}))
    assert house.people.screen(LEAD).whispers[-1].text == "You lead 2 actions."
    assert house.people.screen(NURSE).places[WARD] == []


async def test_what_was_shared_goes_to_everybody_in_the_place(house: House) -> None:
    shared = Parcel("k", {"channel": WARD, "user": LEAD}, Reply((say("Open: 2"),), public=True))
    await house.slack.sender.send(shared)
    assert house.people.screen(NURSE).places[WARD][-1].text == "Open: 2"


async def test_a_whisper_for_a_place_that_is_gone_reaches_the_person(house: House) -> None:
    house.api.channels[WARD].archived = True
    await house.slack.sender.send(parcel({"channel": WARD, "user": LEAD}))
    assert house.people.screen(LEAD).chat[-1].text == "You lead 2 actions."


async def test_a_response_url_works_until_it_has_expired_and_then_the_chat_does(house: House) -> None:
    here = {"channel": f"D{LEAD}", "user": LEAD, "response_url": house.api.response_url(f"D{LEAD}", LEAD)}
    await house.slack.sender.send(parcel(here, "first"))
    house.clock.move(minutes=31)
    await house.slack.sender.send(parcel(here, "second"))
    screen = house.people.screen(LEAD)
    assert ([s.text for s in screen.whispers], [s.text for s in screen.chat]) == (["first"], ["second"])


async def test_a_response_url_outside_slack_is_never_called(house: House) -> None:
    here = {"channel": WARD, "user": LEAD, "response_url": "http://127.0.0.1:9/steal"}
    await house.slack.sender.send(parcel(here))
    assert house.people.screen(LEAD).whispers[-1].text == "You lead 2 actions."


async def test_a_form_is_sent_as_a_button_that_opens_it(house: House) -> None:
    await house.slack.sender.send(Parcel("k", {"user": LEAD}, ask(fall())))
    shown = house.people.screen(LEAD).chat[-1]
    assert shown.buttons == ("Open the form",)


async def test_a_home_tab_is_published(house: House) -> None:
    await house.slack.sender.send(parcel({"home": LEAD}))
    home = house.people.screen(LEAD).home
    assert home is not None
    assert "You lead 2 actions." in home.text


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (Fault(429, seconds=7), TryLater),
        (Fault(500), Unsure),
        (Fault(drop=True), Unsure),
        (Fault(code="user_not_in_channel"), Unreachable),
        (Fault(code="account_inactive"), Unreachable),
        (Fault(code="is_archived"), Unreachable),
        (Fault(code="msg_too_long"), Refused),
        (Fault(code="invalid_auth"), TryLater),
        (Fault(code="internal_error"), Unsure),
    ],
)
async def test_each_trouble_of_a_new_message_has_its_meaning(
    house: House, fault: Fault, expected: type[Exception]
) -> None:
    house.api.fail("chat.postMessage", fault)
    with pytest.raises(expected) as caught:
        await house.slack.sender.send(parcel({"user": LEAD}))
    if isinstance(caught.value, TryLater) and fault.status == 429:
        assert caught.value.seconds == 7
    assert len(house.api.called("chat.postMessage")) == 1
    assert "actions" not in str(caught.value)


async def test_a_change_in_place_that_broke_off_can_simply_be_done_again(house: House) -> None:
    receipt = await house.slack.sender.send(parcel({"user": LEAD}))
    house.api.fail("chat.update", Fault(drop=True, after=True))
    with pytest.raises(TryLater):
        await house.slack.sender.send(parcel(receipt.ref, "Acknowledged.", replaces=True))


async def test_a_person_who_left_cannot_be_reached(house: House) -> None:
    house.api.users[LEAD]["deleted"] = True
    with pytest.raises(Unreachable, match="user_disabled"):
        await house.slack.sender.send(parcel({"user": LEAD}))
    with pytest.raises(Unreachable, match="user_not_found"):
        await house.slack.sender.send(parcel({"user": "U0NOBODY"}))


async def test_a_message_whose_answer_was_lost_is_found_by_its_key(house: House) -> None:
    house.api.fail("chat.postMessage", Fault(500, after=True))
    with pytest.raises(Unsure):
        await house.slack.sender.send(parcel({"user": LEAD}))
    found = await house.slack.sender.find(parcel({"user": LEAD}))
    assert found is not None
    assert found.ref["ts"] == house.people.screen(LEAD).chat[-1].raw["ts"]


async def test_a_message_that_slack_never_took_is_not_found(house: House) -> None:
    house.api.fail("chat.postMessage", Fault(500))
    with pytest.raises(Unsure):
        await house.slack.sender.send(parcel({"user": LEAD}))
    assert await house.slack.sender.find(parcel({"user": LEAD})) is None


async def test_a_message_behind_many_others_is_found_and_behind_too_many_is_not_denied(house: House) -> None:
    await house.slack.sender.send(parcel({"user": LEAD}))
    chat = house.api.chat_with(LEAD).messages
    chat += [{"user": LEAD, "text": "…", "ts": f"2.{number:06d}"} for number in range(250)]
    assert await house.slack.sender.find(parcel({"user": LEAD})) is not None
    chat += [{"user": LEAD, "text": "…", "ts": f"3.{number:06d}"} for number in range(100)]
    with pytest.raises(Unsure):
        await house.slack.sender.find(parcel({"user": LEAD}))


async def test_whether_a_whisper_arrived_cannot_be_told(house: House) -> None:
    with pytest.raises(Unsure):
        await house.slack.sender.find(parcel({"channel": WARD, "user": LEAD}))


async def test_a_replacement_is_never_looked_for_because_it_can_be_done_again(house: House) -> None:
    assert await house.slack.sender.find(parcel({"channel": WARD, "ts": "1.1"}, replaces=True)) is None


PNG = b"\x89PNG\r\n\x1a\n" + zlib.compress(b"picture")


async def test_a_picture_is_uploaded_and_keeps_its_words(house: House) -> None:
    card = Card("test.chart", "Falls", (Picture(PNG, "Falls by month, steady at 4."),))
    await house.slack.sender.send(Parcel("k", {"user": LEAD}, Reply((card,))))
    shown = house.people.screen(LEAD).chat[-1]
    assert "[picture: Falls by month, steady at 4.]" in shown.text
    assert next(iter(house.api.files.values()))["content"] == PNG


async def test_a_picture_that_cannot_be_uploaded_is_shown_as_words(house: House) -> None:
    house.api.fail("upload", Fault(500))
    card = Card("test.chart", "Falls", (Picture(PNG, "Falls by month, steady at 4."),))
    await house.slack.sender.send(Parcel("k", {"user": LEAD}, Reply((card,))))
    assert "Picture: Falls by month, steady at 4." in house.people.screen(LEAD).chat[-1].text


async def test_a_commands_picture_follows_in_the_same_message(house: House) -> None:
    card = Card("test.chart", "Falls", (Picture(PNG, "Falls by month."),))
    house.front.will(Reply((card,)))
    delivery = await house.people.command(LEAD, "trends", channel=WARD)
    assert "Picture: Falls by month." in str(delivery.body)
    await house.slack.close()
    assert [shown.text for shown in house.people.screen(LEAD).whispers] == ["Falls\n[picture: Falls by month.]"]


async def test_a_card_with_too_many_parts_is_refused_by_name(house: House) -> None:
    card = Card("test.long", "Long", (Items(tuple(Item(f"Action {number}") for number in range(60))),))
    with pytest.raises(Refused, match=r"test\.long"):
        await house.slack.sender.send(Parcel("k", {"user": LEAD}, Reply((card,))))


async def test_a_colleague_is_looked_up_and_a_guest_or_leaver_is_not(house: House) -> None:
    look_up = house.slack.sender.look_up
    assert await look_up(NURSE) == Profile("Priya Nair", "priya.nair@example.org")
    assert await look_up(GUEST) is None
    assert await look_up(house.api.bot_user) is None
    assert await look_up("U0NOBODY") is None


async def test_a_wrong_token_lets_messages_wait_for_the_administrator() -> None:
    def change_token(api: SlackApi) -> None:
        api.token = "xoxb-new"

    async with house_with() as house:
        change_token(house.api)
        with pytest.raises(TryLater) as caught:
            await house.slack.sender.send(parcel({"user": LEAD}))
        assert caught.value.whole
