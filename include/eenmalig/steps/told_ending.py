"""How a run's campaign ended, for the run's page in Airflow: it is told, and decides nothing."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from eenmalig.documents.words import words
from eenmalig.evidence.endings import ending_as_read

if TYPE_CHECKING:
    from eenmalig.steps.installation import Run, Stores

log = logging.getLogger(__name__)


def told_ending(stores: Stores, run: Run) -> str | None:
    """Return how a run's campaign ended as people read it, from signed records; None without."""
    campaign = stores.inventory.of_run(run.dag_id, run.run_id)
    if campaign is None:
        log.info("This run took nothing in, so no campaign has ended.")
        return None
    ending = ending_as_read(stores.evidence(campaign.id).records())
    log.info("Campaign %s: %s.", campaign.id, words("en").name("ending", ending))
    return ending
