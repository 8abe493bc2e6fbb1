"""A hand-over has one clock from when it is first seen, whatever it is called."""

from __future__ import annotations

import errno
import os
import shutil
from typing import TYPE_CHECKING

import pytest
from tests.bench import CITY, HANDOVER, PROFILE, add_handover, cannot_be_removed

from eenmalig.domain.campaign import State
from eenmalig.errors import EenmaligError
from eenmalig.steps.destruction import destroy_campaign
from eenmalig.steps.known_copies import look_at_copies
from eenmalig.steps.overdue import destroy_overdue
from eenmalig.steps.own_destruction import destroy
from eenmalig.steps.verify_destruction import verify_destruction

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.bench import Bench

DEADLINE = PROFILE["destruction_deadline_hours"]


def copies(bench: Bench) -> set[str]:
    return {path.name for path in (bench.home.handover / CITY).iterdir()}


def place(bench: Bench, name: str = HANDOVER) -> Path:
    return bench.home.handover / CITY / name


def another(bench: Bench, name: str) -> None:
    """Put another hand-over there, of which not one file is that of the first."""
    add_handover(bench.home, bench.original, name)
    for file in place(bench, name).iterdir():
        if file.name != "handover.yaml":
            file.write_bytes(os.urandom(40) + file.read_bytes())


def test_renaming_every_70_hours_does_not_renew_it(fresh: Bench) -> None:
    verify_destruction(fresh.stores, None)
    fresh.put_forward(hours=70)
    place(fresh).rename(place(fresh, "anders"))
    verify_destruction(fresh.stores, None)
    fresh.put_forward(hours=73)
    assert destroy_overdue(fresh.stores, None).destroyed == ["a working copy that nobody took in"]
    assert copies(fresh) == set()


def test_copying_it_to_a_new_folder_does_not_renew_it(fresh: Bench) -> None:
    verify_destruction(fresh.stores, None)
    fresh.put_forward(hours=70)
    shutil.copytree(place(fresh), place(fresh, "kopie"))
    (place(fresh, "kopie") / "handover.yaml").write_text("city: lelystad")
    verify_destruction(fresh.stores, None)
    shutil.rmtree(place(fresh))
    fresh.put_forward(hours=73)
    verify_destruction(fresh.stores, None)
    assert copies(fresh) == set()


def test_a_copy_that_was_seen_half_copied_is_not_renewed_either(fresh: Bench) -> None:
    verify_destruction(fresh.stores, None)
    fresh.put_forward(hours=70)
    place(fresh, "kopie").mkdir()
    one, *others = sorted(place(fresh).iterdir())
    shutil.copy(one, place(fresh, "kopie"))
    verify_destruction(fresh.stores, None)
    for other in others:
        shutil.copy(other, place(fresh, "kopie"))
    verify_destruction(fresh.stores, None)
    fresh.put_forward(hours=73)
    verify_destruction(fresh.stores, None)
    assert copies(fresh) == set()


def test_correcting_it_does_not_renew_it(fresh: Bench) -> None:
    verify_destruction(fresh.stores, None)
    fresh.put_forward(hours=70)
    (place(fresh) / "handover.yaml").write_text("city: lelystad")
    verify_destruction(fresh.stores, None)
    fresh.put_forward(hours=73)
    verify_destruction(fresh.stores, None)
    assert copies(fresh) == set()


@pytest.mark.parametrize("removed", ["by hand", "by rename"])
def test_another_hand_over_under_its_name_has_its_own_full_clock(
    fresh: Bench, removed: str
) -> None:
    verify_destruction(fresh.stores, None)
    fresh.put_forward(hours=70)
    if removed == "by hand":
        shutil.rmtree(place(fresh))
    else:
        place(fresh).rename(place(fresh, "eerder"))
    another(fresh, HANDOVER)
    verify_destruction(fresh.stores, None)
    fresh.put_forward(hours=73)
    verify_destruction(fresh.stores, None)
    assert copies(fresh) == {HANDOVER}
    fresh.put_forward(hours=70 + 73)
    verify_destruction(fresh.stores, None)
    assert copies(fresh) == set()


def test_a_renamed_or_copied_working_copy_is_destroyed_with_its_campaign(bench: Bench) -> None:
    place(bench).rename(place(bench, "elders"))
    shutil.copytree(place(bench, "elders"), place(bench, "kopie"))
    bench.destroy()
    assert copies(bench) == set()
    items = {each["what"]: each for each in bench.kept("certificate.json")["items"]}
    assert items["working_copy"]["how"] == "folder_removed"
    assert bench.look().wrong == []
    bench.verdict()


