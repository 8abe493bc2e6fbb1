"""What a provider's refusals mean, whoever it is and however it speaks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eenmalig.cleartext.sending.campaign_traits import CampaignTraits
from eenmalig.cleartext.sending.deletion import delete_messages
from eenmalig.cleartext.sending.delivery_reports import look
from eenmalig.cleartext.sending.provider import (
    InDoubtError,
    ListedMessage,
    Meaning,
    NotProcessedError,
    RecipientRefusedError,
    StopSendingError,
    meaning_of,
    refusal_error,
)
from eenmalig.cleartext.sending.sender import Instructions, Sender
from eenmalig.cleartext.vault.journal import Journal
from eenmalig.domain.delivery import RECIPIENTS_OWN, STOP_CODES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from eenmalig.cleartext.vault.vault import Vault

CODES = (
    st.none() | st.sampled_from(sorted(STOP_CODES | RECIPIENTS_OWN)) | st.integers(10_000, 99_999)
)
STATUSES = st.none() | st.integers(100, 599) | st.text(max_size=4) | st.lists(st.integers())


@given(STATUSES, CODES)
def test_only_too_many_requests_may_be_made_again_and_never_with_a_code_that_stops(
    status: object, code: int | None
) -> None:
    again = meaning_of(status, code) is Meaning.NOT_PROCESSED
    assert again == (status == 429 and code not in STOP_CODES)


@given(STATUSES, CODES)
def test_whatever_is_not_named_is_in_doubt(status: object, code: int | None) -> None:
    named = status in (400, 401, 403, 404, 405, 410, 429)
    assert (meaning_of(status, code) is Meaning.IN_DOUBT) == (not named)


@given(STATUSES, CODES)
def test_a_recipient_is_refused_by_one_status_and_by_codes_that_are_recipients_own_alone(
    status: object, code: int | None
) -> None:
    refused = meaning_of(status, code) is Meaning.RECIPIENT_REFUSED
    assert refused == (status == 400 and code in RECIPIENTS_OWN)


@pytest.mark.parametrize("code", [None, 21212, 21408, 21606, 21612, 21659, 21660, 99_999])
def test_what_is_wrong_with_account_sender_or_text_stops_and_created_nothing(
    code: int | None,
) -> None:
    stop = refusal_error(400, code)
    assert isinstance(stop, StopSendingError)
    assert (stop.code, stop.in_doubt) == (code, False)


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (400, 21610, RecipientRefusedError),
        (400, 21606, StopSendingError),
        (403, None, StopSendingError),
        (404, None, StopSendingError),
        (429, None, NotProcessedError),
        (500, None, InDoubtError),
    ],
)
def test_each_meaning_is_told_by_its_own_error(
    status: int, code: int | None, kind: type[Exception]
) -> None:
    error = refusal_error(status, code)
    assert type(error) is kind
    if isinstance(error, StopSendingError):
        assert error.in_doubt == (status == 404)


class InMemory:
    """A provider that keeps its messages in a list and knows no HTTP."""

    def __init__(self) -> None:
        self.kept: dict[str, ListedMessage] = {}

    def check(self) -> None:
        pass

    def create(self, to: str, sender: str, body: str, validity_seconds: int) -> tuple[str, str]:
        assert validity_seconds > 0
        sid = f"M{len(self.kept)}"
        self.kept[sid] = ListedMessage(sid, to, sender, body, "delivered", None, None)
        return sid, "queued"

    def messages(self, sender: str) -> Iterator[ListedMessage]:
        return (message for message in self.kept.values() if message.sender == sender)

    def delete(self, sid: str) -> bool:
        return self.kept.pop(sid, None) is not None

    def absent(self, sid: str) -> bool:
        return sid not in self.kept


def test_sending_reports_and_deletion_ask_no_more_than_a_provider_gives(
    vault: Vault, mobiles: Callable[[int], list[str]]
) -> None:
    numbers = mobiles(3)
    vault.stage_recipients([(vault.ref(number), number) for number in numbers])
    journal, provider = Journal(vault), InMemory()
    instructions = Instructions("Politie", "Een bericht.", 1, 100, 60)
    assert (
        Sender(journal, provider, instructions, lambda: None, lambda _: None).send_all(vault, 3)
        is None
    )
    now = datetime.now(UTC)
    traits = CampaignTraits("Politie", "Een bericht.", now)
    assert look(journal, provider, traits, vault.ref_key(), now, list) == 0
    assert journal.summary(3).counts()["delivered"] == 3
    lag = timedelta(0)
    assert delete_messages(journal, provider, "Politie", lag, patience_seconds=0) is None
    assert journal.listed.deletions() == (3, 0)
    assert provider.kept == {}
