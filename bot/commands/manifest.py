"""``safety-bot manifest``: the files that make the bot known to Slack and to Teams, with this trust's ids and address.

It writes files and calls nobody.
"""

import json
import re
from importlib.metadata import version
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Annotated, Any, Final
from urllib.parse import urlsplit
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import typer

from bot.commands.terminal import read_settings, refuse

EXAMPLE_URL: Final = "https://safety.example.org"
EXAMPLE_ID: Final = "00000000-0000-0000-0000-000000000000"
ICONS: Final = ("color.png", "outline.png")
_ZIP_DAY: Final = (2026, 1, 1, 0, 0, 0)

BaseUrl = Annotated[
    str,
    typer.Option("--base-url", metavar="URL", help="Where Slack and Teams reach this bot: https://safety.trust.nhs.uk"),
]
Out = Annotated[
    Path, typer.Option("--out", metavar="DIR", help="The folder to write to. It is made when it is not there.")
]
TeamsId = Annotated[
    str | None,
    typer.Option("--teams-app-id", metavar="ID", help="Instead of MICROSOFT_APP_ID, the id of the Teams bot."),
]


def manifest(base_url: BaseUrl, out: Out, teams_app_id: TeamsId = None) -> None:
    """Write the Slack app manifest (both modes) and the Teams app package."""
    base = read_base_url(base_url)
    app_id = teams_app_id or read_settings().microsoft_app_id
    if app_id is not None:
        app_id = _read_id(app_id)
    try:
        out.mkdir(parents=True, exist_ok=True)
        _write(out / "slack-manifest.json", _as_json(slack_manifest(base)))
        _write(out / "slack-manifest-socket-mode.json", _as_json(slack_manifest(base, socket_mode=True)))
        if app_id is not None:
            _write(out / "teams-app.zip", teams_package(base, app_id))
    except OSError as error:
        refuse(f"{out} cannot be written to: {error.strerror}.")
    if app_id is None:
        typer.echo("The Teams package is left out: set MICROSOFT_APP_ID, or give --teams-app-id.")


def read_base_url(text: str) -> str:
    """Return the address without a slash at its end, or refuse what Slack and Teams would not call."""
    parts = urlsplit(text.strip())
    if parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment or parts.username:
        refuse("--base-url must be an https:// address, such as https://safety.trust.nhs.uk")
    return f"https://{parts.netloc}{parts.path.rstrip('/')}"


def _read_id(text: str) -> str:
    try:
        return str(UUID(text.strip()))
    except ValueError:
        refuse("The id of the Teams bot must look like 12345678-1234-1234-1234-123456789abc.")


def slack_manifest(base: str, *, socket_mode: bool = False) -> dict[str, Any]:
    """Return Slack's manifest for this address. In Socket Mode Slack calls no address, so none is in it."""
    filled: dict[str, Any] = json.loads(_template("slack.json").replace(EXAMPLE_URL, base))
    if socket_mode:
        settings = filled["settings"]
        settings["socket_mode_enabled"] = True
        del settings["event_subscriptions"]["request_url"]
        del settings["interactivity"]["request_url"], settings["interactivity"]["message_menu_options_url"]
        for command in filled["features"]["slash_commands"]:
            del command["url"]
    return filled


def teams_manifest(base: str, app_id: str) -> dict[str, Any]:
    """Return the Teams manifest for this address and bot, in this version of the program."""
    text = _template("teams/manifest.json").replace(EXAMPLE_URL, base).replace(EXAMPLE_ID, app_id)
    filled: dict[str, Any] = json.loads(text)
    filled["version"] = _three_numbers(version("patient-safety-bot"))
    filled["validDomains"] = [urlsplit(base).hostname]
    return filled


def teams_package(base: str, app_id: str) -> bytes:
    """Return the zip that is uploaded to Teams. The same input gives the same bytes."""
    whole = BytesIO()
    with ZipFile(whole, "w") as package:
        _pack(package, "manifest.json", _as_json(teams_manifest(base, app_id)))
        for icon in ICONS:
            _pack(package, icon, files("manifest").joinpath("teams", icon).read_bytes())
    return whole.getvalue()


def _pack(package: ZipFile, name: str, content: bytes) -> None:
    entry = ZipInfo(name, _ZIP_DAY)
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    package.writestr(entry, content)


def _three_numbers(text: str) -> str:
    found = re.match(r"\d+\.\d+\.\d+", text)
    return found.group() if found else "0.0.0"


def _template(name: str) -> str:
    return files("manifest").joinpath(*name.split("/")).read_text("utf-8")


def _as_json(value: dict[str, Any]) -> bytes:
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    typer.echo(f"Wrote {path}")
