"""3,988 short messages by fifty-seven authors who never saw the rules, and the sorts of words that tell their kind."""

from collections.abc import Callable
from pathlib import Path

import pytest

from handlers.incidents.reading import Place, Reading
from handlers.incidents.reading.commands import evaluate
from handlers.incidents.reading.event_type import gather
from handlers.incidents.reading.event_type import weights as kind_weights
from handlers.incidents.reading.harm_signs import weights as harm_weights
from handlers.incidents.reading.words import prepare

See = Callable[..., Reading]
DATA = Path(__file__).parent / "data"
AT_LEAST = {
    "short_[a-j]": {
        "event type": 0.99,
        "date": 0.97,
        "time": 0.97,
        "location": 0.97,
        "physical harm": 0.97,
        "psychological harm": 0.96,
        "patients": 0.95,
        "involved": 0.92,
        "medicines": 0.95,
        "never event candidate": 0.96,
        "duty of candour flag": 0.96,
        "identifiers": 0.98,
    },
    "short_[k-r]": {
        "event type": 0.98,
        "date": 0.95,
        "time": 0.97,
        "location": 0.96,
        "physical harm": 0.95,
        "psychological harm": 0.94,
        "patients": 0.95,
        "involved": 0.9,
        "medicines": 0.95,
        "never event candidate": 0.8,
        "duty of candour flag": 0.95,
        "identifiers": 0.97,
    },
    "short_[t-z]": {
        "event type": 0.98,
        "date": 0.92,
        "time": 0.95,
        "location": 0.96,
        "physical harm": 0.96,
        "psychological harm": 0.95,
        "patients": 0.93,
        "involved": 0.9,
        "medicines": 0.92,
        "never event candidate": 0.78,
        "duty of candour flag": 0.92,
        "identifiers": 0.98,
    },
    "short_a[adefghijlmnpqrstuvwxy]": {
        "event type": 0.98,
        "date": 0.94,
        "time": 0.96,
        "location": 0.96,
        "physical harm": 0.96,
        "psychological harm": 0.93,
        "patients": 0.94,
        "involved": 0.87,
        "medicines": 0.93,
        "never event candidate": 0.9,
        "duty of candour flag": 0.94,
        "identifiers": 0.98,
    },
    "short_b[abcd]": {
        "event type": 0.98,
        "date": 0.95,
        "time": 0.96,
        "location": 0.95,
        "physical harm": 0.95,
        "psychological harm": 0.93,
        "patients": 0.94,
        "involved": 0.87,
        "medicines": 0.93,
        "never event candidate": 0.8,
        "duty of candour flag": 0.94,
        "identifiers": 0.98,
    },
    "told_when": {"event type": 0.98, "date": 0.92, "time": 0.95},
    "told_where": {"event type": 0.98, "location": 0.91},
    "unseen/short_a[bc]": {  # first readings: nothing was made or mended from these; mend nothing from them
        "event type": 0.98,
        "date": 0.83,
        "time": 0.94,
        "location": 0.95,
        "physical harm": 0.9,
        "psychological harm": 0.91,
        "patients": 0.94,
        "involved": 0.84,
        "medicines": 0.84,
        "never event candidate": 0.8,
        "duty of candour flag": 0.92,
        "identifiers": 0.96,
    },
    "unseen/short_ak": {  # the last of three whose first reading was measured; mend nothing from it
        "event type": 0.98,
        "date": 0.89,
        "time": 0.95,
        "location": 0.87,
        "physical harm": 0.95,
        "psychological harm": 0.93,
        "patients": 0.96,
        "involved": 0.82,
        "medicines": 0.9,
        "never event candidate": 0.88,
        "duty of candour flag": 0.95,
        "identifiers": 0.97,
    },
    "unseen/short_ao": {  # the last author of all: rules and tables were done; mend nothing from it
        "event type": 0.98,
        "date": 0.9,
        "time": 0.93,
        "location": 0.95,
        "physical harm": 0.95,
        "psychological harm": 0.92,
        "patients": 0.92,
        "involved": 0.87,
        "medicines": 0.94,
        "never event candidate": 0.8,
        "duty of candour flag": 0.92,
        "identifiers": 0.96,
    },
    "unseen/short_be": {  # the last author of all since then; mend nothing from it
        "event type": 0.98,
        "date": 0.92,
        "time": 0.98,
        "location": 0.96,
        "physical harm": 0.95,
        "psychological harm": 0.92,
        "patients": 0.94,
        "involved": 0.83,
        "medicines": 0.96,
        "never event candidate": 0.8,
        "duty of candour flag": 0.98,
        "identifiers": 0.99,
    },
    "unseen/short_az": {  # the last author of these days; only a postcode's rule was mended from it
        "event type": 0.98,
        "date": 0.93,
        "time": 0.96,
        "location": 0.93,
        "physical harm": 0.93,
        "psychological harm": 0.93,
        "patients": 0.92,
        "involved": 0.79,
        "medicines": 0.9,
        "never event candidate": 0.8,
        "duty of candour flag": 0.96,
        "identifiers": 0.97,
    },
    "unseen/short_s": {  # neither rules nor tables were made from it, but for one death; mend nothing from it
        "event type": 0.95,
        "date": 0.9,
        "time": 0.93,
        "location": 0.93,
        "physical harm": 0.92,
        "psychological harm": 0.92,
        "patients": 0.92,
        "involved": 0.8,
        "medicines": 0.9,
        "never event candidate": 0.95,
        "duty of candour flag": 0.95,
        "identifiers": 0.97,
    },
}


