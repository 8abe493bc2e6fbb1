"""Trying a hand-over from a terminal, before anybody triggers a campaign with it."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from random import SystemRandom
from typing import TYPE_CHECKING

import pytest
import yaml
from tests.cleartext.sources.builders.databases import MMSSMS, database

from eenmalig.stores.home import PROJECT
from rehearsal import numbers
from rehearsal.handovers import make_handover

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command

    from rehearsal.handovers import Expected

RECIPIENTS = 25


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "given"


@pytest.fixture
def truth(folder: Path) -> Expected:
    return make_handover(
        folder, city="lelystad", case_reference="PL-2026-0001", recipients=RECIPIENTS
    )


def declare(folder: Path, **sources: bytes) -> None:
    """Declare these files, a source each, in the place of what was declared."""
    declared = yaml.safe_load((folder / "handover.yaml").read_text())
    for each in (*declared["sources"], *declared.pop("exclusions", ())):
        (folder / each["file"]).unlink()
    declared["sources"] = []
    for name, content in sources.items():
        (folder / name).write_bytes(content)
        digest = hashlib.sha256(content).hexdigest()
        entry = {"file": name, "sha256": digest, "kind": "calls", "device": "dealer_phone"}
        declared["sources"].append(entry)
    (folder / "handover.yaml").write_text(yaml.safe_dump(declared))


def table(*cells: str) -> bytes:
    return "\n".join(("telefoon", *cells)).encode()


def test_counts_are_those_of_a_campaign_by_source_and_reason(
    command: Command, folder: Path, truth: Expected
) -> None:
    shown = command.run("handover", "check", folder, "--json")
    assert shown.exit_code == 0, shown.output
    told = json.loads(shown.stdout)
    assert told["holds"] is True
    assert told["total"] == truth.totals.totals()
    assert told["listed"] >= len(truth.excluded_numbers) > 0
    counts = [each["counts"] for each in told["exports"] if each["export"].startswith("source")]
    assert counts == [each.totals() for each in truth.per_source]
    assert {each["format"] for each in told["exports"]} == {"csv", "xlsx", "vcard"}


def test_a_source_is_a_line_of_counts_and_a_list_is_named_by_its_category(
    command: Command, folder: Path, truth: Expected
) -> None:
    shown = command.run("handover", "check", folder)
    first, *others = shown.stdout.splitlines()
    counted = truth.per_source[0]
    assert first.startswith(
        f"source 1 (customer_list, dealer_phone, csv): read {counted.read}, "
        f"refused {counted.refused.total()} ("
    )
    assert first.endswith(f"duplicates {counted.duplicates}, recipients {counted.recipients}")
    assert any(
        line.startswith("exclusion list 1 (") and line.endswith("): can be read") for line in others
    )
    assert f"recipients {RECIPIENTS}" in next(line for line in others if line.startswith("total: "))


def test_no_number_and_no_name_of_a_file_is_shown_and_nothing_is_changed(
    bare: Command, folder: Path, truth: Expected
) -> None:
    (folder / "klanten.csv").rename(folder / "Jansen.csv")
    text = (folder / "handover.yaml").read_text().replace("klanten.csv", "Jansen.csv")
    (folder / "handover.yaml").write_text(text)
    before = {each.name: each.read_bytes() for each in folder.iterdir()}
    for flags in ([], ["--json"]):
        shown = bare.run("handover", "check", folder, *flags)
        assert shown.exit_code == 0
        assert "Jansen" not in shown.output
        assert not any(each[-8:] in shown.output for each in truth.recipient_numbers)
    assert {each.name: each.read_bytes() for each in folder.iterdir()} == before
    assert not bare.home.root.exists()


@pytest.mark.usefixtures("truth")
def test_everything_that_cannot_be_read_is_told_at_once(command: Command, folder: Path) -> None:
    declare(folder, a=b"%PDF-1.7", b=table("112"), c=b"", d=b"kop;tekst\nx;y\n")
    shown = command.run("handover", "check", folder)
    assert shown.exit_code == 1
    lines = [line for line in shown.stdout.splitlines() if not line.startswith(" ")]
    assert [line.partition(" (")[0] for line in lines[:5]] == [
        "source 1",
        "source 2",
        "source 3",
        "source 4",
        "total of what can be read: read 1, refused 1",
    ]
    told = shown.stderr.splitlines()
    assert told[:2] == [
        "[source-format] source 1: is a PDF",
        "[source-unreadable] source 3: is empty",
    ]
    assert told[2].startswith("[source-column] source 4: ")
    assert [line.split(":")[0] for line in told[3:6]] == [
        "What to do about source-format",
        "What to do about source-unreadable",
        "What to do about source-column",
    ]
    as_json = json.loads(command.run("handover", "check", folder, "--json").stdout)
    assert as_json["holds"] is False
    assert [each["code"] for each in as_json["exports"]] == [
        "source-format",
        None,
        "source-unreadable",
        "source-column",
    ]


@pytest.mark.usefixtures("truth")
def test_what_was_read_of_a_source_before_it_failed_is_not_counted(
    command: Command, folder: Path
) -> None:
    mobile = next(numbers.mobiles(SystemRandom()))
    other = next(numbers.mobiles(SystemRandom()))
    # The second column holds a mobile below no known header, which shows at the end.
    broken = f"telefoon;kop\n{mobile};x\n;{other}\n".encode()
    declare(folder, a=broken, b=table(mobile))
    told = json.loads(command.run("handover", "check", folder, "--json").stdout)
    assert told["exports"][0]["counts"] is None
    assert told["exports"][1]["counts"]["recipients"] == 1
    assert told["total"]["read"] == 1


@pytest.mark.usefixtures("truth")
def test_a_hand_over_without_a_recipient_fails(command: Command, folder: Path) -> None:
    declare(folder, a=table("112"))
    shown = command.run("handover", "check", folder)
    assert shown.exit_code == 1
    assert shown.stderr.splitlines() == ["No recipient is left."]


@pytest.mark.usefixtures("truth")
def test_a_declaration_that_does_not_hold_is_refused_before_anything_is_read(
    command: Command, folder: Path
) -> None:
    (folder / "Jansen.csv").write_bytes(b"x")
    shown = command.run("handover", "check", folder)
    assert shown.exit_code == 1
    assert "1 file in the folder is not listed in handover.yaml" in shown.stderr
    assert shown.stdout == ""
    told = json.loads(command.run("handover", "check", folder, "--json").stdout)
    assert told == {
        "holds": False,
        "code": "handover-invalid",
        "why": ["1 file in the folder is not listed in handover.yaml"],
    }


@pytest.mark.usefixtures("truth")
def test_a_list_without_a_number_cannot_be_read(command: Command, folder: Path) -> None:
    path = folder / "handover.yaml"
    declared = yaml.safe_load(path.read_text())
    listed = declared["exclusions"][0]
    (folder / listed["file"]).write_bytes(table("geen"))
    listed["sha256"] = hashlib.sha256(table("geen")).hexdigest()
    listed.pop("column", None)
    path.write_text(yaml.safe_dump(declared))
    shown = command.run("handover", "check", folder)
    assert shown.exit_code == 1
    assert "[source-unreadable] exclusion list 1: holds no number" in shown.stderr


@pytest.mark.usefixtures("truth")
def test_copies_of_databases_are_removed_when_a_check_is_told_to_end(
    folder: Path, tmp_path: Path
) -> None:
    path = database(tmp_path / "sms.db", MMSSMS, {"sms": [{"address": "112"}] * 200_000})
    declare(folder, a=path.read_bytes())
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    environment = {**os.environ, "PYTHONPATH": f"{PROJECT}/include", "TMPDIR": str(scratch)}
    call = [sys.executable, "-c", "from eenmalig.cli import main; main()"]
    process = subprocess.Popen([*call, "handover", "check", str(folder)], env=environment)
    limit = time.monotonic() + 60
    while not list(scratch.rglob("export")):
        assert process.poll() is None
        assert time.monotonic() < limit
        time.sleep(0.01)
    (private,) = scratch.iterdir()
    assert private.stat().st_mode & 0o077 == 0
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 128 + signal.SIGTERM
    assert list(scratch.iterdir()) == []


@pytest.mark.usefixtures("truth")
def test_copies_of_databases_are_removed_when_one_cannot_be_read(
    command: Command, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = database(tmp_path / "sms.db", MMSSMS, {"sms": [{"address": "112"}] * 2000})
    whole = path.read_bytes()
    declare(folder, a=whole[: len(whole) // 2] + bytes(len(whole) - len(whole) // 2))
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    assert command.run("handover", "check", folder).exit_code == 1
    assert list(scratch.iterdir()) == []
