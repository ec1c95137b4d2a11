"""The page behind a link to one file: it asks for a press, gives the file once, and ends the link.

Chat programs open links by themselves to show a preview, so that looking at the page gives nothing away.
"""

import html
from collections.abc import Callable
from datetime import datetime
from typing import Final

import structlog
from aiohttp import web

from storage import audit, file_links, files
from storage.database import Database
from storage.files import File

TOKEN_MOST: Final = 100
_GONE: Final = "This link has been used, or is too old. Ask for a new one in chat."
_CSP: Final = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
_PAGE: Final = """<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>Safety</title>
</head>
<body><main>
<h1>{title}</h1>
<p>{words}</p>
{form}
</main></body>
</html>
"""
_FORM: Final = '<form method="post"><button>Download</button></form>'

log = structlog.get_logger(__name__)


class Downloads:
    """Answers ``/files/<token>``: GET shows the page, POST gives the file."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer one request. The token is never logged."""
        token = request.match_info["token"]
        if len(token) > TOKEN_MOST or not token.isascii():
            return _page("Not here", _GONE, status=404)
        return await (self._give(token) if request.method == "POST" else self._show(token))

    async def _show(self, token: str) -> web.StreamResponse:
        async with self._database.reading() as tx:
            found = await file_links.look(tx, token, self._clock())
            file = await files.by_key(tx, found[0]) if found is not None else None
            of_report = file is not None and bool(await files.incidents_of(tx, file.key))
        if file is None:
            return _page("Not here", _GONE, status=404)
        hurts = " It may be upsetting to see." if of_report else ""
        words = f"{file.name}, {file.kind.words}.{hurts} Please do not pass it on."
        return _page("A file of a safety report" if of_report else "A file of the safety team", words, _FORM)

    async def _give(self, token: str) -> web.StreamResponse:
        now = self._clock()
        async with self._database.transaction() as tx:
            found = await file_links.spend(tx, token, now)
            file = await files.by_key(tx, found[0]) if found is not None else None
            if found is None or file is None:
                return _page("Not here", _GONE, status=404)
            content = await files.content_of(tx, file.key)
            for incident_id in await files.incidents_of(tx, file.key):
                subject = f"incident:{incident_id}"
                await audit.record(tx, at=now, actor=f"person:{found[1]}", act="incident.file_opened", subject=subject)
        log.info("file_given", bytes=file.size)
        return web.Response(body=content, headers=_headers(file))


def _headers(file: File) -> dict[str, str]:
    name = "".join(one if one.isascii() and (one.isalnum() or one in " .-_()") else "_" for one in file.name)
    return {
        "Content-Type": file.kind.media_type,
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }


def _page(title: str, words: str, form: str = "", *, status: int = 200) -> web.Response:
    text = _PAGE.format(title=html.escape(title), words=html.escape(words), form=form)
    return web.Response(status=status, text=text, content_type="text/html", headers={"Content-Security-Policy": _CSP})