@pytest.mark.parametrize(
    ("books", "messages"),
    [
        ("short_[a-j]", 650), ("short_[k-r]", 455), ("short_[t-z]", 468), ("told_when", 440), ("told_where", 220),
        ("short_a[adefghijlmnpqrstuvwxy]", 1365), ("short_b[abcd]", 260), ("unseen/short_ak", 65),
        ("unseen/short_ao", 65), ("unseen/short_az", 65), ("unseen/short_be", 65),
        ("unseen/short_s", 65), ("unseen/short_a[bc]", 130),
    ],
)  # fmt: skip
def test_short_messages_by_authors_who_never_saw_the_rules_keep_their_figures(
    books: str, messages: int, places: tuple[Place, ...]
) -> None:
    lines = [line for book in sorted(DATA.glob(f"{books}.jsonl")) for line in book.read_text("utf-8").splitlines()]
    assert len(lines) == messages
    table = evaluate(lines, places)
    figures = {line[:28].strip(): float(line[55:63]) for line in table.splitlines()[3:16] if line[55:63].strip()}
    assert {name: figures[name] for name, least in AT_LEAST[books].items() if figures[name] < least} == {}
    assert "severe or fatal read as low or none: 0" in table
    assert "a death was read, and harm below severe: 0" in table


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("phlebotomist done her elbow", {"<staff>", "^<staff>", "<body>", "<staff><body>"}),
        ("the gent on 5 was told of the radiator", {"<patient>", "<thing>"}),
        ("<staff> @hurt", set()),
    ],
)
def test_words_stand_for_their_sort_alone_and_near_another(text: str, signs: set[str]) -> None:
    found = {sign for sign in gather(prepare(text)) if sign[0] in "<^@"}
    assert found >= signs
    assert signs or "@hurt" not in found


FIRST_MET = [
    ("risk - two lads same surname in bay 2, someones gonna get hurt", "risk"),
    ("lfe: hca sat with her all night", "good_care"),
    ("insulin fridge keeps icing up, pens binned, nobody given any", "risk"),
    ("only 1 registrar for 3 sites tonight", "risk"),
    ("yellow box under the stairs full to the brim, needles poking out", "risk"),
    ("passed away 0500 sidey 2, metastatic, comfortable, wife there, needs SJR", "outcome"),
    ("physio had him up the stairs day 1, home day 2, his words 'best ever'", "good_care"),
    ("dietitian got her toe run over by a food trolley, swollen", "not_patient_safety"),
]


@pytest.mark.parametrize(("text", "kind"), FIRST_MET)
def test_the_kind_is_told_by_sorts_of_words(see: See, text: str, kind: str) -> None:
    assert see(text).event_type.value == kind


def test_what_was_taken_out_of_a_message_weighs_nothing_and_the_weights_know_no_names() -> None:
    assert "patient" not in gather(prepare("[patient's name] slipped by [bed number]"))
    for table in (kind_weights(), harm_weights()):
        assert not {"perpetua", "ottoline", "osric", "kwabena", "penhallow", "marguerite", "fenella"} & table.keys()
