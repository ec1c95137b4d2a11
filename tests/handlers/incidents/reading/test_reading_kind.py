"""The kind of event, what was involved, how many patients, and possible Never Events."""

from collections.abc import Callable
from pathlib import Path

import pytest

from handlers.incidents.reading import Reading

See = Callable[..., Reading]
KINDS = Path(__file__).parent / "data" / "worked_kinds.txt"

KIND = [
    ("pt fell ward 7 no injury", "incident"),
    ("near miss - wrong dose on TTO, pharmacist picked it up, ward 7", "incident"),
    ("asked for marthas rule review, nobody came for 4 hrs, pt arrested", "incident"),
    ("shoulder dystocia drill paid off!! real one today, the new wall poster really helped", "good_care"),
    ("marthas rule worked, mum called it, PICU there in 15 mins, so glad", "good_care"),
    ("risk - epma puts two strengths next to each other. someones gonna get hurt", "risk"),
    ("window restrictor loose ward 12, nobody hurt, estates told twice", "risk"),
    ("return to theatre d2 post hemicolectomy, known complication, for M&M. ward 5", "outcome"),
    ("HCA punched by a relative in ED minors 0110, no patients hurt, police came", "not_patient_safety"),
    ("needlestick to my thumb 0930 ward 4, pt fine", "not_patient_safety"),
    ("my payslip is wrong again", "not_patient_safety"),
    ("pt punched another pt on willow, swollen eye", "incident"),
    ("pt was threatened with security after he punched nurse", "not_patient_safety"),
    ("patient warned with police after kicking hca", "not_patient_safety"),
    ("pt punched nurse as his pain relief was missed", "incident"),
    ("pt was hit by another patient after he punched nurse", "incident"),
    ("consultant shouted at student nurse and she drew up 10 units, wrong insulin dose, pt hypo bm 2.1", "incident"),
    ("nurse was assaulted by relative while drawing up insulin and patient got wrong dose", "incident"),
    ("wrong knee marked by the F2, I noticed when I pulled the scan up before knife to skin. theatre 1", "incident"),
    ("HCA slipped on wet floor and pulled the patient down with her, pt hit head", "incident"),
    ("prescribed 10 units insted of 1, nurse asked before giving, was nice about it", "incident"),
    ("only 2 vials of intralipid in the theatre box, shd be 8, found at the drill. nobody has needed it yet", "risk"),
    ("3 pts on NIV and 2 RNs for 30 again tonight. not had an incident yet, someone's going to get hurt", "risk"),
    ("hip fracture chart on ICU wall is an old version, differs from the new guideline", "risk"),
    ("unplanned return to theatre for haematoma, nothing obvious missed, log pls. ward 8", "outcome"),
    ("barrier in staff car park hit my car, dent and a scratch", "not_patient_safety"),
    ("can we get more tunics for the ward, and the staff bikes were nicked from the bike shed", "not_patient_safety"),
    ("my patient attacked in carpark", "incident"),
    ("patient was attacked by a visitor in the carpark", "incident"),
    ("pt got assaulted by relative of bed opposite, security came", "incident"),
    ("my patient attacked me", "not_patient_safety"),
    ("pt was not hit, nurse punched in the face by visitor in ED, went to occ health", "not_patient_safety"),
    ("borrowed pump off ward 9 broke mid infusion", "incident"),
    ("pump we borrowed from theatres packed in mid infusion", "incident"),
    ("driver borrowed from hospice stopped overnight", "incident"),
    ("someone borrowed our bladder scanner off elm, can we have it back please", "not_patient_safety"),
    ("normal kidney they took out", "incident"),
    ("singing group on ward 7 all week, mood is up and weights are better. can we have it on ward 8 too?", "good_care"),
]


@pytest.mark.parametrize(("text", "kind"), KIND)
def test_the_kind_of_event_is_told_apart(see: See, text: str, kind: str) -> None:
    assert see(text).event_type.value == kind


