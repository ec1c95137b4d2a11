"""Nothing that somebody typed reaches a log or a figure, whoever logs it and however it fails."""

import ast
import io
import json
import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import structlog

from bot.telemetry import KEYS, MeasuredFront, Metrics, configure_logs
from handlers.chat.form import Choice, Finds
from handlers.chat.port import Outcome
from handlers.chat.reply import Reply
from handlers.chat.turn import Opened, Place, PlaceKind, Platform, Turn

ROOT = Path(__file__).parents[2]
T0 = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SECRET = "999 526 0182"


@pytest.fixture
def out() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    configure_logs("INFO", stream=stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def lines(out: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_ids_and_counts_are_kept_and_time_and_level_are_added(out: io.StringIO) -> None:
    structlog.get_logger().info("turn_handled", platform="slack", count=3, subject="action:12")
    (line,) = lines(out)
    assert line["event"] == "turn_handled"
    assert (line["platform"], line["count"], line["subject"], line["level"]) == ("slack", 3, "action:12", "info")
    assert line["timestamp"].endswith("Z")
    assert "dropped" not in line


def test_a_key_that_is_not_allowed_is_dropped_and_only_counted(out: io.StringIO) -> None:
    structlog.get_logger().info("turn_handled", text=SECRET, answer={"nhs": SECRET})
    (line,) = lines(out)
    assert line["dropped"] == 2
    assert SECRET not in out.getvalue()


def test_words_under_an_allowed_key_are_hidden(out: io.StringIO) -> None:
    structlog.get_logger().info("turn_handled", reason=f"fell, {SECRET}", person=["Amina Yusuf"])
    (line,) = lines(out)
    assert (line["reason"], line["person"]) == ("hidden", "hidden")


def test_words_in_place_of_the_name_of_an_event_are_hidden(out: io.StringIO) -> None:
    structlog.get_logger().warning(f"could not read {SECRET}")
    assert lines(out)[0]["event"] == "hidden"


def fail() -> None:
    try:
        int(SECRET)
    except ValueError as error:
        raise RuntimeError(f"no report with {SECRET}") from error


def test_a_traceback_keeps_its_places_and_loses_its_messages(out: io.StringIO) -> None:
    try:
        fail()
    except RuntimeError:
        structlog.get_logger().exception("turn_failed", person=7)
    (line,) = lines(out)
    assert re.fullmatch(
        r"RuntimeError: bot/test_telemetry\.py:\d+ test_\w+ > bot/test_telemetry\.py:\d+ fail <- "
        r"ValueError: bot/test_telemetry\.py:\d+ fail",
        line["exception"],
    )
    assert SECRET not in out.getvalue()


def test_an_error_that_is_handed_over_is_described_the_same_way(out: io.StringIO) -> None:
    structlog.get_logger().error("turn_failed", exc_info=FileNotFoundError(2, SECRET))
    assert lines(out)[0]["exception"] == "FileNotFoundError[2]: nowhere"


def test_a_library_is_heard_by_name_and_line_but_not_by_its_words(out: io.StringIO) -> None:
    try:
        int(SECRET)
    except ValueError:
        logging.getLogger("slack_bolt.App").exception("Unhandled request %s", {"text": SECRET})
    (line,) = lines(out)
    assert (line["event"], line["logger"]) == ("library", "slack_bolt.App")
    assert isinstance(line["line"], int)
    assert SECRET not in out.getvalue()


def test_what_is_below_the_level_is_not_written(out: io.StringIO) -> None:
    structlog.get_logger().debug("noise")
    logging.getLogger("aiohttp").debug("noise")
    assert out.getvalue() == ""


def test_a_terminal_gets_readable_lines_under_the_same_rules() -> None:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    configure_logs("INFO", stream=stream, console=True)
    structlog.get_logger().info("turn_handled", platform="slack", text=SECRET)
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()
    assert "platform=slack" in stream.getvalue()
    assert SECRET not in stream.getvalue()


def test_every_key_that_the_code_logs_is_on_the_list() -> None:
    unknown = []
    for folder in ("bot", "handlers", "schedules", "storage"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Attribute)
                    and node.func.attr in {"debug", "info", "warning", "error", "exception"}
                    and isinstance(node.func.value, ast.Name)
                    and node.func.value.id in {"log", "logger"}
                ):
                    keys = {keyword.arg for keyword in node.keywords if keyword.arg} - {"exc_info"}
                    unknown += [f"{file.name}:{node.lineno} {key}" for key in sorted(keys - KEYS)]
    assert unknown == []


class AnsweringFront:
    """Gives one prepared outcome to every turn."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome

    async def receive(self, turn: Turn) -> Outcome:  # noqa: ARG002
        return self.outcome

    async def find(self, kind: Finds, query: str, *, at_home: bool, limit: int = 20) -> tuple[Choice, ...]:  # noqa: ARG002
        return (Choice("#1", query),)


def a_turn() -> Turn:
    place = Place(PlaceKind.PERSONAL, "D1")
    return Turn(Platform.SLACK, "home", "U1", place, Opened.HOME, "slack:event:T1:Ev1", T0)


@pytest.mark.parametrize(
    ("outcome", "word"),
    [
        (Outcome(Reply()), "handled"),
        (Outcome(Reply(), repeated=True), "repeated"),
        (Outcome(Reply(), failed=True), "failed"),
    ],
)
async def test_each_turn_is_counted_by_platform_and_outcome(outcome: Outcome, word: str) -> None:
    metrics = Metrics()
    front = MeasuredFront(AnsweringFront(outcome), metrics)
    assert await front.receive(a_turn()) is outcome
    text = metrics.text().decode()
    assert f'safety_turns_total{{outcome="{word}",platform="slack"}} 1.0' in text
    assert 'safety_turn_seconds_count{platform="slack"} 1.0' in text


async def test_a_search_passes_through() -> None:
    front = MeasuredFront(AnsweringFront(Outcome(Reply())), Metrics())
    assert (await front.find(Finds.LOCATION, "ward", at_home=True))[0].label == "ward"


def test_the_outbox_is_shown_by_state_and_lateness() -> None:
    metrics = Metrics()
    metrics.outbox({"waiting": 4, "failed": 1}, 90)
    text = metrics.text().decode()
    assert 'safety_outbox_messages{state="waiting"} 4.0' in text
    assert "safety_outbox_late_seconds 90.0" in text
