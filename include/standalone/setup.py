"""Makes an Airflow home ready: secrets, database, roles and users. Does nothing when it is."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from importlib.metadata import version
from typing import TYPE_CHECKING

from eenmalig.errors import Code, EenmaligError
from eenmalig.settings.loading import CAMPAIGNS
from eenmalig.steps.install import install
from eenmalig.stores.home import PROJECT
from eenmalig.stores.machine_account import machine_account
from eenmalig.stores.private_files import write_private
from eenmalig_airflow.auth.staffing import staff_roles
from standalone.environment import SLOTS, airflow_environment
from standalone.logs import component_log
from standalone.secrets import demo_passwords, ensure_secrets

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from eenmalig.stores.home import Home


_DECIDES = ("apache-airflow", "apache-airflow-providers-fab", "apache-airflow-providers-standard")
_ANY_PORT = 8080  # the set-up starts no server, but Airflow's settings want one


def set_up(home: Home, campaigns: Path = CAMPAIGNS, slots: int = SLOTS) -> dict[str, str]:
    """Bring ``home`` up to date and return the passwords that were made just now, by username.

    Idempotent and cached: without a change to the cities' files, the code of roles or Airflow's
    version it takes milliseconds. Fails when a city's file does not name its staff.
    """
    install(home, machine_account())
    ensure_secrets(home)
    stamp = home.airflow / "set-up.json"
    wanted: dict[str, object] = {"digest": _digest(campaigns), "slots": slots}
    if _is_done(home, stamp, wanted):
        return {}
    staff_roles(campaigns)
    before = demo_passwords(home)
    _migrate_and_synchronise(home, campaigns, slots)
    write_private(stamp, json.dumps(wanted))
    return {user: word for user, word in demo_passwords(home).items() if user not in before}


def _is_done(home: Home, stamp: Path, wanted: dict[str, object]) -> bool:
    made = (stamp, home.airflow / "airflow.db", home.staff)
    return all(each.exists() for each in made) and json.loads(stamp.read_text("utf-8")) == wanted


def _digest(campaigns: Path) -> str:
    """Return one digest over all that decides what the set-up makes."""
    total = hashlib.sha256()
    for part in _parts(campaigns):
        total.update(hashlib.sha256(part).digest())
    return total.hexdigest()


def _parts(campaigns: Path) -> Iterator[bytes]:
    for package in _DECIDES:
        yield version(package).encode()
    code = PROJECT / "plugins" / "eenmalig_airflow" / "auth"
    for file in sorted(campaigns.glob("*.yaml")):
        yield file.name.encode()
        yield file.read_bytes()
    for name in ("rights.py", "roles.py", "staffing.py"):
        yield (code / name).read_bytes()
    yield (code.parent / "pools.py").read_bytes()


def _migrate_and_synchronise(home: Home, campaigns: Path, slots: int) -> None:
    log = component_log(home, "set-up")
    with log.open("ab") as output:
        ended = subprocess.run(  # noqa: S603 - our own module, nothing from outside
            [sys.executable, "-m", "eenmalig_airflow.auth.roles", str(campaigns)],
            env=airflow_environment(home, _ANY_PORT, slots=slots),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            umask=0o077,
            check=False,
        )
    if ended.returncode:
        raise EenmaligError(Code.AIRFLOW_UNHEALTHY, f"the set-up failed; its log is {log}")
