"""A server on this machine that answers what it is told, for the gateway's tests."""

from __future__ import annotations

import json
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

from eenmalig.cleartext.sending.twilio import Gateway
from eenmalig.domain.gateway_settings import GatewaySettings

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass
class ScriptedAnswer:
    """``status`` 0 breaks the connection; ``waits`` is in seconds, before the answer."""

    status: int
    body: bytes = b""
    waits: float = 0.0
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Scripted:
    """A server on this machine; ``answers`` are used up one by one, the last one stays."""

    url: str
    answers: list[ScriptedAnswer]
    seen: list[str] = field(default_factory=list)


def error(status: int, code: int, words: str = "no") -> ScriptedAnswer:
    body = {"code": code, "message": words, "more_info": "https://example.org", "status": status}
    return ScriptedAnswer(status, json.dumps(body).encode())


@contextmanager
def scripted(*answers: ScriptedAnswer) -> Iterator[Scripted]:
    script = Scripted("", list(answers))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _serve(self) -> None:
            script.seen.append(self.command)
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            answer = script.answers.pop(0) if len(script.answers) > 1 else script.answers[0]
            time.sleep(answer.waits)
            self.close_connection = True
            if answer.status == 0:
                return
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        do_GET = do_POST = do_DELETE = _serve  # noqa: N815 - the names that the server calls

        def log_message(self, *_: object) -> None:
            pass

        def handle(self) -> None:
            with suppress(OSError):
                super().handle()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    script.url = f"http://127.0.0.1:{server.server_port}"
    server.daemon_threads = True
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
    )
    thread.start()
    try:
        yield script
    finally:
        server.shutdown()
        server.server_close()


def connected(url: str) -> Gateway:
    return Gateway(GatewaySettings(url, "AC" + "0" * 32, "f" * 32))
