"""The second checker: it accepts what an earlier program wrote, and no damage to it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.copied_evidence import CAMPAIGNS, KEPT, Copied, data_of, deleted, more
from tests.second_checker import LEDGER, LOOKS, canonical, complaints

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.copied_evidence import Records

READ = "the candidates read are not those accounted for"
OUTCOMES = "the recipients are not those with an outcome"
NOT_LAST = "the ledger does not end with its only record of kind closed"
DELETED = "the messages deleted at the provider are not those it accepted"


@pytest.fixture
def copied(tmp_path: Path) -> Copied:
    return Copied(tmp_path)


@pytest.mark.parametrize("folder", CAMPAIGNS, ids=[f"{p.parent.name} {p.name}" for p in CAMPAIGNS])
def test_all_that_was_kept_holds(folder: Path) -> None:
    assert complaints(folder, KEPT / "trust") == []


def test_it_imports_nothing_of_ours() -> None:
    text = (Path(__file__).parent / "second_checker.py").read_text()
    imported = set(re.findall(r"^ *(?:import|from) (\w+)", text, re.MULTILINE))
    assert imported - sys.stdlib_module_names == {"cryptography"}


def test_as_a_program_it_prints_what_does_not_hold_and_ends_with_1(copied: Copied) -> None:
    program = Path(__file__).parent / "second_checker.py"
    asked = [sys.executable, str(program), str(copied.folder), str(copied.trust)]
    holds = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert (holds.returncode, holds.stdout) == (0, "It holds.\n")
    (copied.folder / "report.json").unlink()
    broken = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert (broken.returncode, broken.stdout) == (1, "report.json is missing\n")


@pytest.mark.parametrize("name", [LEDGER, LOOKS])
def test_a_changed_byte_is_seen_wherever_it_stands(copied: Copied, name: str) -> None:
    path = copied.folder / name
    content = path.read_bytes()
    for position in range(0, len(content), 53):
        changed = bytearray(content)
        changed[position] ^= 1
        path.write_bytes(changed)
        assert copied.found(), position


@pytest.mark.parametrize("position", range(22))
def test_a_dropped_line_is_seen(copied: Copied, position: int) -> None:
    copied.lines(lambda lines: lines.pop(position))
    found = copied.found()
    assert "prev is wrong" in found
    assert ("seq is wrong" in found) == (position < 21)
    assert (NOT_LAST in found) == (position == 21)


def test_reordered_lines_are_seen(copied: Copied) -> None:
    copied.lines(lambda lines: lines.insert(3, lines.pop(6)))
    assert "line 4: seq is wrong" in copied.found()


def test_a_line_twice_is_seen(copied: Copied) -> None:
    copied.lines(lambda lines: lines.insert(3, lines[3]))
    assert "line 5: seq is wrong" in copied.found()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda text: text.replace(b'"seq":1}', b'"seq": 1}'), "in the one way"),
        (lambda text: text.replace(b"}\n", b"}\r\n"), "in the one way"),
        (lambda text: text.replace(b"\n", b"=\n"), "cannot be read"),
        (lambda text: text.replace(b'"}\n', b'=="}\n'), "cannot be read"),
        (lambda text: text[:-1], "does not end with a whole line"),
        (lambda _: b"", "does not end with a whole line"),
        (lambda _: b"[]\n{}\nnull\n\xff\n", "line 4: it cannot be read"),
        (lambda text: text.replace(b'"prev":', b'"prew":'), "other names"),
    ],
)
def test_a_ledger_that_is_written_differently_is_seen(
    copied: Copied, change: Callable[[bytes], bytes], told: str
) -> None:
    copied.ledger.write_bytes(change(copied.ledger.read_bytes()))
    assert told in copied.found()


def test_later_looks_hang_on_the_ledgers_end(copied: Copied) -> None:
    copied.looks.write_bytes(b"".join(copied.looks.read_bytes().splitlines(keepends=True) * 2))
    assert f"{LOOKS}, line 2: seq is wrong" in copied.found()
    (other,) = (path for path in CAMPAIGNS if "yvnf" in path.name)
    shutil.copy(other / LOOKS, copied.looks)
    assert f"{LOOKS}, line 1: prev is wrong; {LOOKS}, line 1: campaign" in copied.found()


def test_a_foreign_key_is_seen(copied: Copied) -> None:
    copied.sign_again(lambda _: None, trusted=False)
    assert "signed by a key that is not trusted" in copied.found()


def test_a_key_called_after_another_is_not_trusted(copied: Copied) -> None:
    (real,) = copied.trust.iterdir()
    copied.sign_again(lambda _: None)
    (other,) = set(copied.trust.iterdir()) - {real}
    other.replace(real)
    assert "is called after another key" in copied.found()


def test_a_file_that_is_no_key_is_seen(copied: Copied) -> None:
    (copied.trust / "rehearsal-0123.pem").write_text("no key")
    assert copied.found() == "rehearsal-0123.pem is no key of ours"


def test_another_signature_of_the_same_key_does_not_hold(copied: Copied) -> None:
    lines = copied.ledger.read_bytes().splitlines()
    one, other = (json.loads(line) for line in lines[:2])
    lines[0] = canonical({**one, "signature": other["signature"]})
    copied.ledger.write_bytes(b"".join(line + b"\n" for line in lines))
    assert "line 1: its signature does not hold" in copied.found()


def test_what_a_trusted_throw_away_key_signed_unchanged_holds(copied: Copied) -> None:
    copied.sign_again(lambda _: None)
    assert copied.found() == ""


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (more("normalized", "counts", "read"), READ),
        (more("normalized", "counts", "duplicates"), READ),
        (more("normalized", "counts", "refused", "empty"), READ),
        (more("normalized", "counts", "excluded", "owner"), READ),
        (more("normalized", "counts", "set_aside", "work", by=-1), READ),
        (more("normalized", "counts", "recipients"), f"{READ}; {OUTCOMES}"),
        (more("outcomes", "outcomes", "delivered"), OUTCOMES),
        (more("outcomes", "outcomes", "recipients"), OUTCOMES),
        (more("outcomes", "accepted", by=-1), DELETED),
        (lambda records: deleted(records).update(count=6), DELETED),
        (
            lambda records: data_of("normalized", records).update(cells=29),
            "cells: others were normalized than extracted",
        ),
        (
            lambda records: (
                data_of("extracted", records).update(list_cells=11),
                data_of("normalized", records).update(cells=30, list_cells=12),
            ),
            "list_cells: others were normalized than extracted",
        ),
        (
            lambda records: records[4].update(at=records[2]["at"]),
            f"{LEDGER}: record 5 is not later, in UTC, than those before",
        ),
        (
            lambda records: records[21].update(campaign="lelystad-2026-11-26-aaaa"),
            f"{LEDGER}, line 22: campaign is wrong",
        ),
        (
            lambda records: records[3].update(rehearsal=False),
            f"{LEDGER}, line 4: a key for rehearsals signed what is no rehearsal",
        ),
        (
            lambda records: data_of("closed", records)["files"].pop("report.json"),
            "report.json was added",
        ),
        (
            lambda records: records.pop(12),
            f"something was sent and no outcomes are on record; {DELETED}",
        ),
        (
            lambda records: records.insert(20, records.pop()),
            f"{LEDGER}: record 22 is not later, in UTC, than those before; {NOT_LAST}",
        ),
        (lambda records: data_of("normalized", records).clear(), "lacks what it must hold"),
    ],
)
def test_what_cannot_be_is_seen_also_when_a_trusted_key_signed_it(
    copied: Copied, change: Callable[[Records], object], told: str
) -> None:
    copied.sign_again(change)
    found = copied.found()
    assert found == told or (told == "lacks what it must hold" and told in found)


def test_equal_numbers_of_cells_hold(copied: Copied) -> None:
    def change(records: Records) -> None:
        data_of("extracted", records).update(list_cells=12)
        data_of("normalized", records).update(cells=30, list_cells=12)

    copied.sign_again(change)
    assert copied.found() == ""


def test_a_changed_missing_or_added_file_is_seen(copied: Copied) -> None:
    certificate = copied.folder / "certificate.pdf"
    certificate.write_bytes(certificate.read_bytes() + b" ")
    (copied.folder / "dossier.json").rename(copied.folder / "dossier2.json")
    assert copied.found() == (
        "dossier.json is missing; dossier2.json was added; certificate.pdf was changed"
    )


def test_a_folder_of_another_name_is_seen(copied: Copied) -> None:
    copied.folder = copied.folder.rename(copied.folder.with_name("lelystad-2026-11-26-aaaa"))
    assert f"{LEDGER}, line 1: campaign is wrong" in copied.found()
