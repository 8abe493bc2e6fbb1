"""What comes late, after a campaign was destroyed: found and deleted, and nobody else's."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from eenmalig.cleartext.sending.campaign_traits import CampaignTraits
from eenmalig.cleartext.sending.late_messages import delete_late
from eenmalig.cleartext.sending.other_owner import OtherOwner
from eenmalig.cleartext.sending.twilio import Gateway
from eenmalig.domain.gateway_settings import GatewaySettings
from eenmalig.errors import Code, EenmaligError
from rehearsal.gateway import running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from eenmalig.cleartext.sending.provider import ListedMessage
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


def late(
    gateway: Gateway, since: datetime, *others: OtherOwner, until: datetime | None = None
) -> tuple[int, int, int]:
    traits = CampaignTraits(SENDER, TEXT, since, until)
    return delete_late(gateway, traits, lambda: others, patience_seconds=0)


def test_late_messages_of_ours_are_deleted_and_no_others(
    stand_in: Running, gateway: Gateway, mobiles: Callable[[int], list[str]]
) -> None:
    since = datetime.now(UTC)
    first, second, third, fourth = mobiles(4)
    gateway.create(first, SENDER, TEXT, 60)
    gateway.create(second, SENDER, TEXT, 60)
    gateway.create(third, SENDER, "Iets anders.", 60)
    gateway.create(fourth, "Gemeente", TEXT, 60)
    assert late(gateway, since) == (0, 2, 0)
    stand_in.forward(60)
    assert late(gateway, since + timedelta(hours=1)) == (0, 0, 0)
    day = timedelta(days=1)
    assert late(gateway, since - 2 * day, until=since - day) == (0, 0, 0)
    assert late(gateway, since) == (2, 0, 0)
    assert late(gateway, since) == (0, 0, 0)
    assert stand_in.counts()["remaining"] == 2


def test_what_another_campaign_may_own_is_not_deleted(
    stand_in: Running, gateway: Gateway, mobile: str
) -> None:
    since = datetime.now(UTC)
    gateway.create(mobile, SENDER, TEXT, 60)
    stand_in.forward(60)
    assert late(gateway, since, OtherOwner(CampaignTraits(None, None, since))) == (0, 0, 0)
    assert late(gateway, since, OtherOwner(CampaignTraits(SENDER, "Anders.", since))) == (1, 0, 0)


def test_what_fits_by_its_sender_alone_is_told_and_left(
    stand_in: Running, gateway: Gateway, mobile: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Gateway.messages

    def messages(self: Gateway, sender: str) -> Iterator[ListedMessage]:
        return (replace(message, body=None, created=None) for message in real(self, sender))

    since = datetime.now(UTC)
    gateway.create(mobile, SENDER, TEXT, 60)
    stand_in.forward(60)
    with monkeypatch.context() as patch:
        patch.setattr(Gateway, "messages", messages)
        assert late(gateway, since) == (0, 0, 1)
    assert stand_in.counts()["remaining"] == 1


def test_a_message_that_is_hidden_but_listed_is_there(
    stand_in: Running, gateway: Gateway, mobile: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    since = datetime.now(UTC)
    gateway.create(mobile, SENDER, TEXT, 60)
    stand_in.forward(60)
    monkeypatch.setattr(Gateway, "delete", lambda *_: True)
    monkeypatch.setattr(Gateway, "absent", lambda *_: True)
    assert late(gateway, since) == (0, 1, 0)


def test_what_was_deleted_is_told_also_when_the_provider_answers_no_more(
    stand_in: Running,
    gateway: Gateway,
    mobiles: Callable[[int], list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    since = datetime.now(UTC)
    for number in mobiles(6):
        gateway.create(number, SENDER, TEXT, 60)
    stand_in.forward(60)
    real, calls = Gateway.delete, list[str]()

    def delete(self: Gateway, sid: str) -> bool:
        calls.append(sid)
        if len(calls) > 2:
            raise EenmaligError(Code.GATEWAY_UNREACHABLE)
        return real(self, sid)

    monkeypatch.setattr(Gateway, "delete", delete)
    assert late(gateway, since) == (2, 4, 0)
    assert len(calls) == 5
