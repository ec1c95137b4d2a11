"""Where it happened: wards by number, alias, misspelling and trade."""

from collections.abc import Callable

import pytest

from handlers.incidents.reading import Reading

See = Callable[..., Reading]

WHERE = [
    ("drug error wd 12 nil harm", "Ward 12"),
    ("fall W7 no inj", "Ward 7"),
    ("fall in ward7, no injury", "Ward 7"),
    ("heel ulcer found, B4 bay 2", "Ward B4"),
    ("pharmacist picked it up b4 it left dispensary. ward 11", "Ward 11"),
    ("HCA punched in ED minors 0110", "Emergency department"),
    ("bag mixed up, ward 2 discharge lounge 1pm", "Discharge lounge"),
    ("dose missed on resp ward 2B", "Ward 2B"),
    ("pt fell on frailty ward", "Ward 8"),
    ("pt absconded over garden fence on willow", "Willow unit garden"),
    ("cord round neck, delivery suite", "Labour ward"),
    ("shoulder dystocia drill paid off, mcroberts, apgars 9 10", "Maternity unit"),
    ("DN visit missed, pt at home with no insulin", "Community nursing"),
    ("pt fell in dischrge lounge", "Discharge lounge"),
    ("baby cold on the neonatel unit", "NICU"),
    ("pt fell at the hospise unit", "Hospice unit"),
    ("unwell on ward 4, transferred to ITU", "Ward 4"),
    ("pharmacy didnt stock ward, dose late. ward 5 surg", "Ward 5"),
    ("lab rang late with K 6.9, ward 1 pt had arrhythmia", "Ward 1"),
    ("fall from trolley in xray. came from ED", "X-ray"),
    # what the films showed befell where nobody saw it
    ("xray reported fracture not seen in ED", "Emergency department"),
    ("radiology reported a nodule, ED never told the gp", "Emergency department"),
    ("radiology reported the CT as normal, cancer was there", "X-ray"),
    ("pt fell in xray, fracture not seen in ED", "X-ray"),
    ("xray rang ward 7 with a pneumothorax, nobody acted", "Ward 7"),
    ("the gent in 12 got his arm stuck in the rail, bruise", "Ward 12"),
    ("outreach came in 12 minutes, ward 9 pt had arrested", "Ward 9"),
    ("wrong unit of blood stopped at bedside, back to lab. 13, about 1040", "Ward 13"),
    ("hospise pump stopped, dose late", "Hospice unit"),
    ("term baby labour suite to SCBU, grunting", "Labour ward"),
    # of several places, the one where it went wrong
    ("LW. ctg pathological and not escalated, reg in th2. baby poorly", "Labour ward"),
    ("swab left in after crash section in theatre 2", "Theatre 2 (obstetric)"),
    ("man frm w9 slipped on the wet floor main corrider", "Main corridor"),
    ("wrong lady scanned in ct, porter collected bed 6 not bed 9 frm w4", "X-ray"),
    ("took pt w9 to xray, o2 ran out while waiting there", "X-ray"),
    ("biopsy pots from resp clinic booked in at path lab then lost", "Pathology laboratory"),
    ("bloods from w9 got to lab with no label on", "Ward 9"),
    ("TTO from dispensary labelled wrong, spotted in dc lounge", "Discharge lounge"),
    ("bleed not escalated on w5, 2 nights HDU", "Ward 5"),
    ("hydrocortisone left off the tto, she went from the dc lounge tues, resus then AMU, still in", "Discharge lounge"),
    ("grp + save came down from AMU 0840 w the wrong name on, BMS in path lab", "AMU"),
    ("lab to CDU - your 0420 bottle is a wrong blood in tube, please rebleed", "CDU"),
    ("mtx daily x5, rip this am on 17. written up on larch", "Larch ward"),
    ("home from 2B fri w no oxygen, back in since, 4 days NIV on ward 10", "Ward 2B"),
    ("hoist on loan to W8 from W7, sling gave way", "Ward 8"),
    ("14 hrs waiting for a bed on W5 in ED, sacrum broken", "Emergency department"),
    ("calpol in ED 1230, given again on paeds 1400", "Ward 6"),
    ("from us in imaging: PE on the scan went out as routine, ward 4 never saw it", "X-ray"),
    ("nurse went over on wet floor in main corrider 0640, ED having a look", "Main corridor"),
    ("slipped outside pharmacy coming on shift", "Pharmacy"),
    ("admitted to AMU from nursing home, insulin never written up", "AMU"),
    ("haematoma after thyroid op, HDU now, came from ward 5", "Ward 5"),
    ("PPH 2.1L last night on LW", "Labour ward"),
    ("theater 1 swab count wrong", "Theatre 1"),
    ("ward 2 b, pt fell", "Ward 2B"),
    ("a+e trolley side down, fell", "Emergency department"),
    ("tubed and ventilated on ITU. was on W12, ng feed", "Ward 12"),
    ("lift door caught her hand in main corridor, on way W7 to xray", "Main corridor"),
    ("dispensary sent 20s labelled 10s. caught on w13 2pm", "Pharmacy"),
    ("loraz x2 on willow, pt now out in the garden", "Willow unit"),
    ("pt fell on W9, HCA on own w 14", "Ward 9"),
    ("paeds bloods, no tears, emla 30mins b4.", "Ward 6"),
    # own names mistyped, and short for what they are
    ("fall on rowen, graze", "Rowan ward"),
    ("lrach bed 4 fell, no inj", "Larch ward"),
    ("wilow nights: fob left in door", "Willow unit"),
    ("heparin x2 given nnu", "NICU"),
    ("aki after no levels, surg ward", "Ward 5"),
    # wards by what they are for
    ("cat 3 heel now, cardiology. DN to dress it at home", "Ward 15"),
    ("rituximab made up for rheum day case, hep B positive", "Ward 11"),
    ("unplanned ITU admission from resp 1515", "Ward 2B"),
    ("fall on cardiology, graze to knee", "Ward 15"),
    ("rheumy ward, mtx charted daily", "Ward 11"),
    ("lady had two patches on, pharmacist frailty", "Ward 8"),
    ("dc'd from gastro ward yday with the cannula still in, found at DN visit", "Ward 13"),
    ("our domestic on 17 saw that the jugs were full", "Ward 17"),
    ("she fell at 0430 on 7, sats on 4 litres fine", "Ward 7"),
    ("clexane given in ED 1830 then again by us. AMU. bruised", "AMU"),
    ("term baby to scbu at 4 hrs old, elective section", "NICU"),
    # what is only done in one place
    ("wrong man put on the ct table, radiographer stopped it", "X-ray"),
    ("scan filed under the wrong pt on pacs, ED reg rang", "X-ray"),
    # "b4" that is "before"
    ("wrong side block in anaes rm 4, no stop b4 needle", "Anaesthetic room 4"),
    # of two places the one where it happened
    ("bled out in resus 2210, lost him on the table in theatre 1", "Emergency department"),
    ("pph on LW 0140, bakri in obs theatre", "Labour ward"),
    ("unplanned ITU from surgical HDU 0220", "Surgical HDU"),
    ("2222 to ward 15 at 0148, off to ICU", "Ward 15"),
    ("W8 lady slipped outside the lifts, main corridor 11.50", "Main corridor"),
    ("leg ulcer visit, looked grey, cath lab in 50 mins, community team 3", "Community nursing"),
    ("theatre 2 obs 1430, wrong block", "Theatre 2 (obstetric)"),
]


