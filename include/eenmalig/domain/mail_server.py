"""Which mail server, as a connection of Airflow's type ``smtp`` states it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from eenmalig.domain.airflow_connection import read_connection
from eenmalig.errors import Code, EenmaligError

# Seconds that one answer of the server is waited for, where the connection says no less.
_LONGEST = 20
_PORT, _PORT_OF_TLS = 25, 465


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed over, as whom, and how that is kept from others.

    ``tls`` is from the first byte on, ``starttls`` after the server's greeting; ``timeout`` is in
    seconds. ``sender`` is the address that mails come from.
    """

    host: str
    port: int
    login: str
    password: str = field(repr=False)
    sender: str
    tls: bool
    starttls: bool
    timeout: float

    @property
    def domain(self) -> str:
        """The sender's domain: how we introduce ourselves, and where our mails get their ids."""
        return self.sender.rpartition("@")[2]


def from_smtp_connection(
    host: str | None, port: int | None, login: str | None, password: str | None, extra: Any
) -> MailServer:
    """Return the server of an Airflow connection of type ``smtp``.

    Fails when the host is missing, or who the mails come from (``from_email`` in extra, or a login
    that is an address), and when a password would travel in the clear.
    """
    if not isinstance(extra or {}, dict):
        raise EenmaligError(Code.MAIL_SETTINGS, "extra does not hold keys with values")
    said = extra or {}
    sender = said.get("from_email") or login or ""
    mistakes = []
    if not host:
        mistakes.append("host is empty")
    if not isinstance(sender, str) or not _is_address(sender):
        mistakes.append("from_email in extra is no address")
    tls = not _is_set(said.get("disable_ssl"))
    starttls = not tls and not _is_set(said.get("disable_tls"))
    if password and not tls and not starttls:
        mistakes.append("there is a password, and both SSL and TLS are disabled")
    port = port or (_PORT_OF_TLS if tls else _PORT)
    timeout = said.get("timeout") or _LONGEST
    if not str(port).isdecimal() or not str(timeout).isdecimal():
        mistakes.append("port, or timeout in extra, is no whole number")
    if mistakes:
        raise EenmaligError(Code.MAIL_SETTINGS, *mistakes)
    return MailServer(
        host=host or "",
        port=int(port),
        login=login or "",
        password=password or "",
        sender=sender,
        tls=tls,
        starttls=starttls,
        timeout=min(int(timeout), _LONGEST),
    )


def parse_smtp_connection(text: str) -> MailServer:
    """Return the server in ``AIRFLOW_CONN_SMTP_DEFAULT``, as JSON or as a URI."""
    stated = read_connection(text, Code.MAIL_SETTINGS)
    return from_smtp_connection(
        stated.host, stated.port, stated.login, stated.password, stated.extra
    )


def _is_set(value: object) -> bool:
    """Whether something is switched on. A URI can only say so in letters."""
    return value is True or str(value).lower() in {"1", "true", "yes"}


def _is_address(text: str) -> bool:
    name, _, domain = text.rpartition("@")
    return bool(name and domain) and text.isascii() and text.isprintable() and " " not in text
