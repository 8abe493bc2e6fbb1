"""``make demo``: a whole campaign in a real Airflow, from exports to a verified certificate.

Settings come from the environment: CITY, HANDOVER (a folder, which is copied and left alone),
KEEP=1 (Airflow stays afterwards), FAULTS (how the stand-in misbehaves, "mild" by default),
EENMALIG_HOME, and AIRFLOW_CONN_TWILIO_DEFAULT (a loopback
gateway to use instead of the stand-in). Exit code 0 only if every promise was verified.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from eenmalig.domain.gateway_settings import parse_connection
from eenmalig.errors import EenmaligError
from eenmalig.settings.loading import load_city
from eenmalig.steps.install import install
from eenmalig.stores.home import Home
from eenmalig.stores.machine_account import machine_account
from rehearsal import gateway as stand_in
from rehearsal.campaign import drive, verify_destruction
from rehearsal.checks import check_promises
from rehearsal.interrupted import Trial, leave_nothing, stop_sending
from rehearsal.keeping import keep_afterwards
from rehearsal.working_copy import copy_name, made_up, working_copy
from standalone.running import USUAL_PORT, running_airflow
from standalone.signals import Interrupts

if TYPE_CHECKING:
    from collections.abc import Callable
    from io import TextIOBase

CONNECTION = "AIRFLOW_CONN_TWILIO_DEFAULT"


class Teller:
    """Prints, and keeps a copy of what was printed, so that it can be searched too."""

    def __init__(self, copy: TextIOBase) -> None:
        self._copy = copy
        self._began = time.monotonic()

    def __call__(self, line: str) -> None:
        """Print one line with the seconds since the start."""
        text = f"{time.monotonic() - self._began:6.1f} s  {line}"
        with suppress(OSError):  # a terminal that was closed keeps nothing alive
            print(text, flush=True)  # noqa: T201 - this is the program's output
        print(text, file=self._copy, flush=True)


def run(stay: Callable[[str, int], None]) -> int:
    """Run the demonstration; return its exit code. ``stay`` is called before Airflow stops.

    Interrupted anywhere, it leaves nothing of its campaign: see ``interrupted``.
    """
    home = Home.from_environment()
    given = os.environ.get("HANDOVER", "").strip()
    own_gateway = os.environ.get(CONNECTION, "").strip()
    if own_gateway:
        parse_connection(own_gateway).require_loopback()
    interrupts = Interrupts()
    with interrupts.watched(), ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="eenmalig-")))
        printed = scratch / "printed.txt"
        say = Teller(stack.enter_context(printed.open("w")))
        say(f"OEFENING (rehearsal). Everything stands below {home.root}")
        city = os.environ.get("CITY", "").strip() or _city_of(given)
        load_city(city)
        install(home, machine_account())
        original = Path(given) if given else made_up(scratch, city, say)
        gateway = None
        if not own_gateway:
            gateway = stack.enter_context(stand_in.running(_faults()))
            os.environ[CONNECTION] = gateway.airflow_connection()
            say("A stand-in for the provider runs on this machine; nothing reaches anybody.")
        trial = Trial(home, city, copy_name(), parse_connection(os.environ[CONNECTION]), gateway)
        stack.callback(_leave_nothing, trial, interrupts, say)
        working_copy(trial.working_copy, original, say, is_given=bool(given))
        say("Starting Airflow: scheduler, DAG processor, API server ...")
        airflow = stack.enter_context(running_airflow(home, interrupts=interrupts))
        stack.callback(stop_sending, trial, say)
        if airflow.port != USUAL_PORT:
            say(f"Port {USUAL_PORT} is in use; Airflow uses {airflow.port} instead.")
        say(f"Airflow is ready: {airflow.url}")
        _introduce(airflow.passwords)
        campaign = drive(airflow, city, trial.handover, say)
        verified = verify_destruction(airflow, say)
        held = check_promises(airflow, campaign, original, printed, gateway, say)
        if keeps():
            say(f"Interface: {airflow.url}  (the run: {airflow.url}{campaign.page})")
        else:
            say("Airflow is stopped now; KEEP=1 leaves it running, with its interface.")
        code = 0 if held and verified and campaign.succeeded else 1
        say("EVERY PROMISE WAS VERIFIED." if code == 0 else "NOT EVERYTHING HELD: see above.")
        stay(airflow.url, code)
    return code


def _leave_nothing(trial: Trial, interrupts: Interrupts, say: Callable[[str], None]) -> None:
    with interrupts.held(forget=True):
        leave_nothing(trial, say)


def _introduce(passwords: dict[str, str]) -> None:
    if not passwords:
        return
    # Not through the teller: its copy may be searched and kept.
    print("Demo users and their passwords, shown this once:")  # noqa: T201 - the program's output
    for user, password in sorted(passwords.items()):
        print(f"  {user:<26} {password}")  # noqa: T201 - the program's output


def keeps() -> bool:
    """Tell whether Airflow is to stay afterwards."""
    return os.environ.get("KEEP", "").strip() not in ("", "0")


def _faults() -> str:
    """Return the stand-in's faults: a profile's name, or a description of them as JSON."""
    return os.environ.get("FAULTS", "").strip() or "mild"


def _city_of(given: str) -> str:
    """Return the city that a hand-over declares; the real check comes later, in the run."""
    try:
        city = yaml.safe_load((Path(given) / "handover.yaml").read_text())["city"]
    except (OSError, ValueError, KeyError, TypeError, yaml.YAMLError):
        return "lelystad"
    return city if isinstance(city, str) else "lelystad"


def main() -> int:
    """Run the demonstration and return its exit code."""
    try:
        if not keeps():
            return run(lambda _url, _code: None)
        return keep_afterwards(run)
    except EenmaligError as error:
        print(error, file=sys.stderr)  # noqa: T201 - this is the program's output
        return 1
    except KeyboardInterrupt:
        print("Interrupted; no process is left.", file=sys.stderr)  # noqa: T201 - see above
        return 130


if __name__ == "__main__":
    sys.exit(main())
