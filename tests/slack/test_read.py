"""Payloads that only Slack's odd days bring are read for what they are, and nothing of them is logged."""

import pytest
from slack_house import NURSE, T0, WARD, House, house_with

from bot.slack.pictures import is_slack_host
from bot.slack.read import Workspace, read_event, read_press
from handlers.chat.turn import Passage, Place, PlaceKind, Turn, Words

WORKSPACE = Workspace("T0TRUST", "U0BOT", "B0BOT")
SECRET = "Ada Lovelace fell in bay 3"


def event(**more: object) -> dict[str, object]:
    inner = {"type": "message", "user": NURSE, "text": "report", "channel": "D1", "channel_type": "im", "ts": "1.1"}
    return {"type": "event_callback", "team_id": "T0TRUST", "event_id": "Ev1", "event": inner | more}


@pytest.mark.parametrize(
    "more",
    [
        {"user": "U0BOT"},
        {"user": None},
        {"bot_id": "B2"},
        {"subtype": "message_deleted"},
        {"subtype": "channel_join"},
        {"channel": "C1", "channel_type": "channel"},
        {"type": "reaction_added"},
    ],
)
def test_what_is_not_said_to_the_bot_is_no_turn(more: dict[str, object]) -> None:
    assert read_event(event(**more), WORKSPACE, T0) is None


def test_a_message_with_a_file_is_read_for_its_words() -> None:
    turn = read_event(event(subtype="file_share", files=[{"id": "F1"}]), WORKSPACE, T0)
    assert turn is not None


def test_a_forwarded_message_is_read_with_what_was_written_above_it() -> None:
    shared = {"is_share": True, "text": "pt fell on <https://x.example|ward 7>", "ts": "1795500000.000100"}
    turn = read_event(event(text="from the night shift", attachments=[shared]), WORKSPACE, T0)
    assert turn is not None
    assert isinstance(turn.said, Passage)
    assert turn.said.text.startswith("from the night shift\n\npt fell on")
    assert turn.said.posted_at is not None


def _section(*texts: str) -> dict[str, object]:
    return {"type": "rich_text_section", "elements": [{"type": "text", "text": text} for text in texts]}


_RICH = {
    "type": "rich_text",
    "elements": [
        _section("pt fell on ", "ward 7"),
        {"type": "rich_text_list", "elements": [_section("no injury")]},
    ],
}


@pytest.mark.parametrize(
    "words", [{"message_blocks": [{"team": "T1", "channel": "C1", "ts": "1.1", "message": {"blocks": [_RICH]}}]},
              {"blocks": [_RICH]}]
)  # fmt: skip
def test_a_forwarded_message_without_text_is_read_from_its_blocks(words: dict[str, object]) -> None:
    shared = {"is_share": True, "is_msg_unfurl": True, "text": "", "ts": "1795500000.000100", **words}
    turn = read_event(event(text="", attachments=[shared]), WORKSPACE, T0)
    assert turn is not None
    assert isinstance(turn.said, Passage)
    assert turn.said.text == "pt fell on ward 7\nno injury"


def test_a_forwarded_message_of_which_no_word_came_is_an_empty_passage() -> None:
    turn = read_event(event(text="", attachments=[{"is_share": True, "files": [{"id": "F1"}]}]), WORKSPACE, T0)
    assert turn is not None
    assert turn.said == Passage("", None)


@pytest.mark.parametrize(
    "attached",
    [
        None,
        "x",
        [None],
        [{"text": "a preview", "is_app_unfurl": True}],
        [{"text": "a link to a message", "is_msg_unfurl": True}],
        [{"is_share": True}],
    ],
)
def test_what_slack_unfolds_by_itself_is_no_forwarded_message(attached: object) -> None:
    turn = read_event(event(attachments=attached), WORKSPACE, T0)
    assert turn is not None
    assert turn.said == Words("report")


