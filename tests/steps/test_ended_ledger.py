"""Once a ledger is certified its documents are made: nothing is recorded after that but its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from eenmalig.steps import certifying, leak_check
from eenmalig.steps.destruction import destroy_campaign
from eenmalig.steps.stop import stop_campaign

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.bench import Bench


class KilledError(BaseException):
    """The process is killed."""


def by_the_last_guard(bench: Bench) -> None:
    destroy_campaign(bench.stores, bench.campaign.id, bench.settings, by="overdue")


def by_a_stop(bench: Bench) -> None:
    stop_campaign(bench.stores, bench.campaign.id, "beheerder")


def killed_while_documents_are_made(bench: Bench, destroys: Callable[[Bench], None]) -> None:
    def die(*_: object) -> None:
        raise KilledError

    with bench.patch.context() as patch:
        patch.setattr(certifying, "_write_documents", die)
        with pytest.raises(KilledError):
            destroys(bench)


def holds_and_ends_as(bench: Bench, *kinds: str) -> None:
    records = bench.stores.evidence(bench.campaign.id).records()
    assert tuple(record.kind for record in records[-len(kinds) :]) == kinds
    assert bench.look().wrong == []
    bench.verdict()


@pytest.mark.parametrize("destroys", [by_the_last_guard, by_a_stop])
def test_a_run_that_goes_on_after_it_searches_nothing_and_ends_it(
    bench: Bench, destroys: Callable[[Bench], None]
) -> None:
    killed_while_documents_are_made(bench, destroys)
    bench.destroy()
    assert bench.records("scanned") == []
    holds_and_ends_as(bench, "certified", "closed")


def test_a_search_that_another_overtook_is_not_recorded(bench: Bench) -> None:
    search = leak_check._searched  # noqa: SLF001 - what is overtaken

    def overtaken(*its: object) -> object:
        told = search(*its)  # type: ignore[arg-type]
        killed_while_documents_are_made(bench, by_the_last_guard)
        return told

    bench.patch.setattr(leak_check, "_searched", overtaken)
    bench.destroy()
    assert bench.kept("certificate.json")["scan"] is None
    holds_and_ends_as(bench, "certified", "closed")


def test_what_turns_up_in_a_destroyed_items_place_is_removed_and_not_recorded(
    bench: Bench,
) -> None:
    killed_while_documents_are_made(bench, lambda its: its.destroy())
    (bench.home.vault / bench.campaign.id).symlink_to("/nowhere")
    bench.destroy()
    holds_and_ends_as(bench, "certified", "closed")
    assert not bench.left()


def test_what_waited_for_a_signature_is_not_signed_after_it(bench: Bench) -> None:
    killed_while_documents_are_made(bench, by_the_last_guard)
    with bench.stores.inventory.changing() as changes:
        campaign = bench.campaign
        changes.leave_unsigned(campaign.id, "stopped", {"by": "beheerder"}, campaign.taken_in_at)
    bench.destroy()
    holds_and_ends_as(bench, "certified", "closed")
