"""Handing mails to the server, one address each, within a bound on all of it together."""

from __future__ import annotations

import logging
import smtplib
import ssl
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from eenmalig.domain.mail_server import MailServer
    from eenmalig.mails.due import Mail
    from eenmalig.stores.outbox import Outbox

log = logging.getLogger(__name__)

# Less than what a claim lasts in the outbox.
PATIENCE_SECONDS = 60.0


@dataclass
class Posted:
    """How many mails the server took and refused, and what broke the rest off, in a word.

    ``unwritten`` are those that could not be written.
    """

    sent: int = 0
    refused: int = 0
    unwritten: int = 0
    broken_off: str | None = None


def post(
    server: MailServer,
    mails: Sequence[Mail],
    outbox: Outbox,
    written: Callable[[Mail, datetime], bytes],
    clock: Callable[[], datetime],
) -> Posted:
    """Hand over mails that nobody else is handing over; return what became of them.

    ``clock`` gives the time: of a look that took long, that of its beginning would make claims
    which have run out. A server that is away, or hangs, is left to the next look. What it says is
    not kept: it may quote the address.
    """
    posted = Posted()

    def work() -> None:
        try:
            with _connected(server) as client:
                _post(client, server, mails, outbox, written, clock, posted)
        except Exception as error:  # noqa: BLE001 - whatever it is, it may stop nothing
            posted.broken_off = type(error).__name__

    # Its time-outs bound each answer, and no more: a server that says a letter at a time has none.
    thread = Thread(target=work, daemon=True)
    thread.start()
    thread.join(PATIENCE_SECONDS)
    if thread.is_alive():
        posted.broken_off = "TimeoutError"
    return posted


def _post(  # noqa: PLR0913, PLR0917 - what a mail is sent by
    client: smtplib.SMTP,
    server: MailServer,
    mails: Sequence[Mail],
    outbox: Outbox,
    written: Callable[[Mail, datetime], bytes],
    clock: Callable[[], datetime],
    posted: Posted,
) -> None:
    for mail in mails:
        now = clock()
        if not outbox.claim(mail.id, now):
            continue
        try:
            content = written(mail, now)
        except Exception as error:  # noqa: BLE001 - one mail may hold up no other
            posted.unwritten += 1
            log.warning("A mail cannot be written (%s).", type(error).__name__)
            continue
        try:
            client.sendmail(server.sender, [mail.address], content)
        except (
            smtplib.SMTPRecipientsRefused,
            smtplib.SMTPSenderRefused,
            smtplib.SMTPDataError,
        ) as error:
            posted.refused += 1
            log.warning("The mail server refused a mail (%s).", type(error).__name__)
        else:
            outbox.sent(mail.id, clock())
            posted.sent += 1


@contextmanager
def _connected(server: MailServer) -> Iterator[smtplib.SMTP]:
    client = _client(server)
    try:
        if server.starttls:
            client.starttls(context=ssl.create_default_context())
        if server.login and server.password:
            client.login(server.login, server.password)
        yield client
    finally:
        with suppress(OSError, smtplib.SMTPException):
            client.quit()
        client.close()


def _client(server: MailServer) -> smtplib.SMTP:
    if server.tls:
        return smtplib.SMTP_SSL(
            server.host,
            server.port,
            local_hostname=server.domain,
            timeout=server.timeout,
            context=ssl.create_default_context(),
        )
    return smtplib.SMTP(
        server.host, server.port, local_hostname=server.domain, timeout=server.timeout
    )
