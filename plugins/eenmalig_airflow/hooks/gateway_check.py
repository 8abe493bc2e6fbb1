"""Tries a gateway in a process of its own, for who must not load what sees numbers.

Run as ``python -m eenmalig_airflow.hooks.gateway_check``, with the connection as JSON on its
standard input. Prints what it found; the exit code is 0 only if the gateway took us.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

from eenmalig.errors import EenmaligError

if TYPE_CHECKING:
    from eenmalig.domain.gateway_settings import GatewaySettings

# Imports, and a gateway that answers slowly.
SECONDS = 60
_TRIES_SECONDS = 5


def tried(settings: GatewaySettings) -> tuple[bool, str]:
    """Return whether a gateway takes us, and what there is to say of it."""
    try:
        child = subprocess.run(  # noqa: S603 - our own module, nothing from outside
            [sys.executable, "-m", __name__],
            input=json.dumps(asdict(settings)),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a library's own words may quote a number
            text=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False, f"The gateway did not answer within {SECONDS} seconds."
    if child.stdout:
        return child.returncode == 0, child.stdout.strip()
    return False, "The gateway could not be tried."


def main() -> int:
    """List one message, as each campaign does before it takes anything in."""
    from eenmalig.cleartext.sending.twilio import Gateway  # noqa: PLC0415 - in here only: this
    from eenmalig.domain.gateway_settings import (  # noqa: PLC0415 - module is read elsewhere
        GatewaySettings,
    )

    try:
        Gateway(GatewaySettings(**json.load(sys.stdin))).check(_TRIES_SECONDS)
    except EenmaligError as error:
        print(error)  # noqa: T201 - who tested the connection reads it
        return 1
    print("The gateway answers and knows the account.")  # noqa: T201 - as above
    return 0


if __name__ == "__main__":
    sys.exit(main())
