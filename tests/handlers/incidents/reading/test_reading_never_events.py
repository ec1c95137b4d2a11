"""Never Events told in the words of many trades, and the slots that they are read by."""

import gc
import json
from pathlib import Path

import pytest

from handlers.incidents.reading.never_events import find_never_event
from handlers.incidents.reading.slots import Lexicon, Named
from handlers.incidents.reading.stories import find_stories
from handlers.incidents.reading.words import prepare

DATA = Path(__file__).parent / "data"


def _told(name: str) -> tuple[float, float]:
    """Return the recall and the precision of the type of Never Event over a file of messages."""
    right = missed = wrong = 0
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        message = json.loads(line)
        wanted = message["gold"]["never_event_candidate"]
        answer, _ = find_never_event(prepare(message["text"]))
        found = answer.value if answer else None
        right += wanted is not None and found == wanted
        missed += wanted is not None and found != wanted
        wrong += found is not None and found != wanted
    return right / (right + missed), right / (right + wrong)


def test_never_events_told_by_many_trades_keep_their_figures() -> None:
    recall, precision = _told("worked_never.jsonl")
    assert recall >= 0.98
    assert precision >= 0.97


def test_never_events_that_nobody_worked_on_keep_their_figures() -> None:
    recall, precision = _told("apart_never.jsonl")
    assert recall >= 0.95
    assert precision >= 0.95


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("metotrexate each night instead of tuesdays, gums bleeding", 7),
        ("guidwire left in after the central line, seen on xray next day", 3),
        ("pt jumped, the restricter on the windw had snapped, two floors", 10),
        ("nasogastrik tube was in the bronchus, feed given all night", 13),
    ],
)
def test_a_slip_of_spelling_does_not_hide_a_never_event(text: str, kind: int) -> None:
    assert kind in find_stories(prepare(text)).told


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("swab fell out at home day 8, sutured on delivery suite, temp 38.2 so sent back in for iv abx", 3),
        ("helped him bathe, thermostatic valve stuck, it was 57, both legs blistered, burns unit", 14),
        # what excuses other messages, beside a Never Event
        ("right hip replaced should have been left, short and rotated pre op", 1),
        ("mask put on air neb point instead of oxygen, sats 70", 15),
        ("swab retained, confirmed on swab count", 3),
        ("swab left in, found when pt had hvs for discharge 2 wks later", 3),
        ("tampon left in after repair, hvs taken, found 3 weeks later", 3),
        ("wrong leg amputated, dressing on", 1),
        ("wrong side chest drain, xray of other side looked at", 1),
        ("report was wrong so wrong kidney taken out", 1),
        ("left knee opened should be right, boot on", 1),
        ("fell short of what we expect, wrong knee replaced", 1),
        ("epidural bupivacaine connected to iv line, double dose given", 5),
        ("oral paracetamol susp given iv via cannula, doubled up", 5),
        ("fasciotomy on wrong leg, had to do the other", 1),
        ("wrong side thoracotomy, fentanyl patch on other arm", 1),
        ("wrong side carotid endarterectomy, dacron patch on", 1),
        ("ng in right main bronchus, fed, doctor never came near him", 13),
        ("iv potassium 20mmol neat bolus given instead of saline. reg never got near pt in time, died", 4),
        ("wrong knee opened. thank god we did a time out half way through", 1),
        ("swab retained in patient with c diff", 3),
        ("wrong blood given A to O pt, porter said compatible so put it up", 12),
        ("gave wrong pts blood 200mls in, b pos to a pos, compatible no reaction obs ok", 12),
        ("pt on o2 mask plugged into air flowmeter, known co2 retainer, sats 70", 15),
        ("mask tubing was on the air flowmeter not o2, sats 51. air port shd have been capped", 15),
        ("nail surgery list. consented for R hallux, i avulsed the LEFT before the pt said hang on", 1),
        ("nerve root injxn at L5, referral says S1, noticed on saved images", 1),
        ("grommet in the L ear only was planned, both done", 1),
        ("had UL5 out, ortho letter asked for UL4", 1),
        ("cochlear array, left type put in right ear", 2),
        ("breast recon, R got the 300cc and L the 350, meant to be the other way round", 2),
        ("txa into the spinal, fitting, in itu", 5),
        ("lidocaine w adrenaline for the wound put through the venflon", 5),
        ("vrii made with 500 not 50 units, ran 2h, 1.6, dextrose 10%", 6),
        ("2 wkly doses in the same 24h, mtx", 7),
        ("psoriasis pt got 10mg tabs in place of 2.5mg, took 6", 7),
        ("trauma call to the car park, our pt, 2 floors up, window chain had snapped weeks ago", 10),
        ("loan bed w clip on sides, mum found w throat caught under the bottom bar, she has died", 11),
        ("dobhoff in lung, water flush 60ml given", 13),
        ("fem block given R, consent L, noticed pre knife", 1),
        ("put the stent in the right ureter, scan and consent say left", 1),
        ("head and neck trapped between the bed rails, blue, arm bruised", 11),
        ("held her hand under the hot tap for a wash, scalded, blisters", 14),
        ("kcl amp pushed neat for a flush, k+ 8.1, arrested", 4),
        ("airflow on instead of o2, sat on the trolley at 71 %", 15),
        ("sats 70 on air, tubing was on black flow meter not white, 20 min", 15),
        ("ryles feed ran for an hr, nobody had looked at the film, tip in R main bronchus, 60ml gone in", 13),
        ("fem nerve block went in LEFT, consent and arrow are right. spotted before knife, leg dead", 1),
        ("insulin 40u for 4u, bm 1.9, pricked finger", 6),
        ("nurse scalded her own hand testing bath then pt legs red and peeling", 14),
        ("wrong lens put in, clocked before end of list", 2),
        ("oral cetirizine into picc line", 5),
        ("k + 40 ampoule drawn up as saline", 4),
        ("pt fell while opening window 3rd floor and died", 10),
        ("wrong pts unit up, lab said ABO compatible, he is O and it was A, 60 ml in, haemolysis", 12),
        ("wrong pts cells given, not ABO compatible, rigors at 30 ml", 12),
        ("it was the good tooth they pulled", 1),
        (
            "wrong side nerve block done in anaes room, noticed before knife to skin, correct side then blocked",
            1,
        ),
        ("wrong side nerve block done in anaes room 4 this am", 1),
        ("fascia iliaca block given on wrong leg, spotted before incision, redone on right leg, theatre 2", 1),
        ("femoral block went in left not right, realised before surgery started, repeated correct side", 1),
        ("wrong tooth out, seen before the second was taken, theatre 3", 1),
        ("intravitreal injection given into wrong eye, noticed before pt left clinic", 1),
        ("incision made on wrong knee, stopped before joint opened, closed and correct side done", 1),
        ("wrong size hip stem implanted, noticed before closing, exchanged at same op", 2),
        ("wrong power lens in, spotted before pt left theatre, swapped", 2),
        ("skin cut on the left groin, right hernia, realised before mesh went in", 1),
        ("interscalene on wrong shoulder, odp noticed before op began, correct side blocked after", 1),
        ("wrong eye injected with lucentis, picked up at check before second eye", 1),
    ],
)
def test_a_story_is_told_by_what_was_done_and_not_by_what_is_said_about_it(text: str, kind: int) -> None:
    answer, _ = find_never_event(prepare(text))
    assert answer is not None
    assert answer.value == kind