def test_kinds_told_in_a_hurry_keep_their_figures(see: See) -> None:
    lines = [line for line in KINDS.read_text(encoding="utf-8").splitlines() if not line.startswith(";")]
    missed = [text for kind, text in (line.split("|", 1) for line in lines) if see(text).event_type.value != kind]
    assert len(missed) <= 0.01 * len(lines), missed


@pytest.mark.parametrize("text", ["", "   ", "ward 7", "??", "qwx zzv"])
def test_a_message_that_says_nothing_of_its_kind_is_an_incident_and_not_surely(see: See, text: str) -> None:
    kind = see(text).event_type
    assert kind.value == "incident"
    assert kind.sure < 0.9


def test_the_reason_for_a_kind_is_quoted_from_the_message(see: See) -> None:
    text = "anyone free to swap my late on friday for an early?"
    kind = see(text).event_type
    assert kind.value == "not_patient_safety"
    assert kind.because == f"you wrote “{text[kind.start : kind.end]}”"
    assert len(text[kind.start : kind.end]) >= len("swap")


INVOLVED = [
    ("pt fell, falls alarm wasnt switched on ward 7", {"devices"}),
    ("drug error wd 12 nil harm", {"medication"}),
    ("epma down, 2 doses of apixaban missed ward 7", {"medication", "it_systems"}),
    ("pt slipped on wet floor no sign ward 7, bruise", {"estates"}),
    ("climbed out of window ward 7, restrictor broken", {"buildings"}),
    ("wrong blood given to pt ward 5, rigors", {"blood"}),
    ("anti-D not given within 72 hrs, postnatal", {"blood_products"}),
    ("pt put back to bed with hoist after fall ward 7, no injury", {"none_of_these"}),
    ("cat 2 heel ulcer, B4", {"none_of_these"}),
    ("donor kidney damaged on arrival, transplant cancelled", {"tissues_organs"}),
    ("ankle wedged between rail and matress at 0200, ward 8, bruise", {"devices"}),
    ("foley tugged out when he was turned, haematuria, ward 3", {"devices"}),
    ("NG on ward 10, film showed the tip in the left bronchus, nothing fed", {"devices"}),
    ("vac pump for home ordered a month ago never came, heel boots got lost too", {"devices"}),
    ("cannula found still in hand at home, gp started oral abx 5/7", {"devices"}),
    ("fell reaching for her buzzer on ward 7, wrist #, cant use her frame", {"none_of_these"}),
    ("knocked her coffee in her lap, cold water 20 mins, ward 12", {"none_of_these"}),
    ("bed 3s red cells went up on bed 4, ward 14. O neg into A pos so compatible, stopped", {"blood"}),
    ("level 6 diet, was given a crust at lunch, choked, back slaps, ward 7", {"none_of_these"}),
    ("ruptured ectopic not seen in ED on monday, 4 units and back to theatre", {"none_of_these"}),
    ("results portal since the upgrade files bloods under the previous pt", {"it_systems"}),
    ("ramipril given twice, the second on epma at 0900, bp low, ward 4", {"medication"}),
    ("unit hung for a different lady, bedside check skipped, ward 13", {"blood"}),
    ("driver w oxycodone and haloperidol ran thru in 8h not 24, drowsy, hospice", {"medication", "devices"}),
    ("systm down 6 to 8, 5 pts late with morning meds, ward 4, epma back now", {"medication", "it_systems"}),
    ("lantus given twice, her visit wasnt synced on the tablet, bm 3.1", {"medication", "it_systems"}),
]


@pytest.mark.parametrize(("text", "agents"), INVOLVED)
def test_what_was_involved_is_read(see: See, text: str, agents: set[str]) -> None:
    assert {str(answer.value) for answer in see(text).involved} == agents


