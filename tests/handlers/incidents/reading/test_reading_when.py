"""The day and time of an event, as people on wards write them."""

from collections.abc import Callable

import pytest

from handlers.incidents.reading import Place, Reading

See = Callable[..., Reading]

WHEN = [
    ("pt fell today at 1500 on ward 7", "2026-03-14 09:20", "2026-03-14", None),  # yet to come: the time is asked
    ("pt fell today at 2330 on ward 7", "2026-03-14 01:20", "2026-03-13", "23:30"),
    ("this am wrong midazolam, sats 74, kept in overnight AMU", "2026-09-30 15:00", "2026-09-30", None),
    ("aranesp not given sat on HD, ward 7", "2027-01-18 10:30", "2027-01-16", None),
    ("sent home with a cannula in a fortnight ago, ward 7", "2026-03-15 09:00", "2026-03-01", None),
    ("EPR down 1-4am, no obs seen, paper used, ward 7", "2026-03-15 09:00", "2026-03-15", "01:00"),
    ("wrong level operated on today, going back to theatre thurs, ward 3", "2026-03-14 09:00", "2026-03-14", None),
    # words, posted in London, day or month or None, time or None
    ("pt fell ovrnight ward 7 aprox 0215", "2026-03-14 07:55", "2026-03-14", "02:15"),
    ("crushed tabs down NG on stroke ward 8am", "2026-03-14 21:05", "2026-03-14", "08:00"),
    ("dvt seen on doppler tdy", "2026-03-14 21:05", "2026-03-14", None),
    ("theatre 1 0740 L block put in R leg", "2026-03-14 09:05", "2026-03-14", "07:40"),
    ("rash after contrast, being kept in 2 days. seen 1610", "2026-03-14 18:05", "2026-03-14", "16:10"),
    ("pt fell last nite around 10 on AMU, bruise", "2026-03-14 07:55", "2026-03-13", "22:00"),
    ("last night at 2am pt fell ward 7 bruise", "2026-03-14 07:55", "2026-03-14", "02:00"),
    ("pt fell sat night 2am ward 7", "2026-03-16 07:55", "2026-03-15", "02:00"),
    ("pt fell sat nite 10pm ward 7", "2026-03-16 07:55", "2026-03-14", "22:00"),
    ("pt sat in chair, sats 88, slipped 0900 ward 7", "2026-03-14 10:00", "2026-03-14", "09:00"),
    ("fell yday 1pm ward 2 discharge lounge", "2026-07-29 09:25", "2026-07-28", "13:00"),
    ("noticed 2/52 ago ward 7 that pt had no care plan", "2026-03-15 09:00", "2026-03-01", None),
    ("noticed 3 days ago ward 7 that pt had no care plan", "2026-03-15 09:00", "2026-03-12", None),
    ("pt given wrong meds 3/12 ago in clinic and we have just found out", "2026-03-15 09:00", "2025-12", None),
    ("wrong discharge letter posted last month from ward 7", "2026-03-15 09:00", "2026-02", None),
    ("fell on 4/3/26 at 14:05 ward 7", "2026-03-15 09:00", "2026-03-04", "14:05"),
    ("fell on 4.3.2026 ward 7, told on handover", "2026-03-15 09:00", "2026-03-04", None),
    ("on 28th nov at quarter past 2 in the afternoon pt fell", "2026-11-30 09:00", "2026-11-28", "14:15"),
    ("half 4 this morning pt found on floor w12", "2026-01-05 09:12", "2026-01-05", "04:30"),
    ("quarter to 5 this morning pt found on floor w12", "2026-01-05 09:12", "2026-01-05", "04:45"),
    ("dose due 6am not given, given 1130. ward 5", "2026-06-11 12:15", "2026-06-11", "06:00"),
    ("tazocin missed 2200 as no access, given 0130", "2026-11-12 08:55", "2026-11-11", "22:00"),
    ("staff punched in ED 2350, no patients hurt", "2026-01-06 00:40", "2026-01-05", "23:50"),
    ("pt fell tonight at 2310 ward 7", "2026-01-06 00:40", "2026-01-05", "23:10"),
    ("call bell broken since friday ward 7, pt left in pain for hours", "2026-03-15 09:00", "2026-03-13", None),
    ("wrong dose given 1500mg vanc ward 7 today", "2026-03-15 18:00", "2026-03-15", None),
    ("given 2000 units heparin by mistake on ward 7 yesterday", "2026-03-15 18:00", "2026-03-14", None),
    ("driver serial 2217004410 stopped, bleep 2217 not answered, ward 7 today", "2026-03-15 18:00", "2026-03-15", None),
    ("GCS 14/15 pain 8/10 pt fell in bathroom and bruised arm today on ward 7", "2026-03-15 18:00", "2026-03-15", None),
    ("Mr A dob 14/02/1941 fell in bathroom on ward 7 this morning", "2026-03-15 18:00", "2026-03-15", None),
    ("pt admitted 12/3, noticed this morning on double dose ward 9", "2026-03-20 10:00", "2026-03-20", None),
    ("pt fell on tuesday 21 July 14:30 ward B4", "2026-07-22 20:20", "2026-07-21", "14:30"),
    ("fell at noon ward 7", "2026-03-15 18:00", "2026-03-15", "12:00"),
    ("fell at midnight ward 7", "2026-03-15 08:00", "2026-03-15", "00:00"),
    ("fell ward 7 at 14.30", "2026-03-15 18:00", "2026-03-15", "14:30"),
    ("K 6.50 phoned late to ward 7 today, pt had arrhythmia", "2026-03-15 18:00", "2026-03-15", None),
    ("risk - two look alike boxes next to each other", "2026-06-05 14:15", "2026-06-05", None),
    # after a count, a night of signs, last week's days, a plan, a habit, a result that nobody was told of
    (
        "cd count wrong this am, 3 amps short, last correct balance thurs nite, ward 9",
        "2026-03-17 10:00",
        "2026-03-17",
        None,
    ),
    (
        "penicillin given, allergic. itchy rash thru the nite, gone this am. ward 4",
        "2026-03-17 10:00",
        "2026-03-16",
        None,
    ),
    ("insulin dose missed thurs last wk ward 9", "2026-03-19 10:00", "2026-03-12", None),
    ("insulin dose missed thurs ward 9", "2026-03-20 10:00", "2026-03-19", None),
    ("fell on ward 7 yday, # hip, was meant to go home mon", "2026-03-19 10:00", "2026-03-18", None),
    ("HCA sat with a dying lady sun til her son came, ward 3. lovely", "2026-03-17 10:00", "2026-03-15", None),
    ("CT mon 1700 showed PE, no one told ward 9. worse by weds", "2026-03-19 10:00", "2026-03-16", "17:00"),
    ("no obs 8 hrs overnight ward 9. foot cold at 7, theatre", "2026-03-19 10:00", "2026-03-19", None),
    (
        "readmit log: home from ward 9 on mon, back tues night w chest infn. no lapse seen",
        "2026-03-19 10:00",
        "2026-03-17",
        None,
    ),
    # mistyped, told by itself, or by what was left out since
    ("pt fell this mornng ward 7, no injury", "2026-03-17 10:00", "2026-03-17", None),
    ("dose doubled ward 7, bled. was 3/3. family want to know", "2026-03-17 10:00", "2026-03-03", None),
    ("4 doses of madopar missed since thurs ward 5, moving again this am", "2026-03-17 10:00", "2026-03-12", None),
    ("mon 9.15 fell ward 7", "2026-03-18 08:00", "2026-03-16", "09:15"),
    ("fell saterday night ward 7", "2026-03-20 07:45", "2026-03-14", None),
    ("fell on thusday ward 7", "2026-03-20 07:45", "2026-03-19", None),
    ("fell last nght 2am ward 7", "2026-03-20 07:45", "2026-03-20", "02:00"),
    ("fell ystdy ward 7", "2026-03-20 07:45", "2026-03-19", None),
    ("fell on 14th febuary ward 7", "2026-03-20 22:45", "2026-02-14", None),
    ("2 nights ago pt fell ward 7", "2026-03-17 10:00", "2026-03-15", None),
    ("missed 2 turns since 14/3 ward 8, heel red", "2026-03-17 10:00", "2026-03-14", None),
    # the day on which it was left undone, not the one on which that was seen or mended
    ("discharged 2 march, no bloods booked for amiodarone, septic yesterday", "2026-03-17 10:00", "2026-03-02", None),
    ("dressing visit missed mon, wound soaked this am. DN", "2026-03-18 10:00", "2026-03-16", None),
    ("foot cold at our visit 13th march, letter never read, bka yest", "2026-03-18 10:00", "2026-03-13", None),
    ("last check 0300, found hanging 0340, cut down ok. willow", "2026-03-18 08:00", "2026-03-18", "03:40"),
    # what is told of another time than that of the event
    (
        "count was wrong on ward 7 list today, back in theatre at 1540 to get it out",
        "2026-06-05 17:15",
        "2026-06-05",
        None,
    ),
    ("labels swapped on this mornings round, ward 7, both rebled 0930", "2026-06-05 10:15", "2026-06-05", None),
    ("scan on wrong pt, right one done 10 min later 1050, ward 7", "2026-06-05 11:15", "2026-06-05", None),
    ("checks blank from 11pm to 4am ward 7, parents here at 0500", "2026-06-05 06:25", "2026-06-04", "23:00"),
    ("phos down to 0.35 this am after feed went too fast ward 7", "2026-06-05 06:25", "2026-06-05", None),
    ("handover delay 3h50 outside ED, arrested in the truck 2005", "2026-06-05 22:25", "2026-06-05", "20:05"),
    ("commode 0417 tagged, brake failed at 10.05am on ward 7", "2026-06-05 12:25", "2026-06-05", "10:05"),
    ("oxygen set at 6 not 2, found at visit 1100, pt drowsy", "2026-06-05 12:25", "2026-06-05", "11:00"),
    ("lactate 6 to 8 by evening, sepsis six late today on ward 7", "2026-06-05 22:25", "2026-06-05", None),
    # a half of the day that is not told is the last before it was written
    ("bitten by pt about 9.40 on ward 7, skin broken", "2026-06-05 22:25", "2026-06-05", "21:40"),
    ("pt fell ward 7 about 4, bruised hip", "2026-06-05 17:00", "2026-06-05", "16:00"),
    ("pt fell ward 7 about 4, bruised hip", "2026-06-05 08:00", "2026-06-05", "04:00"),
    ("pt fell ward 7 about 11, bruised hip", "2026-06-05 03:00", "2026-06-04", "23:00"),
    ("came through ED about half 10pm, wrong dose given, ward 7", "2026-06-05 23:30", "2026-06-05", "22:30"),
    ("rash spotted in ED about midnite, abx in at once", "2026-06-05 02:50", "2026-06-05", "00:00"),
    ("drops put in both eyes. 10.45 eye clinic", "2026-06-05 12:30", "2026-06-05", "10:45"),
    # days of something else
    ("wrong lens put in on 3 june, came back today with blurred sight, ward 7", "2026-06-05 12:30", "2026-06-03", None),
    (
        "drain pulled out in a&e sat, sent home. collapsed in the bath sun evening",
        "2026-06-08 09:00",
        "2026-06-06",
        None,
    ),
    ("heel black on ward 7 today, it wasnt there fri", "2026-06-08 09:00", "2026-06-08", None),
    ("missed dose at 1100 ward 7, she is going home fri", "2026-06-09 12:00", "2026-06-09", "11:00"),
    ("fridge bust since april, vaccine given warm ward 7 2105", "2026-08-26 23:40", "2026-08-26", "21:05"),
    ("cath left in when dc'd from ward 7 thurs. home visit 10am found it", "2026-05-11 16:45", "2026-05-07", None),
    ("wrong feed hung ward 7 27/12", "2026-12-28 04:40", "2026-12-27", None),
    ("insulin never written up when she moved from amu Sat so 2 nights missed", "2026-03-30 09:05", "2026-03-28", None),
    ("lactulose not given W13 since sat, back to normal today", "2026-04-20 12:00", "2026-04-18", None),
    ("sore sacrum ward 8 today, skin not looked at since fri", "2026-04-27 17:00", "2026-04-27", None),
    ("lady missed yesterdays slot, rebooked thurs, ward 7", "2026-05-19 11:00", "2026-05-18", None),
    ("given 10x dose in ward 4, kept in overnight, went home today", "2026-10-28 14:45", "2026-10-27", None),
    ("home fri w the cannula in, ward 4. DN found it today", "2026-11-09 09:00", "2026-11-06", None),
    ("hoist batt died mid lift w8 this am", "2026-03-19 14:10", "2026-03-19", None),
    ("slipped 20 mins ago w7, elbow graze", "2026-06-18 10:05", "2026-06-18", "09:45"),
    ("pt just fell in the day room larch, bump on head", "2026-06-18 10:05", "2026-06-18", None),
    ("boxing day fall w12 at 1500, bruised", "2027-01-02 06:00", "2026-12-26", "15:00"),
    ("wrong dose on ward 7 a week last monday", "2026-06-18 10:05", "2026-06-08", None),
    ("risk: 4 midwives for 11 beds since fri, no one to send", "2026-05-31 20:00", "2026-05-31", None),
    ("probe not moved all nite, small burn, SCBU", "2026-10-12 06:55", "2026-10-12", None),
    # times of something else
    ("crash call ward 7 2020, wrong drug given", "2026-12-01 21:15", "2026-12-01", "20:20"),
    ("by the 2019 guideline not the 2024 one, wrong dose 2110 ward 7", "2026-12-01 22:15", "2026-12-01", "21:10"),
    ("rolled off trolley 0240 in ED, brow cut", "2026-06-24 03:15", "2026-06-24", "02:40"),
    ("VF not seen on ward 15. found 0348, asystole, stopped 0431", "2026-05-07 06:05", "2026-05-07", "03:48"),
    ("insulin twice yday 5ish, wd 9, BM 2.9", "2026-07-20 08:30", "2026-07-19", "17:00"),
    ("her 0800 madopar came at 10.15, given at 10.15, froze, ward 7", "2026-06-02 13:10", "2026-06-02", "10:15"),
    (
        "zopiclone at 10 when it was stopped, climbed the rails about 4.30, w7",
        "2026-08-20 05:55",
        "2026-08-20",
        "04:30",
    ),
    ("gave 2000 units heparin not 1000 ward 7 today", "2026-06-18 12:05", "2026-06-18", None),
    ("insulin given twice today wd 9, BM 2.1 at 6.. juice, then 7.4", "2026-06-18 21:10", "2026-06-18", None),
    ("his 12 md tablets came at ten to 4 on ward 7", "2026-01-28 16:30", "2026-01-28", "12:00"),
    ("mum rang the number 0915, team there at once, ward 6", "2026-04-30 13:05", "2026-04-30", "09:15"),
    ("clexane given twice, 6pm + agn 2010, ward 14", "2026-01-22 21:05", "2026-01-22", "20:10"),
    ("wrong knee part put in today, thtr 1 am list", "2026-09-03 18:25", "2026-09-03", None),
    ("enoxaparin on twice ward 7, spotted today before the 1800 dose", "2026-06-05 11:20", "2026-06-05", None),
    ("2222 to ward 7 1150, pt had wrong drug", "2026-06-05 14:30", "2026-06-05", "11:50"),
    ("calpol from mum 1900, we gave another dose 2045 on ward 6", "2026-06-05 23:55", "2026-06-05", "20:45"),
    ("abx 0130 instead of 2030 ward 7", "2026-06-05 04:40", "2026-06-04", "20:30"),
    ("pt fell ward 7 just gone 4", "2026-06-05 04:55", "2026-06-05", "04:00"),
    ("letter went to old address, clinic appt 2 june missed", "2026-06-05 12:30", "2026-06-02", None),
    ("c diff ward 7, 3 pts since 9th, one for review weds", "2026-05-22 12:30", "2026-05-09", None),
    ("seen in ED last tues, sent home, referral never went", "2026-07-22 10:45", "2026-07-14", None),
    ("readmitted today with chest infection, was medically fit on thurs", "2026-10-03 14:50", "2026-10-03", None),
    ("insulin not given, DKA this am. Monday + tues night doses missed", "2026-05-07 09:35", "2026-05-04", None),
    (
        "potassium ran thru a cannula that had tissued, ward 12 nights. skin gone black",
        "2026-03-14 08:20",
        "2026-03-14",
        None,
    ),
    ("near miss nights - wrong pts digoxin in the pot, binned", "2026-03-14 07:10", "2026-03-14", None),
    ("NG put in by nights on HASU, film shows it in the lung, pulled", "2026-03-14 09:15", "2026-03-14", None),
    (
        "was sent home from here sat w chest pain, trop never looked at, arrested at home",
        "2026-03-16 13:35",
        "2026-03-14",
        None,
    ),
    (
        "nothing on the skin chart, heel down to bone today, amputation listed fri",
        "2026-03-18 15:40",
        "2026-03-18",
        None,
    ),
    ("teicoplanin carried on 7/7 too long, no levels W13", "2026-09-14 16:10", None, None),
    ("fraction given today w yesterdays couch settings, 1.5cm off", "2026-04-30 16:50", "2026-04-30", None),
    (
        "readmit: gent home from 2B on pred last thurs back in sunday w another exac. no obvious gap, for the count",
        "2026-01-19 11:50",
        "2026-01-18",
        None,
    ),
    ("contrast went into the arm, for release in theatre tonight", "2026-10-01 15:00", None, None),
    ("sent home from majors fri 17th, back on the sun w his appendix burst", "2026-07-24 16:00", "2026-07-17", None),
    ("fell in AMU 22nd on edoxaban, no CT asked for, died 25th", "2026-11-26 16:20", "2026-11-22", None),
    (
        "NG passed sun eve into the lung ward 1, coroner told, she passed tues 2230",
        "2026-02-04 09:40",
        "2026-02-01",
        None,
    ),
    ("?GCA referred fri 21st, pred not started. sight gone on wed", "2026-08-27 17:25", "2026-08-21", None),
    ("went for 10.15 mobs n found his arm stuck in the bed rail, bruised", "2026-11-05 11:00", "2026-11-05", "10:15"),
    ("given toast by a volunteer, aspirated, moved HDU, ~8 extra days", "2026-07-22 14:35", None, None),
    (
        "wrong syringe in the drawer again, thats the 3rd this wk, caught at 0900",
        "2026-07-22 14:35",
        "2026-07-22",
        "09:00",
    ),
]


