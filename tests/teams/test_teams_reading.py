"""What people do in Teams, and the turns that come of it."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from teams_stage import AMINA, T0, Stage

from bot.teams.activity import BadActivity, activity_from
from bot.teams.read import passage_of, plain_text, said_by, words_of
from handlers.chat.turn import Answers, Carry, Opened, Passage, Place, PlaceKind, Press, Words


async def test_words_in_the_one_to_one_chat_become_a_turn_with_a_reference_for_later(stage: Stage) -> None:
    await stage.people.message(AMINA, "  pt fell \n ward 7 ")
    (turn,) = stage.front.turns
    assert turn.said == Words("pt fell\nward 7")
    assert (turn.platform, turn.tenant, turn.user, turn.name) == ("teams", "home", AMINA, "Amina Yusuf")
    assert (turn.place.kind, turn.at, turn.carries) == (PlaceKind.PERSONAL, T0, frozenset())
    assert (turn.opens_forms, turn.whispers, turn.fleeting) == (True, True, False)
    assert turn.personal == turn.here
    held = json.loads(turn.here["reference"])
    assert (held["conversation"]["id"], held["user"]["id"]) == (f"a:{AMINA}", AMINA)
    assert "Amina Yusuf" not in turn.here["reference"]


@pytest.mark.parametrize(("scope", "kind"), [("groupChat", PlaceKind.GROUP), ("channel", PlaceKind.CHANNEL)])
async def test_a_mention_is_not_part_of_what_was_said(stage: Stage, scope: str, kind: PlaceKind) -> None:
    await stage.people.message(AMINA, "status ward 7", scope=scope)
    (turn,) = stage.front.turns
    assert turn.said == Words("status ward 7")
    assert turn.place.kind is kind
    assert not turn.whispers
    assert turn.personal is not None
    held = json.loads(turn.personal["create"])
    assert held == {
        "serviceUrl": stage.connector.url,
        "tenant": stage.issuer.tenant_id,
        "bot": stage.connector.bot,
        "user": AMINA,
    }


async def test_words_in_a_group_without_a_mention_are_read_too(stage: Stage) -> None:
    await stage.people.message(AMINA, "help", scope="groupChat", mention=False)
    assert stage.front.turns[0].said == Words("help")


def heard(text: str, *entities: dict[str, Any]) -> str:
    bot = {"id": "28:bot", "name": "Safety"}
    body = {"type": "message", "text": text, "recipient": bot, "entities": list(entities)}
    return words_of(activity_from(json.dumps(body).encode()))


def mention(identity: str, shown: str) -> dict[str, Any]:
    return {"type": "mention", "text": shown, "mentioned": {"id": identity, "name": "x"}}


def test_the_name_of_another_person_who_is_mentioned_stays() -> None:
    said = heard("<at>Safety</at> <at>Sister Jones</at> was there", mention("28:bot", "<at>Safety</at>"))
    assert said == "Sister Jones was there"


def test_a_nickname_of_the_bot_is_taken_out_as_the_entity_says() -> None:
    assert heard('<at id="0">Safe</at> help', mention("28:bot", '<at id="0">Safe</at>')) == "help"


def test_signs_that_look_like_markup_stay_as_they_were_typed() -> None:
    assert heard("sats < 90 & falling *fast* [x](y)") == "sats < 90 & falling *fast* [x](y)"


def test_the_blanks_that_teams_writes_become_blanks() -> None:
    assert heard("a&nbsp;b\xa0c") == "a b c"


def test_characters_that_no_store_takes_are_dropped() -> None:
    assert heard("a\x00b\ud800c") == "ab?c"


async def test_another_organisations_people_keep_their_own_tenant(stage: Stage) -> None:
    stage.connector.add_person("29:guest", "Guest", tenant="another-tenant")
    await stage.people.message("29:guest", "nothing")
    assert stage.front.turns[0].tenant == "another-tenant"


async def test_an_activity_delivered_twice_does_its_work_once(stage: Stage) -> None:
    await stage.people.message(AMINA, "status")
    status, _ = await stage.people.redeliver()
    assert (status, len(stage.front.turns), stage.front.repeated) == (200, 1, 1)
    assert len(stage.front.receipts) == 1


async def test_a_press_delivered_twice_is_answered_twice_with_the_same_card(stage: Stage) -> None:
    await stage.people.message(AMINA, "status")
    first = await stage.people.press(AMINA, None, "Acknowledge")
    _, second = await stage.people.redeliver()
    assert second == first
    assert [turn.said for turn in stage.front.turns][1:] == [Press("test.ack", "12")]


async def test_a_press_in_the_one_to_one_chat_can_be_answered_in_place(stage: Stage) -> None:
    await stage.people.message(AMINA, "status")
    await stage.people.press(AMINA, None, "Acknowledge")
    turn = stage.front.turns[1]
    assert turn.carries == {Carry.REPLACE, Carry.FORM}
    assert turn.card is not None
    assert turn.card == dict(stage.front.receipts[0].ref)


async def test_a_press_in_a_channel_carries_nothing_because_everybody_would_see_it(stage: Stage) -> None:
    place = stage.people.place("channel", AMINA)
    data = {"safety": {"press": "test.ack", "value": "12"}}
    value = {"action": {"type": "Action.Execute", "verb": "test.ack", "data": data}}
    activity = stage.people.activity(AMINA, "invoke", place, name="adaptiveCard/action", value=value, replyToId="1")
    status, body = await stage.people.post(activity)
    assert (status, body["type"]) == (200, "application/vnd.microsoft.activity.message")
    assert stage.front.turns[0].carries == frozenset()
    assert stage.front.turns[0].place.kind is PlaceKind.CHANNEL


async def test_an_old_clients_submit_is_the_same_press(stage: Stage) -> None:
    await stage.people.message(AMINA, "status")
    await stage.people.press(AMINA, None, "Acknowledge", old_client=True)
    turn = stage.front.turns[1]
    assert turn.said == Press("test.ack", "12")
    assert turn.carries == frozenset()
    assert turn.card == dict(stage.front.receipts[0].ref)


@pytest.mark.parametrize(
    "value", [None, {}, [], "x", {"action": None}, {"action": {"data": []}}, {"action": {"data": {"safety": "x"}}}]
)
async def test_a_press_that_is_not_ours_is_answered_with_words_and_not_with_a_failure(stage: Stage, value: Any) -> None:
    activity = stage.people.activity(
        AMINA, "invoke", stage.connector.chat(AMINA), name="adaptiveCard/action", value=value
    )
    status, body = await stage.people.post(activity)
    assert (status, body["statusCode"], body["type"]) == (200, 400, "application/vnd.microsoft.error")
    assert stage.front.turns == []


def test_several_choices_come_apart_and_one_answer_with_commas_stays_whole() -> None:
    data = {"safety": {"form": "f", "context": "7"}, "many_colours": "red,blue", "one_what": "a, b", "other": "x"}
    assert said_by(data) == Answers("f", "7", {"colours": ("red", "blue"), "what": "a, b"})


def test_no_choice_at_all_is_no_choice() -> None:
    assert said_by({"safety": {"form": "f"}, "many_colours": ""}) == Answers("f", "", {"colours": ()})


def test_a_number_comes_as_the_words_that_were_typed() -> None:
    assert said_by({"safety": {"form": "f"}, "one_count": 3}) == Answers("f", "", {"count": "3"})


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
known_keys = st.sampled_from(
    ["type", "id", "from", "recipient", "conversation", "text", "value", "entities", "attachments", "channelData"]
)


@given(st.dictionaries(known_keys, json_values))
def test_whatever_arrives_becomes_an_activity_or_is_refused(body: dict[str, Any]) -> None:
    try:
        activity = activity_from(json.dumps({"type": "message", **body}).encode())
    except BadActivity:
        return
    words_of(activity).encode()


@given(json_values)
def test_whatever_comes_back_from_a_button_is_ours_or_nothing(data: Any) -> None:
    said = said_by({"safety": data, "one_x": data})
    assert said is None or isinstance(said, Press | Answers)


async def test_an_installation_is_told_twice_and_welcomed_once(stage: Stage) -> None:
    assert await stage.people.install(AMINA) == [200, 200]
    (turn,) = stage.front.turns
    assert turn.said is Opened.WELCOME
    assert turn.personal is not None
    assert stage.people.screen(AMINA) == "Hello. Write help."


async def test_who_adds_the_bot_to_a_team_is_welcomed_alone(stage: Stage) -> None:
    for scope in ("channel", "groupChat"):
        stage.front.turns.clear()
        assert await stage.people.install(AMINA, scope=scope) == [200, 200]
        (turn,) = stage.front.turns
        assert (turn.said, turn.place, turn.whispers) == (Opened.WELCOME, Place(PlaceKind.PERSONAL, AMINA), True)
        assert turn.here == turn.personal
        assert stage.people.screen(AMINA, scope=scope) == ""


async def test_a_person_who_joins_or_leaves_is_no_welcome(stage: Stage) -> None:
    place = stage.people.place("channel", AMINA)
    joined = stage.people.activity(AMINA, "conversationUpdate", place, membersAdded=[{"id": "29:new"}])
    gone = stage.people.activity(AMINA, "installationUpdate", place, action="remove")
    for activity in (joined, gone, {**joined, "membersAdded": None, "channelData": None}):
        assert (await stage.people.post(activity))[0] == 200
    assert stage.front.turns == []


async def test_a_reported_message_becomes_a_draft_in_a_window(stage: Stage) -> None:
    rich = "<p>pt fell <b>ward 7</b> &amp; hurt</p><div>sats &lt; 90 <emoji alt='😟'></emoji></div><script>x()</script>"
    task = await stage.people.report_message(AMINA, "", rich=rich)
    (turn,) = stage.front.turns
    assert turn.said == Passage("pt fell ward 7 & hurt\n\nsats < 90 😟", datetime(2026, 3, 14, 2, 30, tzinfo=UTC))
    assert turn.carries == {Carry.REPLACE, Carry.NEW, Carry.FORM}
    assert (turn.fleeting, turn.whispers, turn.place.kind) == (True, True, PlaceKind.PERSONAL)
    assert task["type"] == "continue"


async def test_a_window_is_finished_in_the_window_and_the_receipt_stays_in_the_chat(stage: Stage) -> None:
    await stage.people.message(AMINA, "nothing")
    await stage.people.report_message(AMINA, "pt fell")
    values = {"what": "pt fell", "colours": ("Red",), "where": "Ward 2"}
    task = await stage.people.submit_window(AMINA, "Send", values)
    said = stage.front.turns[-1].said
    assert said == Answers("test.sheet", "7", {"what": "pt fell", "colours": ("red",), "where": "#2"})
    assert task["type"] == "continue"
    assert "Thank you for test.sheet 7." in stage.people.screen(AMINA)


async def test_a_message_without_words_is_not_reported(stage: Stage) -> None:
    task = await stage.people.report_message(AMINA, "", rich="<p><img src='x'></p>")
    assert task["type"] == "message"
    assert stage.front.turns == []


@pytest.mark.parametrize("value", [None, [], {"messagePayload": 1}, {"messagePayload": {"body": {"content": 3}}}])
def test_a_payload_without_a_body_is_no_passage(value: Any) -> None:
    assert passage_of(value) is None


@given(st.text())
def test_any_html_becomes_words_without_failing(html: str) -> None:
    plain_text(html)


async def test_a_file_from_a_listed_host_is_handed_in_with_the_words_beside_it(stage: Stage) -> None:
    stage.connector.files["photo.png"] = b"picture"
    await stage.people.message(AMINA, "here it is", files=("photo.png", "gone.pdf"))
    said = stage.front.turns[0].said
    assert isinstance(said, Answers)
    assert said.values == {"words": "here it is", "missed": ("gone.pdf",)}
    (upload,) = said.files["files"]
    assert (upload.name, upload.media_type, upload.content) == ("photo.png", "image/png", b"picture")


async def test_a_file_from_any_other_host_is_not_fetched(stage: Stage) -> None:
    chat = stage.connector.chat(AMINA)
    kind = "application/vnd.microsoft.teams.file.download.info"
    url = "http://169.254.169.254/latest/meta-data"
    files = [{"contentType": kind, "name": "x.png", "content": {"downloadUrl": url}}]
    await stage.people.post(stage.people.activity(AMINA, "message", chat, attachments=files))
    said = stage.front.turns[0].said
    assert isinstance(said, Answers)
    assert (said.values["missed"], said.files["files"]) == (("x.png",), ())


async def test_a_file_that_is_too_large_is_missed_and_not_kept(stage: Stage) -> None:
    stage.connector.files["film.mp4"] = b"x" * (10 * 1024 * 1024 + 1)
    await stage.people.message(AMINA, "", files=("film.mp4",))
    said = stage.front.turns[0].said
    assert isinstance(said, Answers)
    assert said.values["missed"] == ("film.mp4",)
