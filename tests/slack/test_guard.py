"""Nothing reaches the front that Slack did not send, and nothing ends in a 500."""

import json
from contextlib import AsyncExitStack
from urllib.parse import urlencode

import aiohttp
import pytest
from fakes.slack_person import sign
from pydantic import SecretStr
from slack_house import House, PreparedFront, house_with, serve

from bot.slack import Slack, SlackSettings

COMMAND = urlencode({"command": "/safety", "text": "status", "user_id": "U0NURSE", "channel_id": "C0WARD"}).encode()
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


async def post(house: House, raw: bytes, headers: dict[str, str]) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.post(house.endpoint, data=raw, headers=headers) as answer:
        return answer.status, await answer.text()


@pytest.mark.parametrize("timestamp", ["", "soon", "1e9", "-1", "٣٣٣", "99999999999999999999"])
async def test_a_timestamp_that_is_no_number_is_refused(house: House, timestamp: str) -> None:
    headers = FORM | sign(house.api, COMMAND) | {"X-Slack-Request-Timestamp": timestamp}
    status, _ = await post(house, COMMAND, headers)
    assert status == 401
    assert house.front.turns == []


@pytest.mark.parametrize("seconds", [-301, 301])
async def test_a_request_older_than_five_minutes_or_from_the_future_is_refused(house: House, seconds: int) -> None:
    at = int(house.clock().timestamp()) + seconds
    status, _ = await post(house, COMMAND, FORM | sign(house.api, COMMAND, at))
    assert status == 401


async def test_a_changed_body_or_signature_is_refused(house: House) -> None:
    signed = FORM | sign(house.api, COMMAND)
    assert (await post(house, COMMAND + b"x", signed))[0] == 401
    assert (await post(house, COMMAND, signed | {"X-Slack-Signature": "v0=0"}))[0] == 401
    assert (await post(house, COMMAND, FORM))[0] == 401


async def test_an_unsigned_ssl_check_is_refused(house: House) -> None:
    assert (await post(house, b"ssl_check=1&token=x", FORM))[0] == 401


async def test_signed_bytes_that_are_no_characters_are_a_bad_request(house: House) -> None:
    raw = b"payload=\xff\xfe"
    assert (await post(house, raw, FORM | sign(house.api, raw)))[0] == 400


@pytest.mark.parametrize(
    "raw",
    [
        b"{",
        b"payload={",
        b"[1]",
        b"payload=%7B%22type%22%3A%22shortcut%22%2C%22callback_id%22%3A%22x%22%7D",
        b"command=/safety",
        b'{"type":"event_callback","team_id":"T1","event_id":"E1","event":"message"}',
        b'{"type":"event_callback","team_id":"T1","event_id":"E1","event":["message"]}',
        b'{"type":"event_callback","team_id":"T1","event_id":"E1","event":null}',
        b'{"type":"event_callback","team_id":"T1","event_id":"E1","event":{"type":"message","channel":{"id":7}}}',
        b'{"type":"event_callback","team_id":"T1","event_id":"E1","event":{"type":"message","user":["U1"],"text":{}}}',
    ],
)
async def test_a_signed_body_that_is_no_payload_is_a_bad_request_and_no_failure_of_ours(
    house: House, raw: bytes
) -> None:
    kind = {"Content-Type": "application/json"} if raw[:1] in b"{[" else FORM
    status, _ = await post(house, raw, kind | sign(house.api, raw))
    assert status == 400


async def test_a_body_over_the_limit_is_refused_before_it_is_read(house: House) -> None:
    raw = b"x" * 1_000_001
    assert (await post(house, raw, FORM | sign(house.api, raw)))[0] == 413


async def test_a_streamed_body_over_the_limit_is_refused(house: House) -> None:
    async def stream() -> object:
        for _ in range(20):
            yield b"x" * 100_000

    async with aiohttp.ClientSession() as session, session.post(house.endpoint, data=stream()) as answer:
        assert answer.status == 413


async def test_slacks_question_about_the_address_is_answered(house: House) -> None:
    raw = json.dumps({"type": "url_verification", "challenge": "abc", "token": "x"}).encode()
    headers = {"Content-Type": "application/json"} | sign(house.api, raw)
    status, text = await post(house, raw, headers)
    assert (status, json.loads(text)) == (200, {"challenge": "abc"})


async def test_until_slack_says_who_we_are_requests_are_asked_to_come_again() -> None:
    async with house_with(start=False) as house:
        assert (await post(house, COMMAND, FORM | sign(house.api, COMMAND)))[0] == 503


async def test_without_a_signing_secret_the_address_accepts_nothing(house: House) -> None:
    settings = SlackSettings(SecretStr(house.api.token), None, SecretStr(house.api.app_token), house.api.url)
    async with AsyncExitStack() as stack:
        endpoint = await serve(Slack(settings, PreparedFront(), house.clock), stack)
        async with aiohttp.ClientSession() as session, session.post(endpoint, data=COMMAND) as answer:
            assert answer.status == 401
