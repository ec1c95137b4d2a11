"""Keeps other websites out of the demo page: loopback host names, same origin, and a token on every post.

It knows nobody: the page has no accounts, so that it must answer only to the browser it is open in.
"""

import hmac
import ipaddress
import secrets
from collections.abc import Awaitable, Callable
from typing import Final

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Guard:
    """Wraps the page's handlers. ``token`` is made anew each time the demo starts."""

    def __init__(self) -> None:
        self.token: Final = secrets.token_urlsafe(24)

    def around(self, handler: Handler) -> Handler:
        """Return the handler behind the checks of host and origin, with the page's safety headers on its answers."""

        async def guarded(request: web.Request) -> web.StreamResponse:
            problem = _problem(request)
            if problem:
                return web.Response(status=web.HTTPForbidden.status_code, text=problem, headers=HEADERS)
            try:
                response = await handler(request)
            except web.HTTPException as refusal:
                refusal.headers.update(HEADERS)
                raise
            if not response.prepared:
                response.headers.update(HEADERS)
            return response

        return guarded

    def holds(self, token: object) -> bool:
        """Return whether a post carries this page's token."""
        return isinstance(token, str) and hmac.compare_digest(token.encode(), self.token.encode())


def _problem(request: web.Request) -> str:
    """Return why this request is not from the page itself, or nothing."""
    if not _is_loopback(request.host):
        # A foreign name that resolves to this machine (DNS rebinding) would otherwise share our origin.
        return "The demo answers only on this computer: open it as http://127.0.0.1 or http://localhost."
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"http://{request.host}":
        return "The demo does not answer to other websites."
    if request.headers.get("Sec-Fetch-Site", "none") not in {"same-origin", "none"} and not _is_visit(request):
        return "The demo does not answer to other websites."
    return ""


def _is_visit(request: web.Request) -> bool:
    """Return whether somebody follows a link to the page itself, which is harmless from anywhere."""
    return request.method == "GET" and request.path == "/" and request.headers.get("Sec-Fetch-Mode") == "navigate"


def _is_loopback(host: str) -> bool:
    name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    name = name.strip("[]").rstrip(".").lower()
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
