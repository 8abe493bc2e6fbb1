"""HTTP on the loopback address: reads requests, says answers, or breaks off and hangs."""

from __future__ import annotations

import json
import select
import sys
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from rehearsal.gateway.answers import Manner, refusal
from rehearsal.gateway.app import Request

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rehearsal.gateway.answers import Reply
    from rehearsal.gateway.app import StandIn

LOOPBACK = "127.0.0.1"
LARGEST_FORM = 65_536


class Server(ThreadingHTTPServer):
    """Serves one gateway, a thread a connection."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, gateway: StandIn, port: int = 0) -> None:
        self.gateway = gateway
        super().__init__((LOOPBACK, port), Handler)

    @property
    def base_url(self) -> str:
        """Where the server listens, without a slash at the end."""
        return f"http://{LOOPBACK}:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Say only what kind of error it was: a traceback could hold a number."""
        del request, client_address
        kind = sys.exc_info()[0]
        if kind is not None and not issubclass(kind, ConnectionError):
            sys.stderr.write(f"rehearsal gateway: {kind.__name__} while serving a request\n")


class Handler(BaseHTTPRequestHandler):
    """Reads one request after another from a connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: Server

    def do_GET(self) -> None:
        """Answer a GET."""
        self._serve()

    def do_POST(self) -> None:
        """Answer a POST."""
        self._serve()

    def do_DELETE(self) -> None:
        """Answer a DELETE."""
        self._serve()

    def log_message(self, *_: object) -> None:
        """Log nothing: an address may hold a number."""

    def _serve(self) -> None:
        try:
            answer = self.server.gateway.answer(self._read())
        except Exception as problem:  # noqa: BLE001 - a client must get an answer, never a traceback
            sys.stderr.write(f"rehearsal gateway: {type(problem).__name__} in a request\n")
            answer = refusal(20500)
        if answer.manner is Manner.SAY:
            self._say(answer)
            return
        if answer.manner is Manner.HANG:
            # Readable means that the client has given up.
            patience = self.server.gateway.faults.pace.hang_seconds
            select.select([self.connection], [], [], patience)
        self.close_connection = True

    def _read(self) -> Request:
        parts = urlsplit(self.path)
        length = min(int(self.headers.get("Content-Length") or 0), LARGEST_FORM)
        form = self.rfile.read(length).decode()
        return Request(
            method=self.command,
            path=parts.path,
            query=_last_values(parts.query),
            form=_last_values(form),
            authorization=self.headers.get("Authorization", ""),
        )

    def _say(self, answer: Reply) -> None:
        body = b"" if answer.body is None else json.dumps(answer.body).encode()
        self.send_response(answer.status)
        if answer.status == HTTPStatus.UNAUTHORIZED:
            self.send_header("WWW-Authenticate", 'Basic realm="Twilio API"')
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if body:
            self.send_header("Content-Type", "application/json")
        if answer.status != HTTPStatus.NO_CONTENT:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _last_values(encoded: str) -> Mapping[str, str]:
    return {key: values[-1] for key, values in parse_qs(encoded, keep_blank_values=True).items()}
