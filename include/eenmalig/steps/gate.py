"""The gate: it reads what people answered, in signed records, never Airflow's states."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from eenmalig.domain.approvals import Standing, mistakes, standing
from eenmalig.domain.campaign import State
from eenmalig.domain.window import Window
from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.reading import ended_by, latest
from eenmalig.steps.approval import sign_answers
from eenmalig.steps.installation import Run, Stores, now
from eenmalig.steps.publishing import publish_before
from eenmalig.steps.signing_ends import sign_stop

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eenmalig.domain.approvals import Answer
    from eenmalig.domain.campaign import Campaign

log = logging.getLogger(__name__)

_NOBODY_WAS_ASKED = (State.EXTRACTING, State.EXTRACTED)
_OVER = (State.DESTROYING, State.CLOSED)


def gate(stores: Stores, run: Run) -> Standing:
    """Return how the approvals stand, when nobody is being asked any more.

    Approved means send now. With all approvals but a closed window it still waits, until the
    latest moment at which sending and its delivery reports end before the deadline; then it has
    lapsed. Lapsed too is what was stopped, destroyed, or never came so far that anybody was asked.

    Fails when the deadline has passed, and when an authority's request has ended before its time
    without an answer (``APPROVAL_MISSING``): somebody marked it, or it could not be asked.
    """
    campaign = stores.inventory.of_run(run.dag_id, run.run_id)
    if campaign is None or campaign.state in _NOBODY_WAS_ASKED:
        log.info("Nobody was asked: NOTHING IS SENT. The run goes on to destruction.")
        return Standing.LAPSED
    campaign = sign_stop(stores, campaign)
    if campaign.state in _OVER:
        _tell_end(stores, campaign)
        return Standing.LAPSED
    decided = latest(stores.evidence(campaign.id).records(), "gate")
    if decided is not None and decided.data["standing"] != Standing.APPROVED:
        log.info("Decided before: NOTHING IS SENT. The run goes on to destruction.")
        return Standing(decided.data["standing"])
    stores.require_time(campaign)
    dossier = stores.dossier(campaign.id)
    given = sign_answers(stores, campaign)
    stands = _standing(campaign, dossier, given)
    missing = stands is Standing.WAITING and mistakes(dossier, given)
    if missing:
        stands = Standing.LAPSED
    if stands is not Standing.WAITING:
        record: dict[str, Any] = {"standing": str(stands), "dossier": dossier["digest"]}
        with stores.evidence(campaign.id).commit() as commit:
            commit.record("gate", record, now(), once=True)
    _tell(stands, given)
    if stands is Standing.APPROVED:
        publish_before(stores, campaign.id)
    if missing:
        raise EenmaligError(Code.APPROVAL_MISSING, *missing)
    return stands


def _tell_end(stores: Stores, campaign: Campaign) -> None:
    end = ended_by(stores.evidence(campaign.id).records())
    if end is None:
        log.info("The campaign is destroyed: NOTHING IS SENT.")
    elif end["authority"] is None:
        log.info("Stopped by %s at %s: NOTHING IS SENT.", end["by"], end["at"])
    else:
        log.info(
            "Withdrawn for %s on the word of %s at %s: NOTHING IS SENT.",
            end["authority"],
            end["staff_id"],
            end["at"],
        )


def _standing(campaign: Campaign, dossier: dict[str, Any], given: Sequence[Answer]) -> Standing:
    stands = standing(dossier, given, now())
    if campaign.stopped_at is not None and stands is not Standing.REJECTED:
        log.warning("The campaign was stopped; nothing is sent.")
        return Standing.LAPSED
    if stands is Standing.APPROVED and not Window.from_record(dossier["window"]).is_open(now()):
        last = campaign.deadline - timedelta(seconds=dossier["receipt_window_seconds"])
        return Standing.WAITING if now() < last else Standing.LAPSED
    return stands


def _tell(stands: Standing, given: Sequence[Answer]) -> None:
    for answer in given:
        log.info(
            "%s: %s by %s at %s", answer.authority, answer.decision, answer.staff_id, answer.at
        )
    log.info("%s", _MEANING[stands])


_MEANING = {
    Standing.WAITING: "Approved; waiting for the sending window to open.",
    Standing.APPROVED: "Every authority approved exactly this dossier: sending may begin.",
    Standing.REJECTED: "Rejected: NOTHING IS SENT. The run goes on to destruction.",
    Standing.LAPSED: "Lapsed or stopped: NOTHING IS SENT. The run goes on to destruction.",
}
