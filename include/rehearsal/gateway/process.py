"""Starting the stand-in as a process of its own, and asking it for its counts."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
from base64 import b64encode
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

INCLUDE = Path(__file__).resolve().parents[2]
START_SECONDS = 20.0
STOP_SECONDS = 5.0


@dataclass
class Running:
    """A stand-in that listens. ``base_url`` has no slash at the end."""

    base_url: str
    account_sid: str
    token: str = field(repr=False)
    process: subprocess.Popen[bytes] = field(repr=False)

    def counts(self) -> dict[str, Any]:
        """Return the gateway's counts; never a number.

        posts, accepted, refused, throttled, deleted, deletes_refused, remaining: requests or
        messages. distinct: numbers accepted. max_per_number: how often the most accepted
        number was, also after deletion. faults: how often each struck.
        """
        return self._ask("GET", "/_rehearsal/counts")

    def forward(self, seconds: float) -> None:
        """Put the gateway's clock forward, so that messages move on without waiting."""
        self._ask("POST", "/_rehearsal/forward", {"seconds": str(seconds)})

    def airflow_connection(self) -> str:
        """Return the value for AIRFLOW_CONN_TWILIO_DEFAULT. Holds the token."""
        return json.dumps(
            {
                "conn_type": "twilio",
                "login": self.account_sid,
                "password": self.token,
                "extra": {"base_url": self.base_url},
            }
        )

    def stop(self) -> None:
        """End the process, kindly first. Does nothing when it has ended."""
        if self.process.stdin:
            self.process.stdin.close()
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _ask(self, method: str, path: str, form: Mapping[str, str] | None = None) -> dict[str, Any]:
        address = urlsplit(self.base_url)
        connection = HTTPConnection(address.hostname or "", address.port, timeout=10)
        credentials = b64encode(f"{self.account_sid}:{self.token}".encode()).decode()
        try:
            connection.request(
                method,
                path,
                body=urlencode(form) if form else None,
                headers={"Authorization": f"Basic {credentials}"},
            )
            answered: dict[str, Any] = json.loads(connection.getresponse().read())
        finally:
            connection.close()
        return answered


@contextmanager
def running(
    faults: str | Mapping[str, object] = "none",
    *,
    state_file: Path | None = None,
    port: int = 0,
    credentials: tuple[str, str] | None = None,
) -> Iterator[Running]:
    """Start the stand-in on a free port (or ``port``) and stop it at the end.

    ``faults`` is a profile's name or a description as in profiles. ``credentials`` are account
    SID and token, drawn at random when absent; give them again to go on with a ``state_file``.
    It also ends when this process dies. Raises EenmaligError REHEARSAL_SETTINGS when it does
    not start.
    """
    account_sid, token = credentials or (f"AC{secrets.token_hex(16)}", secrets.token_hex(16))
    with tempfile.TemporaryDirectory(prefix="rehearsal-") as scratch:
        token_file, port_file = Path(scratch, "token"), Path(scratch, "port")
        token_file.write_text(token, encoding="utf-8")
        token_file.chmod(0o600)
        command = [sys.executable, "-m", "rehearsal.gateway", "--until-stdin-ends"]
        command += ["--port", str(port), "--port-file", str(port_file)]
        command += ["--account-sid", account_sid, "--token-file", str(token_file)]
        command += ["--faults", faults if isinstance(faults, str) else json.dumps(faults)]
        if state_file:
            command += ["--state-file", str(state_file)]
        process = subprocess.Popen(  # noqa: S603 - our own module
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": str(INCLUDE)},
            # A terminal's Ctrl-C is for who started it; this one ends with its standard input.
            start_new_session=True,
        )
        gateway = Running("", account_sid, token, process)
        try:
            gateway.base_url = f"http://127.0.0.1:{_port(port_file, process)}"
            yield gateway
        finally:
            gateway.stop()


def _port(port_file: Path, process: subprocess.Popen[bytes]) -> int:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        if port_file.exists():
            return int(port_file.read_text(encoding="utf-8"))
        time.sleep(0.02)
    raise EenmaligError(Code.REHEARSAL_SETTINGS, "The stand-in gateway did not start.")
