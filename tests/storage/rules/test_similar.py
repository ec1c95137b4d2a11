"""Accounts of one event are recognised in other people's words; accounts of two events are not made one."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.records import EventType
from storage.rules.similar import HOURS_MOST, LIKELY, Account, likeness

DAY = date(2026, 11, 24)


def account(text: str, at: str | None = None, *, day: date = DAY, kind: EventType = EventType.INCIDENT) -> Account:
    return Account(text, kind, day, time.fromisoformat(at) if at else None)


# One event, told by two people of one ward.
ONE_EVENT = [
    (
        "pt fell on ward 7, skin tear to left arm",
        "02:15",
        "patient had a fall ward 7 about 2am, left arm skin tear, dressed",
        "02:00",
    ),
    (
        "pt fell in bathroom, hit head, neuro obs started",
        "02:15",
        "Fall in the toilet. Bumped head. Neuro obs commenced.",
        None,
    ),
    (
        "found on floor by bed, no injury seen",
        None,
        "Patient found on the floor next to the bed by HCA, no injuries",
        "03:10",
    ),
    ("pt fell ward 7 no injury", None, "pt fell on ward 7, no injury", None),
    (
        "gave 10mg morphine instead of 5mg, obs stable",
        "14:00",
        "Morphine 10mg given when 5mg was prescribed. Obs stable, doctor told.",
        "14:20",
    ),
    ("insulin missed at tea time, BM 24 later", "17:30", "teatime insulin omitted, bm was 24", None),
    (
        "wrong patient's blood taken for group and save",
        None,
        "Group and save sample taken from the wrong patient",
        None,
    ),
    (
        "infusion pump alarm silenced, infusion ran dry",
        "09:00",
        "IV pump alarm was silenced and the infusion ran dry",
        "10:30",
    ),
    (
        "grade 3 pressure ulcer found on sacrum on admission",
        None,
        "Category 3 pressure ulcer sacrum, found at admission",
        None,
    ),
    (
        "gentamicin dose given twice, day and night staff both signed",
        None,
        "double dose of gentamicin, signed by both shifts",
        None,
    ),
    (
        "no bed alarm, pt climbed over rails and fell",
        "04:00",
        "Patient climbed over the bed rails and fell. Bed alarm was off.",
        "04:30",
    ),
]

# Two events of one ward and day.
TWO_EVENTS = [
    (
        "pt fell in bathroom, hit head, neuro obs started",
        "02:15",
        "pt fell in bathroom, hit head, neuro obs started",
        "14:00",
    ),
    ("pt fell on ward 7, skin tear to left arm", "02:15", "gentamicin dose given twice", "02:30"),
    ("pt fell on ward 7, skin tear to left arm", None, "warfarin prescribed with no INR check", None),
    ("insulin missed at tea time", None, "blood sample labelled with the wrong name", None),
    ("grade 3 pressure ulcer found on sacrum", None, "pump alarm silenced, infusion ran dry", None),
    ("patient absconded from the ward, police told", None, "patient choked on toast, was on soft diet", None),
    ("pt fell", None, "patient waited 9 hours for a bed, no pain relief given", None),
    ("CT scan report not seen for two weeks", None, "no porter for CT, patient missed slot", None),
    ("agitated patient hit a nurse", None, "fire door was wedged open all night", None),
]


@pytest.mark.parametrize(("one", "at", "other", "other_at"), ONE_EVENT)
def test_one_event_told_by_two_people_is_recognised(one: str, at: str | None, other: str, other_at: str | None) -> None:
    found = likeness(account(one, at), account(other, other_at))
    assert found.is_likely, found
    assert "the same place" in found.because


@pytest.mark.parametrize(("one", "at", "other", "other_at"), TWO_EVENTS)
def test_two_events_of_one_ward_and_day_stay_two(one: str, at: str | None, other: str, other_at: str | None) -> None:
    found = likeness(account(one, at), account(other, other_at))
    assert not found.is_likely, found


def test_the_same_words_about_another_day_or_another_kind_are_another_event() -> None:
    words = "pt fell in bathroom, hit head, neuro obs started"
    assert not likeness(account(words), account(words, day=DAY - timedelta(days=2))).is_likely
    assert not likeness(account(words), account(words, kind=EventType.GOOD_CARE)).is_likely
    assert likeness(account(words), account(words, kind=EventType.OUTCOME)).is_likely


def test_a_night_belongs_to_two_days() -> None:
    words = "pt fell in bathroom, hit head, neuro obs started"
    assert likeness(account(words, "23:50", day=DAY - timedelta(days=1)), account(words, "00:10")).is_likely
    assert likeness(account(words, day=DAY - timedelta(days=1)), account(words)).is_likely


def test_two_medicines_are_two_events() -> None:
    words = "given twice, both nurses signed the chart"
    one = Account(words, EventType.INCIDENT, DAY, drugs=frozenset({"gentamicin"}))
    other = Account(words, EventType.INCIDENT, DAY, drugs=frozenset({"warfarin"}))
    assert likeness(one, one).is_likely
    assert not likeness(one, other).is_likely


def test_what_was_removed_makes_no_two_accounts_alike() -> None:
    marks = "[name] [NHS number] [name]"
    assert not likeness(account(f"{marks} fall"), account(f"{marks} scan lost")).is_likely


texts = st.text(max_size=80)
accounts = st.builds(
    Account, texts, st.sampled_from(EventType), st.dates(DAY - timedelta(days=3), DAY), st.none() | st.times()
)


@given(accounts, accounts)
def test_likeness_is_mutual_and_within_bounds(one: Account, other: Account) -> None:
    found = likeness(one, other)
    assert found == likeness(other, one)
    assert 0 <= found.score <= 100
    assert LIKELY > 50
    assert HOURS_MOST < 12
