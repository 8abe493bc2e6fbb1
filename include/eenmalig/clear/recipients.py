"""From sealed cells to recipients: one message per number whatever its spelling, all counted."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from eenmalig.clear import number
from eenmalig.clear.seal import recipient_ref
from eenmalig.clear.sources import FieldKind
from eenmalig.domain.counting import Exclusion, Refusal, Tally

if TYPE_CHECKING:
    from eenmalig.clear.exclusions import Exclusions
    from eenmalig.clear.vault import Vault


def choose(vault: Vault, exclusions: Exclusions, sources: int) -> dict[int, Tally]:
    """Write the campaign's recipients into the vault; return the counts per source, from 1.

    Recipients stand in a random order, so that no order says where a number came from.
    Fails when the counts of a source do not add up.
    """
    chosen: dict[str, str] = {}
    tallies = {position: Tally() for position in range(1, sources + 1)}
    ref_key = vault.ref_key()
    for batch in vault.cells(of_sources=True):
        tally = tallies[batch.position]
        for text, field, owner in batch.values:
            for candidate in number.split(text):
                tally.read += 1
                _count(candidate, FieldKind(field), owner, tally, exclusions, chosen, ref_key)
    for tally in tallies.values():
        tally.check()
    numbers = list(chosen.items())
    secrets.SystemRandom().shuffle(numbers)
    vault.set_recipients(numbers)
    return tallies


def _count(  # noqa: PLR0913, PLR0917 - one candidate meets all that decides about it
    candidate: str,
    field: FieldKind,
    owner: bool,  # noqa: FBT001 - a fact of the field, as read
    tally: Tally,
    exclusions: Exclusions,
    chosen: dict[str, str],
    ref_key: bytes,
) -> None:
    """Count one candidate once, by the precedence of the counting rules."""
    e164, refusal = number.normalize(candidate, field)
    if e164 is None:
        tally.refused[refusal or Refusal.NOT_A_NUMBER] += 1
        return
    ref = recipient_ref(e164, ref_key)
    why = Exclusion.OWNER if owner else exclusions.why(e164, ref)
    if why is not None:
        tally.excluded[why] += 1
    elif ref in chosen:
        tally.duplicates += 1
    else:
        chosen[ref] = e164
        tally.recipients += 1
