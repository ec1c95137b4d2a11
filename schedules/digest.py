"""Gathering: several reminders to one person become one message, at a time when they may be reminded.

It decides what goes together and what waits; it sends nothing, and forgets nothing that was due.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime
from typing import Final

from handlers.showing.digest import digest
from schedules.letter import REMINDER, Letter
from schedules.terms import Terms
from storage import outbox
from storage.records import Message, OutboxState, Person
from storage.rules.workdays import local_day

_ABOUT_ALERTS: Final = ("alert:", "action:", "receipt:")
AT_ONCE: Final = frozenset(
    {
        "notice.help", "notice.asked", "notice.unreachable", "notice.nudge",
        "notice.triage", "notice.received", "notice.executive", "notice.next", "notice.assigned",
        "notice.evidence", "notice.returned", "notice.not_mine", "notice.ready", "notice.close",
    }
)  # fmt: skip
"""Notices about alerts that ask somebody for a step. They wait for no morning, however much somebody heard today: the
alert would stand still for a day. What only informs waits, and comes with the next morning's reminders."""
IN_ANOTHER: Final = "sent in another message"
"""Reason of a message that reached its person inside another one."""


def is_foldable(message: Message) -> bool:
    """Say whether a message may wait for the morning and be put together with others."""
    if comes_in_the_morning(message):
        return True
    return message.kind.startswith("notice.") and message.kind not in AT_ONCE and _is_about_alerts(message)


def _is_about_alerts(message: Message) -> bool:
    return message.subject.startswith(_ABOUT_ALERTS)


def gather(
    letters: Sequence[Letter],
    people: Mapping[int, Person],
    heard: Mapping[int, int],
    heads: Mapping[int, OutboxState],
    now: datetime,
    terms: Terms,
) -> list[Letter]:
    """Return the letters with those of one person put together, and those that have to wait held back.

    ``heard`` says how many messages each person got today, ``heads`` how messages stand that hold others of these.
    What may be on a platform already is looked for as it was sent, before anything new goes out.
    """
    kept: list[Letter] = []
    whose: dict[int, list[Letter]] = {}
    for letter in letters:
        message = letter.message
        if message.person_id is None or not is_foldable(message):
            kept.append(letter)
        elif message.folded_into is not None and heads.get(message.folded_into) is OutboxState.SENT:
            kept.append(replace(letter, in_another=True))
        elif letter.reply is None and not outbox.in_doubt(message):
            kept.append(letter)
        else:
            whose.setdefault(message.person_id, []).append(letter)
    for person_id, some in whose.items():
        kept += _of_person(some, people.get(person_id, Person(0, "")), heard.get(person_id, 0), now, terms)
    return kept


def _of_person(letters: Sequence[Letter], person: Person, heard: int, now: datetime, terms: Terms) -> list[Letter]:
    reminders = [one for one in letters if comes_in_the_morning(one.message)]
    others = [one for one in letters if not comes_in_the_morning(one.message)]
    ready: list[Letter] = []
    wakes_at = terms.wakes_at(now, person.time_zone)
    if wakes_at is not None:
        ready += [replace(one, hold=wakes_at) for one in reminders]
    else:
        ready += _together(reminders, now)
    sends = [one for one in (*ready, *others) if one.hold is None]
    room = {id(one) for one in sends[: max(terms.a_day - heard, 0)]}
    later = terms.next_morning(now, person.time_zone)
    return [
        one if one.hold is not None or id(one) in room or outbox.in_doubt(one.message)
        else replace(one, hold=later, hold_reason=f"{outbox.FOLDED}: enough messages today")
        for one in (*ready, *others)
    ]  # fmt: skip


def comes_in_the_morning(message: Message) -> bool:
    """Say whether a message is put together with the others of its person, and comes when they may be reminded."""
    held_back = (message.reason or "").startswith(outbox.FOLDED) or message.folded_into is not None
    return message.kind.startswith(REMINDER) or held_back


def _together(letters: Sequence[Letter], now: datetime) -> list[Letter]:
    """Put letters together: those in doubt as they were sent before, all fresh ones as one."""
    doubtful = {one.message.id: one for one in letters if outbox.in_doubt(one.message)}
    by_head: dict[int, list[Letter]] = {}
    fresh: list[Letter] = []
    for letter in letters:
        message = letter.message
        head = message.folded_into or message.id
        if message.id in doubtful and (head in doubtful or message.folded_into is None):
            by_head.setdefault(head, []).append(letter)
        else:
            fresh.append(letter)
    groups = [*by_head.values(), *([fresh] if fresh else [])]
    return [_as_one(group, now) for group in groups]


def _as_one(group: Sequence[Letter], now: datetime) -> Letter:
    ordered = sorted(group, key=lambda letter: (letter.message.folded_into is not None, letter.message.id))
    head = ordered[0]
    if len(ordered) == 1:
        return head
    entries = [(one.message.id, one.message.kind, one.reply) for one in ordered if one.reply is not None]
    said = [(number, kind, reply) for number, kind, reply in entries if reply.cards]
    reply = said[0][2] if len(said) == 1 else digest(said, local_day(now)) if said else None
    return replace(head, reply=reply, riders=tuple(one.message for one in ordered[1:]))


def held_by(letters: Sequence[Letter]) -> AbstractSet[int]:
    """Return the ids of the messages that hold some of these."""
    return {one.message.folded_into for one in letters if one.message.folded_into is not None}
