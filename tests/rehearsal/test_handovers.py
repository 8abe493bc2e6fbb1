from __future__ import annotations

import csv
import hashlib
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from openpyxl import load_workbook

from eenmalig.domain.counting import Exclusion, Refusal
from eenmalig.errors import EenmaligError
from rehearsal.handovers import Expected, make_handover

INCLUDE = Path(__file__).resolve().parents[2] / "include"


def made(folder: Path, **given: Any) -> Expected:
    settings: dict[str, Any] = {"city": "lelystad", "case_reference": "PL-2026-0001"}
    return make_handover(folder, **(settings | given))


def declaration(folder: Path) -> dict[str, Any]:
    declared: dict[str, Any] = yaml.safe_load((folder / "handover.yaml").read_text("utf-8"))
    return declared


def test_the_declaration_lists_every_file_with_its_digest(tmp_path: Path) -> None:
    made(tmp_path)
    declared = declaration(tmp_path)
    listed = {each["file"]: each["sha256"] for each in declared["sources"]}
    listed |= {each["file"]: each["sha256"] for each in declared["exclusions"]}
    there = {each.name for each in tmp_path.iterdir()} - {"handover.yaml"}
    assert set(listed) == there
    for name, stated in listed.items():
        assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == stated


def test_the_declaration_keeps_to_the_contract(tmp_path: Path) -> None:
    made(tmp_path, city="utrecht")
    declared = declaration(tmp_path)
    assert declared["city"] == "utrecht"
    assert set(declared) == {
        "city",
        "case_reference",
        "criterion",
        "legal_basis",
        "measures",
        "sources",
        "exclusions",
    }
    assert {each["kind"] for each in declared["sources"]} == {
        "customer_list",
        "ordering_messages",
        "contacts",
        "calls",
    }
    assert {each["device"] for each in declared["sources"]} == {"dealer_phone", "private_phone"}
    assert {"privileged", "suspects"} <= {each["category"] for each in declared["exclusions"]}


def test_numbers_differ_each_time(tmp_path: Path) -> None:
    one, two = made(tmp_path / "one"), made(tmp_path / "two")
    assert len(one.recipient_numbers & two.recipient_numbers) < 5


def test_a_seed_gives_the_same_exports_again(tmp_path: Path) -> None:
    one, two = made(tmp_path / "one", seed=7), made(tmp_path / "two", seed=7)
    assert one == two
    for name in ("klanten.csv", "adresboek.vcf", "gesprekken.csv"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


@pytest.mark.parametrize("recipients", [1, 12, 520, 2000])
def test_there_are_exactly_as_many_recipients_as_asked(tmp_path: Path, recipients: int) -> None:
    expected = made(tmp_path, recipients=recipients)
    assert expected.recipients == recipients
    assert len(expected.recipient_numbers) == recipients
    assert not expected.recipient_numbers & expected.excluded_numbers
    expected.totals.check()
    assert sum(each.read for each in expected.per_source) == expected.totals.read


def test_every_outcome_occurs(tmp_path: Path) -> None:
    totals = made(tmp_path).totals
    assert set(totals.refused) == set(Refusal) - {Refusal.BARE_DIGITS}
    assert set(totals.excluded) == {
        Exclusion.PRIVILEGED,
        Exclusion.SUSPECTS,
        Exclusion.OWNER,
        Exclusion.OPTED_OUT,
    }
    assert totals.duplicates > 100


def test_the_customer_list_is_a_dutch_excel_csv_and_as_long_as_counted(tmp_path: Path) -> None:
    expected = made(tmp_path)
    with (tmp_path / "klanten.csv").open(encoding="cp1252", newline="") as file:
        header, *rows = csv.reader(file, delimiter=";")
    cells = [row[1] for row in rows]
    separators = sum(cell.count(each) for cell in cells for each in ("/", ";", ",", "\n", "|"))
    assert header[1] == "Telefoonnummer"
    assert len(cells) + separators == expected.per_source[0].read
    assert separators > 0
    assert cells.count("") == expected.per_source[0].refused[Refusal.EMPTY]


def test_the_workbook_has_a_late_header_a_hidden_sheet_and_figures(tmp_path: Path) -> None:
    made(tmp_path)
    book = load_workbook(tmp_path / "bestellingen.xlsx")
    first, hidden = book.worksheets
    cells = [row[2] for row in first.iter_rows(min_row=5, values_only=True)]
    assert first.cell(4, 3).value == "Telefoon"
    assert hidden.sheet_state == "hidden"
    assert hidden.max_row > 5
    assert {int, str} <= {type(each) for each in cells}


def test_the_address_book_mixes_versions(tmp_path: Path) -> None:
    expected = made(tmp_path)
    text = (tmp_path / "adresboek.vcf").read_text("utf-8")
    fields = [line for line in text.splitlines() if line.startswith(("TEL", "item"))]
    assert all(f"VERSION:{each}" in text for each in ("2.1", "3.0", "4.0"))
    assert len(fields) == expected.per_source[2].read


def test_the_truth_is_never_shown(tmp_path: Path) -> None:
    expected = made(tmp_path)
    shown = repr(expected)
    assert not any(each in shown for each in expected.recipient_numbers)


def test_files_are_for_the_owner_only(tmp_path: Path) -> None:
    made(tmp_path / "new")
    assert {each.stat().st_mode & 0o777 for each in (tmp_path / "new").iterdir()} == {0o600}


def test_what_cannot_be_is_refused_with_every_mistake_and_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "there").touch()
    with pytest.raises(EenmaligError) as refused:
        made(tmp_path, case_reference="PL-2026000001", recipients=0)
    assert len(refused.value.mistakes) == 3
    assert [each.name for each in tmp_path.iterdir()] == ["there"]


def test_the_command_prints_counts_and_no_number(tmp_path: Path) -> None:
    folder = tmp_path / "made"
    command = [sys.executable, "-m", "rehearsal.handovers", str(folder), "--city", "lelystad"]
    command += ["--case-reference", "PL-2026-0001", "--recipients", "30", "--seed", "5"]
    ended = subprocess.run(command, capture_output=True, text=True, check=True, cwd=INCLUDE)
    again = made(tmp_path / "again", recipients=30, seed=5)
    assert '"recipients": 30' in ended.stdout
    assert not any(each[-8:] in ended.stdout + ended.stderr for each in again.recipient_numbers)
