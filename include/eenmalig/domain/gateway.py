"""Which gateway, and the rule that a rehearsal talks to this machine only."""

from __future__ import annotations

import hashlib
import ipaddress
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from eenmalig.errors import Code, EenmaligError

MISSING_FOR_LIVE = (
    "a signed decision of the controller that this installation may go live",
    "an evidence key of kind live, held apart from this machine",
    "a subaccount at the provider for each campaign",
    "registration of the sender id with the Dutch operators",
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
        return urlsplit(self.base_url).hostname or ""

    @property
    def account(self) -> str:
        """The account as approvers see it: the first 16 hex digits of its id's SHA-256."""
        return hashlib.sha256(self.account_sid.encode()).hexdigest()[:16]

    def require_loopback(self) -> None:
        """Fails when the gateway is not this machine: that would be live, which is refused."""
        try:
            loopback = ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            loopback = self.host == "localhost"
        if not loopback:
            raise EenmaligError(Code.GATEWAY_NOT_LOOPBACK, *MISSING_FOR_LIVE)


def from_connection(login: str | None, password: str | None, extra: Any) -> GatewaySettings:
    """Return the settings of an Airflow connection of type ``twilio``.

    Fails when a part is missing; without ``base_url`` it would be the provider itself.
    """
    base_url = (extra or {}).get("base_url", "https://api.twilio.com")
    mistakes = []
    if not login:
        mistakes.append("login (the account SID) is empty")
    if not password:
        mistakes.append("password (the token) is empty")
    if not isinstance(base_url, str) or urlsplit(base_url).scheme not in ("http", "https"):
        mistakes.append("base_url in extra is not an http or https address")
    if mistakes:
        raise EenmaligError(Code.GATEWAY_SETTINGS, *mistakes)
    return GatewaySettings(base_url.rstrip("/"), login or "", password or "")


def parse_connection(text: str) -> GatewaySettings:
    """Return the settings in ``AIRFLOW_CONN_TWILIO_DEFAULT``, as JSON or as a URI."""
    if text.lstrip().startswith("{"):
        try:
            held = json.loads(text)
            extra = held.get("extra") or {}
            extra = json.loads(extra) if isinstance(extra, str) else extra
        except ValueError:
            raise EenmaligError(Code.GATEWAY_SETTINGS, "it is no valid JSON") from None
        return from_connection(held.get("login"), held.get("password"), extra)
    parts = urlsplit(text)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    try:
        extra = json.loads(query["__extra__"]) if "__extra__" in query else query
    except ValueError:
        raise EenmaligError(Code.GATEWAY_SETTINGS, "its __extra__ is no valid JSON") from None
    return from_connection(unquote(parts.username or ""), unquote(parts.password or ""), extra)
