"""Flags for a person to decide, and the roles that should know."""

from collections.abc import Callable
from pathlib import Path

import pytest

from handlers.incidents.reading import Reading

See = Callable[..., Reading]
ABUSE = (Path(__file__).parent / "data" / "worked_abuse.txt").read_text(encoding="utf-8").splitlines()

FLAGS = [
    ("fell ward 7 #NOF, ortho aware", "duty_of_candour_review"),
    ("pt died ward 13 0715, news 9 not escalated", "medical_examiner"),
    ("awake during GA, nightmares since, psychology referral, theatre 1", "duty_of_candour_review"),
    ("fell ward 7 ?# hip awaiting xray", "duty_of_candour_review"),
    ("term baby born flat, cooled, NICU, ctg not escalated", "mnsi_review"),
    ("39+2 ctg path not escalated, LW, baby on cooling in nicu now", "mnsi_review"),
    ("40+1 in labour, ctg misread, born with no signs of life", "mnsi_review"),
    ("post section lady sent home day 2 without dalteparin, collapsed at home, PE, died in resus", "mnsi_review"),
    ("stillborn, induction of labour 41+3", "mnsi_review"),
    ("stillbirth 39 weeks, sent home from triage with tightenings", "mnsi_review"),
    ("stillborn after cord round neck, midwife late to homebirth term", "mnsi_review"),
    ("baby stillborn at birth after vbac scar rupture 39w", "mnsi_review"),
    ("baby stillborn 39/40 after induction", "mnsi_review"),
    ("stillborn last night 40+1, ctg missed in labour", "mnsi_review"),
    ("baby stillborn 2010 hrs 40/40, ctg pathological", "mnsi_review"),
    ("stillborn at 39 weeks, no fetal heart on arrival, midwife had sent her home", "mnsi_review"),
    ("stillborn at 40+1, seen at 28 weeks for spotting, path ctg", "mnsi_review"),
    ("mum collapsed and died after the birth, pph", "mnsi_review"),
    ("woman died after baby born by cat 1 section", "mnsi_review"),
    ("her baby was born then she arrested and died", "mnsi_review"),
    ("woman died 10 days after giving birth, pe", "mnsi_review"),
    ("ruptured ectopic missed in ed, died in theatre", "mnsi_review"),
    ("hie grade 3 after shoulder dystocia", "mnsi_review"),
    ("twin 2 died, 37 weeks, delay in delivery", "mnsi_review"),
    ("staff and pts evacuated, gas smell", "immediate_escalation"),
    ("gas smell on ward 5, staff evacuated", "immediate_escalation"),
    ("chlorine smell, ed evacuated", "immediate_escalation"),
    ("patients moved out, smoke in bay, ward 3", "immediate_escalation"),
    ("pt says night hca hit her ward 8", "safeguarding"),
    ("husband shouting and grabbed pt by hair in bay", "safeguarding"),
    ("daughter said staff grabbed her mum by the arm, bruise", "safeguarding"),
    ("tubing on the black/white outlet instead of o2, abg pO2 5.4, ward 10", "duty_of_candour_review"),
    ("wrong blood given to pt ward 5, rigors", "shot_report"),
    ("TACO, 3 units run back to back on larch, furosemide given", "shot_report"),
    ("pt punched another pt on willow, safeguarding raised", "safeguarding"),
    ("one of our pts slapped another in willow garden, red cheek", "safeguarding"),
    ("lady slapped by the pt in next bed, ward 12", "safeguarding"),
    ("not got back after 30 min cpr, found pulseless 0520, news 10 not escalated, ward 4", "medical_examiner"),
    ("fire in the kitchen, ward 7 evacuated, pt bruised on the stairs", "immediate_escalation"),
    ("fire in bay, evacuate", "immediate_escalation"),
    ("evacuate theatre fire", "immediate_escalation"),
    ("power cut, evacuating", "immediate_escalation"),
    ("had to evacuate the pts from the ward, flood", "immediate_escalation"),
    ("gas leak, told to evacuate, ward 3", "immediate_escalation"),
    ("evacuated ED, chemical spill", "immediate_escalation"),
    ("patients had to be evacuated due to flood", "immediate_escalation"),
    ("dont want my name near this. pt fell ward 7", "anonymous_requested"),
    ("told us to write obs that werent done, pt unwell ward 1", "freedom_to_speak_up"),
    ("letter for one pt put in another pts envelope, resp clinic", "information_governance_breach"),
    ("epma down, 2 doses missed ward 7", "clinical_safety_officer"),
    ("anaphylaxis after first dose of co-amoxiclav ward 7", "yellow_card"),
    ("severe anaphylaxis after co-amox, tubed", "yellow_card"),
    ("pt given trimethoprim had severe anaphylaxis arrested", "yellow_card"),
    ("severe anaphylaxis to iv iron", "yellow_card"),
    ("nurse kicked by pt ward 12, pt not hurt", "staff_incident_redirect"),
    ("Mr Tansy punched another resident in the lounge, sore cheek, elm", "safeguarding"),
    ("letter w results for one man put in same envelope as another mans, ward 7", "information_governance_breach"),
    ("scan report for Mr Tweddle filed in Mr Tweddell's notes, ward 7", "information_governance_breach"),
    ("clinic letter sent to her old address, ward 7", "information_governance_breach"),
    ("discharge letter went home in another pts property bag, ward 7", "information_governance_breach"),
    ("another lady's letter got read out to pt in chest clinic", "information_governance_breach"),
    ("clinic letter for Rosalind put in Rosemary Attwater's notes, ward 11", "information_governance_breach"),
    ("gave the lady in clinic someone elses scan results, ward 11", "information_governance_breach"),
    ("group and save from ward 4 didnt match her historic group, sample rejected, rebled", "near_miss_of_never_event"),
    ("swab count one short, located under the drape before closing, theatre 2", "near_miss_of_never_event"),
]


