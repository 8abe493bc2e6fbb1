"""Texts as long as those of real messages, of words that say nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

_WORDS = """
    ben over tien minuten bij de brug staat er nog iemand anders dan niet morgen kan ook hoor
    is goed tot zo waar ben je nou ik wacht hier al een uur bel me even terug als je dit leest
    """.split()  # noqa: SIM905 - a text is read more easily so


def message(rng: Random) -> str:
    """Return a message: most are short, some are not."""
    words = rng.choices(_WORDS, k=min(120, 1 + int(rng.expovariate(1 / 14))))
    return " ".join(words).capitalize()
