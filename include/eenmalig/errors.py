"""The one family of errors: a code, what happened, what was kept safe, what to do next.

No message ever holds a phone number, a name, a file name or a provider's text. As a last line
of defence every detail given to an error loses its runs of six or more digits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from eenmalig.error_codes import Code
from eenmalig.error_explanations import EXPLANATIONS
from eenmalig.looks_like_number import without_long_digits

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Code", "EenmaligError"]


class EenmaligError(Exception):
    """The base and only class of this project's errors.

    ``mistakes`` are sentences that say where; they must hold no number, name or provider text.
    """

    def __init__(self, code: Code, *mistakes: str) -> None:
        self.code = code
        self.mistakes: Sequence[str] = tuple(without_long_digits(mistake) for mistake in mistakes)
        happened, kept_safe, next_step = EXPLANATIONS[code]
        lines = [f"[{code}] {happened}", *(f"  - {mistake}" for mistake in self.mistakes)]
        super().__init__("\n".join([*lines, f"Kept safe: {kept_safe}", f"What to do: {next_step}"]))
