"""Which host names lie beyond this machine; pure."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable


def beyond_this_machine(hosts: Iterable[str]) -> list[str]:
    """The ``hosts`` other computers may reach us by, as origins name them (".a.vn" is "*.a.vn")."""
    return [f"*{host}" if host.startswith(".") else host for host in hosts if not is_here(host)]


def is_here(host: str) -> bool:
    """Whether ``host`` is this machine's own name or a loopback address."""
    name = host.strip("[]").lower()
    if name in ("", "localhost") or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
