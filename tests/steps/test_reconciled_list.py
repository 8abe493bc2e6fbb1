"""The provider's list against the journal, at each look, at destruction and afterwards."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from tests.bench import RECIPIENTS, Bench

from eenmalig.cleartext.sending.twilio import Gateway
from eenmalig.domain.campaign import Campaign
from eenmalig.errors import Code, EenmaligError
from eenmalig.steps.own_destruction import destroy
from rehearsal.gateway import running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from eenmalig.cleartext.sending.provider import ListedMessage

NOWHERE = "SM" + "0" * 32
NOTHING = {"doubled": 0, "unaccounted": 0, "never_listed": 0}


def sent(bench: Bench) -> None:
    bench.approve()
    bench.send()


def plant(bench: Bench, number: str) -> str:
    """Have somebody else send this campaign's text, from its sender."""
    dossier = bench.kept("dossier.json")
    sid, _ = Gateway(bench.settings).create(number, dossier["sender_id"], dossier["text"], 60)
    return sid


def hide(patch: pytest.MonkeyPatch, *numbers: str) -> None:
    """Have the list leave out what went to these numbers."""
    real = Gateway.messages

    def messages(self: Gateway, sender: str) -> Iterator[ListedMessage]:
        return (message for message in real(self, sender) if message.to not in numbers)

    patch.setattr(Gateway, "messages", messages)


def record(bench: Bench, kind: str, **named: str) -> Any:
    found = [found.data for found in bench.records(kind) if named.items() <= found.data.items()]
    return found[-1]


def last_result(bench: Bench) -> dict[str, Any]:
    result: dict[str, Any] = (
        bench.stores.evidence(bench.campaign.id).verifications()[-1].data["result"]
    )
    return result


def is_incomplete(bench: Bench, why: str) -> None:
    bench.gateway.forward(600)
    with pytest.raises(EenmaligError) as incomplete:
        destroy(bench.stores, bench.run, bench.settings)
    assert incomplete.value.code is Code.DESTRUCTION_INCOMPLETE
    assert "provider_messages" not in {found.data["what"] for found in bench.records("destroyed")}
    said, readable = incomplete.value.mistakes
    assert why in said
    assert readable == "the numbers can no longer be read"


def test_a_second_message_and_one_that_nobody_accounts_for_are_counted_and_deleted(
    bench: Bench, mobile: str
) -> None:
    sent(bench)
    plant(bench, next(iter(bench.truth.recipient_numbers)))
    plant(bench, mobile)
    bench.collected()
    expected = {**NOTHING, "doubled": 1, "unaccounted": 1}
    assert record(bench, "outcomes")["listing"] == expected
    bench.destroy()
    assert record(bench, "destroyed", what="provider_messages")["count"] == RECIPIENTS
    assert bench.gateway.counts()["remaining"] == 0
    assert bench.look().wrong == []
    assert last_result(bench) == {"left": [], "provider": "absent", "late_deleted": 0}
    assert bench.verdict().ending == "completed"


def test_strays_are_found_by_the_last_look_too(bench: Bench, mobile: str) -> None:
    sent(bench)
    plant(bench, mobile)
    bench.destroy()
    assert record(bench, "outcomes")["listing"] == {**NOTHING, "unaccounted": 1}
    assert bench.gateway.counts()["remaining"] == 0


def test_an_accepted_message_that_no_list_ever_shows_is_in_doubt_and_not_proved_deleted(
    bench: Bench,
) -> None:
    real, calls = Gateway.create, list[str]()

    def create(self: Gateway, to: str, *args: Any) -> tuple[str, str]:
        calls.append(to)
        return (NOWHERE, "queued") if len(calls) == 3 else real(self, to, *args)

    bench.patch.setattr(Gateway, "create", create)
    sent(bench)
    bench.collected()
    outcomes = record(bench, "outcomes")
    assert outcomes["listing"] == {**NOTHING, "never_listed": 1}
    assert outcomes["accepted"] == RECIPIENTS - 1
    assert outcomes["in_doubt"] == {"asked": 1, "found": 0, "unknown": 1}
    bench.destroy()
    item = record(bench, "destroyed", what="provider_messages")
    assert (item["count"], item["not_provable"]) == (RECIPIENTS - 1, 1)
    assert bench.look().wrong == []
    assert last_result(bench)["provider"] == "not_proved"


