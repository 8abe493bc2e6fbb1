"""Searching one block of bytes, in every way in which a number may stand in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from eenmalig.cleartext.leak_scan import base64_text, written_otherwise
from eenmalig.cleartext.leak_scan.by_chance import is_by_chance
from eenmalig.cleartext.leak_scan.byte_classes import CHUNK, HEX, Classes, of_lengths, windows
from eenmalig.cleartext.leak_scan.digit_groups import numbers_among
from eenmalig.cleartext.leak_scan.wanted_numbers import DIGEST_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from eenmalig.cleartext.leak_scan.wanted_numbers import WantedNumbers

# A chunk before and after those that lie within a spelling, and one for what ends it.
_MARGIN = 2
_DIGEST_SIGNS = of_lengths(32, 40, 64, 128)
# A spelling and what stands around it, in chunks of two digits each.
_HEX_MARGIN = 12
_NOTHING = b"\0"
# What is no sign of hex is none of a digit either, beside one that is.
_VALUE_OF_HEX = np.full(256, 15, dtype=np.uint8)
for _value, _sign in enumerate("0123456789abcdef"):
    for _case in (_sign, _sign.upper()):
        _VALUE_OF_HEX[ord(_case)] = _value


def found_in(block: bytes, wanted: WantedNumbers) -> set[int]:
    """Return where in a block numbers begin, in whatever way they stand there."""
    padded = block + _NOTHING * (-len(block) % CHUNK)
    classes = Classes(padded)
    found = {*_plain(padded, classes, wanted), *_raw_digests(padded, classes, wanted)}
    for text, positions in _of_hex(padded, classes):
        found.update(_within(text, positions, wanted))
    for text, place in base64_text.decoded(padded, classes):
        decoded = text + _NOTHING * (-len(text) % CHUNK)
        for at in _plain(decoded, Classes(decoded), wanted):
            found.add(place + at // base64_text.TRIPLE * base64_text.QUAD)
    return found


def _plain(block: bytes, classes: Classes, wanted: WantedNumbers) -> Iterator[int]:
    """Yield where numbers stand that are not packed."""
    chunks = classes.of_spellings()
    if len(chunks):
        positions = windows(chunks, _MARGIN, len(block))
        yield from _numbers(block, classes.of_bytes, positions, wanted)
    yield from _digests(block, classes, wanted)
    wide = written_otherwise.wide_characters(block, classes)
    if wide is not None:
        yield from _within(block, wide, wanted)
    escaped = written_otherwise.escapes(block, classes)
    if escaped is not None:
        yield from _within(*escaped, wanted)


def _of_hex(block: bytes, classes: Classes) -> Iterator[tuple[bytes, NDArray[np.int64]]]:
    """Yield a block with what each two signs are in hex, and the positions of digits written so.

    Once for each of two places at which they may begin.
    """
    chunks = classes.of_digits_in_hex()
    if not len(chunks):
        return
    values = _VALUE_OF_HEX[np.frombuffer(block + _NOTHING, dtype=np.uint8)]
    text = ((values[:-1] << 4) | values[1:]).tobytes()
    positions = windows(chunks, _HEX_MARGIN, len(block))
    for place in range(2):
        yield text, positions[(positions % 2 == place) | (positions == len(block))]


def _numbers(
    block: bytes,
    classes: NDArray[np.uint8],
    positions: NDArray[np.int64],
    wanted: WantedNumbers,
) -> Iterator[int]:
    """Yield where numbers begin among these positions of a block; its length stands for none."""
    text = np.frombuffer(block + _NOTHING, dtype=np.uint8)[positions]
    of_text = np.append(classes, np.uint8(0))[positions]
    begins, ends = numbers_among(text, of_text, wanted)
    reached = -1
    for at in np.argsort(begins, kind="stable"):
        first, last = int(positions[begins[at]]), int(positions[ends[at] - 1]) + 1
        if first >= reached and not is_by_chance(block, first, last):
            yield first
            reached = last


def _digests(block: bytes, classes: Classes, wanted: WantedNumbers) -> Iterator[int]:
    begins = classes.begins_of_runs(HEX, _DIGEST_SIGNS)
    text = np.frombuffer(block, dtype=np.uint8)
    keys = np.zeros(len(begins), dtype=np.uint64)
    for at in range(2 * DIGEST_BYTES):
        keys = (keys << np.uint64(4)) | _VALUE_OF_HEX[text[begins + at]]
    yield from _where(begins, wanted.digests.holds(keys))


def _raw_digests(block: bytes, classes: Classes, wanted: WantedNumbers) -> Iterator[int]:
    begins, keys = base64_text.digests(block, classes)
    yield from _where(begins, wanted.digests.holds(keys))


def _within(block: bytes, positions: NDArray[np.int64], wanted: WantedNumbers) -> Iterator[int]:
    """Yield where numbers begin in what stands at these positions of a block."""
    text = np.frombuffer(block + b"\xff", dtype=np.uint8)[positions].tobytes()
    text += _NOTHING * (-len(text) % CHUNK)
    classes = Classes(text)
    chunks = classes.of_spellings()
    if len(chunks):
        among = windows(chunks, _MARGIN, len(text))
        for at in _numbers(text, classes.of_bytes, among, wanted):
            yield int(positions[at])
    for at in _digests(text, classes, wanted):
        yield int(positions[at])


def _where(begins: NDArray[np.int64], held: NDArray[np.bool_]) -> Iterable[int]:
    return (int(at) for at in begins[held])