@pytest.mark.parametrize(("text", "flag"), FLAGS)
def test_a_flag_is_raised_with_its_reason(see: See, text: str, flag: str) -> None:
    raised = {answer.value: answer for answer in see(text).flags}
    assert flag in raised
    assert raised[flag].because


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("stroke with left neglect, missed dose of apixaban on ward 7", "safeguarding"),
        ("ward manager shouted at me for asking for help, ward 7", "safeguarding"),
        ("surgeon jabbed me with suture needle, occ health informed", "safeguarding"),
        ("nurse took patient by the arm to help to the toilet, ward 7", "safeguarding"),
        ("doctor shook patient to wake him after sedation, ward 7", "safeguarding"),
        ("hca dragged patient up bed, ward 7", "safeguarding"),
        ("not washed for two days, staff shortage, ward 7", "safeguarding"),
        ("smoke evac unit broken in theatre", "immediate_escalation"),
        ("patients moved out of bay, no fire risk", "immediate_escalation"),
        ("2 doses of ramipril missed on ward 7, both charted on epma", "clinical_safety_officer"),
        ("38 weeks, came to antenatal with no fetal heart, induced, stillborn next day", "mnsi_review"),
        ("33+4 pregnant, reduced movements, advice by phone, no heartbeat next day", "mnsi_review"),
        ("woman 5 weeks postnatal took an overdose at home and died", "mnsi_review"),
        ("stillbirth at 35 wks, growth scans missed", "mnsi_review"),
        ("man died, wife pregnant, coroner informed", "mnsi_review"),
        ("pt died, nurse looking after her was pregnant", "mnsi_review"),
        ("fantastic care in last days, passed peacefully with family ward 12", "duty_of_candour_review"),
        ("evac sledge missing ward 5", "immediate_escalation"),
        ("daughter grabbed pt as he fell", "safeguarding"),
        ("man died after the delivery of oxygen late", "mnsi_review"),
        ("pt died after the delivery of feed via ng", "mnsi_review"),
        ("elderly man died on ward 5, his daughters antenatal clinic cancelled", "mnsi_review"),
        ("89yr old died, maternal side hx of ca breast, missed ct", "mnsi_review"),
        ("lady died in hospital, pregnancy test not done 70y", "mnsi_review"),
        ("woman died post section 136 assessment delay", "mnsi_review"),
        ("clot evacuated from pt on ward 4", "immediate_escalation"),
        ("subdural evacuated ward 8", "immediate_escalation"),
        ("delay to evacuate the pts haematoma, ward 5", "immediate_escalation"),
        ("given pen, severe anaphylaxis to penicillin in notes, no reaction ward 5", "yellow_card"),
        ("hx of severe anaphylaxis, co-amox charted and not given, ward 5", "yellow_card"),
        ("haematoma after tinz given early, back to theatre for evacuation, ward 5", "immediate_escalation"),
        ("taz charted for a lady with documented pen anaphylaxis, crossed off before given, ward 13", "yellow_card"),
        ("clinic letter to Mr Ellingboe had a typo, resent, chest clinic", "information_governance_breach"),
        ("sent home in the wrong taxi to wrong address, sats 80 on the doorstep, amu", "information_governance_breach"),
        ("pt left locked out in the garden 40 mins, cold, elm", "clinical_safety_officer"),
        ("ng tip in the lung, 400 ml feed went down overnight, ward 2B", "clinical_safety_officer"),
        ("can anyone swap my night on tuesday, ward 5", "staff_incident_redirect"),
    ],
)
def test_a_word_in_another_sense_raises_no_flag(see: See, text: str, flag: str) -> None:
    assert flag not in {answer.value for answer in see(text).flags}


