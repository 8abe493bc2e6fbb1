"""A mail server on this machine that keeps what it gets, and misbehaves when it is told to."""

from __future__ import annotations

import base64
import json
import socketserver
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING, Any

from eenmalig.domain.mail_server import parse_smtp_connection

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator
    from email.message import EmailMessage

    from eenmalig.domain.mail_server import MailServer

SENDER = "eenmalig@politie.example"
LOGIN, PASSWORD = "eenmalig", "a password that nobody else may see"


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
    """What stands in ``ill`` is what the server does wrong, until it is taken out again.

    With a ``certificate`` it speaks TLS, from the first byte or when asked, and only to who logs
    in. ``overheard`` is what anybody on the way can read.
    """

    port: int = 0
    mails: list[Received] = field(default_factory=list)
    ill: set[str] = field(default_factory=set)
    certificate: ssl.SSLContext | None = None
    tls: bool = False
    logins: list[tuple[str, str]] = field(default_factory=list)
    overheard: bytearray = field(default_factory=bytearray)

    @property
    def settings(self) -> MailServer:
        return parse_smtp_connection(self.connection)

    @property
    def connection(self) -> str:
        """What Airflow's form makes of what an administrator fills in for this server."""
        plain = self.certificate is None
        extra = {"from_email": SENDER, "disable_ssl": not self.tls, "disable_tls": plain}
        person = {} if plain else {"login": LOGIN, "password": PASSWORD}
        stated = {"host": "127.0.0.1", "port": self.port, "extra": {**extra, "timeout": 10}}
        return json.dumps({"conn_type": "smtp", **stated, **person})

    def to(self, receiver: str) -> list[Received]:
        return [mail for mail in self.mails if mail.receiver.startswith(receiver)]


class _Conversation(socketserver.StreamRequestHandler):
    server: Any
    is_private = False

    def setup(self) -> None:
        self.ours: Receiving = self.server.receiving
        super().setup()
        if self.ours.tls:
            self.encrypt()

    def handle(self) -> None:
        if "hangs" in self.ours.ill:
            self.rfile.read()  # until who waits for a word goes away
            return
        while "drips" in self.ours.ill:
            self.wfile.write(b"220-a")
            self.wfile.flush()
            time.sleep(0.2)
        self.say("220 here")
        self.receiver = ""
        while line := self.line():
            word = line.split()[0].upper()
            {
                b"EHLO": self.greet,
                b"STARTTLS": self.start_tls,
                b"AUTH": self.log_in,
                b"RCPT": self.take_receiver,
                b"DATA": self.take_mail,
            }.get(word, self.agree)(line)
            if word == b"QUIT" or (word == b"DATA" and "dies" in self.ours.ill):
                return

    def greet(self, _: bytes) -> None:
        for offer in self.offers():
            self.say(f"250-{offer}")
        self.say("250 8BITMIME")

    def agree(self, _: bytes) -> None:
        self.say("250 yes")

    def take_receiver(self, line: bytes) -> None:
        self.receiver = line.decode().partition("<")[2].partition(">")[0]
        refused = any(self.receiver.startswith(f"{each}@") for each in self.ours.ill)
        self.say(f"550 no {self.receiver} here" if refused else "250 yes")

    def take_mail(self, _: bytes) -> None:
        self.say("354 go on")
        self.ours.mails.append(Received(self.receiver, self.content()))
        if "dies" not in self.ours.ill:
            self.say("451 not now" if "defers" in self.ours.ill else "250 taken")

    def offers(self) -> Iterator[str]:
        yield "here"
        if self.ours.certificate is not None:
            yield "AUTH PLAIN"
            if not self.is_private and "offers no encryption" not in self.ours.ill:
                yield "STARTTLS"

    def start_tls(self, _: bytes) -> None:
        if {"offers no encryption", "starts no encryption"} & self.ours.ill:
            self.say("454 not now")
        else:
            self.say("220 go on")
            self.encrypt()

    def encrypt(self) -> None:
        assert self.ours.certificate is not None
        self.request = self.ours.certificate.wrap_socket(self.request, server_side=True)
        self.is_private = True
        super().setup()

    def log_in(self, line: bytes) -> None:
        _, login, password = base64.b64decode(line.split()[2]).decode().split("\0")
        self.ours.logins.append((login, password))
        knows = "knows nobody" not in self.ours.ill
        self.say("235 welcome" if knows else f"535 no {login} with {password} here")

    def content(self) -> bytes:
        lines = iter(self.line, b".\r\n")
        return b"".join(line.removeprefix(b".") if line[:2] == b".." else line for line in lines)

    def line(self) -> bytes:
        line = self.rfile.readline()
        if not self.is_private:
            self.ours.overheard += line
        return line

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_: object) -> None:
        """Say nothing of a client that went away."""


@contextmanager
def receiving(
    port: int = 0, certificate: ssl.SSLContext | None = None, *, tls: bool = False
) -> Iterator[Receiving]:
    """Take mails, while the block lasts."""
    with _Server(("127.0.0.1", port), _Conversation) as server:
        ours = Receiving(server.server_address[1], certificate=certificate, tls=tls)
        server.receiving = ours  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield ours
        server.shutdown()
