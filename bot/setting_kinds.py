"""Kinds of settings: what each takes, and the sentence that says what is wrong. No sentence repeats a value."""

import re
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, SecretStr
from pydantic_settings import NoDecode

from bot.ladder_file import read_ladder_file
from storage.database import read_url

_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})


def _store(value: SecretStr) -> SecretStr:
    url = read_url(value.get_secret_value())
    if url.drivername.startswith("sqlite") and url.database in {None, "", ":memory:"}:
        raise ValueError("sqlite needs a file, such as sqlite:///safety.db: what is only in memory would be lost")
    return value


def _pattern(value: str) -> str:
    try:
        compiled = re.compile(value)
    except re.error:
        raise ValueError("is not a regular expression") from None
    if compiled.search("") is not None:
        raise ValueError("matches nothing at all, so it would match everywhere")
    return value


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme == "https" and parts.hostname:
        return value
    if parts.scheme == "http" and parts.hostname in _LOOPBACK:
        return value
    raise ValueError("must start with https:// (http:// is taken for this machine only)")


def _with_slash(value: str) -> str:
    return _web_address(value).rstrip("/") + "/"


def _parted(value: Any) -> Any:
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


def _ladder_file(value: Path) -> Path:
    read_ladder_file(value)
    return value


Store = Annotated[SecretStr, AfterValidator(_store)]
Pattern = Annotated[str, AfterValidator(_pattern)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
WebFolder = Annotated[str, AfterValidator(_with_slash)]
"""A web address that ends with a slash, whether it was given with one or not."""
Hosts = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_parted)]
Days = Annotated[tuple[date, ...], NoDecode, BeforeValidator(_parted)]
LadderFile = Annotated[Path, AfterValidator(_ladder_file)]