@pytest.mark.parametrize(("text", "posted", "day", "at"), WHEN)
def test_the_day_and_time_are_read_as_meant(see: See, text: str, posted: str, day: str | None, at: str | None) -> None:
    reading = see(text, posted)
    found = (
        reading.occurred_on.value.isoformat() if reading.occurred_on else None,
        reading.occurred_month.value if reading.occurred_month else None,
    )
    assert day in found if day else found == (None, None)
    assert (f"{reading.occurred_at.value:%H:%M}" if reading.occurred_at else None) == at


def test_a_few_words_without_a_day_leave_the_day_a_question(see: See) -> None:
    assert see("drug error wd 12 nil harm").occurred_on is None


def test_a_day_that_was_told_is_quoted_although_the_time_alone_gives_it_too(see: See) -> None:
    reading = see("72yo man died on ward 7 at 0340 today", "2026-11-23 09:20")
    assert reading.occurred_on is not None
    assert reading.occurred_on.because == "you wrote “today”"


def test_a_danger_without_a_day_is_of_the_day_of_posting_and_says_so(see: See) -> None:
    reading = see("two strengths of heparin in the same drawer on ward 7, someone will pick up the wrong one")
    assert reading.occurred_on is not None
    assert reading.occurred_on.value.isoformat() == "2026-03-14"
    assert "did not say when" in reading.occurred_on.because


