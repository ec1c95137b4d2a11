"""Gathering: several reminders to one person become one message, at a time when they may be reminded.

It decides what goes together and what waits; it sends nothing, and forgets nothing that was due.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime
from typing import Final

from handlers.chat.card import Text
from handlers.showing.digest import digest
from schedules.letter import REMINDER, Letter
from schedules.terms import Terms
from storage import outbox
from storage.records import Message, OutboxState, Person
from storage.rules import routing
from storage.rules.workdays import local_day, say_instant

URGENT: Final = frozenset({"notice.help", "notice.unreachable", "notice.instead"})
"""Notices that are never held back, because waiting for a morning could do harm: a lead is stuck and asks for help;
somebody does not hear of what they have to do; and what was theirs, for whoever stands in."""
_REPORT: Final = "notice.report"
"""A report. When it may be serious it is never held back either: see ``rules.routing.AT_ONCE``."""
_TALK: Final = frozenset(
    {"notice.question", "notice.reply", "notice.said", "notice.handed", "notice.hand_answer", "notice.nudge"}
)
"""What one person asks or answers another, who waits for it: a conversation, each word written by somebody."""
IN_ANOTHER: Final = "sent in another message"
"""Reason of a message that reached its person inside another one."""


def is_foldable(message: Message) -> bool:
    """Say whether a message counts against a person's day, and so may have to wait and be put together with others."""
    if comes_in_the_morning(message):
        return True
    return message.kind.startswith("notice.") and not is_urgent(message) and message.kind not in _TALK


def is_urgent(message: Message) -> bool:
    """Say whether a message goes out at once, however much its person heard today."""
    if message.kind == _REPORT:
        routes = (message.body or "").partition("routes=")[2].partition(";")[0]
        return not routing.AT_ONCE.isdisjoint(routes.split(","))
    return message.kind in URGENT


def gather(
    letters: Sequence[Letter],
    people: Mapping[int, Person],
    heard: Mapping[int, int],
    heads: Mapping[int, OutboxState],
    now: datetime,
    terms: Terms,
) -> list[Letter]:
    """Return the letters with those of one person put together, and those that have to wait held back.

    ``heard`` says how many messages each person got today, or may be getting now; ``heads`` how messages stand that
    hold others of these. What may be on a platform already is looked for as it was sent, before anything new goes out;
    for the rest it stays the order in which they came, so that nobody is asked before they hear who asks.
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
    return sorted(kept, key=_turn)


def _of_person(letters: Sequence[Letter], person: Person, heard: int, now: datetime, terms: Terms) -> list[Letter]:
    reminders = [one for one in letters if comes_in_the_morning(one.message)]
    others = [one for one in letters if not comes_in_the_morning(one.message)]
    ready: list[Letter] = []
    wakes_at = terms.wakes_at(now, person.time_zone)
    if wakes_at is not None:
        ready += [replace(one, hold=wakes_at) for one in reminders]
    else:
        ready += _together(reminders, now)
    # What may be on a platform already has its place in the day first, or a day would hold it and as many others.
    sends = sorted((one for one in (*ready, *others) if one.hold is None), key=_freshness)
    fits = sends[: max(terms.a_day - heard, 0)]
    room = {id(one) for one in fits}
    last = id(max(fits, key=_turn)) if fits and heard + len(fits) == terms.a_day else None
    later = terms.next_morning(now, person.time_zone)
    kept = []
    for one in (*ready, *others):
        if one.hold is not None or _freshness(one) == 0:
            kept.append(one)
        elif id(one) in room:
            kept.append(_as_last(one, later, now) if id(one) == last else one)
        else:
            kept.append(replace(one, hold=later, hold_reason=f"{outbox.FOLDED}: enough messages today"))
    return kept


def _turn(letter: Letter) -> tuple[bool, datetime, int]:
    """Return what puts letters in the order in which they go out."""
    return not outbox.in_doubt(letter.message), letter.message.due_at, letter.message.id


def _freshness(letter: Letter) -> int:
    """Return 0 for what was sent, perhaps in vain; 1 for what somebody took and may have sent; 2 for what is new.

    Whoever took many and stopped may have sent none of them: together they are no more than a day's.
    """
    if not outbox.in_doubt(letter.message):
        return 2
    return 1 if (letter.message.reason or "").startswith(outbox.LAPSED) else 0


def _as_last(letter: Letter, later: datetime, now: datetime) -> Letter:
    """Say on the last message of a person's day that it is that, and when the next one comes."""
    if letter.reply is None or not letter.reply.cards or outbox.in_doubt(letter.message):
        return letter
    said = f"This is our last message to you today, unless something cannot wait. More comes {say_instant(later, now)}."
    *cards, card = letter.reply.cards
    return replace(
        letter,
        reply=replace(letter.reply, cards=(*cards, replace(card, parts=(*card.parts, Text(said, quiet=True))))),
    )


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
