"""The sender: one parcel, one attempt. Whether and when to try again is the courier's business."""

import asyncio
from collections.abc import Mapping
from typing import Any, Final

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.draw import Block, Uploaded, cards_as_blocks, no_upload, notice
from bot.slack.errors import code_of, from_status, meaning_of
from bot.slack.pictures import has_key, is_slack_host, key_metadata, pictures_in, upload
from bot.slack.view import cards_as_home
from handlers.chat.card import Button, Card, Style, say
from handlers.chat.form import Form
from handlers.chat.port import Parcel, Profile, Receipt, Refused, Unreachable, Unsure
from handlers.chat.reply import Reply
from handlers.chat.turn import Address, Platform

log = structlog.get_logger()

_PAGES: Final = 3
_TROUBLES: Final = (SlackClientError, aiohttp.ClientError, asyncio.TimeoutError, OSError)
_PLACE_GONE: Final = frozenset(
    {"channel_not_found", "is_archived", "not_in_channel", "user_not_in_channel", "response_url_used"}
)


def form_button(form: Form, words: str = "Press to go on.") -> Card:
    """Return the card that opens a form: a message of Slack's cannot hold one, a press can open it."""
    return say(
        words, Button("Open the form", "chat.open", f"{form.name}:{form.context}", Style.PRIMARY), title=form.title
    )


def cards_of(reply: Reply) -> tuple[Card, ...]:
    """Return what a message can show of a reply."""
    return reply.cards if reply.form is None else (*reply.cards, form_button(reply.form))


