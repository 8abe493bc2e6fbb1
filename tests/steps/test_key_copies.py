"""Copies of keys, planted anywhere below the home under several disguises."""

from __future__ import annotations

import base64
import logging
import os
import tarfile
from typing import TYPE_CHECKING

import pytest
from tests.steps.key_disguises import DISGUISES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.bench import Bench


def key_file(bench: Bench, name: str = "number") -> Path:
    return bench.home.keys / bench.campaign.id / f"{name}.key"


@pytest.mark.parametrize("disguise", DISGUISES)
@pytest.mark.parametrize("name", ["number", "ref", "journal"])
def test_an_open_campaigns_key_is_found_in_every_disguise(
    bench: Bench, name: str, disguise: Callable[[Path], bytes]
) -> None:
    place = bench.home.airflow / "logs" / "deep" / ".hidden" / "task.log"
    place.parent.mkdir(parents=True)
    place.write_bytes(disguise(key_file(bench, name)))
    assert bench.look().wrong == ["airflow holds files with a copy of a key: 1"]


@pytest.mark.parametrize(
    ("where", "told"),
    [
        ("evidence/verifications.bak", "evidence"),
        ("inventory/old/x", "inventory"),
        ("lost/20260101T000000-number.key", "lost"),
        ("handover/lelystad/overdracht/notes.txt", "handover"),
        ("trust/sub/x", "trust"),
        ("signing/sub/x", "signing"),
        ("J. de Vries/x", "the home"),
        ("number.key", "the home"),
    ],
)
def test_a_copy_is_found_wherever_it_stands_and_only_our_own_names_are_told(
    bench: Bench, where: str, told: str
) -> None:
    place = bench.home.root / where
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(key_file(bench).read_bytes())
    wrong = bench.look().wrong
    assert f"{told} holds files with a copy of a key: 1" in wrong
    assert "Vries" not in str(wrong)


def test_one_campaigns_key_in_anothers_place_is_a_copy(bench: Bench) -> None:
    key_file(bench, "ref").write_bytes(key_file(bench).read_bytes())
    assert "keys holds files with a copy of a key: 1" in bench.look().wrong


def test_a_hard_link_is_a_copy_and_a_link_is_not_followed(bench: Bench, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "copy").write_bytes(key_file(bench).read_bytes())
    (bench.home.root / "led-out").symlink_to(outside)
    (bench.home.root / "led-to-a-file").symlink_to(outside / "copy")
    assert bench.look().wrong == []
    os.link(key_file(bench), bench.home.root / "hard")
    assert bench.look().wrong == ["the home holds files with a copy of a key: 1"]


def test_a_closed_campaigns_key_is_known_by_its_form(bench: Bench) -> None:
    content = key_file(bench).read_bytes()
    bench.destroy()
    (bench.home.root / "kept").write_bytes(b"prefix " + content)
    with tarfile.open(bench.home.root / "all.tar", "w") as archive:
        archive.add(bench.home.root / "kept", "kept")
    assert bench.look().wrong == ["the home holds files with a copy of a key: 2"]


def pem(bench: Bench) -> bytes:
    return (bench.home.signing / "rehearsal.pem").read_bytes()


@pytest.mark.parametrize(
    "disguise",
    [
        lambda content: content,
        lambda content: b"lines before\r\n" + content,
        lambda content: content.splitlines()[1],
        lambda content: base64.b64decode(content.splitlines()[1])[-32:],
        lambda content: base64.b64decode(content.splitlines()[1])[-32:].hex().encode(),
    ],
)
def test_a_copy_of_the_evidence_key_is_found_in_every_disguise(
    bench: Bench, disguise: Callable[[bytes], bytes]
) -> None:
    (bench.home.evidence / bench.campaign.id / "dossier.json").write_bytes(disguise(pem(bench)))
    assert "evidence holds files with a copy of a key: 1" in bench.look().wrong


def test_what_an_installation_set_aside_may_be_an_older_evidence_key(bench: Bench) -> None:
    bench.home.lost.mkdir()
    other = b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"
    (bench.home.lost / "20260101T000000-rehearsal.pem").write_bytes(other)
    assert bench.look().wrong == []
    (bench.home.lost / "copy").write_bytes(pem(bench))
    assert bench.look().wrong == ["lost holds files with a copy of a key: 1"]


def test_a_home_as_it_should_be_holds_no_copy_and_says_how_much_was_searched(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    assert bench.look().wrong == []
    (said,) = (line for line in caplog.messages if line.startswith("Searched "))
    assert "for copies of keys; 0 of them in part." in said
    bench.approve()
    bench.send()
    assert bench.look().wrong == []


def test_a_damaged_key_is_no_pattern_that_stands_everywhere(bench: Bench) -> None:
    key_file(bench).write_text('{"key": "", "deadline": "soon"}')
    key_file(bench, "ref").write_text("[]")
    key_file(bench, "journal").write_text('{"key": "AAAAAAAAAAAAAAAA", "deadline": "soon"}')
    assert bench.look().wrong == []
