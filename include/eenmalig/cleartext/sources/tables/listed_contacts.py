"""Cells that list several contact details, one a line: ``Phone-Mobile: +31 6 ...``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from eenmalig.cleartext.sources.values import FieldKind
from eenmalig.cleartext.sources.words.labels import reads_like_mobile, says_telephone

if TYPE_CHECKING:
    from collections.abc import Iterator

_WHATSAPP = re.compile(r"\d{5,20}(?::\d{1,5})?@s\.whatsapp\.net", re.IGNORECASE)


def numbers_in_entries(text: str) -> Iterator[tuple[str, FieldKind, str]]:
    """Yield each telephone number's text, kind and label, and once an empty text without them.

    A line of another kind (an e-mail address, a user name) counts only when the whole of it is
    spelled like a Dutch mobile, or a number's address at WhatsApp.
    """
    has_number = False
    for line in text.splitlines():
        label, colon, value = line.partition(":")
        if colon and says_telephone(label.partition("-")[0]):
            has_number = True
            yield value.strip(), FieldKind.PHONE, label.strip()
        elif reads_like_mobile(value if colon else line) or _WHATSAPP.fullmatch(value.strip()):
            has_number = True
            label, value = (label, value) if colon else ("", line)
            yield value.strip(), FieldKind.UNLABELLED, label.strip()
    if not has_number:
        yield "", FieldKind.UNLABELLED, ""
