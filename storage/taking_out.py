"""Taking words out of a report that was sent: out of every version of it, and out of all that was written about it.

What is taken out is kept nowhere and cannot be brought back. The database allows this one change of history and no
other (migration 0006).
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Delete, Table, Text, Update, cast, delete, or_, select, tuple_, update

from storage.database import Transaction, mark_changed
from storage.records import Incident
from storage.rules.corrections import REMOVED, places_of, take_out
from storage.tables import (
    conversations,
    deliveries,
    drafts,
    files,
    flag_answers,
    identities,
    incident_files,
    incident_notes,
    incident_revisions,
    not_names,
    outbox,
)

REASON_MOST: Final = 300
"""The longest text in a column for reasons."""
NAME_MOST: Final = 200
_CODED_WORDS: Final = ("strengths", "how_again", "device_named", "drugs")
"""What of a report's codes is words."""
_REPORT: Final = re.compile(r"SE-\d{4}-\d{6,}")
_CODE: Final = re.compile(r"[a-z0-9_.:|#/-]*")
_DATE: Final = re.compile(r"\d{1,2}[./-]\d{1,2}(?:[./-]\d{1,4})?")
_DIGITS_MOST: Final = 3
"""A code has no more digits than these, beside a report's number: more may be somebody's number, or a date."""
_TYPED: Final = frozenset(
    {
        "text", "title", "pairs", "facts", "more", "alt", "words", "what_happened", "immediate_action", "strengths",
        "how_again", "drugs", "device", "found", "changed", "reason", "why",
    }
)  # fmt: skip
"""The names under which words stand that people typed or are shown: no code is there, whatever they look like."""
_RUN: Final = re.compile(r"[A-Za-z0-9]+")

Clean = Callable[[Any], tuple[Any, int]]


def _is_code(text: str) -> bool:
    """Say whether a program wrote this for itself among words: a button's value, the choice in a list. It stays."""
    rest = _REPORT.sub("", text)
    if _CODE.fullmatch(rest) is None or _DATE.fullmatch(rest):
        return False
    return sum(one.isdigit() for one in rest) <= _DIGITS_MOST


@dataclass(frozen=True, slots=True)
class Taken:
    """In how many places words stand: in the report with all its versions and notes, and in drafts and messages."""

    report: int
    elsewhere: int

    def __bool__(self) -> bool:
        return bool(self.report or self.elsewhere)


@dataclass(frozen=True, slots=True)
class _Words:
    """The words that are taken out. ``locks``: rows in which they may stand wait for the end of the transaction."""

    phrases: Sequence[str]
    locks: bool = True

    def text(self, text: str, most: int | None = None) -> tuple[str, int]:
        """Return a text without them; where the marks make it longer than ``most``, its end goes as well."""
        cleaned, count = take_out(text, self.phrases)
        if most is None or len(cleaned) <= most:
            return cleaned, count
        end = most - len(REMOVED)
        whole = next((one.start for one in places_of(cleaned) if one.start < end < one.end), end)
        return cleaned[:whole] + REMOVED, count

    def reason(self, text: str) -> tuple[str, int]:
        """Return a reason without them."""
        return self.text(text, REASON_MOST)

    def name(self, text: str) -> tuple[str, int]:
        """Return a file's name without them."""
        return self.text(text, NAME_MOST)

    def coded(self, coded: Mapping[str, Any]) -> tuple[dict[str, Any], int]:
        """Return a report's codes with these words out of what is words there."""
        cleaned, total = dict(coded), 0
        for name in (one for one in _CODED_WORDS if coded.get(one)):
            cleaned[name], count = self.any(coded[name], codes=False)
            total += count
        return cleaned, total

    def any(self, value: Any, *, codes: bool = True) -> tuple[Any, int]:
        """Return JSON with these words out of every text in it. ``codes``: a text that looks like a code stays."""
        if isinstance(value, str):
            return (value, 0) if codes and _is_code(value) else self.text(value)
        if isinstance(value, Mapping):
            found = {name: self.any(one, codes=codes and name not in _TYPED) for name, one in value.items()}
            return {name: one for name, (one, _) in found.items()}, sum(count for _, count in found.values())
        if isinstance(value, (list, tuple)):
            listed = [self.any(one, codes=codes) for one in value]
            return [one for one, _ in listed], sum(count for _, count in listed)
        return value, 0

    def packed(self, body: str) -> tuple[str, int]:
        """Return a message's body without them: JSON, or plain words."""
        try:
            value = json.loads(body)
        except ValueError:
            return self.text(body)
        cleaned, count = self.any(value)
        return (json.dumps(cleaned, ensure_ascii=False, separators=(",", ":")) if count else body), count

    def perhaps_in(self, column: ColumnElement[Any]) -> ColumnElement[bool]:
        """Say whether a column may hold one of them. It costs less than to read all, and misses none."""
        runs = [max(_RUN.findall(one), key=len, default="") for one in self.phrases]
        return or_(*(cast(column, Text).icontains(run, autoescape=True) for run in runs))


async def count(tx: Transaction, incident: Incident, phrases: Sequence[str]) -> Taken:
    """Return in how many places these words stand, and change nothing."""
    report, elsewhere = await _changes(tx, incident, _Words(phrases, locks=False))
    return Taken(sum(places for places, _ in report), sum(places for places, _ in elsewhere))


