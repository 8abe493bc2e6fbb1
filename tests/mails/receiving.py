"""A mail server on this machine that keeps what it gets, and misbehaves when it is told to."""

from __future__ import annotations

import socketserver
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING, Any

from eenmalig.domain.mail_server import MailServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

SENDER = "eenmalig@politie.example"


@dataclass
class Received:
    """One mail as it came over the line, and whom the envelope named."""

    receiver: str
    content: bytes

    @property
    def message(self) -> EmailMessage:
        parsed: Any = message_from_bytes(self.content, policy=default)
        return parsed  # type: ignore[no-any-return]

    @property
    def text(self) -> str:
        body = self.message.get_body()
        assert body is not None
        return str(body.get_content()).replace("\r\n", "\n")


@dataclass
class Receiving:
    """What stands in ``ill`` is what the server does wrong, until it is taken out again."""

    port: int = 0
    mails: list[Received] = field(default_factory=list)
    ill: set[str] = field(default_factory=set)

    @property
    def settings(self) -> MailServer:
        return MailServer(
            host="127.0.0.1",
            port=self.port,
            login="",
            password="",
            sender=SENDER,
            tls=False,
            starttls=False,
            timeout=1,
        )

    @property
    def connection(self) -> str:
        return (
            f"smtp://127.0.0.1:{self.port}/?disable_ssl=true&disable_tls=true&from_email={SENDER}"
        )

    def to(self, receiver: str) -> list[Received]:
        return [mail for mail in self.mails if mail.receiver.startswith(receiver)]


class _Conversation(socketserver.StreamRequestHandler):
    server: Any

    def handle(self) -> None:
        ours: Receiving = self.server.receiving
        if "hangs" in ours.ill:
            time.sleep(3)
            return
        while "drips" in ours.ill:
            self.wfile.write(b"220-a")
            self.wfile.flush()
            time.sleep(0.2)
        self.say("220 here")
        receiver = ""
        for line in self.rfile:
            word = line[:4].upper().strip()
            if word == b"EHLO":
                self.say("250-here\r\n250 8BITMIME")
            elif word == b"RCPT":
                receiver = line.decode().partition("<")[2].partition(">")[0]
                refused = any(receiver.startswith(f"{each}@") for each in ours.ill)
                self.say(f"550 no {receiver} here" if refused else "250 yes")
            elif word == b"DATA":
                self.say("354 go on")
                ours.mails.append(Received(receiver, self.content()))
                if "dies" in ours.ill:
                    return
                self.say("451 not now" if "defers" in ours.ill else "250 taken")
            else:
                self.say("221 bye" if word == b"QUIT" else "250 yes")
                if word == b"QUIT":
                    return

    def content(self) -> bytes:
        lines = iter(self.rfile.readline, b".\r\n")
        return b"".join(line.removeprefix(b".") if line[:2] == b".." else line for line in lines)

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_: object) -> None:
        """Say nothing of a client that went away."""


@contextmanager
def receiving(port: int = 0) -> Iterator[Receiving]:
    """Take mails, while the block lasts."""
    with _Server(("127.0.0.1", port), _Conversation) as server:
        ours = Receiving(server.server_address[1])
        server.receiving = ours  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield ours
        server.shutdown()
