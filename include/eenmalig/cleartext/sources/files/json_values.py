"""JSON of any size, in pieces: what is small is read whole, what is large is gone into.

So a file of one contact and a file of a million cost the same memory, and a reader sees the same
values in the same order.
"""

from __future__ import annotations

import json
import re
from typing import IO, TYPE_CHECKING, NamedTuple

from eenmalig.cleartext.sources.files.encoding import encoding_of, errors_for
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DEEPEST = 100
LARGEST_PIECE = 4 * 1024**2
# A piece is a whole contact or message as a rule. Millions of single words would take minutes.
MOST_PIECES = 750_000
_FIRST_PIECE = 64 * 1024
_SPACES = re.compile(r"[ \t\r\n\ufeff]*")
_AFTER_NUMBER = " \t\r\n,]}"


class Piece(NamedTuple):
    """A value with the name it has in the object around it, "" where there is none.

    Objects are dictionaries, numbers are the text as written. A name that occurs twice in an
    object holds a list of its values.
    """

    name: str
    value: object

    def __repr__(self) -> str:
        """Show no name and no number: this may end in a traceback."""
        return "Piece()"


def pieces(path: Path, label: str) -> Iterator[Piece]:
    """Yield the whole file as one piece, or the pieces of what is too large for one.

    Fails when this is no JSON to its end, or nested or filled as no export is
    (``SOURCE_UNREADABLE``).
    """
    encoding = encoding_of(path) or "utf-8"
    with path.open(encoding=encoding, errors=errors_for(encoding)) as file:
        text = _Text(file, label)
        try:
            for number, piece in enumerate(_pieces(text, "", 0), start=1):
                if number > MOST_PIECES:
                    raise text.wrong(
                        "holds far more values apart than an export; ask for it in parts"
                    )
                yield piece
            text.end()
        except RecursionError:
            raise text.wrong("is nested far deeper than an export") from None


class _Text:
    """The file's text from where it is read to, with as much of the rest as was needed."""

    def __init__(self, file: IO[str], label: str) -> None:
        self._file, self._label = file, label
        self._content, self._at, self._complete = "", 0, False
        self._decoder = json.JSONDecoder(
            object_pairs_hook=_object, parse_int=str, parse_float=str, strict=False
        )

    def wrong(self, why: str) -> EenmaligError:
        return EenmaligError(Code.SOURCE_UNREADABLE, f"{self._label}: the JSON {why}")

    def sign(self) -> str:
        """Return the next sign without taking it, "" at the end."""
        while True:
            spaces = _SPACES.match(self._content, self._at)
            self._at = spaces.end() if spaces else self._at
            if self._at < len(self._content):
                return self._content[self._at]
            if not self._more(_FIRST_PIECE):
                return ""

    def take(self, signs: str) -> str:
        """Take the next sign, which must be one of ``signs``."""
        sign = self.sign()
        if not sign or sign not in signs:
            raise self.wrong("is damaged or not complete")
        self._at += 1
        return sign

    def whole(self) -> tuple[object] | None:
        """Take the next value whole, or return None when it is too large for that."""
        self.sign()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._content, self._at)
            except ValueError:
                end = len(self._content)
            else:
                if self._complete or self._ends(end):
                    self._at = end
                    return (value,)
            if end - self._at >= LARGEST_PIECE:
                return None
            if self._complete:
                raise self.wrong("is damaged or not complete")
            self._more(max(_FIRST_PIECE, len(self._content) - self._at))

    def end(self) -> None:
        """Fail when something follows."""
        if self.sign():
            raise self.wrong("goes on after its end")

    def _ends(self, end: int) -> bool:
        """Return whether the value before ``end`` is all there: a number might go on."""
        after = self._content[end : end + 1]
        return self._content[end - 1] in '}]"' or (after != "" and after in _AFTER_NUMBER)

    def _more(self, length: int) -> bool:
        read = self._file.read(length)
        self._content, self._at = self._content[self._at :] + read, 0
        self._complete = not read
        return bool(read)


def _pieces(text: _Text, name: str, depth: int) -> Iterator[Piece]:
    """Yield the next value whole, or what is in it when it is too large."""
    if depth > DEEPEST:
        raise text.wrong("is nested far deeper than an export")
    whole = text.whole()
    if whole is not None:
        yield Piece(name, whole[0])
    elif text.sign() == "{":
        yield from _inside_object(text, depth)
    elif text.sign() == "[":
        yield from _inside_array(text, name, depth)
    else:
        raise text.wrong("holds a single text far longer than an export's, or does not close it")


def _inside_object(text: _Text, depth: int) -> Iterator[Piece]:
    text.take("{")
    separator = "," if text.sign() != "}" else text.take("}")
    while separator == ",":
        if text.sign() != '"' or (named := text.whole()) is None:
            raise text.wrong("is damaged or not complete")
        text.take(":")
        yield from _pieces(text, str(named[0]), depth + 1)
        separator = text.take(",}")


def _inside_array(text: _Text, name: str, depth: int) -> Iterator[Piece]:
    text.take("[")
    separator = "," if text.sign() != "]" else text.take("]")
    while separator == ",":
        yield from _pieces(text, name, depth + 1)
        separator = text.take(",]")


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) == len(pairs):
        return members
    every: dict[str, list[object]] = {}
    for name, value in pairs:
        every.setdefault(name, []).append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in every.items()}
