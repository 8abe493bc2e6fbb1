"""The evidence keys of this installation, held against what its inventory knows of them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.signing import SIGNING_FILE, Signer, Trust

if TYPE_CHECKING:
    from datetime import datetime

    from eenmalig.stores.home import Home
    from eenmalig.stores.inventory import Inventory


class EvidenceKeys:
    """The signer, and the keys that count here. Each is looked at when it is first needed."""

    def __init__(self, home: Home, inventory: Inventory) -> None:
        self._home = home
        self._inventory = inventory

    @cached_property
    def signer(self) -> Signer:
        """The signer.

        Fails when its key is missing, damaged or exposed, or is none that this installation drew
        (``INSTALLATION_CHANGED``).
        """
        signer = Signer.load(self._home.signing)
        strangers = {path.name for path in self._home.signing.iterdir()} - {SIGNING_FILE}
        if strangers:
            raise EenmaligError(
                Code.INSTALLATION_CHANGED, "signing: something stands beside the evidence key"
            )
        if signer.fingerprint not in self._inventory.evidence_keys():
            raise EenmaligError(Code.INSTALLATION_CHANGED, "signing: another evidence key")
        if not self.trust.knows(signer.fingerprint):
            raise EenmaligError(Code.INSTALLATION_CHANGED, "trust: the evidence key is not there")
        return signer

    def drawn_at(self) -> datetime:
        """Return when the signer's key was drawn here. Fails as ``signer`` does."""
        return self._inventory.drawn_at(self.signer.fingerprint)

    def require_signer(self) -> None:
        """Fail as ``signer`` does."""
        _ = self.signer

    @cached_property
    def trust(self) -> Trust:
        """The trusted keys. Fails unless they are those drawn here (``INSTALLATION_CHANGED``)."""
        try:
            trust = Trust(self._home.trust)
        except EenmaligError as error:
            raise EenmaligError(
                Code.INSTALLATION_CHANGED, *(f"trust: {mistake}" for mistake in error.mistakes)
            ) from None
        drawn, there = set(self._inventory.evidence_keys()), trust.fingerprints
        mistakes = []
        if drawn - there:
            mistakes.append("trust: a key is missing")
        if there - drawn:
            mistakes.append("trust: a key was added")
        strangers = [path for path in self._home.trust.glob("*") if path.suffix != ".pem"]
        if strangers:
            mistakes.append("trust: something stands beside the keys")
        if mistakes:
            raise EenmaligError(Code.INSTALLATION_CHANGED, *mistakes)
        return trust
