"""Harm to body and mind, from words; negation and old illness told apart."""

from collections.abc import Callable

import pytest

from handlers.incidents.reading import Reading
from storage.records import PhysicalHarm, PsychologicalHarm

See = Callable[..., Reading]

HARM = [
    ("skin tear L elbow, steri stripped ward 7", "low"),
    ("fell ward 7, no injury", "no_harm"),
    ("fell, no apparent harm, obs in range ward 7", "no_harm"),
    ("gent not given 0600 ward 7, level ok no harm", "no_harm"),
    ("wrong bag sent home, hadnt taken any, ward 7", "no_harm"),
    ("fell ward 7, bruise to knee, no other injury", "low"),
    ("fell ward 7 #NOF", "severe"),
    ("fell ward 7 L wrist # in cast", "moderate"),
    ("fell ward 7 ?# wrist, xray clear, bruised", "low"),
    ("cardiac arrest on ward 7 after wrong drug, CPR, ROSC", "severe"),
    ("pt died ward 7 0715 after missed sepsis", "fatal"),
    ("battery died mid lift ward 7, no injury", "no_harm"),
    ("cat 3 sacral ulcer developed on ward 7", "moderate"),
    ("cat 2 heel ulcer found this am, B4", "low"),
    ("returned to theatre after wrong count ward 7", "moderate"),
    ("moved to ITU after missed antibiotics ward 7", "moderate"),
    ("cardiac arrest trolley had no defib pads, ward 7 check, no patient affected", "no_harm"),
    ("naloxone needed after extra morphine ward 7", "moderate"),
    ("sent to wrong ward without o2, sats 79 on arrival ward 7", "low"),
    ("severe harm, wrong drug ward 7", "severe"),
    ("missed sepsis on ward 7. crash 0510, unsuccessful", "fatal"),
    ("c diff spread on ward 7, one went to toxic megacolon", "severe"),
    ("wrong component put in, knee. back in at 1705 to swap it", "moderate"),
    ("block on wrong side, her left arm dead, wore off by evening ward 7", "low"),
    ("line clamp open after dialysis, little blood lost, BP ok, kept an extra half hr ward 7", "no_harm"),
    ("pacing box on ward 7 failed, spare brought from cath lab, pt fine", "no_harm"),
    ("pump ran dry on ward 7, bolus metaraminol, no ecg changes", "low"),
    ("crash team for bed on ward 7, asystole, stopped 0410", "fatal"),
    ("crew called ROLE 0731, insulin not given the night before, ward 7", "fatal"),
    ("bled out in resus, lost her on the table after the wrong clip, theatre 1", "fatal"),
    ("head wedged between bars and mattress on ward 7, body cold, no pulse found", "fatal"),
    ("went blue after the syringe swap, bvm till the crash team came, ward 7", "severe"),
    ("lung nodule reported as normal in March, no one chased. now in liver and nodes", "severe"),
    ("hip pt on ward 7 got 2 lots of senna, no upset", "no_harm"),
    ("sepsis nurse found antibiotics charted twice on ward 7, one given only, nil effect", "no_harm"),
    ("wrong antenatal lady sent the stillbirth letter, ward 7", "no_harm"),
    ("penicillin allergy (swollen lips), amoxicillin given on ward 7, no reaction seen", "no_harm"),
    ("near miss: potassium 7.4 filed under another pt, ward 7 rang before treating", "no_harm"),
    ("walking frame collapsed on ward 7, grazed shin", "low"),
    ("drip tissued on ward 7, hand puffy, plastics phone advice to elevate", "low"),
    ("discharge put back 3 days after double tinzaparin, ward 7, bruised", "moderate"),
    ("needle end left in, retrieved under spinal, theatre 2", "moderate"),
    ("blotchy after wrong antibiotic on ward 7, piriton, no breathing problems", "low"),
    ("vent off at 4 with his wife there, hypoxic after the tube block, itu", "fatal"),
    ("hoist batt died halfway up on ward 7, not a scratch", "no_harm"),
    ("pt w pump found dead in bed, ward 7", "fatal"),
    ("found hung in the ensuite, willow", "fatal"),
    ("pt found hung at 0300, last seen alive 0200, willow", "fatal"),
    ("found hanging not breathing, unconscious, willow", "fatal"),
    ("pt found hung in room 4, brought back, tubed", "severe"),
    ("pt drowned in the bath, ward 7", "fatal"),
    ("pump with insulin wrong rate died of hypo, ward 7", "fatal"),
    ("choked on tablet with breakfast died in resus", "fatal"),
    ("lift for theatre broke baby died", "fatal"),
    ("was clearly dead to us, ward 7", "fatal"),
    ("sadly gone over night, ward 7", "fatal"),
    ("pt in bed 7 cardiac arrest after wrong drug", "severe"),
    ("door amputated finger of pt, ward 7", "severe"),
    ("sent to the wrong queue, torsion, testicle couldnt be saved, ward 7", "severe"),
    ("o2 cylinder empty, no spare on the trolley, arrested in the corridor, called it at 1931", "fatal"),
    ("insulin given twice, bm 3.2, toast, 6.1 now, bed 21 stroke", "low"),
    ("found hanging, cut down, breathing, willow", "severe"),
    ("unit for a lad who had already gone home got hung for another man, compatible, obs normal", "no_harm"),
    ("drip found hanging empty on ward 7, pt ok", "no_harm"),
    ("pt on monitor died 0400 ward 7", "fatal"),
    ("on battery suction pt died, ward 7", "fatal"),
    ("pump died, pt died, ward 7", "fatal"),
    ("ryles tube passed yesterday eve, tip in R main bronchus on film, nothing put down it, pt fine", "no_harm"),
    ("ng passed 0900 by sho, wrong lung, fed. arrested, passed this morning", "fatal"),
    ("ng feed 300ml into R lung on ward 7, film passed by fy1", "moderate"),
    ("waiting for the film, passed by the time dr came, ward 7", "fatal"),
    ("pulled his cannula, bled out and passed at 4am, ward 7", "fatal"),
    ("pulled her line, passed away 0400, ward 7", "fatal"),
    ("on the trolley 7 hrs, i went w a blanket at 2110 and he was cold. ward 7", "fatal"),
    ("went in with a blanket and she was cold and shivering, ward 7, warmed up, fine", "low"),
    ("pt with picc line passed overnight, sepsis missed on ward 7", "fatal"),
    ("aspirated on ng passed last night, ward 7, feed in lung", "fatal"),
    ("pt died on ward 7, could easily happen again", "fatal"),
    ("swab passed on her pad today, repair was on labour ward, temp, back in 3 days for iv mero", "moderate"),
    ("lady with a retained pack passed away ward 7", "fatal"),
    ("midwife off sick so mum died of pph on labour ward", "fatal"),
    ("iud 30 weeks confirmed, labour ward", "fatal"),
    (
        "swab count incorrect at end of laparotomy theatre 1, xray showed retained swab, removed before closing",
        "no_harm",
    ),
    ("pt due for theatre at 1500 today on ward 12 was not starved, noticed", "no_harm"),
    ("pt listed for theatre tomorrow, consent not signed, spotted before list, ward 5", "no_harm"),
    ("pt waiting for theatre on ward 7, warfarin not stopped, noticed by anaesthetist, op moved", "no_harm"),
    ("lady due for theatre given breakfast, noticed before anaesthetic, ward 9", "no_harm"),
    ("wrong dose insulin drawn up, spotted before given, ward 7", "no_harm"),
    ("pt for theatre today, wrong side on consent, corrected before sign in", "no_harm"),
    ("returned to theatre with bleed, ward 5", "moderate"),
    ("pt taken back to theatre for haematoma, ward 7", "moderate"),
    ("pt needed theatre for washout after missed abscess, ward 7", "moderate"),
    ("amu just b4 2am, augmentin hung on a gent w red band for penicillin. throat closing", "moderate"),
    ("given co-amoxiclav, pen allergic, tongue swelling, ward 7", "moderate"),
    ("penicillin allergy, taz given, cant breathe, adrenaline, ward 3", "moderate"),
    ("allergic to trimethoprim given it, throat closing up and wheezy, ED", "moderate"),
    ("co-amox given to pen allergic pt, no reaction, ward 7", "no_harm"),
    ("pt allergic to penicillin charted taz, not given, spotted by pharmacist, ward 7", "no_harm"),
    ("throat felt tight after ibuprofen, known nsaid allergy, lips swollen, ward 2", "moderate"),
    ("pt had stroke sho not called, ward 7", "severe"),
    ("fell 12 may died in resus, ward 7 told", "fatal"),
    ("went in and she was cold gave her blankets, ward 7", "low"),
    ("wrong dose ward 7, pt could have been saved. died at 0500", "fatal"),
    ("well done to night staff, pt could have been saved. died", "fatal"),
    ("it was nearly 5 am and pt died waiting for bed", "fatal"),
    ("pt could have died, resus for 10 mins, rosc, itu", "severe"),
    ("could have died but rip at 0300", "fatal"),
    ("went into side room to give meds and the gent was cold. called dr to verify", "fatal"),
    ("39+3 iud, reduced fm x3, not scanned", "fatal"),
    ("midwife on shift pregnant, mum died pph", "fatal"),
    ("pump battery died, message passed to nurse in charge, late dose ward 7, no harm", "no_harm"),
    ("her pump died at 0400, pt in pain, ward 7", "low"),
    ("suction on the ward 7 trolley dead when we needed it, pt ok", "no_harm"),
    ("iv abx delayed 2 hrs as pharmacy was shut, obs fine, ward 7", "no_harm"),
    ("scan not done on ward 7, 3 months on still numb in both legs and spinal team say thats it", "severe"),
    ("follow up slip lost at eye clinic, right eye npl now", "severe"),
]


