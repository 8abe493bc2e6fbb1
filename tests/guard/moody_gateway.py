"""The stand-in for the provider at one port for good, in whatever mood it is put.

A campaign is bound to its gateway's address, so that a copy of it needs the same port. It listens
at a second one too, where it is never in a mood: there it is asked by the judge.
"""

from __future__ import annotations

import json
import socket
import threading
from contextlib import suppress
from enum import StrEnum
from http import HTTPStatus
from typing import TYPE_CHECKING

from rehearsal.gateway.app import StandIn
from rehearsal.gateway.profiles import faults_from
from rehearsal.gateway.server import LOOPBACK, Handler, Server
from rehearsal.gateway.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

# Messages come to their end at once.
_PACE = '{"pace": {"queued_seconds": 0, "sending_seconds": 0, "receipt_seconds": 0}}'
_DRIPS = 100_000
_CHUNK = b'{"messages": [' + b" " * 16_384


class Mood(StrEnum):
    """How it answers whatever it is asked."""

    WELL = "as it should"
    REFUSING = "it refuses connections"
    DRIPPING = "it answers a byte each second"
    DRIPPING_HEADERS = "it answers a header each second"
    ENDLESS_BODY = "its answer never ends"
    ENDLESS_PAGES = "its list never ends"
    ERRORS = "it answers 500"
    NO_SUCH_PAGE = "it answers 404 with a page of a proxy"
    SILENT = "it takes a connection and says nothing"
    EMPTY_BODY = "it answers 200 with nothing"


class _Handler(Handler):
    """Answers as the mood is."""

    server: _Server

    def _serve(self) -> None:
        if self.server.mood is Mood.WELL:
            super()._serve()
            return
        self._read()
        self.close_connection = True
        with suppress(OSError):
            _IN_MOOD[self.server.mood](self)

    def head(self, status: HTTPStatus, kind: str, length: int | None) -> None:
        """Say the head of an answer."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if length is not None:
            self.send_header("Content-Length", str(length))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.flush()

    def answered(self, status: HTTPStatus, body: bytes, kind: str = "application/json") -> None:
        """Say a whole answer."""
        self.head(status, kind, len(body))
        self.wfile.write(body)
        self.wfile.flush()

    def dripping(self) -> None:
        self.head(HTTPStatus.OK, "application/json", _DRIPS)
        self._drip(b" ")

    def dripping_headers(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        self._drip(b"X-More: of it\r\n")

    def _drip(self, drop: bytes) -> None:
        while not self.server.over.wait(1.0):
            self.wfile.write(drop)
            self.wfile.flush()

    def endless_body(self) -> None:
        self.head(HTTPStatus.OK, "application/json", None)
        while not self.server.over.wait(0.02):
            self.wfile.write(_CHUNK)
            self.wfile.flush()

    def endless_pages(self) -> None:
        path = self.path.partition("?")[0]
        page = {"messages": [], "page": 1, "page_size": 50, "next_page_uri": f"{path}?Page=1"}
        self.answered(HTTPStatus.OK, json.dumps(page).encode())

    def silent(self) -> None:
        self.server.over.wait(_DRIPS)


_IN_MOOD: Mapping[Mood, Callable[[_Handler], None]] = {
    Mood.DRIPPING: _Handler.dripping,
    Mood.DRIPPING_HEADERS: _Handler.dripping_headers,
    Mood.ENDLESS_BODY: _Handler.endless_body,
    Mood.ENDLESS_PAGES: _Handler.endless_pages,
    Mood.SILENT: _Handler.silent,
    Mood.ERRORS: lambda its: its.answered(
        HTTPStatus.INTERNAL_SERVER_ERROR, b'{"code": 20500, "message": "Internal", "status": 500}'
    ),
    Mood.NO_SUCH_PAGE: lambda its: its.answered(
        HTTPStatus.NOT_FOUND, b"<html><title>Not Found</title></html>", "text/html"
    ),
    Mood.EMPTY_BODY: lambda its: its.answered(HTTPStatus.OK, b""),
}


class _Server(Server):
    """Serves a stand-in in a mood."""

    allow_reuse_address = True

    def __init__(self, gateway: StandIn, port: int = 0) -> None:
        self.mood = Mood.WELL
        self.over = threading.Event()
        super().__init__(gateway, port)
        self.RequestHandlerClass = _Handler


class MoodyGateway:
    """One account at a port, in a mood, with a past."""

    def __init__(self, account: str, token: str) -> None:
        self.account, self.token = account, token
        # Bound, never listening: the port stays ours while nobody answers there.
        self._place = socket.socket()
        self._place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._place.bind((LOOPBACK, 0))
        self.port = self._place.getsockname()[1]
        self._store = Store(None, key=token.encode())
        self._well = _started(_Server(self._stand_in(), 0))
        nothing = StandIn(account, token, Store(None, key=b""), faults_from(_PACE))
        self._other = _started(_Server(nothing, 0))
        self._moody: _Server | None = _started(_Server(self._stand_in(), self.port))

    @property
    def base_url(self) -> str:
        """What campaigns are bound to."""
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def judges_port(self) -> int:
        """Where it answers as it should, always."""
        return self._well.server_port

    @property
    def another(self) -> str:
        """Where another stand-in listens that knows the account, and has no message."""
        return self._other.base_url

    def connection(self, base_url: str | None = None, account: str | None = None) -> str:
        """Return the value for AIRFLOW_CONN_TWILIO_DEFAULT. Holds the token."""
        extra = {"base_url": base_url or self.base_url}
        parts = {"conn_type": "twilio", "login": account or self.account, "password": self.token}
        return json.dumps({**parts, "extra": extra})

    def remember(self, past: Path, mood: Mood = Mood.WELL) -> None:
        """Go on from what stands in a file; what is new is kept in it."""
        self._store = Store(past, key=self.token.encode())
        self._well.gateway = self._stand_in()
        self.put_in(mood)

    def put_in(self, mood: Mood) -> None:
        """Answer in this mood from now on; end what the last one still says."""
        if self._moody is not None:
            _ended(self._moody)
            self._moody = None
        if mood is not Mood.REFUSING:
            made = _Server(self._stand_in(), self.port)
            made.mood = mood
            self._moody = _started(made)

    def stop(self) -> None:
        """End it."""
        self.put_in(Mood.REFUSING)
        _ended(self._well)
        _ended(self._other)
        self._place.close()

    def _stand_in(self) -> StandIn:
        return StandIn(self.account, self.token, self._store, faults_from(_PACE))


def _started(server: _Server) -> _Server:
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    return server


def _ended(server: _Server) -> None:
    server.over.set()
    server.shutdown()
    server.server_close()