class SlackSender:
    """Delivers parcels to the addresses that ``read`` and the receipts of this class made.

    They are: ``{user}`` a person's one-to-one chat, ``{channel}`` a place for all in it, ``{channel, user}`` a place
    for one person's eyes, ``{…, response_url}`` the same after a command or in place of an ephemeral message,
    ``{channel, ts}`` one message, ``{home}`` a person's home tab. ``thread`` may stand beside ``channel``.
    """

    platform = Platform.SLACK

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._team = ""
        self._chats: dict[str, str] = {}

    def belongs_to(self, team: str) -> None:
        """Say which workspace is the trust's own; known once Slack has answered."""
        self._team = team

    async def send(self, parcel: Parcel) -> Receipt:
        """Deliver once. Raises TryLater, Unsure, Unreachable or Refused."""
        cards = cards_of(parcel.reply)
        uploaded = await upload(self._client, cards) if pictures_in(cards) else no_upload
        address = _open_to_all(parcel.address) if parcel.reply.public else parcel.address
        return await self.deliver(address, cards, uploaded, key=parcel.key, replaces=parcel.replaces)

    async def deliver(
        self,
        address: Address,
        cards: tuple[Card, ...],
        uploaded: Uploaded = no_upload,
        *,
        key: str = "",
        replaces: bool = False,
    ) -> Receipt:
        """Show cards at an address. Raises as ``send`` does; ValueError of a card becomes Refused."""
        creates = not (replaces and ("ts" in address or "response_url" in address)) and "home" not in address
        try:
            return await self._deliver(address, cards, uploaded, key=key, replaces=replaces)
        except _TROUBLES as error:
            raise meaning_of(error, creates=creates) from None
        except ValueError as error:
            raise Refused(str(error)) from None

    async def _deliver(
        self, address: Address, cards: tuple[Card, ...], uploaded: Uploaded, *, key: str, replaces: bool
    ) -> Receipt:
        if "home" in address:
            await self._client.views_publish(user_id=address["home"], view=cards_as_home(cards, uploaded))
            return Receipt(dict(address))
        metadata = key_metadata(key) if key else None
        message: dict[str, Any] = {"text": notice(cards), "blocks": cards_as_blocks(cards, uploaded)}
        if replaces and "ts" in address:
            await self._client.chat_update(channel=address["channel"], ts=address["ts"], metadata=metadata, **message)
            return Receipt({"channel": address["channel"], "ts": address["ts"]})
        if "user" in address and ("channel" in address or "response_url" in address):
            try:
                return await self._whisper(address, message, replaces=replaces)
            except (Unreachable, SlackApiError) as error:
                if isinstance(error, SlackApiError) and code_of(error) not in _PLACE_GONE:
                    raise
                # The place is gone but the person is not: what was meant for them alone can go to their own chat.
                address = {"user": address["user"]}
        channel = address.get("channel") or await self._chat(address["user"])
        if "thread" in address:
            message["thread_ts"] = address["thread"]
        posted = await self._client.chat_postMessage(
            channel=channel, metadata=metadata, unfurl_links=False, unfurl_media=False, **message
        )
        return Receipt({"channel": str(posted["channel"]), "ts": str(posted["ts"])})

    async def _whisper(self, address: Address, message: dict[str, Any], *, replaces: bool) -> Receipt:
        """Show a message to one person in a place, by the address that Slack gave for it while that still works."""
        if address.get("response_url") and await self._respond(address["response_url"], message, replaces=replaces):
            return Receipt(dict(address))
        channel = address.get("channel", "")
        if not channel or channel.startswith("D"):
            raise Unreachable("response_url_used")
        thread = address.get("thread")
        await self._client.chat_postEphemeral(channel=channel, user=address["user"], thread_ts=thread, **message)
        return Receipt({"channel": channel, "user": address["user"]})

    async def _respond(self, url: str, message: dict[str, Any], *, replaces: bool) -> bool:
        """Post to a response URL; False when it has expired (30 minutes, five times). Raises like the Web API."""
        session = self._client.session
        if session is None or not is_slack_host(url, self._client.base_url):
            return False
        body = message | {"response_type": "ephemeral", "replace_original": replaces}
        async with session.post(url, json=body, allow_redirects=False) as answer:
            if answer.status in {403, 404, 410}:
                return False
            if answer.status != 200:  # noqa: PLR2004 - HTTP "OK"
                raise from_status(answer.status, f"http_{answer.status}", answer.headers, creates=not replaces)
            return True

    async def _chat(self, user: str) -> str:
        channel = self._chats.get(user)
        if channel is None:
            try:
                opened = await self._client.conversations_open(users=[user])
            except _TROUBLES as error:
                # Opening a chat twice opens it once: there is no doubt about a message yet.
                raise meaning_of(error, creates=False) from None
            channel = self._chats[user] = str(opened["channel"]["id"])
        return channel

    async def find(self, parcel: Parcel) -> Receipt | None:
        """Return the receipt of a message that Slack has already, None when it certainly has not.

        A replacement is always None: doing it again changes nothing. Raises Unsure for what leaves no trace
        (messages for one person's eyes) and when Slack cannot be asked.
        """
        address = _open_to_all(parcel.address) if parcel.reply.public else parcel.address
        if parcel.replaces or "home" in address:
            return None
        if "user" in address and ("channel" in address or "response_url" in address):
            raise Unsure("ephemeral")
        try:
            channel = address.get("channel") or await self._chat(address["user"])
            cursor = ""
            for _ in range(_PAGES):
                page = await self._client.conversations_history(
                    channel=channel, include_all_metadata=True, limit=100, cursor=cursor or None
                )
                for message in page["messages"]:
                    if has_key(message, parcel.key):
                        return Receipt({"channel": channel, "ts": str(message["ts"])})
                cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
                if not cursor:
                    return None
        except _TROUBLES as error:
            raise Unsure(code_of(error)) from None
        raise Unsure("too_many_messages")

    async def look_up(self, user: str) -> Profile | None:
        """Return the name and e-mail address of a colleague; None for bots, leavers and other workspaces."""
        try:
            found: Mapping[str, Any] = (await self._client.users_info(user=user))["user"]
        except _TROUBLES as error:
            log.info("slack.user_not_read", code=code_of(error))
            return None
        if found.get("deleted") or found.get("is_bot") or found.get("team_id") != self._team:
            return None
        profile: Block = found.get("profile") or {}
        name = profile.get("real_name") or found.get("real_name") or found.get("name") or ""
        return Profile(str(name), str(profile["email"]) if profile.get("email") else None)


def _open_to_all(address: Address) -> Address:
    """Return the place itself for what a person chose to share with everybody in it."""
    if "channel" not in address:
        return address
    return {name: value for name, value in address.items() if name not in {"user", "response_url"}}
