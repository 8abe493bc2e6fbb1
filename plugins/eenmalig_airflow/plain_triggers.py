"""ASGI middleware: no trigger reaches Airflow with a note that could hold a telephone number.

Airflow keeps a run's note in its database and in its audit log, and hands it to no task: what
``extract`` refuses of a form, it cannot refuse of a note.
"""

from __future__ import annotations

import json
import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from eenmalig.errors import Code, EenmaligError
from eenmalig.looks_like_number import holds_long_digits
from eenmalig_airflow.auth.rights import check_id, dag_id
from eenmalig_airflow.bodies import handed_on, reply, whole_body

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

_TRIGGER = re.compile(rf"/api/v2/dags/({dag_id('')}|{check_id('')})[^/]+/dagRuns/?")
# What a person may write besides the form, and no task of ours ever sees.
_FREE_TEXT = ("note", "partition_key")


class RefuseNumbers:
    """Lets everything pass but a trigger of ours whose free text holds six or more digits."""

    def __init__(self, app: Callable[..., Awaitable[None]]) -> None:
        self._app = app

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Pass one request on, or refuse it."""
        if not _is_trigger(scope):
            await self._app(scope, receive, send)
            return
        body = await whole_body(receive)
        mistakes = ["its form is too long"] if body is None else _mistakes(body)
        if body is None or mistakes:
            error = EenmaligError(Code.RUN_REFUSED, *mistakes)
            await reply(send, HTTPStatus.BAD_REQUEST, {"detail": str(error)})
            return
        await self._app(scope, handed_on(body, receive), send)


def _is_trigger(scope: Mapping[str, Any]) -> bool:
    if scope["type"] != "http" or scope["method"] != "POST":
        return False
    return _TRIGGER.search(scope["path"]) is not None


def _mistakes(body: bytes) -> list[str]:
    """Return which free text could hold a number. What is no JSON, Airflow refuses itself."""
    try:
        stated = json.loads(body)
    except (ValueError, RecursionError):
        return []
    if not isinstance(stated, dict):
        return []
    return [
        f"its {name} holds six or more digits; leave it empty"
        for name in _FREE_TEXT
        if holds_long_digits(str(stated.get(name)))
    ]
