"""The load generator: a fixed number of connections that each ask, wait for the whole answer, and ask again.

It writes and reads raw HTTP/1.1, so that it costs little itself, and it checks every answer for what it must hold.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

Request = Callable[[], bytes]
"""Makes the next request in full: no two are the same, as on the platforms."""

Done = Callable[[int, bytes], Awaitable[None]]
"""Looks at the status and body of an answer and waits for whatever else belongs to it; raises when it is wrong."""


@dataclass(frozen=True)
class Figures:
    """What was measured on one leg: requests a second, and milliseconds at the middle and at the 99th percentile."""

    rate: float
    p50: float
    p99: float
    count: int


def http_post(host: str, path: str, body: bytes, headers: dict[str, str]) -> bytes:
    """Return a whole POST request."""
    lines = [f"POST {path} HTTP/1.1", f"Host: {host}", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


async def _one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> tuple[int, bytes]:
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    status = int(head[9:12])
    lowered = head.lower()
    at = lowered.find(b"content-length:")
    if at < 0:
        return status, b""
    size = int(lowered[at + 15 : lowered.index(b"\r\n", at)])
    return status, await reader.readexactly(size) if size else b""


async def run(host: str, port: int, makers: list[tuple[Request, Done]], seconds: float) -> Figures:
    """Drive one connection for each maker for ``seconds`` and return the figures. Raises when an answer is wrong."""
    stop = time.perf_counter() + seconds
    times: list[float] = []

    async def connection(make: Request, done: Done) -> None:
        reader, writer = await asyncio.open_connection(host, port)
        try:
            while time.perf_counter() < stop:
                request = make()
                began = time.perf_counter()
                status, body = await _one(reader, writer, request)
                await done(status, body)
                times.append(time.perf_counter() - began)
        finally:
            writer.close()

    began = time.perf_counter()
    await asyncio.gather(*(connection(make, done) for make, done in makers))
    took = time.perf_counter() - began
    times.sort()
    middle, last = times[len(times) // 2] * 1000, times[min(len(times) - 1, int(len(times) * 0.99))] * 1000
    return Figures(len(times) / took, middle, last, len(times))
