"""What a form gives back after a wrong answer is kept with its delivery: nothing in it may tell who a patient is."""

import pytest
from invented import found_trust
from reception_stage import Stage
from sqlalchemy import select

from handlers.chat.turn import Answers, RawAnswer
from storage.database import Database
from storage.tables import deliveries

IDENTIFIER = "9990000018"


@pytest.mark.parametrize("field", ["event_type", "occurred_on", "occurred_at", "location", "patients", "physical"])
@pytest.mark.parametrize("several", [False, True])
async def test_no_wrong_answer_of_a_form_brings_an_identifier_into_the_store(
    database: Database, field: str, several: bool
) -> None:
    await found_trust(database)
    stage = Stage(database)
    given: RawAnswer = (IDENTIFIER, "low") if several else IDENTIFIER
    values: dict[str, RawAnswer] = {
        "what_happened": "fell",
        "event_type": "incident",
        "involved": (IDENTIFIER, "devices"),
        field: given,
    }
    reply = await stage.say(Answers("incidents.report", "", values))
    assert reply.form is not None
    assert "involved" in reply.form.errors
    assert reply.form.values["involved"] == ("devices",)
    async with stage.database.reading() as tx:
        kept = (await tx.execute(select(deliveries.c.reply))).scalars().all()
    assert kept
    assert not any(IDENTIFIER in (one or "") for one in kept)


async def test_a_text_is_as_long_as_the_person_sees_it_and_a_longer_one_comes_back_screened(database: Database) -> None:
    await found_trust(database)
    stage = Stage(database)
    start = f"pt fell on ward 7, nhs {IDENTIFIER}, "
    values: dict[str, RawAnswer] = {"event_type": "incident", "patients": "1"}
    fits = start + "x" * (2900 - len(start))
    reply = await stage.say(Answers("incidents.report", "", {**values, "what_happened": fits}))
    assert reply.form is None or "what_happened" not in reply.form.errors
    reply = await stage.say(Answers("incidents.report", "", {**values, "what_happened": fits + "x" * 200}))
    assert reply.form is not None
    assert reply.form.errors["what_happened"] == "This is 3,100 characters long. Please keep it to 2,900."
    assert IDENTIFIER not in str(reply.form.values["what_happened"])
    many = f"nhs {IDENTIFIER}, " * 180
    reply = await stage.say(Answers("incidents.report", "", {**values, "what_happened": many}))
    assert reply.form is not None
    assert reply.form.errors["what_happened"].startswith("With our marks for what we removed, this is 3,")
