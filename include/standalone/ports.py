"""A port on the loopback address that is free."""

from __future__ import annotations

import socket

from standalone.environment import LOOPBACK


def free_port(wanted: int) -> int:
    """Return ``wanted`` if nobody listens there, else any port that is free.

    0 asks for any.
    """
    try:
        return _bound(wanted)
    except OSError:
        return _bound(0)


def _bound(port: int) -> int:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((LOOPBACK, port))
        bound: int = probe.getsockname()[1]
        return bound
