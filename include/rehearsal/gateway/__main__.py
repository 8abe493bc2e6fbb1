"""``python -m rehearsal.gateway``: the stand-in as a process of its own."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from pathlib import Path

from eenmalig.errors import EenmaligError
from rehearsal.gateway.app import StandIn
from rehearsal.gateway.profiles import PROFILES, faults_from
from rehearsal.gateway.server import Server
from rehearsal.gateway.store import Store


def main(arguments: list[str] | None = None) -> int:
    """Serve until SIGTERM, SIGINT or, if asked, the end of standard input. Returns 0, or 2."""
    asked = _parser().parse_args(arguments)
    try:
        faults = faults_from(asked.faults)
    except EenmaligError as mistake:
        sys.stderr.write(f"{mistake}\n")
        return 2
    token = asked.token_file.read_text(encoding="utf-8").strip()
    store = Store(asked.state_file, key=token.encode())
    server = Server(StandIn(asked.account_sid, token, store, faults), asked.port)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: _stop(server))
    if asked.until_stdin_ends:
        threading.Thread(target=_stop_after_stdin, args=(server,), daemon=True).start()
    if asked.port_file:
        _write_port(asked.port_file, server.server_port)
    sys.stdout.write(f"rehearsal gateway at {server.base_url}\n")
    sys.stdout.flush()
    server.serve_forever(poll_interval=0.1)
    server.server_close()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m rehearsal.gateway",
        description="A stand-in for Twilio's Messages resource, on this machine only. "
        "It sends nothing to anybody.",
    )
    parser.add_argument("--port", type=int, default=0, help="0 takes any free port (default)")
    parser.add_argument("--account-sid", required=True, help="AC and 32 hexadecimal digits")
    parser.add_argument(
        "--token-file", type=Path, required=True, help="a file that holds the account's token"
    )
    parser.add_argument(
        "--state-file", type=Path, help="remember here; without it nothing outlives the process"
    )
    parser.add_argument(
        "--faults", default="mild", help=f"{', '.join(PROFILES)}, or a JSON object (default: mild)"
    )
    parser.add_argument("--port-file", type=Path, help="write the port here once listening")
    parser.add_argument(
        "--until-stdin-ends",
        action="store_true",
        help="stop when standard input ends, so that it never outlives who started it",
    )
    return parser


def _write_port(path: Path, port: int) -> None:
    """Write the port in one move, so that nobody reads half of it."""
    scratch = path.with_name(f"{path.name}.new")
    scratch.write_text(f"{port}\n", encoding="utf-8")
    scratch.replace(path)


def _stop_after_stdin(server: Server) -> None:
    while os.read(sys.stdin.fileno(), 1024):
        pass
    _stop(server)


def _stop(server: Server) -> None:
    # From another thread: shutdown waits for serve_forever, which a signal handler interrupts.
    threading.Thread(target=server.shutdown, daemon=True).start()


if __name__ == "__main__":
    sys.exit(main())
