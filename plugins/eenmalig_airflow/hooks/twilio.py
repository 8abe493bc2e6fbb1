"""TwilioHook: from Airflow's connection to the gateway's settings."""

from __future__ import annotations

import logging
from typing import Any

from airflow.sdk import BaseHook
from airflow.sdk.exceptions import AirflowNotFoundException

from eenmalig.domain.gateway_settings import GatewaySettings, from_connection
from eenmalig.errors import Code, EenmaligError
from eenmalig_airflow.hooks.gateway_check import tried

log = logging.getLogger(__name__)


def settings_if_any() -> GatewaySettings | None:
    """Return the settings, or None: without a gateway all else is destroyed all the same."""
    try:
        return TwilioHook().get_conn()
    except Exception as error:  # noqa: BLE001 - however it is malformed, it holds up nothing else
        log.warning("There is no connection to a gateway (%s).", type(error).__name__)
        return None


class TwilioHook(BaseHook):
    """Reads the account SID (login), the token (password) and ``base_url`` (extra).

    :param twilio_conn_id: the connection's id.
    """

    conn_name_attr = "twilio_conn_id"
    default_conn_name = "twilio_default"
    conn_type = "twilio"
    hook_name = "Twilio"

    def __init__(self, twilio_conn_id: str = default_conn_name) -> None:
        super().__init__()
        self.twilio_conn_id = twilio_conn_id

    def get_conn(self) -> GatewaySettings:
        """Return the gateway's settings. Fails when the connection is missing or incomplete."""
        try:
            connection: Any = self.get_connection(self.twilio_conn_id)
        except AirflowNotFoundException:
            raise EenmaligError(Code.GATEWAY_SETTINGS, "the connection does not exist") from None
        return from_connection(connection.login, connection.password, connection.extra_dejson)

    def test_connection(self) -> tuple[bool, str]:
        """Return whether the gateway takes us, and what Airflow's form then says.

        The form asks in the API server, which must not load what sees numbers.
        """
        try:
            settings = self.get_conn()
            settings.require_loopback()
        except EenmaligError as error:
            return False, str(error)
        return tried(settings)
