"""Days that have a name, days told from another, and days that are still to come."""

from collections.abc import Callable

import pytest

from handlers.incidents.reading import Reading

See = Callable[..., Reading]

TOLD = [
    ("leg stuck between the bed rails in the nite, rowan, bruise to shin", "2026-03-19 05:50", "2026-03-19", None),
    ("wrong blood in tube from W14, taken on sats night shift, rebled", "2026-10-12 11:02", "2026-10-10", None),
    ("wrong block on thurs, she felt the whole section. Thurs 28 May", "2026-06-30 16:45", "2026-05-28", None),
    ("found on the floor next to bed monday 0600, ward 7", "2026-03-12 09:00", "2026-03-09", "06:00"),
    ("wrong dose given in theatre tues, no harm", "2026-03-12 09:00", "2026-03-10", None),
    ("pt fell in clinic mon, bruise", "2026-03-12 09:00", "2026-03-09", None),
    ("pt fell sat on the edge of the bed, ward 7", "2026-03-12 09:00", None, None),
    ("wrong drug given sat next to bed 4, ward 7", "2026-03-12 09:00", None, None),
    ("pain 8 last night, not given anything, ward 7", "2026-03-12 09:00", "2026-03-11", None),
    ("pt given 10 last night instead of 5, ward 7", "2026-03-12 09:00", "2026-03-11", None),
    ("novorapid given instead of lantus, wd 9, 10 last nite", "2026-03-12 09:00", "2026-03-11", "22:00"),
    ("fri wk ago the wrong jab was given", "2026-03-12 09:00", "2026-02-27", None),
    ("meds on late and one missed, given today ward 7", "2026-03-12 09:00", "2026-03-12", None),
    ("fell mon before last dose was given, ward 7", "2026-03-12 09:00", "2026-03-09", None),
    ("bank hol mon wrong tablets given, ward 7", "2026-04-08 09:00", "2026-04-06", None),
    ("apixaban missed on ward 14 last nite, given 8am, no harm", "2026-06-02 09:20", "2026-06-01", None),
    ("10 units drawn up in a 2ml syringe W9, 2 nights HDU, home fri not weds", "2025-07-24 23:30", None, None),
    ("he went home fri not on oxygen, back blue, W9", "2025-07-28 12:00", "2025-07-25", None),
    ("baby flat, nobody had the 2nd oncall number, got it off switch 0310", "2025-08-19 07:35", "2025-08-19", "03:10"),
    ("linac 2 shifts keyed as yesterdays pt at 0930, beam not on", "2026-10-06 11:10", "2026-10-06", "09:30"),
    ("thyroid op fri, back to theatre last nt, haematoma, known risk, for m&m", "2026-03-17 08:15", "2026-03-16", None),
    ("readmitted chest infection, well when she left on sunday, routine", "2026-04-02 15:35", "2026-04-02", None),
    ("dose missed on ward 7 last wk, found on audit", "2026-03-17 08:15", None, None),
    ("found on floor 0445 W9, big bleed. had fallen thurs as well, no plan", "2026-06-03 07:30", "2026-06-03", "04:45"),
    ("sinemet never charted since came in sat, now rigid, W9", "2026-08-12 17:30", "2026-08-08", None),
    ("feed ran from 11 last nite, tube in the lung, W9", "2026-02-25 11:15", "2026-02-24", "23:00"),
    ("found unresponsive 1740, ROLE 1815. Mrs B dob 19 Jan 1951, W9", "2026-02-24 19:30", "2026-02-24", "17:40"),
    ("tipped her tea in her lap about quater to 3, W9", "2026-02-24 15:30", "2026-02-24", "14:45"),
    ("yesterday patients given the wrong insulin at 0800, W9", "2026-03-17 09:00", "2026-03-16", "08:00"),
    ("on the 12th sho missed k 7.1, W9", "2026-03-17 09:00", "2026-03-12", None),
    ("discharged home fri not weds as planned, came back sat", "2026-03-17 09:00", "2026-03-14", None),
    # days that have a name, and days told from another
    ("pancake day 0600 dose 3 hrs late, ward 7", "2026-02-18 09:00", "2026-02-17", "06:00"),
    ("fell on good friday at 1500, ward 7", "2026-04-07 09:00", "2026-04-03", "15:00"),
    ("fell easter mon, ward 7, bruise", "2026-04-07 09:00", "2026-04-06", None),
    ("bank hol sat wrong tablets given ward 7", "2026-08-31 18:25", "2026-08-29", None),
    ("night the clocks went back PCA check charted twice ward 7", "2026-10-26 09:35", "2026-10-25", None),
    ("halloween in ED, cut closed with the glass in it", "2026-11-02 10:20", "2026-10-31", None),
    ("aug changeover day wrong dose written for a small lady ward 7", "2026-08-06 11:05", "2026-08-05", None),
    ("fri before last pt was given the wrong jab", "2026-05-18 14:50", "2026-05-08", None),
    ("tues wk ago sling was the wrong size, slid to the floor", "2026-02-05 17:05", "2026-01-27", None),
    ("fortnight ago today nobody went for the visit, he took an overdose", "2026-08-11 16:20", "2026-07-28", None),
    ("sat just gone a pot of tablets was left out, other pt ate 3", "2026-03-30 10:16", "2026-03-28", None),
    ("night b4 last driver out of its site, in pain, resited", "2026-07-18 15:30", "2026-07-16", None),
    ("day b4 yest prepped w chlorhex though allergic, rash", "2026-05-08 13:10", "2026-05-06", None),
    ("first of the month 6pm warfarin 5 given not 3", "2026-07-07 17:05", "2026-07-01", "18:00"),
    ("referral written last day of march sat in the outbox till i looked", "2026-04-17 11:55", "2026-03-31", None),
    ("lap chole mon, drain pulled out d1 post op on ward 5", "2026-06-04 15:59", "2026-06-02", None),
    ("depot due 12/05 never given, only seen in clinic today, next one 9/6", "2026-05-26 15:50", "2026-05-12", None),
    ("slid off the table 8/10 at 4.40pm, bumped his knee", "2026-10-12 11:30", "2026-10-08", "16:40"),
    ("baby plotted wrong 01/05, needless referral", "2026-05-15 16:20", "2026-05-01", None),
    ("late shift pt was given breakfast insulin with supper, hypo", "2026-01-12 08:25", "2026-01-11", None),
    ("on my early 2 pts got each others tablets, ward 7", "2026-04-30 22:05", "2026-04-30", None),
    ("late shift pt was given breakfast insulin with supper, hypo", "2026-01-12 22:25", "2026-01-12", None),
    ("on the floor about quarter to midnight, ward 7", "2026-10-15 01:20", "2026-10-14", "23:45"),
    ("fell 5 past midnite ward 7", "2026-10-15 01:20", "2026-10-15", "00:05"),
    ("over the wkend (Sat) the call bells were dead, pt fell ward 7", "2026-02-09 08:20", "2026-02-07", None),
    ("window bust, seen on mon walkround. someone will get out of it", "2026-12-11 09:55", "2026-12-07", None),
    (
        "from 19 jan nobody to take bloods at weekends, someone will come to harm",
        "2026-01-05 16:50",
        "2026-01-05",
        None,
    ),
    ("gave the jab this pm but she had already had it 9 Feb at the GP, ward 7", "2026-03-16 16:50", "2026-03-16", None),
    ("all of april 2025 the bloods went to the wrong gp", "2026-05-03 15:45", "2025-04", None),
    ("wrong strips used all of april 2026, ward 7", "2026-11-20 15:45", "2026-04", None),
    ("sometime in april 3 sets of bloods labelled as one pt", "2026-05-03 15:45", "2026-04", None),
    # what is still to come, or was only planned
    ("puree diet given toast at brekkie, choked, fine now. SLT to rv 4pm", "2026-05-22 14:00", "2026-05-22", None),
    (
        "mattress found off at 0600, cat 2 sacrum. plugged back, TVN mon. ward 7",
        "2026-02-12 08:10",
        "2026-02-12",
        "06:00",
    ),
    ("stroke call went to the wrong bleep at 1105, debrief fri 3pm", "2026-11-11 13:00", "2026-11-11", "11:05"),
    ("urgent scan never booked for the hip 2/4, mum told me fri", "2026-04-20 10:30", "2026-04-17", None),
    (
        "feed meant to start 20th wasnt hung till 22nd, hypo twice. dietitian r/v weds",
        "2026-03-23 11:30",
        "2026-03-20",
        None,
    ),
    ("wrong jaw film on valentines evening list, form gone in today", "2026-02-16 18:00", "2026-02-14", None),
    ("mothers day volunteers sat w everyone at meals, no falls, lovely", "2026-03-16 11:15", "2026-03-15", None),
    ("mayday bh nobody reported the films, # missed, recalled today", "2026-05-05 16:00", "2026-05-04", None),
    ("wk last weds (14th) sent home w the wrong frame, fell", "2026-01-26 15:30", "2026-01-14", None),
    ("frame snapped just after tea, cut shin, ward 7", "2026-07-19 22:30", "2026-07-19", None),
    ("dc'd at noon sat w no needles, DN rang mon am", "2026-09-08 09:15", "2026-09-05", "12:00"),
    ("wrong tablets given tues late shift, ward 7, no harm", "2026-11-19 18:45", "2026-11-17", None),
    ("twilight shift sunday the line came off, blood lost, alarm was muted", "2026-01-19 03:30", "2026-01-18", None),
    (
        "weekend: sat nite the analyser was down, no result for 70 min, bled more",
        "2026-07-13 08:35",
        "2026-07-11",
        None,
    ),
    (
        "pacemaker check from 2nd of last month said change, nobody booked it, collapsed",
        "2026-06-06 10:10",
        "2026-05-02",
        None,
    ),
    ("sepsis screen not done mon, sat 9 hrs w no abx, ED", "2026-07-16 18:05", "2026-07-13", None),
    ("insulin given twice mon 31/8 ward 9, only back off leave now", "2026-10-06 07:35", "2026-08-31", None),
    # the part of the day told nearest, doses left out since a day, nights told twice
    ("fell at 9 last night, xray this am shows NOF, wd 8", "2026-10-14 09:00", "2026-10-13", "21:00"),
    ("has had no lansoprazole since sat, seen today by pharmacist, ward 6", "2026-10-14 09:00", "2026-10-10", None),
    ("week ago today chest drain put in wrong side, ward 7", "2026-10-14 09:00", "2026-10-07", None),
    ("augmentin given on the night shift last nt, allergic, ward 13", "2026-02-03 11:25", "2026-02-02", None),
    (
        "hrly checks missed on nights, found unresponsive on the floor just gone 3, ward 4",
        "2026-05-24 07:45",
        "2026-05-24",
        "03:00",
    ),
    ("clexane restarted sat on the ward round by mistake, big bleed mon", "2026-03-18 15:40", "2026-03-14", None),
    ("fell larch sun ~8pm, hit head", "2026-10-29 11:15", "2026-10-25", "20:00"),
    ("tea spilt over her lap at elevenses, red thigh, elm", "2026-06-30 11:45", "2026-06-30", None),
    ("evening cd check short, oxycodone liquid 15ml under, hospice", "2026-12-08 20:15", "2026-12-08", None),
    ("mtx charted daily frm 12/5, seen by pharmacist, ward 11", "2026-05-20 09:15", "2026-05-12", None),
    ("no visit sat or sun for her insulin, neighbour rang this am", "2026-09-14 11:20", "2026-09-12", None),
    ("daughter rang it sat 2am from ward 4, slow to come, sepsis missed", "2026-11-09 09:30", "2026-11-07", "02:00"),
    ("10x dose in x-ray, overnight in hdu, fine today. 10 nov", "2026-11-11 12:50", "2026-11-10", None),
    ("two patches on, hrly obs overnight, bright by 7. hospice sat tea time", "2026-06-29 10:30", "2026-06-27", None),
    ("cxr reported in sept, nobody acted on it, told in clinic today", "2026-01-30 17:15", "2025-09", None),
    ("sacrum cat 3 on w12, Edith Swann 21 jan 1985", "2026-04-27 11:30", None, None),
    (
        "bounce back, copd chap dcd from 2B weds, back with us sat same again. nothing obvious missed",
        "2026-08-03 14:30",
        "2026-08-01",
        None,
    ),
    # a date without a year, nine to twelve months back or else soon to come
    ("pt fell on 3rd jan, ward 7, no injury", "2026-11-20 10:00", "2026-01-03", None),
    ("fell from bed on 3/1 ward 7, only found out today", "2026-11-20 10:00", "2026-01-03", None),
    ("jan 3 at 0400 wrong blood given, ward 7", "2026-12-01 10:00", "2026-01-03", "04:00"),
    ("discharged 14th feb without clexane, dvt in clinic, ward 7", "2026-12-20 10:00", "2026-02-14", None),
    ("fell in the bathroom, ward 7, appt 3 jan for his hip", "2026-12-20 10:00", None, None),
    ("wrong letter posted from ward 7, op now 3 jan", "2026-12-20 10:00", None, None),
    ("scan cancelled again, ward 7, new date 3 jan", "2026-12-20 10:00", None, None),
    ("fell ward 7 yday, 3 jan is her clinic", "2026-12-20 10:00", "2026-12-19", None),
    ("fell ward 7 yday, 3 jan is her birthday party", "2026-12-20 10:00", "2026-12-19", None),
]


@pytest.mark.parametrize(("text", "posted", "day", "at"), TOLD)
def test_the_day_is_worked_out_from_what_tells_it(see: See, text: str, posted: str, day: str, at: str | None) -> None:
    reading = see(text, posted)
    found = reading.occurred_month.value if reading.occurred_month else None
    if reading.occurred_on is not None:
        found = reading.occurred_on.value.isoformat()
    assert found == day
    assert (f"{reading.occurred_at.value:%H:%M}" if reading.occurred_at else None) == at


def test_a_weekday_and_a_number_that_do_not_agree_leave_the_day_a_question(see: See) -> None:
    day = see("sent home from majors fri 17th, bloods not looked at, ward 7", "2026-11-23 09:00").occurred_on
    assert day is not None
    assert not day.settled
