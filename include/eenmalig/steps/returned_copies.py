"""Working copies that came back: of a case that was texted, so that nobody can take them in."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from eenmalig.handover import declared
from eenmalig.steps.known_copies import look_at_copies
from eenmalig.stores.reading_campaigns import same_case

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eenmalig.domain.campaign import Campaign
    from eenmalig.steps.installation import Stores
    from eenmalig.steps.known_copies import StandingCopy


def returned_copies(stores: Stores) -> list[str]:
    """Return a line when working copies stand there whose case a destroyed campaign texted.

    What a campaign held is not known any more once it is destroyed; its case is. What a person
    gave up never left: the look at its campaign tells it as that.
    """
    # Of what cannot be read here, the last guard has told.
    campaigns = stores.inventory.known().campaigns
    look = look_at_copies(stores)
    closed = {campaign.id for campaign in campaigns if not campaign.open}
    unowned = {None, *closed} - {*look.given_up}
    texted = [campaign for campaign in campaigns if not campaign.open and not campaign.sent_nothing]
    returned = sum(
        copy.known.campaign in unowned and _is_of_one(copy, texted) for copy in look.copies
    )
    return [f"handover holds working copies of a case that was texted: {returned}"] * bool(returned)


def _is_of_one(copy: StandingCopy, texted: Sequence[Campaign]) -> bool:
    with suppress(OSError):
        given = declared(copy.path)
        return given is not None and any(
            campaign.city == copy.path.parent.name
            and same_case(campaign.case_reference, given.case_reference)
            for campaign in texted
        )
    return False