def test_abuse_of_a_patient_is_an_incident_for_safeguarding_whoever_did_it(see: See) -> None:
    wrong = []
    for what, _, text in (line.partition("|") for line in ABUSE if line[:1] not in {"", ";"}):
        reading = see(text)
        raised = "safeguarding" in {flag.value for flag in reading.flags}
        ours = reading.event_type.value in {"incident", "outcome"} and (
            reading.patients is None or reading.patients.value > 0
        )
        told = "safeguarding_lead" in reading.route_to
        if (raised, raised and not (ours and told)) != (what == "safeguarding", False):
            wrong.append(text)
    assert wrong == []


def test_a_fall_without_harm_raises_no_flag(see: See) -> None:
    assert see("pt fell ward 7, no injury, obs stable").flags == ()


@pytest.mark.parametrize(
    "text",
    [
        "block put in the wrong leg, numb til teatime only, home next day, sutured graze, ward 7",
        "noradrenaline ran into the tissues, arm blanched and swollen, normal by 8, ward 7",
        "stroke unit: bp dropped a bit after double amlodipine, dizzy, laid flat",
        "wrong pt brought to ct, sent back before any exposure",
    ],
)
def test_no_duty_of_candour_is_raised_where_little_came_of_it(see: See, text: str) -> None:
    assert "duty_of_candour_review" not in {flag.value for flag in see(text).flags}


def test_preterm_birth_is_not_an_mnsi_candidate(see: See) -> None:
    reading = see("28 weeks baby died in NICU, maternity aware, known poor prognosis, delay in reg review")
    assert "mnsi_review" not in {flag.value for flag in reading.flags}


ROUTES = [
    ("drug error wd 12 nil harm", "MSO"),
    ("hoist sling snapped, bruise, rowan", "MDSO"),
    ("cat 2 heel ulcer, B4", "tissue_viability"),
    ("shoulder dystocia drill paid off, baby fine", "maternity_safety_champion"),
    ("HCA punched by a relative in ED minors, no patients hurt", "local_security"),
    ("return to theatre, known complication, for M&M. ward 5", "M_and_M_lead"),
    ("fell ward 7 #NOF", "patient_safety_specialist"),
    ("pt died ward 13, missed sepsis", "learning_from_deaths_lead"),
    ("c diff outbreak ward 17, 3 pts pos", "infection_control"),
]


@pytest.mark.parametrize(("text", "role"), ROUTES)
def test_the_right_role_should_know(see: See, text: str, role: str) -> None:
    assert role in see(text).route_to


def test_every_route_has_a_reason_in_plain_words(see: See) -> None:
    from handlers.incidents.reading import REASON

    for text, _ in ROUTES:
        assert all(REASON[role] for role in see(text).route_to)


def test_the_responsible_officer_is_never_routed_to() -> None:
    from handlers.incidents.reading import ROLE_OF
    from storage.records import Role

    assert Role.RESPONSIBLE_OFFICER not in ROLE_OF.values()