def test_what_speaks_against_a_story_is_outweighed_by_a_full_one() -> None:
    answer, _ = find_never_event(prepare("36 head put with 32 liner, hip dislocated twice, back in theatre to revise"))
    assert answer is not None
    assert answer.value == 2


@pytest.mark.parametrize(
    "text",
    [
        "fell reaching for her slippers, bruise to right knee, walked back to bed, ward 7",
        "insulin given late as the trolley was locked, bm 12, ward 9",
        "feed stopped for physio and not restarted, ng tube fine, ward 7",
        "tea spilled on his lap at breakfast, cooled under the tap",
        "side room window will not shut and the patient is cold",
    ],
)
def test_an_ordinary_incident_tells_no_never_event(text: str) -> None:
    assert find_never_event(prepare(text))[0] is None


@pytest.mark.parametrize(
    "text",
    [
        "drill bit broke off in the tibia, surgeon knew at once, left it as digging would do more harm",
        "needle count one short, found it under the drape, count again correct, then we closed",
        "lady tied a scarf to the shower rail, it came straight down as it is meant to, no marks",
        "resident climbed over the side rails and fell on the floor, hip sore, head fine",
        "i opened the 22.0 lens and 20.0 was planned, surgeon saw before we opened it, the right lens went in",
        "box of strong potassium amps found on our shelf next to saline, none of it had been used",
        "lantus 40 prescribed, he says 14, 40 given, bm 3 at 4 am",
        "plain saline meant, a bag of saline with potassium 20 was hung instead, 300 ml ran, k 4.6",
        "confused man says he will jump from the window, floor 3, 1:1 started",
        "stood on the sill to fix the blind and fell back into the room, window locked shut",
        "hire beds came, gap from rail to mattress too wide, could get a head in, none in use",
        "TXA amps have the same cap as the levobupi, wrong one in a spinal would be a disaster",
        "used emergency O neg on an A pos lady on purpose, no time for xmatch",
        "10 units novorapid given, chart said 4, misread it, bm 2.9, glucogel",
        "nearly drew up potassium for a flush, second checker saw",
        "mtx charted daily, I crossed it off the same morning, pt had none",
        "shower rail checked today, room empty, rail did not drop under test weight",
        # stopped before it began
        "sign in: consent said L hip, list said R. pt awake and put us right, nothing cut, theatre 3",
        "sbyb saved us again, about to block the L knee, consent says R",
        "ng tip was in the L main bronchus on film, pulled, nil given, sats 96 throughout, no desat",
        "NGT meds given then film = oesophagus not stomach, no cough, resited",
        # it happened, but is another thing
        "gave him rivaroxaban for the scope, tto left it off, R sided weakness, mri stroke",
        "forearm stuck through the bed rail at 0300, bruise at the elbow, xray fine, not his chest or neck",
        "spilled coffee on her knee, red patch, cooled 15 min under tap, no blister, day room",
        "hca scalded her own arm at the bath, no pt in it",
        "insulin infusion ran at 10x rate, pump set 30 ml hr, bm 1.6, seizure, ward 9",
        "k+ 6.8 rung through to the ward and nobody acted on it, arrested at 5, rosc",
        "cut down from the door closer in his room at 2140, cpr, rosc, willow",
        "cd check at handover, midaz 10mg/2ml book says 10 we count 9, counted twice",
        "waited 10 hrs, sat on a trolley, cat 2 sacrum, airflow mattress came too late",
        "fell while opening the window in the day room, knee grazed",
        "o neg cells put up for an a pos man so compatible, stopped at 40 ml, no reaction, bedside check missed",
        "gave the o neg unit meant for bed 4, abo compatible, no harm",
        "k + 6.2 this morning, saline given, k + 5.1 later",
        "oral intake poor, so drip put up through the cannula",
        "o neg unit for bed 3 hung on bed 5 (a pos), 60 ml in. compatible, no reaction, obs fine",
        "new fentanyl patch put on, old patch not taken off, rr 8, reversed",
        "kcl infusion over 2h not 4, rate keyed wrong, hickman flushed, k 5.6",
        "salbutamol neb run off o2 in a known retainer, drowsy, swapped to air neb",
        "heard a thud, found at foot end of the bed, L leg short and rotated, hemi listed",
    ],
)
def test_a_message_that_says_why_it_is_none_tells_no_never_event(text: str) -> None:
    assert find_never_event(prepare(text))[0] is None


