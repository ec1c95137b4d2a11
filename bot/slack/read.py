"""Slack's verified payloads read into turns. Pure: no network, no clock, and no token ever gets into a turn."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from bot.slack.forwarded import is_forwarding, shared_words, words_of_blocks
from bot.slack.text import read_markup, without_mention
from bot.slack.view import Memory, unpack_memory, values_of
from handlers.chat.turn import (
    HOME_TENANT,
    Address,
    Answers,
    Carry,
    Opened,
    Passage,
    Place,
    PlaceKind,
    Platform,
    Press,
    RawAnswer,
    Said,
    Turn,
    Upload,
    Words,
)

Payload = Mapping[str, Any]

REPORT_SHORTCUT: Final = "report_event"
PASSAGE_SHORTCUT: Final = "report_message"
_DELETES: Final = "point at your message, or hold it on a phone, then “More actions”, then “Delete message”."
_IN_ANSWER: Final = frozenset({Carry.NEW, Carry.FORM})
_IN_WINDOW: Final = frozenset({Carry.REPLACE, Carry.NEW, Carry.FORM})
_ONLY_FORM: Final = frozenset({Carry.FORM})
_ONLY_NEW: Final = frozenset({Carry.NEW})
_PLAIN_MESSAGES: Final = frozenset({None, "file_share", "thread_broadcast", "me_message"})


@dataclass(frozen=True, slots=True)
class Workspace:
    """The workspace that the bot is installed in, and who the bot is there."""

    team: str
    bot_user: str
    bot: str = ""


def read_command(body: Payload, workspace: Workspace, now: datetime) -> Turn:
    """Return the turn of a slash command."""
    user, channel = str(body["user_id"]), str(body["channel_id"])
    team = str(body.get("team_id") or workspace.team)
    place = _place(channel, user, str(body.get("channel_name", "")))
    here = {"channel": channel, "user": user, "response_url": str(body.get("response_url", ""))}
    return Turn(
        Platform.SLACK,
        _tenant(team, workspace),
        user,
        place,
        Words(read_markup(str(body.get("text", "")).strip()), command=True),
        f"slack:command:{team}:{body['trigger_id']}",
        now,
        name=str(body.get("user_name", "")),
        carries=_IN_ANSWER,
        here=here,
        personal={"user": user},
    )


def read_event(body: Payload, workspace: Workspace, now: datetime) -> Turn | None:
    """Return the turn of an event, or None for what is not for the bot: edits, bots, its own messages, other tabs."""
    event = body["event"]
    user = event.get("user")
    if not isinstance(user, str) or user == workspace.bot_user:
        return None
    team = str(event.get("user_team") or event.get("team") or body.get("team_id") or workspace.team)
    delivery = f"slack:event:{body.get('team_id', team)}:{body['event_id']}"
    tenant = _tenant(team, workspace)
    personal = {"user": user}
    if event["type"] == "app_home_opened":
        if event.get("tab") != "home":
            return None
        place = Place(PlaceKind.PERSONAL, user)
        return Turn(
            Platform.SLACK,
            tenant,
            user,
            place,
            Opened.HOME,
            delivery,
            now,
            carries=_ONLY_NEW,
            here=personal,
            personal=personal,
        )
    if event["type"] not in {"message", "app_mention"} or _is_noise(event):
        return None
    channel = str(event["channel"])
    is_direct = event.get("channel_type") == "im" or channel.startswith("D")
    if event["type"] == "message" and not is_direct:
        return None
    place = _place(channel, user, "directmessage" if is_direct else "")
    here = {"channel": channel} if is_direct else {"channel": channel, "user": user}
    if event.get("thread_ts"):
        here["thread"] = str(event["thread_ts"])
    text = read_markup(without_mention(str(event.get("text", "")), workspace.bot_user))
    shared, posted = shared_words(event)
    is_passage = shared or (is_forwarding(event) and not text)
    said = Passage(f"{text}\n\n{shared}".strip(), _instant(posted)) if is_passage else Words(text)
    return Turn(
        Platform.SLACK,
        tenant,
        user,
        place,
        said,
        delivery,
        now,
        here=here,
        personal=personal,
        opens_forms=False,
        deletes=_DELETES,
    )


def read_press(body: Payload, workspace: Workspace, now: datetime) -> Turn | None:
    """Return the turn of a pressed button, or None when what was touched is no button of ours (a link, an input)."""
    action = next((found for found in body["actions"] if found.get("type") == "button" and found.get("value")), None)
    if action is None:
        return None
    name, _, value = str(action["value"]).partition(" ")
    user, team = _who(body, workspace)
    delivery = f"slack:action:{team}:{user}:{action['action_ts']}:{action['action_id']}"
    view = body.get("view")
    state = view.get("state") if view else body.get("state")
    said = Press(name, value, values_of(state or {}))
    if view:
        return _windowed(body, workspace, said, delivery, now, _memory(view))
    container = body.get("container") or {}
    channel = str((body.get("channel") or {}).get("id") or container.get("channel_id", ""))
    response_url = str(body.get("response_url", ""))
    place = _place(channel, user, "")
    is_direct = place.kind is PlaceKind.PERSONAL
    here: dict[str, str] = {"channel": channel} if is_direct else {"channel": channel, "user": user}
    if container.get("thread_ts"):
        here["thread"] = str(container["thread_ts"])
    if container.get("is_ephemeral"):
        card = {"channel": channel, "user": user, "response_url": response_url}
        here = dict(card)
    else:
        card = {"channel": channel, "ts": str(container.get("message_ts", ""))}
    return Turn(
        Platform.SLACK,
        _tenant(team, workspace),
        user,
        place,
        said,
        delivery,
        now,
        name=_name(body),
        carries=_ONLY_FORM,
        here=here,
        card=card,
        personal={"user": user},
    )


def read_submission(
    body: Payload,
    workspace: Workspace,
    now: datetime,
    files: Mapping[str, tuple[Upload, ...]],
) -> Turn:
    """Return the turn of a form sent off. ``files`` are those handed over with it, already fetched."""
    view = body["view"]
    memory = unpack_memory(str(view.get("private_metadata", "")))
    user, team = _who(body, workspace)
    values: dict[str, RawAnswer] = dict(values_of(view.get("state") or {}))
    said = Answers(memory.form, memory.context, values, files)
    # A form that came back with errors keeps its id and hash: only the trigger tells the corrected answers apart.
    delivery = f"slack:view:{team}:{view['id']}:{view.get('hash', '')}:{user}:{body.get('trigger_id', '')}"
    return _windowed(body, workspace, said, delivery, now, memory)


def read_shortcut(body: Payload, workspace: Workspace, now: datetime) -> Turn:
    """Return the turn of a shortcut: "report" from anywhere, or the message that was chosen."""
    user, team = _who(body, workspace)
    message = body.get("message")
    said: Said = Words("report", command=True)
    memory = Memory()
    if message is not None:
        text, (shared, _) = read_markup(str(message.get("text") or "")), shared_words(message)
        text = text if text.strip() else words_of_blocks(message.get("blocks"))
        said = Passage(f"{text}\n\n{shared}".strip(), _instant(str(message.get("ts", ""))))
        channel = str((body.get("channel") or {}).get("id", ""))
        place = _place(channel, user, "")
        here = {"channel": channel, "user": user, "response_url": str(body.get("response_url", ""))}
        memory = Memory(place=(place.kind.value, place.id), here=here)
    return _windowed(body, workspace, said, f"slack:shortcut:{team}:{body['trigger_id']}", now, memory)


def memory_of(turn: Turn) -> Memory:
    """Return what a view that this turn opens has to remember."""
    return Memory(place=(turn.place.kind.value, turn.place.id), here=turn.here, card=turn.card)


def is_home(body: Payload) -> bool:
    """Return whether the payload comes from the home tab."""
    return bool((body.get("view") or {}).get("type") == "home")


def _windowed(body: Payload, workspace: Workspace, said: Said, delivery: str, now: datetime, memory: Memory) -> Turn:
    user, team = _who(body, workspace)
    place = Place(PlaceKind.PERSONAL, user)
    here: Address = {"user": user}
    if memory.place is not None and memory.place[0] in set(PlaceKind):
        place, here = Place(PlaceKind(memory.place[0]), memory.place[1]), memory.here or here
    return Turn(
        Platform.SLACK,
        _tenant(team, workspace),
        user,
        place,
        said,
        delivery,
        now,
        name=_name(body),
        carries=_IN_WINDOW,
        here=here,
        card=memory.card,
        personal={"user": user},
        fleeting=True,
    )


def _memory(view: Payload) -> Memory:
    return unpack_memory(str(view.get("private_metadata", "")))


def _place(channel: str, user: str, channel_name: str) -> Place:
    """Return the place. A one-to-one chat is named by its person: modals and the home tab belong to it as well."""
    if channel.startswith("D") or channel_name == "directmessage" or not channel:
        return Place(PlaceKind.PERSONAL, user)
    if channel.startswith("G") or channel_name.startswith("mpdm-"):
        return Place(PlaceKind.GROUP, channel)
    return Place(PlaceKind.CHANNEL, channel)


def _is_noise(event: Payload) -> bool:
    return bool(event.get("bot_id") or event.get("hidden") or event.get("subtype") not in _PLAIN_MESSAGES)


def is_at_home(body: Payload, workspace: Workspace) -> bool:
    """Say whether whoever sent an interaction is of the trust's own workspace."""
    return _who(body, workspace)[1] == workspace.team


def _who(body: Payload, workspace: Workspace) -> tuple[str, str]:
    user = body["user"]
    team = user.get("team_id") or (body.get("team") or {}).get("id") or workspace.team
    return str(user["id"]), str(team)


def _name(body: Payload) -> str:
    user = body["user"]
    return str(user.get("name") or user.get("username") or "")


def _tenant(team: str, workspace: Workspace) -> str:
    return HOME_TENANT if team == workspace.team else team


def _instant(ts: str) -> datetime | None:
    """Return when a message was posted, from Slack's own id of it (seconds, a dot, a counter)."""
    seconds = ts.partition(".")[0]
    return (
        datetime.fromtimestamp(int(seconds), UTC) if seconds.isdecimal() and len(seconds) <= len("9999999999") else None
    )
