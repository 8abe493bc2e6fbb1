"""Deleting at the provider: what counts as deleted, and what is left or cannot be proved."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from eenmalig.cleartext.sending.deletion import Left, Obstacle, delete_messages
from eenmalig.cleartext.sending.twilio import Gateway
from eenmalig.cleartext.vault.journal import Journal
from eenmalig.cleartext.vault.listed_messages import ListStanding, Stray
from eenmalig.domain.gateway_settings import GatewaySettings
from eenmalig.errors import Code, EenmaligError
from rehearsal.gateway import running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from eenmalig.cleartext.sending.provider import ListedMessage
    from eenmalig.cleartext.vault.vault import Vault
    from rehearsal.gateway import Running

SENDER = "Politie"
TEXT = "Een bericht."
NO_LAG = timedelta(0)
NOWHERE = "SM" + "0" * 32


@pytest.fixture
def stand_in() -> Iterator[Running]:
    # Messages end when the clock is put forward, however slow the machine is, and not before.
    with running({"pace": {"sending_seconds": 30}}) as started:
        yield started


@pytest.fixture
def gateway(stand_in: Running) -> Gateway:
    return at(stand_in)


@pytest.fixture
def journal(vault: Vault) -> Journal:
    return Journal(vault)


@pytest.fixture
def texted(
    vault: Vault, journal: Journal, gateway: Gateway, mobiles: Callable[[int], list[str]]
) -> dict[str, str]:
    """Five messages, SID to ref."""
    return send(vault, journal, gateway, mobiles(5))


def at(stand_in: Running, path: str = "") -> Gateway:
    address = f"{stand_in.base_url}{path}"
    return Gateway(GatewaySettings(address, stand_in.account_sid, stand_in.token))


def send(vault: Vault, journal: Journal, gateway: Gateway, numbers: list[str]) -> dict[str, str]:
    for number in numbers:
        ref = vault.ref(number)
        journal.attempt(ref, datetime.now(UTC))
        journal.accepted(ref, *gateway.create(number, SENDER, TEXT, 60))
    return journal.messages()


def never_sent(vault: Vault, journal: Journal, number: str) -> None:
    """Have an id accepted that stands for no message."""
    ref = vault.ref(number)
    journal.attempt(ref, datetime.now(UTC))
    journal.accepted(ref, NOWHERE, "queued")


def delete(journal: Journal, gateway: Gateway, lag: timedelta = NO_LAG) -> Left | None:
    return delete_messages(journal, gateway, SENDER, lag, patience_seconds=0)


def without(patch: pytest.MonkeyPatch, *hidden: str) -> None:
    """Hide messages from the list."""
    real = Gateway.messages

    def messages(self: Gateway, sender: str) -> Iterator[ListedMessage]:
        return (message for message in real(self, sender) if message.sid not in hidden)

    patch.setattr(Gateway, "messages", messages)


def test_messages_are_deleted_once_the_provider_has_finished_with_them(
    stand_in: Running, gateway: Gateway, journal: Journal, texted: dict[str, str]
) -> None:
    assert delete(journal, gateway) == (Obstacle.UNFINISHED, 5)
    assert len(journal.listed.undeleted()) == 5
    stand_in.forward(60)
    assert delete(journal, gateway) is None
    assert journal.listed.deletions() == (len(texted), 0)
    counts = stand_in.counts()
    assert (counts["deleted"], counts["remaining"], counts["deletes_refused"]) == (5, 0, 5)


def test_nothing_is_deleted_before_a_list_has_shown_it(
    stand_in: Running,
    gateway: Gateway,
    journal: Journal,
    texted: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stand_in.forward(60)
    with monkeypatch.context() as patch:
        without(patch, *texted)
        lag = timedelta(minutes=15)
        assert delete(journal, gateway, lag) == (Obstacle.NOT_LISTED_YET, 5)
        assert delete(journal, gateway) == (Obstacle.NONE_LISTED, 5)
    assert stand_in.counts()["deleted"] == 0
    assert delete(journal, gateway) is None
    assert journal.listed.deletions() == (5, 0)


@pytest.mark.parametrize("path", ["/elsewhere", ""])
def test_a_wrong_path_or_account_deletes_and_proves_nothing(
    stand_in: Running, journal: Journal, texted: dict[str, str], path: str
) -> None:
    stand_in.forward(60)
    elsewhere = at(replace(stand_in, account_sid="AC" + "0" * 32) if not path else stand_in, path)
    with pytest.raises(EenmaligError) as refused:
        delete(journal, elsewhere)
    assert refused.value.code is Code.GATEWAY_REFUSED
    assert journal.listed.deletions() == (0, 0)
    assert stand_in.counts()["remaining"] == len(texted)


def test_another_gateway_that_knows_none_of_them_proves_nothing(
    stand_in: Running, gateway: Gateway, journal: Journal, texted: dict[str, str]
) -> None:
    stand_in.forward(60)
    with running("none", credentials=(stand_in.account_sid, stand_in.token)) as empty:
        assert delete(journal, at(empty)) == (Obstacle.NONE_LISTED, 5)
        journal.listed.stand(texted.values(), ListStanding.SHOWN)
        assert delete(journal, at(empty)) == (Obstacle.NONE_LISTED, 5)
        # Also where a destruction that was killed had come to one of them.
        journal.listed.stand([next(iter(texted.values()))], ListStanding.DELETING)
        assert delete(journal, at(empty)) == (Obstacle.NONE_LISTED, 5)
    assert journal.listed.deletions() == (0, 0)
    assert delete(journal, gateway) is None
    assert journal.listed.deletions() == (5, 0)


def test_a_deletion_that_was_killed_goes_on_where_it_was(
    stand_in: Running,
    gateway: Gateway,
    journal: Journal,
    texted: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stand_in.forward(60)
    real = Gateway.absent

    def killed_at(nth: int) -> None:
        calls: list[str] = []

        def absent(self: Gateway, sid: str) -> bool:
            calls.append(sid)
            if len(calls) == nth:
                raise KeyboardInterrupt
            return real(self, sid)

        with monkeypatch.context() as patch:
            patch.setattr(Gateway, "absent", absent)
            with pytest.raises(KeyboardInterrupt):
                delete(journal, gateway)

    killed_at(2)
    killed_at(4)  # the last one
    assert len(journal.listed.undeleted()) == 1
    assert delete(journal, gateway) is None
    assert journal.listed.deletions() == (len(texted), 0)


def test_what_is_said_to_be_deleted_but_is_still_there_does_not_count(
    stand_in: Running,
    gateway: Gateway,
    journal: Journal,
    texted: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stand_in.forward(60)
    with monkeypatch.context() as patch:
        patch.setattr(Gateway, "delete", lambda *_: True)
        assert delete(journal, gateway) == (Obstacle.UNFINISHED, len(texted))
    # Its list may be the only one to say so.
    with monkeypatch.context() as patch:
        patch.setattr(Gateway, "delete", lambda *_: True)
        patch.setattr(Gateway, "absent", lambda *_: True)
        for _ in range(2):
            assert delete(journal, gateway) == (Obstacle.STILL_LISTED, len(texted))
    assert delete(journal, gateway) is None
    assert stand_in.counts()["remaining"] == 0


def test_of_what_no_list_ever_showed_no_deletion_is_proved(
    stand_in: Running,
    gateway: Gateway,
    vault: Vault,
    journal: Journal,
    mobiles: Callable[[int], list[str]],
) -> None:
    first, *others = mobiles(5)
    never_sent(vault, journal, first)
    assert delete(journal, gateway) == (Obstacle.NONE_LISTED, 1)
    send(vault, journal, gateway, others)
    stand_in.forward(60)
    assert delete(journal, gateway) is None
    assert journal.listed.deletions() == (4, 1)


def test_what_is_gone_from_the_list_before_is_no_deletion_of_ours(
    stand_in: Running, gateway: Gateway, journal: Journal, texted: dict[str, str]
) -> None:
    stand_in.forward(60)
    journal.listed.note(set(texted), datetime.now(UTC))
    assert gateway.delete(next(iter(texted)))
    assert delete(journal, gateway) is None
    assert journal.listed.deletions() == (len(texted) - 1, 1)


def test_strays_are_deleted_too_and_a_stranger_s_is_not(
    stand_in: Running,
    gateway: Gateway,
    journal: Journal,
    texted: dict[str, str],
    mobiles: Callable[[int], list[str]],
) -> None:
    doubled, strangers = (gateway.create(number, SENDER, TEXT, 60)[0] for number in mobiles(2))
    ref = next(iter(texted.values()))
    journal.listed.stray([Stray(doubled, ref, ours=True), Stray(strangers, None, ours=False)])
    stand_in.forward(60)
    assert delete(journal, gateway) is None
    assert journal.listed.deletions() == (len(texted), 0)
    assert [message.sid for message in gateway.messages(SENDER)] == [strangers]
