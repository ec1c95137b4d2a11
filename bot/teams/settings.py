"""What the Teams adapter must be told. It reads no environment; the composition root fills it."""

from dataclasses import dataclass
from typing import Final

from pydantic import SecretStr

BOT_FRAMEWORK_KEYS: Final = "https://login.botframework.com/v1/.well-known/openidconfiguration"
BOT_FRAMEWORK_SCOPE: Final = "https://api.botframework.com/.default"
MICROSOFT_LOGIN: Final = "https://login.microsoftonline.com/"
TEAMS_SERVICE: Final = "https://smba.trafficmanager.net/teams/"
SERVICE_HOSTS: Final = ("smba.trafficmanager.net", "*.botframework.com")
FILE_HOSTS: Final = ("*.sharepoint.com",)


@dataclass(frozen=True, slots=True)
class TeamsSettings:
    """Keys and addresses of one Teams bot.

    ``app_id`` empty means that no bot is registered: everything is refused, unless ``allow_unauthenticated_loopback``
    and the caller is on this machine. ``allowed_service_hosts`` are the only hosts that our token is sent to, and
    ``allowed_file_hosts`` the only ones that a file is fetched from; ``*.example.org`` stands for every host below it.
    ``service_url`` is where a person is sought who has an id from the staff list but has never written to the bot.
    """

    app_id: str
    app_password: SecretStr
    app_type: str = "SingleTenant"
    tenant_id: str = ""
    allow_unauthenticated_loopback: bool = False
    openid_metadata_url: str = BOT_FRAMEWORK_KEYS
    login_url: str = MICROSOFT_LOGIN
    allowed_service_hosts: tuple[str, ...] = SERVICE_HOSTS
    allowed_file_hosts: tuple[str, ...] = FILE_HOSTS
    service_url: str = TEAMS_SERVICE

    @property
    def unauthenticated(self) -> bool:
        """Whether callers on this machine are let in without a token."""
        return self.allow_unauthenticated_loopback and not self.app_id

    @property
    def token_url(self) -> str:
        """Where the bot gets the token for its own calls."""
        authority = self.tenant_id if self.app_type == "SingleTenant" and self.tenant_id else "botframework.com"
        return f"{self.login_url.rstrip('/')}/{authority}/oauth2/v2.0/token"
