"""From Airflow's SMTP connection, of its provider's type, to the mail server's settings.

Only the connection is the provider's: its own way to send hands a mail over again when the server
dies after it took it, and under another id. So our mails go the one way that the last guard goes.
"""

from __future__ import annotations

import logging

from airflow.providers.smtp.hooks.smtp import SmtpHook
from airflow.sdk.exceptions import AirflowNotFoundException

from eenmalig.domain.mail_server import MailServer, from_smtp_connection
from eenmalig.errors import EenmaligError

log = logging.getLogger(__name__)


def mail_server_if_any() -> MailServer | None:
    """Return the server of the connection ``smtp_default``, or None: then mails wait."""
    try:
        stated = SmtpHook.get_connection(SmtpHook.default_conn_name)
        return from_smtp_connection(
            stated.host, stated.port, stated.login, stated.password, stated.extra_dejson
        )
    except AirflowNotFoundException:
        return None
    except EenmaligError as error:
        log.warning("The connection to the mail server is not used. %s", error)
        return None
    except Exception as error:  # noqa: BLE001 - however it is malformed, it holds up nothing else
        log.warning("The connection to the mail server is not used (%s).", type(error).__name__)
        return None
