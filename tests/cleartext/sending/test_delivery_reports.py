from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from eenmalig.cleartext.sending.deletion import delete_messages
from eenmalig.cleartext.sending.delivery_reports import delete_late, look
from eenmalig.cleartext.sending.twilio import Gateway
from eenmalig.cleartext.vault.journal import Journal
from eenmalig.domain.gateway_settings import GatewaySettings
from rehearsal.gateway import running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from eenmalig.cleartext.vault.vault import Vault
    from rehearsal.gateway import Running

SENDER = "Politie"
TEXT = "Een bericht."


@pytest.fixture
def stand_in() -> Iterator[Running]:
    with running("none") as started:
        yield started


@pytest.fixture
def gateway(stand_in: Running) -> Gateway:
    settings = GatewaySettings(stand_in.base_url, stand_in.account_sid, stand_in.token)
    return Gateway(settings)


@pytest.fixture
def journal(vault: Vault) -> Journal:
    return Journal(vault)


def in_doubt(vault: Vault, journal: Journal, number: str, at: datetime | None = None) -> str:
    ref = vault.ref(number)
    journal.attempt(ref, at or datetime.now(UTC))
    journal.in_doubt(ref)
    return ref


def adopted(vault: Vault, journal: Journal, gateway: Gateway) -> int:
    return look(journal, gateway, SENDER, TEXT, vault.ref_key())


def test_all_reports_are_read_from_pages_and_never_one_by_one(
    stand_in: Running, gateway: Gateway, vault: Vault, mobiles: Callable[[int], list[str]]
) -> None:
    journal = Journal(vault)
    for number in mobiles(30):
        ref = vault.ref(number)
        journal.attempt(ref, datetime.now(UTC))
        journal.accepted(ref, *gateway.create(number, SENDER, TEXT, 60))
    stand_in.forward(60)
    assert adopted(vault, journal, gateway) == 0
    assert stand_in.counts()["requests_elsewhere"] == 1
    assert set(journal.statuses().values()) == {"delivered"}


def test_a_message_in_doubt_is_adopted_when_it_turns_up(
    gateway: Gateway, vault: Vault, journal: Journal, mobile: str, other: str
) -> None:
    ref = in_doubt(vault, journal, mobile)
    in_doubt(vault, journal, other)
    sid, _ = gateway.create(mobile, SENDER, TEXT, 60)
    assert adopted(vault, journal, gateway) == 1
    assert journal.messages() == {sid: ref}
    assert set(journal.doubtful()) == {vault.ref(other)}
    assert adopted(vault, journal, gateway) == 0


@pytest.mark.parametrize("other", [("Gemeente", TEXT), (SENDER, "Iets anders.")])
def test_a_message_of_another_sender_or_text_is_not_ours(
    gateway: Gateway, vault: Vault, journal: Journal, mobile: str, other: tuple[str, str]
) -> None:
    in_doubt(vault, journal, mobile)
    gateway.create(mobile, *other, 60)
    assert adopted(vault, journal, gateway) == 0
    assert journal.messages() == {}


def test_a_message_to_somebody_else_is_not_ours(
    gateway: Gateway, vault: Vault, journal: Journal, mobile: str, other: str
) -> None:
    in_doubt(vault, journal, mobile)
    gateway.create(other, SENDER, TEXT, 60)
    assert adopted(vault, journal, gateway) == 0


def test_a_message_from_long_before_the_attempt_is_not_ours(
    gateway: Gateway, vault: Vault, journal: Journal, mobile: str
) -> None:
    in_doubt(vault, journal, mobile, datetime.now(UTC) + timedelta(hours=1))
    gateway.create(mobile, SENDER, TEXT, 60)
    assert adopted(vault, journal, gateway) == 0


def test_of_two_messages_to_a_number_in_doubt_one_is_adopted(
    gateway: Gateway, vault: Vault, journal: Journal, mobile: str
) -> None:
    in_doubt(vault, journal, mobile)
    for _ in range(2):
        gateway.create(mobile, SENDER, TEXT, 60)
    assert adopted(vault, journal, gateway) == 1
    assert len(journal.messages()) == 1


def test_without_any_key_late_messages_of_ours_are_deleted_and_no_others(
    stand_in: Running, gateway: Gateway, mobiles: Callable[[int], list[str]]
) -> None:
    since = datetime.now(UTC)
    first, second, third, fourth = mobiles(4)
    gateway.create(first, SENDER, TEXT, 60)
    gateway.create(second, SENDER, TEXT, 60)
    gateway.create(third, SENDER, "Iets anders.", 60)
    gateway.create(fourth, "Gemeente", TEXT, 60)
    assert delete_late(gateway, SENDER, TEXT, since) == (0, 2)
    stand_in.forward(60)
    assert delete_late(gateway, SENDER, TEXT, since + timedelta(hours=1)) == (0, 0)
    assert delete_late(gateway, SENDER, TEXT, since) == (2, 0)
    assert delete_late(gateway, SENDER, TEXT, since) == (0, 0)
    assert stand_in.counts()["remaining"] == 2


def test_messages_are_deleted_and_counted_as_gone_when_they_are_absent(
    stand_in: Running, gateway: Gateway, vault: Vault, mobiles: Callable[[int], list[str]]
) -> None:
    journal = Journal(vault)
    for number in mobiles(5):
        ref = vault.ref(number)
        journal.attempt(ref, datetime.now(UTC))
        journal.accepted(ref, *gateway.create(number, SENDER, TEXT, 60))
    assert delete_messages(journal, gateway, patience_seconds=0) == 5
    assert len(journal.messages(undeleted=True)) == 5
    stand_in.forward(60)
    assert delete_messages(journal, gateway, patience_seconds=0) == 0
    assert journal.messages(undeleted=True) == {}
    counts = stand_in.counts()
    assert (counts["deleted"], counts["remaining"], counts["deletes_refused"]) == (5, 0, 5)


def test_what_is_said_to_be_deleted_but_is_still_there_does_not_count(
    stand_in: Running, gateway: Gateway, vault: Vault, mobile: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal, ref = Journal(vault), vault.ref(mobile)
    journal.attempt(ref, datetime.now(UTC))
    journal.accepted(ref, *gateway.create(mobile, SENDER, TEXT, 60))
    stand_in.forward(60)
    monkeypatch.setattr(Gateway, "delete", lambda *_: True)
    assert delete_messages(journal, gateway, patience_seconds=0) == 1
    assert len(journal.messages(undeleted=True)) == 1


def test_a_message_that_somebody_else_deleted_counts_as_gone(
    stand_in: Running, gateway: Gateway, vault: Vault, journal: Journal, mobile: str
) -> None:
    ref = vault.ref(mobile)
    journal.attempt(ref, datetime.now(UTC))
    sid, status = gateway.create(mobile, SENDER, TEXT, 60)
    journal.accepted(ref, sid, status)
    stand_in.forward(60)
    assert gateway.delete(sid)
    assert delete_messages(journal, gateway, patience_seconds=0) == 0
