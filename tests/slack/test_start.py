"""Joining the workspace, Socket Mode over a real WebSocket, and what ``check`` says."""

import asyncio
from contextlib import AsyncExitStack

import pytest
from fakes.slack_api import Fault, SlackApi
from fakes.slack_person import SlackPeople
from pydantic import SecretStr
from slack_house import NURSE, WARD, House, PreparedFront, fall, house_with, serve

from bot.slack import Slack, SlackSettings
from handlers.chat.port import Outcome
from handlers.chat.reply import Reply, ask, tell
from handlers.chat.turn import Words


async def until(condition: object) -> None:
    for _ in range(400):
        if condition():  # type: ignore[operator]
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not happen within four seconds")


def acknowledged(house: House) -> int:
    return sum(future.done() and not future.cancelled() for future in house.api.acknowledged.values())


async def test_who_we_are_is_asked_once_and_not_for_each_request(house: House) -> None:
    for _ in range(3):
        await house.people.dm(NURSE, "help")
    assert [method for method, _ in house.api.calls] == ["auth.test"]


async def test_the_program_starts_while_slack_is_down_and_joins_when_it_is_back() -> None:
    def down(api: SlackApi) -> None:
        api.fail("auth.test", Fault(500))

    async with house_with(prepare=down) as house:
        assert not house.slack.ready
        assert (await house.people.dm(NURSE, "report")).status == 503
        await until(lambda: house.slack.ready)
        assert (await house.people.dm(NURSE, "report")).status == 200


async def test_socket_mode_hears_answers_and_opens_forms() -> None:
    async with house_with(app_token=SlackApi.app_token) as house:
        await until(lambda: house.api.sockets)
        people = SlackPeople(house.api, None)
        house.front.will(tell("2 actions are open."), ask(fall(where="#1")), tell("Thank you."))
        await people.command(NURSE, "status", channel=WARD)
        assert people.screen(NURSE).whispers[-1].text == "2 actions are open."
        await people.command(NURSE, "report")
        await people.submit(NURSE, {"what": "slipped", "harm": "No harm"})
        modal = people.screen(NURSE).modal
        assert modal is not None
        assert "Thank you." in modal.text
        assert house.front.turns[0].said == Words("status", command=True)


async def test_an_envelope_is_acknowledged_only_when_it_is_stored() -> None:
    async with house_with(app_token=SlackApi.app_token) as house:
        await until(lambda: house.api.sockets)
        people = SlackPeople(house.api, None)
        seen: list[int] = []
        house.front.before = lambda _: seen.append(acknowledged(house))
        house.front.replies += [Outcome(Reply(), failed=True), Outcome(Reply())]
        waiting = asyncio.create_task(people.dm(NURSE, "report"))
        await until(lambda: house.front.turns)
        await asyncio.sleep(0.1)
        assert acknowledged(house) == 0
        waiting.cancel()
        stored = await people.dm(NURSE, "report")
        assert stored.status == 200
        assert seen == [0, 0]


async def test_a_socket_that_slack_closes_is_opened_again() -> None:
    async with house_with(app_token=SlackApi.app_token) as house:
        await until(lambda: house.api.sockets)
        first = house.api.sockets[-1]
        await first.send_json({"type": "disconnect", "reason": "refresh_requested"})
        await until(lambda: house.api.sockets and house.api.sockets[-1] is not first)
        assert (await SlackPeople(house.api, None).dm(NURSE, "help")).status == 200


async def test_a_refused_socket_is_said_in_the_log_and_does_not_stop_the_rest(
    capfd: pytest.CaptureFixture[str],
) -> None:
    async with house_with(app_token="xapp-wrong") as house:
        await until(lambda: house.api.called("apps.connections.open"))
        await asyncio.sleep(0.05)
        assert (await house.people.dm(NURSE, "help")).status == 200
    out, err = capfd.readouterr()
    assert "slack.socket_trouble" in out + err
    assert "invalid_auth" in out + err
    assert "xapp-wrong" not in out + err


async def test_check_is_content_with_a_workspace_that_is_well_set_up(house: House) -> None:
    assert all(finding.ok for finding in await house.slack.check())


async def test_check_names_the_scope_that_is_missing_and_the_clock_that_is_wrong(house: House) -> None:
    house.api.scopes = "chat:write"
    settings = SlackSettings(SecretStr(house.api.token), None, SecretStr("xapp-wrong"), house.api.url)
    late = house.clock.now.replace(hour=10)
    slack = Slack(settings, PreparedFront(), lambda: late)
    found = {finding.name: finding for finding in await slack.check()}
    assert "users:read.email" in found["Slack scopes"].words
    assert "3600 seconds" in found["Slack clock"].words
    assert "SLACK_APP_TOKEN" in found["Slack Socket Mode"].words
    assert [finding.ok for finding in found.values()] == [True, False, False, False]
    await slack.close()


async def test_check_says_what_to_do_about_a_wrong_token_and_never_shows_it(house: House) -> None:
    settings = SlackSettings(SecretStr("xoxb-wrong"), SecretStr("s"), None, house.api.url)
    found = await Slack(settings, PreparedFront(), house.clock).check()
    assert not found[0].ok
    assert "SLACK_BOT_TOKEN" in found[0].words
    assert "xoxb-wrong" not in str(found)


async def test_check_says_when_slack_cannot_be_reached(house: House) -> None:
    settings = SlackSettings(SecretStr("xoxb"), SecretStr("s"), None, "http://127.0.0.1:1/api/")
    found = await Slack(settings, PreparedFront(), house.clock).check()
    assert "reaches http://127.0.0.1:1/api/" in found[0].words


async def test_two_replicas_can_serve_one_workspace(house: House) -> None:
    async with AsyncExitStack() as stack:
        settings = SlackSettings(SecretStr(house.api.token), SecretStr(house.api.secret), None, house.api.url)
        front = PreparedFront()
        other = Slack(settings, front, house.clock)
        stack.push_async_callback(other.close)
        await other.start()
        people = SlackPeople(house.api, await serve(other, stack))
        await people.dm(NURSE, "report")
        assert len(front.turns) == 1
