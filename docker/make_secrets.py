"""Draws the secrets that docker-compose.yaml names, each into a file of its own.

``python3 docker/make_secrets.py [FOLDER]``, by default ``secrets/`` in the project. A file that
exists is kept as it is, so this may be run again. Needs nothing but Python.
"""  # noqa: INP001 (a script of its own: it runs before anything is installed)

from __future__ import annotations

import base64
import json
import os
import secrets
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "secrets"
# Compose mounts the files as they are, with the owner and mode they have here, and the users in
# the containers are not the one who runs this. So each file can be read, but the folder cannot be
# entered by anybody else on this machine, and a container sees only the files mounted into it.
_FOLDER_MODE = 0o700
_FILE_MODE = 0o444


def make(folder: Path) -> None:
    """Write the secrets that are missing below ``folder``; what is there stays as it is."""
    folder.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
    folder.chmod(_FOLDER_MODE)
    database = _kept(folder / "postgres_password", secrets.token_urlsafe(32))
    queue = _kept(folder / "redis.conf", f"requirepass {secrets.token_urlsafe(32)}\n").split()[1]
    _kept(folder / "airflow_database", f"postgresql+psycopg2://airflow:{database}@postgres/airflow")
    _kept(folder / "airflow_broker", f"redis://:{queue}@redis:6379/0")
    _kept(folder / "airflow_results", f"redis://:{queue}@redis:6379/1")
    _kept(folder / "airflow_fernet_key", base64.urlsafe_b64encode(os.urandom(32)).decode())
    _kept(folder / "airflow_jwt_secret", secrets.token_urlsafe(64))
    _kept(folder / "airflow_api_secret_key", secrets.token_urlsafe(32))
    _make_gateway(folder)


def _make_gateway(folder: Path) -> None:
    """Write an account at the stand-in gateway, and the connection to it on loopback.

    Whoever may use a provider's account replaces the connection by hand.
    """
    account = _kept(folder / "rehearsal_account", f"AC{secrets.token_hex(16)}")
    token = _kept(folder / "rehearsal_token", secrets.token_urlsafe(24))
    connection = {
        "conn_type": "twilio",
        "login": account,
        "password": token,
        "extra": {"base_url": "http://127.0.0.1:8081"},
    }
    _kept(folder / "gateway_connection", json.dumps(connection))
    # Which mail server takes ours, nobody can draw.
    _kept(folder / "mail_connection", "")


def _kept(path: Path, drawn: str) -> str:
    """Return what ``path`` holds; if it is not there, ``drawn`` is written first."""
    if not path.exists():
        half_written = path.with_suffix(".new")
        half_written.unlink(missing_ok=True)
        descriptor = os.open(half_written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(drawn)
            os.fchmod(file.fileno(), _FILE_MODE)
        half_written.rename(path)
    return path.read_text()


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
    print("The secrets are in place. None was printed, none that was there was changed.")  # noqa: T201 (a command line tool)
