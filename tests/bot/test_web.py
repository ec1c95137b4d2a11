"""The doors of the web application: open, closed in words, healthy, measured, and never framed or cached."""

import asyncio
import gzip
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlalchemy import insert

from bot.readiness import LATE_AFTER, measure_outbox, measure_readiness
from bot.telemetry import Metrics
from bot.web import MAX_BODY, Readiness, make_app, make_runner
from storage.database import Database
from storage.tables import outbox

T0 = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
Ask = Callable[..., Awaitable[tuple[int, str, Any]]]


async def well() -> Readiness:
    await asyncio.sleep(0)
    return Readiness({"database": "ok"})


async def ask(
    method: str, path: str, *, headers: dict[str, str] | None = None, data: bytes | None = None, **options: Any
) -> tuple[int, str, Any]:
    options = {"ready": well, "metrics": Metrics(), **options}
    async with (
        TestServer(make_app(**options)) as server,
        aiohttp.ClientSession() as client,
        client.request(method, server.make_url(path), headers=headers, data=data) as answer,
    ):
        return answer.status, await answer.text(), answer.headers


async def echo(request: web.Request) -> web.Response:
    return web.Response(text=f"{request.path} {len(await request.read())}")


@pytest.mark.parametrize(("path", "name"), [("/slack/events", "slack"), ("/api/messages", "teams")])
async def test_a_platform_that_is_on_answers_at_its_door(path: str, name: str) -> None:
    assert (await ask("POST", path, data=b"abc", **{name: echo}))[:2] == (200, f"{path} 3")


@pytest.mark.parametrize(
    ("path", "name", "setting"),
    [("/slack/events", "slack", "SLACK_BOT_TOKEN"), ("/api/messages", "teams", "MICROSOFT_APP_ID")],
)
async def test_a_platform_that_is_off_answers_404_and_says_why(path: str, name: str, setting: str) -> None:
    status, words, _ = await ask("POST", path)
    assert status == 404
    assert f"{setting} is not set" in words
    assert (await ask("POST", path, off={name: "It sleeps."}))[1] == "It sleeps.\n"


async def test_a_body_over_a_mebibyte_is_refused() -> None:
    assert (await ask("POST", "/slack/events", data=b"x" * MAX_BODY, slack=echo))[0] == 200
    assert (await ask("POST", "/slack/events", data=b"x" * (MAX_BODY + 1), slack=echo))[0] == 413


async def test_the_front_page_says_what_runs_and_names_the_trust_safely() -> None:
    status, page, headers = await ask("GET", "/", slack=echo, trust_name="<b>Northmoor</b>")
    assert status == 200
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert "<li>Slack: on</li><li>Teams: off</li>" in page
    assert "&lt;b&gt;Northmoor&lt;/b&gt;" in page
    assert 'id="privacy"' in page
    assert 'id="use"' in page


async def test_pages_of_the_demo_take_the_place_of_the_front_page() -> None:
    assert (await ask("GET", "/", browser_routes=[web.get("/", echo)]))[1] == "/ 0"


async def test_every_answer_forbids_framing_sniffing_and_caching() -> None:
    for path in ("/", "/health/live", "/metrics"):
        headers = (await ask("GET", path))[2]
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["Server"] == "safety-bot"


async def test_a_door_may_set_its_own_policy() -> None:
    async def own(_request: web.Request) -> web.Response:
        return web.Response(headers={"Content-Security-Policy": "default-src 'self'"})

    headers = (await ask("GET", "/", browser_routes=[web.get("/", own)]))[2]
    assert headers["Content-Security-Policy"] == "default-src 'self'"


async def test_alive_is_alive_even_when_it_is_not_ready() -> None:
    async def unwell() -> Readiness:
        return Readiness({"database": "ok", "outbox": "late"})

    assert (await ask("GET", "/health/live", ready=unwell))[0] == 200
    status, body, _ = await ask("GET", "/health/ready", ready=unwell)
    assert status == 503
    assert body == '{"ready": false, "database": "ok", "outbox": "late"}'
    assert (await ask("GET", "/health/ready"))[:2] == (200, '{"ready": true, "database": "ok"}')


