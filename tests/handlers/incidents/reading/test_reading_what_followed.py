"""What followed, told indirectly: grave words raise a grade, dangers to come do not, hurts to the writer are hers."""

from collections.abc import Callable
from pathlib import Path

import pytest

from handlers.incidents.reading import Place, Reading
from handlers.incidents.reading.commands import evaluate

See = Callable[..., Reading]
DATA = Path(__file__).parent / "data"


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("gave the wrong strength of eye ointment at the morning round, ward 7", "no_harm"),
        ("sore arm after the cannula, then transferred to the plastics unit, ward 7", "moderate"),
        ("the common duct was clipped at the end of the list, theatre 1", "moderate"),
        ("wife found him dead in the chair, alarm had not been switched on, ward 7", "fatal"),
        ("feed expired at 8 and hung till 10 on ward 7. changed, pt well", "no_harm"),
        ("splash of tea on the hand cooled under the tap, ward 7, red for an hour", "low"),
    ],
)
def test_harm_follows_from_what_came_of_it(see: See, text: str, level: str) -> None:
    reading = see(text)
    assert reading.event_type.value == "incident"
    assert reading.physical is not None
    assert reading.physical.value == level
    asked = "duty_of_candour_review" in [flag.value for flag in reading.flags]
    assert asked == (level in {"moderate", "fatal"})


def test_no_hurt_named_is_a_guess_that_the_card_still_asks_about(see: See) -> None:
    guess = see("gave the wrong strength of eye ointment at the morning round, ward 7").physical
    assert guess is not None
    assert not guess.settled


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ambulance queue 11 deep at ED and one triage nurse, sepsis will be missed", "risk"),
        ("washer fails its rinse tests every other week, we keep rerunning til it passes, ward 7", "risk"),
        ("washer failed its rinse test, tray used on a pt before it was noticed, ward 7", "incident"),
        ("trolley ran over my foot in the corridor, bruised toes, empty trolley", "not_patient_safety"),
        ("he rolled out of the low bed onto the floor, no injuries, ward 7", "incident"),
        ("the student refused to start the unit until the band was replaced, so proud of her, ward 7", "good_care"),
    ],
)
def test_the_kind_follows_from_how_it_is_told(see: See, text: str, kind: str) -> None:
    assert see(text).event_type.value == kind


def test_harm_told_indirectly_keeps_its_figures(places: tuple[Place, ...]) -> None:
    table = evaluate((DATA / "worked_harm.jsonl").read_text(encoding="utf-8").splitlines(), places)
    said = {line[:28].strip(): [float(one) for one in line.split()[-4:-2]] for line in table.splitlines()[3:16]}
    assert said["event type"][1] >= 0.96
    assert said["physical harm"][1] >= 0.92
    assert (said["duty of candour flag"][0] >= 0.85, said["duty of candour flag"][1] >= 0.97) == (True, True)
    assert "severe or fatal read as low or none: 0" in table
    assert "a death was read, and harm below severe: 0" in table
