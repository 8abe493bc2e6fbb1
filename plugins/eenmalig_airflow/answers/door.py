"""The one door to the answers: who answers, by Airflow's page or by ours, comes through here."""

from __future__ import annotations

import logging
from functools import cache
from http import HTTPStatus
from typing import TYPE_CHECKING

from eenmalig.errors import Code
from eenmalig.steps.taking_answers import take_answer
from eenmalig.stores.answers import Answers
from eenmalig_airflow.answers.pushing import Pusher

if TYPE_CHECKING:
    from eenmalig.stores.answers import GivenAnswer
    from eenmalig.stores.home import Home

log = logging.getLogger(__name__)

# What a refusal is to the caller. A rejection that comes too late is gone, never in conflict.
STATUS = {
    Code.ANSWER_INVALID: HTTPStatus.BAD_REQUEST,
    Code.ANSWER_NOT_KEPT: HTTPStatus.SERVICE_UNAVAILABLE,
    Code.ANSWER_STANDS: HTTPStatus.CONFLICT,
    Code.ANSWER_TOO_LATE: HTTPStatus.GONE,
    Code.APPROVAL_NOT_YOURS: HTTPStatus.FORBIDDEN,
}


class Door:
    """Takes answers in, and has a ``pusher`` that passes on what Airflow did not hear."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._answers = Answers(home)
        self.pusher = Pusher(home, self._answers)

    def take(self, city: str, run: str, given: GivenAnswer) -> None:
        """Keep an answer durably. ``run`` is a ``run_key``. Fails as ``take_answer`` does."""
        taken = take_answer(self._home, self._answers, run, given)
        log.info(
            "%s, %s: %s by %s is on record (%s).",
            city,
            given.authority,
            given.decision,
            given.staff_id,
            taken,
        )


@cache
def door(home: Home) -> Door:
    """Return the one door to an installation's answers in this process."""
    return Door(home)
