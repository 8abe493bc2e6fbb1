"""The outcomes of a campaign, signed once while its journal can still be read."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from eenmalig.domain.counting import Outcomes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from eenmalig.cleartext.vault.journal import Journal

log = logging.getLogger(__name__)


def outcomes(recipients: int, journal: Journal) -> dict[str, Any]:
    """Return what became of every recipient. Fails when somebody has no outcome, or two."""
    summary = journal.summary(recipients)
    counts = summary.counts()
    Outcomes(recipients, **counts).check()
    log.info(
        "%d recipients: %d delivered, %d failed, %d unknown, %d not sent. It adds up.",
        recipients,
        *counts.values(),
    )
    return {
        "outcomes": {"recipients": recipients, **counts},
        "failed_by_code": dict(sorted(summary.failed_by_code.items())),
        "in_doubt": {
            "asked": summary.found + summary.in_doubt,
            "found": summary.found,
            "unknown": summary.in_doubt,
        },
        "accepted": summary.accepted,
        "listing": _listing(summary.never_listed, journal),
    }


def _listing(never_listed: int, journal: Journal) -> dict[str, int]:
    """Return in what the provider's list and the journal differ, and say so."""
    strays = journal.listed.stray_counts()
    if strays.doubled:
        log.warning("%d messages went to somebody who has one already.", strays.doubled)
    if strays.unaccounted:
        log.warning("%d messages are listed that no attempt accounts for.", strays.unaccounted)
    if never_listed:
        log.warning("%d accepted messages were never listed: they are in doubt.", never_listed)
    return {**strays._asdict(), "never_listed": never_listed}


def unknown_outcomes(recipients: int, sent: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return what can be said once the journal is lost: whoever was tried ends as unknown.

    ``sent`` is the record of how sending ended; without it everybody may have been tried.
    """
    not_sent = sent["not_sent"] if sent else 0
    unknown = recipients - not_sent
    counts = {"delivered": 0, "failed": 0, "unknown": unknown, "not_sent": not_sent}
    Outcomes(recipients, **counts).check()
    return {
        "outcomes": {"recipients": recipients, **counts},
        "failed_by_code": {},
        "in_doubt": {"asked": unknown, "found": 0, "unknown": unknown},
        "accepted": sent["accepted"] if sent else 0,
        "listing": {"doubled": 0, "unaccounted": 0, "never_listed": 0},
    }
