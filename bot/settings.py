"""Everything that a trust may set, read once from the environment or ``.env`` into one frozen value.

It never repeats a value in an error: a name is enough to find the mistake, and a value may be a secret.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Final, Literal, Self

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from rapidfuzz import process

from bot.ladder_file import read_ladder_file
from bot.setting_kinds import Days, Hosts, LadderFile, Pattern, Store, WebAddress, WebFolder
from handlers.desk import House

_HOUSE: Final = House()
LONG_TEXTS: Final = (_HOUSE.serious_text, _HOUSE.danger_text)
"""Too long to be shown in a table."""
_PREFIX: Final = "SAFETY_"
_LIKENESS: Final = 70


class SettingsError(Exception):
    """A setting is wrong or missing. The message names it, says how to mend it, and holds no value."""


@dataclass(frozen=True, slots=True)
class SlackKeys:
    """What the Slack adapter needs. HTTP mode has a signing secret, Socket Mode an app token; both may be there."""

    bot_token: SecretStr
    signing_secret: SecretStr | None
    app_token: SecretStr | None
    api_url: str


@dataclass(frozen=True, slots=True)
class TeamsKeys:
    """What the Teams adapter needs. ``tenant_id`` is empty for a multi-tenant registration."""

    app_id: str
    app_password: SecretStr
    app_type: str
    tenant_id: str


class Settings(BaseSettings):
    """The settings. Each description is a row of the table in the README."""

    model_config = SettingsConfigDict(
        frozen=True,
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        hide_input_in_errors=True,
        populate_by_name=True,
    )

    database_url: Store = Field(
        SecretStr("sqlite:///safety.db"),
        validation_alias="DATABASE_URL",
        description="Where the store is: `sqlite:///FILE` or `postgresql://USER:PASSWORD@HOST/NAME`.",
    )
    slack_bot_token: SecretStr | None = Field(
        None, validation_alias="SLACK_BOT_TOKEN", description="Slack: the bot token of the installed app, `xoxb-…`."
    )
    slack_signing_secret: SecretStr | None = Field(
        None,
        validation_alias="SLACK_SIGNING_SECRET",
        description="Slack over HTTP: the signing secret of the app, which proves that a request is Slack's.",
    )
    slack_app_token: SecretStr | None = Field(
        None,
        validation_alias="SLACK_APP_TOKEN",
        description="Slack over Socket Mode: the app-level token, `xapp-…`. With it, no public address is needed.",
    )
    slack_api_url: WebFolder = Field(
        "https://slack.com/api/",
        validation_alias="SLACK_API_URL",
        description="Where Slack's Web API is. Change it only to try the bot against a stand-in.",
    )
    microsoft_app_id: str | None = Field(
        None, validation_alias="MICROSOFT_APP_ID", description="Teams: the application (client) id of the bot."
    )
    microsoft_app_password: SecretStr | None = Field(
        None, validation_alias="MICROSOFT_APP_PASSWORD", description="Teams: the client secret of the bot."
    )
    microsoft_app_type: Literal["SingleTenant", "MultiTenant"] = Field(
        "SingleTenant",
        validation_alias="MICROSOFT_APP_TYPE",
        description="Teams: `SingleTenant` (the trust's own tenant) or `MultiTenant` (older registrations).",
    )
    microsoft_app_tenant_id: str | None = Field(
        None,
        validation_alias="MICROSOFT_APP_TENANT_ID",
        description="Teams: the trust's tenant (directory) id. People of any other tenant count as visitors.",
    )
    trust_name: str | None = Field(
        None,
        min_length=1,
        max_length=80,
        validation_alias="SAFETY_TRUST_NAME",
        description="The name of the trust, as people read it. Without it the bot greets people without a name.",
    )
    undo_minutes: int = Field(
        10,
        ge=0,
        le=60,
        validation_alias="SAFETY_UNDO_MINUTES",
        description="For how many minutes a report can be undone.",
    )
    answer_working_days: int = Field(
        10,
        ge=1,
        le=60,
        validation_alias="SAFETY_ANSWER_WORKING_DAYS",
        description="In how many working days a reporter is promised an answer.",
    )
    draft_days: int = Field(
        7,
        ge=1,
        le=90,
        validation_alias="SAFETY_DRAFT_DAYS",
        description="How many days an unfinished report is kept before it is deleted.",
    )
    serious_text: str = Field(
        _HOUSE.serious_text,
        min_length=1,
        max_length=600,
        validation_alias="SAFETY_SERIOUS_TEXT",
        description="What a person reads first when a report sounds serious.",
    )
    danger_text: str = Field(
        _HOUSE.danger_text,
        min_length=1,
        max_length=600,
        validation_alias="SAFETY_DANGER_TEXT",
        description="What a person reads first when they tell of a danger that may do harm very soon.",
    )
    health_and_safety_url: WebAddress | None = Field(
        None,
        validation_alias="SAFETY_HEALTH_AND_SAFETY_URL",
        description="The trust's form for staff who were hurt. Such reports are pointed there.",
    )
    web_address: WebFolder | None = Field(
        None,
        validation_alias="SAFETY_WEB_ADDRESS",
        description="Where staff reach this bot's own web address, such as https://safety.example.nhs.uk. "
        "Without it, photos and documents of reports cannot be downloaded from chat.",
    )
    hospital_number: Pattern | None = Field(
        None,
        validation_alias="SAFETY_HOSPITAL_NUMBER",
        description=r"A regular expression for the trust's own patient numbers, removed like NHS numbers: `RXX\d{6}`.",
    )
    reminder_time: time = Field(
        time(9, 0),
        validation_alias="SAFETY_REMINDER_TIME",
        description="When reminders go out on a working day, Europe/London, as `HH:MM`.",
    )
    closed_days: Days = Field(
        (),
        validation_alias="SAFETY_CLOSED_DAYS",
        description="Days on which the trust is closed beside weekends and the bank holidays of England, as "
        "`2026-12-29`, with commas between them. Nothing reminds on them.",
    )
    quiet_from: time = Field(
        time(20, 0),
        validation_alias="SAFETY_QUIET_FROM",
        description="From when on nothing reminds in the evening, where each person is, as `HH:MM`.",
    )
    quiet_until: time = Field(
        time(7, 0),
        validation_alias="SAFETY_QUIET_UNTIL",
        description="Until when nothing reminds in the morning, where each person is, as `HH:MM`.",
    )
    messages_a_day: int = Field(
        5,
        ge=1,
        le=50,
        validation_alias="SAFETY_MESSAGES_A_DAY",
        description="The most messages that one person gets on one day. What is beyond it comes together the next "
        "working morning. Never held back: a serious report, a call for help, who cannot be reached.",
    )
    ladder_file: LadderFile | None = Field(
        None,
        validation_alias="SAFETY_LADDER_FILE",
        description="The trust's own steps of reminding, as `safety-bot alert ladder` prints them. "
        "Their own time then counts, not `SAFETY_REMINDER_TIME`.",
    )
    feed: bool = Field(
        False,
        validation_alias="SAFETY_FEED",
        description="`true` reads new national alerts from GOV.UK. A CAS officer checks each before anything happens.",
    )
    feed_url: WebAddress = Field(
        "https://www.gov.uk",
        validation_alias="SAFETY_FEED_URL",
        description="Where GOV.UK's search and content APIs are. Change it only to try the bot against a stand-in.",
    )
    feed_minutes: int = Field(
        30,
        ge=5,
        le=1440,
        validation_alias="SAFETY_FEED_MINUTES",
        description="Every how many minutes GOV.UK is asked for new alerts.",
    )
    feed_first_days: int = Field(
        7,
        ge=0,
        le=365,
        validation_alias="SAFETY_FEED_FIRST_DAYS",
        description="How many days back the first reading takes alerts; older ones are left alone.",
    )
    figures_seconds: float = Field(
        1.0,
        ge=0,
        le=30,
        validation_alias="SAFETY_FIGURES_SECONDS",
        description="How many seconds old the figures of a status answer may be; `0` looks at the store each time.",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO",
        validation_alias="SAFETY_LOG_LEVEL",
        description="How much is logged: `DEBUG`, `INFO`, `WARNING` or `ERROR`.",
    )
    metrics_token: SecretStr | None = Field(
        None,
        validation_alias="SAFETY_METRICS_TOKEN",
        description="Bearer token for `/metrics`. Without it, only this machine may read them.",
    )
    teams_openid_url: WebAddress | None = Field(
        None,
        validation_alias="SAFETY_TEAMS_OPENID_URL",
        description="Teams: where the keys of the Bot Framework are published. Only for other clouds or a stand-in.",
    )
    teams_login_url: WebAddress | None = Field(
        None,
        validation_alias="SAFETY_TEAMS_LOGIN_URL",
        description="Teams: where the bot gets its own token. Only for other clouds or a stand-in.",
    )
    teams_service_hosts: Hosts = Field(
        (),
        validation_alias="SAFETY_TEAMS_SERVICE_HOSTS",
        description="Teams: hosts that replies may go to besides Microsoft's, with commas between them.",
    )

    @model_validator(mode="after")
    def _reminders_are_not_in_quiet_hours(self) -> Self:
        if not self.quiet_until < self.quiet_from:
            raise ValueError("SAFETY_QUIET_UNTIL must be earlier than SAFETY_QUIET_FROM: the night is between them")
        at = self.reminder_time if self.ladder_file is None else read_ladder_file(self.ladder_file).at
        if not self.quiet_until <= at < self.quiet_from:
            raise ValueError("SAFETY_REMINDER_TIME, or the ladder's own time, lies in the quiet hours")
        return self

    def slack(self) -> SlackKeys | None:
        """Return Slack's keys, or None when Slack is off. Raises SettingsError when only some are set."""
        given = (self.slack_bot_token, self.slack_signing_secret, self.slack_app_token)
        if not any(given):
            return None
        missing = [] if self.slack_bot_token else ["SLACK_BOT_TOKEN"]
        if not (self.slack_signing_secret or self.slack_app_token):
            missing.append("SLACK_SIGNING_SECRET (or SLACK_APP_TOKEN, for Socket Mode)")
        if missing or self.slack_bot_token is None:
            raise SettingsError(_half_set("Slack", missing))
        return SlackKeys(self.slack_bot_token, self.slack_signing_secret, self.slack_app_token, self.slack_api_url)

    def teams(self) -> TeamsKeys | None:
        """Return the keys of Teams, or None when Teams is off. Raises SettingsError when only some are set."""
        given = (self.microsoft_app_id, self.microsoft_app_password, self.microsoft_app_tenant_id)
        if not any(given):
            return None
        wanted: dict[str, object] = {
            "MICROSOFT_APP_ID": self.microsoft_app_id,
            "MICROSOFT_APP_PASSWORD": self.microsoft_app_password,
        }
        if self.microsoft_app_type == "SingleTenant":
            wanted["MICROSOFT_APP_TENANT_ID"] = self.microsoft_app_tenant_id
        missing = [name for name, value in wanted.items() if not value]
        if missing or self.microsoft_app_id is None or self.microsoft_app_password is None:
            raise SettingsError(_half_set("Teams", missing))
        return TeamsKeys(
            self.microsoft_app_id,
            self.microsoft_app_password,
            self.microsoft_app_type,
            self.microsoft_app_tenant_id or "",
        )


