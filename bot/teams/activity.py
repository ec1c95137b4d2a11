"""A request body as botbuilder's Activity, or a plain refusal.

botbuilder's own deserialiser takes 0.2 ms an activity and lets wrong types through to fail later. Here each field that
we read is checked and set by hand; entities, attachments, value and channelData stay plain JSON, so that nothing that
the model does not know is lost.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

from botbuilder.schema import Activity, ChannelAccount, ConversationAccount

_ID_MOST: Final = 1024
_PLAIN: Final = {
    "id": "id",
    "name": "name",
    "action": "action",
    "reply_to_id": "replyToId",
}


class BadActivity(ValueError):  # noqa: N818 - it is an answer, not an error of ours
    """The body is no activity. The message says which part, never what it held."""


def activity_from(body: bytes) -> Activity:
    """Return the activity. Raises BadActivity for anything that is not one."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise BadActivity("not-json") from None
    if not isinstance(found, dict):
        raise BadActivity("not-an-object")
    if not found.get("type"):
        raise BadActivity("no-type")
    people = {"from_property": _account(found, "from"), "recipient": _account(found, "recipient")}
    conversation = _dictionary(found, "conversation")
    return Activity(
        type=_identifier(found, "type"),
        channel_id=_identifier(found, "channelId"),
        service_url=_identifier(found, "serviceUrl"),
        conversation=ConversationAccount(
            id=_identifier(conversation, "id"),
            conversation_type=_identifier(conversation, "conversationType"),
            tenant_id=_identifier(conversation, "tenantId"),
            is_group=conversation.get("isGroup") is True,
        ),
        text=clean(found["text"]) if isinstance(found.get("text"), str) else "",
        value=found.get("value"),
        channel_data=_dictionary(found, "channelData"),
        entities=_dictionaries(found, "entities"),
        attachments=_dictionaries(found, "attachments"),
        members_added=[ChannelAccount(id=_identifier(one, "id")) for one in _dictionaries(found, "membersAdded")],
        **people,
        **{ours: _identifier(found, theirs) for ours, theirs in _PLAIN.items()},
    )


def clean(text: str) -> str:
    """Return the text without what no database and no encoder takes: NUL characters and halves of characters."""
    if "\x00" in text:
        text = text.replace("\x00", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return text


def _account(found: Mapping[str, Any], key: str) -> ChannelAccount:
    account = _dictionary(found, key)
    name = account.get("name")
    return ChannelAccount(
        id=_identifier(account, "id"),
        name=clean(name)[:200] if isinstance(name, str) else "",
        aad_object_id=_identifier(account, "aadObjectId"),
    )


def _identifier(found: Mapping[str, Any], key: str) -> str:
    value = found.get(key)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > _ID_MOST or not value.isprintable():
        raise BadActivity(f"bad-{key}")
    return value


def _dictionary(found: Mapping[str, Any], key: str) -> dict[str, Any]:
    value = found.get(key)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise BadActivity(f"bad-{key}")
    return value


def _dictionaries(found: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    value = found.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        raise BadActivity(f"bad-{key}")
    return [one for one in value if isinstance(one, dict)]
