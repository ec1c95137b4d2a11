"""What a person began on Slack goes on where they are next: on Teams, for somebody who is known on both."""

from collections.abc import Mapping
from typing import Any, Final

import pytest
from invented import NURSE, found_trust, user_of
from reception_stage import EVERYTHING, Stage, labels_of, title_of, words_of

from handlers.chat.reply import Reply
from handlers.chat.turn import Place, PlaceKind, Press
from storage.database import Database
from storage.records import Platform

ON_TEAMS: Final[Mapping[str, Any]] = {
    "platform": Platform.TEAMS,
    "user": user_of(NURSE),
    "place": Place(PlaceKind.PERSONAL, "29:amina"),
    "carries": EVERYTHING,
    "here": {"reference": "{}"},
    "personal": {"reference": "{}"},
}


@pytest.fixture
async def stage(database: Database) -> Stage:
    await found_trust(database, (Platform.SLACK, Platform.TEAMS))
    return Stage(database)


async def test_a_report_begun_on_slack_is_sent_on_teams(stage: Stage) -> None:
    begun = await stage.say("pt fell on ward 7, skin tear to left arm")
    await stage.press(begun, "Not now")
    listed = await stage.say("my drafts", **ON_TEAMS)
    assert "skin tear to left arm" in words_of(listed)
    shown = await stage.press(listed, "Go on", **ON_TEAMS)
    assert title_of(shown) == "Check your report"
    sent = await stage.press(shown, "Submit", **ON_TEAMS)
    assert title_of(sent).startswith("Thank you. Report SE-2026-000001")
    late = await stage.press(begun, "Submit")
    assert "no longer open" in words_of(late)
    assert "SE-2026-000001" in words_of(await stage.say("my reports"))


async def test_questions_go_on_with_the_next_one_on_the_other_platform(stage: Stage) -> None:
    await stage.say(Press("chat.ask", "incidents.report:"))
    await stage.say("Patient slipped near the bathroom")
    second = await stage.say("incident")
    assert title_of(second) == "On which day?"
    listed: Reply = await stage.say("my drafts", **ON_TEAMS)
    assert "Patient slipped" in words_of(listed)
    assert labels_of(listed) == ["Go on"]
    shown = await stage.press(listed, "Go on", **ON_TEAMS)
    assert title_of(shown) == "Check your report"
    assert "Patient slipped near the bathroom" in words_of(shown)
