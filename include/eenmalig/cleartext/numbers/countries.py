"""The countries whose mobiles a campaign may text. The first is where national spellings are read.

A country is a region of ISO 3166 in two capitals, as telephone numbering plans name it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import phonenumbers

if TYPE_CHECKING:
    from collections.abc import Iterable

NETHERLANDS = "NL"
DUTCH: tuple[str, ...] = (NETHERLANDS,)


def checked(countries: Iterable[str]) -> tuple[str, ...]:
    """Return ``countries`` as they are used here.

    Raises ValueError, without the text that was given, when there is none, when one stands there
    twice, and when one has no numbering plan.
    """
    texted = tuple(countries)
    if not texted:
        raise ValueError("no country is given")
    for position, country in enumerate(texted, start=1):
        if country not in phonenumbers.SUPPORTED_REGIONS:
            raise ValueError(f"country {position} has no numbering plan: two capitals, such as NL")
        if country in texted[: position - 1]:
            raise ValueError(f"country {position} is given twice")
    return texted