@pytest.mark.parametrize(
    "text",
    [
        "confused pt pulled out cannula and lost some blood, redressed, settled afterwards, ward 7",
        "gas man left the tap off, 3 nights on ITU since, tubed again, doing better w us now on ward 7",
        "heparin started without a scan, bled into the head and died yesterday at 0410, ward 7",
        "block on the wrong side, seen before the 1st case on ward 7",
        "clexane given over the wkend with apixaban, bled, ward 7",
        "anyone able to swap my long day sat for a late on ward 7",
    ],
)
def test_what_nobody_dated_leaves_the_day_a_question(see: See, text: str) -> None:
    day = see(text).occurred_on
    assert day is None or not day.settled


def test_no_day_after_the_posting_is_ever_given(see: See) -> None:
    reading = see("follow up booked for 20/03/2026 after fall on ward 7 this morning")
    assert reading.occurred_on is not None
    assert reading.occurred_on.value.isoformat() == "2026-03-14"


def test_summer_time_is_kept_to_london(places: tuple[Place, ...]) -> None:
    from datetime import UTC, datetime

    from handlers.incidents.reading import read

    half_past_midnight_in_london = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    reading = read("pt fell ward 7 yesterday, bruise", half_past_midnight_in_london, places)
    assert reading.occurred_on is not None
    assert reading.occurred_on.value.isoformat() == "2026-07-01"


def test_the_shift_follows_from_the_hour_or_the_words(see: See) -> None:
    assert see("fell 0215 ward 7").shift.value == "2"
    assert see("ulcer found this am ward 7").shift.value == "1"
