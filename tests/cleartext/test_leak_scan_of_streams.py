"""Searching streams of any length: wherever a number stands, and however it is written."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import urllib.parse
import zipfile
import zlib
from random import Random, SystemRandom
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eenmalig.cleartext.leak_scan import LeakScan, OutOfTimeError
from eenmalig.cleartext.leak_scan.leak_search import ScanResult, until
from eenmalig.cleartext.leak_scan.searched_stream import BLOCK_BYTES, EDGE_BYTES
from rehearsal.numbers import mobiles
from rehearsal.spellings import EVERYWHERE, UNICODE, spelled

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MOBILE = next(mobiles(SystemRandom()))
SCAN = LeakScan([MOBILE])
# What no spelling is made of, so that it parts what stands before it from what stands behind it.
BESIDE = '#\n;x="|<\u00e9'
WRITTEN: list[Callable[[str], bytes]] = [
    str.encode,
    lambda text: text.encode("utf-16-le"),
    lambda text: text.encode("utf-16-be"),
    lambda text: base64.b64encode(text.encode()),
    lambda text: base64.urlsafe_b64encode(b"ab" + text.encode()),
    lambda text: base64.b64encode(b"a" + text.encode()),
    lambda text: base64.b64encode(text.encode("utf-16-le")),
    lambda text: urllib.parse.quote(text).encode(),
    lambda text: json.dumps(text).encode(),
    lambda _: b"%" + hashlib.sha256(MOBILE.encode()).hexdigest().encode() + b"%",
    lambda _: b"%" + base64.b64encode(hashlib.sha3_256(MOBILE.encode()).digest()) + b"%",
]


def zipped(text: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a sheet.xml", text)
    return packed.getvalue()


PACKED: list[Callable[[bytes], bytes]] = [gzip.compress, zlib.compress, zipped]


@settings(max_examples=150, deadline=None)
@given(
    way=st.sampled_from(EVERYWHERE),
    write=st.sampled_from(WRITTEN),
    beside=st.tuples(st.sampled_from(BESIDE), st.sampled_from(BESIDE)),
    at=st.integers(0, 64)
    | st.integers(BLOCK_BYTES - 2 * EDGE_BYTES, BLOCK_BYTES + 2 * EDGE_BYTES)
    | st.integers(0, 3 * BLOCK_BYTES),
    after=st.integers(0, BLOCK_BYTES),
    seed=st.integers(0, 2**32),
)
def test_any_spelling_is_found_wherever_it_stands(  # noqa: PLR0913, PLR0917 - what there is to vary
    way: str,
    write: Callable[[str], bytes],
    beside: tuple[str, str],
    at: int,
    after: int,
    seed: int,
) -> None:
    text = f"{beside[0]}{spelled(MOBILE, Random(seed), (way,))}{beside[1]}"
    assert SCAN.hits(b"#" * at + write(text) + b"#" * after) >= 1


@pytest.mark.parametrize("way", UNICODE)
def test_signs_of_any_script_between_digits_part_no_number(way: str) -> None:
    text = spelled(MOBILE, Random(4), (way,))
    assert SCAN.hits(text.encode()) == 1
    assert SCAN.hits(json.dumps(text).encode()) == 1


@pytest.mark.parametrize("pack", PACKED)
@pytest.mark.parametrize("length", [0, 100, BLOCK_BYTES])
def test_what_is_packed_within_a_file_is_unpacked(
    pack: Callable[[bytes], bytes], length: int
) -> None:
    filler = Random(1).randbytes(length).hex().encode()
    packed = pack(filler + f"; {MOBILE} ;".encode() + filler)
    assert SCAN.hits(b"-" * length + packed + b"-" * length) == 1
    assert SCAN.hits(b"-" * length + gzip.compress(packed) + b"-" * length) >= 1


def test_a_number_is_counted_once_for_each_time_it_stands_there() -> None:
    line = f"{spelled(MOBILE, Random(2), ('+31 (0)6 {r}',))} it says\n".encode()
    times = 3 * BLOCK_BYTES // len(line)
    assert SCAN.hits(line * times) == times


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 2**32),
    st.sampled_from(
        [
            "2026-11-26T07:52:{a}.{b}+00:00 [12]",
            "2026-11-26 07:52:{a},123 {b}",
            "07:52:{a}.{b}",
            "took 0.{n} s of 12.{n}",
            "{n:.8}-{n[8]}a12-4b31-8{n:.3}-a{n}bc",
        ]
    ),
)
def test_parts_of_moments_ids_and_fractions_are_no_numbers(seed: int, form: str) -> None:
    """Those that agree with a number in all its digits, made from that number."""
    number = next(mobiles(Random(seed)))
    national = number.removeprefix("+31")
    parts = {"a": f"0{national[0]}", "b": national[1:7], "n": national}
    text = form.format(**parts).replace("+00:00", f"+{national[7:]}:00")
    assert LeakScan([number]).hits(text.encode()) == 0


def test_other_digits_are_not_found() -> None:
    rng = Random(3)
    scan = LeakScan([next(mobiles(rng)) for _ in range(300)])
    text = "".join(rng.choice("0123456789 .-:/()_abcdef") for _ in range(2 * BLOCK_BYTES))
    allowed = 3
    assert scan.hits(text.encode()) <= allowed


def test_a_search_ends_when_time_is_up_and_tells_what_it_found(tmp_path: Path) -> None:
    log = tmp_path / "task.log"
    log.write_bytes(MOBILE.encode() + b"#" * 3 * BLOCK_BYTES)
    result = ScanResult()
    with pytest.raises(OutOfTimeError):
        SCAN.search_file(log, result, until(0))
    blocks = iter(range(2))

    def twice() -> None:
        if next(blocks, None) is None:
            raise OutOfTimeError

    with pytest.raises(OutOfTimeError):
        SCAN.search_file(log, result, twice)
    assert result.found == {log: 1}
