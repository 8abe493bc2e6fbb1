"""Whether those who took part in one call or message are a group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eenmalig.cleartext.sources.values import FEWEST_IN_GROUP

if TYPE_CHECKING:
    from collections.abc import Collection


def is_group(parties: Collection[object], *, several: bool = False, apart: bool = False) -> bool:
    """Return whether these ``parties``, the telephone among them where it is told, are a group.

    ``several`` says that not only the telephone was on its own side: the others there never dealt
    with it. ``apart`` says that a text message went out: each receiver gets it by itself, and sees
    no other. Of what may be otherwise nothing is known, so it counts as a group.
    """
    return several or (len(parties) >= FEWEST_IN_GROUP and not apart)
