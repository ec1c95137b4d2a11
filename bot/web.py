"""The one web application: the doors of the platforms, whether the bot is well, and its figures.

It knows doors, not platforms: what stands behind ``/slack/events`` and ``/api/messages`` is handed in.
"""

import hmac
import html
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Final

from aiohttp import web

from bot.telemetry import Metrics

Door = Callable[[web.Request], Awaitable[web.StreamResponse]]
"""What answers the requests of one platform."""

MAX_BODY: Final = 1024 * 1024
_OFF: Final[Mapping[str, str]] = {
    "slack": "Slack is off here: SLACK_BOT_TOKEN is not set.",
    "teams": "Teams is off here: MICROSOFT_APP_ID is not set.",
}
_FORWARDED: Final = ("Forwarded", "X-Forwarded-For", "X-Real-IP")
_HEADERS: Final[Mapping[str, str]] = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


_PAGE: Final = """<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Safety</title>
</head>
<body><main>
<h1>Safety</h1>
<p>The patient safety bot of {trust} is running.</p>
<ul>{rows}</ul>
<p>Talk to it in chat. There is nothing to do on this page.</p>
<h2 id="privacy">What it keeps</h2>
<p>It keeps reports, alerts, who did what with them, and the work name and e-mail address of staff.
It takes out what would show who a patient is before it keeps anything.</p>
<h2 id="use">What it is for</h2>
<p>It is for staff of {trust}. It is not an emergency route: care for the patient first, and use the usual number.</p>
</main></body>
</html>
"""


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether this process can do its work now. ``checks`` maps a part to a code: ``ok``, or what is wrong with it.

    ``beside`` is told as well and stops nothing: what is wrong there is no reason to take the bot out of service.
    """

    checks: Mapping[str, str] = field(default_factory=dict)
    beside: Mapping[str, str] = field(default_factory=dict)

    @property
    def ready(self) -> bool:
        """Whether every part is well."""
        return all(code == "ok" for code in self.checks.values())


def make_app(
    *,
    ready: Callable[[], Awaitable[Readiness]],
    metrics: Metrics,
    slack: Door | None = None,
    teams: Door | None = None,
    browser_routes: Sequence[web.AbstractRouteDef] = (),
    downloads: Door | None = None,
    off: Mapping[str, str] | None = None,
    measure: Callable[[], Awaitable[None]] | None = None,
    metrics_token: str | None = None,
    trust_name: str = "the trust",
) -> web.Application:
    """Return the application. A platform without a door answers 404 with the words of ``off`` (by platform name).

    ``measure`` refreshes figures just before they are read. ``browser_routes`` replace the plain front page.
    ``downloads`` answers links to files.
    """
    reasons = {**_OFF, **(off or {})}
    app = web.Application(client_max_size=MAX_BODY)
    app.on_response_prepare.append(_harden)
    app.add_routes(
        [
            web.post("/slack/events", slack or _closed(reasons["slack"])),
            web.post("/api/messages", teams or _closed(reasons["teams"])),
            web.get("/health/live", _live),
            web.get("/health/ready", _ready(ready)),
            web.get("/metrics", _metrics(metrics, measure, metrics_token)),
        ]
    )
    if downloads is not None:
        app.add_routes([web.get("/files/{token}", downloads), web.post("/files/{token}", downloads)])
    if browser_routes:
        app.add_routes(browser_routes)
    else:
        running = {"Slack": slack is not None, "Teams": teams is not None}
        app.add_routes([web.get("/", _front_page(trust_name, running))])
    return app


def make_runner(app: web.Application) -> web.AppRunner:
    """Return what serves the application. It takes no body that is packed: neither platform sends any.

    aiohttp would unpack one before anything is checked, so that a stranger's 400 KB cost 400 MB of memory.
    """
    return web.AppRunner(app, access_log=None, auto_decompress=False)


async def _harden(_request: web.Request, response: web.StreamResponse) -> None:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers["Server"] = "safety-bot"


def _closed(words: str) -> Door:
    async def answer(_request: web.Request) -> web.Response:
        return web.Response(status=404, text=f"{words}\n")

    return answer


async def _live(_request: web.Request) -> web.Response:
    return web.json_response({"live": True})


def _ready(ready: Callable[[], Awaitable[Readiness]]) -> Door:
    async def answer(_request: web.Request) -> web.Response:
        state = await ready()
        return web.json_response(
            {"ready": state.ready, **state.checks, **state.beside}, status=200 if state.ready else 503
        )

    return answer


def _metrics(metrics: Metrics, measure: Callable[[], Awaitable[None]] | None, token: str | None) -> Door:
    async def answer(request: web.Request) -> web.Response:
        if token is not None:
            shown = request.headers.get("Authorization", "")
            if not hmac.compare_digest(shown.encode(), f"Bearer {token}".encode()):
                return web.Response(
                    status=401, text="These figures need a token.\n", headers={"WWW-Authenticate": "Bearer"}
                )
        elif not _from_here(request):
            return web.Response(status=403, text="These figures are read on the machine itself, or with a token.\n")
        if measure is not None:
            await measure()
        return web.Response(body=metrics.text(), headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"})

    return answer


def _from_here(request: web.Request) -> bool:
    """Whether the caller is on this machine. Behind a proxy everybody would seem to be, so a forwarded call is not."""
    if any(name in request.headers for name in _FORWARDED):
        return False
    try:
        return ip_address(request.remote or "").is_loopback
    except ValueError:
        return False


def _front_page(trust_name: str, running: Mapping[str, bool]) -> Door:
    rows = "".join(f"<li>{name}: {'on' if on else 'off'}</li>" for name, on in running.items())
    page = _PAGE.format(trust=html.escape(trust_name), rows=rows)

    async def answer(_request: web.Request) -> web.Response:
        return web.Response(text=page, content_type="text/html")

    return answer
