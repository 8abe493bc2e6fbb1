"""ASGI middleware: what reaches Airflow of a trigger is plain, or refused in our own words.

Airflow keeps a run's note and its form in its database and in its audit log. It hands the note to
no task, so ``extract`` cannot refuse it, and it tells a name that does not fit as the regular
expression that it does not match.
"""

from __future__ import annotations

import json
import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from eenmalig.errors import Code, EenmaligError
from eenmalig.handover import can_be_named
from eenmalig.looks_like_number import holds_long_digits, run_id_holds_long_digits
from eenmalig_airflow.auth.rights import VERIFICATION, check_id, dag_id
from eenmalig_airflow.bodies import handed_on, reply, whole_body

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

_TRIGGER = re.compile(
    rf"/api/v2/dags/(?P<dag>(?:{dag_id('')}|{check_id('')})[^/]+|{VERIFICATION})/dagRuns/?"
)
# What a person may write besides the form, and no task of ours ever sees.
_FREE_TEXT = ("note", "partition_key")


class RefuseNumbers:
    """Lets everything pass but a trigger of ours in which a number or a path could stand."""

    def __init__(self, app: Callable[..., Awaitable[None]]) -> None:
        self._app = app

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Pass one request on, or refuse it."""
        dag = _triggered(scope)
        if dag is None:
            await self._app(scope, receive, send)
            return
        body = await whole_body(receive)
        error = _mistake(dag, body)
        if body is None or error is not None:
            await reply(send, HTTPStatus.BAD_REQUEST, {"detail": str(error)})
            return
        await self._app(scope, handed_on(body, receive), send)


def _triggered(scope: Mapping[str, Any]) -> str | None:
    """Return which DAG of ours a request triggers, if it triggers one."""
    if scope["type"] != "http" or scope["method"] != "POST":
        return None
    found = _TRIGGER.search(scope["path"])
    return found["dag"] if found else None


def _mistake(dag: str, body: bytes | None) -> EenmaligError | None:
    """Return why a trigger is refused. What is no JSON object, Airflow refuses itself."""
    if body is None:
        return EenmaligError(Code.RUN_REFUSED, "its form is too long")
    try:
        stated = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(stated, dict):
        return None
    mistakes = [
        f"its {name} holds six or more digits; leave it empty"
        for name in _FREE_TEXT
        if holds_long_digits(str(stated.get(name)))
    ]
    if run_id_holds_long_digits(str(stated.get("dag_run_id"))):
        mistakes.append("its run id holds six or more digits; let Airflow name the run")
    form = stated.get("conf")
    if dag == VERIFICATION and form:
        mistakes.append("a verification takes no form")
    if mistakes:
        return EenmaligError(Code.RUN_REFUSED, *mistakes)
    name = form.get("handover") if isinstance(form, dict) else None
    if name is None or (isinstance(name, str) and can_be_named(name)):
        return None
    return EenmaligError(Code.HANDOVER_NAME)
