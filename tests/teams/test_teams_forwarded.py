"""Forwarded messages in Teams are read for their words; anything that only looks like one is none."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.teams.forwarded import FORWARDED, chosen_in, forwarded_in
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
        {"contentType": "text/html", "content": '<attachment id="1"></attachment>'},
        {"contentType": FORWARDED},
    ],
)
def test_what_only_looks_like_a_forwarded_message_is_none(attachment: dict[str, Any]) -> None:
    assert forwarded_in([attachment], "hello") is None


def test_a_forwarded_message_without_its_words_is_an_empty_passage() -> None:
    assert forwarded_in([{"contentType": FORWARDED, "content": "{}"}], "") == Passage("", None)


def test_a_chosen_message_is_read_with_what_had_been_forwarded_in_it() -> None:
    payload = {
        "id": "1773500000000",
        "createdDateTime": "2026-11-24T06:00:00.000Z",
        "body": {"contentType": "html", "content": '<p>from nights</p><attachment id="1"></attachment>'},
        "attachments": [{"id": "1", "contentType": FORWARDED, "content": json.dumps(SENT)}],
    }
    found = chosen_in({"messagePayload": payload})
    assert found == Passage("from nights\n\npt fell on ward 7\nno injury", datetime(2026, 11, 24, 6, 0, tzinfo=UTC))
    assert chosen_in({"messagePayload": None}) is None
