"""Which numbers may not be texted: the hand-over's lists, and campaigns that are open now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from eenmalig.clear import number
from eenmalig.clear.seal import recipient_ref
from eenmalig.clear.sources import FieldKind
from eenmalig.domain.counting import Exclusion

if TYPE_CHECKING:
    from eenmalig.clear.vault import Vault


@dataclass(frozen=True)
class OpenCampaign:
    """Another campaign whose recipients may not be texted by this one."""

    ref_key: bytes
    refs: frozenset[str]


class Exclusions:
    """Answers why a number may not be texted. It holds keyed hashes only."""

    def __init__(self, vault: Vault, elsewhere: list[OpenCampaign]) -> None:
        self._ref_key = vault.ref_key()
        self._elsewhere = elsewhere
        self._listed: dict[str, Exclusion] = {}
        self.unreadable = 0
        for batch in vault.cells(of_sources=False):
            for text, _, _ in batch.values:
                for candidate in number.split(text):
                    self._list(candidate, Exclusion(batch.origin))

    @property
    def size(self) -> int:
        """How many different numbers the lists hold."""
        return len(self._listed)

    def why(self, e164: str, ref: str) -> Exclusion | None:
        """Return why this number may not be texted, or None."""
        listed = self._listed.get(ref)
        if listed is not None:
            return listed
        for other in self._elsewhere:
            if recipient_ref(e164, other.ref_key) in other.refs:
                return Exclusion.OPEN_ELSEWHERE
        return None

    def _list(self, candidate: str, category: Exclusion) -> None:
        # Whatever field it stood in: one number too many on a list harms nobody.
        e164 = number.usable(candidate, FieldKind.PHONE)
        if e164 is None:
            self.unreadable += bool(candidate.strip())
        else:
            self._listed.setdefault(recipient_ref(e164, self._ref_key), category)
