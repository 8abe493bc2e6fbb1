from __future__ import annotations

import logging
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from tests.cleartext.batches import batch
from tests.cleartext.sources.builders import databases as build

from eenmalig.cleartext.leak_scan import LeakScan
from eenmalig.cleartext.selecting import intake
from eenmalig.cleartext.selecting.intake import Export, last_contacts, read, scratch_in
from eenmalig.cleartext.selecting.recipients import choose, gathered
from eenmalig.cleartext.vault.cells import NONE, REASONS
from eenmalig.domain.counting import Exclusion, SetAside
from eenmalig.domain.place import Place
from eenmalig.domain.source_rules import SourceRules
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from eenmalig.cleartext.vault.cells import Cells
    from eenmalig.cleartext.vault.vault import Vault

NL = ("NL",)


@pytest.fixture
def table(tmp_path: Path, mobiles: Callable[[int], list[str]]) -> tuple[Path, list[str]]:
    wanted = mobiles(23)
    path = tmp_path / "klanten.csv"
    path.write_text("Naam;Telefoon\n" + "".join(f"klant;{number}\n" for number in wanted))
    return path, wanted


def take_in(vault: Vault, export: Export) -> int:
    """Seal an export as the step does; return the number of cells."""
    total = 0
    with scratch_in(vault.folder) as scratch:
        for batch in read(export, scratch, last_contacts([export], scratch, NL), NL):
            vault.add_cells(batch)
            total += len(batch)
    return total


def reasons(vault: Vault, export: Export) -> list[SetAside | None]:
    """Return why each cell is set aside, as it is sealed."""
    take_in(vault, export)
    (batch,) = vault.cells(of_sources=True)
    return [None if code == NONE else REASONS[code] for code in batch.integers("set_aside")]


