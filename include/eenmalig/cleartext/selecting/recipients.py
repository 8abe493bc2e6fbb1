"""From sealed cells to sealed recipients."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, NamedTuple

from eenmalig.cleartext.selecting.selection import OpenCampaign, Selection
from eenmalig.cleartext.vault.seal import recipient_ref

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eenmalig.cleartext.vault.vault import Vault
    from eenmalig.domain.counting import Tally

__all__ = ["Choice", "Gathered", "OpenCampaign", "choose", "gathered"]


class Choice(NamedTuple):
    """The counts by source, from 1; how many entries of lists are numbers, and how many are not."""

    tallies: dict[int, Tally]
    listed: int
    unreadable: int


class Gathered(NamedTuple):
    """What stands in all sealed cells, and how many there are of sources and of lists."""

    selection: Selection
    cells: int
    list_cells: int


def gathered(vault: Vault, sources: int, countries: tuple[str, ...]) -> Gathered:
    """Read all sealed cells, of sources and of exclusion lists; return what stands in them."""
    selection = Selection(sources, countries)
    cells = list_cells = 0
    for batch in vault.cells(of_sources=True):
        selection.add(batch)
        cells += len(batch)
    for batch in vault.cells(of_sources=False):
        selection.exclude(batch)
        list_cells += len(batch)
    return Gathered(selection, cells, list_cells)


def choose(vault: Vault, selection: Selection, elsewhere: Sequence[OpenCampaign]) -> Choice:
    """Stage the campaign's recipients in the vault; return what was counted.

    Nobody is chosen who is a recipient ``elsewhere``. Recipients stand in a random order, so
    that no order says where a number came from.
    Fails when the counts of a source do not add up (``COUNTS_DO_NOT_ADD_UP``).
    """
    selection.exclude_open(elsewhere)
    chosen = selection.chosen()
    ref_key = vault.ref_key()
    pairs = [(recipient_ref(number, ref_key), number) for number in chosen.numbers]
    secrets.SystemRandom().shuffle(pairs)
    vault.stage_recipients(pairs, chosen.unused)
    return Choice(chosen.tallies, selection.listed, selection.unreadable)
