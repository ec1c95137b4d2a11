"""Staff and places brought in from files: shown first, applied whole or not at all, and the same twice."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Table, select

from storage import people
from storage.database import Database
from storage.imports.findings import Change, Step
from storage.imports.places import import_places
from storage.imports.staff import import_staff
from storage.records import HOME_TENANT, Platform, Role
from storage.tables import audit, drafts, identities, incidents, locations

T0 = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
STAFF = """name,email,roles,directorate,slack_user_id,teams_user_id
Amina Yusuf,amina.yusuf@northmoor.example,,Medicine,U0AMINA,29:amina
Dr Leila Haddad,Leila.Haddad@northmoor.example,clinical_lead;executive,Medicine,U0LEILA,29:leila
"""
PLACES = """name,aliases,description,directorate,lfpse_service,lfpse_location
Ward 7,W7,Ward 7 (care of older people),Medicine,1,4
Labour ward,LW;delivery suite,Labour ward,Women and Children,19,4
"""


async def rows(database: Database, table: Table) -> list[dict[str, Any]]:
    async with database.reading() as tx:
        return [dict(row._mapping) for row in await tx.execute(select(table).order_by(*table.primary_key))]


async def staff(database: Database, text: str = STAFF, **options: bool) -> Any:
    return await import_staff(database, text.encode(), now=T0, **options)


async def places(database: Database, text: str = PLACES, **options: bool) -> Any:
    return await import_places(database, text.encode(), now=T0, **options)


async def test_a_dry_run_shows_everything_and_stores_nothing(database: Database) -> None:
    found = await staff(database)
    assert found.applied is False
    assert found.changes == (
        Change(Step.ADD, "Amina Yusuf"),
        Change(Step.ADD, "Dr Leila Haddad", ("duties: clinical lead, executive",)),
    )
    assert await rows(database, identities) == []
    assert await rows(database, audit) == []


async def test_applied_staff_are_known_by_mail_duty_and_both_platforms(database: Database) -> None:
    assert (await staff(database, apply=True)).applied
    async with database.reading() as tx:
        leila = await people.by_email(tx, "leila.haddad@northmoor.example")
        on_teams = await people.by_identity(tx, Platform.TEAMS, HOME_TENANT, "29:leila")
    assert leila is not None
    assert on_teams is not None
    assert leila == on_teams[0]
    assert leila.roles == {Role.CLINICAL_LEAD, Role.EXECUTIVE}
    assert [(row["actor"], row["act"]) for row in await rows(database, audit)] == [("cli", "staff.added")] * 2


async def test_the_same_file_twice_changes_nothing_and_audits_nothing(database: Database) -> None:
    await staff(database, apply=True)
    before = await rows(database, audit)
    again = await staff(database, apply=True)
    assert [change.step for change in again.changes] == [Step.SAME, Step.SAME]
    assert await rows(database, audit) == before


async def test_a_change_is_shown_field_by_field_and_replaces_what_was(database: Database) -> None:
    await staff(database, apply=True)
    text = STAFF.replace("clinical_lead;executive,Medicine,U0LEILA", "clinical_lead,Surgery,U9NEW")
    shown = (await staff(database, text)).changes[1]
    assert shown.step is Step.CHANGE
    assert shown.details == (
        "directorate: Medicine → Surgery",
        "duties: clinical lead, executive → clinical lead",
        "Slack id: U0LEILA → U9NEW",
    )
    await staff(database, text, apply=True)
    assert {row["user"] for row in await rows(database, identities)} == {"U0AMINA", "29:amina", "U9NEW", "29:leila"}


async def test_two_people_may_swap_their_ids(database: Database) -> None:
    await staff(database, apply=True)
    swapped = STAFF.replace("U0AMINA", "X").replace("U0LEILA", "U0AMINA").replace(",X,", ",U0LEILA,")
    await staff(database, swapped, apply=True)
    async with database.reading() as tx:
        found = await people.by_identity(tx, Platform.SLACK, HOME_TENANT, "U0AMINA")
    assert found is not None
    assert found[0].name == "Dr Leila Haddad"


async def test_who_is_not_in_the_file_is_left_alone_unless_told(database: Database) -> None:
    await staff(database, apply=True)
    shorter = "\n".join(STAFF.splitlines()[:2])
    assert (await staff(database, shorter, apply=True)).changes[1] == Change(Step.ABSENT, "Dr Leila Haddad")
    found = await staff(database, shorter, apply=True, stop_missing=True)
    assert found.changes[1] == Change(Step.STOP, "Dr Leila Haddad")
    async with database.reading() as tx:
        assert [person.name for person in await people.all_active(tx)] == ["Amina Yusuf"]
    back = await staff(database, apply=True)
    assert back.changes[1] == Change(Step.CHANGE, "Dr Leila Haddad", ("works here again",))


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("amina.yusuf@northmoor.example", "amina.yusuf.northmoor.example", 2, "is not an e-mail address"),
        ("amina.yusuf@northmoor.example", "", 2, "the email is missing"),
        ("Amina Yusuf", "", 2, "the name is missing"),
        ("clinical_lead", "clinical_leed", 3, "did you mean “clinical_lead”"),
        ("amina.yusuf@", "leila.haddad@", 3, "the email is on line 2 too"),
        ("U0AMINA", "U0LEILA", 3, "the slack_user_id is on line 2 too"),
        ("Medicine,U0AMINA", "M" * 121 + ",U0AMINA", 2, "the directorate is longer than 120"),
    ],
)
async def test_one_bad_row_stops_the_whole_file(
    sqlite_database: Database, old: str, new: str, line: int, words: str
) -> None:
    found = await staff(sqlite_database, STAFF.replace(old, new), apply=True)
    assert found.applied is False
    (problem,) = found.problems
    assert problem.line == line
    assert words in problem.reason
    assert await rows(sqlite_database, identities) == []


async def test_an_id_that_belongs_to_somebody_outside_the_file_is_not_taken(database: Database) -> None:
    await staff(database, apply=True)
    text = "\n".join((STAFF.splitlines()[0], "New Nurse,new@northmoor.example,,Medicine,U0LEILA,"))
    found = await staff(database, text, apply=True)
    assert found.applied is False
    assert "belongs to leila.haddad@northmoor.example" in found.problems[0].reason


async def test_reports_of_somebody_met_before_the_import_become_theirs(database: Database) -> None:
    async with database.transaction() as tx:
        visitor = await people.meet(tx, Platform.SLACK, HOME_TENANT, "U0AMINA", name="amina", email=None, now=T0)
        await tx.execute(
            incidents.insert().values(
                reference="SE-2026-000001",
                reporter_id=visitor.id,
                reported_at=T0,
                revision=1,
                status="received",
                event_type="risk",
            )
        )
        await tx.execute(
            drafts.insert().values(
                person_id=visitor.id, form="report", values={}, created_at=T0, updated_at=T0, expires_at=T0
            )
        )
    await staff(database, apply=True)
    async with database.reading() as tx:
        amina = await people.by_email(tx, "amina.yusuf@northmoor.example")
    assert amina is not None
    assert amina.id != visitor.id
    assert [row["reporter_id"] for row in await rows(database, incidents)] == [amina.id]
    assert [row["person_id"] for row in await rows(database, drafts)] == [amina.id]


async def test_places_are_added_changed_and_the_same(database: Database) -> None:
    assert [change.step for change in (await places(database)).changes] == [Step.ADD, Step.ADD]
    assert await rows(database, locations) == []
    await places(database, apply=True)
    text = PLACES.replace("LW;delivery suite", "LW;labour suite")
    found = await places(database, text, apply=True)
    assert found.changes == (
        Change(Step.SAME, "Ward 7"),
        Change(Step.CHANGE, "Labour ward", ("aliases: LW, delivery suite → LW, labour suite",)),
    )
    assert [row["aliases"] for row in await rows(database, locations)] == [["W7"], ["LW", "labour suite"]]
    acts = [(row["act"], row["detail"]) for row in await rows(database, audit)]
    assert acts == [("place.added", {}), ("place.added", {}), ("place.changed", {"fields": ["aliases"]})]


async def test_a_place_that_is_not_in_the_file_goes_out_of_use_only_when_told(database: Database) -> None:
    await places(database, apply=True)
    shorter = "\n".join(PLACES.splitlines()[:2])
    assert (await places(database, shorter, apply=True)).changes[1].step is Step.ABSENT
    await places(database, shorter, apply=True, stop_missing=True)
    assert [row["active"] for row in await rows(database, locations)] == [True, False]
    assert (await places(database, apply=True)).changes[1].details == ("in use again",)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (",1,4\nLab", ",2,4\nLab", "lfpse_service “2”"),
        (",1,4\nLab", ",1,13\nLab", "lfpse_location “13”"),
        ("LW;delivery suite", "LW;w7", "“w7” is a name on line 2 too"),
        ("Labour ward,LW", "WARD  7,LW", "“ward 7” is a name on line 2 too"),
        ("Ward 7 (care of older people)", "", "the description is missing"),
    ],
)
async def test_one_bad_place_stops_the_whole_file(sqlite_database: Database, old: str, new: str, words: str) -> None:
    found = await places(sqlite_database, PLACES.replace(old, new), apply=True)
    assert found.applied is False
    assert words in found.problems[0].reason
    assert await rows(sqlite_database, locations) == []


REMINDED = """name,email,roles,directorate,deputy,time_zone
Amina Yusuf,amina.yusuf@northmoor.example,,Medicine,Leila.Haddad@northmoor.example,Europe/Paris
Dr Leila Haddad,leila.haddad@northmoor.example,clinical_lead,Medicine,,
"""


async def test_who_stands_in_and_where_a_clock_is_come_from_two_columns_that_may_be_missing(database: Database) -> None:
    await staff(database, REMINDED, apply=True)
    for text, deputy, zone in (
        (REMINDED, "Dr Leila Haddad", "Europe/Paris"),
        (STAFF, "Dr Leila Haddad", "Europe/Paris"),
        (REMINDED.replace("Leila.Haddad@northmoor.example", "").replace("Europe/Paris", ""), None, None),
    ):
        await staff(database, text, apply=True)
        async with database.reading() as tx:
            amina = await people.by_email(tx, "amina.yusuf@northmoor.example")
            assert amina is not None
            found = await people.by_ids(tx, [amina.deputy_id or 0])
        assert (next((one.name for one in found.values()), None), amina.time_zone) == (deputy, zone)
    shown = await staff(database, REMINDED)
    assert shown.changes[0].details == (
        "deputy: none → leila.haddad@northmoor.example",
        "time zone: London → Europe/Paris",
    )


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("Europe/Paris", "Paris", "the time zone “Paris” is not known. It must be like Europe/London"),
        ("Leila.Haddad@", "nobody@", "the deputy nobody@northmoor.example is not on the staff list"),
        ("Leila.Haddad@", "amina.yusuf@", "nobody is their own deputy"),
        (
            ",,Medicine,Leila",
            ",executive,Medicine,Leila",
            (
                "leila.haddad@northmoor.example cannot be the deputy. Only an executive can act for an executive. "
                "Please choose another executive."
            ),
        ),
    ],
)
async def test_a_deputy_or_a_time_zone_that_cannot_be_is_refused(
    sqlite_database: Database, old: str, new: str, reason: str
) -> None:
    found = await staff(sqlite_database, REMINDED.replace(old, new), apply=True)
    assert [problem.reason for problem in found.problems] == [reason]
    assert found.applied is False
