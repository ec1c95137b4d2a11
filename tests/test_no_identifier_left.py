"""After a run of many messages no planted identifier is in the store, the log, the figures, an answer or an error page.

``tests/bench/leftovers.py`` does the same with every message that there is.
"""

import io
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from planted import IN_FILES, Told, Ward, Words, all_messages, left, planted

from bot.telemetry import configure_logs


@pytest.fixture
def log_output() -> Iterator[io.StringIO]:
    """Log as in production, into memory."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    configure_logs("INFO", stream=stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def some_messages() -> list[Told]:
    """Return messages with identifiers, and a few without."""
    messages = all_messages()
    marked = [one for one in messages if one.names or one.others]
    plain = [one for one in messages if not (one.names or one.others)]
    return [*marked[::9], *plain[::80]]


async def test_no_planted_identifier_is_found_anywhere_after_a_run_of_messages(
    sqlite_url: str, log_output: io.StringIO
) -> None:
    ward = Ward(Path(sqlite_url.removeprefix("sqlite:///")))
    await ward.open()
    messages = some_messages()
    wanted = planted(messages, await ward.stored())
    assert len(wanted) > 60

    reports = [await ward.report(one.text) for one in messages]
    for one in messages[::10]:
        await ward.say(Words(f"break with {one.text}"))
    rows, files = await ward.rows(), ward.files()
    pages = await ward.pages(wanted[::20])
    await ward.close()

    assert reports.count(True) > 0.95 * len(reports)
    assert log_output.getvalue().count("turn_failed") == len(messages[::10])
    assert messages[-1].text in files, "what holds no identifier is kept word for word"
    assert "safety_turns_total" in pages
    places = {"rows": rows, "log": log_output.getvalue(), "pages": pages, "answers": "\n".join(ward.answers)}
    assert {name: list(left(wanted, text)) for name, text in places.items()} == {name: [] for name in places}
    assert list(left(wanted, files, IN_FILES)) == []


def test_the_search_finds_what_is_there_in_any_case_and_spacing() -> None:
    told = Told("pt Dora Plimsoll, nhs 999 526 0182, bed 14", ("Dora Plimsoll",), ("999 526 0182", "bed 14"))
    wanted = planted([told, Told("a bed 14 days late")], "")

    assert wanted == ["999 526 0182", "9995260182", "dora", "plimsoll"]
    assert list(left(wanted, "DORA\n999-526-0182")) == ["9995260182", "dora"]
    assert list(left(wanted, "nothing of it")) == []
    assert list(left(["tarrow"], "patarrow on a chart")) == ["tarrow"]
    assert list(left(["tarrow", "plimsoll"], "patarrow on a chart, xplimsolls", IN_FILES)) == ["plimsoll"]
    assert list(left(["tarrow"], "mr tarrow's", IN_FILES)) == ["tarrow"]
