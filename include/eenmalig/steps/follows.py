"""A corrected hand-over follows a campaign, and may only when that one sent nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eenmalig.errors import Code, EenmaligError
from eenmalig.stores.reading_campaigns import same_case

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eenmalig.domain.campaign import Campaign
    from eenmalig.handover import HandOver
    from eenmalig.stores.inventory import Inventory


def require_unsent(inventory: Inventory, given: HandOver) -> None:
    """Check the campaign that ``given`` says it follows; without one there is nothing to check.

    Fails with ``HANDOVER_INVALID`` and every reason: nobody knows that campaign, it is of another
    city or case, it sent something or may have, or it has not ended.
    """
    if given.follows is None:
        return
    earlier = next((each for each in inventory.campaigns() if each.id == given.follows), None)
    reasons = ["nobody knows this campaign; check its id"]
    if earlier is not None:
        reasons = list(_reasons(earlier, given))
    if reasons:
        raise EenmaligError(Code.HANDOVER_INVALID, *(f"follows: {each}" for each in reasons))


def _reasons(earlier: Campaign, given: HandOver) -> Iterator[str]:
    if earlier.city != given.city:
        # How another city's campaign goes is not for this team.
        yield "this campaign is of another city"
        return
    if not same_case(earlier.case_reference, given.case_reference):
        yield "this campaign is of another case reference"
    if earlier.sending_began_at is not None and not earlier.sent_nothing:
        yield "this campaign sent something, or may have, so nothing may follow it"
    if earlier.open:
        yield (
            "this campaign has not ended, and its recipients would be excluded; reject or stop it "
            "and let it be destroyed first"
        )
