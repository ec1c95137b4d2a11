"""What Slack and Teams are told: complete, within their limits, with this trust's ids, and never half an address."""

import json
import re
import struct
import zlib
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import jsonschema_rs
import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from bot.commands.manifest import EXAMPLE_ID, EXAMPLE_URL, slack_manifest, teams_manifest, teams_package
from bot.slack import SCOPES
from bot.slack.read import PASSAGE_SHORTCUT, REPORT_SHORTCUT

BASE = "https://safety.northmoor.example"
BOT = "12345678-1234-1234-1234-123456789abc"
URL = {"type": "string", "pattern": "^https://", "maxLength": 3000}


def words(most: int, least: int = 1) -> dict[str, Any]:
    return {"type": "string", "minLength": least, "maxLength": most}


def thing(needed: list[str], **properties: Any) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "required": needed, "properties": properties}


def several(item: dict[str, Any], most: int) -> dict[str, Any]:
    return {"type": "array", "minItems": 1, "maxItems": most, "uniqueItems": True, "items": item}


FLAG = {"type": "boolean"}
SLACK_RULES = thing(
    ["display_information", "features", "oauth_config", "settings"],
    _metadata=thing(["major_version"], major_version={"const": 1}, minor_version={"type": "integer"}),
    display_information=thing(
        ["name"],
        name=words(35),
        description=words(140),
        background_color={"type": "string", "pattern": "^#[0-9a-f]{6}$"},
        long_description=words(4000, 175),
    ),
    features=thing(
        ["app_home", "bot_user", "shortcuts", "slash_commands"],
        app_home=thing([], home_tab_enabled=FLAG, messages_tab_enabled=FLAG, messages_tab_read_only_enabled=FLAG),
        bot_user=thing(["display_name"], display_name=words(80), always_online=FLAG),
        shortcuts=several(
            thing(
                ["name", "type", "callback_id", "description"],
                name=words(24),
                type={"enum": ["message", "global"]},
                callback_id=words(255),
                description=words(150),
            ),
            10,
        ),
        slash_commands=several(
            thing(
                ["command", "description"],
                command={"type": "string", "pattern": "^/", "maxLength": 32},
                url=URL,
                description=words(2000),
                usage_hint=words(1000),
                should_escape=FLAG,
            ),
            50,
        ),
    ),
    oauth_config=thing(["scopes"], scopes=thing(["bot"], bot=several(words(50), 255))),
    settings=thing(
        ["event_subscriptions", "interactivity", "socket_mode_enabled"],
        event_subscriptions=thing(["bot_events"], request_url=URL, bot_events=several(words(50), 100)),
        interactivity=thing(["is_enabled"], is_enabled=FLAG, request_url=URL, message_menu_options_url=URL),
        org_deploy_enabled=FLAG,
        socket_mode_enabled=FLAG,
        token_rotation_enabled=FLAG,
    ),
)
GUID = {"type": "string", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"}
SCOPE = {"enum": ["team", "personal", "groupChat"]}
TEAMS_RULES = thing(
    ["manifestVersion", "version", "id", "developer", "name", "description", "icons", "accentColor", "bots"],
    **{"$schema": URL},
    manifestVersion={"const": "1.29"},
    version={"type": "string", "pattern": r"^\d+\.\d+\.\d+$"},
    id=GUID,
    developer=thing(
        ["name", "websiteUrl", "privacyUrl", "termsOfUseUrl"],
        name=words(32),
        websiteUrl=URL,
        privacyUrl=URL,
        termsOfUseUrl=URL,
    ),
    name=thing(["short"], short=words(30), full=words(100)),
    description=thing(["short", "full"], short=words(80), full=words(4000)),
    icons=thing(["outline", "color"], outline={"const": "outline.png"}, color={"const": "color.png"}),
    accentColor={"type": "string", "pattern": "^#[0-9A-F]{6}$"},
    defaultInstallScope={"const": "personal"},
    bots=several(
        thing(
            ["botId", "scopes"],
            botId=GUID,
            scopes=several(SCOPE, 3),
            supportsFiles=FLAG,
            isNotificationOnly=FLAG,
            commandLists=several(
                thing(
                    ["scopes", "commands"],
                    scopes=several(SCOPE, 3),
                    commands=several(thing(["title"], title=words(32), description=words(128)), 10),
                ),
                3,
            ),
        ),
        1,
    ),
    composeExtensions=several(
        thing(
            ["botId", "commands"],
            botId=GUID,
            commands=several(
                thing(
                    ["id", "title"],
                    id=words(64),
                    type={"const": "action"},
                    context=several({"const": "message"}, 1),
                    title=words(32),
                    description=words(128),
                    fetchTask=FLAG,
                ),
                10,
            ),
        ),
        1,
    ),
    permissions=several({"enum": ["identity", "messageTeamMembers"]}, 2),
    validDomains=several(words(2048), 100),
)


@pytest.mark.parametrize("socket_mode", [False, True])
def test_slack_would_take_the_manifest(socket_mode: bool) -> None:
    jsonschema_rs.validate(SLACK_RULES, slack_manifest(BASE, socket_mode=socket_mode))


def test_teams_would_take_the_manifest() -> None:
    jsonschema_rs.validate(TEAMS_RULES, teams_manifest(BASE, BOT))


def test_the_templates_themselves_are_valid_too() -> None:
    jsonschema_rs.validate(SLACK_RULES, json.loads(files("manifest").joinpath("slack.json").read_text("utf-8")))
    jsonschema_rs.validate(
        TEAMS_RULES, json.loads(files("manifest").joinpath("teams/manifest.json").read_text("utf-8"))
    )


def test_nothing_of_the_example_is_left() -> None:
    filled = json.dumps([slack_manifest(BASE), teams_manifest(BASE, BOT)])
    assert EXAMPLE_URL.removeprefix("https://") not in filled
    assert EXAMPLE_ID not in filled
    assert teams_manifest(BASE + "/deep", BOT)["validDomains"] == ["safety.northmoor.example"]


def test_every_way_in_over_http_leads_to_the_one_door() -> None:
    filled = slack_manifest(BASE)
    doors = re.findall(r"https://[^\"]+", json.dumps(filled))
    assert set(doors) == {f"{BASE}/slack/events"}
    assert len(doors) == 4


def test_socket_mode_names_no_address() -> None:
    filled = slack_manifest(BASE, socket_mode=True)
    assert filled["settings"]["socket_mode_enabled"] is True
    assert "https://" not in json.dumps(filled)


def test_the_scopes_asked_for_are_those_that_the_adapter_uses() -> None:
    assert slack_manifest(BASE)["oauth_config"]["scopes"]["bot"] == list(SCOPES)


def test_the_shortcuts_are_those_that_the_adapter_listens_to() -> None:
    found = {(one["type"], one["callback_id"]) for one in slack_manifest(BASE)["features"]["shortcuts"]}
    assert found == {("global", REPORT_SHORTCUT), ("message", PASSAGE_SHORTCUT)}


def test_teams_may_be_used_alone_in_groups_and_in_channels() -> None:
    (bot,) = teams_manifest(BASE, BOT)["bots"]
    assert sorted(bot["scopes"]) == ["groupChat", "personal", "team"]
    assert {scope for one in bot["commandLists"] for scope in one["scopes"]} == set(bot["scopes"])
    (extension,) = teams_manifest(BASE, BOT)["composeExtensions"]
    assert extension["commands"][0]["id"] == "reportMessage"
    assert extension["commands"][0]["fetchTask"] is True


def pixels(png: bytes) -> tuple[int, int, int, bytes]:
    """Return width, height, bytes a pixel and the raw pixels of an 8-bit PNG without interlacing, unfiltered."""
    width, height, depth, kind = struct.unpack(">IIBB", png[16:26])
    assert depth == 8
    size = {2: 3, 6: 4}[kind]
    packed, at = b"", 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            packed += png[at + 8 : at + 8 + length]
        at += length + 12
    raw, row = zlib.decompress(packed), width * size
    lines: list[bytearray] = []
    for number in range(height):
        start = number * (row + 1)
        lines.append(
            _unfilter(raw[start], bytearray(raw[start + 1 : start + 1 + row]), lines[-1] if lines else None, size)
        )
    return width, height, size, b"".join(lines)


def _unfilter(kind: int, line: bytearray, above: bytearray | None, size: int) -> bytearray:
    for index in range(len(line)):
        left = line[index - size] if index >= size else 0
        up = above[index] if above else 0
        corner = above[index - size] if above and index >= size else 0
        guess = left + up - corner
        nearest = min((left, up, corner), key=lambda value: abs(guess - value))
        line[index] = (line[index] + (0, left, up, (left + up) // 2, nearest)[kind]) % 256
    return line


def test_the_icons_have_the_sizes_and_colours_that_teams_asks_for() -> None:
    package = ZipFile(BytesIO(teams_package(BASE, BOT)))
    assert pixels(package.read("color.png"))[:2] == (192, 192)
    width, height, size, outline = pixels(package.read("outline.png"))
    assert (width, height, size) == (32, 32, 4)
    drawn = [outline[at : at + 4] for at in range(0, len(outline), 4) if outline[at + 3]]
    assert 100 < len(drawn) < 700
    assert all(one[:3] == b"\xff\xff\xff" for one in drawn)


def test_the_package_is_the_same_every_time_and_holds_three_files() -> None:
    first = teams_package(BASE, BOT)
    assert first == teams_package(BASE, BOT)
    assert ZipFile(BytesIO(first)).namelist() == ["manifest.json", "color.png", "outline.png"]


def test_the_command_writes_all_three_files(alone: Path) -> None:
    ran = CliRunner().invoke(
        app, ["manifest", "--base-url", BASE + "/", "--out", "new/folder"], env={"MICROSOFT_APP_ID": BOT.upper()}
    )
    assert ran.exit_code == 0, ran.output
    folder = alone / "new" / "folder"
    assert json.loads((folder / "slack-manifest.json").read_text("utf-8")) == slack_manifest(BASE)
    assert json.loads((folder / "slack-manifest-socket-mode.json").read_text("utf-8"))["settings"][
        "socket_mode_enabled"
    ]
    assert json.loads(ZipFile(folder / "teams-app.zip").read("manifest.json")) == teams_manifest(BASE, BOT)


def test_without_a_bot_id_the_teams_package_is_left_out_and_that_is_said(alone: Path) -> None:
    ran = CliRunner().invoke(app, ["manifest", "--base-url", BASE, "--out", "."])
    assert ran.exit_code == 0
    assert "set MICROSOFT_APP_ID" in ran.output
    assert sorted(path.name for path in alone.iterdir()) == ["slack-manifest-socket-mode.json", "slack-manifest.json"]


@pytest.mark.parametrize("url", ["http://safety.example", "safety.example", "https://", "https://a.example/?x=1"])
def test_an_address_that_nobody_would_call_is_refused(alone: Path, url: str) -> None:
    ran = CliRunner().invoke(app, ["manifest", "--base-url", url, "--out", "."])
    assert ran.exit_code == 1
    assert "must be an https:// address" in ran.output
    assert list(alone.iterdir()) == []


@pytest.mark.usefixtures("alone")
def test_an_id_that_is_no_id_is_refused() -> None:
    ran = CliRunner().invoke(app, ["manifest", "--base-url", BASE, "--out", ".", "--teams-app-id", "bot"])
    assert ran.exit_code == 1
    assert "must look like" in ran.output
