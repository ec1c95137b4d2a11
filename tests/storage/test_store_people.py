"""What the store promises about people and places, on both databases: who somebody is, and where to reach them."""

import asyncio

import pytest
from invented import EXECUTIVE, LEAD, NURSE, SPECIALIST, T0, T, email_of, found_trust, place_values, user_of
from lists import add_people, add_places
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from storage import locations, people
from storage.database import Database
from storage.records import HOME_TENANT, Location, Person, Platform, Role
from storage.tables import people as people_table

SLACK = Platform.SLACK


async def met(database: Database, user: str, *, name: str = "Sam", email: str | None = None) -> Person:
    async with database.transaction() as tx:
        return await people.meet(tx, SLACK, HOME_TENANT, user, name=name, email=email, now=T0)


async def known(database: Database, user: str, tenant: str = HOME_TENANT) -> Person | None:
    async with database.reading() as tx:
        found = await people.by_identity(tx, SLACK, tenant, user)
    return found[0] if found else None


async def test_a_person_of_the_staff_list_is_known_with_their_duties(database: Database) -> None:
    ids = await found_trust(database)
    person = await known(database, user_of(LEAD))
    assert person == Person(ids[LEAD], LEAD, email_of(LEAD), frozenset({Role.CLINICAL_LEAD}), "Medicine")
    assert await known(database, "U999") is None
    assert await known(database, user_of(LEAD), "T999") is None


async def test_somebody_new_holds_no_duty_and_keeps_one_identity(database: Database) -> None:
    person = await met(database, "U1", name="Sam Newcomer")
    assert (person.name, person.email, person.roles, person.active) == ("Sam Newcomer", None, frozenset(), True)
    assert await known(database, "U1") == person
    assert await known(database, "U1", "T-outside") is None


async def test_somebody_without_a_name_has_one(database: Database) -> None:
    assert (await met(database, "U1", name="")).name == "A colleague"


async def test_a_very_long_name_does_not_keep_anybody_out(database: Database) -> None:
    person = await met(database, "U1", name="Sam " * 100)
    assert (await known(database, "U1")) == person
    assert len(person.name) <= 200


async def test_an_address_that_the_platform_vouches_for_finds_the_person_of_the_staff_list(database: Database) -> None:
    ids = await found_trust(database, platforms=())
    person = await met(database, "U1", email=email_of(NURSE).upper())
    assert person.id == ids[NURSE]
    assert await known(database, "U1") == person


async def test_an_unknown_address_makes_a_person_without_one(database: Database) -> None:
    await found_trust(database)
    person = await met(database, "U1", email="nobody@elsewhere.example")
    assert (person.email, person.roles) == (None, frozenset())


async def test_two_first_messages_at_once_come_from_one_person(database: Database) -> None:
    first, second = await asyncio.gather(met(database, "U1"), met(database, "U1"))
    assert first == second == await known(database, "U1")
    async with database.reading() as tx:
        assert await people.count(tx) == 1


async def test_a_user_who_becomes_somebody_else_is_that_person_from_then_on(database: Database) -> None:
    ids = await found_trust(database)
    await met(database, "U1")
    async with database.transaction() as tx:
        await people.link(tx, SLACK, HOME_TENANT, "U1", ids[NURSE])
    person = await known(database, "U1")
    assert person is not None
    assert person.id == ids[NURSE]


async def test_where_somebody_was_last_active_is_tried_first(database: Database) -> None:
    ids = await found_trust(database, platforms=Platform)
    address = {"reference": '{"conversation": {"id": "a:1"}, "nested": "ü 🙂"}'}
    async with database.transaction() as tx:
        await people.note_activity(tx, Platform.BROWSER, HOME_TENANT, user_of(LEAD), None, T(minutes=1))
        await people.note_activity(tx, Platform.TEAMS, HOME_TENANT, user_of(LEAD), address, T(minutes=2))
        await people.note_activity(tx, Platform.SLACK, HOME_TENANT, user_of(NURSE), {"user": "x"}, T(minutes=3))
        found = (await people.identities_of_many(tx, [ids[LEAD]]))[ids[LEAD]]
    assert [(one.platform, one.address, one.last_active_at) for one in found] == [
        (Platform.TEAMS, address, T(minutes=2)),
        (Platform.BROWSER, None, T(minutes=1)),
        (Platform.SLACK, None, None),
    ]