@pytest.mark.parametrize(
    "text",
    [
        "sign in: consent said L hip, list said R. pt awake and put us right, nothing cut, theatre 3",
        "sbyb saved us again, about to block the L knee, consent says R",
        "ng tip was in the L main bronchus on film, pulled, nil given, sats 96 throughout, no desat",
        "time out stopped us, consent R hernia, list and arrow both L, no blade out",
        "kcl 20mmol amp in the saline box, picked it up to flush a line, read it and stopped. never got near pt",
        "wrong side marked for block, noticed before needle in, correct side blocked",
        "about to block the wrong leg, stop before you block caught it, nothing injected",
        "wrong eye drawn on consent, spotted before injection, correct eye injected",
        "wrong lens opened, noticed before implanted, correct lens used",
        "block needle out for left leg, odp noticed before injecting, right side done",
        "wrong tooth on the form, spotted before extraction, correct tooth out",
    ],
)
def test_what_was_stopped_before_it_began_is_a_near_miss_of_a_never_event(text: str) -> None:
    answer, near = find_never_event(prepare(text))
    assert answer is None
    assert near is not None


def test_a_dose_counts_as_given_though_a_pharmacist_noticed_it_later() -> None:
    answer, near = find_never_event(prepare("MTX prescribed OD on admission, 2 doses given, pharmacist noticed"))
    assert answer is not None
    assert answer.value == 7
    assert near is None


def _name(text: str) -> Named:
    book = {"side": ("left = left, l = left, right = right",), "tube": ("feed* .. tube, ~ng\\d?",), "end": ("*ectomy",)}
    return Lexicon(book).name(prepare(text))


def test_a_phrase_may_hold_other_words_where_it_has_two_dots() -> None:
    assert [hit.value for hit in _name("the feeding and drainage tube").hits["tube"]] == ["feed* .. tube"]
    assert "tube" not in _name("feeding went well all through that long night, tube out").hits


def test_entries_of_a_slot_are_told_apart_by_their_value() -> None:
    assert {hit.value for hit in _name("listed left, cut on the right").hits["side"]} == {"left", "right"}
    assert {hit.value for hit in _name("L arm, left arm").hits["side"]} == {"left"}


def test_what_a_slot_does_not_mean_fills_it_not() -> None:
    book = Lexicon({"size": ("~\\d\\d",), "size but": ("ward #, at #",)})
    assert [hit.first for hit in book.name(prepare("36 head on ward 32 at 14")).hits["size"]] == [0]


def test_a_litre_is_no_left_side() -> None:
    assert "side" not in _name("15l by mask, 15 l by mask").hits


def test_an_ending_and_a_pattern_fill_a_slot() -> None:
    assert set(_name("ng1 in place before the appendicectomy").hits) == {"tube", "end"}


def test_a_figure_with_another_written_behind_it_is_tenfold() -> None:
    assert "tenfold" in _name("six units charted, 60 units given").hits
    assert "tenfold" not in _name("6 units charted, 16 units given").hits


def test_a_name_that_a_message_holds_is_not_kept_in_memory_afterwards() -> None:
    find_stories(prepare("swab left inside Dora Plimsollova, found on xray by Dr Okonkwoski"))
    kept = {key for table in gc.get_objects() if type(table) is dict for key in table if type(key) is str}
    assert "swab" in kept
    assert not {"plimsollova", "okonkwoski"} & kept
