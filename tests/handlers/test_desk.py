"""A long text is screened beside the loop: others are answered meanwhile, and nothing is left in it."""

import asyncio

from invented import T0

from handlers.desk import Desk, House, Talk
from storage.database import Database
from storage.records import Person

IDENTIFIER = "999 000 0018"


async def test_a_pasted_document_does_not_keep_others_waiting_and_is_screened_like_any_words(
    sqlite_database: Database,
) -> None:
    others = asyncio.Event()
    async with sqlite_database.reading() as tx:
        desk = Desk(tx, T0, Person(1, "Amina"), House(), Talk(), places=(), capabilities=(), forms={})
        asyncio.get_running_loop().call_soon(others.set)
        few = await desk.screen_aside(f"nhs {IDENTIFIER}")
        assert not others.is_set()
        many = await desk.screen_aside("walked to the ward. " * 600 + f"nhs {IDENTIFIER}")
        assert others.is_set()
    assert IDENTIFIER not in few.text + many.text
    assert desk.removed == {"nhs_number": 2}
