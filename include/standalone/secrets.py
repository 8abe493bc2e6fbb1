"""Secrets of one installation: made at its set-up, mode 0600, never on a command line."""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING, cast

from cryptography.fernet import Fernet

from eenmalig.errors import Code, EenmaligError
from eenmalig.stores.private_files import write_private

if TYPE_CHECKING:
    from pathlib import Path

    from eenmalig.stores.home import Home

_OTHERS = 0o077
_SECRET_BYTES = 48


def demo_users_file(home: Home) -> Path:
    """Return where the demo users' passwords stand: a JSON object, username to password."""
    return home.airflow / "demo-users.json"


def demo_passwords(home: Home) -> dict[str, str]:
    """Return the demo users' passwords by username; empty before the first set-up.

    Fails when others can read the file.
    """
    file = demo_users_file(home)
    if not file.exists():
        return {}
    _refuse_exposed(file)
    return cast("dict[str, str]", json.loads(file.read_text(encoding="utf-8")))


def ensure_secrets(home: Home) -> Path:
    """Make Airflow's own secrets on first use and return its configuration file.

    The file is all that Airflow would otherwise write itself, world-readable: the key that seals
    connections, the one that signs sessions and the one that signs tokens. Fails when others can
    read an existing file.
    """
    file = home.airflow / "airflow.cfg"
    home.airflow.mkdir(parents=True, exist_ok=True, mode=0o700)
    home.airflow.chmod(0o700)
    if file.exists():
        _refuse_exposed(file)
        return file
    text = (
        f"[core]\nfernet_key = {Fernet.generate_key().decode()}\n\n"
        f"[api]\nsecret_key = {secrets.token_urlsafe(_SECRET_BYTES)}\n\n"
        f"[api_auth]\njwt_secret = {secrets.token_urlsafe(_SECRET_BYTES)}\n"
    )
    write_private(file, text)
    return file


def _refuse_exposed(file: Path) -> None:
    if file.stat().st_mode & _OTHERS:
        raise EenmaligError(Code.KEY_EXPOSED, "a file of secrets in Airflow's own folder")
