"""What each damage is told as, what destruction makes of it, and the way out: the whole of it.

``docs/runbook.md`` says the same to people; a test compares them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from tests.damage.damages import Damage, Place
from tests.damage.states import Stage

from eenmalig.errors import Code

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


class Ends(StrEnum):
    """What destruction comes to while the damage is there."""

    CLOSED = "all is destroyed, and the evidence closed"
    UNSIGNED = "all is destroyed, and records wait for their signature"
    KEYS = "the keys past their own deadline are destroyed, and nothing else"


class Out(StrEnum):
    """What a person does about it."""

    NOTHING = "nothing"
    RESTORE = "restore it"
    REPLACE = "eenmalig install --replace-lost"
    TIDY = "remove what was added, or set the mode"
    NONE = "there is none: the evidence is not whole"


_ASKED = (Stage.ASKING, Stage.APPROVED, Stage.SENDING)
_BEFORE_DESTRUCTION = (Stage.EXTRACTED, *_ASKED, Stage.SENT)
_ALWAYS = tuple(Stage)
# Asking opens no vault.
_OPENS_VAULT = (Stage.EXTRACTED, Stage.APPROVED, Stage.SENDING, Stage.SENT)
_WITH_JOURNAL = (Stage.SENDING, Stage.SENT, Stage.DESTROYING)


@dataclass(frozen=True)
class Row:
    """One damage of one store. Without a code, or at other stages, the next step goes on.

    ``finding`` is what the certificate says of it, of a campaign damaged ``found_at`` a stage.
    ``why`` is why it is harmless where the next step goes on.
    """

    code: Code | None
    told_at: Collection[Stage] = _ALWAYS
    ends: Ends = Ends.CLOSED
    outs: tuple[Out, ...] = (Out.NOTHING,)
    finding: str | None = None
    found_at: Collection[Stage] = ()
    why: str = ""
    other_codes: Mapping[Stage, Code] = field(default_factory=dict)
    other_outs: Mapping[Stage, Out] = field(default_factory=dict)

    def told(self, stage: Stage) -> str:
        """Return the code at the next step; nothing where that goes on."""
        if stage in self.other_codes:
            return str(self.other_codes[stage])
        return str(self.code) if self.code and stage in self.told_at else ""

    def out(self, stage: Stage, choice: int) -> Out:
        """Return a way out."""
        return self.other_outs.get(stage, self.outs[choice % len(self.outs)])


_TO_CLOSED = (*_BEFORE_DESTRUCTION, Stage.CLOSED)
_MENDED = (*_BEFORE_DESTRUCTION, Stage.DESTROYING)
_RESTORED_LATER = {Stage.CLOSED: Out.RESTORE}
_LOST_DOSSIER = dict.fromkeys((*_ASKED, Stage.SENT, Stage.DESTROYING), Out.NONE) | _RESTORED_LATER
_EITHER = (Out.REPLACE, Out.RESTORE)


def _ledger(code: Code, finding: str, outs: Mapping[Stage, Out]) -> Row:
    return Row(code, _TO_CLOSED, finding=finding, found_at=_MENDED, other_outs=outs)


def _vault(code: Code) -> Row:
    return Row(code, _OPENS_VAULT, finding="journal", found_at=_WITH_JOURNAL)


_CUT = _ledger(Code.LEDGER_CUT, "cut", _RESTORED_LATER)
_NO_INVENTORY = Row(Code.INVENTORY_DAMAGED, ends=Ends.KEYS, outs=_EITHER)
_NO_SIGNER = Row(Code.KEY_MISSING, ends=Ends.UNSIGNED, outs=_EITHER)
_NO_TRUST = Row(Code.INSTALLATION_CHANGED, ends=Ends.UNSIGNED, outs=_EITHER)
# Each of these looks for a stop that was given on a page.
_LOOKS_FOR_STOPS = (Stage.EXTRACTED, *_ASKED)
_NO_ANSWERS = Row(Code.ANSWERS_DAMAGED, _LOOKS_FOR_STOPS)

TABLE: Mapping[tuple[Place, Damage], Row] = {
    (Place.LEDGER, Damage.CUT): _CUT,
    (Place.LEDGER, Damage.TORN): _CUT,
    (Place.LEDGER, Damage.EMPTIED): _CUT,
    (Place.LEDGER, Damage.GONE): _ledger(Code.LEDGER_CUT, "cut", _LOST_DOSSIER),
    (Place.LEDGER, Damage.OLDER): _ledger(
        Code.LEDGER_CUT, "cut", {Stage.ASKING: Out.NONE, **_RESTORED_LATER}
    ),
    (Place.LEDGER, Damage.REPLACED): _ledger(Code.LEDGER_CHANGED, "changed", _RESTORED_LATER),
    (Place.LEDGER, Damage.MODE): Row(
        None, why="each line is signed, and held against the inventory before it is used"
    ),
    (Place.LEDGER, Damage.BESIDE): Row(
        Code.LEDGER_CHANGED,
        _BEFORE_DESTRUCTION,
        outs=(Out.TIDY,),
        finding="whole",
        found_at=_MENDED,
        other_codes={Stage.CLOSED: Code.EVIDENCE_INVALID},
    ),
    (Place.INVENTORY, Damage.CUT): _NO_INVENTORY,
    (Place.INVENTORY, Damage.TORN): _NO_INVENTORY,
    (Place.INVENTORY, Damage.EMPTIED): _NO_INVENTORY,
    (Place.INVENTORY, Damage.GONE): Row(Code.INVENTORY_MISSING, ends=Ends.KEYS, outs=_EITHER),
    (Place.INVENTORY, Damage.REPLACED): Row(
        Code.INVENTORY_OLDER,
        ends=Ends.KEYS,
        outs=(Out.RESTORE,),
        other_codes={Stage.CLOSED: Code.INSTALLATION_CHANGED},
    ),
    (Place.INVENTORY, Damage.OLDER): Row(
        Code.INVENTORY_OLDER,
        _BEFORE_DESTRUCTION,
        finding="longer",
        found_at=(*_ASKED, Stage.SENT, Stage.DESTROYING),
    ),
    (Place.INVENTORY, Damage.MODE): Row(Code.KEY_EXPOSED, _TO_CLOSED, outs=(Out.TIDY,)),
    (Place.INVENTORY, Damage.BESIDE): Row(Code.INSTALLATION_CHANGED, _TO_CLOSED, outs=(Out.TIDY,)),
    (Place.SIGNING, Damage.CUT): _NO_SIGNER,
    (Place.SIGNING, Damage.TORN): _NO_SIGNER,
    (Place.SIGNING, Damage.EMPTIED): _NO_SIGNER,
    (Place.SIGNING, Damage.GONE): _NO_SIGNER,
    (Place.SIGNING, Damage.REPLACED): Row(
        Code.INSTALLATION_CHANGED, ends=Ends.UNSIGNED, outs=_EITHER
    ),
    (Place.SIGNING, Damage.MODE): Row(Code.KEY_EXPOSED, ends=Ends.UNSIGNED, outs=(Out.TIDY,)),
    (Place.SIGNING, Damage.BESIDE): Row(
        Code.INSTALLATION_CHANGED, ends=Ends.UNSIGNED, outs=(Out.TIDY,)
    ),
    (Place.TRUST, Damage.CUT): _NO_TRUST,
    (Place.TRUST, Damage.TORN): _NO_TRUST,
    (Place.TRUST, Damage.EMPTIED): _NO_TRUST,
    (Place.TRUST, Damage.GONE): _NO_TRUST,
    (Place.TRUST, Damage.REPLACED): Row(
        Code.INSTALLATION_CHANGED, ends=Ends.UNSIGNED, outs=(Out.RESTORE,)
    ),
    (Place.TRUST, Damage.MODE): Row(
        None, why="the inventory knows which keys were drawn here, and no other counts"
    ),
    (Place.TRUST, Damage.BESIDE): Row(
        Code.INSTALLATION_CHANGED, ends=Ends.UNSIGNED, outs=(Out.TIDY,)
    ),
    (Place.VAULT, Damage.CUT): _vault(Code.VAULT_DAMAGED),
    (Place.VAULT, Damage.TORN): _vault(Code.VAULT_DAMAGED),
    (Place.VAULT, Damage.EMPTIED): _vault(Code.VAULT_DAMAGED),
    (Place.VAULT, Damage.GONE): _vault(Code.VAULT_MISSING),
    (Place.VAULT, Damage.REPLACED): _vault(Code.VAULT_DAMAGED),
    (Place.VAULT, Damage.OLDER): Row(
        Code.VAULT_OLDER,
        _OPENS_VAULT,
        finding="journal",
        found_at=_WITH_JOURNAL,
        other_outs={Stage.CLOSED: Out.TIDY},
    ),
    (Place.VAULT, Damage.MODE): Row(Code.KEY_EXPOSED, _OPENS_VAULT),
    (Place.VAULT, Damage.BESIDE): Row(Code.VAULT_DAMAGED, _OPENS_VAULT),
    (Place.ANSWERS, Damage.CUT): _NO_ANSWERS,
    (Place.ANSWERS, Damage.TORN): _NO_ANSWERS,
    (Place.ANSWERS, Damage.EMPTIED): _NO_ANSWERS,
    (Place.ANSWERS, Damage.GONE): _NO_ANSWERS,
    (Place.ANSWERS, Damage.REPLACED): Row(
        None, why="what is signed counts; an answer that was not is asked for again"
    ),
    (Place.ANSWERS, Damage.OLDER): Row(
        None, why="what is signed counts; an answer that was not is asked for again"
    ),
    (Place.ANSWERS, Damage.MODE): Row(Code.KEY_EXPOSED, _LOOKS_FOR_STOPS),
    (Place.ANSWERS, Damage.BESIDE): Row(None, why="nothing reads it"),
}
