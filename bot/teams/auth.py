"""Who may speak to the bot: every token is checked here, and nothing that a token says is believed before that.

We do not use botbuilder's own check. It fetches keys with a blocking call without a time-out on the event loop, keeps
them for a day even when a token names a newer one (so that a rotation of keys silences the bot), and answers 500 to an
expired or forged token. A checked token is remembered by its hash until it expires, which makes the second activity
of an hour as cheap as a look into a dictionary; the price is that a key that is withdrawn counts for up to that hour.
"""

from dataclasses import dataclass
from hashlib import sha256
from typing import Final

import jwt

from bot.teams.keys import Clock, KeyRing

ISSUER: Final = "https://api.botframework.com"
CHANNEL: Final = "msteams"
_LEEWAY: Final = 300.0  # seconds that two clocks may differ
_LONGEST: Final = 16_384
_REMEMBERED: Final = 1024


class NotTrusted(Exception):  # noqa: N818 - it is an answer, not an error of ours
    """The caller is refused. ``reason`` is a code for the log; it never holds any of the token."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Vouched:
    """What a good token vouches for: the channels it may speak for, the service it came from, and until when."""

    service_url: str
    endorsements: frozenset[str]
    expires: float

    def cover(self, channel: str, service_url: str) -> None:
        """Raise NotTrusted unless the token was made for an activity of this channel and service."""
        if channel != CHANNEL or channel not in self.endorsements:
            raise NotTrusted("channel-not-endorsed")
        if not self.service_url or self.service_url.rstrip("/") != service_url.rstrip("/"):
            raise NotTrusted("wrong-service-url")


class Gate:
    """Checks the Authorization header of each request."""

    def __init__(self, app_id: str, keys: KeyRing, clock: Clock) -> None:
        self._app_id = app_id
        self._keys = keys
        self._clock = clock
        self._known: dict[bytes, Vouched] = {}

    async def admit(self, header: str) -> Vouched:
        """Return what the token vouches for. Raises NotTrusted for a bad one, KeysUnavailable when we cannot tell."""
        scheme, _, token = header.partition(" ")
        if not self._app_id:
            raise NotTrusted("no-app-id")
        if scheme.lower() != "bearer" or not token:
            raise NotTrusted("no-token")
        if len(token) > _LONGEST or not token.isascii():
            raise NotTrusted("not-a-token")
        digest = sha256(token.encode()).digest()
        vouched = self._known.get(digest)
        if vouched is None:
            vouched = await self._check(token)
            self._remember(digest, vouched)
        if vouched.expires + _LEEWAY < self._clock().timestamp():
            self._known.pop(digest, None)
            raise NotTrusted("expired")
        return vouched

    async def _check(self, token: str) -> Vouched:
        try:
            head = jwt.get_unverified_header(token)
        except (jwt.PyJWTError, ValueError):
            raise NotTrusted("not-a-token") from None
        kid = head.get("kid")
        if head.get("alg") != "RS256" or not isinstance(kid, str):
            raise NotTrusted("wrong-algorithm")
        key = await self._keys.find(kid)
        if key is None:
            raise NotTrusted("unknown-key")
        try:
            # The times are checked below against the clock that we are given, not the library's own.
            claims = jwt.decode(
                token,
                key.key,
                algorithms=["RS256"],
                audience=self._app_id,
                issuer=ISSUER,
                options={
                    "require": ["exp", "iss", "aud"],
                    "verify_exp": False,
                    "verify_nbf": False,
                    "verify_iat": False,
                },
            )
        except jwt.PyJWTError as error:
            raise NotTrusted(_reason(error)) from None
        expires, starts = claims["exp"], claims.get("nbf", 0)
        if not isinstance(expires, int | float) or not isinstance(starts, int | float):
            raise NotTrusted("bad-times")
        if starts - _LEEWAY > self._clock().timestamp():
            raise NotTrusted("not-yet-valid")
        service_url = claims.get("serviceurl", claims.get("serviceUrl"))
        return Vouched(service_url if isinstance(service_url, str) else "", key.endorsements, float(expires))

    def _remember(self, digest: bytes, vouched: Vouched) -> None:
        if len(self._known) >= _REMEMBERED:
            self._known.clear()  # tokens are few and live an hour: checking them again costs a millisecond each
        self._known[digest] = vouched


def _reason(error: jwt.PyJWTError) -> str:
    name = type(error).__name__.removesuffix("Error")
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name).removeprefix("-")
