"""The timeline of an alert: its words carry what the picture shows, and the picture is small enough for Teams."""

import io
from dataclasses import replace
from datetime import date

from invented import T0, action_values, alert_values
from PIL import Image

from handlers.showing.timeline import MOST, draw, picture, timeline_of, words
from storage.records import ActionStatus, Alert, AlertAction

TODAY = date(2026, 12, 22)
ALERT = Alert(id=1, fence=0, **alert_values(acknowledged_at=T0))
ACTION = AlertAction(id=1, alert_id=1, fence=0, **action_values(1, lead_id=1, due_on=date(2026, 12, 18)))


def test_the_words_tell_what_was_planned_and_done_and_what_is_late() -> None:
    done = replace(ACTION, status=ActionStatus.ACCEPTED, stood_since=T0)
    split = replace(done, number=7, part_of=1, place="Surgery", due_on=date(2026, 11, 20))
    gone = replace(ACTION, number=9, text="Never mind", status=ActionStatus.CANCELLED)
    said = words(timeline_of(ALERT, [done, split, replace(ACTION, number=2), gone], TODAY))
    assert said == (
        "Timeline of NatPSA/2026/003/MHRA: action required. Complete by Mon 1 Mar 2027. Issued Mon 23 Nov. "
        "Acknowledged Tue 24 Nov. 1. Find every pump of model 1: planned by Fri 18 Dec, accepted Tue 24 Nov. "
        "1 (Surgery). Find every pump of model 1: planned by Fri 20 Nov, accepted Tue 24 Nov, late. "
        "2. Find every pump of model 1: planned by Fri 18 Dec, not acknowledged yet, late."
    )


def test_the_words_of_many_long_actions_stay_short_and_count_what_is_not_shown() -> None:
    many = [replace(ACTION, number=number, text="Find every pump " * 40) for number in range(1, 15)]
    said = words(timeline_of(ALERT, many, TODAY))
    assert len(said) <= 1000
    assert f"{MOST}. Find every pump" in said
    assert said.endswith("8 more not shown.")


async def test_the_picture_is_wide_enough_for_a_telephone_and_small_enough_for_every_chat() -> None:
    many = [replace(ACTION, number=number, text="Find every pump of this model") for number in range(1, MOST + 1)]
    drawn = await picture(timeline_of(ALERT, many, TODAY))
    shown = Image.open(io.BytesIO(drawn.png))
    assert (shown.format, shown.width) == ("PNG", 480)
    assert len(drawn.png) < 17_000, "Teams takes 25 KB a card, and pictures grow by a third on the way"
    assert drawn.alt.startswith("Timeline of NatPSA/2026/003/MHRA")
    nothing = draw(timeline_of(ALERT, [], TODAY))
    assert nothing != drawn.png
