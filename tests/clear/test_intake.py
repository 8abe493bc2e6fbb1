from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest
from tests.clear.sources.builders import databases as build

from eenmalig.clear import intake
from eenmalig.clear.exclusions import Exclusions
from eenmalig.clear.intake import Export, take_in
from eenmalig.clear.leak_scan import LeakScan
from eenmalig.clear.seal import recipient_ref
from eenmalig.domain.counting import Exclusion
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from eenmalig.clear.vault import Cells, Vault


@pytest.fixture
def table(tmp_path: Path, mobiles: Callable[[int], list[str]]) -> tuple[Path, list[str]]:
    wanted = mobiles(23)
    path = tmp_path / "klanten.csv"
    path.write_text("Naam;Telefoon\n" + "".join(f"klant;{each}\n" for each in wanted))
    return path, wanted


def test_every_cell_is_sealed_in_batches_and_in_order(
    vault: Vault, table: tuple[Path, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, wanted = table
    monkeypatch.setattr(intake, "BATCH", 10)
    assert take_in(vault, Export(path, "source", 3, None, None)) == len(wanted)
    batches = list(vault.cells(of_sources=True))
    assert [len(each.values) for each in batches] == [10, 10, 3]
    assert {each.position for each in batches} == {3}
    assert [text for each in batches for text, _, _ in each.values] == wanted
    assert LeakScan(wanted).search([vault.folder]).found == {}


def test_an_exclusion_list_is_kept_apart_from_sources(
    vault: Vault, table: tuple[Path, list[str]]
) -> None:
    path, wanted = table
    take_in(vault, Export(path, "privileged", 1, "Telefoon", "csv"))
    assert list(vault.cells(of_sources=True)) == []
    (batch,) = vault.cells(of_sources=False)
    assert (batch.origin, len(batch.values)) == ("privileged", len(wanted))


@pytest.mark.parametrize("content", ["naam;telefoon\n", "naam;telefoon\nMr X;onbekend\n"])
def test_an_exclusion_list_without_any_number_is_refused(
    vault: Vault, tmp_path: Path, content: str
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(content)
    with pytest.raises(EenmaligError) as refused:
        take_in(vault, Export(path, "privileged", 2, None, None))
    assert refused.value.code is Code.SOURCE_UNREADABLE
    assert refused.value.mistakes == ("exclusion list 2: holds no number",)


def test_a_second_column_and_nine_bare_digits_of_a_list_are_excluded(
    vault: Vault, tmp_path: Path, mobiles: Callable[[int], list[str]]
) -> None:
    first, second, third = mobiles(3)
    path = tmp_path / "list.csv"
    rows = f"Mr X;{first};{second}\nMr Y;{third.removeprefix('+31')};\n"
    path.write_text(f"naam;nummer;kantoor\n{rows}")
    take_in(vault, Export(path, "privileged", 1, "nummer", None))
    excluded = Exclusions(vault, [])
    refs = [recipient_ref(each, vault.ref_key()) for each in (first, second, third)]
    found = [
        excluded.why(each, ref) for each, ref in zip((first, second, third), refs, strict=True)
    ]
    assert found == [Exclusion.PRIVILEGED] * 3
    assert (excluded.size, excluded.unreadable) == (3, 0)


@pytest.mark.parametrize(
    ("origin", "column", "said"),
    [("source", "Nummer", "source 2"), ("privileged", "Nummer", "exclusion list 2")],
)
def test_a_mistake_tells_the_place_and_no_name_of_file_or_column(
    vault: Vault, table: tuple[Path, list[str]], origin: str, column: str, said: str
) -> None:
    with pytest.raises(EenmaligError) as refused:
        take_in(vault, Export(table[0], origin, 2, column, None))
    assert refused.value.code is Code.SOURCE_COLUMN
    assert said in str(refused.value)
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
    export = Export(database, "source", 1, None, None, companions=(beside,))
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
        take_in(vault, Export(database, "source", 1, None, None, companions))
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
        take_in(vault, Export(path, "source", 1, None, None))
    assert damaged.value.code is Code.SOURCE_UNREADABLE
    said = f"{damaged.value!r} {damaged.value} {damaged.value.__cause__!r} {caplog.text}"
    assert LeakScan(wanted).hits(said.encode()) == 0
