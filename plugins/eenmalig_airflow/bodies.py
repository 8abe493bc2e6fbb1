"""Bodies of HTTP requests in ASGI: read whole, handed on, and what is replied instead."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from http import HTTPStatus

# Bytes: more than any body that we know has.
LARGEST = 64 * 1024


async def whole_body(receive: Callable[[], Awaitable[Any]]) -> bytes | None:
    """Return the whole body; None when it is longer than any we know, or its sender left."""
    body: bytes = b""
    while True:
        message = await receive()
        body += bytes(message.get("body", b""))
        if len(body) > LARGEST or message["type"] == "http.disconnect":
            return None
        if not message.get("more_body", False):
            return body


def handed_on(
    body: bytes, receive: Callable[[], Awaitable[Any]]
) -> Callable[[], Awaitable[dict[str, Any]]]:
    """Return what to receive ``body`` from, and then whatever comes after it."""
    messages: list[dict[str, Any]] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> dict[str, Any]:
        return messages.pop() if messages else dict(await receive())

    return again


async def reply(send: Any, status: HTTPStatus, content: Mapping[str, Any]) -> None:
    """Answer a request with JSON."""
    body = json.dumps(content).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
    ]
    await send({"type": "http.response.start", "status": int(status), "headers": headers})
    await send({"type": "http.response.body", "body": body})
