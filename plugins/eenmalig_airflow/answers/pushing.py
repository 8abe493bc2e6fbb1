"""Passing on what Airflow missed: a request that waits although nobody need answer any more.

The API server looks every few seconds at the requests that wait. One whose answer is on our
record, or whose campaign was rejected, stopped, withdrawn or destroyed meanwhile, is woken; its
task then reads the records itself. So an API server that died between our row and Airflow's, and
a stop on the command line, reach the run.
"""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING, Any, NamedTuple

from airflow.models.hitl import HITLDetail
from airflow.models.taskinstance import TaskInstance
from airflow.models.trigger import handle_event_submit
from airflow.triggers.base import TriggerEvent
from airflow.utils.session import create_session
from airflow.utils.state import TaskInstanceState
from sqlalchemy import select

from eenmalig.domain.approvals import AUTHORITIES, Decision, wording_of
from eenmalig.domain.campaign import run_key
from eenmalig.steps.taking_answers import nothing_to_ask, records_of
from eenmalig_airflow.auth.rights import dag_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from eenmalig.stores.answers import Answers, GivenAnswer
    from eenmalig.stores.home import Home

log = logging.getLogger(__name__)

BETWEEN_LOOKS_SECONDS = 10.0
# A request that was woken and asks again is left alone for a while.
_BETWEEN_WAKINGS_SECONDS = 60.0
_ASKS = {f"legal_approval.ask_{authority}": authority for authority in AUTHORITIES}


class _Waiting(NamedTuple):
    """A request that waits: its task instance in Airflow's database, and what it asks."""

    instance: Any
    dag: str
    run: str
    authority: str


class Pusher:
    """A thread of the API server that looks at waiting requests; see the module."""

    def __init__(self, home: Home, answers: Answers) -> None:
        self._home = home
        self._answers = answers
        self._now = threading.Event()
        self._started = threading.Lock()
        self._woken: dict[Any, float] = {}

    def start(self) -> None:
        """Begin to look. Does nothing when it has begun."""
        if self._started.acquire(blocking=False):
            threading.Thread(target=self._look_for_ever, name="push answers", daemon=True).start()

    def look_now(self) -> None:
        """Look at once, whenever the next look would be."""
        self._now.set()

    def _look_for_ever(self) -> None:
        while True:
            self._now.wait(BETWEEN_LOOKS_SECONDS)
            self._now.clear()
            try:
                self.look()
            except Exception as error:  # noqa: BLE001 - the next look may see what this could not
                log.warning("Waiting requests were not looked at (%s).", type(error).__name__)

    def look(self) -> None:
        """Wake every request that waits for nothing, whatever becomes of the others."""
        for waiting in _waiting():
            try:
                self._look_at(waiting)
            except Exception as error:  # noqa: BLE001 - it may hold up none but itself
                log.warning("A waiting request was not woken (%s).", type(error).__name__)

    def _look_at(self, waiting: _Waiting) -> None:
        given = self._answers.of_run(run_key(waiting.dag, waiting.run))
        if self._needs_no_answer(waiting, given) and self._may_wake(waiting):
            _wake(waiting, given)
            self._woken[waiting.instance] = time.monotonic()

    def _needs_no_answer(self, waiting: _Waiting, given: Sequence[GivenAnswer]) -> bool:
        if any(
            answer.authority == waiting.authority or answer.decision is Decision.REJECT
            for answer in given
        ):
            return True
        run = run_key(waiting.dag, waiting.run)
        if self._answers.stopped(run) is not None:
            return True
        return nothing_to_ask(records_of(self._home, run))

    def _may_wake(self, waiting: _Waiting) -> bool:
        last = self._woken.get(waiting.instance)
        return last is None or time.monotonic() - last >= _BETWEEN_WAKINGS_SECONDS


def _waiting() -> Iterator[_Waiting]:
    instances = select(
        TaskInstance.id, TaskInstance.dag_id, TaskInstance.run_id, TaskInstance.task_id
    ).where(
        TaskInstance.state == TaskInstanceState.AWAITING_INPUT,
        TaskInstance.dag_id.startswith(dag_id(""), autoescape=True),
        TaskInstance.task_id.in_(_ASKS),
    )
    with create_session() as session:
        rows = session.execute(instances).all()
    for row in rows:
        yield _Waiting(row.id, row.dag_id, row.run_id, _ASKS[row.task_id])


def _wake(waiting: _Waiting, given: Sequence[GivenAnswer]) -> None:
    """Resume a request as Airflow does when it is answered, with the answer that is on record."""
    own = [answer for answer in given if answer.authority == waiting.authority]
    with create_session() as session:
        instance = session.get(TaskInstance, waiting.instance, with_for_update={"of": TaskInstance})
        if instance is None or instance.state != TaskInstanceState.AWAITING_INPUT:
            return
        payload: dict[str, Any] = {"woken": True}
        detail = session.get(HITLDetail, waiting.instance)  # the instance refuses to load it
        if own and detail is not None:
            if not detail.response_received:
                detail.responded_by = {"id": own[0].user_id, "name": own[0].staff_id}
                detail.responded_at = own[0].at
                detail.chosen_options = [wording_of(own[0].option)]
            payload = detail.as_resume_event_payload()
        handle_event_submit(TriggerEvent(payload), task_instance=instance, session=session)
    log.info("A request that waits for nothing is woken.")
