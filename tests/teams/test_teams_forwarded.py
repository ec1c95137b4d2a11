"""Forwarded messages in Teams are read for their words; anything that only looks like one is none."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.teams.forwarded import FORWARDED, forwarded_in
from handlers.chat.turn import Passage

SENT = {
    "originalMessageContent": "<p>pt fell on ward 7<br>no injury</p>",
    "originalSentDateTime": "2026-11-23T22:10:00Z",
}


@pytest.mark.parametrize("content", [SENT, json.dumps(SENT)])
def test_a_forwarded_message_is_read_after_what_was_written_above_it(content: Any) -> None:
    found = forwarded_in([{"contentType": FORWARDED, "content": content}], "from the night shift")
    posted = datetime(2026, 11, 23, 22, 10, tzinfo=UTC)
    assert found == Passage("from the night shift\n\npt fell on ward 7\nno injury", posted)


@pytest.mark.parametrize(
    "attachment",
    [
        {"contentType": "messageReference", "content": json.dumps({"messagePreview": "Your report"})},
        {"contentType": FORWARDED, "content": "not json"},
        {"contentType": FORWARDED, "content": json.dumps([])},
        {"contentType": FORWARDED, "content": {"originalMessageContent": "  "}},
        {"contentType": FORWARDED},
    ],
)
def test_what_only_looks_like_a_forwarded_message_is_none(attachment: dict[str, Any]) -> None:
    assert forwarded_in([attachment], "hello") is None
