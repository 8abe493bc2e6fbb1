from __future__ import annotations

import base64
import gzip
import hashlib
import json
import sqlite3
import uuid
import zlib
from datetime import UTC, datetime
from random import SystemRandom
from typing import TYPE_CHECKING

import numpy as np
import pytest

from eenmalig.cleartext.leak_scan import LeakScan
from eenmalig.cleartext.leak_scan.wanted_numbers import KeySet
from eenmalig.errors import EenmaligError
from rehearsal.spellings import EVERYWHERE, spelled

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SPELLED: list[Callable[[str], str]] = [
    lambda n: f"+31{n}",
    lambda n: f"31{n}",
    lambda n: f"0031{n}",
    lambda n: f"0{n}",
    lambda n: f"0{n[:1]}-{n[1:]}",
    lambda n: f"0{n[:1]} {n[1:3]} {n[3:5]} {n[5:7]} {n[7:]}",
    lambda n: f"+31 (0){n}",
    lambda n: f"+31 (0) {n[:1]} {n[1:]}",
    lambda n: f"(+31) {n[:1]}.{n[1:4]}.{n[4:]}",
    lambda n: f"tel:+31{n}",
    lambda n: f"31{n}@s.whatsapp.net",
    lambda n: f'{{"to":"+31{n}"}}',
    lambda n: f"To=%2B31{n}&From=Politie",
    lambda n: f"sent_0{n}.txt",
    lambda n: f"+31\u00a0{n[:1]}\u00a0{n[1:]}",
    lambda n: "".join(f"%{ord(sign):02X}" for sign in f"+31{n}"),
    lambda n: "".join(f"\\x{ord(sign):02x}" for sign in f"0{n}"),
    lambda n: "".join(f"\\u{ord(sign):04x}" for sign in f"+31{n}"),
    lambda n: "".join(chr(0xFF10 + int(sign)) for sign in f"31{n}"),
    lambda n: "".join(chr(0x660 + int(sign)) for sign in f"0{n}"),
    lambda n: "".join(chr(0x6F0 + int(sign)) for sign in f"31{n}"),
    lambda n: f"x'{f'+31{n}'.encode().hex()}'",
    lambda n: f"\\x{f'0{n}'.encode().hex().upper()}",
]


@pytest.mark.parametrize("spell", SPELLED)
def test_a_number_is_found_in_each_spelling(mobile: str, spell: Callable[[str], str]) -> None:
    text = f"before {spell(mobile.removeprefix('+31'))} after"
    assert LeakScan([mobile]).hits(text.encode()) >= 1


def test_a_number_is_found_in_every_spelling_of_a_hand_over(mobile: str) -> None:
    scan, rng = LeakScan([mobile]), SystemRandom()
    for _ in range(200):
        text = spelled(mobile, rng, EVERYWHERE)
        assert scan.hits(f"x;{text};y".encode()), "a spelling was not found"


@pytest.mark.parametrize("name", ["md5", "sha1", "sha256", "sha512", "sha3_256", "blake2b"])
@pytest.mark.parametrize("spell", [lambda n: f"+31{n}", lambda n: f"0{n}", lambda n: f"31{n}"])
def test_an_unkeyed_hash_of_a_number_is_found(
    mobile: str, name: str, spell: Callable[[str], str]
) -> None:
    hashed = hashlib.new(name, spell(mobile.removeprefix("+31")).encode())
    scan = LeakScan([mobile])
    assert scan.hits(f'"ref": "{hashed.hexdigest()}"'.encode())
    assert scan.hits(hashed.hexdigest().upper().encode())


PACKED: list[Callable[[bytes], bytes]] = [
    lambda text: text.decode().encode("utf-16-le"),
    lambda text: text.decode().encode("utf-16-be"),
    lambda text: text.decode().encode("utf-16"),
    base64.b64encode,
    base64.urlsafe_b64encode,
    gzip.compress,
    lambda text: b"1 0 obj\nstream\r\n" + zlib.compress(text) + b"\nendstream\n",
    lambda text: b"\0\xff\x13" + text + b"\0",
]


@pytest.mark.parametrize("pack", PACKED)
def test_a_number_is_found_in_what_is_packed(mobile: str, pack: Callable[[bytes], bytes]) -> None:
    packed = pack(f"the number {mobile} stands here".encode())
    assert LeakScan([mobile]).hits(packed) >= 1


def test_a_raw_hash_in_base64_is_found(mobile: str) -> None:
    token = base64.b64encode(hashlib.sha256(mobile.encode()).digest())
    assert LeakScan([mobile]).hits(b'"digest":"' + token + b'"')


def test_a_row_deleted_from_a_database_is_still_found_in_its_bytes(
    mobile: str, tmp_path: Path
) -> None:
    database = sqlite3.connect(tmp_path / "some.db")
    database.execute("PRAGMA secure_delete = OFF")
    database.execute("CREATE TABLE log (line TEXT)")
    database.execute("INSERT INTO log VALUES (?)", (f"to {mobile}",))
    database.commit()
    database.execute("DELETE FROM log")
    database.commit()
    database.close()
    assert set(LeakScan([mobile]).search([tmp_path]).found) == {tmp_path / "some.db"}


def test_another_number_is_not_found(mobile: str, other: str) -> None:
    scan = LeakScan([mobile])
    for text in (other, f"0{other[3:]}", hashlib.sha256(other.encode()).hexdigest()):
        assert scan.hits(text.encode()) == 0


def test_the_digits_inside_a_longer_run_are_no_number(mobile: str) -> None:
    scan = LeakScan([mobile])
    assert scan.hits(f"7{mobile[1:]}".encode()) == 0
    assert scan.hits(f"{mobile}7".encode()) == 0


def test_timestamps_identifiers_and_counts_are_no_numbers(
    mobiles: Callable[[int], list[str]],
) -> None:
    scan = LeakScan(mobiles(500))
    now = datetime.now(UTC)
    line = {
        "at": now.isoformat(),
        "unix": now.timestamp(),
        "run": f"manual__{now.isoformat()}",
        "id": [str(uuid.uuid4()) for _ in range(20)],
        "hash": [hashlib.sha256(uuid.uuid4().bytes).hexdigest() for _ in range(20)],
        "counts": {"read": 712, "recipients": 520},
        "took": "0.123456789",
        "date": f"{now:%d-%m-%Y %H:%M:%S}",
    }
    assert scan.hits(json.dumps(line).encode()) == 0


def test_a_planted_number_must_be_found_or_the_scan_means_nothing(
    mobile: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan = LeakScan([mobile])
    scan.require_working()
    monkeypatch.setattr(scan.wanted, "digests", KeySet(np.empty(0, dtype=np.uint64)))
    with pytest.raises(EenmaligError):
        scan.require_working()


def test_files_are_searched_in_all_folders_and_links_are_not_followed(
    mobile: str, tmp_path: Path
) -> None:
    deep = tmp_path / "kept" / "a" / "b"
    deep.mkdir(parents=True)
    (deep / "log.txt").write_text(f"{mobile} and {mobile}")
    (tmp_path / "kept" / "link").symlink_to(deep / "log.txt")
    result = LeakScan([mobile]).search([tmp_path / "kept"])
    assert (result.files, result.found) == (1, {deep / "log.txt": 2})