@pytest.mark.parametrize(("text", "name"), WHERE)
def test_the_place_is_found_by_the_name_that_staff_use(see: See, text: str, name: str) -> None:
    reading = see(text)
    assert reading.location is not None
    assert reading.location.value == name


@pytest.mark.parametrize(
    "text",
    [
        "pt fell in bathroom, no injury",
        "wrong drug given on ward 22",
        "x-ray has since reported a fracture that was missed when he was seen",
        "Mr Larch fell in the bathroom",
        "Mr Rowen fell in the bathroom",
        "latch on the gate broken",
        "waterlow 22, news 9, skin intact",
        "does this bot work in the itu channel",
        "mcroberts refresher thurs in the seminar room",
        "car park machine by pharmacy has eaten my money",
        "seen by the cardiology reg, on gastro meds",
    ],
)
def test_no_place_is_made_up(see: See, text: str) -> None:
    reading = see(text)
    assert reading.location is None or not reading.location.settled


def test_the_answer_shows_where_in_the_text_it_stands(see: See) -> None:
    text = "pt fell ovrnight ward 7 aprox 0215"
    location = see(text).location
    assert text[location.start : location.end] == "ward 7"
    assert "ward 7" in location.because


def test_a_trust_without_places_gets_no_place() -> None:
    from datetime import UTC, datetime

    from handlers.incidents.reading import read

    assert read("pt fell ward 7", datetime(2026, 3, 14, 8, tzinfo=UTC), ()).location is None


def test_a_near_miss_is_no_title_before_a_ward(see: See) -> None:
    reading = see("near miss ward 5, wrong name band")
    assert reading.location is not None
    assert reading.location.value == "Ward 5"


def test_two_places_alike_are_still_one_answer_that_says_where_it_stands(see: See) -> None:
    text = "PPH on labour ward 0400, then HDU"
    reading = see(text)
    assert reading.location is not None
    assert reading.location.value == "Labour ward"
    assert text[reading.location.start : reading.location.end] == "labour ward"
