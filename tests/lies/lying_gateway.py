"""A stand-in for the provider that says what it is told to say, while its store holds the truth.

Real HTTP on this machine: what is tried runs against it with the real client.
"""

from __future__ import annotations

import math
import secrets
import threading
from typing import TYPE_CHECKING

from rehearsal.gateway.answers import Reply
from rehearsal.gateway.app import ADMIN, StandIn
from rehearsal.gateway.messages import Fate, Message, Wanted, accepted
from rehearsal.gateway.process import Running
from rehearsal.gateway.profiles import faults_from
from rehearsal.gateway.server import Handler, Server
from rehearsal.gateway.store import ListFilter, Store

if TYPE_CHECKING:
    from collections.abc import Callable

    from rehearsal.gateway.app import Request

    Say = Callable[[Request], Reply]
    Falsehood = Callable[["Liar", "Say"], "Say"]

# Messages come to their end at once.
_PACE = '{"pace": {"queued_seconds": 0, "sending_seconds": 0, "receipt_seconds": 0}}'
_DONE = Fate(0.0, 0.0, 0.0)
PROXY_PAGE = Reply(404, {"a proxy": "knows nothing"})
_HTML = b"<html><title>Not Found</title></html>"


class Liar(StandIn):
    """One account whose answers are not what its store holds."""

    def __init__(self, account_sid: str, token: str) -> None:
        super().__init__(account_sid, token, Store(None, key=token.encode()), faults_from(_PACE))
        self.made: list[str] = []
        self._say: Say = super().answer

    def lie(self, *falsehoods: Falsehood) -> None:
        """Tell these from now on, each over the one before; without any, the truth."""
        say: Say = super().answer
        for falsehood in falsehoods:
            say = falsehood(self, say)
        self._say = say

    def answer(self, request: Request) -> Reply:
        """Return what is said. How a rehearsal asks for counts is always answered truly."""
        honest = super().answer
        return honest(request) if request.path.startswith(ADMIN) else self._say(request)

    def nth(self, sid: str) -> int:
        """Return which of the messages that it was asked to make one is, from 1; else 0."""
        return self.made.index(sid) + 1 if sid in self.made else 0

    def there(self) -> list[Message]:
        """Return the messages that really are there, oldest first."""
        everything = ListFilter()
        return self.store.page(everything, now=math.inf, lag=0, size=10_000)[::-1]

    def plant(self, number: str, sender: str, text: str, seconds: float = 0.0) -> str:
        """Put in a message that somebody else sent, ``seconds`` from now; return its SID."""
        sid = f"SM{secrets.token_hex(16)}"
        asked = Wanted(number, sender, None, text, 60)
        moment = self.now() + seconds
        message = accepted(asked, _DONE, sid=sid, account_sid=self.account_sid, now=moment)
        self.store.add(message)
        return sid

    def _accept(self, asked: Wanted) -> Reply:
        reply = super()._accept(asked)
        self.made.append(str((reply.body or {})["sid"]))
        return reply


class _Handler(Handler):
    """Says a proxy's page where that is the answer."""

    def _say(self, answer: Reply) -> None:
        if answer is not PROXY_PAGE:
            super()._say(answer)
            return
        self.send_response(answer.status)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(_HTML)))
        self.end_headers()
        self.wfile.write(_HTML)


class _Server(Server):
    """Serves a liar, at a port that another has just left."""

    allow_reuse_address = True

    def __init__(self, gateway: StandIn, port: int) -> None:
        super().__init__(gateway, port)
        self.RequestHandlerClass = _Handler


class LyingGateway(Running):
    """A liar that listens, in a thread of this process and not in one of its own."""

    def __init__(self, liar: Liar, token: str, port: int = 0) -> None:
        self.liar = liar
        self._server = _Server(liar, port)
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        self.base_url, self.account_sid, self.token = self._server.base_url, liar.account_sid, token

    def stop(self) -> None:
        """End it; what its liar knows stays."""
        self._server.shutdown()
        self._server.server_close()
