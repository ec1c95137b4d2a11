"""A stateful fake of the Bot connector on a real HTTP server, as strict as Teams, and no network beyond loopback.

Use it with ``fakes.openid_issuer.OpenIdIssuer`` and with ``fakes.teams_people.TeamsPeople``, the half that plays the
people::

    async with OpenIdIssuer(clock) as issuer, TeamsConnector(issuer) as connector:
        connector.add_person("29:amina", "Amina Yusuf", "amina.yusuf@example.org")
        teams = Teams(connector.settings(), front, clock)
        …                                                        # serve teams.handle at /api/messages
        async with TeamsPeople(connector, "http://127.0.0.1:…/api/messages") as people:
            await people.message("29:amina", "status")
            await people.see("29:amina", "Safety now")           # waits for the outbox
            await people.press("29:amina", None, "Acknowledge")

It refuses a missing or wrong token (401), an unknown conversation or activity (404), a person who does not have the
bot (403), more than 28 KB (413) and a card that the official schema does not allow (400). It fails on demand:
``connector.fail(Fault(429, wait=7))``, ``Fault(500)``, ``Fault(500, after=True)`` (the message is kept, the answer is
not), ``Fault(drop=True)``; each fault meets one call. ``connector.calls`` lists what was called. ``checks=False``
leaves the schema out, for measuring; ``tokens=False`` is a connector without sign-in, as the Playground's is.
"""

import asyncio
import itertools
import json
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import web
from fakes.openid_issuer import OpenIdIssuer
from fakes.teams_screen import actions, schema_faults
from pydantic import SecretStr

from bot.teams import TeamsSettings

LARGEST = 28 * 1024
CARD = "application/vnd.microsoft.card.adaptive"


@dataclass(frozen=True)
class Fault:
    """What goes wrong with the next call. ``after``: the work is done all the same. ``drop``: no answer at all."""

    status: int = 500
    wait: float | None = None
    after: bool = False
    drop: bool = False
    code: str = "ServiceError"


@dataclass
class Person:
    """Somebody with a Teams account. ``installed``: has the bot, or can be written to by it."""

    id: str
    name: str
    email: str
    tenant: str
    installed: bool = True


@dataclass
class Message:
    """One message of a conversation. ``author`` is a person's id, or the bot's."""

    id: str
    author: str
    activity: dict[str, Any]
    changed: int = 0

    @property
    def card(self) -> dict[str, Any] | None:
        """The Adaptive Card, if there is one."""
        found = [one["content"] for one in self.activity.get("attachments", ()) if one["contentType"] == CARD]
        return found[0] if found else None


@dataclass
class Conversation:
    """A chat or channel with its messages, oldest first."""

    id: str
    kind: str
    members: set[str] = field(default_factory=set)
    messages: dict[str, Message] = field(default_factory=dict)