async def test_figures_are_fresh_and_readable_on_this_machine() -> None:
    metrics = Metrics()

    async def measure() -> None:
        metrics.outbox({"waiting": 2}, 0)

    status, text, _ = await ask("GET", "/metrics", metrics=metrics, measure=measure)
    assert status == 200
    assert 'safety_outbox_messages{state="waiting"} 2.0' in text


@pytest.mark.parametrize("name", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
async def test_figures_are_not_shown_through_a_proxy(name: str) -> None:
    assert (await ask("GET", "/metrics", headers={name: "127.0.0.1"}))[0] == 403


@pytest.mark.parametrize(
    ("header", "status"), [(None, 401), ("Bearer wrong", 401), ("m3trics", 401), ("Bearer m3trics", 200)]
)
async def test_with_a_token_figures_need_it(header: str | None, status: int) -> None:
    headers = {"Authorization": header} if header else {}
    assert (await ask("GET", "/metrics", headers=headers, metrics_token="m3trics"))[0] == status


async def owe(database: Database, due: datetime) -> None:
    async with database.transaction() as tx:
        row = {"key": "k", "kind": "reply", "subject": "person:1", "due_at": due, "state": "waiting"}
        await tx.execute(insert(outbox), [row])


async def test_a_migrated_store_with_nothing_late_is_ready(migrated_sqlite: Database) -> None:
    await owe(migrated_sqlite, T0 - LATE_AFTER)
    state = await measure_readiness(migrated_sqlite, T0)
    assert state.checks == {"database": "ok", "migrations": "ok", "outbox": "ok"}
    assert state.ready


async def test_what_nobody_will_hear_of_is_told_beside_and_stops_nothing(migrated_sqlite: Database) -> None:
    assert (await measure_readiness(migrated_sqlite, T0)).beside == {"reminders": "ok"}
    state = await measure_readiness(migrated_sqlite, T0, unheard=2)
    assert (state.ready, state.beside) == (True, {"reminders": "2 missing"})


async def test_a_message_that_is_late_makes_it_not_ready(migrated_sqlite: Database) -> None:
    await owe(migrated_sqlite, T0 - LATE_AFTER - timedelta(seconds=1))
    state = await measure_readiness(migrated_sqlite, T0)
    assert state.checks["outbox"] == "late"
    assert not state.ready


async def test_a_store_that_is_not_migrated_is_behind(bare_sqlite: Database) -> None:
    assert (await measure_readiness(bare_sqlite, T0)).checks["migrations"] == "behind"


async def test_a_store_that_cannot_be_opened_is_unreachable() -> None:
    database = Database("sqlite:////nowhere/at/all/safety.db")
    assert (await measure_readiness(database, T0)).checks["database"] == "unreachable"
    metrics = Metrics()
    metrics.outbox({"waiting": 5}, 0)
    await measure_outbox(database, T0, metrics)
    assert 'state="waiting"} 5.0' in metrics.text().decode()
    await database.close()


async def test_the_outbox_is_counted_and_its_oldest_message_timed(migrated_sqlite: Database) -> None:
    await owe(migrated_sqlite, T0 - timedelta(seconds=42))
    metrics = Metrics()
    await measure_outbox(migrated_sqlite, T0, metrics)
    text = metrics.text().decode()
    assert 'safety_outbox_messages{state="waiting"} 1.0' in text
    assert "safety_outbox_late_seconds 42.0" in text


async def test_a_packed_body_stays_packed_so_that_a_stranger_cannot_fill_the_memory() -> None:
    packed = gzip.compress(bytes(MAX_BODY))
    runner = make_runner(make_app(ready=well, metrics=Metrics(), slack=echo))
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        async with (
            aiohttp.ClientSession(f"http://127.0.0.1:{runner.addresses[0][1]}") as client,
            client.post("/slack/events", data=packed, headers={"Content-Encoding": "gzip"}) as answer,
        ):
            assert await answer.text() == f"/slack/events {len(packed)}"
    finally:
        await runner.cleanup()
