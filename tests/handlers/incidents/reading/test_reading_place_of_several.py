"""Which of several places is meant, class by class, and words that are a place elsewhere but not here."""

from collections.abc import Callable

import pytest

from handlers.incidents.reading import Reading

See = Callable[..., Reading]

WHERE = {
    "where it was treated, kept, seen since or wanted too": [
        ("fell rowan sunday, plate put in on ward 3 next day, son cross", "Rowan ward"),
        ("dc'd frm AMU on the 4th w no diuretic, back 5 days later, on W15 iv treatment still", "AMU"),
        ("couch shift wrong on linac 2, sore bowel, on a drip in W13", "Linac 2"),
        ("rolled out of bed on ward 8, shoulder out, relocated in ED", "Ward 8"),
        ("rowan had no falls all month, red socks did it. others keen to try it on W8", "Rowan ward"),
        ("hospice nurse made a driver card, could elm have it too", "Hospice unit"),
        ("no insulin pens on the diabetic ward, borrowed from w4", "Ward 9"),
        ("DN team - pens ran out so drawn up in a plain syringe, bm 2, kept in AMU 2 nights", "Community nursing"),
    ],
    "a way without 'from', or for anybody": [
        ("cylinder ran dry taking him resus to ward 4, stuck in main corridor, sats 50", "Main corridor"),
        ("parkinsons lady shifted CDU to W12 no handover, tablets missed", "Ward 12"),
        ("moved ward 4 to HDU after 10 x insulin", "Ward 4"),
        ("allergy box is lost when u transfer from ED to any ward", None),
    ],
    "the ward of a bed": [
        ("insulin given twice, bm 3.2, toast, 6.1 now. bed 21 stroke", "Stroke unit"),
        ("insulin given twice, toast, 6.1 now. [bed number] stroke", "Stroke unit"),
    ],
    "what is put right, and what somebody is elsewhere": [
        ("system down wards 4 and w7?? no just ward 4, 9 pts late meds", "Ward 4"),
        ("ward 4, no resus drug box on the trolley, pt seized", "Ward 4"),
        ("90yr old on ward 8 found on floor, transfer frm elm yesterday", "Ward 8"),
        ("found pt on lithium at home nobody had charted it, tremor", None),
        ("knife not to skin, mark on wrong side. theatre one", "Theatre 1"),
        ("the infectious dis gent had no levels for 9 days, on infectious dis", "Ward 17"),
        ("MAU nurse here. left on a trolley 9hrs in our corridor, sore heel", "AMU"),
    ],
    "a small w before a number of things is 'with'": [
        ("dropped a list w 6 names on elm", "Elm ward"),
        ("sent up to larch w 2 litres running, cylinder empty. larch", "Larch ward"),
        ("ortho, 9 pts w 3 small blisters each, new dressings", "Ward 3"),
        ("bank nurse on w 7 nights, no obs done", "Ward 7"),
        ("w 6 lates, insulin missed", "Ward 6"),
        ("wrong nebs for w 2B lady, co2 up", "Ward 2B"),
    ],
    "somebody of a place is not the place": [
        ("resus consultant came, w5 hadnt done obs for 9 hrs", "Ward 5"),
        ("HDU reg saw her at 4, bleed missed on ward 14", "Ward 14"),
        ("ward round on larch noticed two blood thinners on the chart since fri", "Larch ward"),
        ("came up from CDU, on ward 4 nurse gave him penicillin, allergy band on", "Ward 4"),
        ("slid off chair in stroke, seen by paeds reg who was nearest. hasu", "Stroke unit"),
    ],
    "a birth is told of where it is named": [
        ("PPH 1.8L after ventouse, now settled on labour suite", "Labour ward"),
        ("kiwi then PPH, reg slow to come, now stable on del suite", "Labour ward"),
    ],
    "postnatal and antenatal may tell a time or a kind": [
        (
            "with us on postnatal day 6 smelly loss, swab found. was a ventouse on delivery suite, count signed right",
            "Labour ward",
        ),
        ("antenatal bloods not looked at, anti d late, LW", "Labour ward"),
        ("mum on postnatal got another babys milk", "Maternity unit"),
    ],
    "where the writer works": [
        ("rowan was who the bag was for, we're w1. not connected", "Ward 1"),
        ("sited in CDU on the 9th, came to us Ward 4 on 10th, never looked at", "Ward 4"),
        ("AMU sister. gent moved from ED to us w no chart, warfarin doubled", "AMU"),
        ("im on 1 tonight, no suction at bed 4 when he choked", "Ward 1"),
        ("domestic up on 9 saw the fluid running onto the floor", "Ward 9"),
        ("ward round on 12 found 4 days of missed tablets", "Ward 12"),
    ],
    "what befell on the way": [
        ("pushing a chair from elm over to xray, wheel caught her foot main corridor", "Main corridor"),
        ("taking bed from HDU up to W5, drip stand fell on pts foot main corridor", "Main corridor"),
    ],
    "what was done wrong where somebody was brought for it": [
        ("pt from w5 to theatre 1 for hernia, wrong side marked and cut", "Theatre 1"),
        ("brought from w10 to xray for CT, contrast given despite allergy on the form", "X-ray"),
        ("unwell on ward 4, transferred from there to ITU for a bed", "Ward 4"),
        ("sent from w8 to discharge lounge w cannula still in", "Ward 8"),
        ("transferred from w1 to elm w no falls plan, fell twice", "Elm ward"),
    ],
    "the wrong one was fetched and sent back": [
        ("took wrong lady down to xray from larch, band checked and sent her back b4 any film", "Larch ward"),
        ("porter brought wrong lady from larch, scanned before anyone checked the band", "X-ray"),
    ],
    "a name said in short": [
        ("tto mixed up in lounge. came from w8", "Discharge lounge"),
        ("kids ward: wrong milk to baby with allergy", "Ward 6"),
        ("drip tissued on peads overnight", "Ward 6"),
        ("pt hit another pt in willow lounge", "Willow unit"),
    ],
    "what only one department does": [
        ("wrong man had CT abdo, same surname", "X-ray"),
        ("MRI done w pacemaker in, nobody asked", "X-ray"),
        ("lady from elm fell getting off the ct table", "X-ray"),
        ("lab lost the csf from paeds, LP to be done again", "Pathology laboratory"),
        ("pharmacy sent ward 3 the wrong strength, spotted by nurse b4 given", "Pharmacy"),
    ],
    "coming back without a known fault": [
        ("readmitted W12 today w chest infection, went home from rowan fri. dont know if anything missed", "Ward 12"),
        ("went home from 2B sunday, back thru ED last nite same thing, obs were ok", "Ward 2B"),
        ("readmitted to postnatal D8, swab left in, forceps in obs theatre", "Theatre 2 (obstetric)"),
    ],
    "the second dose": [
        ("gent given in ED 1100, AMU gave again 1330", "AMU"),
        ("pcm on amu 0600, w4 gave second lot 0730", "Ward 4"),
    ],
    "left undone there, found elsewhere": [
        ("NEWS 8 in minors not escalated, we got him on AMU 0300 mottled", "Emergency department"),
        ("fracture reported on xray in may but report never looked at by ED", "Emergency department"),
        ("waited 5 hrs in corridor in ED for pain relief", "Emergency department"),
        ("rehab pt fell on rowan, was moved there from larch yday", "Rowan ward"),
    ],
    "other senses": [
        ("resus failed after 30 mins, found on W7 at 5", "Ward 7"),
        ("lump on the head, xray clear, elm", "Elm ward"),
        ("hurt my back hoisting on B4 this morning", "Ward B4"),
    ],
}
NOWHERE = [
    "dropped a theatre list w 6 names in the car park",
    "slipped on ice in staff car park, wrist swollen, going to minors. ward clerk larch",
    "when is the next resus training and is it still mondays",
    "new sticker for every pt on lithium in resp + AMU, good work",
    "results from path lab drop into a generic inbox when locums leave",
    "wrong side hip seen on xray",
]


@pytest.mark.parametrize("kind", WHERE)
def test_of_several_places_the_one_where_it_went_wrong_is_read(see: See, kind: str) -> None:
    read = {text: see(text).location for text, _ in WHERE[kind]}
    assert {text: place and place.value for text, place in read.items()} == dict(WHERE[kind])


@pytest.mark.parametrize("text", NOWHERE)
def test_a_place_that_is_only_spoken_of_is_left_open(see: See, text: str) -> None:
    location = see(text).location
    assert location is None or not location.settled
