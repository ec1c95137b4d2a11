"""Messages out to Teams: one parcel, one attempt, and an honest word about what became of it.

Creating a message is not idempotent and Teams cannot be asked whether it has one, so a broken connection while
creating is Unsure. Replacing a message and opening a one-to-one conversation are idempotent: there a failure is
TryLater. A message to replace that is gone (404) was deleted by somebody; the new state is then sent as a new
message, because otherwise the person would never see it, and nothing can be doubled by it.
"""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any, Final

import aiohttp
import structlog

from bot.teams.address import ACTIVITY, USER, Acquaintance, Reference, read_acquaintance, read_reference
from bot.teams.connector import Answer, Connector, NotPermitted, conversation_path
from bot.teams.credentials import NoToken
from bot.teams.draw import attach, draw_to_send, summary_of
from bot.teams.draw_form import Lists
from bot.teams.settings import TeamsSettings
from bot.teams.text import Element
from handlers.chat.form import Form
from handlers.chat.port import Parcel, Profile, Receipt, Refused, TryLater, Unreachable, Unsure
from handlers.chat.turn import Address, Platform

_KNOWN_MOST: Final = 10_000
_BACKOFF_MOST: Final = 300.0

log = structlog.get_logger("teams")


class TeamsSender:
    """The sender of the port. ``lists`` finds what a form's searches offer."""

    platform = Platform.TEAMS

    def __init__(
        self, settings: TeamsSettings, connector: Connector, lists: Callable[[Form | None], Awaitable[Lists]]
    ) -> None:
        self._settings = settings
        self._connector = connector
        self._lists = lists
        self._service_url = settings.service_url
        self._bot = f"28:{settings.app_id}"
        self._met: OrderedDict[str, Reference] = OrderedDict()
        self._opened: OrderedDict[Acquaintance, Reference] = OrderedDict()

    def meet(self, reference: Reference) -> None:
        """Remember where a person was just seen: they can be looked up there, and colleagues reached the same way."""
        conversation = reference.conversation.partition(";")[0]  # a thread has the members of its channel
        _keep(self._met, reference.user, replace(reference, conversation=conversation))
        self._service_url, self._bot = reference.service_url, reference.bot

    async def send(self, parcel: Parcel) -> Receipt:
        """Deliver once. Raises TryLater, Unsure, Unreachable or Refused."""
        try:
            lists = await self._lists(parcel.reply.form)
            card = draw_to_send(parcel.reply, lists)
            activity: Element = {"type": "message", "summary": summary_of(parcel.reply), "attachments": [attach(card)]}
            reference = await self._reach(parcel)
        except ValueError as error:
            raise Refused(f"cannot be drawn or addressed: {error}") from None
        activity |= {"from": {"id": reference.bot}, "conversation": {"id": reference.conversation}}
        replaced = parcel.address.get(ACTIVITY, "") if parcel.replaces else ""
        if replaced:
            receipt = await self._replace(parcel, reference, replaced, activity)
            if receipt is not None:
                return receipt
        return await self._create(parcel, reference, activity)

    async def find(self, parcel: Parcel) -> Receipt | None:
        """Raise Unsure: the connector has no way to look for a message."""
        raise Unsure(f"Teams cannot look up a message: {parcel.key}")

    async def look_up(self, user: str) -> Profile | None:
        """Return the name and address that Teams vouches for, of somebody of the home tenant seen by this process."""
        reference = self._met.get(user)
        if reference is None:
            return None
        try:
            path = conversation_path(reference.conversation, "members", user)
            answer = await self._connector.call("GET", reference.service_url, path)
        except (NoToken, NotPermitted, aiohttp.ClientError, TimeoutError) as error:
            log.warning("teams_profile_not_read", reason=type(error).__name__)
            return None
        return _profile(answer, self._settings.tenant_id)

    async def _reach(self, parcel: Parcel) -> Reference:
        reference = read_reference(parcel.address)
        if reference is not None:
            return reference
        person = read_acquaintance(parcel.address) or self._listed(parcel.address)
        if person is None:
            raise Unreachable("no address in Teams")
        known = self._opened.get(person)
        return known if known is not None else await self._open(parcel, person)

    def _listed(self, address: Address) -> Acquaintance | None:
        user = address.get(USER, "")
        return Acquaintance(self._service_url, self._settings.tenant_id, self._bot, user) if user else None

    async def _open(self, parcel: Parcel, person: Acquaintance) -> Reference:
        body = {
            "bot": {"id": person.bot},
            "members": [{"id": person.user}],
            "isGroup": False,
            "tenantId": person.tenant,
            "channelData": {"tenant": {"id": person.tenant}},
        }
        answer = await self._call(parcel, "POST", person.service_url, "v3/conversations", body, again=True)
        conversation = answer.body.get("id")
        if not isinstance(conversation, str) or not conversation:
            raise Refused("opening a conversation gave no id")
        reference = Reference(person.service_url, conversation, person.bot, person.user)
        _keep(self._opened, person, reference)
        return reference

    async def _replace(
        self, parcel: Parcel, reference: Reference, replaced: str, activity: Mapping[str, Any]
    ) -> Receipt | None:
        path = conversation_path(reference.conversation, "activities", replaced)
        body = {**activity, "id": replaced}
        answer = await self._call(parcel, "PUT", reference.service_url, path, body, again=True, gone=True)
        return None if answer.status == 404 else Receipt(reference.address(replaced))  # noqa: PLR2004 - gone

    async def _create(self, parcel: Parcel, reference: Reference, activity: Mapping[str, Any]) -> Receipt:
        path = conversation_path(reference.conversation, "activities")
        answer = await self._call(parcel, "POST", reference.service_url, path, activity, again=False)
        return Receipt(reference.address(str(answer.body.get("id") or "")))

    async def _call(
        self,
        parcel: Parcel,
        method: str,
        service_url: str,
        path: str,
        body: Mapping[str, Any],
        *,
        again: bool,
        gone: bool = False,
    ) -> Answer:
        """Make a call and read its status. ``again``: it may be repeated safely. ``gone``: a 404 is an answer."""
        try:
            answer = await self._connector.call(method, service_url, path, body)
        except NotPermitted:
            raise Refused("service-url-not-allowed") from None
        except NoToken as error:
            raise TryLater(f"no token: {error.reason}", error.seconds, whole=True) from None
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            raise TryLater("not connected", _backoff(parcel)) from None
        except (aiohttp.ClientError, TimeoutError) as error:
            raise _lost(type(error).__name__, parcel, again=again) from None
        if gone and answer.status == 404:  # noqa: PLR2004
            return answer
        return _judge(answer, parcel, again=again)


