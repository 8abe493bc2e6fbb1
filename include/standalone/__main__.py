"""``python -m standalone``: what ``make run`` does. A person triggers and approves in the UI."""

from __future__ import annotations

import argparse
import sys
import time
from typing import TYPE_CHECKING

from eenmalig.errors import EenmaligError
from eenmalig.stores.home import Home
from standalone.running import USUAL_PORT, running_airflow
from standalone.secrets import demo_users_file

if TYPE_CHECKING:
    from standalone.running import Airflow

_SECONDS_BETWEEN_LOOKS = 0.5


def _introduce(airflow: Airflow, wanted: int) -> None:
    if wanted not in (0, airflow.port):
        _say(f"Port {wanted} is in use; Airflow uses {airflow.port} instead.")
    _say(f"Airflow is ready: {airflow.url}")
    if airflow.passwords:
        _say("Demo users and their passwords, shown this once:")
        width = max(map(len, airflow.passwords))
        for user, password in sorted(airflow.passwords.items()):
            _say(f"  {user:<{width}}  {password}")
    else:
        _say(f"Demo users' passwords: {demo_users_file(airflow.home)} (only you can read it)")
    _say("Stop with Ctrl-C.")


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - this is the program's output


def _serve(port: int) -> None:
    home = Home.from_environment()
    _say(f"Starting Airflow on {home.root} (about half a minute) ...")
    with running_airflow(home, port) as airflow:
        _introduce(airflow, port)
        while True:
            airflow.check()
            time.sleep(_SECONDS_BETWEEN_LOOKS)


def main() -> int:
    """Run Airflow until Ctrl-C or SIGTERM. Return 0 when asked to stop, 1 when it failed."""
    parser = argparse.ArgumentParser(prog="python -m standalone", description=__doc__)
    parser.add_argument("--port", type=int, default=USUAL_PORT, help="port on 127.0.0.1")
    try:
        _serve(parser.parse_args().port)
    except KeyboardInterrupt:
        _say("Stopped; no process is left.")
    except EenmaligError as error:
        print(error, file=sys.stderr)  # noqa: T201 - this is the program's output
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
