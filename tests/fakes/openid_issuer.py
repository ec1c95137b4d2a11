"""A stand-in for Microsoft's sign-in: it publishes signing keys, signs what Teams sends, and hands out the bot's token.

    async with OpenIdIssuer(clock) as issuer:
        TeamsSettings(app_id=issuer.app_id, app_password=SecretStr(issuer.app_password), tenant_id=issuer.tenant_id,
                      openid_metadata_url=issuer.metadata_url, login_url=issuer.login_url, ...)

``sign`` makes any token, good or bad. ``rotate`` replaces the signing key at once. ``down`` makes it answer 503.
It never leaves this machine.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, Self

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa

ISSUER = "https://api.botframework.com"
_SCOPE = "https://api.botframework.com/.default"


@cache
def signing_key(number: int) -> rsa.RSAPrivateKey:  # noqa: ARG001 - it tells one key from another
    """Return a private key, made once for each number: making one takes a tenth of a second."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class OpenIdIssuer:
    """The issuer. Counters tell how often it was asked."""

    clock: Callable[[], datetime]
    app_id: str = "11111111-2222-4333-8444-555555555555"
    app_password: str = "an-invented-secret"
    tenant_id: str = "99999999-8888-4777-8666-555555555555"
    endorsements: tuple[str, ...] = ("msteams",)
    down: bool = False
    kid: str = "key-1"
    keys_read: int = 0
    tokens_given: list[str] = field(default_factory=list)
    _number: int = 1
    _url: str = ""
    _runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        """Start listening on a free port of this machine."""
        application = web.Application()
        application.router.add_get("/openid", self._metadata)
        application.router.add_get("/keys", self._keys)
        application.router.add_post("/login/{tenant}/oauth2/v2.0/token", self._token)
        self._runner = web.AppRunner(application)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self._url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop listening."""
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def metadata_url(self) -> str:
        """Where the keys are announced."""
        return f"{self._url}/openid"

    @property
    def login_url(self) -> str:
        """Below which the bot gets its own token."""
        return f"{self._url}/login/"

    def rotate(self) -> None:
        """Replace the key: from now on only the new one is published and signs."""
        self._number += 1
        self.kid = f"key-{self._number}"

    def sign(self, service_url: str, *, key: Any = None, alg: str = "RS256", kid: str = "", **claims: Any) -> str:
        """Return a token as Teams sends it. ``claims`` replace the right ones; None leaves one out."""
        now = int(self.clock().timestamp())
        held = {"iss": ISSUER, "aud": self.app_id, "serviceurl": service_url, "nbf": now - 60, "exp": now + 3600}
        held = {name: value for name, value in {**held, **claims}.items() if value is not None}
        signer = None if alg == "none" else key if key is not None else signing_key(self._number)
        return jwt.encode(held, signer, algorithm=alg, headers={"kid": kid or self.kid})

    def knows(self, header: str | None) -> bool:
        """Return whether an Authorization header carries a token that was given out here."""
        return (header or "").removeprefix("Bearer ") in self.tokens_given

    async def _metadata(self, _request: web.Request) -> web.Response:
        if self.down:
            return web.Response(status=503)
        return web.json_response({"issuer": ISSUER, "jwks_uri": f"{self._url}/keys"})

    async def _keys(self, _request: web.Request) -> web.Response:
        self.keys_read += 1
        if self.down:
            return web.Response(status=503)
        public = jwt.algorithms.RSAAlgorithm.to_jwk(signing_key(self._number).public_key(), as_dict=True)
        entry = {**public, "kid": self.kid, "use": "sig", "endorsements": list(self.endorsements)}
        return web.json_response({"keys": [{"kty": "unheard-of", "kid": "odd"}, entry]})

    async def _token(self, request: web.Request) -> web.Response:
        if self.down:
            return web.Response(status=503)
        form: Mapping[str, Any] = await request.post()
        wanted = {
            "grant_type": "client_credentials",
            "client_id": self.app_id,
            "client_secret": self.app_password,
            "scope": _SCOPE,
        }
        if request.match_info["tenant"] != self.tenant_id:
            return web.json_response({"error": "invalid_request"}, status=400)
        if dict(form) != wanted:
            return web.json_response({"error": "invalid_client"}, status=401)
        token = f"bot-token-{len(self.tokens_given) + 1}"
        self.tokens_given.append(token)
        return web.json_response({"token_type": "Bearer", "expires_in": 3599, "access_token": token})
