"""Whatever stands in a folder of evidence, verification ends with findings: never by an error."""

from __future__ import annotations

import copy
import json
import os
import random
import resource
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from tests.lies.resigning import Lie, told
from tests.lies.without_key import NAMES, ODD, REFUSED, Mutations, places

from eenmalig.errors import EenmaligError
from eenmalig.evidence.verifying import verify_evidence

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def refused(folder: Path, trust: Path) -> list[str]:
    with pytest.raises(EenmaligError) as caught:
        verify_evidence(folder, trust)
    assert caught.value.code in REFUSED
    return list(caught.value.mistakes)


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_folder(path: Path) -> None:
    path.mkdir()


def a_link_to_what_it_was(path: Path) -> None:
    path.symlink_to(path.with_name(f".{path.name}"))


def a_link_to_itself(path: Path) -> None:
    path.symlink_to(path)


def nothing(path: Path) -> None:
    path.write_bytes(b"")


def no_text(path: Path) -> None:
    path.write_bytes(b"\xff\xfe\x00" * 99 + b"\n")


def a_deep_value(path: Path) -> None:
    path.write_bytes(b"[" * 200_000 + b"\n")


def a_deep_record(path: Path) -> None:
    path.write_bytes(b'{"record":' + b'{"data":' * 99_999 + b"\n")


def a_huge_number(path: Path) -> None:
    path.write_bytes(b'{"record":' + b"9" * 9_999 + b"}\n")


def half_a_pair(path: Path) -> None:
    path.write_bytes(b'{"record":"\\ud800","signature":"\\ud800"}\n')


def no_signature(path: Path) -> None:
    path.write_bytes(b'{"record":{},"signature":7}\n' * 5)


def many_lines(path: Path) -> None:
    path.write_bytes(b"{}\n" * 300_000)


def more_than_evidence_can_be(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(2**40)


SPOILT = (
    a_pipe,
    a_folder,
    a_link_to_what_it_was,
    a_link_to_itself,
    nothing,
    no_text,
    a_deep_value,
    a_deep_record,
    a_huge_number,
    half_a_pair,
    no_signature,
    many_lines,
    more_than_evidence_can_be,
)


@pytest.mark.parametrize("spoil", SPOILT)
@pytest.mark.parametrize("name", NAMES)
def test_whatever_stands_in_a_files_place_is_a_finding(
    lie: Lie, name: str, spoil: Callable[[Path], None]
) -> None:
    path = lie.folder / name
    path.rename(path.with_name(f".{name}"))
    spoil(path)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    findings = refused(lie.folder, lie.trust)
    assert 1 <= len(findings) <= 60
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 250_000


@pytest.mark.parametrize("name", NAMES)
def test_a_missing_file_is_a_finding(lie: Lie, name: str) -> None:
    (lie.folder / name).unlink()
    assert refused(lie.folder, lie.trust)


def test_a_folder_with_anything_in_it_is_a_finding(lie: Lie) -> None:
    for number in range(2000):
        (lie.folder / f"x{number}").mkdir()
    assert any("files were added" in finding for finding in refused(lie.folder, lie.trust))


@pytest.mark.parametrize("spoil", SPOILT)
def test_whatever_stands_among_the_trusted_keys_is_a_finding(
    lie: Lie, spoil: Callable[[Path], None]
) -> None:
    spoil(lie.trust / "rehearsal-0123.pem")
    assert refused(lie.folder, lie.trust)


@pytest.mark.parametrize("seed", range(12))
def test_no_value_that_is_signed_makes_it_crash(lie: Lie, seed: int) -> None:
    """Each value in turn is another: what verification says of it is never an error of Python."""
    chance = random.Random(seed)
    records, looks = copy.deepcopy(lie.records), copy.deepcopy(lie.looks)
    named = 0
    for _ in range(40):
        lie.records, lie.looks = copy.deepcopy(records), copy.deepcopy(looks)
        said = chance.choice([*lie.records, *lie.looks])
        at, name = chance.choice(list(places(said.data)))
        at[name] = chance.choice(ODD)
        named += bool(lie.findings())
    assert named > 20


@pytest.mark.parametrize("name", ["dossier.json", "certificate.json", "report.json"])
@pytest.mark.parametrize("value", ODD, ids=[str(value)[:9] for value in ODD])
def test_no_value_of_a_document_makes_it_crash(lie: Lie, name: str, value: Any) -> None:
    for field in json.loads((lie.folder / name).read_bytes()):
        shutil.copy(lie.folder / name, lie.folder.parent / name)
        lie.told = []
        told(name, field, to=value)(lie)
        before = json.loads((lie.folder / name).read_bytes())[field]
        assert bool(lie.findings()) == (before != value or type(before) is not type(value))


def test_no_change_without_the_key_is_accepted(lie: Lie) -> None:
    lie.looks += 2 * lie.looks
    assert lie.findings() == []
    mutations = Mutations(lie.folder, lie.trust, seed=9)
    mutations.try_out(500)
    assert mutations.wrong == []
    assert mutations.came_of_it == {"refused": 500}
    verify_evidence(lie.folder, lie.trust)
