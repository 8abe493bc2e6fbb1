"""Beginning a hand-over from a terminal."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
from tests.cleartext.sources.builders.databases import (
    MMSSMS,
    WA_CONTACTS,
    database,
    write_ahead,
)

from eenmalig.handover import load
from eenmalig.handover.words_yaml import read_words
from rehearsal.handovers import make_handover

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command

OPEN = {
    "case_reference": "PL-2026-0001",
    "criterion": "wie bestelde",
    "public_prosecutor": "OM-1",
    "examining_magistrate": "RC-1",
    "kind": "calls",
    "device": "dealer_phone",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the files of a hand-over, and no declaration."""
    made = tmp_path / "given"
    make_handover(made, city="lelystad", case_reference="PL-2026-0001", recipients=20)
    (made / "handover.yaml").unlink()
    return made


def test_every_file_is_declared_with_its_format_and_digest(command: Command, folder: Path) -> None:
    write_ahead(folder / "Jansen.db", WA_CONTACTS, {}, {})
    (folder / "Jansen.pdf").write_bytes(b"%PDF-1.7")
    shown = command.run("handover", "init", folder, "--city", "lelystad")
    assert shown.exit_code == 0, shown.output
    declared = read_words(folder / "handover.yaml")
    assert declared["city"] == "lelystad"
    entries = [*declared["sources"], *declared["exclusions"]]
    listed = [one for each in entries for one in (each, *(each.get("companions") or ()))]
    assert {each["file"]: each["sha256"] for each in listed} == {
        each.name: hashlib.sha256(each.read_bytes()).hexdigest()
        for each in folder.iterdir()
        if each.name != "handover.yaml"
    }
    formats = {each["file"]: each.get("format") for each in entries}
    assert formats["Jansen.db"] == "whatsapp"
    assert formats["Jansen.pdf"] is None
    assert formats["klanten.csv"] == "csv"
    assert formats["bestellingen.xlsx"] == "xlsx"
    assert formats["adresboek.vcf"] == "vcard"


def test_files_are_told_by_position_and_format_and_never_by_name(
    bare: Command, tmp_path: Path
) -> None:
    (tmp_path / "Jansen.csv").write_text("telefoon\n")
    (tmp_path / "Jansen.pdf").write_bytes(b"%PDF-1.7")
    write_ahead(tmp_path / "Jansen.wa", WA_CONTACTS, {}, {})
    write_ahead(tmp_path / "Jansen.x", WA_CONTACTS, {"wa_contacts": []}, {})
    (tmp_path / "Jansen.x-wal").unlink()
    (tmp_path / "Jansen.x-shm").unlink()
    shown = bare.run("handover", "init", tmp_path)
    assert shown.stdout.splitlines()[:5] == [
        "file 1: csv",
        (
            "file 2: NOT RECOGNISED: is a PDF; ask for CSV, XLSX, vCard or another format of "
            "docs/formats.md"
        ),
        "file 3: whatsapp, with 2 beside it",
        "file 4: whatsapp; its -wal file is not there",
        "handover.yaml is written. Exports: 4, 1 not recognised.",
    ]
    assert "Jansen" not in shown.output
    assert not bare.home.root.exists()


def test_the_skeleton_is_refused_until_it_is_filled_in(command: Command, folder: Path) -> None:
    assert command.run("handover", "init", folder, "--city", "lelystad").exit_code == 0
    path = folder / "handover.yaml"
    text = path.read_text()
    for key, value in OPEN.items():
        text = text.replace(f"{key}: FILL_IN", f"{key}: {value}")
    path.write_text(text)
    loaded = load(folder, "lelystad")
    assert len(loaded.sources) + len(loaded.exclusions) == len(list(folder.iterdir())) - 1


def test_lists_go_below_exclusions_with_their_category(command: Command, folder: Path) -> None:
    (folder / "lijst.csv").write_text("Nummer geheimhouder;Kantoor\n")
    (folder / "namen.csv").write_text("Naam;Telefoon;Afgemeld op\n")
    (folder / "exclusion list.txt").write_text("nummer\n")
    (folder / "opt-outs.pdf").write_bytes(b"%PDF-1.7")
    shown = command.run("handover", "init", folder)
    declared = read_words(folder / "handover.yaml")
    assert {each["file"]: each["category"] for each in declared["exclusions"]} == {
        "afgemeld.csv": "opted_out",
        "eigen-toestellen.csv": "owner",
        "exclusion list.txt": "FILL_IN",
        "geheimhouders.csv": "privileged",
        "lijst.csv": "privileged",
        "namen.csv": "FILL_IN",
        "opt-outs.pdf": "FILL_IN",
        "verdachten.xlsx": "suspects",
    }
    assert [each["file"] for each in declared["sources"]] == [
        "adresboek.vcf",
        "bestellingen.xlsx",
        "gesprekken.csv",
        "klanten.csv",
    ]
    lines = shown.stdout.splitlines()
    assert lines[1] == "file 2: csv; below exclusions, as opted_out"
    assert "file 5: csv; below exclusions, with a question" in lines
    assert "Below exclusions: 8. Look whether that is right." in lines
    text = (folder / "handover.yaml").read_text()
    asked = "# Is it a list of numbers that may not be texted, of category opted_out?"
    assert asked in text
    assert "Afgemeld op" not in text


def test_a_list_of_which_nobody_decided_the_category_is_refused(
    command: Command, tmp_path: Path
) -> None:
    (tmp_path / "uitsluiting.csv").write_text("nummer\n")
    assert command.run("handover", "init", tmp_path).exit_code == 0
    shown = command.run("handover", "check", tmp_path)
    assert shown.exit_code == 1
    assert "exclusion list 1: category: is still to be filled in: one of privileged" in shown.stderr
    assert "sources: must be a list" in shown.stderr


def test_a_declaration_that_is_there_is_never_overwritten(command: Command, folder: Path) -> None:
    (folder / "handover.yaml").write_text("mine")
    shown = command.run("handover", "init", folder)
    assert shown.exit_code == 1
    assert "handover.yaml: is there already, and was left as it is" in shown.stderr
    assert (folder / "handover.yaml").read_text() == "mine"


def test_a_city_without_a_file_is_refused_and_nothing_is_written(
    command: Command, folder: Path
) -> None:
    shown = command.run("handover", "init", folder, "--city", "atlantis")
    assert shown.exit_code == 1
    assert "[city-unknown]" in shown.stderr
    assert not (folder / "handover.yaml").exists()


def test_a_sub_folder_is_refused_and_nothing_is_written(command: Command, folder: Path) -> None:
    (folder / "Jansen").mkdir()
    shown = command.run("handover", "init", folder)
    assert shown.exit_code == 1
    assert "holds folders" in shown.stderr
    assert "Jansen" not in shown.output
    assert not (folder / "handover.yaml").exists()


def test_the_files_themselves_are_not_touched(command: Command, tmp_path: Path) -> None:
    path = database(tmp_path / "a.db", MMSSMS, {"sms": [{"address": "112"}]})
    before = path.read_bytes()
    assert command.run("handover", "init", tmp_path).exit_code == 0
    assert path.read_bytes() == before
    assert {each.name for each in tmp_path.iterdir()} == {"a.db", "handover.yaml"}


def test_more_files_than_a_declaration_can_hold_are_refused(
    command: Command, tmp_path: Path
) -> None:
    for number in range(1500):
        (tmp_path / f"{number}").write_bytes(b"")
    shown = command.run("handover", "init", tmp_path)
    assert shown.exit_code == 1
    assert "too many files for one hand-over" in shown.stderr
    assert not (tmp_path / "handover.yaml").exists()
