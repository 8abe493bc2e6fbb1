"""Drawing telephone numbers. There is no reserved range of Dutch mobiles: any may be somebody's.

So they are drawn anew each time, stand nowhere in the code, and never reach a live gateway.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

_MOBILE_SECOND_DIGITS = "123458"
_AREA_CODES = ("010", "020", "030", "040", "050", "070")
_FOREIGN_STARTS = (("+32 47", 7), ("0032 47", 7), ("+49 170 ", 7), ("+33 6 1", 7))
_SERVICE_STARTS = ("0800-", "0900-")
_UNUSED_STARTS = ("069", "060")


def mobiles(rng: Random) -> Iterator[str]:
    """Yield different Dutch mobiles in E.164, without end."""
    seen = set()
    while True:
        number = f"+316{rng.choice(_MOBILE_SECOND_DIGITS)}{digits(rng, 7)}"
        if number not in seen:
            seen.add(number)
            yield number


def landline(rng: Random) -> str:
    """Return a Dutch number of a fixed line, as people write it."""
    return f"{rng.choice(_AREA_CODES)}-{rng.choice('23456789')}{digits(rng, 6)}"


def foreign(rng: Random) -> str:
    """Return a Belgian, German or French mobile."""
    start, length = rng.choice(_FOREIGN_STARTS)
    return start + digits(rng, length)


def service(rng: Random) -> str:
    """Return a free or a premium number."""
    return rng.choice(_SERVICE_STARTS) + digits(rng, 4)


def machine(rng: Random) -> str:
    """Return a number of the range for machines."""
    return f"0970{rng.choice('12345')}{digits(rng, 7)}"


def unused(rng: Random) -> str:
    """Return what looks like a mobile, in a range that is not in use."""
    return rng.choice(_UNUSED_STARTS) + digits(rng, 7)


def lost_digits(rng: Random) -> str:
    """Return a mobile as a spreadsheet shows it in too narrow a column: not to be recovered."""
    return f"3.16{rng.choice(_MOBILE_SECOND_DIGITS)}{digits(rng, 2)}E+10"


def digits(rng: Random, count: int) -> str:
    """Return ``count`` digits."""
    return "".join(rng.choice("0123456789") for _ in range(count))
