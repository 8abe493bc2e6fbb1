"""An Airflow plugin: an answer to an approval request is held until the task waits for it.

Airflow 3.3.2 loses an answer that comes before the scheduler has noticed that the task waits,
within a few tenths of a second. People are slower; programs may not be.
"""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any

from airflow.models.taskinstance import TaskInstance
from airflow.plugins_manager import AirflowPlugin
from airflow.utils.session import create_session
from airflow.utils.state import TaskInstanceState
from sqlalchemy import select

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

HELD_SECONDS = 1.5
LONGEST_SECONDS = 10.0
_BETWEEN_LOOKS = 0.25
_ANSWER = re.compile(
    r"/api/v2/dags/(?P<dag>[^/]+)/dagRuns/(?P<run>[^/]+)"
    r"/taskInstances/(?P<task>[^/]+)/[^/]+/hitlDetails"
)


class HoldAnswers:
    """ASGI middleware that lets everything pass, and answers to requests when they are safe."""

    def __init__(self, app: Callable[..., Awaitable[None]]) -> None:
        self._app = app

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Pass one request on. A task that never waits gets Airflow's own reply in the end."""
        if scope["type"] == "http" and scope["method"] == "PATCH":
            answer = _ANSWER.search(scope["path"])
            if answer:
                await _until_it_waits(**answer.groupdict())
                await asyncio.sleep(HELD_SECONDS)
        await self._app(scope, receive, send)


async def _until_it_waits(dag: str, run: str, task: str) -> None:
    for _ in range(int(LONGEST_SECONDS / _BETWEEN_LOOKS)):
        if await asyncio.to_thread(_waits, dag, run, task):
            return
        await asyncio.sleep(_BETWEEN_LOOKS)


def _waits(dag: str, run: str, task: str) -> bool:
    state = select(TaskInstance.state).where(
        TaskInstance.dag_id == dag, TaskInstance.run_id == run, TaskInstance.task_id == task
    )
    with create_session() as session:
        return bool(session.scalar(state) == TaskInstanceState.AWAITING_INPUT)


class EenmaligAnswers(AirflowPlugin):
    """Registers the middleware with the API server."""

    name = "eenmalig_answers"
    fastapi_root_middlewares = [  # noqa: RUF012 - Airflow's own way to declare it
        {"middleware": HoldAnswers, "args": [], "kwargs": {}, "name": "hold answers"}
    ]
