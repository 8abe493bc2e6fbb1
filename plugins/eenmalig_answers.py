"""An Airflow plugin: an answer to an approval request is taken in after a moment's pause.

Airflow 3.3.2 fails a waiting task when its answer comes before the scheduler has noticed that
the task waits, within a few tenths of a second. People are slower; programs may not be.
"""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any

from airflow.plugins_manager import AirflowPlugin

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

PAUSE_SECONDS = 1.5
_ANSWER = re.compile(r"/api/v2/dags/[^/]+/dagRuns/[^/]+/taskInstances/[^/]+/[^/]+/hitlDetails")


class PauseBeforeAnswer:
    """ASGI middleware that lets everything pass, and answers to requests after a pause."""

    def __init__(self, app: Callable[..., Awaitable[None]]) -> None:
        self._app = app

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Pass one request on."""
        if scope["type"] == "http" and scope["method"] == "PATCH" and _ANSWER.search(scope["path"]):
            await asyncio.sleep(PAUSE_SECONDS)
        await self._app(scope, receive, send)


class EenmaligAnswers(AirflowPlugin):
    """Registers the middleware with the API server."""

    name = "eenmalig_answers"
    fastapi_root_middlewares = [  # noqa: RUF012 - Airflow's own way to declare it
        {"middleware": PauseBeforeAnswer, "args": [], "kwargs": {}, "name": "pause before answer"}
    ]
