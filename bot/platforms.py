"""Settings of the trust put into the shape that each platform's adapter takes. It connects to nothing."""

from pydantic import SecretStr

from bot.settings import Settings
from bot.slack import SlackSettings
from bot.teams import TeamsSettings
from bot.teams.settings import BOT_FRAMEWORK_KEYS, MICROSOFT_LOGIN, SERVICE_HOSTS


def slack_settings(settings: Settings) -> SlackSettings | None:
    """Return what the Slack adapter takes, or None when Slack is off. Raises SettingsError when it is half set."""
    keys = settings.slack()
    if keys is None:
        return None
    return SlackSettings(keys.bot_token, keys.signing_secret, keys.app_token, keys.api_url)


def teams_settings(settings: Settings, *, allow_unauthenticated: bool = False) -> TeamsSettings | None:
    """Return what the Teams adapter takes, or None when Teams is off. Raises SettingsError when it is half set.

    ``allow_unauthenticated``: with no bot registered, callers on this machine are let in without a token.
    """
    keys = settings.teams()
    if keys is None and not allow_unauthenticated:
        return None
    return TeamsSettings(
        app_id=keys.app_id if keys else "",
        app_password=keys.app_password if keys else SecretStr(""),
        app_type=keys.app_type if keys else "SingleTenant",
        tenant_id=keys.tenant_id if keys else "",
        allow_unauthenticated_loopback=allow_unauthenticated and keys is None,
        openid_metadata_url=settings.teams_openid_url or BOT_FRAMEWORK_KEYS,
        login_url=settings.teams_login_url or MICROSOFT_LOGIN,
        allowed_service_hosts=(*SERVICE_HOSTS, *settings.teams_service_hosts),
    )
