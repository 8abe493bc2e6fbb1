"""What lets anybody read a number of a campaign: its keys, and its copies in the clear."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from eenmalig.cleartext.vault import vault_removal
from eenmalig.steps.known_copies import look_at_copies
from eenmalig.stores.keys import KeyName
from eenmalig.stores.removing import remove_all

if TYPE_CHECKING:
    from eenmalig.steps.installation import Stores


def destroy_readable(stores: Stores, campaign_id: str) -> None:
    """Destroy it, under no lease, as far as that can be done.

    What is left is told by the campaign's own destruction, which meets it.
    """
    keys = stores.keys(campaign_id)
    for part in (
        partial(keys.destroy, KeyName.NUMBER, KeyName.REF),
        keys.destroy_others,
        partial(vault_removal.remove_scratch, stores.vault_folder(campaign_id)),
        lambda: [remove_all(path) for path in look_at_copies(stores).of(campaign_id)],
    ):
        with suppress(Exception):
            part()
