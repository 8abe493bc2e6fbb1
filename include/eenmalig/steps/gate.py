"""The gate: it reads the signed answers, never Airflow's states."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from eenmalig.domain.approvals import Standing, standing
from eenmalig.domain.campaign import State
from eenmalig.domain.window import Window
from eenmalig.evidence.reading import answers
from eenmalig.steps.installation import Run, Stores, now

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eenmalig.domain.approvals import Answer

log = logging.getLogger(__name__)


def gate(stores: Stores, run: Run, already_told: int | None = None) -> tuple[Standing, int]:
    """Return how the approvals stand, and of how many answers: approved means send now.

    The log tells it unless it still waits with the number of answers ``already_told``.

    With all approvals but a closed window it still waits, until the latest moment at which
    sending and its delivery reports end before the deadline; then it has lapsed.
    """
    campaign = stores.campaign(run, State.ASKING, State.SENDING, State.SENT)
    dossier = stores.dossier(campaign.id)
    evidence = stores.evidence(campaign.id)
    given = answers(evidence.records())
    stands = standing(dossier, given, now())
    if stands is Standing.APPROVED and not Window.from_record(dossier["window"]).is_open(now()):
        latest = campaign.deadline - timedelta(seconds=dossier["receipt_window_seconds"])
        stands = Standing.WAITING if now() < latest else Standing.LAPSED
    if campaign.stopped_at is not None:
        stands = Standing.LAPSED
        log.warning("The campaign was stopped; nothing is sent.")
    if stands is Standing.WAITING and len(given) == already_told:
        return stands, len(given)
    if stands is not Standing.WAITING:
        record: dict[str, Any] = {"standing": str(stands), "dossier": dossier["digest"]}
        evidence.append("gate", record, now(), once=True)
    _tell(stands, given)
    return stands, len(given)


def _tell(stands: Standing, given: Sequence[Answer]) -> None:
    for answer in given:
        log.info(
            "%s: %s by %s at %s", answer.authority, answer.decision, answer.staff_id, answer.at
        )
    meaning = {
        Standing.WAITING: "Waiting for answers, or for the sending window to open.",
        Standing.APPROVED: "Every authority approved exactly this dossier: sending may begin.",
        Standing.REJECTED: "Rejected: NOTHING IS SENT. The run goes on to destruction.",
        Standing.LAPSED: "Lapsed or stopped: NOTHING IS SENT. The run goes on to destruction.",
    }
    log.info("%s", meaning[stands])