@pytest.mark.parametrize("hidden", ["from GET", "from the list"])
def test_messages_that_are_kept_are_not_certified(bench: Bench, hidden: str) -> None:
    sent(bench)
    bench.collected()
    with bench.patch.context() as patch:
        patch.setattr(Gateway, "delete", lambda *_: True)
        if hidden == "from GET":
            patch.setattr(Gateway, "absent", lambda *_: True)
        else:
            hide(patch, *bench.truth.recipient_numbers)
        is_incomplete(bench, f"{RECIPIENTS} of {RECIPIENTS} messages")
    assert bench.gateway.counts()["remaining"] == RECIPIENTS
    bench.destroy()
    assert bench.gateway.counts()["remaining"] == 0
    assert record(bench, "destroyed", what="provider_messages")["count"] == RECIPIENTS


@pytest.mark.parametrize("path", ["", "/elsewhere"])
def test_behind_a_wrong_path_or_port_nothing_is_certified_or_looked_at(
    bench: Bench, path: str
) -> None:
    sent(bench)
    right = bench.gateway.base_url
    with running("none", credentials=(bench.gateway.account_sid, bench.gateway.token)) as other:
        bench.gateway.base_url = f"{right}{path}" if path else other.base_url
        is_incomplete(bench, "gateway-refused")
        # Also for a campaign that is bound to just this address.
        bench.patch.setattr(Campaign, "is_gateway", lambda *_: True)
        is_incomplete(bench, "gateway-refused" if path else "shows none of them")
    bench.patch.undo()
    bench.gateway.base_url = right
    assert bench.gateway.counts()["remaining"] == RECIPIENTS
    bench.destroy()
    bench.gateway.base_url = f"{right}/elsewhere"
    assert bench.look().wrong == []
    assert last_result(bench)["provider"] == "not_looked"


def test_late_messages_add_up_over_looks_and_are_no_finding_when_they_were_in_doubt(
    bench_with: Callable[[object], Bench],
) -> None:
    bench = bench_with({"rules": {"accept_then_break": {"nth": [4, 9]}}})
    sent(bench)
    with bench.stores.vault(bench.campaign) as vault:
        refs = {vault.ref(number): number for number in bench.truth.recipient_numbers}
        with vault.engine.connect() as connection:
            query = "SELECT ref FROM journal WHERE state = 'in_doubt'"
            first, second = (refs[ref] for (ref,) in connection.exec_driver_sql(query))
    with bench.patch.context() as patch:
        hide(patch, first, second)
        bench.destroy()
        assert bench.look().wrong == []
        assert last_result(bench) == {"left": [], "provider": "not_proved", "late_deleted": 0}
    with bench.patch.context() as patch:
        hide(patch, second)
        assert bench.look().wrong == []
        assert last_result(bench) == {"left": [], "provider": "not_proved", "late_deleted": 1}
    for _ in range(2):
        assert bench.look().wrong == []
        assert last_result(bench) == {"left": [], "provider": "absent", "late_deleted": 2}
    assert bench.gateway.counts()["remaining"] == 0
    assert bench.verdict().looks == 3


def test_a_late_message_though_nothing_was_in_doubt_is_a_finding(bench: Bench, mobile: str) -> None:
    sent(bench)
    bench.collected()
    with bench.patch.context() as patch:
        hide(patch, mobile)
        plant(bench, mobile)
        bench.destroy()
    bench.gateway.forward(600)
    assert bench.look().wrong == [
        f"{bench.campaign.id}: messages came late, more than were in doubt"
    ]
    assert bench.look().wrong == []
    assert last_result(bench) == {"left": [], "provider": "absent", "late_deleted": 1}


def test_a_message_that_came_late_and_is_kept_makes_every_look_red(
    bench: Bench, mobile: str
) -> None:
    sent(bench)
    bench.destroy()
    plant(bench, mobile)
    bench.patch.setattr(Gateway, "absent", lambda *_: True)
    bench.patch.setattr(Gateway, "delete", lambda *_: True)
    for _ in range(2):
        assert bench.look().wrong == [
            f"{bench.campaign.id}: messages at the provider is not as it should be"
        ]


def test_the_vault_of_an_earlier_program_is_destroyed_as_well(bench: Bench) -> None:
    sent(bench)
    vault = bench.stores.vault_folder(bench.campaign.id) / "vault.db"
    with closing(sqlite3.connect(vault)) as database:
        database.executescript("DROP TABLE strays; ALTER TABLE journal DROP COLUMN listed;")
    bench.destroy()
    assert not bench.left()
    assert record(bench, "destroyed", what="provider_messages")["count"] == RECIPIENTS
    assert bench.look().wrong == []
