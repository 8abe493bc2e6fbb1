"""The outcomes of a campaign, signed once while its journal can still be read."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from eenmalig.domain.counting import Outcomes
from eenmalig.steps.installation import Stores, now

if TYPE_CHECKING:
    from collections.abc import Mapping

    from eenmalig.cleartext.vault.journal import Journal
    from eenmalig.domain.campaign import Campaign

log = logging.getLogger(__name__)


def record_outcomes(
    stores: Stores, campaign: Campaign, journal: Journal, extra: Mapping[str, Any]
) -> None:
    """Sign what became of every recipient. Fails when somebody has no outcome, or two."""
    recipients = stores.dossier(campaign.id)["counts"]["recipients"]
    summary = journal.summary(recipients)
    counts = summary.counts()
    Outcomes(recipients, **counts).check()
    record = {
        "outcomes": {"recipients": recipients, **counts},
        "failed_by_code": dict(sorted(summary.failed_by_code.items())),
        "in_doubt": {
            "asked": summary.found + summary.in_doubt,
            "found": summary.found,
            "unknown": summary.in_doubt,
        },
        "accepted": summary.accepted,
        **extra,
    }
    stores.evidence(campaign.id).append("outcomes", record, now())
    log.info(
        "%d recipients: %d delivered, %d failed, %d unknown, %d not sent. It adds up.",
        recipients,
        *counts.values(),
    )
