"""XML as programs of telephones write it, mended so that a strict parser reads it, as a stream.

Two faults are known. A picture is written as one text of many megabytes, of which nothing is
needed. And a sign outside the first 65,536 is written as two numbered halves, which are no signs.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eenmalig.cleartext.sources.files.xml_stream import Readable

# Far longer than any number, name or group of them: only what was packed into letters.
_PACKED = re.compile(rb"[A-Za-z0-9+/=]{1024,}")
_REFERENCE = re.compile(rb"&#(?:(\d{1,10})|x([0-9A-Fa-f]{1,8}));")
_LONGEST_REFERENCE = 14
_NO_SIGN = b"?"
_SIGNS = ((0x9, 0xA), (0xD, 0xD), (0x20, 0xD7FF), (0xE000, 0xFFFD), (0x10000, 0x10FFFF))


class MendedXml:
    """Gives the bytes of another file without what is packed in them, and with real signs only."""

    def __init__(self, file: Readable) -> None:
        """Mend what ``file`` gives, from where it stands."""
        self._file, self._mended, self._kept, self._ended = file, b"", b"", False

    def read(self, length: int, /) -> bytes:
        """Return so many bytes, fewer only at the end, none behind it."""
        while len(self._mended) < length and not self._ended:
            piece = self._file.read(length)
            self._ended = not piece
            whole, self._kept = _unfinished_apart(self._kept + piece)
            if self._ended:
                whole, self._kept = whole + self._kept, b""
            self._mended += _PACKED.sub(_NO_SIGN, _REFERENCE.sub(_sign, whole))
        given, self._mended = self._mended[:length], self._mended[length:]
        return given


def _unfinished_apart(chunk: bytes) -> tuple[bytes, bytes]:
    """Return the bytes before a reference that goes on in the next piece, and its beginning."""
    at = chunk.rfind(b"&", -_LONGEST_REFERENCE)
    if at < 0 or b";" in chunk[at:]:
        return chunk, b""
    return chunk[:at], chunk[at:]


def _sign(reference: re.Match[bytes]) -> bytes:
    decimal, hexadecimal = reference.groups()
    code = int(decimal) if decimal else int(hexadecimal, 16)
    return reference[0] if any(low <= code <= high for low, high in _SIGNS) else _NO_SIGN
