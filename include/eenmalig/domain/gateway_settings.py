"""Which gateway, and the rule that a rehearsal talks to this machine only."""

from __future__ import annotations

import hashlib
import ipaddress
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from eenmalig.domain.airflow_connection import read_connection
from eenmalig.errors import Code, EenmaligError

MISSING_FOR_LIVE = (
    "a signed decision of the controller that this installation may go live",
    "an evidence key of kind live, held apart from this machine",
    "a subaccount at the provider for each campaign",
    "registration of the sender id with the Dutch operators",
)

# Programs disagree on where the host ends when an address holds a user name, a backslash or a
# blank, so that a check of one host could let a connection to another pass.
_PLAIN_ADDRESS = re.compile(
    r"https?://([a-z0-9.-]+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?(?:/[a-z0-9._~/-]*)?",
    re.ASCII | re.IGNORECASE,
)


@dataclass(frozen=True)
class GatewaySettings:
    """Where the provider's API stands, and who we are there."""

    base_url: str
    account_sid: str
    token: str = field(repr=False)

    @property
    def host(self) -> str:
        """The host's name as approvers see it. A loopback port is left out: it is chance."""
        plain = _PLAIN_ADDRESS.fullmatch(self.base_url)
        return plain[1].strip("[]").lower() if plain else ""

    @property
    def address(self) -> str:
        """Scheme, host, port and path, spelled in one way: what a campaign is bound to."""
        parts = urlsplit(self.base_url)
        port = parts.port or {"http": 80, "https": 443}[parts.scheme.lower()]
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{parts.scheme.lower()}://{host}:{port}{parts.path.rstrip('/')}"

    @property
    def identity(self) -> dict[str, str]:
        """Host, account and address, as records and dossiers hold them."""
        return {"host": self.host, "account": self.account, "address": self.address}

    @property
    def account(self) -> str:
        """The account as approvers see it: the first 16 hex digits of its id's SHA-256."""
        return hashlib.sha256(self.account_sid.encode()).hexdigest()[:16]

    def require_loopback(self) -> None:
        """Fails when the gateway is not this machine: that would be live, which is refused."""
        if not _is_loopback(self.host):
            raise EenmaligError(Code.GATEWAY_NOT_LOOPBACK, *MISSING_FOR_LIVE)


def from_connection(login: str | None, password: str | None, extra: Any) -> GatewaySettings:
    """Return the settings of an Airflow connection of type ``twilio``.

    Fails when a part is missing; without ``base_url`` it would be the provider itself.
    """
    if not isinstance(extra or {}, dict):
        raise EenmaligError(Code.GATEWAY_SETTINGS, "extra does not hold keys with values")
    base_url = (extra or {}).get("base_url", "https://api.twilio.com")
    mistakes = []
    if not login:
        mistakes.append("login (the account SID) is empty")
    if not password:
        mistakes.append("password (the token) is empty")
    if not isinstance(base_url, str) or not _is_plain(base_url):
        mistakes.append("base_url in extra is not a plain http or https address")
    if mistakes:
        raise EenmaligError(Code.GATEWAY_SETTINGS, *mistakes)
    return GatewaySettings(base_url.rstrip("/"), login or "", password or "")


def parse_connection(text: str) -> GatewaySettings:
    """Return the settings in ``AIRFLOW_CONN_TWILIO_DEFAULT``, as JSON or as a URI."""
    stated = read_connection(text, Code.GATEWAY_SETTINGS)
    return from_connection(stated.login, stated.password, stated.extra)


def _is_plain(address: str) -> bool:
    try:
        return _PLAIN_ADDRESS.fullmatch(address) is not None and urlsplit(address).port != 0
    except ValueError:  # a port that there is none of
        return False


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