def _half_set(platform: str, missing: Iterable[str]) -> str:
    return f"{platform} is only half set up. Also set: {', '.join(missing)}. To leave {platform} off, set none of them."


def load_settings(env_file: Path | str | None = ".env") -> Settings:
    """Read the environment and ``env_file``. Raises SettingsError with one line for each setting that is wrong."""
    try:
        return Settings(_env_file=env_file)
    except ValidationError as error:
        lines = [f"{_spelt(problem['loc'])}: {_plain(problem['msg'])}" for problem in error.errors(include_input=False)]
        raise SettingsError("\n".join(lines)) from None


def _spelt(loc: tuple[int | str, ...]) -> str:
    first = str(loc[0]) if loc else "settings"
    field = Settings.model_fields.get(first)
    return str(field.validation_alias) if field is not None else first


def _plain(message: str) -> str:
    return message.removeprefix("Value error, ")


def unknown_names(environ: Mapping[str, str]) -> dict[str, str]:
    """Return each name that looks like one of ours and is not, with the name that was probably meant (or "")."""
    ours = [name.removeprefix(_PREFIX) for name in names() if name.startswith(_PREFIX)]
    unknown: dict[str, str] = {}
    for name in sorted(environ):
        rest = name.upper().removeprefix(_PREFIX)
        if name.upper().startswith(_PREFIX) and rest not in ours:
            near = process.extractOne(rest, ours, score_cutoff=_LIKENESS)
            unknown[name] = f"{_PREFIX}{near[0]}" if near else ""
    return unknown


def names() -> tuple[str, ...]:
    """Return the name of every setting, as it is spelt in the environment."""
    return tuple(str(field.validation_alias) for field in Settings.model_fields.values())