COUNT = [
    ("pt fell ward 7", 1),
    ("gave Mr Ash's TTO bag to Mr Elder, ward 7", 2),
    ("wrong pt given bisoprolol ward 7", 2),
    ("3 pts on ward 17 c diff positive", 3),
    ("sec 2 pt absconded, back unharmed", 1),
    ("risk - 3 RNs for 28 pts, something will be missed", 0),
    ("oramorph 40ml short at CD check ward 15", 0),
    ("HCA punched in ED, no patients hurt", 0),
    ("jan 3 pt fell on ward 7, no harm", 1),
    ("in jan 3 pts fell on ward 7, no harm", 3),
    ("we had 2 pts fall in one night ward 7", 2),
    ("long line leaked, checks blank, we had 9 babies and 4 nurses on nicu", 1),
    ("syringe ran dry while I was on break cover for 3 pts, map fell", 1),
    ("chair 4 pt bled from the line in dialysis", 1),
    ("oxygen set at 5 not 2 to pt at home, drowsy", 1),
    ("zopiclone given to bed 3 instead of bed 4", 2),
    ("pt on wrong oxygen all night ward 7, drowsy", 1),
]


@pytest.mark.parametrize(("text", "count"), COUNT)
def test_patients_are_counted(see: See, text: str, count: int) -> None:
    assert see(text).patients.value == count


@pytest.mark.parametrize(
    ("text", "band"),
    [("92 yr old fell", "12"), ("baby 3 weeks old", "2"), ("4 yr old child", "4"), ("pt fell 4 days ago", None)],
)
def test_the_age_bracket_is_read_only_from_an_age(see: See, text: str, band: str | None) -> None:
    age = see(text).age_band
    assert (age.value if age else None) == band


NEVER = [
    ("wrong tooth taken out, UR5 not UR4, theatre 1", 1),
    ("L knee block done instead of R, anaes room 4", 1),
    ("wrong size femoral head implanted theatre 1", 2),
    ("guidewire left in after central line, seen on cxr", 3),
    ("flushed cannula with KCl instead of saline, VT arrest", 4),
    ("oral morphine drawn up and given IV by mistake", 5),
    ("10 units novorapid given, 1U looked like 10, BM 1.9", 6),
    ("methotrexate given daily for 5 days for RA, mouth ulcers", 7),
    ("midaz 5mg/ml vial used in endoscopy instead of 1mg/ml, apnoeic", 8),
    ("shower rail on willow did not collapse, pt used as ligature", 9),
    ("pt fell from first floor window, restrictor broken", 10),
    ("neck caught between mattress and bed rail, found blue", 11),
    ("wrong blood given, A pos unit to O pos pt, rigors", 12),
    ("NG feed started, tube in R lung on cxr", 13),
    ("pt scalded in bath, water 52 deg", 14),
    ("mask connected to air flowmeter by mistake not oxygen, sats 74", 15),
]


@pytest.mark.parametrize(("text", "kind"), NEVER)
def test_each_type_of_never_event_is_a_candidate(see: See, text: str, kind: str) -> None:
    reading = see(text)
    assert reading.never_event is not None
    assert reading.never_event.value == kind
    assert "never_event_review" in {flag.value for flag in reading.flags}


@pytest.mark.parametrize(
    "text",
    [
        "hot tea spilt on lap, scald to thigh, ward 7",
        "pt fell ward 7, no injury",
        "TTO had methotrexate 10mg daily not weekly, picked up b4 it left dispensary",
        "wrong side on consent form, picked up at WHO checklist, nothing done",
        "skin swab result lost, ward 7",
        "leg caught in bed rail, bruise to shin, elm",
    ],
)
def test_what_only_resembles_a_never_event_is_no_candidate(see: See, text: str) -> None:
    assert see(text).never_event is None


def test_a_never_event_caught_in_time_is_flagged_as_a_near_miss(see: See) -> None:
    reading = see("near miss - TTO had methotrexate 10mg daily not weekly, pharmacist picked it up b4 it left")
    assert "near_miss_of_never_event" in {flag.value for flag in reading.flags}
    assert reading.near_miss.value is True
