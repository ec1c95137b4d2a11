"""Who is let in at POST /api/messages, and what every refusal is answered."""

import json
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from fakes.openid_issuer import signing_key
from teams_stage import AMINA, Stage

from bot.teams.listen import LARGEST


def hello(stage: Stage) -> dict[str, Any]:
    return stage.people.activity(AMINA, "message", stage.connector.chat(AMINA), text="nothing")


async def test_a_good_token_is_let_in_and_the_turn_is_stored(stage: Stage) -> None:
    assert await stage.people.post(hello(stage)) == (200, None)
    assert len(stage.front.turns) == 1


BAD = {
    "expired": {"exp": 1_000_000_000},
    "not yet valid": {"nbf": 4_000_000_000},
    "another audience": {"aud": "22222222-2222-4333-8444-555555555555"},
    "another issuer": {"iss": "https://sts.windows.net/x/"},
    "another service url": {"serviceurl": "https://elsewhere.example.org/"},
    "no service url": {"serviceurl": None},
    "no expiry": {"exp": None},
    "an expiry that is no number": {"exp": "soon"},
    "an unknown key": {"kid": "key-of-nobody"},
    "another's signature": {"key": signing_key(99)},
    "no signature": {"alg": "none"},
    "a shared secret instead of a key": {"alg": "HS256", "key": "a-secret-that-is-long-enough-to-sign-with-it"},
}


@pytest.mark.parametrize("claims", BAD.values(), ids=BAD.keys())
async def test_a_bad_token_is_answered_401_and_nothing_is_stored(stage: Stage, claims: dict[str, Any]) -> None:
    token = stage.issuer.sign(stage.connector.url, **claims)
    status, _ = await stage.people.post(hello(stage), token=token)
    assert status == 401
    assert stage.front.turns == []


@pytest.mark.parametrize("token", ["", "garbage", "a.b.c", "é" * 8, "x" * 20_000])
async def test_what_is_no_token_at_all_is_answered_401(stage: Stage, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with (
        aiohttp.ClientSession(max_field_size=65_000) as session,
        session.post(stage.people.endpoint, data=json.dumps(hello(stage)), headers=headers) as response,
    ):
        # aiohttp's own server refuses a header of 20,000 characters before we see it.
        assert response.status in ({400, 401} if len(token) > 8190 else {401})
    assert stage.front.turns == []


async def test_a_key_that_does_not_speak_for_teams_is_refused(stage: Stage) -> None:
    stage.issuer.endorsements = ("webchat",)
    assert (await stage.people.post(hello(stage)))[0] == 401


async def test_an_activity_of_another_channel_is_refused(stage: Stage) -> None:
    stage.issuer.endorsements = ("msteams", "webchat")
    assert (await stage.people.post({**hello(stage), "channelId": "webchat"}))[0] == 401


async def test_a_remembered_token_is_refused_once_it_has_expired(stage: Stage) -> None:
    assert (await stage.people.post(hello(stage)))[0] == 200
    stage.clock.forward(hours=1, minutes=6)
    assert (await stage.people.post(hello(stage)))[0] == 401


async def test_a_remembered_token_does_not_speak_for_another_service_url(stage: Stage) -> None:
    assert (await stage.people.post(hello(stage)))[0] == 200
    assert (await stage.people.post({**hello(stage), "serviceUrl": "http://127.0.0.1:1/"}))[0] == 401


async def test_a_token_is_checked_once_however_many_messages_come_with_it(stage: Stage) -> None:
    for _ in range(5):
        await stage.people.post(hello(stage))
    assert stage.issuer.keys_read == 1


async def test_a_new_key_is_fetched_when_a_token_names_it(stage: Stage) -> None:
    assert (await stage.people.post(hello(stage)))[0] == 200
    stage.issuer.rotate()
    stage.clock.forward(seconds=11)
    assert (await stage.people.post(hello(stage)))[0] == 200
    assert stage.issuer.keys_read == 2


async def test_made_up_key_ids_do_not_make_us_ask_again_and_again(stage: Stage) -> None:
    for number in range(20):
        token = stage.issuer.sign(stage.connector.url, kid=f"made-up-{number}")
        assert (await stage.people.post(hello(stage), token=token))[0] == 401
    assert stage.issuer.keys_read == 1


async def test_keys_are_read_again_after_a_day(stage: Stage) -> None:
    await stage.people.post(hello(stage))
    stage.clock.forward(hours=25)
    stage.people.new_token()
    assert (await stage.people.post(hello(stage)))[0] == 200
    assert stage.issuer.keys_read == 2


async def test_known_keys_go_on_counting_while_the_issuer_is_down(stage: Stage) -> None:
    await stage.people.post(hello(stage))
    stage.issuer.down = True
    stage.clock.forward(hours=25)
    stage.people.new_token()
    assert (await stage.people.post(hello(stage)))[0] == 200


async def test_without_any_keys_teams_is_asked_to_come_again(stage: Stage) -> None:
    stage.issuer.down = True
    assert (await stage.people.post(hello(stage)))[0] == 503
    stage.issuer.down = False
    stage.clock.forward(seconds=11)
    assert (await stage.people.post(hello(stage)))[0] == 200


async def test_a_service_url_outside_the_list_is_refused_even_with_a_good_token(stage: Stage) -> None:
    elsewhere = "https://smba.trafficmanager.net.example.org/uk/"
    token = stage.issuer.sign(elsewhere)
    assert (await stage.people.post({**hello(stage), "serviceUrl": elsewhere}, token=token))[0] == 401


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b'"text"', b"{}", b'{"type": ""}', b'{"type": 7}', b"\xff\xfe", b"[" * 100_000],
)
async def test_a_bad_body_is_answered_400(stage: Stage, body: bytes) -> None:
    assert (await stage.people.post(body))[0] == 400


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("from", "somebody"),
        ("from", {"id": 7}),
        ("conversation", []),
        ("entities", {}),
        ("attachments", "none"),
        ("channelData", 3),
        ("id", "a\nb"),
        ("id", "x" * 2000),
        ("from", {"id": "\ud800"}),
    ],
)
async def test_a_field_of_a_wrong_kind_is_answered_400(stage: Stage, key: str, value: Any) -> None:
    assert (await stage.people.post({**hello(stage), key: value}))[0] == 400
    assert stage.front.turns == []


