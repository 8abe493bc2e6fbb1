"""The bound on a whole call: no server can hold one for longer, or make it hold without end."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import httpcore
import pytest

from eenmalig.cleartext.sending import transport
from eenmalig.cleartext.sending.transport import AnswerTooLargeError, BoundedClient

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SECONDS = 0.6
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


@contextmanager
def answering(
    answer: Callable[[socket.socket], None], asked: list[bytes] | None = None
) -> Iterator[str]:
    """Serve one connection after another on this machine; the answer is up to ``answer``."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = server.accept()
                    with connection, suppress(OSError):
                        request = connection.recv(65536)
                        if asked is not None:
                            asked.append(request.partition(b"\r\n")[0])
                        answer(connection)

        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)


def dripping(content: bytes, piece: bytes = b" ") -> Callable[[socket.socket], None]:
    """Give what comes first, then piece by piece what comes next, each long before a time-out."""

    def answer(connection: socket.socket) -> None:
        connection.sendall(content)
        while True:
            connection.sendall(piece)
            time.sleep(SECONDS / 20)

    return answer


def seconds_until(client: BoundedClient, error: type[Exception]) -> float:
    began = time.monotonic()
    with pytest.raises(error):
        client.request("GET", "https://api.example.org/Messages.json")
    return time.monotonic() - began


@pytest.mark.parametrize(
    "answer",
    [
        lambda connection: connection.recv(1),
        dripping(b"HTTP/1.1 200 OK\r\nX-Long: "),
        dripping(HEAD + b"Content-Length: 100000\r\n\r\n"),
        dripping(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
    ],
    ids=["silent", "drips its headers", "drips its body", "drips chunks"],
)
def test_a_server_that_is_silent_or_drips_holds_no_call_for_longer(
    answer: Callable[[socket.socket], None],
) -> None:
    with answering(answer) as url:
        took = seconds_until(BoundedClient(url, SECONDS), httpcore.TimeoutException)
    assert SECONDS * 0.9 < took < SECONDS * 3


def test_an_answer_without_end_is_not_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "LARGEST_ANSWER", 2**20)

    def flood(connection: socket.socket) -> None:
        connection.sendall(HEAD + b"Content-Length: 1000000000000\r\n\r\n")
        while True:
            connection.sendall(b" " * 65536)

    with answering(flood) as url:
        assert seconds_until(BoundedClient(url, 30), AnswerTooLargeError) < 10


def test_nobody_there_is_told_apart_from_a_call_that_may_have_been_processed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        free = server.getsockname()[1]
    seconds_until(BoundedClient(f"http://127.0.0.1:{free}", SECONDS), httpcore.ConnectError)
    with answering(lambda _: None) as url:
        seconds_until(BoundedClient(url, SECONDS), httpcore.RemoteProtocolError)


def test_each_call_has_a_time_of_its_own_and_stays_below_the_settings_path() -> None:
    asked: list[bytes] = []

    def answer(connection: socket.socket) -> None:
        connection.sendall(HEAD + b"Retry-After: 7\r\nContent-Length: 2\r\n\r\n{}")

    with answering(answer, asked) as url:
        client = BoundedClient(f"{url}/below", SECONDS)
        for _ in range(4):
            time.sleep(SECONDS / 3)
            address, params = "https://api.example.org/a.json?x=1", {"To": None, "PageSize": 5}
            assert client.request("GET", address, params=params).text == "{}"
    assert set(asked) == {b"GET /below/a.json?x=1&PageSize=5 HTTP/1.1"}
    assert (client.status, client.headers["retry-after"]) == (200, "7")