def test_an_answer_in_a_thread_stays_in_the_thread() -> None:
    turn = read_event(event(type="app_mention", channel="C1", channel_type="channel", thread_ts="1.0"), WORKSPACE, T0)
    assert turn is not None
    assert turn.here == {"channel": "C1", "user": NURSE, "thread": "1.0"}


def test_a_shared_channel_names_the_tenant_by_the_persons_own_team() -> None:
    turn = read_event(event(user_team="T0OTHER", team="T0TRUST"), WORKSPACE, T0)
    assert turn is not None
    assert turn.tenant == "T0OTHER"


def test_the_same_event_has_the_same_identity_and_another_has_another() -> None:
    def identity(body: dict[str, object]) -> str:
        turn = read_event(body, WORKSPACE, T0)
        assert isinstance(turn, Turn)
        return turn.delivery

    assert identity(event()) == identity(event())
    assert identity(event()) != identity(event() | {"event_id": "Ev2"})


def press(**more: object) -> dict[str, object]:
    action = {"type": "button", "action_id": "press.1", "action_ts": "9.9", "value": "alerts.show 3"}
    container = {"type": "message", "channel_id": "G1", "message_ts": "1.1", "is_ephemeral": False}
    user = {"id": NURSE, "team_id": "T0TRUST", "name": "priya"}
    return {"type": "block_actions", "user": user, "actions": [action], "container": container} | more


def test_a_group_of_people_is_neither_a_channel_nor_a_chat() -> None:
    turn = read_press(press(), WORKSPACE, T0)
    assert turn is not None
    assert turn.place == Place(PlaceKind.GROUP, "G1")
    assert turn.delivery == f"slack:action:T0TRUST:{NURSE}:9.9:press.1"


@pytest.mark.parametrize("kind", ["static_select", "external_select"])
def test_touching_an_input_is_no_press(kind: str) -> None:
    assert read_press(press(actions=[{"type": kind, "action_id": "x", "action_ts": "9"}]), WORKSPACE, T0) is None


async def test_no_words_of_a_payload_reach_the_log_even_when_everything_fails(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    def fail(turn: Turn) -> None:
        raise RuntimeError(f"could not store {turn.said}")

    async with house_with() as house:
        house.front.before = fail
        assert (await house.people.dm(NURSE, SECRET)).status == 500
        assert (await house.people.command(NURSE, SECRET, channel=WARD)).status == 500
        await house.people.event({"type": "message", "user": NURSE, "text": SECRET, "channel_type": "im"}, NURSE)
    out, err = capfd.readouterr()
    assert "slack.delivery_failed" in out + err
    assert "Ada" not in out + err + caplog.text


async def test_an_unknown_kind_of_delivery_is_not_repeated_in_the_log(
    house: House, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    await house.people.message_shortcut(NURSE, (await _said(house)), "somebody_elses")
    await house.people.event({"type": "message_metadata_posted", "text": SECRET, "user": NURSE}, NURSE)
    out, err = capfd.readouterr()
    assert "Ada" not in out + err + caplog.text


async def _said(house: House):  # noqa: ANN202 - a message as the fake shows it
    await house.people.mention(NURSE, SECRET, WARD)
    return house.people.screen(NURSE).places[WARD][-1]


@pytest.mark.parametrize(
    ("url", "ours"),
    [
        ("https://files.slack.com/files-pri/T1-F1/download/x.png", True),
        ("https://hooks.slack.com/actions/T1/2/3", True),
        ("http://files.slack.com/x", False),
        ("https://files.slack.com.evil.org/x", False),
        ("https://evilslack.com/x", False),
        ("http://127.0.0.1:8080/response/R1", True),
        ("http://127.0.0.1:8081/response/R1", False),
        ("http://127.0.0.1:8080@evil.org/", False),
        ("", False),
    ],
)
def test_the_token_goes_to_slacks_own_hosts_only(url: str, ours: bool) -> None:
    assert is_slack_host(url, "http://127.0.0.1:8080/api/") is ours
