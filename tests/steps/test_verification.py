"""What a later look finds, by somebody who was not the destroyer."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from tests.bench import CITY, PROFILE, RECIPIENTS, add_handover

from eenmalig.cleartext.sending.twilio import Gateway
from eenmalig.errors import Code, EenmaligError
from eenmalig.steps import destruction
from eenmalig.steps.overdue import destroy_overdue
from eenmalig.steps.verify_destruction import verify_destruction
from eenmalig.stores.keys import CampaignKeys, KeyName

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.bench import Bench


def destroyed(bench: Bench) -> None:
    bench.approve()
    bench.send()
    bench.destroy()


def test_before_its_deadline_an_open_campaign_is_left_alone(bench: Bench) -> None:
    found = verify_destruction(bench.stores, bench.settings)
    assert (found.destroyed, found.open, found.wrong) == ([], 1, [])
    assert bench.left() == {"vault", "keys", "working copy"}


def test_a_working_copy_that_nobody_triggers_has_a_deadline_too(fresh: Bench) -> None:
    verify_destruction(fresh.stores, None)
    copies = fresh.home.handover / CITY
    assert list(copies.iterdir())
    fresh.put_forward(hours=71)
    verify_destruction(fresh.stores, None)
    assert list(copies.iterdir())
    fresh.put_forward(hours=73)
    found = verify_destruction(fresh.stores, None)
    assert len(found.destroyed) == 1
    assert not list(copies.iterdir())


def test_the_copy_of_an_open_campaign_is_not_taken_for_one_that_nobody_triggered(
    bench: Bench,
) -> None:
    verify_destruction(bench.stores, None)
    assert "working copy" in bench.left()


def test_what_comes_back_after_destruction_makes_the_next_look_red(bench: Bench) -> None:
    destroyed(bench)
    back = bench.stores.vault_folder(bench.campaign.id)
    back.mkdir(parents=True)
    assert bench.look().wrong == [f"{bench.campaign.id}: vault is not as it should be"]
    with pytest.raises(EenmaligError) as invalid:
        bench.verdict()
    assert invalid.value.code is Code.EVIDENCE_INVALID
    back.rmdir()
    assert bench.look().wrong == []
    assert bench.verdict().looks == 2


def test_keys_and_vaults_that_no_campaign_owns_make_the_look_red(bench: Bench) -> None:
    (bench.home.keys / "unknown").mkdir()
    assert bench.look().wrong == ["keys holds something no campaign owns"]


def test_messages_still_at_the_provider_make_the_look_red_until_it_could_delete_them(
    bench: Bench,
) -> None:
    bench.patch.setattr(destruction._Destruction, "provider", lambda _: None)  # noqa: SLF001
    destroyed(bench)
    assert bench.gateway.counts()["remaining"] == RECIPIENTS
    with bench.patch.context() as patch:
        patch.setattr(Gateway, "delete", lambda *_: False)
        assert bench.look().wrong == [
            f"{bench.campaign.id}: messages at the provider is not as it should be"
        ]
    with pytest.raises(EenmaligError):
        bench.verdict()
    # Nothing was in doubt, so none of them should have been there; and destruction itself is not on
    # record as having deleted them.
    unsound = f"{bench.campaign.id}: evidence (evidence-invalid) is not as it should be"
    assert bench.look().wrong == [
        f"{bench.campaign.id}: messages came late, more than were in doubt",
        unsound,
    ]
    assert bench.gateway.counts()["remaining"] == 0
    assert bench.look().wrong == [unsound]
    (last,) = bench.stores.evidence(bench.campaign.id).verifications()[-1:]
    assert last.data["result"]["late_deleted"] == RECIPIENTS


def test_the_evidence_is_not_proof_before_somebody_else_has_looked(bench: Bench) -> None:
    destroyed(bench)
    with pytest.raises(EenmaligError) as unproved:
        bench.verdict()
    (said,) = unproved.value.mistakes
    assert said.startswith("nobody but the destroyer has looked yet: have compliance")


def test_a_new_hand_over_of_the_same_name_is_not_what_was_destroyed(bench: Bench) -> None:
    bench.destroy()
    add_handover(bench.home, bench.original)
    place = bench.home.handover / CITY / bench.campaign.handover
    os.utime(place)
    assert bench.look().wrong == []


def test_keys_that_cannot_be_removed_keep_no_other_campaign_alive(
    bench: Bench, another_run: Callable[[Bench, str], Bench]
) -> None:
    other = another_run(bench, "b")
    add_handover(bench.home, bench.original, "second")
    other.extract("second")
    stuck = bench.campaign.id
    bench.put_forward(hours=PROFILE["destruction_deadline_hours"])
    removed = CampaignKeys.destroy

    def refuse(keys: CampaignKeys, *names: KeyName) -> None:
        if keys.folder.name == stuck:
            raise PermissionError
        removed(keys, *names)

    bench.patch.setattr(CampaignKeys, "destroy", refuse)
    destroyed = destroy_overdue(bench.stores, bench.settings).destroyed
    assert destroyed == [other.campaign.id]


def test_a_stop_that_died_before_it_destroyed_is_completed(bench: Bench) -> None:
    bench.approve()
    with bench.stores.inventory.changing() as changes:
        changes.stop(bench.campaign.id, "stopped", bench.campaign.taken_in_at)
    found = verify_destruction(bench.stores, bench.settings)
    assert (found.destroyed, found.wrong) == ([bench.campaign.id], [])
    assert not bench.left()
