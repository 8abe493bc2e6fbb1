"""What a person reads where the stores of an installation are not what they should be."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from eenmalig.error_codes import Code

if TYPE_CHECKING:
    from collections.abc import Mapping


class Explanation(NamedTuple):
    """What a person reads for one code."""

    happened: str
    kept_safe: str
    next_step: str


_STOPS = "Nothing was sent by this step, and nothing is. Destruction goes on."
_END_IT = "Then end the campaign: eenmalig stop CAMPAIGN. Its certificate says what was found."

OF_STORES: Mapping[Code, Explanation] = {
    Code.ANSWERS_DAMAGED: Explanation(
        "The store of people's answers is not there, or cannot be read.",
        _STOPS,
        "Restore answers/ from before, or stop the campaigns that are being asked about and run: "
        "eenmalig install --replace-lost",
    ),
    Code.CAMPAIGN_UNREADABLE: Explanation(
        "What the inventory says of a campaign cannot be read: it may be one that texted somebody.",
        "No campaign is taken in or begins to send; destruction and pages go on for all others.",
        "Run: eenmalig destroy --overdue, which names it. The runbook says what to do about it.",
    ),
    Code.DATABASE_NEWER: Explanation(
        "A database was written by a newer program than this one.",
        "Nothing was changed.",
        "Use the newer program. An older one would not see what the newer one recorded.",
    ),
    Code.DATABASE_OLDER: Explanation(
        "The inventory is of an earlier program.",
        "Nothing was changed.",
        "Run: eenmalig install",
    ),
    Code.INSTALLATION_CHANGED: Explanation(
        "What signs, is trusted or is kept here is not what this installation made.",
        _STOPS,
        "Find out who changed what is listed. Remove what was added, restore what is missing. Only "
        "what is lost for good is made anew, see the runbook: eenmalig install --replace-lost",
    ),
    Code.INVENTORY_BUSY: Explanation(
        "Another process holds the inventory, and does not let go.",
        "Keys past their deadline and copies in the clear are destroyed all the same.",
        "End the process that stands still: see the runbook. Then try again.",
    ),
    Code.INVENTORY_DAMAGED: Explanation(
        "The inventory cannot be read: it is empty, damaged, or no inventory.",
        "Nothing was sent by this step. Keys past their own deadline are destroyed all the same.",
        "Restore the inventory of today. Is there none: eenmalig install --replace-lost",
    ),
    Code.INVENTORY_MISSING: Explanation(
        "The inventory is gone, beside evidence, keys or vaults that it should know.",
        "Nothing was sent by this step. Keys past their own deadline are destroyed all the same.",
        "Restore the inventory of today. Is there none: eenmalig install --replace-lost",
    ),
    Code.INVENTORY_OLDER: Explanation(
        "The inventory knows less than evidence or vaults: it is an older copy, or another's.",
        _STOPS,
        f"Restore the inventory of today if there is one. {_END_IT}",
    ),
    Code.LEASE_LOST: Explanation(
        "Another process took this campaign over, because this one stood still for too long.",
        "Nothing was written or sent after that. What was underway is in doubt, never sent again.",
        "Nothing: the other process goes on.",
    ),
    Code.LEDGER_CHANGED: Explanation(
        "The ledger is not what was written, or something was put beside it.",
        _STOPS,
        f"Find out who changed the evidence folder. {_END_IT}",
    ),
    Code.LEDGER_CUT: Explanation(
        "The ledger lacks its last lines: they were cut off, or the folder was replaced.",
        _STOPS,
        f"Find out who changed the evidence folder. {_END_IT}",
    ),
    Code.OUTBOX_DAMAGED: Explanation(
        "What remembers which mails were sent cannot be read or made anew.",
        "Nothing but mails waits for it.",
        "Look whether the disk is full, and who may write outbox/. What is in it may be removed.",
    ),
    Code.TRUST_EMPTY: Explanation(
        "There are no public keys to judge the evidence by.",
        "Nothing was changed. Nothing is said about the evidence.",
        "Name the folder of keys with --trust: from whoever got them at the beginning.",
    ),
    Code.UPGRADE_REFUSED: Explanation(
        "A campaign is sending, and an upgrade would break it off.",
        "Nothing was changed.",
        "Wait until its sending has ended, or stop it with the earlier program, then try again.",
    ),
    Code.VAULT_DAMAGED: Explanation(
        "Something in the vault was changed or cannot be opened.",
        "It was not used.",
        "Let the run end: what is left is destroyed.",
    ),
    Code.VAULT_MISSING: Explanation(
        "The campaign's vault is not there.",
        "Nothing was sent by this step.",
        "After destruction this is right. Before it: let the run end.",
    ),
    Code.VAULT_OLDER: Explanation(
        "The vault knows less than was done with it: it is an older copy.",
        "Nothing was sent. From it, people would be texted who were texted before.",
        f"Restore the vault of today if there is one. {_END_IT}",
    ),
}
