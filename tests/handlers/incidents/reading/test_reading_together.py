"""Things said in any order and in other words: parts of a Never Event, what followed, and what might have been."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from handlers.incidents.reading import Place, Reading
from handlers.incidents.reading.commands import evaluate
from storage.records import PhysicalHarm, PsychologicalHarm

See = Callable[..., Reading]
DATA = Path(__file__).parent / "data"

ANY_ORDER = [
    ("listed for right hip injection, left was injected, ward 3", 1),
    ("needed a 21.0 lens, the 24.0 was put in, eye list", 2),
    ("she found the swab herself, a week after her forceps delivery", 3),
    ("oral syringe of ibuprofen pushed through the cannula, ward 6", 5),
    ("drew novorapid out of the pen with an ordinary syringe, ward 9", 6),
    ("took her mtx every morning for six days, ward 11", 7),
    ("bag was group B, he is O pos, 20 ml in, rigors, ward 13", 12),
    ("water in the hoist bath was far too hot, legs blistered, ward 8", 14),
    ("sats 80 in resus, mask was plugged into the air outlet, not oxygen", 15),
    ("L4/5 decompression planned, scan shows it was done at L3/4, ward 3", 1),
    ("circumcision done when he was listed for a cystoscopy, theatre 1", 1),
    ("36mm head went into a 32mm liner, hip list, needs revision", 2),
    ("insulin 4 units charted, 40 given, bm 2.2, ward 9", 6),
    ("gave the wrong persons red cells on AMU, 40mls, rigors", 12),
    ("black outlet used for his oxygen mask on ward 10, sats 71 til swapped", 15),
]


@pytest.mark.parametrize(("text", "kind"), ANY_ORDER)
def test_a_never_event_is_seen_in_whatever_order_it_is_told(see: See, text: str, kind: int) -> None:
    reading = see(text)
    assert reading.never_event is not None
    assert reading.never_event.value == kind


@pytest.mark.parametrize(
    "text",
    [
        "swab count one short, it was under the table, found before closing the abdomen, theatre 1",
        "ng tube in the bronchus on xray, nothing put down it, ward 7",
        "was about to inject the wrong knee, scrub nurse spoke up, theatre 1",
        "PEG feed ran lying flat, pneumonia, IV abx, ward 10",
        "insulin written as 14u, pharmacy sent it back, ward 9",
        "shower rail came down as designed when he tied a cord to it, willow",
        "platelets for the wrong pt, both group O, ward 13",
        "air flowmeter left on the wall, oxygen beside it, nobody connected, ward 2B",
    ],
)
def test_parts_of_a_never_event_alone_are_no_candidate(see: See, text: str) -> None:
    assert see(text).never_event is None


CONSEQUENCES = [
    ("wrong dose, could of died, picked up before it was given, ward 7", "no_harm"),
    ("was about to have penicillin, allergic, student saw the band, ward 7", "no_harm"),
    ("missed dose of dalteparin ward 7, hx of PE, no harm", "no_harm"),
    ("naloxone to hand but not needed, extra morphine given, no harm, ward 7", "no_harm"),
    ("infusion ran into the tissue, nerve damage will not recover, ward 7", "severe"),
    ("sepsis not seen for 6 hrs, now needing filter, ward 7", "severe"),
    ("missed bleed, came back after 3 days with sepsis, ward 7", "moderate"),
    ("drain missed, stayed in an extra week, ward 7", "moderate"),
    ("choked at lunch, could not be revived, ward 7", "fatal"),
]


@pytest.mark.parametrize(("text", "level"), CONSEQUENCES)
def test_harm_is_read_from_what_followed_and_not_from_what_might_have(see: See, text: str, level: str) -> None:
    reading = see(text)
    assert reading.physical is not None
    assert reading.physical.value == PhysicalHarm(level)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("awake during surgery, has had panic attacks for 9 months, ward 5", "severe"),
        ("told the wrong diagnosis, now seeing a psychologist, ward 5", "moderate"),
        ("curtain left open on the commode, she was mortified, ward 5", "low"),
    ],
)
def test_lasting_distress_is_graded_by_its_length_and_its_treatment(see: See, text: str, level: str) -> None:
    reading = see(text)
    assert reading.psychological is not None
    assert reading.psychological.value == PsychologicalHarm(level)


def test_words_that_tell_the_place_may_tell_the_harm_too(see: See) -> None:
    reading = see("IUD at 39+2, reduced movements twice in triage, sent home both times")
    assert reading.location is not None
    assert reading.physical is not None
    assert reading.physical.value == PhysicalHarm.FATAL


def test_a_never_event_with_good_bloods_is_not_called_moderate(see: See) -> None:
    reading = see("mtx charted od, 3 doses signed for, bloods ok so far, ward 11")
    assert reading.physical is not None
    assert reading.physical.value == PhysicalHarm.NO_HARM
    assert "duty_of_candour_review" in [flag.value for flag in reading.flags]


def test_b4_before_a_verb_is_not_a_ward(see: See) -> None:
    place = see("blood for another pt running in resus, 15 mls in b4 stopped").location
    assert place is not None
    assert place.value == "Emergency department"


def test_gold_that_says_it_has_no_answer_for_a_field_is_not_scored_on_it(places: tuple[Place, ...]) -> None:
    silent = ["when", "n_patients", "involved", "drugs", "flags", "identifiers"]
    gold = {
        "event_type": "incident",
        "physical_harm": "low",
        "location": {"ward": "Ward 7"},
        "duty_of_candour": True,
        "not_answered": silent,
    }
    message = {"id": "A1", "posted_at": "2026-03-14T07:55:00", "text": "skin tear ward 7", "gold": gold}
    table = evaluate([json.dumps(message)], places)
    assert "involved: " not in table
    assert "duty of candour flag: 1 missed" in table


def test_never_events_told_in_a_few_words_keep_their_figures(see: See) -> None:
    lines = (DATA / "short_never_events.txt").read_text(encoding="utf-8").splitlines()
    told = [(int(line.split("|")[0]), line.split("|")[1]) for line in lines if not line.startswith(";")]
    found = [(kind, reading.value if (reading := see(text).never_event) else 0) for kind, text in told]
    real = [got == kind for kind, got in found if kind]
    others = [got == 0 for kind, got in found if not kind]
    assert sum(real) >= 0.95 * len(real)
    assert sum(others) >= 0.95 * len(others)


def test_harm_and_kind_told_in_everyday_words_keep_their_figures(see: See) -> None:
    for name, said in (
        ("short_harm.txt", lambda told: told.physical and told.physical.value),
        ("short_kinds.txt", lambda told: told.event_type.value),
    ):
        lines = [line for line in (DATA / name).read_text(encoding="utf-8").splitlines() if not line.startswith(";")]
        missed = [text for gold, text in (line.split("|") for line in lines) if said(see(text)) != gold]
        assert len(missed) <= 0.03 * len(lines), missed


def test_mixed_messages_keep_their_figures(places: tuple[Place, ...]) -> None:
    table = evaluate((DATA / "worked_rounds.jsonl").read_text(encoding="utf-8").splitlines(), places)
    figures = {line[:28].strip(): float(line[46:55]) for line in table.splitlines()[3:15] if line[46:55].strip()}
    assert figures["event type"] >= 0.97
    assert figures["physical harm"] >= 0.95
    assert figures["never event candidate"] >= 0.97
    assert figures["duty of candour flag"] >= 0.97
    assert "severe or fatal read as low or none: 0" in table
    assert "a death was read, and harm below severe: 0" in table


def test_a_carer_who_shouts_at_a_patient_is_a_patient_safety_event(see: See) -> None:
    assert (
        see("lady shouted at by agency carer on elm, scared for the rest of the shift").event_type.value == "incident"
    )


def test_his_back_is_not_a_nurses_back_without_a_nurse(see: See) -> None:
    assert see("shower valve failed and scalded his back, ward 8").event_type.value == "incident"


def test_serious_events_keep_their_figures(places: tuple[Place, ...]) -> None:
    table = evaluate((DATA / "worked_serious.jsonl").read_text(encoding="utf-8").splitlines(), places)
    figures = {line[:28].strip(): float(line[46:55]) for line in table.splitlines()[3:15] if line[46:55].strip()}
    assert figures["event type"] >= 0.95
    assert figures["physical harm"] >= 0.9
    assert figures["never event candidate"] >= 0.95
    assert figures["duty of candour flag"] >= 0.95
    assert "severe or fatal read as low or none: 0" in table
    assert "a death was read, and harm below severe: 0" in table


def test_messages_by_somebody_who_never_saw_the_rules_keep_their_figures(places: tuple[Place, ...]) -> None:
    table = evaluate((DATA / "worked_blind.jsonl").read_text(encoding="utf-8").splitlines(), places)
    figures = {line[:28].strip(): float(line[46:55]) for line in table.splitlines()[3:15] if line[46:55].strip()}
    assert figures["event type"] >= 0.97
    assert figures["date"] >= 0.95
    assert figures["time"] >= 0.95
    assert figures["patients"] >= 0.95
    assert figures["physical harm"] >= 0.95
    assert figures["duty of candour flag"] >= 0.97
    assert "severe or fatal read as low or none: 0" in table
    assert "a death was read, and harm below severe: 0" in table


def test_never_events_and_candour_told_in_any_words_keep_their_figures(places: tuple[Place, ...]) -> None:
    table = evaluate((DATA / "worked_concepts.jsonl").read_text(encoding="utf-8").splitlines(), places)
    said = {line[:28].strip(): line.split()[-4:-1] for line in table.splitlines()[3:18] if line[35:55].strip()}
    never, candour = ([float(one) for one in said[name]] for name in ("never event candidate", "duty of candour flag"))
    assert (never[0] >= 0.9, never[1] >= 0.95) == (True, True)
    assert (candour[0] >= 0.9, candour[1] >= 0.95) == (True, True)


def test_a_possible_never_event_told_in_parts_grades_no_harm(see: See) -> None:
    reading = see("cochlear electrode for another manufacturer's model implanted, rep noticed the box, theatre 1")
    assert reading.never_event is not None
    assert reading.never_event.value == 2
    assert reading.physical is None
    assert "duty_of_candour_review" in [flag.value for flag in reading.flags]
