"""Cells that list several contact details, one a line: ``Phone-Mobile: +31 6 ...``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eenmalig.clear.sources.labels import reads_like_mobile, says_telephone
from eenmalig.clear.sources.values import FieldKind

if TYPE_CHECKING:
    from collections.abc import Iterator


def numbers_in_entries(text: str) -> Iterator[tuple[str, FieldKind]]:
    """Yield each telephone number's text, and once the empty text where there is none.

    A line of another kind (an e-mail address, a user name) counts only when the whole of it is
    spelled like a Dutch mobile.
    """
    found = False
    for line in text.splitlines():
        label, colon, value = line.partition(":")
        if colon and says_telephone(label.partition("-")[0]):
            found = True
            yield value.strip(), FieldKind.PHONE
        elif reads_like_mobile(value if colon else line):
            found = True
            yield (value if colon else line).strip(), FieldKind.UNLABELLED
    if not found:
        yield "", FieldKind.UNLABELLED
