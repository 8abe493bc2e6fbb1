"""What shows at once that a source is not what it was taken for: shares of its values."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from eenmalig.domain.counting import Exclusion, Refusal, SetAside

if TYPE_CHECKING:
    from eenmalig.domain.counting import Tally


class Shares(NamedTuple):
    """How many of the ``values`` of a source, empty fields left out, are each of these.

    ``set_aside`` counts ``contacts`` too.
    """

    values: int
    foreign: int
    owner: int
    contacts: int
    set_aside: int

    def percentages(self) -> dict[str, str]:
        """Return each share in words; a few of many are never rounded to none, nor to all."""
        named = self._asdict()
        del named["values"]
        return {name: _percentage(count, self.values) for name, count in named.items()}


def shares(tally: Tally) -> Shares:
    """Return the shares of one source."""
    return Shares(
        values=tally.read - tally.refused[Refusal.EMPTY],
        foreign=tally.refused[Refusal.FOREIGN],
        owner=tally.excluded[Exclusion.OWNER],
        contacts=tally.set_aside[SetAside.CONTACTS],
        set_aside=tally.set_aside.total(),
    )


def _percentage(count: int, of: int) -> str:
    rounded = round(100 * count / of) if of else 0
    if rounded == 0:
        return "<1%" if count else "0%"
    return ">99%" if rounded == 100 and count < of else f"{rounded}%"  # noqa: PLR2004 - per cent
