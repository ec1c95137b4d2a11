"""Which addresses the adapter may call. A service URL comes from the network, and our token goes to it.

It resolves no names and fetches nothing.
"""

import ipaddress
from collections.abc import Sequence
from urllib.parse import urlsplit

_LONGEST = 512


def is_loopback(host: str | None) -> bool:
    """Return whether a host name or address is this machine."""
    if host is None:
        return False
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def permits(url: str, hosts: Sequence[str], *, loopback: bool = False) -> bool:
    """Return whether ``url`` may be called: HTTPS to a listed host, or any scheme to this machine when that is allowed.

    This machine is allowed by ``loopback`` or by being listed. A user name in the address is always refused.
    """
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".")
        _ = parts.port  # raises ValueError for a port that is none
    except ValueError:
        return False
    if not host or len(url) > _LONGEST or "@" in parts.netloc or parts.query or parts.fragment:
        return False
    if is_loopback(host):
        return parts.scheme in {"http", "https"} and (loopback or host in hosts)
    return parts.scheme == "https" and any(_matches(host, pattern) for pattern in hosts)


def permits_file(url: str, hosts: Sequence[str], *, loopback: bool = False) -> bool:
    """Return whether a file may be fetched from ``url``: as ``permits``, but a query is usual and may be long."""
    return permits(url.partition("?")[0], hosts, loopback=loopback)


def _matches(host: str, pattern: str) -> bool:
    return host.endswith(pattern[1:]) if pattern.startswith("*.") else host == pattern
