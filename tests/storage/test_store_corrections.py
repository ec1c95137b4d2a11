"""Words that are no names, in the store: each person has their own, and a few dozen at most."""

from invented import NURSE, T, found_trust

from storage import corrections
from storage.database import Database
from storage.rules.corrections import WORDS_MOST


async def test_each_person_has_their_own_words_and_a_few_dozen_at_most(database: Database) -> None:
    ids = await found_trust(database)
    me, other = ids[NURSE], next(one for name, one in ids.items() if name != NURSE)
    async with database.transaction() as tx:
        assert await corrections.add(tx, me, ("waterlow", "rowan"), T())
        assert await corrections.add(tx, me, ("waterlow",), T(seconds=1))
        assert await corrections.words_of(tx, me) == {"waterlow", "rowan"}
        assert await corrections.words_of(tx, other) == frozenset()
        letters = "abcdefghijklmnopqrstuvwxyz"
        for number in range(WORDS_MOST - 2):
            assert await corrections.add(tx, me, (f"word{letters[number % 26]}{letters[number // 26]}",), T(seconds=2))
        assert not await corrections.add(tx, me, ("more",), T(seconds=3))
        assert "more" not in await corrections.words_of(tx, me)
