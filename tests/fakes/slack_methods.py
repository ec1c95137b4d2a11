"""The methods of the fake Web API, each as strict as Slack documents it. They change the fake's state only."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from fakes.slack_rules import Refusal

if TYPE_CHECKING:
    from fakes.slack_api import Channel, SlackApi

Arguments = dict[str, Any]


def _user(api: "SlackApi", user: str) -> dict[str, Any]:
    if user not in api.users:
        raise Refusal("user_not_found", user)
    return api.users[user]


def _channel(api: "SlackApi", channel: str) -> "Channel":
    found = api.channels.get(channel)
    if found is None:
        raise Refusal("channel_not_found", channel)
    if found.archived:
        raise Refusal("is_archived")
    if api.bot_user not in found.members:
        raise Refusal("channel_not_found" if channel.startswith("D") else "not_in_channel")
    return found


def auth_test(api: "SlackApi", _: Arguments) -> Arguments:
    """Say who the token is."""
    return {
        "team_id": api.team, "team": "Trust", "user_id": api.bot_user, "user": "safety", "bot_id": api.bot_id,
        "url": api.origin,
    }  # fmt: skip


def users_info(api: "SlackApi", given: Arguments) -> Arguments:
    """Return one user."""
    return {"user": _user(api, given["user"])}


def conversations_open(api: "SlackApi", given: Arguments) -> Arguments:
    """Open the one-to-one chat with a user."""
    users = given["users"] if isinstance(given["users"], list) else given["users"].split(",")
    user = _user(api, users[0])
    if user["deleted"]:
        raise Refusal("user_disabled")
    if user["is_bot"]:
        raise Refusal("cannot_dm_bot")
    return {"channel": {"id": api.chat_with(users[0]).id}}


def conversations_history(api: "SlackApi", given: Arguments) -> Arguments:
    """Return the messages of a place, newest first, in pages."""
    channel = _channel(api, given["channel"])
    start, limit = int(given.get("cursor") or 0), int(given.get("limit", 100))
    newest = list(reversed(channel.messages))
    page = [dict(message) for message in newest[start : start + limit]]
    if given.get("include_all_metadata") not in {True, "1", "true"}:
        for message in page:
            message.pop("metadata", None)
    more = start + limit < len(newest)
    cursor = str(start + limit) if more else ""
    return {"messages": page, "has_more": more, "response_metadata": {"next_cursor": cursor}}


def chat_post_message(api: "SlackApi", given: Arguments) -> Arguments:
    """Post a message for everybody in a place."""
    channel = _channel(api, given["channel"])
    person = next(iter(channel.members - {api.bot_user}), None)
    if channel.id.startswith("D") and person is not None and api.users[person]["deleted"]:
        raise Refusal("channel_not_found")
    metadata = given.get("metadata")
    if metadata is not None and not {"event_type", "event_payload"} <= set(metadata):
        raise Refusal("invalid_metadata_schema")
    kept = api.keep_message({"text": given.get("text", ""), "blocks": given.get("blocks")})
    kept |= {"ts": api.stamp(), "user": api.bot_user, "bot_id": api.bot_id, "metadata": metadata}
    if given.get("thread_ts"):
        kept["thread_ts"] = given["thread_ts"]
    channel.messages.append(kept)
    return {"channel": channel.id, "ts": kept["ts"], "message": kept}


def chat_post_ephemeral(api: "SlackApi", given: Arguments) -> Arguments:
    """Post a message for one person's eyes."""
    channel = _channel(api, given["channel"])
    _user(api, given["user"])
    if given["user"] not in channel.members:
        raise Refusal("user_not_in_channel")
    kept = api.keep_message({"text": given.get("text", ""), "blocks": given.get("blocks")})
    kept |= {"ts": api.stamp(), "channel": channel.id}
    api.whispers[given["user"]].append(kept)
    return {"message_ts": kept["ts"]}


def chat_update(api: "SlackApi", given: Arguments) -> Arguments:
    """Change a message in place."""
    channel = _channel(api, given["channel"])
    message = next((found for found in channel.messages if found["ts"] == given["ts"]), None)
    if message is None:
        raise Refusal("message_not_found")
    if message["user"] != api.bot_user:
        raise Refusal("cant_update_message")
    message |= api.keep_message({"text": given.get("text", ""), "blocks": given.get("blocks")})
    if given.get("metadata"):
        message["metadata"] = given["metadata"]
    return {"channel": channel.id, "ts": message["ts"], "text": message["text"]}


def views_open(api: "SlackApi", given: Arguments) -> Arguments:
    """Open a modal by a trigger."""
    user = api.use_trigger(given["trigger_id"])
    view = api.keep_view(given["view"])
    api.modals[user] = [view["id"]]
    return {"view": view}


def views_update(api: "SlackApi", given: Arguments) -> Arguments:
    """Change a modal while it is open."""
    view_id = given.get("view_id")
    if view_id not in api.views or not any(view_id in stack for stack in api.modals.values()):
        raise Refusal("not_found")
    if given.get("hash") and given["hash"] != api.views[view_id]["hash"]:
        raise Refusal("hash_conflict")
    return {"view": api.keep_view(given["view"], view_id)}


def views_publish(api: "SlackApi", given: Arguments) -> Arguments:
    """Publish the home tab of a person."""
    _user(api, given["user_id"])
    if given["view"].get("type") != "home":
        raise Refusal("invalid_arguments")
    view = api.keep_view(given["view"])
    api.homes[given["user_id"]] = view
    return {"view": view}


def files_get_upload_url(api: "SlackApi", given: Arguments) -> Arguments:
    """Say where to upload a file."""
    file = api.number("F")
    api.files[file] = {"id": file, "length": int(given["length"]), "alt_txt": given.get("alt_txt"), "looks": 0}
    return {"file_id": file, "upload_url": f"{api.origin}/upload/{file}"}


def files_complete_upload(api: "SlackApi", given: Arguments) -> Arguments:
    """Note that a file is complete; Slack still has to read it."""
    for file in given["files"]:
        if "content" not in api.files.get(file["id"], {}):
            raise Refusal("file_not_found")
        api.files[file["id"]]["complete"] = True
    return {"files": given["files"]}


def files_info(api: "SlackApi", given: Arguments) -> Arguments:
    """Return a file; its type is known from the second look on, as Slack takes a moment to read it."""
    file = api.files.get(given["file"])
    if file is None:
        raise Refusal("file_not_found")
    file["looks"] += 1
    if file.get("complete") and file["looks"] > 1:
        file["mimetype"] = "image/png"
    return {"file": {name: value for name, value in file.items() if name != "content"}}


def apps_connections_open(api: "SlackApi", _: Arguments) -> Arguments:
    """Say where Socket Mode connects to."""
    return {"url": f"{api.origin.replace('http', 'ws', 1)}/socket"}


METHODS: dict[str, Callable[["SlackApi", Arguments], Arguments]] = {
    "apps.connections.open": apps_connections_open,
    "auth.test": auth_test,
    "chat.postEphemeral": chat_post_ephemeral,
    "chat.postMessage": chat_post_message,
    "chat.update": chat_update,
    "conversations.history": conversations_history,
    "conversations.open": conversations_open,
    "files.completeUploadExternal": files_complete_upload,
    "files.getUploadURLExternal": files_get_upload_url,
    "files.info": files_info,
    "users.info": users_info,
    "views.open": views_open,
    "views.publish": views_publish,
    "views.update": views_update,
}
