"""A storm: three couriers on one store, platforms that fail at random, and couriers that are killed half-way.

What a kill leaves behind is what a crashed process leaves: leased rows, and messages that arrived without a receipt.
"""

import asyncio
import random
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

import pytest
from post_office import Clock, Post, a_courier, outbox_rows, owe_reply

from handlers.chat.port import Parcel, Receipt, TryLater, Unsure
from schedules.attempt import REPEAT_WORDS
from schedules.courier import Courier, Pace
from storage.database import Database
from storage.records import OutboxState, Platform

MESSAGES = 80
KILLS = 12
PACE = Pace(batch=4, lease=timedelta(seconds=60), seconds=5)


@dataclass
class Weather(Post):
    """A platform that fails at random: busy, or broken off, and sometimes it has the message all the same."""

    chance: random.Random = random.Random(0)  # noqa: RUF009, S311 - each storm brings its own

    async def send(self, parcel: Parcel) -> Receipt:
        """Deliver, or not, and say so, or not."""
        self.began.set()
        await asyncio.sleep(0.001)
        what = self.chance.random()
        if what < 0.1:
            raise TryLater("ratelimited", 3, whole=self.chance.random() < 0.3)
        if what < 0.2:
            raise Unsure("500")
        self.arrived.append(parcel)
        await asyncio.sleep(0.002)
        if what < 0.3:
            raise Unsure("reset")
        return Receipt({"ts": str(len(self.arrived))})


async def kill(courier: Courier) -> bool:
    """End a courier a moment after it began to send: nothing more is sent or settled. False when it was idle."""
    for _ in range(50):
        await asyncio.sleep(0.001)
        if running := list(courier._running):
            await asyncio.sleep(0.004)
            for task in running:
                task.cancel()
            ended = await asyncio.gather(*running, return_exceptions=True)
            return any(isinstance(one, asyncio.CancelledError) for one in ended)
    return False


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_nothing_is_lost_and_nothing_is_doubled_without_saying_so(database: Database, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a storm that can be repeated
    clock = Clock()
    slack = Weather(chance=chance)
    teams = Weather(Platform.TEAMS, blind=True, chance=chance)
    for number in range(MESSAGES):
        platform = Platform.SLACK if number % 2 else Platform.TEAMS
        await owe_reply(database, str(number), user=f"U{number % 9}", platform=platform)
    kills = 0
    for _ in range(400):
        couriers = [a_courier(database, clock, slack, teams, pace=PACE) for _ in range(3)]
        rounds = asyncio.gather(*(one.run_once(clock.now) for one in couriers), return_exceptions=True)
        if kills < KILLS:
            kills += await kill(couriers[0])
        await rounds
        clock.now += timedelta(seconds=chance.choice([1, 10, 70]))
        if not await outbox_rows(database, OutboxState.WAITING, OutboxState.SENDING, OutboxState.UNKNOWN):
            break
    rows = {row.key: row for row in await outbox_rows(database)}
    assert len(rows) == MESSAGES
    assert kills >= KILLS // 4
    assert slack.asked
    assert {key for key in rows if rows[key].platform is Platform.SLACK and rows[key].state is OutboxState.SENT} == {
        str(number) for number in range(MESSAGES) if number % 2
    }
    assert max(Counter(slack.keys).values()) == 1
    for key, times in Counter(teams.keys).items():
        assert times <= 2
        if times == 2:
            first, second = [parcel for parcel in teams.arrived if parcel.key == key]
            assert REPEAT_WORDS not in str(first.reply.cards)
            assert REPEAT_WORDS in str(second.reply.cards)
    for key, row in rows.items():
        explained = row.state is OutboxState.FAILED and (row.reason or "").startswith("unconfirmed")
        assert row.state is OutboxState.SENT or (row.platform is Platform.TEAMS and explained)
        assert row.state is not OutboxState.SENT or key in slack.keys + teams.keys
