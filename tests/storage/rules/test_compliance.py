"""The compliance figures, worked out by hand: who was in time, how long steps took, and which quarter a day is in."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from invented import alert_values

from storage.records import Alert, AlertStatus
from storage.rules.compliance import Passage, Spread, Stage, by_quarter, figures, quarter_of

TODAY = date(2026, 12, 15)


def at(month: int, day: int, hour: int = 10) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def an_alert(number: int, issued: date, status: AlertStatus = AlertStatus.ACTION_REQUIRED, **other: Any) -> Alert:
    received = datetime(issued.year, issued.month, issued.day, 9, tzinfo=UTC)
    values = {"complete_by": date(2027, 3, 1), "received_at": received, "recorded_at": received, **other}
    return Alert(**{"id": number, "fence": 0, **alert_values(number, issued_on=issued, status=status), **values})


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 4, 1), "Q1 2026/27"), (date(2026, 6, 30), "Q1 2026/27"), (date(2026, 7, 1), "Q2 2026/27"),
        (date(2026, 12, 31), "Q3 2026/27"), (date(2027, 1, 1), "Q4 2026/27"), (date(2027, 3, 31), "Q4 2026/27"),
        (date(2027, 4, 1), "Q1 2027/28"), (date(2099, 5, 1), "Q1 2099/00"),
    ],
)  # fmt: skip
def test_a_quarter_is_one_of_the_financial_year(day: date, name: str) -> None:
    assert quarter_of(day) == name


def test_an_acknowledgement_is_in_time_until_the_end_of_the_second_working_day() -> None:
    friday = date(2026, 11, 20)
    passages = [
        Passage(an_alert(1, friday), (("acknowledge_on_cas", at(11, 24, 23)),)),  # Tuesday, the second working day
        Passage(an_alert(2, friday), (("acknowledge_on_cas", at(11, 25, 1)),)),  # Wednesday
        Passage(an_alert(3, friday, AlertStatus.RECEIVED), ()),  # never, and long past
        Passage(an_alert(4, date(2026, 12, 14), AlertStatus.RECEIVED), ()),  # two days are not over
        Passage(an_alert(5, friday), ()),  # recorded when it was under way: nobody knows
        Passage(an_alert(6, friday, AlertStatus.CANCELLED), (("acknowledge_on_cas", at(11, 20)),)),
    ]
    found = figures(passages, TODAY)
    assert (found.alerts, found.acknowledged_in_time, found.acknowledgement_judged) == (5, 1, 3)
    assert found.acknowledgement_unknown == 1


def test_what_is_open_past_its_deadline_and_what_ended_too_late_are_told_apart() -> None:
    early = {"complete_by": date(2026, 12, 1)}
    issued = date(2026, 10, 1)
    passages = [
        Passage(an_alert(1, issued, **early), ()),
        Passage(an_alert(2, issued, complete_by=TODAY), ()),  # due today is not late
        Passage(an_alert(3, issued, AlertStatus.CLOSED, **early), (("authorise", at(12, 2)), ("close", at(12, 3)))),
        Passage(an_alert(4, issued, AlertStatus.CLOSED, **early), (("authorise", at(12, 1)), ("close", at(12, 3)))),
        Passage(an_alert(5, issued, AlertStatus.NOT_REQUIRED, **early), (("not_required", at(10, 5)),)),
        Passage(an_alert(6, issued, AlertStatus.AUTHORISED, **early), (("authorise", at(11, 30)),)),
    ]
    found = figures(passages, TODAY)
    assert (found.open, found.open_late, found.ended_late) == (3, 2, 1)


def test_steps_take_working_days_from_the_day_the_alert_came_in() -> None:
    # Received on Friday 20 November: Monday is one working day, Wednesday three.
    friday = date(2026, 11, 20)
    passages = [
        Passage(an_alert(1, friday), (("acknowledge_on_cas", at(11, 20)), ("name_executive", at(11, 23)))),
        Passage(an_alert(2, friday), (("acknowledge_on_cas", at(11, 25)), ("name_executive", at(11, 25)))),
        Passage(an_alert(3, friday), (("acknowledge_on_cas", at(11, 21)),)),  # a Saturday
    ]
    assert dict(figures(passages, TODAY).spreads) == {
        Stage.ACKNOWLEDGED: Spread(3, 0.0, 3),
        Stage.EXECUTIVE: Spread(2, 2.0, 3),
    }


def test_the_first_naming_counts_and_the_last_authorisation() -> None:
    steps = (
        ("name_leads", at(11, 24)), ("name_leads", at(11, 30)), ("authorise", at(12, 1)), ("reopen", at(12, 2)),
        ("authorise", at(12, 8)),
    )  # fmt: skip
    spreads = dict(figures([Passage(an_alert(1, date(2026, 11, 23)), steps)], TODAY).spreads)
    assert spreads[Stage.LEADS] == Spread(1, 1.0, 1)
    assert spreads[Stage.AUTHORISED] == Spread(1, 11.0, 11)


def test_returned_evidence_is_counted_against_all_that_was_judged() -> None:
    issued = date(2026, 11, 23)
    found = figures([Passage(an_alert(1, issued), (), 3, 1), Passage(an_alert(2, issued), (), 4, 2)], TODAY)
    assert (found.judged, found.returned) == (10, 3)


def test_quarters_come_with_the_newest_first_and_hold_what_was_issued_in_them() -> None:
    passages = [
        Passage(an_alert(1, date(2026, 3, 31)), ()),
        Passage(an_alert(2, date(2026, 10, 1)), ()),
        Passage(an_alert(3, date(2026, 12, 1)), ()),
    ]
    assert [(one.name, one.alerts) for one in by_quarter(passages, TODAY)] == [("Q3 2026/27", 2), ("Q4 2025/26", 1)]


def test_no_alert_makes_figures_of_nothing() -> None:
    found = figures([], TODAY)
    assert (found.alerts, found.acknowledgement_judged, found.open_late, found.spreads) == (0, 0, 0, ())
