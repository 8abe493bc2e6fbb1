"""ASGI middleware: an answer to a request is on our record before its giver hears "200".

Airflow says who somebody is and whether they may answer requests of that DAG at all. Whether they
were asked stands in the signed question. Once the answer is kept, Airflow hears it too, and
whatever becomes of it there, it stands.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, NamedTuple

from eenmalig.domain.approvals import AUTHORITIES, OPTIONS, wording_of
from eenmalig.domain.campaign import run_key
from eenmalig.errors import Code, EenmaligError
from eenmalig.stores.answers import GivenAnswer
from eenmalig.stores.home import Home
from eenmalig_airflow.answers.callers import Caller, NotLetInError, caller_of
from eenmalig_airflow.answers.door import STATUS, door
from eenmalig_airflow.auth.rights import city_of, dag_id
from eenmalig_airflow.bodies import handed_on, reply, whole_body

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

log = logging.getLogger(__name__)

_ANSWER = re.compile(
    r"/api/v2/dags/(?P<dag>sms_campaign_[^/]+)/dagRuns/(?P<run>[^/]+)/taskInstances"
    rf"/legal_approval\.ask_(?P<authority>{'|'.join(AUTHORITIES)})/-1/hitlDetails"
)
_GROUP = "legal_approval"


class _Asked(NamedTuple):
    """Which request is answered: its DAG, its run and its authority."""

    dag: str
    run: str
    authority: str


class KeepAnswers:
    """Lets everything pass but answers to our requests: those it takes in, or refuses itself."""

    def __init__(self, app: Callable[..., Awaitable[None]]) -> None:
        self._app = app
        self._door = door(Home.from_environment())

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Pass one request on, and keep the answer in it first."""
        if scope["type"] == "lifespan":
            self._door.pusher.start()
        if not _may_be_an_answer(scope):
            await self._app(scope, receive, send)
            return
        # From here on Airflow hears nothing but what stands on our record: no door stands beside.
        asked = _asked(scope)
        if asked is None:
            await reply(send, HTTPStatus.NOT_FOUND, {"detail": "This is no request of ours."})
            return
        try:
            caller = await caller_of(scope, asked.dag)
        except NotLetInError as error:
            await reply(send, error.status, {"detail": error.status.phrase})
            return
        try:
            given = _given(await whole_body(receive), asked, caller)
            run = run_key(asked.dag, asked.run)
            await asyncio.to_thread(self._door.take, city_of(asked.dag), run, given)
        except EenmaligError as error:
            log.info(
                "%s: an answer by %s is refused [%s].", asked.authority, caller.staff_id, error.code
            )
            await reply(send, STATUS[error.code], {"detail": str(error)})
            return
        await self._tell_airflow(scope, receive, given)
        self._door.pusher.look_now()
        await reply(send, HTTPStatus.OK, _as_airflow_says_it(given))

    async def _tell_airflow(self, scope: dict[str, Any], receive: Any, given: GivenAnswer) -> None:
        """Hand the answer to Airflow. What it makes of that is ``Pusher``'s to mend.

        In our own spelling: whatever else stood in the request, Airflow would note in its log.
        """
        stated = {"chosen_options": [wording_of(given.option)], "params_input": {}}
        body = json.dumps(stated).encode()
        headers = [
            (name, str(len(body)).encode() if name == b"content-length" else value)
            for name, value in scope["headers"]
        ]
        scope = {**scope, "query_string": b"", "headers": headers}
        status = None

        async def hold(message: dict[str, Any]) -> None:
            nonlocal status
            status = message.get("status", status)

        try:
            await self._app(scope, handed_on(body, receive), hold)
        except Exception as error:  # noqa: BLE001 - the answer stands whatever Airflow does
            log.warning("Airflow failed on an answer (%s); it is passed on.", type(error).__name__)
        if status != HTTPStatus.OK:
            log.info("Airflow answered %s to an answer that is on record.", status)


def _may_be_an_answer(scope: Mapping[str, Any]) -> bool:
    """Whether Airflow could take this for an answer to a request of ours, however it is spelled."""
    path = str(scope.get("path", "")).lower()
    return (
        scope["type"] == "http"
        and scope["method"].upper() == "PATCH"
        and all(part in path for part in (dag_id(""), _GROUP, "hitldetails"))
    )


def _asked(scope: Mapping[str, Any]) -> _Asked | None:
    place = _ANSWER.fullmatch(scope["path"].removeprefix(scope.get("root_path", "")))
    return _Asked(**place.groupdict()) if place else None


def _given(body: bytes | None, asked: _Asked, caller: Caller) -> GivenAnswer:
    """Return the answer in a body. Fails unless it is one option and nothing typed besides."""
    try:
        stated = json.loads(body or b"")
        (chosen,) = stated.pop("chosen_options")
        option = OPTIONS[chosen]
        typed = any(stated.values())
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise EenmaligError(Code.ANSWER_INVALID) from None
    if typed:
        # A number typed there would stand in Airflow's database and in its audit log.
        raise EenmaligError(Code.ANSWER_INVALID, "nothing may be typed besides")
    at = datetime.now(UTC)
    return GivenAnswer(
        asked.authority, caller.user_id, caller.staff_id, option.decision, at, option.reason
    )


def _as_airflow_says_it(given: GivenAnswer) -> dict[str, Any]:
    return {
        "responded_by": {"id": given.user_id, "name": given.staff_id},
        "responded_at": given.at.isoformat(),
        "chosen_options": [wording_of(given.option)],
        "params_input": {},
    }
