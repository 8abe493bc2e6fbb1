"""ASGI middleware: no more is read of a form than any of ours holds, whoever sends it."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from fastapi import HTTPException

from eenmalig_airflow.bodies import LARGEST

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


class SmallForms:
    """Refuses a body once more than ``LARGEST`` bytes of it came, whatever was said of its size.

    It is read before anybody knows who sends it.
    """

    def __init__(self, app: Callable[..., Awaitable[None]]) -> None:
        self._app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass one request on; who reads its body fails with 413 when that is too large."""
        came = 0

        async def within_bound() -> Any:
            nonlocal came
            message = await receive()
            came += len(message.get("body", b""))
            if came > LARGEST:
                raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return message

        await self._app(scope, within_bound, send)