async def test_an_activity_without_an_id_is_refused_because_it_could_not_be_recognised_again(stage: Stage) -> None:
    assert (await stage.people.post({**hello(stage), "id": None}))[0] == 400


async def test_a_body_beyond_the_cap_is_answered_413(stage: Stage) -> None:
    assert (await stage.people.post({**hello(stage), "text": "x" * LARGEST}))[0] == 413


async def test_an_unknown_kind_of_activity_is_taken_without_a_word(stage: Stage) -> None:
    for kind in ("typing", "messageReaction", "messageUpdate", "event", "somethingNew"):
        activity = stage.people.activity(AMINA, kind, stage.connector.chat(AMINA))
        assert (await stage.people.post(activity))[0] == 200
    assert stage.front.turns == []


async def test_an_invoke_that_we_do_not_know_is_answered_501(stage: Stage) -> None:
    activity = stage.people.activity(AMINA, "invoke", stage.connector.chat(AMINA), name="task/fetch", value={})
    assert (await stage.people.post(activity))[0] == 501


async def test_what_could_not_be_stored_is_answered_so_that_it_comes_again(stage: Stage) -> None:
    stage.front.failing = True
    assert (await stage.people.post(hello(stage)))[0] == 503


async def test_without_an_app_id_everything_is_refused(closed_stage: Stage) -> None:
    assert (await closed_stage.people.post(hello(closed_stage)))[0] == 401
    assert (await closed_stage.people.post(hello(closed_stage), token=""))[0] == 401


async def test_without_an_app_id_this_machine_is_let_in_when_that_was_asked_for(open_stage: Stage) -> None:
    assert (await open_stage.people.post(hello(open_stage), token=""))[0] == 200
    assert open_stage.front.turns[0].tenant == "home"


async def test_a_proxy_on_this_machine_does_not_make_the_world_local(open_stage: Stage) -> None:
    async with (
        aiohttp.ClientSession(headers={"X-Forwarded-For": "203.0.113.7"}) as session,
        session.post(open_stage.people.endpoint, data=json.dumps(hello(open_stage))) as response,
    ):
        assert response.status == 401


async def test_without_an_app_id_only_a_service_on_this_machine_is_answered(open_stage: Stage) -> None:
    activity = {**hello(open_stage), "serviceUrl": "https://smba.trafficmanager.net/uk/"}
    assert (await open_stage.people.post(activity, token=""))[0] == 401


async def test_the_check_says_what_is_wrong_with_the_secret(stage: Stage) -> None:
    assert [(name, well) for name, well, _ in await stage.teams.check()] == [
        ("Teams keys", True),
        ("Teams token", True),
    ]
    stage.issuer.app_password = "another"
    stage.clock.now += timedelta(hours=2)
    name, well, words = (await stage.teams.check())[1]
    assert (name, well) == ("Teams token", False)
    assert "invalid_client" in words
    assert "MICROSOFT_APP_PASSWORD" in words
