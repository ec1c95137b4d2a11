"""Logs and figures about the bot itself: what happened, to which id, how often, how long it took.

Free text cannot get into either: a log line keeps only allow-listed keys whose values look like ids, counts or codes,
and a traceback keeps its places but not its messages, because a message may quote what somebody typed.
"""

import logging
import re
import sys
import time
from collections.abc import Mapping
from types import TracebackType
from typing import IO, Final

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from structlog.typing import EventDict, Processor, WrappedLogger

from handlers.chat.form import Choice, Finds
from handlers.chat.port import Front, Outcome
from handlers.chat.turn import Turn

KEYS: Final = frozenset(
    {
        "event", "level", "timestamp", "logger", "line", "exception",
        "action", "actor", "alert", "attempt", "attempts", "bytes", "code", "count", "delivery", "draft", "error",
        "error_reference", "form", "host", "leap", "platforms", "team", "where",
        "incident", "job", "key", "kind", "method", "outbox", "outcome", "path", "person", "platform", "port", "reason",
        "reference", "removed", "revision", "rung", "seconds", "setting", "size", "state", "status", "subject",
        "tenant", "version", "waiting", "sent", "failed", "cancelled", "planned", "claimed",
    }
)  # fmt: skip
"""The keys that a log line may hold. A new one is a decision: it may hold an id, a count or a code, never words."""

_CODE: Final = re.compile(r"[\w.:/@+=,;|#-]{1,160}", re.ASCII)
_HIDDEN: Final = "hidden"
_FRAMES: Final = 12
_BUCKETS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)


def keep_codes(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """Return the line with its allow-listed keys only, and every value that is not an id, a count or a code hidden."""
    kept: EventDict = {}
    dropped = 0
    for key, value in line.items():
        if key in KEYS:
            kept[key] = value if key == "exception" else _code(value)
        else:
            dropped += 1
    if dropped:
        kept["dropped"] = dropped
    return kept


def _code(value: object) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    text = str(value)
    return text if _CODE.fullmatch(text) else _HIDDEN


def _place_exception(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    given = line.pop("exc_info", None)
    line.pop("exception", None)
    line.pop("stack_info", None)
    if given is True:
        given = sys.exc_info()
    if isinstance(given, tuple):
        given = given[1]
    if isinstance(given, BaseException):
        line["exception"] = describe_exception(given)
    return line


def describe_exception(error: BaseException) -> str:
    """Return the types and places of an exception and of what caused it, without any of their messages."""
    parts: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        parts.append(f"{type(current).__qualname__}{_error_code(current)}: {_places(current.__traceback__)}")
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return " <- ".join(parts)


def _error_code(error: BaseException) -> str:
    for name in ("errno", "sqlstate", "sqlite_errorname", "status"):
        value = getattr(error, name, None)
        if isinstance(value, int | str) and _CODE.fullmatch(str(value)):
            return f"[{value}]"
    return ""


def _places(traceback: TracebackType | None) -> str:
    places: list[str] = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        file = "/".join(code.co_filename.replace("\\", "/").split("/")[-2:])
        places.append(f"{file}:{traceback.tb_lineno} {code.co_name}")
        traceback = traceback.tb_next
    return " > ".join(places[-_FRAMES:]) or "nowhere"


def _speak_for_library(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """Replace what a library says by where it says it: Bolt, for one, quotes whole requests in its warnings."""
    record = line.get("_record")
    if isinstance(record, logging.LogRecord):
        line["event"] = "library"
        line["logger"] = record.name
        line["line"] = record.lineno
    return line


def configure_logs(level: str = "INFO", *, stream: IO[str] | None = None, console: bool | None = None) -> None:
    """Send every log line of the bot and of its libraries through the allow-list to ``stream`` (standard error).

    One JSON object a line, or readable lines when ``console`` (default: when the stream is a terminal).
    """
    out = stream if stream is not None else sys.stderr
    pretty = out.isatty() if console is None else console
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _place_exception,
    ]
    renderer: Processor = (
        structlog.dev.ConsoleRenderer(colors=False) if pretty else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[_speak_for_library, *shared],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, keep_codes, renderer],
        )
    )
    root = logging.getLogger()
    for old in root.handlers[:]:
        if isinstance(old.formatter, structlog.stdlib.ProcessorFormatter):
            root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level)
    logging.getLogger("apscheduler").setLevel(logging.WARNING)  # it says every two seconds that it ticked


class Metrics:
    """The figures of one process, in a registry of their own. No label names a person."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._turns = Counter(
            "safety_turns", "Turns handled, by platform and outcome", ["platform", "outcome"], registry=self.registry
        )
        self._seconds = Histogram(
            "safety_turn_seconds", "Time to handle a turn", ["platform"], buckets=_BUCKETS, registry=self.registry
        )
        self._outbox = Gauge("safety_outbox_messages", "Messages in the outbox", ["state"], registry=self.registry)
        self._late = Gauge("safety_outbox_late_seconds", "How late the oldest due message is", registry=self.registry)

        self._unheard = Gauge(
            "safety_open_without_message", "Open things of which nobody will hear again", registry=self.registry
        )

    def turn(self, platform: str, outcome: str, seconds: float) -> None:
        """Count one turn. ``outcome`` is ``handled``, ``repeated`` or ``failed``."""
        self._turns.labels(platform, outcome).inc()
        self._seconds.labels(platform).observe(seconds)

    def outbox(self, states: Mapping[str, int], late_seconds: float, unheard: int = 0) -> None:
        """Set how many messages are in each state, and how late the oldest due one is (0 when none is).

        ``unheard``: of how many open things nobody will hear again.
        """
        for state, count in states.items():
            self._outbox.labels(state).set(count)
        self._late.set(max(0.0, late_seconds))
        self._unheard.set(unheard)

    def text(self) -> bytes:
        """Return the figures as Prometheus reads them."""
        return generate_latest(self.registry)


class MeasuredFront:
    """A front that counts and times its turns, and is otherwise the front that it was given."""

    def __init__(self, front: Front, metrics: Metrics) -> None:
        self._front = front
        self._metrics = metrics

    async def receive(self, turn: Turn) -> Outcome:
        """Hand the turn on; count it by what came of it."""
        began = time.perf_counter()
        outcome = await self._front.receive(turn)
        word = "failed" if outcome.failed else "repeated" if outcome.repeated else "handled"
        self._metrics.turn(turn.platform, word, time.perf_counter() - began)
        return outcome

    async def find(self, kind: Finds, query: str, *, at_home: bool, limit: int = 20) -> tuple[Choice, ...]:
        """Hand the search on; a search is not counted."""
        return await self._front.find(kind, query, at_home=at_home, limit=limit)
