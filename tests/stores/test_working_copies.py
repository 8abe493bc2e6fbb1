"""A working copy is known by its place and by what it holds, under a key that dies with it."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from eenmalig.stores import schema
from eenmalig.stores.folder_on_disk import FolderOnDisk, place_of
from eenmalig.stores.working_copies import WorkingCopy

if TYPE_CHECKING:
    from pathlib import Path

    from eenmalig.stores.inventory import Inventory

DEADLINE = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
DECLARATION = "handover.yaml"


def filled(path: Path, content: str = "geheim") -> Path:
    path.mkdir()
    (path / "klanten.csv").write_text(content)
    (path / DECLARATION).write_text("city: lelystad")
    return path


def on_disk(path: Path) -> FolderOnDisk:
    return FolderOnDisk(path, DECLARATION)


def first_seen(path: Path) -> WorkingCopy:
    return WorkingCopy.first_seen(on_disk(path), "lelystad", path.name, DEADLINE)


def test_a_renamed_folder_is_the_same_unchanged_one(tmp_path: Path) -> None:
    known = first_seen(filled(tmp_path / "eerste"))
    (tmp_path / "eerste").rename(tmp_path / "tweede")
    assert known.is_unchanged(on_disk(tmp_path / "tweede"))


def test_a_corrected_declaration_changes_what_is_listed_and_not_what_is_held(
    tmp_path: Path,
) -> None:
    known = first_seen(filled(tmp_path / "eerste"))
    (tmp_path / "eerste" / DECLARATION).write_text("city: utrecht")
    corrected = on_disk(tmp_path / "eerste")
    assert not known.is_unchanged(corrected)
    assert known.is_changed(corrected)
    assert known.is_copied(corrected)


def test_a_copy_holds_the_same_at_another_place(tmp_path: Path) -> None:
    known = first_seen(filled(tmp_path / "eerste"))
    shutil.copytree(tmp_path / "eerste", tmp_path / "kopie")
    copied = on_disk(tmp_path / "kopie")
    assert known.is_copied(copied)
    assert not known.is_unchanged(copied)
    assert not known.is_changed(copied)


def test_what_is_removed_and_made_anew_under_its_name_is_another(tmp_path: Path) -> None:
    known = first_seen(filled(tmp_path / "eerste"))
    shutil.rmtree(tmp_path / "eerste")
    other = on_disk(filled(tmp_path / "eerste", "iets anders"))
    assert not known.is_changed(other)
    assert not known.is_copied(other)


def test_what_is_emptied_and_filled_with_another_hand_over_is_another(tmp_path: Path) -> None:
    known = first_seen(filled(tmp_path / "eerste"))
    for file in (tmp_path / "eerste").iterdir():
        file.unlink()
    (tmp_path / "eerste" / "anders.csv").write_text("iets anders")
    assert not known.is_changed(on_disk(tmp_path / "eerste"))


def test_a_folder_that_was_seen_before_it_was_filled_is_the_same(tmp_path: Path) -> None:
    (tmp_path / "eerste").mkdir()
    known = first_seen(tmp_path / "eerste")
    (tmp_path / "eerste" / "klanten.csv").write_text("geheim")
    assert known.is_changed(on_disk(tmp_path / "eerste"))


def test_a_link_a_pipe_and_a_file_that_is_gone_are_looked_past(tmp_path: Path) -> None:
    folder = filled(tmp_path / "eerste")
    os.mkfifo(folder / "pijp")
    (folder / "weg").symlink_to(tmp_path / "nergens")
    known = first_seen(folder)
    assert len(known.contents) == 1


def test_digests_tell_nothing_without_their_key_and_the_key_dies_with_the_copy(
    tmp_path: Path, inventory: Inventory
) -> None:
    one, other = (first_seen(filled(tmp_path / name)) for name in ("eerste", "tweede"))
    assert not one.contents & other.contents
    with inventory.changing() as changes:
        kept = changes.keep_copy(replace(one, campaign="lelystad-2026-05-01-abcd"))
    assert inventory.working_copies() == [kept]
    with inventory.changing() as changes:
        changes.keep_copy(kept.destroyed())
        (row,) = changes.connection.execute(schema.working_copies.select()).mappings()
    assert (row["key"], row["contents"], row["files"], row["listing"]) == (b"", [], [], "")
    assert row["campaign"] == "lelystad-2026-05-01-abcd"


def test_of_two_that_see_a_copy_first_the_first_ones_word_stands(
    tmp_path: Path, inventory: Inventory
) -> None:
    filled(tmp_path / "eerste")
    with inventory.changing() as changes:
        first = changes.keep_copy(first_seen(tmp_path / "eerste"))
        assert changes.keep_copy(first_seen(tmp_path / "eerste")) == first
        changes.drop_copy(first)
    assert inventory.working_copies() == []


def test_a_place_is_not_anothers_once_its_number_is_free_again(tmp_path: Path) -> None:
    places = set()
    for _ in range(5):
        (tmp_path / "eerste").mkdir()
        places.add(place_of(tmp_path / "eerste"))
        (tmp_path / "eerste").rmdir()
    assert len(places) == 5
