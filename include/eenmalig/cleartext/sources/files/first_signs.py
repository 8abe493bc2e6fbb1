"""The first signs of a file, whatever encodes it: most readers need no more to pass it over.

To find out how a text is encoded, all of it is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_HEAD_BYTES = 1024
_BEFORE_TEXT = b"\xef\xbb\xbf\xff\xfe \t\r\n"


def first_signs(path: Path) -> str:
    """Return the first signs of a text, right where they are ASCII; none of a file without any."""
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    # UTF-16 and UTF-32 have zeros beside what is ASCII.
    return head.replace(b"\0", b"").lstrip(_BEFORE_TEXT).decode("latin-1")
