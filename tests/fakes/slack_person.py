"""The client half of the fake Slack: people who type, press and fill in, as signed requests in Slack's own shapes.

Each method posts what Slack would post, applies what the bot answered (messages, errors beside fields, the next
view) and returns the ``Delivery``. ``screen(user)`` says what the person sees then. ``redeliver`` posts a delivery
again as Slack does after a failure. With ``endpoint=None`` everything goes through the connected Socket Mode socket.

Things that Slack's own client would not let a person do (press a button that is not there, leave out a required
answer, type past a limit) raise AssertionError.
"""

import asyncio
import hashlib
import hmac
import itertools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import aiohttp
from fakes.slack_answers import answer_input, state_of
from fakes.slack_api import SlackApi
from fakes.slack_screen import Screen, Shown, buttons, see_message, see_view


@dataclass
class Delivery:
    """One request as it was sent, and what came back. ``body`` is the answer's JSON, or its text."""

    kind: str
    raw: bytes
    content_type: str
    payload: dict[str, Any]
    status: int = 0
    body: Any = None


class SlackPeople:
    """Everybody in the workspace who talks to the bot."""

    def __init__(self, api: SlackApi, endpoint: str | None) -> None:
        self.api = api
        self.endpoint = endpoint
        self.last: Delivery | None = None
        self._numbers = itertools.count(1)

    async def command(self, user: str, text: str, *, channel: str | None = None) -> Delivery:
        """Type ``/safety <text>`` in a channel, or in the chat with the bot."""
        place = self.api.channels[channel] if channel else self.api.chat_with(user)
        form = {
            "token": "legacy", "team_id": self.api.users[user]["team_id"], "team_domain": "trust",
            "channel_id": place.id, "channel_name": place.name, "user_id": user,
            "user_name": self.api.users[user]["name"], "command": "/safety", "text": text, "api_app_id": "A0APP",
            "is_enterprise_install": "false", "response_url": self.api.response_url(place.id, user),
            "trigger_id": self.api.trigger(user),
        }  # fmt: skip
        delivery = await self._post(Delivery("slash_commands", urlencode(form).encode(), _FORM, form))
        if delivery.status == 200 and isinstance(delivery.body, dict):
            kept = self.api.keep_message(delivery.body) | {"ts": self.api.stamp(), "channel": place.id}
            self.api.responses[form["response_url"].rpartition("/")[2]].replaces = kept
            if delivery.body.get("response_type") == "in_channel":
                place.messages.append(kept | {"user": self.api.bot_user})
            else:
                self.api.whispers[user].append(kept)
        return delivery

    async def dm(self, user: str, text: str, **extra: Any) -> Delivery:
        """Write to the bot."""
        chat = self.api.chat_with(user)
        message = {"type": "message", "user": user, "text": text, "ts": self.api.stamp()} | extra
        chat.messages.append(message)
        return await self.event(message | {"channel": chat.id, "channel_type": "im"}, user)

    async def forward(
        self, user: str, text: str, above: str = "", *, posted: str = "", author: str = "U0BEN", files: Any = ()
    ) -> Delivery:
        """Forward somebody's message to the bot, as Slack's Events API delivers one."""
        ts = posted or self.api.stamp()
        part = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
        original = {"blocks": [{"type": "rich_text", "block_id": "b1", "elements": [part]}]}
        origin = {"team": self.api.team, "channel": "C0ELSEWHERE", "ts": ts}
        share = {
            "ts": ts, "author_id": author, "channel_id": "C0ELSEWHERE", "channel_team": self.api.team,
            "is_msg_unfurl": True, "is_share": True, "message_blocks": [origin | {"message": original}],
            "from_url": "https://northmoor.slack.com/archives/C0ELSEWHERE/p1", "color": "D0D0D0",
            "fallback": f"[November 24th, 2026] ben: {text}", "text": text, "author_name": "ben",
            "mrkdwn_in": ["text"], "footer": "Slack Conversation", **({"files": list(files)} if files else {}),
        }  # fmt: skip
        return await self.dm(user, above, attachments=[share])

    async def mention(self, user: str, text: str, channel: str, **extra: Any) -> Delivery:
        """Write to everybody in a channel, mentioning the bot."""
        said = f"<@{self.api.bot_user}> {text}"
        message = {"type": "app_mention", "user": user, "text": said, "ts": self.api.stamp()} | extra
        self.api.channels[channel].messages.append(message)
        return await self.event(message | {"channel": channel}, user)

    async def open_home(self, user: str, tab: str = "home") -> Delivery:
        """Open the bot's home tab."""
        return await self.event({"type": "app_home_opened", "user": user, "channel": f"D{user}", "tab": tab}, user)

    async def event(self, event: dict[str, Any], user: str) -> Delivery:
        """Deliver an event of the Events API."""
        team = self.api.users[user]["team_id"]
        payload = {
            "token": "legacy", "team_id": self.api.team, "api_app_id": "A0APP", "type": "event_callback",
            "event": {"team": team, "event_ts": self.api.stamp()} | event, "event_id": self.api.number("Ev"),
            "event_time": int(self.api.clock().timestamp()), "is_ext_shared_channel": team != self.api.team,
            "authorizations": [{"team_id": self.api.team, "user_id": self.api.bot_user, "is_bot": True}],
        }  # fmt: skip
        return await self._post(Delivery("events_api", json.dumps(payload).encode(), "application/json", payload))

    async def shortcut(self, user: str, callback_id: str = "report_event") -> Delivery:
        """Choose a global shortcut."""
        payload = {"type": "shortcut", "callback_id": callback_id, "action_ts": self.api.stamp()}
        return await self._interact(user, payload)

    async def message_shortcut(self, user: str, message: Shown, callback_id: str = "report_message") -> Delivery:
        """Choose "Report this message" on a message."""
        channel = message.channel
        payload = {
            "type": "message_action", "callback_id": callback_id, "action_ts": self.api.stamp(),
            "message_ts": message.raw["ts"], "message": message.raw,
            "response_url": self.api.response_url(channel, user),
            "channel": {"id": channel, "name": self.api.channels[channel].name},
        }  # fmt: skip
        return await self._interact(user, payload)

    async def press(self, user: str, label: str, message: Shown | None = None) -> Delivery:
        """Press a button of a message; of the newest that has it, unless ``message`` says which."""
        screen = self.screen(user)
        places = [shown for place in screen.places.values() for shown in place]
        seen = sorted([*screen.chat, *screen.whispers, *places], key=lambda shown: _order(shown.raw["ts"]))
        message = message or next((shown for shown in reversed(seen) if label in shown.buttons), None)
        assert message is not None, f"no message with {label!r}: {[shown.buttons for shown in seen]}"
        container = {"type": "message", "message_ts": message.raw["ts"], "channel_id": message.channel}
        payload: dict[str, Any] = {
            "type": "block_actions", "container": container | {"is_ephemeral": message.whisper},
            "channel": {"id": message.channel, "name": self.api.channels[message.channel].name},
            "response_url": self.api.response_url(message.channel, user, message.raw), "state": {"values": {}},
        }  # fmt: skip
        if not message.whisper:
            payload["message"] = message.raw
        return await self._interact(user, payload | self._pressed(message, label))

    async def press_in_modal(self, user: str, label: str, values: Mapping[str, Any] | None = None) -> Delivery:
        """Press a button inside the open modal, with ``values`` typed into it before."""
        shown = self.screen(user).modal
        assert shown is not None, "no modal is open"
        state = await state_of(self, user, shown.raw, values or {})
        view = _public(shown.raw) | {"state": {"values": state}}
        payload = {"type": "block_actions", "container": {"type": "view", "view_id": view["id"]}, "view": view}
        return await self._interact(user, payload | self._pressed(shown, label))

    async def press_at_home(self, user: str, label: str) -> Delivery:
        """Press a button on the home tab."""
        shown = self.screen(user).home
        assert shown is not None, "the home tab is empty"
        view = _public(shown.raw) | {"state": {"values": {}}}
        payload = {"type": "block_actions", "container": {"type": "view", "view_id": view["id"]}, "view": view}
        return await self._interact(user, payload | self._pressed(shown, label))

    async def submit(self, user: str, values: Mapping[str, Any] | None = None) -> Delivery:
        """Fill in the open modal (label or field name → words) and send it off."""
        shown = self.screen(user).modal
        assert shown is not None, "no modal is open"
        assert "submit" in shown.raw, "this modal has nothing to send"
        shown.raw["errors"] = {}
        state = await state_of(self, user, shown.raw, values or {}, complete=True)
        for block in shown.raw["blocks"]:
            if block["type"] == "input":
                answer_input(block["element"], state[block["block_id"]][block["element"]["action_id"]])
        view = _public(shown.raw) | {"state": {"values": state}}
        delivery = await self._interact(user, {"type": "view_submission", "view": view, "response_urls": []})
        if delivery.status == 200:
            self._apply(user, shown.raw["id"], delivery.body)
        return delivery

    async def close_modal(self, user: str) -> Delivery:
        """Close the open modal without sending it off."""
        view = self.api.views[self.api.modals[user].pop()]
        return await self._interact(user, {"type": "view_closed", "view": _public(view), "is_cleared": False})

    async def suggest(self, user: str, view: dict[str, Any], block: dict[str, Any], query: str) -> list[dict[str, Any]]:
        """Type into a search field and return what is offered."""
        action_id = block["element"]["action_id"]
        payload = {"type": "block_suggestion", "value": query, "block_id": block["block_id"], "action_id": action_id}
        delivery = await self._interact(user, payload | {"view": _public(view)})
        return list(delivery.body["options"])

    async def redeliver(self, delivery: Delivery) -> Delivery:
        """Deliver the same once more, as Slack does when it got no 200: signed anew, counted in a header."""
        again = Delivery(delivery.kind, delivery.raw, delivery.content_type, delivery.payload)
        return await self._post(again, {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"})

    def screen(self, user: str) -> Screen:
        """Return what a person sees now."""
        api = self.api
        chat = api.chat_with(user)
        places = {
            channel.id: [see_message(message, user, channel=channel.id) for message in channel.messages]
            for channel in api.channels.values()
            if user in channel.members and channel.id != chat.id
        }
        return Screen(
            [see_message(message, user, channel=chat.id) for message in chat.messages],
            [see_message(m, user, channel=m["channel"], whisper=True) for m in api.whispers[user]],
            places,
            see_view(api.views[api.modals[user][-1]]) if api.modals[user] else None,
            see_view(api.homes[user]) if user in api.homes else None,
        )

    def _pressed(self, shown: Shown, label: str) -> dict[str, Any]:
        found = [(block, button) for block, button in buttons(shown.raw["blocks"]) if button["text"]["text"] == label]
        assert found, f"no button {label!r} among {shown.buttons}"
        block, button = found[0]
        names = ("type", "action_id", "text", "value", "style")
        action = {name: button[name] for name in names if name in button}
        return {"actions": [action | {"block_id": block["block_id"], "action_ts": self.api.stamp()}]}

    async def _interact(self, user: str, payload: dict[str, Any]) -> Delivery:
        known = self.api.users[user]
        team = known["team_id"]
        full = {
            "user": {"id": user, "username": known["name"], "name": known["name"], "team_id": team},
            "team": {"id": team, "domain": "trust"}, "api_app_id": "A0APP", "token": "legacy",
            "is_enterprise_install": False, "enterprise": None,
        } | payload  # fmt: skip
        if payload["type"] not in {"block_suggestion", "view_closed"}:
            full["trigger_id"] = self.api.trigger(user)
        raw = urlencode({"payload": json.dumps(full)}).encode()
        return await self._post(Delivery("interactive", raw, _FORM, full))

    def _apply(self, user: str, view_id: str, answer: Any) -> None:
        action = answer.get("response_action") if isinstance(answer, dict) else None
        match action:
            case "errors":
                shown = {block["block_id"] for block in self.api.views[view_id]["blocks"] if block["type"] == "input"}
                assert set(answer["errors"]) <= shown, "an error beside a question that is not there"
                self.api.views[view_id]["errors"] = answer["errors"]
            case "update":
                self.api.keep_view(answer["view"], view_id)
            case "clear":
                self.api.modals[user].clear()
            case _:
                assert answer in ("", None), f"not an answer to a form: {answer}"
                self.api.modals[user].remove(view_id)

    async def _post(self, delivery: Delivery, extra: Mapping[str, str] | None = None) -> Delivery:
        self.last = delivery
        if self.endpoint is None:
            return await self._through_socket(delivery)
        headers = sign(self.api, delivery.raw) | {"Content-Type": delivery.content_type} | dict(extra or {})
        async with (
            aiohttp.ClientSession() as session,
            session.post(self.endpoint, data=delivery.raw, headers=headers) as answer,
        ):
            text = await answer.text()
            delivery.status = answer.status
            delivery.body = json.loads(text) if answer.content_type == "application/json" else text
        return delivery

    async def _through_socket(self, delivery: Delivery) -> Delivery:
        envelope = self.api.number("envelope-")
        waiting = self.api.acknowledged[envelope] = asyncio.get_running_loop().create_future()
        message = {"type": delivery.kind, "envelope_id": envelope, "payload": delivery.payload}
        await self.api.sockets[-1].send_json(message | {"accepts_response_payload": delivery.kind != "events_api"})
        try:
            delivery.body = await asyncio.wait_for(waiting, 3)
            delivery.status = 200
        except TimeoutError:
            delivery.status = 0
        return delivery


_FORM = "application/x-www-form-urlencoded"


def sign(api: SlackApi, raw: bytes, at: int | None = None) -> dict[str, str]:
    """Return Slack's headers for a body, signed at the fake's time or at another."""
    timestamp = str(int(api.clock().timestamp()) if at is None else at)
    digest = hmac.new(api.secret.encode(), b"v0:" + timestamp.encode() + b":" + raw, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": f"v0={digest}"}


def _public(view: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in view.items() if name != "errors"}


def _order(ts: str) -> tuple[int, int]:
    seconds, _, counter = ts.partition(".")
    return int(seconds), int(counter)
