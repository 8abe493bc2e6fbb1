"""Delivery reports: read from the provider's list, page by page, until all is known or time."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from eenmalig.cleartext.sending.delivery_reports import look
from eenmalig.cleartext.sending.twilio import Gateway
from eenmalig.cleartext.vault.journal import Journal
from eenmalig.domain.campaign import Campaign, State
from eenmalig.domain.delivery import FINAL
from eenmalig.errors import Code, EenmaligError
from eenmalig.steps.installation import Run, Stopwatch, Stores, now
from eenmalig.steps.outcomes import record_outcomes

if TYPE_CHECKING:
    from eenmalig.domain.gateway_settings import GatewaySettings

log = logging.getLogger(__name__)

# How many have no final report (None: the list could not be read), and how many are in doubt.
Progress = tuple[int | None, int]


def collect_delivery_reports(
    stores: Stores, run: Run, settings: GatewaySettings, already_told: Progress | None = None
) -> tuple[bool, Progress]:
    """Look once; return whether collecting has ended, with the outcomes on record, and how far.

    It ends when every accepted message has a final status and nothing in doubt can still turn
    up, or when the receipt window is over: what is not known then ends as unknown.
    """
    watch = Stopwatch.start()
    campaign = stores.campaign(run, State.SENT)
    dossier = stores.dossier(campaign.id)
    with stores.inventory.lease(campaign.id, wait=60), stores.vault(campaign.id) as vault:
        journal = Journal(vault)
        over = now() >= _end(campaign, dossier["receipt_window_seconds"])
        try:
            found = look(
                journal, Gateway(settings), dossier["sender_id"], dossier["text"], vault.ref_key()
            )
        except EenmaligError as error:
            if error.code is not Code.GATEWAY_UNREACHABLE:
                raise
            log.warning("The gateway's list cannot be read now; it is read again later.")
            found, pending = 0, None
        else:
            pending = sum(status not in FINAL for status in journal.statuses().values())
        doubtful = len(journal.doubtful())
        settled = now() >= _end(campaign, dossier["settle_seconds"])
        progress = (pending, doubtful)
        if progress != already_told:
            log.info(
                "%s without a final report, %d in doubt (%d found in the list just now).",
                "unknown how many" if pending is None else pending,
                doubtful,
                found,
            )
        ended = over or (pending == 0 and (not doubtful or settled))
        if ended:
            waited = (now() - (campaign.sending_ended_at or now())).total_seconds()
            extra: dict[str, Any] = {"waited_seconds": round(waited, 3), **watch.so_far()}
            record_outcomes(stores, campaign, journal, extra)
    return ended, progress


def _end(campaign: Campaign, seconds: int) -> Any:
    return (campaign.sending_ended_at or now()) + timedelta(seconds=seconds)
