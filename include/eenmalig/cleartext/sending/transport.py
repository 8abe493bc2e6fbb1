"""HTTP for the provider's library, with a bound on the whole of each call.

A time-out of a socket begins anew with each byte, so that a server that drips could hold a call for
ever. Here connecting, sending and all of the answer share one moment by which they must be over,
and an answer may be only so large.
"""

from __future__ import annotations

import base64
import logging
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

import httpcore
from twilio.http import HttpClient
from twilio.http.response import Response

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterable, Mapping

# A page of 1,000 messages is 1.5 MB.
LARGEST_ANSWER = 32 * 2**20
_FORM = "application/x-www-form-urlencoded"


class AnswerTooLargeError(Exception):
    """An answer is larger than any that the provider gives."""


class BoundedClient(HttpClient):
    """Makes the calls that the library would make to the provider to another address.

    Neither redirects, nor proxies or certificates of the environment are followed; no call is made
    twice. ``status`` and ``headers`` (by lower-case name) are those of the last answer as HTTP says
    them, since an error's own body may say another.
    """

    def __init__(self, base_url: str, seconds: float) -> None:
        quiet = logging.getLogger("eenmalig.cleartext.sending.twilio.http")
        quiet.setLevel(logging.CRITICAL)
        super().__init__(quiet, False, seconds)  # noqa: FBT003 - is_async, by position only
        self._base_url = base_url
        self._network = _Network()
        self._pool = httpcore.ConnectionPool(network_backend=self._network)
        self.status: int | None = None
        self.headers: Mapping[str, str] = {}

    def request(  # noqa: PLR0913, PLR0917 - as the library calls it
        self,
        method: str,
        uri: str,
        params: Mapping[str, Any] | None = None,
        data: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,
        allow_redirects: bool = False,  # noqa: FBT001, FBT002 - as above
    ) -> Response:
        """Make one call.

        Fails with an error of httpcore: ``ConnectError`` and ``ConnectTimeout`` when no connection
        was made, so that nothing can have been processed. Fails with ``AnswerTooLargeError``.
        """
        del timeout, allow_redirects
        self.status, self.headers = None, {}
        self._network.begin(self.timeout)
        with self._pool.stream(
            method.upper(),
            f"{self._base_url}{_path(uri, params)}",
            headers=[*(headers or {}).items(), *_authorization(auth)],
            content=urlencode(data or {}, doseq=True).encode() if data else None,
            extensions={"timeout": {"pool": self.timeout}},
        ) as answer:
            content = _content(answer)
        names = {name.decode("latin-1").lower(): value for name, value in answer.headers}
        self.headers = {name: value.decode("latin-1") for name, value in names.items()}
        self.status = answer.status
        return Response(answer.status, content.decode(errors="replace"), self.headers)


class _Network(httpcore.NetworkBackend):
    """The machine's network, until the moment by which a call must be over."""

    def __init__(self) -> None:
        self._real = httpcore.SyncBackend()
        self._until = 0.0

    def begin(self, seconds: float) -> None:
        """Begin a call that may take so long."""
        self._until = time.monotonic() + seconds

    def left(self) -> float:
        """Return how many seconds are left. Fails when none are."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout
        return left

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect within what is left."""
        del timeout
        made = self._real.connect_tcp(host, port, self.left(), local_address, socket_options)
        return _Stream(made, self)


class _Stream(httpcore.NetworkStream):
    """One connection, on which every wait is part of the call's time."""

    def __init__(self, real: httpcore.NetworkStream, network: _Network) -> None:
        self._real = real
        self._network = network

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read within what is left."""
        del timeout
        return self._real.read(max_bytes, self._network.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write within what is left."""
        del timeout
        self._real.write(buffer, self._network.left())

    def close(self) -> None:
        """Close the connection."""
        self._real.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """Speak TLS from here on, agreed on within what is left."""
        del timeout
        made = self._real.start_tls(ssl_context, server_hostname, self._network.left())
        return _Stream(made, self._network)

    def get_extra_info(self, info: str) -> Any:
        """Return what is known of the connection."""
        return self._real.get_extra_info(info)


def _path(uri: str, params: Mapping[str, Any] | None) -> str:
    parts = urlsplit(uri)
    named = {name: value for name, value in (params or {}).items() if value is not None}
    query = "&".join(filter(None, (parts.query, urlencode(named, doseq=True))))
    return f"{parts.path}?{query}" if query else parts.path


def _authorization(auth: tuple[str, str] | None) -> list[tuple[str, str]]:
    if auth is None:
        return []
    named = base64.b64encode(":".join(auth).encode()).decode()
    return [("Authorization", f"Basic {named}")]


def _content(answer: httpcore.Response) -> bytes:
    content = bytearray()
    for block in answer.iter_stream():
        content += block
        if len(content) > LARGEST_ANSWER:
            raise AnswerTooLargeError
    return bytes(content)