@dataclass
class TeamsConnector:
    """The connector. Ids of conversations are made as ``a:<person>`` for one-to-one chats."""

    issuer: OpenIdIssuer
    checks: bool = True
    tokens: bool = True
    people: dict[str, Person] = field(default_factory=dict)
    conversations: dict[str, Conversation] = field(default_factory=dict)
    calls: list[tuple[str, str]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    _faults: deque[Fault] = field(default_factory=deque)
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    _runner: web.AppRunner | None = None
    url: str = ""

    @property
    def bot(self) -> str:
        """The bot's id in Teams."""
        return f"28:{self.issuer.app_id}"

    async def __aenter__(self) -> Self:
        """Start listening on a free port of this machine."""
        application = web.Application(client_max_size=1024 * 1024)
        application.router.add_post("/uk/v3/conversations", self._serve)
        application.router.add_route("*", "/uk/v3/conversations/{conversation}/{what}", self._serve)
        application.router.add_route("*", "/uk/v3/conversations/{conversation}/{what}/{id}", self._serve)
        application.router.add_get("/files/{name}", self._file)
        self._runner = web.AppRunner(application)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/uk/"
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop listening."""
        if self._runner is not None:
            await self._runner.cleanup()

    def settings(self, **other: Any) -> TeamsSettings:
        """Return the settings of a bot that talks to this connector and this issuer. ``other`` replaces some."""
        return TeamsSettings(
            **{
                "app_id": self.issuer.app_id,
                "app_password": SecretStr(self.issuer.app_password),
                "tenant_id": self.issuer.tenant_id,
                "openid_metadata_url": self.issuer.metadata_url,
                "login_url": self.issuer.login_url,
                "allowed_service_hosts": ("127.0.0.1",),
                "allowed_file_hosts": ("127.0.0.1",),
                "service_url": self.url,
                **other,
            }
        )

    def add_person(self, user: str, name: str, email: str = "", *, tenant: str = "", installed: bool = True) -> Person:
        """Make somebody known; ``tenant`` is the bot's own unless it is another organisation's."""
        self.people[user] = Person(user, name, email, tenant or self.issuer.tenant_id, installed)
        return self.people[user]

    def open(self, conversation: str, kind: str, *members: str) -> Conversation:
        """Return a conversation, made if need be, with these members in it."""
        found = self.conversations.setdefault(conversation, Conversation(conversation, kind))
        found.members |= set(members)
        return found

    def chat(self, user: str) -> Conversation:
        """Return the one-to-one chat of a person with the bot."""
        return self.open(f"a:{user}", "personal", user)

    def fail(self, *faults: Fault) -> None:
        """Let the next calls go wrong, one each."""
        self._faults.extend(faults)

    def next_id(self) -> str:
        """Return an id for a message or a delivery, as Teams makes them: a number in milliseconds."""
        return str(1_773_500_000_000 + next(self._numbers))

    def put(self, conversation: Conversation, author: str, activity: dict[str, Any]) -> Message:
        """Add a message and tell whoever waits."""
        message = Message(self.next_id(), author, activity)
        conversation.messages[message.id] = message
        self._tell()
        return message

    def _tell(self) -> None:
        self.changed.set()
        self.changed = asyncio.Event()

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        """Check a call as Teams does, do it, and go wrong where that was asked for."""
        raw = await request.read()
        self.calls.append((request.method, request.match_info.get("what", "conversations")))
        fault = self._faults.popleft() if self._faults else None
        if fault is not None and not fault.after:
            return self._broken(request, fault)
        if self.tokens and not self.issuer.knows(request.headers.get("Authorization")):
            return _refuse(401, "Unauthorized")
        if len(raw) > LARGEST:
            return _refuse(413, "MessageSizeTooBig")
        answer = self._act(request, json.loads(raw) if raw else {})
        return answer if fault is None else self._broken(request, fault)

    def _broken(self, request: web.Request, fault: Fault) -> web.Response:
        if fault.drop and request.transport is not None:
            request.transport.close()
        headers = {} if fault.wait is None else {"Retry-After": str(int(fault.wait))}
        return _refuse(fault.status, fault.code, headers)

    def _act(self, request: web.Request, body: dict[str, Any]) -> web.Response:
        name, what, number = (request.match_info.get(key) for key in ("conversation", "what", "id"))
        if name is None:
            return self._create(body)
        conversation = self.conversations.get(name)
        if what == "members":
            conversation = next((one for key, one in self.conversations.items() if key.partition(";")[0] == name), None)
        if conversation is None:
            return _refuse(404, "ConversationNotFound")
        if what == "members" and request.method == "GET":
            return self._member(conversation, str(number))
        if not all(self.people[user].installed for user in conversation.members):
            return _refuse(403, "BotNotInConversationRoster")
        if what != "activities" or request.method not in {"POST", "PUT"}:
            return _refuse(405, "MethodNotAllowed")
        fault = self._fault_in(body)
        if fault is not None:
            return _refuse(400, "BadSyntax", message=fault)
        if request.method == "POST":
            return web.json_response({"id": self.put(conversation, self.bot, body).id}, status=201)
        message = conversation.messages.get(str(number))
        if message is None or message.author != self.bot:
            return _refuse(404, "ActivityNotFoundInConversation")
        message.activity, message.changed = body, message.changed + 1
        self._tell()
        return web.json_response({"id": message.id})

    def _fault_in(self, activity: Mapping[str, Any]) -> str | None:
        if activity.get("type") != "message" or not (activity.get("text") or activity.get("attachments")):
            return "not a message"
        cards = [one["content"] for one in activity.get("attachments", ()) if one.get("contentType") == CARD]
        return next((fault for card in cards for fault in self.card_faults(card)), None)

    def card_faults(self, card: Mapping[str, Any]) -> list[str]:
        """Return what Teams would have against a card."""
        if not self.checks:
            return []
        actions(card)  # raises for what Teams would hide without a word
        return schema_faults(card)

    def _create(self, body: Mapping[str, Any]) -> web.Response:
        members = [member.get("id") for member in body.get("members", ())]
        if len(members) != 1 or members[0] not in self.people or body.get("bot", {}).get("id") != self.bot:
            return _refuse(400, "BadArgument")
        person = self.people[members[0]]
        if not person.installed or body.get("tenantId") != person.tenant:
            return _refuse(403, "ForbiddenOperationException")
        return web.json_response({"id": self.chat(person.id).id}, status=201)

    def _member(self, conversation: Conversation, user: str) -> web.Response:
        if user not in conversation.members:
            return _refuse(404, "MemberNotFoundInConversation")
        person = self.people[user]
        profile = {"id": user, "name": person.name, "email": person.email, "tenantId": person.tenant}
        return web.json_response(profile)

    async def _file(self, request: web.Request) -> web.Response:
        content = self.files.get(request.match_info["name"])
        return web.Response(status=404) if content is None else web.Response(body=content)


def _refuse(
    status: int, code: str, headers: Mapping[str, str] | None = None, *, message: str = "refused"
) -> web.Response:
    error = {"error": {"code": code, "message": message}}
    return web.json_response(error, status=status, headers=headers)
