"""What a connection of Airflow's says, read without Airflow from how it stands in a variable."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

from eenmalig.errors import EenmaligError

if TYPE_CHECKING:
    from eenmalig.errors import Code


@dataclass(frozen=True)
class StatedConnection:
    """The parts of a connection that is stated as JSON or as a URI, not looked at yet."""

    login: str | None
    password: str | None = field(repr=False)
    host: str | None
    port: int | None
    extra: Any


def read_connection(text: str, code: Code) -> StatedConnection:
    """Return what ``AIRFLOW_CONN_...`` states. Raises ``code`` when it is neither JSON nor URI."""
    if text.lstrip().startswith("{"):
        try:
            stated = json.loads(text)
            extra = stated.get("extra") or {}
            extra = json.loads(extra) if isinstance(extra, str) else extra
        except ValueError:
            raise EenmaligError(code, "it is no valid JSON") from None
        login, secret = stated.get("login"), stated.get("password")
        return StatedConnection(login, secret, stated.get("host"), stated.get("port"), extra)
    try:
        address = urlsplit(text)
        port = address.port
    except ValueError:
        raise EenmaligError(code, "it is no valid URI") from None
    query = {name: values[0] for name, values in parse_qs(address.query).items()}
    try:
        extra = json.loads(query["__extra__"]) if "__extra__" in query else query
    except ValueError:
        raise EenmaligError(code, "its __extra__ is no valid JSON") from None
    login, secret = unquote(address.username or ""), unquote(address.password or "")
    return StatedConnection(login, secret, address.hostname, port, extra)
