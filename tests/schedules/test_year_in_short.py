"""The simulated year in short: weeks over Christmas and over a clock change, with failing platforms and dying replicas.

The whole year is a command of its own, in tests/bench.
"""

from dataclasses import replace
from datetime import timedelta

from simulation.plan import CHRISTMAS, EASTER
from simulation.run import Outcome, simulate
from simulation.verdict import Judge, Verdict

from storage.records import Platform


def judged(outcome: Outcome) -> Verdict:
    return Judge(outcome).judge()


async def test_over_christmas_nobody_is_forgotten_disturbed_or_told_twice(database_url: str) -> None:
    outcome = await simulate(CHRISTMAS, database_url)
    verdict = judged(outcome)
    assert not verdict.faults, verdict.say()
    assert verdict.kept["late: executive"] > 2
    assert sum(verdict.kept.values()) > 40
    assert sum(outcome.deaths.values()) > 4


async def test_over_easter_and_a_clock_change_too_and_the_judge_would_have_noticed(sqlite_url: str) -> None:
    outcome = await simulate(EASTER, sqlite_url)
    verdict = judged(outcome)
    assert not verdict.faults, verdict.say()
    assert sum(verdict.kept.values()) > 40
    slack = [one for one in outcome.arrivals if one.platform is Platform.SLACK and one.key.startswith("reminder:")]
    one = slack[len(slack) // 2]
    others = [other for other in outcome.arrivals if other is not one]
    assert "not explained" in judged(replace(outcome, arrivals=others)).faults
    assert "doubled on Slack" in judged(replace(outcome, arrivals=[*outcome.arrivals, one])).faults
    night = [replace(other, at=other.at + timedelta(days=3, hours=14)) for other in outcome.arrivals]
    assert {"quiet hours", "lost"} <= judged(replace(outcome, arrivals=night)).faults.keys()
