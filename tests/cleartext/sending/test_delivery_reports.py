from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from eenmalig.cleartext.sending.campaign_traits import CampaignTraits
from eenmalig.cleartext.sending.delivery_reports import look
from eenmalig.cleartext.sending.other_owner import OtherOwner
from eenmalig.cleartext.sending.twilio import Gateway
from eenmalig.cleartext.vault.journal import Journal
from eenmalig.domain.gateway_settings import GatewaySettings
from rehearsal.gateway import running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from eenmalig.cleartext.sending.provider import ListedMessage
    from eenmalig.cleartext.vault.vault import Vault
    from rehearsal.gateway import Running

SENDER = "Politie"
TEXT = "Een bericht."
BEGAN = datetime.now(UTC) - timedelta(minutes=1)


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


def accepted(vault: Vault, journal: Journal, gateway: Gateway, number: str) -> str:
    ref = vault.ref(number)
    journal.attempt(ref, datetime.now(UTC))
    journal.accepted(ref, *gateway.create(number, SENDER, TEXT, 60))
    return ref


def adopted(
    vault: Vault,
    journal: Journal,
    gateway: Gateway,
    others: Sequence[OtherOwner] = (),
    lag: timedelta = timedelta(0),
) -> int:
    now = datetime.now(UTC)
    traits = CampaignTraits(SENDER, TEXT, BEGAN)
    return look(journal, gateway, traits, vault.ref_key(), now - lag, lambda: others)


@contextmanager
def listed_as(patch: pytest.MonkeyPatch, **said: object) -> Iterator[None]:
    """Have the list say something else of each message."""
    real = Gateway.messages

    def messages(self: Gateway, sender: str) -> Iterator[ListedMessage]:
        return (replace(message, **said) for message in real(self, sender))  # type: ignore[arg-type]

    with patch.context() as within:
        within.setattr(Gateway, "messages", messages)
        yield


def test_all_reports_are_read_from_pages_and_never_one_by_one(
    stand_in: Running, gateway: Gateway, vault: Vault, mobiles: Callable[[int], list[str]]
) -> None:
    journal = Journal(vault)
    for number in mobiles(30):
        accepted(vault, journal, gateway, number)
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
    assert journal.listed.all_shown()
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
    assert journal.listed.stray_counts() == (1, 0)


@pytest.mark.parametrize(
    "said",
    [
        {"body": None},
        {"body": ""},
        {"body": TEXT.upper()},
        {"sender": ""},
        {"sender": "POLITIE"},
        {"created": None},
    ],
    ids=str,
)
def test_what_the_list_does_not_say_or_says_in_capitals_hides_no_message(
    gateway: Gateway,
    vault: Vault,
    mobiles: Callable[[int], list[str]],
    monkeypatch: pytest.MonkeyPatch,
    said: dict[str, object],
) -> None:
    journal = Journal(vault)
    doubted, texted, unknown = mobiles(3)
    in_doubt(vault, journal, doubted)
    accepted(vault, journal, gateway, texted)
    for number in (doubted, texted, unknown):
        gateway.create(number, SENDER, TEXT, 60)
    with listed_as(monkeypatch, **said):
        assert adopted(vault, journal, gateway) == 1
        assert adopted(vault, journal, gateway) == 0
    assert journal.listed.stray_counts() == (1, 1)


def test_where_numbers_are_hidden_a_message_is_of_whoever_was_tried_last(
    gateway: Gateway,
    vault: Vault,
    journal: Journal,
    mobiles: Callable[[int], list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, second = mobiles(2)
    in_doubt(vault, journal, first, datetime.now(UTC) - timedelta(minutes=30))
    ref = in_doubt(vault, journal, second)
    for _ in range(2):
        gateway.create(second, SENDER, TEXT, 60)
    with listed_as(monkeypatch, to="+316123XXXX"):
        assert adopted(vault, journal, gateway) == 1
    (known,) = journal.messages().items()
    assert known[1] == ref
    assert journal.listed.stray_counts() == (0, 1)


def test_a_message_from_before_sending_began_is_not_this_campaign_s(
    gateway: Gateway, vault: Vault, journal: Journal, mobile: str, other: str
) -> None:
    accepted(vault, journal, gateway, mobile)
    gateway.create(other, SENDER, TEXT, 60)
    late = CampaignTraits(SENDER, TEXT, datetime.now(UTC) + timedelta(hours=1))
    look(journal, gateway, late, vault.ref_key(), BEGAN, list)
    assert journal.listed.stray_counts() == (0, 0)
    ended = CampaignTraits(SENDER, TEXT, BEGAN - timedelta(days=2), BEGAN - timedelta(days=1))
    look(journal, gateway, ended, vault.ref_key(), BEGAN, list)
    assert journal.listed.stray_counts() == (0, 0)


def test_strays_are_counted_once_however_often_the_list_is_read(
    gateway: Gateway, vault: Vault, journal: Journal, mobile: str, other: str
) -> None:
    accepted(vault, journal, gateway, mobile)
    gateway.create(mobile, SENDER, TEXT, 60)
    gateway.create(other, SENDER, TEXT, 60)
    for _ in range(3):
        adopted(vault, journal, gateway)
    assert journal.listed.stray_counts() == (1, 1)


def test_what_another_campaign_knows_or_may_own_is_not_counted_here(
    gateway: Gateway, vault: Vault, journal: Journal, mobiles: Callable[[int], list[str]]
) -> None:
    ours, theirs, tried, nobodys = mobiles(4)
    accepted(vault, journal, gateway, ours)
    sid, _ = gateway.create(theirs, SENDER, TEXT, 60)
    for number in (tried, nobodys):
        gateway.create(number, SENDER, TEXT, 60)
    traits, key = CampaignTraits(SENDER, TEXT, BEGAN), vault.ref_key()
    knows = OtherOwner(
        traits,
        is_read=True,
        sids=frozenset({sid}),
        tried=frozenset({vault.ref(theirs), vault.ref(tried)}),
        is_unsettled=False,
        ref_key=key,
    )
    adopted(vault, journal, gateway, [OtherOwner(traits)])
    adopted(vault, journal, gateway, [replace(knows, ref_key=None, is_unsettled=True)])
    assert journal.listed.stray_counts() == (0, 0)
    adopted(vault, journal, gateway, [knows])
    assert journal.listed.stray_counts() == (0, 1)
    adopted(vault, journal, gateway, [replace(knows, ref_key=None)])
    assert journal.listed.stray_counts() == (0, 2)


def test_an_accepted_message_that_no_list_shows_ends_as_in_doubt_until_one_does(
    gateway: Gateway, vault: Vault, journal: Journal, mobile: str, other: str
) -> None:
    accepted(vault, journal, gateway, mobile)
    ref = vault.ref(other)
    journal.attempt(ref, datetime.now(UTC))
    journal.accepted(ref, "SM" + "0" * 32, "delivered")
    adopted(vault, journal, gateway, lag=timedelta(minutes=15))
    assert (journal.summary(2).accepted, journal.summary(2).never_listed) == (2, 0)
    adopted(vault, journal, gateway)
    summary = journal.summary(2)
    assert (summary.accepted, summary.never_listed, summary.in_doubt) == (1, 1, 1)
    assert summary.counts()["unknown"] == 2
    assert len(journal.listed.undeleted()) == 2
    journal.listed.note({"SM" + "0" * 32}, BEGAN)
    assert (journal.summary(2).accepted, journal.summary(2).never_listed) == (2, 0)
