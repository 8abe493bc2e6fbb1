"""What other processes than the last guard do with an installation, each one a process.

``python -m tests.guard.own_run extract|destroy|look|hold|lock ...``, home and gateway from the
environment. ``look CAMPAIGN ...`` verifies the evidence of these too, and says nothing but what is
wrong. ``hold CAMPAIGN`` holds the campaign's lease and ``lock FILE`` a database, until they are
killed; both say so first.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
import time

from click.testing import CliRunner
from tests.bench import CITY, HANDOVER, run_of

from eenmalig.cli import main as command
from eenmalig.domain.gateway_settings import parse_connection
from eenmalig.steps.extract import extract
from eenmalig.steps.installation import Stores
from eenmalig.steps.own_destruction import destroy
from eenmalig.steps.verify_destruction import verify_destruction


def main(what: str, *arguments: str) -> None:
    if what == "lock":
        _lock(*arguments)
        return
    stores = Stores()
    settings = parse_connection(os.environ["AIRFLOW_CONN_TWILIO_DEFAULT"])
    if what == "extract":
        extract(stores, run_of(), CITY, {"handover": HANDOVER}, settings)
    elif what == "destroy":
        destroy(stores, run_of(), settings)
    elif what == "look":
        for finding in verify_destruction(stores, settings).wrong:
            _say(finding)
        for campaign in arguments:
            _verify(stores, campaign)
    else:
        with stores.inventory.lease(arguments[0]):
            _say("held")
            while True:
                time.sleep(60)


def _verify(stores: Stores, campaign: str) -> None:
    shown = CliRunner().invoke(command, ["verify", str(stores.home.evidence / campaign)])
    if shown.exit_code != 0:
        _say(f"{campaign} does not hold: {shown.output[-300:]}")


def _lock(file: str, how: str) -> None:
    """Stand still in the middle of a transaction."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute(f"BEGIN {how}")
    _say("held")
    os.kill(os.getpid(), signal.SIGSTOP)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
