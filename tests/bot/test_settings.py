"""Settings: read from the environment, wrong ones named without their values, platforms on, off or half set."""

from datetime import time
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import Settings, SettingsError, load_settings, names, unknown_names
from bot.settings_table import settings_table
from handlers.desk import House

SLACK_BOTH = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s3cret"}
TEAMS_ALL = {"MICROSOFT_APP_ID": "app", "MICROSOFT_APP_PASSWORD": "passw0rd", "MICROSOFT_APP_TENANT_ID": "tenant"}


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in names():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def given(monkeypatch: pytest.MonkeyPatch, **values: str) -> Settings:
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return load_settings()


def test_without_any_setting_everything_has_a_default_and_platforms_are_off() -> None:
    settings = load_settings()
    assert settings.database_url.get_secret_value() == "sqlite:///safety.db"
    assert settings.slack_api_url == "https://slack.com/api/"
    assert (settings.undo_minutes, settings.answer_working_days, settings.draft_days) == (10, 10, 7)
    assert settings.reminder_time == time(9, 0)
    assert (settings.serious_text, settings.danger_text) == (House().serious_text, House().danger_text)
    assert settings.slack() is None
    assert settings.teams() is None


def test_settings_cannot_be_changed_afterwards() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        load_settings().undo_minutes = 3


def test_a_file_is_read_and_the_environment_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("SAFETY_TRUST_NAME=Northmoor\nSAFETY_UNDO_MINUTES=5\n", encoding="utf-8")
    settings = given(monkeypatch, SAFETY_UNDO_MINUTES="7")
    assert (settings.trust_name, settings.undo_minutes) == ("Northmoor", 7)


def test_an_empty_value_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = given(monkeypatch, SLACK_BOT_TOKEN="", SAFETY_UNDO_MINUTES="")
    assert settings.slack() is None
    assert settings.undo_minutes == 10


def test_no_secret_shows_when_settings_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = given(
        monkeypatch,
        DATABASE_URL="postgresql://bot:hunter2@db/safety",
        SAFETY_METRICS_TOKEN="m3trics",
        SLACK_APP_TOKEN="xapp-1",
        **SLACK_BOTH,
        **TEAMS_ALL,
    )
    shown = f"{settings!r}{settings}{settings.slack()!r}{settings.teams()!r}"
    for secret in ("hunter2", "xoxb-1", "s3cret", "xapp-1", "passw0rd", "m3trics"):
        assert secret not in shown


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("DATABASE_URL", "mysql://bot:hunter2@db/x", "sqlite or postgresql"),
        ("DATABASE_URL", "sqlite://", "needs a file"),
        ("DATABASE_URL", "sqlite:///:memory:", "needs a file"),
        ("SLACK_API_URL", "http://slack.example", "must start with https://"),
        ("SAFETY_HEALTH_AND_SAFETY_URL", "javascript:hunter2", "must start with https://"),
        ("SAFETY_UNDO_MINUTES", "hunter2", "valid integer"),
        ("SAFETY_UNDO_MINUTES", "61", "less than or equal to 60"),
        ("SAFETY_REMINDER_TIME", "hunter2", "valid time"),
        ("SAFETY_HOSPITAL_NUMBER", "(hunter2", "not a regular expression"),
        ("SAFETY_HOSPITAL_NUMBER", r"\d*", "match everywhere"),
        ("SAFETY_LOG_LEVEL", "hunter2", "'DEBUG', 'INFO'"),
        ("MICROSOFT_APP_TYPE", "hunter2", "'SingleTenant'"),
    ],
)
def test_a_wrong_setting_is_named_without_its_value(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: str
) -> None:
    with pytest.raises(SettingsError) as refused:
        given(monkeypatch, **{name: value})
    assert str(refused.value).startswith(f"{name}: ")
    assert words in str(refused.value)
    assert "hunter2" not in str(refused.value)


def test_every_wrong_setting_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsError) as refused:
        given(monkeypatch, SAFETY_UNDO_MINUTES="x", SAFETY_DRAFT_DAYS="0")
    assert [line.split(":")[0] for line in str(refused.value).splitlines()] == [
        "SAFETY_UNDO_MINUTES",
        "SAFETY_DRAFT_DAYS",
    ]


def test_slack_takes_either_a_signing_secret_or_an_app_token(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = given(monkeypatch, **SLACK_BOTH).slack()
    assert keys is not None
    assert keys.signing_secret is not None
    assert keys.app_token is None
    monkeypatch.delenv("SLACK_SIGNING_SECRET")
    keys = given(monkeypatch, SLACK_APP_TOKEN="xapp-1").slack()
    assert keys is not None
    assert keys.signing_secret is None


def test_a_stand_in_for_slack_on_this_machine_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    assert given(monkeypatch, SLACK_API_URL="http://127.0.0.1:9/api").slack_api_url == "http://127.0.0.1:9/api/"


@pytest.mark.parametrize(
    ("values", "missing", "there"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_SIGNING_SECRET (or SLACK_APP_TOKEN", "SLACK_BOT_TOKEN"),
        ({"SLACK_SIGNING_SECRET": "s"}, "SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"),
        ({"SLACK_APP_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"),
    ],
)
def test_half_set_slack_says_exactly_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, values: dict[str, str], missing: str, there: str
) -> None:
    with pytest.raises(SettingsError) as refused:
        given(monkeypatch, **values).slack()
    assert f"Also set: {missing}" in str(refused.value)
    assert there not in str(refused.value).replace(missing, "")


@pytest.mark.parametrize("left_out", sorted(TEAMS_ALL))
def test_half_set_teams_says_exactly_what_is_missing(monkeypatch: pytest.MonkeyPatch, left_out: str) -> None:
    with pytest.raises(SettingsError) as refused:
        given(monkeypatch, **{name: value for name, value in TEAMS_ALL.items() if name != left_out}).teams()
    assert f"Also set: {left_out}. " in str(refused.value)


def test_a_multi_tenant_bot_needs_no_tenant(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = given(
        monkeypatch, MICROSOFT_APP_ID="app", MICROSOFT_APP_PASSWORD="p", MICROSOFT_APP_TYPE="MultiTenant"
    ).teams()
    assert keys is not None
    assert keys.tenant_id == ""


def test_hosts_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = given(monkeypatch, SAFETY_TEAMS_SERVICE_HOSTS="a.example, *.b.example,")
    assert settings.teams_service_hosts == ("a.example", "*.b.example")


def test_a_misspelt_name_is_found_with_the_one_that_was_meant() -> None:
    environ = {"SAFETY_UNDO_MINUTE": "3", "SAFETY_TRUST_NAME": "x", "PATH": "/bin", "SAFETY_ZZZ": "1"}
    assert unknown_names(environ) == {"SAFETY_UNDO_MINUTE": "SAFETY_UNDO_MINUTES", "SAFETY_ZZZ": ""}


def test_the_table_has_a_row_with_a_description_for_every_setting() -> None:
    rows = [line.split(" | ") for line in settings_table().splitlines()[2:]]
    assert [row[0] for row in rows] == [f"| `{name}`" for name in names()]
    assert all(len(row) == 3 and len(row[2]) > 20 for row in rows)
    assert "| `SAFETY_REMINDER_TIME` | `09:00` |" in settings_table()
