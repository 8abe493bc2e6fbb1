"""A stand-in gateway in a process of its own, which is given another past for each case.

``python -m tests.faults.kills.standing_in ACCOUNT TOKEN`` prints its address, then reads from its
input, one a line, the file that holds what it remembers from then on.
"""

from __future__ import annotations

import secrets
import sys
import threading
from pathlib import Path

from tests.faults.kills.conversing import Program

from eenmalig.domain.gateway_settings import GatewaySettings
from rehearsal.gateway.app import StandIn
from rehearsal.gateway.profiles import faults_from
from rehearsal.gateway.server import Server
from rehearsal.gateway.store import Store

# Messages come to their end at once.
_PACE = '{"pace": {"queued_seconds": 0, "sending_seconds": 0, "receipt_seconds": 0}}'


class Gateway:
    """Starts and steers the stand-in."""

    def __init__(self, account: str, token: str) -> None:
        self._program = Program("tests.faults.kills.standing_in", account, token)
        self.settings = GatewaySettings(self._program.heard(), account, token)

    def remember(self, past: Path) -> None:
        """Go on from what stands in a file, if it is there; what is new is kept in it."""
        assert self._program.ask(str(past)) == str(past)

    def stop(self) -> None:
        """End it."""
        self._program.stop()


def credentials() -> tuple[str, str]:
    """Draw an account and its token."""
    return f"AC{secrets.token_hex(16)}", secrets.token_hex(16)


def serve(account: str, token: str) -> None:
    """Serve until the input ends."""

    def from_past(past: Path | None) -> StandIn:
        return StandIn(account, token, Store(past, key=token.encode()), faults_from(_PACE))

    server = Server(from_past(None))
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    sys.stdout.write(f"{server.base_url}\n")
    sys.stdout.flush()
    for line in sys.stdin:
        server.gateway = from_past(Path(line.strip()))
        sys.stdout.write(line)
        sys.stdout.flush()


if __name__ == "__main__":
    serve(*sys.argv[1:])