def test_every_cell_is_sealed_in_batches_and_in_order(
    vault: Vault, table: tuple[Path, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, wanted = table
    monkeypatch.setattr(intake, "BATCH", 10)
    assert take_in(vault, Export(path, "source", 3)) == len(wanted)
    batches = list(vault.cells(of_sources=True))
    assert [len(batch) for batch in batches] == [10, 10, 3]
    assert {batch.position for batch in batches} == {3}
    assert [text for batch in batches for text in batch.texts.to_pylist()] == wanted
    assert batches[0].integers("row").tolist() == list(range(2, 12))
    assert LeakScan(wanted).search([vault.folder]).found == {}


def test_an_exclusion_list_is_kept_apart_from_sources(
    vault: Vault, table: tuple[Path, list[str]]
) -> None:
    path, wanted = table
    take_in(vault, Export(path, "privileged", 1, ("Telefoon",), "csv"))
    assert list(vault.cells(of_sources=True)) == []
    (batch,) = vault.cells(of_sources=False)
    assert (batch.origin, len(batch)) == ("privileged", len(wanted))


@pytest.mark.parametrize("content", ["naam;telefoon\n", "naam;telefoon\nMr X;onbekend\n"])
def test_an_exclusion_list_without_any_number_is_refused(
    vault: Vault, tmp_path: Path, content: str
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(content)
    with pytest.raises(EenmaligError) as refused:
        take_in(vault, Export(path, "privileged", 2))
    assert refused.value.code is Code.SOURCE_UNREADABLE
    assert refused.value.mistakes == ("exclusion list 2: holds no number",)


def test_a_second_column_and_nine_bare_digits_of_a_list_are_excluded(
    vault: Vault, tmp_path: Path, mobiles: Callable[[int], list[str]]
) -> None:
    wanted = mobiles(3)
    first, second, third = wanted
    path = tmp_path / "list.csv"
    rows = f"Mr X;{first};{second}\nMr Y;{third.removeprefix('+31')};\n"
    path.write_text(f"naam;nummer;kantoor\n{rows}")
    take_in(vault, Export(path, "privileged", 1, ("nummer",)))
    vault.add_cells(batch("source", 1, wanted))
    chosen = choose(vault, gathered(vault, 1, NL).selection, [])
    assert chosen.tallies[1].excluded == {Exclusion.PRIVILEGED: 3}
    assert (chosen.listed, chosen.unreadable) == (3, 0)


LABELLED = {
    "Mama": SetAside.FAMILY,
    "tante Riet": SetAside.FAMILY,
    "Tandarts de Wit": SetAside.CARE,
    "mr. Jansen advocaat": SetAside.LAWYER,
    "Werk Piet": SetAside.WORK,
    "Taxi Centrum": SetAside.BUSINESS,
    "Klant Bas": None,
    "Bakker": None,
}


def card(name: str, number: str) -> str:
    return f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{name}\r\nTEL:{number}\r\nEND:VCARD\r\n"


@pytest.fixture
def cards(tmp_path: Path, mobiles: Callable[[int], list[str]]) -> Path:
    path = tmp_path / "cards.vcf"
    labelled = zip(LABELLED, mobiles(len(LABELLED)), strict=True)
    path.write_text("".join(card(name, number) for name, number in labelled))
    return path


def test_a_label_sets_aside_and_is_not_sealed(vault: Vault, cards: Path) -> None:
    assert reasons(vault, Export(cards, "source", 1)) == list(LABELLED.values())
    (read_back,) = vault.cells(of_sources=True)
    assert not [name for name in LABELLED if name in str(read_back.columns.to_pydict())]


def test_a_person_decides_by_reason_for_all_places_or_for_some(vault: Vault, cards: Path) -> None:
    decided = {SetAside.FAMILY: (Place(None, 2),), SetAside.WORK: None}
    rules = SourceRules(also_text=decided)
    set_aside = reasons(vault, Export(cards, "source", 1, rules=rules))
    assert set_aside[:2] == [SetAside.FAMILY, None]
    assert set_aside[4] is None
    assert set_aside[2:4] == list(LABELLED.values())[2:4]


def test_a_decision_about_family_frees_no_lawyer(vault: Vault, tmp_path: Path, mobile: str) -> None:
    path = tmp_path / "card"
    path.write_text(card("Broer advocaat", mobile))
    rules = SourceRules(also_text={SetAside.FAMILY: None})
    assert reasons(vault, Export(path, "source", 1, rules=rules)) == [SetAside.LAWYER]


def test_a_batch_of_long_cells_ends_before_it_is_large(vault: Vault, tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("Telefoon\n" + ("1" * 900_000 + "\n") * 12)
    assert take_in(vault, Export(path, "source", 1)) == 12
    batches = list(vault.cells(of_sources=True))
    assert len(batches) > 1
    assert max(batch.columns.nbytes for batch in batches) < 2 * intake.BATCH_CHARACTERS


def test_a_kind_or_device_without_ground_sets_all_of_a_source_aside(
    vault: Vault, cards: Path
) -> None:
    rules = SourceRules(frozenset({SetAside.CONTACTS}))
    set_aside = reasons(vault, Export(cards, "source", 1, rules=rules))
    assert set_aside == [reason or SetAside.CONTACTS for reason in LABELLED.values()]


def test_the_last_contact_of_a_number_over_all_sources_decides(
    vault: Vault, tmp_path: Path, mobiles: Callable[[int], list[str]]
) -> None:
    old, recent, undated, ahead = mobiles(4)
    rows = [(old, 2019), (old, 2021), (recent, 2019), (ahead, 2099)]
    calls = tmp_path / "calllog.db"
    made = [{"number": number, "date": _in(year)} for number, year in rows]
    build.database(calls, build.CALLLOG, {"calls": [*made, {"number": undated, "date": 0}]})
    later = tmp_path / "later.db"
    build.database(later, build.CALLLOG, {"calls": [{"number": recent, "date": _in(2025)}]})
    rules = SourceRules(last_used_after=date(2024, 12, 31))
    exports = [Export(calls, "source", 1, rules=rules), Export(later, "source", 2)]
    with scratch_in(vault.folder) as scratch:
        contacts = last_contacts(exports, scratch, NL)
        (judged,) = read(exports[0], scratch, contacts, NL)
        (untouched,) = read(exports[1], scratch, contacts, NL)
    by_text = dict(zip(judged.texts.to_pylist(), judged.integers("set_aside"), strict=True))
    assert REASONS[by_text[old]] is SetAside.NOT_RECENT
    assert by_text[recent] == NONE
    assert {REASONS[by_text[undated]], REASONS[by_text[ahead]]} == {SetAside.UNDATED}
    assert untouched.integers("set_aside").tolist() == [NONE]


def _in(year: int) -> int:
    return int(datetime(year, 6, 1, tzinfo=UTC).timestamp() * 1000)


@pytest.mark.parametrize(
    ("origin", "column", "place"),
    [("source", "Nummer", "source 2"), ("privileged", "Nummer", "exclusion list 2")],
)
def test_a_mistake_tells_the_place_and_no_name_of_file_or_column(
    vault: Vault, table: tuple[Path, list[str]], origin: str, column: str, place: str
) -> None:
    with pytest.raises(EenmaligError) as refused:
        take_in(vault, Export(table[0], origin, 2, (column,)))
    assert refused.value.code is Code.SOURCE_COLUMN
    assert place in str(refused.value)
    assert "klanten" not in str(refused.value)
    assert "Nummer" not in str(refused.value)


@pytest.fixture
def database(tmp_path: Path, mobile: str) -> Path:
    path = tmp_path / "handed over" / "calllog.db"
    path.parent.mkdir()
    rows: build.Rows = {"calls": [{"number": mobile, "date": 1}]}
    return build.write_ahead(path, build.CALLLOG, {}, rows)


def test_a_database_is_read_from_a_copy_in_the_vault_that_is_not_there_afterwards(
    vault: Vault, database: Path, mobile: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = vault.folder / "scratch" / "of a process that was killed"
    left.mkdir(parents=True)
    seen: list[bool] = []
    add = vault.add_cells

    def look(batch: Cells) -> None:
        seen.append((vault.folder / "scratch").is_dir() and not left.exists())
        add(batch)

    monkeypatch.setattr(vault, "add_cells", look)
    beside = database.with_name("calllog.db-wal")
    export = Export(database, "source", 1, companions=(beside,))
    assert take_in(vault, export) == 1
    assert seen == [True]
    assert not (vault.folder / "scratch").exists()
    assert LeakScan([mobile]).search([vault.folder]).found == {}


def test_no_copy_is_left_of_a_database_that_cannot_be_read(
    vault: Vault, database: Path, tmp_path: Path
) -> None:
    (tmp_path / "other").write_text("x")
    companions = (database.with_name("calllog.db-wal"), tmp_path / "other")
    with pytest.raises(EenmaligError) as refused:
        take_in(vault, Export(database, "source", 1, companions=companions))
    assert refused.value.code is Code.SOURCE_FORMAT
    assert not (vault.folder / "scratch").exists()


def test_an_export_damaged_near_its_end_fails_and_shows_nothing(
    vault: Vault, table: tuple[Path, list[str]], caplog: pytest.LogCaptureFixture
) -> None:
    path, wanted = table
    caplog.set_level(logging.DEBUG)
    with path.open("a") as file:
        file.write(f'"klant;{wanted[0]}\n' + "x;y\n" * 10)
    with pytest.raises(EenmaligError) as damaged:
        take_in(vault, Export(path, "source", 1))
    assert damaged.value.code is Code.SOURCE_UNREADABLE
    shown = f"{damaged.value!r} {damaged.value} {damaged.value.__cause__!r} {caplog.text}"
    assert LeakScan(wanted).hits(shown.encode()) == 0
