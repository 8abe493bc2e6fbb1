"""Destroyed campaigns of which the journal was lost: which messages were sent, nobody knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eenmalig.errors import EenmaligError
from eenmalig.evidence.reading import is_journal_lost

if TYPE_CHECKING:
    from eenmalig.steps.findings import Findings
    from eenmalig.steps.installation import Stores


def tell_lost_journals(stores: Stores, findings: Findings) -> None:
    """Tell of each that its messages may be at the provider, until a verification looked there."""
    for campaign in stores.inventory.known().campaigns:
        if campaign.open or campaign.sending_began_at is None:
            continue
        evidence = stores.evidence(campaign.id)
        try:
            if not is_journal_lost(evidence.records()):
                continue
            looks = [look.data["result"]["provider"] for look in evidence.verifications()]
        except (EenmaligError, OSError):  # the verification tells of evidence that does not hold
            continue
        known = [word for word in looks if word != "not_looked"]
        if not known or known[-1] == "present":
            findings.find_unknown(
                f"{campaign.id}: its journal was lost; until a verification has looked, messages "
                "may be at the provider"
            )
