"""One attempt to send one letter: what to do with each answer of a platform. It knows no store and no other letter."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

import structlog

from handlers.chat.card import Text, say
from handlers.chat.port import Parcel, Receipt, Refused, Sender, TryLater, Unreachable, Unsure
from handlers.chat.reply import Reply
from schedules.letter import Letter, Route
from storage import outbox
from storage.records import Message, OutboxState, Platform

FAULTS_MOST: Final = 8
"""After so many errors of ours a message is given up, so that somebody looks at it."""
PAUSE_FIRST: Final = 5.0
PAUSE_MOST: Final = 300.0
WAIT_MOST: Final = 3600.0
"""The longest pause, in seconds, that a platform's own wish is followed."""
REPEAT_WORDS: Final = "You may have had this message before. We could not tell whether it arrived."

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Ending:
    """What became of an attempt. With ``due_at`` the message is put back until then, otherwise it is settled.

    ``rest`` asks for a pause until then: of this conversation, or with ``whole`` of the whole platform.
    """

    message: Message
    state: OutboxState
    reason: str | None = None
    due_at: datetime | None = None
    receipt: Mapping[str, str] | None = None
    route: Route | None = None
    rest: bool = False
    whole: bool = False

    @property
    def is_unreachable(self) -> bool:
        """Whether the message failed because nothing reaches its person."""
        return self.state is OutboxState.FAILED and (self.reason or "").startswith(outbox.UNREACHABLE)


