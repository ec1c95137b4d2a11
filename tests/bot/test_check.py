"""The check: what is well, what is wrong and how to mend it, against stand-ins on this machine."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from invented import alert_values
from typer.testing import CliRunner

from bot.__main__ import app
from bot.check import Finding, State, check_clock, check_files, check_platform, check_settings, check_store
from bot.settings import load_settings
from storage import alerts, migrations
from storage.database import Database

T0 = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("alone")


def settings_with(monkeypatch: pytest.MonkeyPatch, **values: str) -> list[Finding]:
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return check_settings(load_settings(), values)


def test_settings_that_can_be_read_are_well(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings_with(monkeypatch) == [Finding("Settings", State.OK, "They can be read.")]


def test_a_name_that_nobody_reads_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    (finding,) = settings_with(monkeypatch, SAFETY_TRUSTNAME="Northmoor")
    assert finding.state is State.PROBLEM
    assert finding.words.endswith("Did you mean SAFETY_TRUST_NAME?")


def test_half_set_platforms_are_problems(monkeypatch: pytest.MonkeyPatch) -> None:
    findings = settings_with(monkeypatch, SLACK_APP_TOKEN="xapp", MICROSOFT_APP_ID="a")
    assert [finding.words.split(" ")[0] for finding in findings] == ["Slack", "Teams"]


def parts(findings: Sequence[Finding]) -> dict[str, State]:
    return {finding.part: finding.state for finding in findings}


async def test_a_store_without_tables_says_how_to_get_them() -> None:
    findings = await check_store(load_settings())
    assert parts(findings) == {"Database": State.OK, "Migrations": State.PROBLEM}
    assert findings[1].words.endswith("Run: safety-bot migrate")


@pytest.mark.usefixtures("migrated")
async def test_open_work_of_which_nobody_will_hear_is_a_problem() -> None:
    store = Database("sqlite:///safety.db")
    assert parts(await check_store(load_settings(), T0 + timedelta(hours=1)))["Reminders"] is State.OK
    async with store.transaction() as tx:
        await alerts.add(tx, alert_values(), [])
    await store.close()
    finding = (await check_store(load_settings(), T0 + timedelta(hours=1)))[-1]
    assert (finding.part, finding.state) == ("Reminders", State.PROBLEM)
    assert finding.words.startswith("Nobody will hear of 1 open: alert:1.")


@pytest.mark.usefixtures("migrated")
async def test_a_store_without_staff_and_wards_says_how_to_bring_them_in() -> None:
    findings = await check_store(load_settings())
    assert parts(findings) == {
        "Database": State.OK,
        "Migrations": State.OK,
        "Staff": State.PROBLEM,
        "Wards": State.PROBLEM,
    }
    assert "safety-bot import staff FILE.csv --apply" in findings[2].words


async def test_a_store_that_cannot_be_opened_is_a_problem_without_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://bot:hunter2@127.0.0.1:1/safety")
    (finding,) = await check_store(load_settings())
    assert finding.state is State.PROBLEM
    assert finding.words.startswith("PostgreSQL cannot be used")
    assert "hunter2" not in finding.words


Serve = Callable[[str | None], Awaitable[str]]


@pytest.fixture
async def dated() -> AsyncIterator[Serve]:
    servers: list[TestServer] = []

    async def start(date: str | None) -> str:
        async def answer(_request: web.Request) -> web.Response:
            response = web.Response()
            if date is not None:
                response.headers["Date"] = date
            return response

        application = web.Application()
        application.router.add_get("/", answer)
        servers.append(TestServer(application))
        await servers[-1].start_server()
        return str(servers[-1].make_url("/"))

    yield start
    for server in servers:
        await server.close()


@pytest.mark.parametrize(
    ("ahead", "state", "words"),
    [
        (0, State.OK, "Right to within"),
        (59, State.OK, "Right to within"),
        (75, State.PROBLEM, "75 seconds fast"),
        (-300, State.PROBLEM, "300 seconds slow"),
    ],
)
async def test_the_clock_is_compared_with_the_platforms(dated: Serve, ahead: int, state: State, words: str) -> None:
    url = await dated(format_datetime(T0, usegmt=True))
    finding = await check_clock([url], lambda: T0 + timedelta(seconds=ahead))
    assert finding.state is state
    assert words in finding.words


async def test_the_next_platform_is_asked_when_one_is_out_of_reach_or_unclear(dated: Serve) -> None:
    urls = ["http://127.0.0.1:1/", await dated("soon"), await dated(format_datetime(T0, usegmt=True))]
    assert (await check_clock(urls, lambda: T0)).state is State.OK


async def test_a_clock_that_nobody_can_confirm_is_not_called_right() -> None:
    assert (await check_clock([], lambda: T0)).state is State.UNKNOWN


class Answering:
    """A platform whose own check finds one thing well and one not."""

    closed = False

    async def check(self) -> list[tuple[str, bool, str]]:
        """Return two findings."""
        return [("Slack", True, "Joined."), ("Slack scopes", False, "Add these: im:write.")]

    async def close(self) -> None:
        """Remember it."""
        self.closed = True


async def test_a_platform_says_itself_what_is_wrong_with_it() -> None:
    platform = Answering()
    assert await check_platform("Slack", platform, "not set") == [
        Finding("Slack", State.OK, "Joined."),
        Finding("Slack scopes", State.PROBLEM, "Add these: im:write."),
    ]
    assert platform.closed
    assert await check_platform("Slack", None, "not set") == [Finding("Slack", State.OFF, "not set")]


def test_the_command_shows_one_line_for_each_part_and_counts_what_is_wrong() -> None:
    ran = CliRunner().invoke(app, ["check"])
    behind = f"Its tables are at revision none, this version needs {migrations.head()}."
    assert ran.exit_code == 1
    assert ran.output.splitlines() == [
        "  ok           Settings: They can be read.",
        "  ok           Database: SQLite answers.",
        f"  problem      Migrations: {behind} Run: safety-bot migrate",
        f"  off          {check_files(load_settings()).part}: {check_files(load_settings()).words}",
        "  off          Slack: SLACK_BOT_TOKEN is not set.",
        "  off          Teams: MICROSOFT_APP_ID is not set.",
        "  not checked  Clock: No platform could be reached to compare it with.",
        "1 to mend.",
    ]


def test_the_command_names_a_half_set_platform_once_and_goes_on() -> None:
    ran = CliRunner().invoke(app, ["check"], env={"SLACK_BOT_TOKEN": "xoxb-hunter2"})
    assert ran.output.count("Slack is only half set up") == 1
    assert "Teams: MICROSOFT_APP_ID is not set." in ran.output
    assert "hunter2" not in ran.output


def test_an_installation_with_nothing_wrong_ends_well(alone: Path) -> None:
    staff = "name,email,roles,directorate\nJo,jo@northmoor.example,patient_safety_specialist,Governance\n"
    places = "name,aliases,description,directorate,lfpse_service,lfpse_location\nWard 7,W7,Ward 7,Medicine,1,4\n"
    (alone / "s.csv").write_text(staff, encoding="utf-8")
    (alone / "l.csv").write_text(places, encoding="utf-8")
    for words in (["migrate"], ["import", "staff", "s.csv", "--apply"], ["import", "locations", "l.csv", "--apply"]):
        assert CliRunner().invoke(app, words).exit_code == 0
    ran = CliRunner().invoke(app, ["check"])
    assert ran.exit_code == 0
    assert ran.output.endswith("Nothing to mend.\n")


def test_files_that_nobody_can_open_from_chat_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    assert check_files(load_settings()).state is State.OFF
    monkeypatch.setenv("SAFETY_WEB_ADDRESS", "https://safety.example.nhs.uk")
    assert check_files(load_settings()).state is State.OK
