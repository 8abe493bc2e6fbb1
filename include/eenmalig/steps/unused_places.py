"""Where the values stand that were refused or set aside, as long as the vault lives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from eenmalig.domain.campaign import State
from eenmalig.domain.counting import Refusal
from eenmalig.domain.place import compressed
from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.reading import latest
from eenmalig.steps.installation import now

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eenmalig.domain.campaign import Campaign
    from eenmalig.domain.place import Place
    from eenmalig.steps.installation import Stores

_GONE = (Code.KEY_MISSING, Code.VAULT_MISSING)
_SAID = "the campaign is being, or was, destroyed, and with its vault where each value stood"


@dataclass(frozen=True)
class Unused:
    """Where values of one source stand that were not used, for one reason.

    ``group`` is "refused" or "set_aside". ``count`` values stand in ``places``; two values of one
    cell have one place.
    """

    source: int
    group: str
    code: str
    count: int
    places: Sequence[Place]


def unused_values(stores: Stores, campaign_id: str) -> list[Unused]:
    """Return where a campaign's refused and set aside values stand, by source, group and code.

    Fails when there is no such campaign (``CAMPAIGN_UNKNOWN``), when nothing was judged yet
    (``STEP_OUT_OF_ORDER``), and when the vault is gone (``VAULT_MISSING``) or overdue
    (``DEADLINE_PASSED``).
    """
    campaign = stores.inventory.get(campaign_id)
    _require_judged(stores, campaign)
    try:
        with stores.vault(campaign) as vault:
            found = [
                Unused(source, _group(reason), reason, len(places), compressed(places))
                for source, reason, places in vault.unused()
            ]
    except EenmaligError as error:
        if error.code not in _GONE:
            raise
        raise EenmaligError(Code.VAULT_MISSING, _SAID) from None
    return sorted(found, key=lambda each: (each.source, each.group, each.code))


def _group(reason: str) -> str:
    return "refused" if reason in set(Refusal) else "set_aside"


def _require_judged(stores: Stores, campaign: Campaign) -> None:
    if campaign.state in {State.DESTROYING, State.CLOSED}:
        raise EenmaligError(Code.VAULT_MISSING, _SAID)
    if now() >= campaign.deadline:
        raise EenmaligError(Code.DEADLINE_PASSED)
    if latest(stores.evidence(campaign.id).records(), "normalized") is None:
        said = "the values are judged by the task normalize, which has not ended"
        raise EenmaligError(Code.STEP_OUT_OF_ORDER, said)
