"""Delivery reports: read from the provider's list until all is known or their time is over."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from eenmalig.cleartext.sending.delivery_reports import look
from eenmalig.cleartext.vault.journal import Journal
from eenmalig.domain.campaign import Campaign, State
from eenmalig.domain.delivery import FINAL
from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.reading import latest
from eenmalig.steps.installation import PATIENCE, Run, Stopwatch, Stores, now
from eenmalig.steps.message_owners import gateway_of, list_lag, other_owners, traits_of
from eenmalig.steps.outcomes import outcomes

if TYPE_CHECKING:
    from datetime import datetime

    from eenmalig.domain.gateway_settings import GatewaySettings

log = logging.getLogger(__name__)

# Looks come ever more seldom: half of the time that was waited so far lies between two.
SHORTEST_PAUSE, LONGEST_PAUSE = timedelta(seconds=10), timedelta(minutes=10)


@dataclass(frozen=True)
class Look:
    """What one look came to: whether the outcomes are on record, or when to look again."""

    ended: bool
    again_in: timedelta


def collect_delivery_reports(stores: Stores, run: Run, settings: GatewaySettings) -> Look:
    """Look once; return whether collecting has ended, with the outcomes on record.

    It ends when every accepted message has a final status and nothing in doubt can still turn
    up, or when the receipt window is over: what is not known then ends as unknown. Fails when the
    gateway is another than the one that sent.
    """
    watch = Stopwatch.start()
    campaign = stores.campaign(run, State.SENT)
    campaign.require_gateway(settings.identity)
    dossier = stores.dossier(campaign.id)
    settled_at = _after_sending(campaign, dossier["settle_seconds"])
    over_at = _after_sending(campaign, dossier["receipt_window_seconds"])
    evidence = stores.evidence(campaign.id)
    if latest(evidence.records(), "outcomes") is not None:
        log.info("Already done: the outcomes are on record.")
        return Look(ended=True, again_in=timedelta(0))
    with (
        stores.inventory.lease(campaign.id, wait=PATIENCE) as lease,
        stores.vault(campaign, lease) as vault,
    ):
        journal = Journal(vault)
        over = now() >= over_at
        try:
            found = look(
                journal,
                gateway_of(campaign, settings),
                traits_of(campaign, dossier),
                vault.ref_key(),
                now() - list_lag(dossier),
                partial(other_owners, stores, campaign),
            )
        except EenmaligError as error:
            if error.code is not Code.GATEWAY_UNREACHABLE:
                raise
            log.warning("The gateway's list cannot be read now; it is read again later.")
            found, pending = 0, None
        else:
            pending = sum(status not in FINAL for status in journal.statuses().values())
        doubtful = len(journal.doubtful())
        log.info(
            "%s without a final report, %d in doubt (%d found in the list just now).",
            "unknown how many" if pending is None else pending,
            doubtful,
            found,
        )
        ended = over or (pending == 0 and (not doubtful or now() >= settled_at))
        if ended:
            waited = (now() - (campaign.sending_ended_at or now())).total_seconds()
            extra: dict[str, Any] = {"waited_seconds": round(waited, 3), **watch.so_far()}
            record = outcomes(dossier["counts"]["recipients"], journal)
            with evidence.commit(lease) as commit:
                commit.record("outcomes", {**record, **extra}, now())
    return Look(ended, pause(now(), campaign.sending_ended_at or now(), settled_at, over_at))


def pause(moment: datetime, since: datetime, *ends: datetime) -> timedelta:
    """Return how long to wait after a look at ``moment``, when sending ended at ``since``.

    It grows with what was waited, from seconds to ten minutes, and oversleeps none of ``ends``.
    """
    grown = max(SHORTEST_PAUSE, min((moment - since) / 2, LONGEST_PAUSE))
    return min([grown, *(end - moment for end in ends if end > moment)])


def _after_sending(campaign: Campaign, seconds: int) -> datetime:
    return (campaign.sending_ended_at or now()) + timedelta(seconds=seconds)
