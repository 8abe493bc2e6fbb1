"""Copies that a killed intake left in the clear: they go first, whatever else fails."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, NoReturn

import pytest
from tests.bench import cannot_be_removed
from tests.steps.test_destruction import is_gone_and_proved, is_incomplete, killed_at, sent

from eenmalig.cleartext.vault import vault_removal
from eenmalig.errors import Code, EenmaligError
from eenmalig.steps import destruction
from eenmalig.steps.destruction import destroy_campaign
from eenmalig.steps.scan import scan_for_numbers

if TYPE_CHECKING:
    from pathlib import Path

    from tests.bench import Bench


def left_in_scratch(bench: Bench) -> Path:
    folder = bench.stores.vault_folder(bench.campaign.id) / "scratch" / "tmp-of-a-killed-intake"
    folder.mkdir(parents=True)
    shutil.copyfile(next(each for each in bench.original.glob("*.csv")), folder / "export")
    assert scan_for_numbers(bench.original, [folder]).found != {}
    return folder


def guarded(bench: Bench) -> None:
    """Destroy as the last guard does: without the search, which removes what stands there too."""
    destroy_campaign(bench.stores, bench.campaign.id, bench.settings, by="overdue")


@pytest.mark.parametrize("broken", ["number_key", "working_copy", "provider", "vault"])
def test_scratch_copies_go_first_whatever_cannot_be_destroyed(bench: Bench, broken: str) -> None:
    def cannot(*_: object) -> NoReturn:
        raise OSError

    sent(bench)
    folder = left_in_scratch(bench)
    with bench.patch.context() as patch:
        if broken == "vault":
            patch.setattr(vault_removal, "remove", cannot)
        else:
            patch.setattr(destruction._Destruction, broken, cannot)  # noqa: SLF001
        with pytest.raises((EenmaligError, OSError, AttributeError)):
            bench.destroy()
    assert not folder.parent.exists()
    bench.destroy()
    is_gone_and_proved(bench)


def test_a_destruction_killed_at_its_first_key_has_left_no_scratch_copy(bench: Bench) -> None:
    sent(bench)
    folder = left_in_scratch(bench)
    with killed_at(bench, destruction._Destruction, "number_key", "before"):  # noqa: SLF001
        bench.destroy()
    assert not folder.parent.exists()


def test_scratch_copies_that_stay_make_a_destruction_incomplete_but_keep_no_key(
    bench: Bench,
) -> None:
    sent(bench)
    stuck = left_in_scratch(bench) / "export"
    with bench.patch.context() as patch:
        cannot_be_removed(patch, stuck)
        error = is_incomplete(lambda: guarded(bench))
    assert error.mistakes == (
        "scratch copies of the exports: 1 left",
        "vault: 1 left",
        "numbers may still be read: scratch",
    )
    assert bench.stores.keys(bench.campaign.id).present() == []
    bench.destroy()
    is_gone_and_proved(bench)


def test_a_link_in_the_place_of_scratch_copies_is_removed_and_not_followed(
    bench: Bench, tmp_path: Path
) -> None:
    sent(bench)
    kept = tmp_path / "elsewhere"
    kept.mkdir()
    (bench.stores.vault_folder(bench.campaign.id) / "scratch").symlink_to(kept)
    with pytest.raises(EenmaligError) as void:
        bench.destroy()
    # The search for numbers has nowhere to copy exports to: all is destroyed, and it is told.
    assert void.value.code is Code.SCAN_NOT_PROVED
    assert kept.is_dir()
    is_gone_and_proved(bench)