@pytest.mark.parametrize(("text", "level"), HARM)
def test_physical_harm_is_what_the_words_support(see: See, text: str, level: str) -> None:
    reading = see(text)
    assert reading.physical is not None
    assert reading.physical.value == PhysicalHarm(level)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("graze to shin on ward 7, low harm. she died tues of her pneumonia", None),
        ("moderate harm, abx late on ward 7. he passed away on sunday", "fatal"),
        ("no harm came of the late dose on ward 7, he passed away at 0500", "fatal"),
        ("pt died family will be told by the reg, abx 4 hrs late on ward 7", "fatal"),
        ("epidural pump died on ward 7, flat battery, no harm", "no_harm"),
    ],
)
def test_harm_outcome_and_flags_agree_on_whether_somebody_died(see: See, text: str, level: str | None) -> None:
    reading = see(text)
    died = level != "no_harm"
    assert (reading.physical.value.value if reading.physical else None) == level
    assert ("1" in [one.value for one in reading.outcome_types]) is died
    assert ("medical_examiner" in [one.value for one in reading.flags]) is died
    assert ("duty_of_candour_review" in [one.value for one in reading.flags]) is died


def test_no_message_is_both_a_near_miss_and_told_harm(see: See) -> None:
    for text, level in HARM:
        if level in {"moderate", "severe", "fatal"}:
            assert see(text).near_miss is None, text
    assert see("wrong side nerve block done in theatre 1, noticed before knife to skin").near_miss is None