async def take_words_out(tx: Transaction, incident: Incident, phrases: Sequence[str]) -> Taken:
    """Put ``[removed]`` in the place of these words, as whole words in any case. The report is locked.

    What anybody said of them, that they are no names, is forgotten: they would slip through again.
    """
    report, elsewhere = await _changes(tx, incident, _Words(phrases))
    for _, statement in (*report, *elsewhere):
        await tx.execute(statement)
    mark_changed(tx)
    return Taken(sum(places for places, _ in report), sum(places for places, _ in elsewhere))


async def take_out_of_own(tx: Transaction, person_id: int, phrases: Sequence[str]) -> None:
    """Put ``[removed]`` in the place of these words in all drafts of a person and in answers to them that wait.

    What they said of them, that they are no names, is forgotten.
    """
    words = _Words(phrases)
    waiting = (outbox.c.person_id == person_id) & (outbox.c.kind == "reply") & outbox.c.body.is_not(None)
    changes = [
        *await _of(tx, words, drafts, drafts.c.person_id == person_id, {"values": words.any}),
        *await _of(tx, words, outbox, waiting, {"body": words.packed}),
        *await _no_longer_names(tx, words, person_id),
    ]
    for _, statement in changes:
        await tx.execute(statement)
    mark_changed(tx)


_Changes = list[tuple[int, Update | Delete]]


async def _changes(tx: Transaction, incident: Incident, words: _Words) -> tuple[_Changes, _Changes]:
    if not words.phrases:
        return [], []
    texts: Clean = words.text
    key = incident.id
    mine = files.c.key.in_(select(incident_files.c.file_key).where(incident_files.c.incident_id == key))
    report = [
        *await _of(
            tx, words, incident_revisions, incident_revisions.c.incident_id == key,
            {"reason": words.reason, "what_happened": texts, "immediate_action": texts, "coded": words.coded},
        ),
        *await _of(tx, words, incident_notes, incident_notes.c.incident_id == key, {"text": texts}),
        *await _of(tx, words, flag_answers, flag_answers.c.incident_id == key, {"reason": words.reason}),
        *await _of(tx, words, files, mine, {"name": words.name}),
    ]  # fmt: skip
    return report, await _elsewhere(tx, incident, words)


async def _elsewhere(tx: Transaction, incident: Incident, words: _Words) -> _Changes:
    """Return the changes of what is kept for some days: drafts, messages, and where conversations stand.

    Of messages and conversations those that name the report or are the reporter's. Answers kept for a repeated request
    are kept for nothing else: all that hold the words are changed.
    """
    reference, reporter = incident.reference, incident.reporter_id
    who = (conversations.c.platform, conversations.c.tenant, conversations.c.user)
    theirs = select(identities.c.platform, identities.c.tenant, identities.c.user).where(
        identities.c.person_id == reporter
    )

    def about(column: ColumnElement[Any], own: ColumnElement[bool]) -> ColumnElement[bool]:
        named = cast(column, Text).contains(reference, autoescape=True)
        return words.perhaps_in(column) & (named if reporter is None else named | own)

    state, values = conversations.c.state, drafts.c["values"]
    return [
        *await _of(tx, words, conversations, about(state, tuple_(*who).in_(theirs)), {"state": words.any}),
        *await _of(tx, words, drafts, about(values, drafts.c.person_id == reporter), {"values": words.any}),
        *await _of(tx, words, outbox, about(outbox.c.body, outbox.c.person_id == reporter), {"body": words.packed}),
        *await _of(tx, words, deliveries, words.perhaps_in(deliveries.c.reply), {"reply": words.packed}),
        *await _no_longer_names(tx, words),
    ]


async def _no_longer_names(tx: Transaction, words: _Words, person_id: int | None = None) -> _Changes:
    """Return what forgets that words are no names: each word of each phrase; of one person, or of everybody."""
    spelt = " ".join(words.phrases).replace("\u2019", "'").lower().split()
    each = _Words([one.strip('.,;:!?"').removesuffix("'s") for one in spelt])
    if not each.phrases:
        return []
    which = each.perhaps_in(not_names.c.word)
    found = select(not_names.c.person_id, not_names.c.word).where(
        which if person_id is None else which & (not_names.c.person_id == person_id)
    )
    return [
        (1, delete(not_names).where(not_names.c.person_id == row.person_id, not_names.c.word == row.word))
        for row in await tx.execute(found)
        if each.text(row.word)[1]
    ]


async def _of(
    tx: Transaction, words: _Words, table: Table, which: ColumnElement[bool], columns: Mapping[str, Clean]
) -> _Changes:
    """Return how many words go from each row of a table, and the statement for it."""
    keys = list(table.primary_key.columns)
    found = select(*keys, *(table.c[name] for name in columns)).where(which).order_by(*keys)
    rows = (await tx.execute(found.with_for_update() if words.locks else found)).mappings()
    changes: _Changes = []
    for row in rows:
        cleaned = {name: clean(row[name]) for name, clean in columns.items() if row[name]}
        places = sum(found for _, found in cleaned.values())
        if places:
            new: dict[str, Any] = {name: value for name, (value, found) in cleaned.items() if found}
            if table is drafts:  # a card that shows the words is not what would be sent any more
                new["version"] = drafts.c.version + 1
            this = [key == row[key.name] for key in keys]
            changes.append((places, update(table).where(*this).values(new)))
    return changes