async def test_people_are_found_by_duty_by_address_and_by_number(database: Database) -> None:
    ids = await found_trust(database)
    async with database.transaction() as tx:
        (specialist,) = await people.with_role(tx, Role.PATIENT_SAFETY_SPECIALIST)
        assert specialist.id == ids[SPECIALIST]
        assert await people.with_role(tx, Role.MEDICAL_EXAMINER) == []
        by_email = await people.by_email(tx, f"  {email_of(LEAD).upper()} ")
        assert by_email is not None
        assert by_email.id == ids[LEAD]
        assert await people.by_email(tx, "nobody@trust.example") is None
        found = await people.by_ids(tx, [ids[LEAD], ids[EXECUTIVE], ids[LEAD], 999])
        assert set(found) == {ids[LEAD], ids[EXECUTIVE]}
        assert await people.by_ids(tx, []) == {}


async def test_somebody_with_several_duties_is_one_person(database: Database) -> None:
    roles = [Role.EXECUTIVE, Role.CAS_OFFICER]
    row = {"name": "Ida", "email": "Ida@Trust.example", "directorate": None, "roles": roles}
    async with database.transaction() as tx:
        (key,) = await add_people(tx, [row], T0)
        (person,) = await people.with_role(tx, Role.CAS_OFFICER)
    assert person == Person(key, "Ida", "ida@trust.example", frozenset(roles))


async def test_who_has_left_is_asked_for_nothing_but_still_known(database: Database) -> None:
    ids = await found_trust(database)
    async with database.transaction() as tx:
        await tx.execute(people_table.update().where(people_table.c.id == ids[LEAD]).values(active=False))
        assert await people.with_role(tx, Role.CLINICAL_LEAD) == [
            one for one in await people.all_active(tx) if Role.CLINICAL_LEAD in one.roles
        ]
        assert ids[LEAD] not in {one.id for one in await people.all_active(tx)}
        assert not (await people.by_ids(tx, [ids[LEAD]]))[ids[LEAD]].active


async def test_the_staff_list_is_offered_by_name_and_holds_no_passers_by(database: Database) -> None:
    await found_trust(database)
    await met(database, "U1", name="Aaron Visitor")
    async with database.reading() as tx:
        names = [one.name for one in await people.all_active(tx)]
    assert names == sorted(names)
    assert "Aaron Visitor" not in names
    assert len(names) == 7


@pytest.mark.parametrize("email", ["ben@trust.example", "Mixed@trust.example"])
async def test_two_people_never_share_an_address_in_any_case_of_letters(database: Database, email: str) -> None:
    await found_trust(database)
    values = {"name": "Other", "email": email, "active": True, "created_at": T0}
    with pytest.raises(IntegrityError):
        async with database.transaction() as tx:
            await tx.execute(people_table.insert(), values)


async def test_places_keep_their_order_and_names_whatever_happens_to_them(database: Database) -> None:
    await found_trust(database)
    async with database.transaction() as tx:
        await add_places(tx, [place_values("Árd Ward 1", [], "x" * 300, "Medicine")])
        found = await locations.all_active(tx)
        assert [one.name for one in found] == ["Ward 7", "Ward 17", "Theatre 3", "Árd Ward 1"]
        assert found[0] == Location(
            found[0].id, "Ward 7", ("W7", "Cherry"), "Ward 7 (care of older people)", "Medicine", "1", "4"
        )
        table = (await tx.execute(select(people_table.c.id))).scalars().all()
        assert len(table) == 7


async def test_a_place_out_of_use_is_offered_no_more_but_old_reports_still_name_it(database: Database) -> None:
    from storage.tables import locations as table

    await found_trust(database)
    async with database.transaction() as tx:
        await tx.execute(table.update().where(table.c.name == "Ward 7").values(active=False))
        assert [one.name for one in await locations.all_active(tx)] == ["Ward 17", "Theatre 3"]
        found = await locations.by_ids(tx, [1, 1, 99])
        assert [(key, one.name, one.active) for key, one in found.items()] == [(1, "Ward 7", False)]
        assert await locations.by_ids(tx, []) == {}


async def test_a_place_is_on_the_list_once(database: Database) -> None:
    await found_trust(database)
    with pytest.raises(IntegrityError):
        async with database.transaction() as tx:
            await add_places(tx, [place_values("Ward 7", [], "again", "Medicine")])