class NoLongerHeldError(Exception):
    """Another claim holds the message by now: leave it alone."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """How letters are tried: ``mark`` notes a repeat in the store before it is sent, False when it is not held."""

    senders: Mapping[Platform, Sender]
    clock: Callable[[], datetime]
    mark: Callable[[Message], Awaitable[bool]]
    seconds: float = 10.0

    async def make(self, letter: Letter) -> Ending:
        """Try once and return what came of it. Raises NoLongerHeldError."""
        message = letter.message
        if letter.fault:
            return self._fault(message, letter.fault, None)
        if letter.reply is None and not outbox.in_doubt(message):
            return Ending(message, OutboxState.CANCELLED, letter.why)
        if not letter.routes:
            return Ending(message, OutboxState.FAILED, outbox.UNREACHABLE)
        if outbox.in_doubt(message) and not (letter.reply and letter.reply.replaces):
            found = await self._look(letter)
            if isinstance(found, Ending):
                return found
            letter = found
        if letter.reply is None:
            return Ending(letter.message, OutboxState.CANCELLED, letter.why)
        return await self._send(letter, letter.reply)

    async def _look(self, letter: Letter) -> Letter | Ending:
        """Ask the platforms whether they have the message; return its ending, or the letter to send now.

        Where it was tried first stands first. Only that platform's uncertainty makes the message a possible repeat.
        """
        message, unsure = letter.message, False
        for number, route in enumerate(letter.routes):
            answer = await self._ask(message, route, letter.reply or Reply())
            if isinstance(answer, Ending):
                return answer
            unsure = unsure or (answer and number == 0)
        if not unsure or letter.reply is None:
            return letter
        if message.reason == outbox.REPEATED:
            return Ending(message, OutboxState.FAILED, "unconfirmed after a repeat")
        if not await self.mark(message):
            raise NoLongerHeldError
        return replace(letter, message=replace(message, reason=outbox.REPEATED), reply=_marked(letter.reply))

    async def _ask(self, message: Message, route: Route, reply: Reply) -> Ending | bool:
        """Ask one platform. Returns an ending, or whether it cannot tell (False: it certainly has no such message)."""
        sender = self.senders.get(route.platform)
        if sender is None:
            return False
        try:
            async with asyncio.timeout(self._limit(message)):
                receipt = await sender.find(_parcel(message, route, reply))
        except TryLater as later:
            return self._later(message, route, later)
        except Unreachable:
            return False
        except (Unsure, TimeoutError):
            return True
        except Exception as error:
            log.exception("message_not_looked_for", outbox=message.id, platform=route.platform)
            return self._fault(message, type(error).__name__, route)
        return False if receipt is None else self._sent(message, route, receipt)

    def _limit(self, message: Message) -> float:
        """Return how many seconds a call may take: never longer than the message is ours."""
        if message.lease_until is None:
            return self.seconds
        left = (message.lease_until - self.clock()).total_seconds() - 1
        return max(min(self.seconds, left), 0.05)

    async def _send(self, letter: Letter, reply: Reply) -> Ending:
        message, why = letter.message, ""
        for route in letter.routes:
            sender = self.senders.get(route.platform)
            if sender is None:
                why = f"{route.platform} is off"
                continue
            try:
                async with asyncio.timeout(self._limit(message)):
                    receipt = await sender.send(_parcel(message, route, reply))
            except TryLater as later:
                return self._later(message, route, later)
            except Unreachable as error:
                why = str(error)
            except Refused as error:
                return Ending(message, OutboxState.FAILED, f"{outbox.REFUSED}: {error}")
            except Unsure as error:
                return self._unsure(message, f"{outbox.UNSURE}: {error}", route)
            except TimeoutError:
                return self._unsure(message, f"{outbox.UNSURE}: no answer in time", route)
            except Exception as error:
                log.exception("message_not_sent", outbox=message.id, platform=route.platform)
                return self._fault(message, type(error).__name__, route)
            else:
                return self._sent(message, route, receipt)
        return Ending(message, OutboxState.FAILED, f"{outbox.UNREACHABLE}: {why}")

    def _sent(self, message: Message, route: Route, receipt: Receipt) -> Ending:
        return Ending(message, OutboxState.SENT, message.reason, receipt=receipt.ref, route=route)

    def _later(self, message: Message, route: Route, later: TryLater) -> Ending:
        doubt = outbox.in_doubt(message)
        due = self.clock() + timedelta(seconds=min(max(later.seconds, 1.0), WAIT_MOST))
        return Ending(
            message,
            OutboxState.UNKNOWN if doubt else OutboxState.WAITING,
            # The platform did not take this one, so a repeat that was marked was not sent after all.
            f"{outbox.UNSURE}: {later}" if doubt else f"later: {later}",
            due,
            route=route if doubt else None,
            rest=True,
            whole=later.whole,
        )

    def _unsure(self, message: Message, reason: str, route: Route) -> Ending:
        kept = outbox.REPEATED if message.reason == outbox.REPEATED else reason
        return Ending(message, OutboxState.UNKNOWN, kept, self.clock() + _pause(message), route=route, rest=True)

    def _fault(self, message: Message, name: str, route: Route | None) -> Ending:
        """Return the ending of an error of ours. With a route the platform may have the message all the same."""
        doubt = route is not None or outbox.in_doubt(message)
        times = faults_of(message) + 1
        reason = f"{outbox.UNSURE} fault {times} {name}" if doubt else f"fault {times} {name}"
        if times >= FAULTS_MOST or message.reason == outbox.REPEATED:
            return Ending(message, OutboxState.FAILED, reason)
        state = OutboxState.UNKNOWN if doubt else OutboxState.WAITING
        return Ending(message, state, reason, self.clock() + _pause(message), route=route)


def faults_of(message: Message) -> int:
    """Return how many errors of ours in a row a claimed message has met."""
    match = re.search(r"\bfault (\d+)", message.reason or "")
    return int(match[1]) if match else 0


def _pause(message: Message) -> timedelta:
    return timedelta(seconds=min(PAUSE_FIRST * 2 ** min(message.attempts - 1, 10), PAUSE_MOST))


def _parcel(message: Message, route: Route, reply: Reply) -> Parcel:
    return Parcel(message.key, route.address, reply, replaces=reply.replaces, attempt=message.attempts)


def _marked(reply: Reply) -> Reply:
    """Return the reply with a visible line that it may be a repeat."""
    if not reply.cards:
        return replace(reply, cards=(say(REPEAT_WORDS),))
    first = replace(reply.cards[0], parts=(Text(REPEAT_WORDS, quiet=True), *reply.cards[0].parts))
    return replace(reply, cards=(first, *reply.cards[1:]))