def _profile(answer: Answer, home: str) -> Profile | None:
    """Return a profile that the home tenant vouches for: not a guest's, whose address somebody else gave out."""
    held = answer.body
    email = str(held.get("email") or held.get("userPrincipalName") or "")
    guest = held.get("userRole") in {"guest", "anonymous"} or "#EXT#" in email
    if answer.status != 200 or guest or (home and held.get("tenantId") != home):  # noqa: PLR2004 - OK
        return None
    return Profile(str(held.get("name") or ""), email or None)


def _judge(answer: Answer, parcel: Parcel, *, again: bool) -> Answer:
    """Return the answer if the connector took the message; raise what it means otherwise."""
    reason = f"{answer.status} {answer.code}".strip()
    match answer.status:
        case status if 200 <= status < 300:  # noqa: PLR2004 - success
            return answer
        case 401:
            raise TryLater(reason, _backoff(parcel), whole=True)
        case 403 | 404:
            raise Unreachable(reason)
        case 412 | 429:
            raise TryLater(reason, answer.wait if answer.wait is not None else _backoff(parcel))
        case status if status >= 500:  # noqa: PLR2004 - the server's own failures
            raise _lost(reason, parcel, again=again)
        case _:
            raise Refused(reason)


def _lost(reason: str, parcel: Parcel, *, again: bool) -> Exception:
    return TryLater(reason, _backoff(parcel)) if again else Unsure(reason)


def _backoff(parcel: Parcel) -> float:
    return min(_BACKOFF_MOST, float(2 ** min(parcel.attempt, 8)))


def _keep(held: OrderedDict[Any, Reference], key: Any, value: Reference) -> None:
    held[key] = value
    held.move_to_end(key)
    while len(held) > _KNOWN_MOST:
        held.popitem(last=False)