def test_a_few_words_without_harm_leave_it_a_question(see: See) -> None:
    assert see("med error amu").physical is None


def test_a_place_called_itu_is_not_a_transfer_to_itu(see: See) -> None:
    reading = see("kcl amp picked up instead of saline, noticed at bedside check, not given. ITU 1350")
    assert reading.physical.value is PhysicalHarm.NO_HARM


def test_a_possible_never_event_is_not_graded_below_moderate_without_words_of_no_harm(see: See) -> None:
    assert see("wrong lens put in R eye theatre 1 yesterday").physical.value is PhysicalHarm.MODERATE


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("pt very upset after fall ward 7", "low"),
        ("awake during GA, remembers pain, psychology referral, theatre 1", "moderate"),
        ("pt not distressed, fell ward 7 no injury", "no_harm"),
    ],
)
def test_distress_of_the_patient_is_read(see: See, text: str, level: str) -> None:
    assert see(text).psychological.value == PsychologicalHarm(level)


def test_the_distress_of_the_family_is_not_the_patients(see: See) -> None:
    assert see("pt fell ward 7, skin tear. family very upset").psychological is None


def test_harm_is_not_asked_for_good_care_or_risks(see: See) -> None:
    assert see("brilliant catch by the team, well done, ward 7 pt had a bruise only").physical is None
    assert see("risk - broken rail on ward 7, someone will get hurt").physical is None


@pytest.mark.parametrize(
    ("text", "caught"),
    [
        ("tube for Mr Ames had another mans label, lab bounced it and no blood issued, ward 7", True),
        ("red band seen and the nurse wouldnt give the amoxicillin, doxy charted, ward 7", True),
        ("was about to attach the feed to the cannula, student spoke up, ward 7", True),
        ("satay on the nut free tray, removed before she ate any, ward 7", True),
        ("film showed the ngt in the lung, nowt had gone down, ward 7", True),
        ("feed hung but never started, tube was in the lung, ward 7", True),
        ("gliclazide prescribed but never given on ward 7, bm 24", False),
        ("found on the floor before breakfast on ward 7, skin tear", False),
    ],
)
def test_what_was_caught_in_time_did_no_harm_to_the_mind_either(see: See, text: str, caught: bool) -> None:
    reading = see(text)
    assert (reading.near_miss is not None) is caught
    none = reading.psychological is not None and reading.psychological.value is PsychologicalHarm.NO_HARM
    assert none is caught


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("awake in his hernia op, couldnt move, nightmares since, seeing a psychologist, theatre 1", "no_harm"),
        ("wrong weight copied off the prev pt, bruised arm, nurse all shaken, ward 7", "low"),
    ],
)
def test_a_fright_alone_is_no_hurt_to_the_body(see: See, text: str, level: str) -> None:
    assert see(text).physical.value == PhysicalHarm(level)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("pt shoved by another pt in the day room, willow", 1),
        ("wrong weight copied off the prev pt, ward 7", 1),
        ("mirtazapine meant for bed 4 was given to bed 6, ward 7", 2),
        ("2.5mg bisoprolol put out for bed 9 should have been bed 8, given, ward 7", 2),
        ("cd chk on ward 7, one amp short, no pts missed a dose", 0),
        ("morphine from the CD cupboard given an hour late, ward 7", 1),
    ],
)
def test_patients_are_those_that_it_touched(see: See, text: str, count: int) -> None:
    assert see(text).patients.value == count