def test_another_hand_over_in_its_place_is_not_destroyed_with_the_campaign(bench: Bench) -> None:
    shutil.rmtree(place(bench))
    another(bench, HANDOVER)
    bench.destroy()
    assert copies(bench) == {HANDOVER}
    (item,) = [
        each for each in bench.kept("certificate.json")["items"] if each["what"] == "working_copy"
    ]
    assert (item["how"], item["count"]) == ("was_not_there", 0)
    assert bench.campaign.state is State.CLOSED
    assert bench.look().wrong == []
    bench.put_forward(hours=73)
    assert destroy_overdue(bench.stores, None).destroyed == ["a working copy that nobody took in"]


def test_another_that_comes_while_the_rest_is_still_destroyed_stays_too(bench: Bench) -> None:
    bench.approve()
    bench.send()
    bench.gateway.forward(600)
    with pytest.raises(EenmaligError, match="destruction-incomplete"):
        destroy(bench.stores, bench.run, None)
    another(bench, HANDOVER)
    bench.destroy()
    assert copies(bench) == {HANDOVER}


def test_a_link_in_its_place_is_removed_told_and_not_followed(bench: Bench, tmp_path: Path) -> None:
    place(bench).rename(tmp_path / "weg")
    place(bench).symlink_to(tmp_path / "weg")
    bench.destroy()
    assert copies(bench) == set()
    assert list((tmp_path / "weg").iterdir())
    certificate = bench.kept("certificate.json")
    (finding,) = certificate["findings"]
    assert (finding["what"], finding["why"]) == ("working_copy", "link")
    assert bench.look().wrong == []
    bench.verdict()


def test_a_claimed_copy_waits_for_its_campaigns_deadline_and_no_longer(bench: Bench) -> None:
    look_at_copies(bench.stores)
    place(bench).rename(place(bench, "elders"))
    bench.put_forward(hours=DEADLINE)
    verify_destruction(bench.stores, bench.settings)
    assert copies(bench) == set()


def test_one_file_that_cannot_be_removed_keeps_no_other(fresh: Bench) -> None:
    verify_destruction(fresh.stores, None)
    stuck = min(place(fresh).iterdir())
    cannot_be_removed(fresh.patch, stuck)
    fresh.put_forward(hours=73)
    found = destroy_overdue(fresh.stores, None)
    assert found.wrong == ["a working copy (nobody took in): 1 left"]
    assert list(place(fresh).iterdir()) == [stuck]


def test_a_folder_that_stays_when_it_is_emptied_keeps_its_clock(fresh: Bench) -> None:
    verify_destruction(fresh.stores, None)
    fresh.put_forward(hours=73)
    with fresh.patch.context() as patch:
        patch.setattr(os, "rmdir", refuse)
        assert destroy_overdue(fresh.stores, None).wrong
    assert list(place(fresh).iterdir()) == []
    assert destroy_overdue(fresh.stores, None).destroyed == ["a working copy that nobody took in"]
    assert copies(fresh) == set()


def refuse(*_: object, **__: object) -> None:
    raise PermissionError(errno.EPERM, "stuck")


def test_a_city_that_cannot_be_listed_keeps_no_copy_of_another_and_no_clock(
    bench: Bench,
) -> None:
    add_handover(bench.home, bench.original, city="almere")
    (bench.home.handover / "almere" / HANDOVER / "meer").write_text("meer")
    look_at_copies(bench.stores)
    with bench.patch.context() as patch:
        cannot_be_listed(patch, bench.home.handover / "almere")
        bench.put_forward(hours=DEADLINE)
        told = destroy_overdue(bench.stores, None).wrong
    assert told == ["working copies: 1 folders of cities cannot be listed"]
    assert copies(bench) == set()
    assert bench.campaign.state is State.CLOSED
    bench.put_forward(hours=73)
    assert destroy_overdue(bench.stores, None).destroyed == ["a working copy that nobody took in"]


def test_a_campaign_of_a_city_that_cannot_be_listed_is_not_destroyed_yet(bench: Bench) -> None:
    with bench.patch.context() as patch:
        cannot_be_listed(patch, bench.home.handover / CITY)
        with pytest.raises(EenmaligError, match="its city's folder cannot be listed"):
            destroy_campaign(bench.stores, bench.campaign.id, None, by="overdue")
    destroy_campaign(bench.stores, bench.campaign.id, None, by="overdue")
    assert copies(bench) == set()


def cannot_be_listed(patch: pytest.MonkeyPatch, folder: Path) -> None:
    real = type(folder).iterdir

    def iterdir(self: Path) -> Iterator[Path]:
        if self == folder:
            raise OSError(errno.EIO, "dead")
        return real(self)

    patch.setattr(type(folder), "iterdir", iterdir)
