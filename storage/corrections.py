"""Words that people said are no names, for each person; a few dozen at most. Never a number, and never a whole text."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, func, select

from storage.database import Transaction, insert, mark_changed
from storage.rules.corrections import WORDS_MOST
from storage.tables import not_names

_WORDS: Final = select(not_names.c.word).where(not_names.c.person_id == bindparam("b_person"))


async def words_of(tx: Transaction, person_id: int) -> frozenset[str]:
    """Return the words that this person said are no names, in lower case."""
    return frozenset((await tx.execute(_WORDS, {"b_person": person_id})).scalars())


async def add(tx: Transaction, person_id: int, words: Iterable[str], now: datetime) -> bool:
    """Keep words as no names of this person. Returns False, and keeps none, when they have too many already."""
    fresh = sorted(set(words))
    kept = select(func.count()).select_from(not_names).where(not_names.c.person_id == person_id)
    if (await tx.execute(kept)).scalar_one() + len(fresh) > WORDS_MOST:
        return False
    for word in fresh:
        row = insert(tx, not_names).values(person_id=person_id, word=word, said_at=now)
        await tx.execute(row.on_conflict_do_nothing())
    mark_changed(tx)
    return True
