"""A strict stand-in for GOV.UK: it refuses what the real site would not take, and misbehaves when told to."""

import asyncio
from types import TracebackType
from typing import Any, Final, Self

from aiohttp import web

FIELDS: Final = {"title", "link", "description", "public_timestamp", "issued_date", "alert_type", "medical_specialism"}


class GovUkFake:
    """The site. ``misbehave`` names how it answers the list next: 500, loop, away, huge, utf8, malformed, slow, shape.

    ``broken`` maps an item's path to how that one is answered. ``asked`` counts requests by kind.
    """

    def __init__(self) -> None:
        self.items: dict[str, dict[str, Any]] = {}
        self.stamps: dict[str, str] = {}
        self.misbehave = ""
        self.broken: dict[str, str] = {}
        self.asked = {"list": 0, "item": 0, "unchanged": 0}
        self.url = ""
        self._runner: web.AppRunner | None = None

    def publish(self, slug: str, stamp: str, **item: Any) -> None:
        """Put an alert on the site, or change it."""
        path = f"/drug-device-alerts/{slug}"
        self.items[path] = {"base_path": path, "document_type": "medical_safety_alert", **item}
        self.stamps[path] = stamp

    async def __aenter__(self) -> Self:
        """Open it on a free port."""
        app = web.Application()
        app.add_routes(
            [web.get("/api/search.json", self._search), web.get("/api/content/drug-device-alerts/{slug}", self._item)]
        )
        app.router.add_get("/loop", self._loop)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _loop(self, _request: web.Request) -> web.Response:
        raise web.HTTPFound("/loop")

    async def _search(self, request: web.Request) -> web.StreamResponse:
        self.asked["list"] += 1
        query = request.query
        assert query["filter_format"] == "medical_safety_alert", query
        assert query["filter_alert_type"] == "national-patient-safety", query
        assert query["order"] == "-public_timestamp", query
        assert set(query["fields"].split(",")) <= FIELDS, query
        if self.misbehave:
            return await self._badly(request, self.misbehave)
        start, count = int(query["start"]), int(query["count"])
        assert count <= 1500, "GOV.UK tells no more at once"
        newest = sorted(self.stamps.items(), key=lambda one: one[1], reverse=True)[start : start + count]
        etag = f'"{hash(tuple(newest))}"'
        if request.headers.get("If-None-Match") == etag:
            self.asked["unchanged"] += 1
            return web.Response(status=304)
        results = [
            {
                "title": self.items[path].get("title", ""), "link": path, "public_timestamp": stamp,
                "description": self.items[path].get("description", ""), "issued_date": [stamp[:10]],
                "alert_type": "national-patient-safety",
            }
            for path, stamp in newest
        ]  # fmt: skip
        return web.json_response(
            {"results": results, "total": len(self.stamps), "start": start}, headers={"ETag": etag}
        )

    async def _item(self, request: web.Request) -> web.StreamResponse:
        self.asked["item"] += 1
        path = f"/drug-device-alerts/{request.match_info['slug']}"
        if path in self.broken:
            return await self._badly(request, self.broken[path])
        return web.json_response(self.items[path])

    async def _badly(self, request: web.Request, how: str) -> web.StreamResponse:
        match how:
            case "loop":
                raise web.HTTPFound("/loop")
            case "away":
                raise web.HTTPFound("http://localhost:9/api")
            case "utf8":
                return web.Response(body=b'{"results": "\xff\xfe"}', content_type="application/json")
            case "malformed":
                return web.Response(body=b'{"results": [', content_type="application/json")
            case "deep":
                return web.Response(body=b"[" * 200_000, content_type="application/json")
            case "shape":
                return web.json_response({"results": {"a": 1}})
            case "slow":
                await asyncio.sleep(3)
                return web.json_response({})
            case "huge":
                answer = web.StreamResponse()
                await answer.prepare(request)
                for _ in range(50):
                    await answer.write(b" " * 1024 * 1024)
                return answer
            case status:
                return web.Response(status=int(status), text="<h1>no</h1>")
