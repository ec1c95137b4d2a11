"""The half of Teams that plays the people: they write, press, fill in forms and read their screens.

Every delivery is signed by the issuer and posted to the bot as Teams posts it; see ``fakes.teams_connector`` for how
to start one. A press sends the inputs of its card with it, is held back when a needed answer is missing, and puts the
card of the answer in place of the pressed one. ``redeliver`` posts the last delivery again, byte for byte.
"""

import asyncio
import html
import itertools
import json
from collections.abc import Mapping
from typing import Any, Self

import aiohttp
from fakes.teams_connector import CARD, Conversation, Message, TeamsConnector
from fakes.teams_screen import Shown, actions, fill, hold_back, words

DOWNLOAD = "application/vnd.microsoft.teams.file.download.info"
GROUP = "19:huddle@thread.v2"
CHANNEL = "19:ward-7@thread.tacv2;messageid=1773500000000"


class TeamsPeople:
    """Everybody in front of Teams. ``windows`` holds the open dialog of each person, ``notices`` short messages."""

    def __init__(self, connector: TeamsConnector, endpoint: str) -> None:
        self.connector = connector
        self.endpoint = endpoint
        self.windows: dict[str, dict[str, Any]] = {}
        self.notices: dict[str, list[str]] = {}
        self.last: bytes = b""
        self._tokens: dict[str, str] = {}
        self._numbers = itertools.count(1)
        self._http: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        """Open the connection."""
        self._http = aiohttp.ClientSession()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close the connection."""
        if self._http is not None:
            await self._http.close()

    def token(self) -> str:
        """Return the token of this hour, signed with the issuer's present key."""
        kid = self.connector.issuer.kid
        if kid not in self._tokens:
            self._tokens[kid] = self.connector.issuer.sign(self.connector.url)
        return self._tokens[kid]

    def new_token(self) -> None:
        """Forget the token, as when an hour has passed."""
        self._tokens.clear()

    def activity(self, user: str, kind: str, conversation: Conversation, **fields: Any) -> dict[str, Any]:
        """Return an activity as Teams writes it."""
        person = self.connector.people[user]
        return {
            "type": kind,
            "id": self.connector.next_id(),
            "channelId": "msteams",
            "serviceUrl": self.connector.url,
            "timestamp": "2026-03-14T09:00:00.000Z",
            "from": {"id": user, "name": person.name, "aadObjectId": f"aad-{user}"},
            "recipient": {"id": self.connector.bot, "name": "Safety"},
            "conversation": {
                "id": conversation.id,
                "conversationType": conversation.kind,
                "tenantId": person.tenant,
                **({} if conversation.kind == "personal" else {"isGroup": True}),
            },
            "channelData": {"tenant": {"id": person.tenant}},
            "entities": [{"type": "clientInfo", "locale": "en-GB", "country": "GB", "platform": "Web"}],
            "locale": "en-GB",
            **fields,
        }

    async def post(self, body: bytes | Mapping[str, Any], *, token: str | None = None) -> tuple[int, Any]:
        """Post a delivery and return the status and the JSON of the answer (None when there is none)."""
        if self._http is None:
            raise RuntimeError("use it with async with")
        self.last = body if isinstance(body, bytes) else json.dumps(body).encode()
        bearer = self.token() if token is None else token
        headers = {"Content-Type": "application/json; charset=utf-8"}
        headers |= {"Authorization": f"Bearer {bearer}"} if bearer else {}
        async with self._http.post(self.endpoint, data=self.last, headers=headers) as response:
            raw = await response.read()
            return response.status, json.loads(raw) if raw else None

    async def redeliver(self) -> tuple[int, Any]:
        """Post the last delivery again, as Teams does when it heard no answer."""
        return await self.post(self.last)

    def place(self, scope: str, user: str) -> Conversation:
        """Return the conversation of a scope (personal, groupChat or channel) with this person in it."""
        if scope == "personal":
            return self.connector.chat(user)
        return self.connector.open(CHANNEL if scope == "channel" else GROUP, scope, user)

    async def message(
        self, user: str, text: str, *, scope: str = "personal", mention: bool | None = None, files: tuple[str, ...] = ()
    ) -> int:
        """Write something and return the status. Outside the one-to-one chat the bot is mentioned."""
        place = self.place(scope, user)
        fields: dict[str, Any] = {"text": text, "textFormat": "plain", "attachments": self._files(files)}
        if mention if mention is not None else scope != "personal":
            shown = {
                "type": "mention",
                "text": "<at>Safety</at>",
                "mentioned": {"id": self.connector.bot, "name": "Safety"},
            }
            fields |= {"text": f"<at>Safety</at>&nbsp;{text}\n", "entities": [shown]}
        activity = self.activity(user, "message", place, **fields)
        self.connector.put(place, user, activity)
        status, _ = await self.post(activity)
        return status

    async def forward(self, user: str, text: str, above: str = "", *, sent: str = "2026-11-24T06:10:00.000Z") -> int:
        """Forward somebody's message to the bot and return the status: its words come beside the placeholder."""
        place = self.place("personal", user)
        origin = {
            "originalMessageId": "1773500000001", "originalMessageContent": f"<p>{html.escape(text)}</p>",
            "originalConversationId": "19:elsewhere@thread.v2", "originalSentDateTime": sent,
            "originalMessageSender": {"user": {"id": "aad-ben", "displayName": "Ben Carter"}},
        }  # fmt: skip
        shown = f'<p>{html.escape(above)}</p><attachment id="1773500000001"></attachment>'
        attachments = [
            {"id": "1773500000001", "contentType": "forwardedMessageReference", "content": json.dumps(origin)},
            {"contentType": "text/html", "content": shown},
        ]
        activity = self.activity(user, "message", place, text=above, textFormat="plain", attachments=attachments)
        self.connector.put(place, user, activity)
        status, _ = await self.post(activity)
        return status

    def _files(self, names: tuple[str, ...]) -> list[dict[str, Any]]:
        root = self.connector.url.removesuffix("uk/")
        return [
            {"contentType": DOWNLOAD, "name": name, "content": {"downloadUrl": f"{root}files/{name}?tempauth=1"}}
            for name in names
        ]

    async def press(
        self,
        user: str,
        activity: str | None,
        title: str,
        values: Mapping[str, Any] | None = None,
        *,
        scope: str = "personal",
        confirm: bool = True,
        old_client: bool = False,
    ) -> Any:
        """Press a button on a message (None for the newest that has it), and its yes when it asks first.

        Returns the body of the answer. ``old_client`` uses the fallback, Action.Submit. Raises HeldBack as Teams does.
        """
        place = self.place(scope, user)
        message = self.find(place, title) if activity is None else place.messages[activity]
        shown = _named(message, title)
        if shown.action["type"] == "Action.ShowCard":
            if not confirm:
                return None
            behind = [one for one in actions(message.card or {}) if one.behind == title]
            shown = next(one for one in behind if one.action["type"] != "Action.ShowCard")
        return await self._send(user, place, message, shown.action, values or {}, old_client=old_client)

    async def submit(
        self, user: str, activity: str | None, values: Mapping[str, Any], *, scope: str = "personal", **how: Any
    ) -> Any:
        """Fill in the form of a message (None for the newest one) and send it. ``values`` by field name or label."""
        place = self.place(scope, user)
        forms = [one for one in place.messages.values() if one.card and _submit_of(one.card)]
        message = forms[-1] if activity is None else place.messages[activity]
        return await self._send(user, place, message, _submit_of(message.card or {}) or {}, values, **how)

    async def _send(
        self,
        user: str,
        place: Conversation,
        message: Message,
        action: Mapping[str, Any],
        values: Mapping[str, Any],
        *,
        old_client: bool = False,
    ) -> Any:
        card = message.card or {}
        sent = fill(card, values)
        hold_back(card, sent)
        if old_client:
            data = {**action["fallback"]["data"], **sent}
            await self.post(self.activity(user, "message", place, value=data, replyToId=message.id))
            return None
        pressed = {"type": "Action.Execute", "verb": action["verb"], "data": {**action["data"], **sent}}
        value = {"action": pressed, "trigger": "manual"}
        invoke = self.activity(user, "invoke", place, name="adaptiveCard/action", value=value, replyToId=message.id)
        status, body = await self.post(invoke)
        if status != 200:
            raise AssertionError(f"an invoke was answered {status}")
        self._take(user, message, body)
        return body

    def _take(self, user: str, message: Message, body: Mapping[str, Any]) -> None:
        if body["type"] == CARD:
            faults = self.connector.card_faults(body["value"])
            if faults or len(json.dumps(body["value"])) > 28 * 1024:
                raise AssertionError(f"Teams would not show this card: {faults[:3]}")
            message.activity = {**message.activity, "attachments": [{"contentType": CARD, "content": body["value"]}]}
            message.changed += 1
        elif body["type"].endswith("activity.message"):
            self.notices.setdefault(user, []).append(body["value"])

    async def report_message(self, user: str, text: str, *, scope: str = "channel", rich: str = "") -> dict[str, Any]:
        """Choose "Report this message" on a message and return the window that opens. ``rich`` is its HTML."""
        body = {"contentType": "html", "content": rich or f"<p>{html.escape(text)}</p>"}
        payload = {"id": "1773500000000", "createdDateTime": "2026-03-14T02:30:00.000Z", "body": body}
        value = {"commandId": "reportMessage", "commandContext": "message", "messagePayload": payload}
        return await self._window(user, scope, "composeExtension/fetchTask", value)

    async def submit_window(self, user: str, title: str, values: Mapping[str, Any], *, scope: str = "channel") -> Any:
        """Fill in the open window and press a button in it; return the window that follows."""
        card = self.windows[user]["value"]["card"]["content"]
        sent = fill(card, values)
        hold_back(card, sent)
        shown = next(one for one in actions(card) if one.title == title)
        if shown.action["type"] != "Action.Submit":
            raise AssertionError("a window knows Action.Submit only")
        value = {"commandId": "reportMessage", "data": {**shown.action["data"], **sent}}
        return await self._window(user, scope, "composeExtension/submitAction", value)

    async def _window(self, user: str, scope: str, name: str, value: Mapping[str, Any]) -> dict[str, Any]:
        status, body = await self.post(self.activity(user, "invoke", self.place(scope, user), name=name, value=value))
        if status != 200:
            raise AssertionError(f"an invoke was answered {status}")
        task: dict[str, Any] = body["task"]
        if task["type"] == "continue":
            faults = self.connector.card_faults(task["value"]["card"]["content"])
            if faults:
                raise AssertionError(f"Teams would not show this window: {faults[:3]}")
        self.windows[user] = task
        return task

    async def install(self, user: str, *, scope: str = "personal") -> list[int]:
        """Install the bot for a person, a group or a team: Teams tells of it twice, in two ways."""
        chat = self.place(scope, user)
        added = self.activity(user, "conversationUpdate", chat, membersAdded=[{"id": self.connector.bot}])
        added.pop("channelData")  # botbuilder's Teams handler falls over this, and Teams does send it
        installed = self.activity(user, "installationUpdate", chat, action="add")
        return [(await self.post(activity))[0] for activity in (added, installed)]

    def screen(self, user: str, *, scope: str = "personal") -> str:
        """Return everything that stands in a conversation, as it reads now, the oldest on top."""
        lines: list[str] = []
        for message in self.place(scope, user).messages.values():
            lines += [message.activity["text"]] if message.activity.get("text") else []
            lines += words(message.card) if message.card else []
        return "\n".join(lines)

    def buttons(self, user: str, *, scope: str = "personal") -> list[str]:
        """Return the titles of the buttons on the newest message of the bot."""
        cards = [one.card for one in self.place(scope, user).messages.values() if one.card]
        return [shown.title for shown in actions(cards[-1])] if cards else []

    async def see(self, user: str, text: str, *, seconds: float = 5.0, scope: str = "personal") -> str:
        """Wait until words stand on a person's screen and return the screen. Raises AssertionError when they do not."""
        try:
            async with asyncio.timeout(seconds):
                while text not in (screen := self.screen(user, scope=scope)):
                    await self.connector.changed.wait()
        except TimeoutError:
            raise AssertionError(f"{text!r} is not on the screen:\n{self.screen(user, scope=scope)}") from None
        return screen

    def find(self, place: Conversation, title: str) -> Message:
        """Return the newest message with a button of that name."""
        for message in reversed(place.messages.values()):
            if message.card and any(shown.title == title for shown in actions(message.card)):
                return message
        raise AssertionError(f"no button {title!r} in {place.id}")


def _named(message: Message, title: str) -> Shown:
    return next(shown for shown in actions(message.card or {}) if shown.title == title)


def _submit_of(card: Mapping[str, Any]) -> Mapping[str, Any] | None:
    found = [shown.action for shown in actions(card) if "form" in shown.action.get("data", {}).get("safety", {})]
    return found[0] if found else None
