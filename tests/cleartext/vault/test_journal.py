from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from tests.cleartext.batches import batch
from tests.cleartext.conftest import TOKEN

from eenmalig.cleartext.vault.journal import TRIED, Journal, Report
from eenmalig.cleartext.vault.vault import Vault
from eenmalig.errors import Code, EenmaligError
from eenmalig.stores.keys import Purpose

if TYPE_CHECKING:
    from collections.abc import Callable

    from eenmalig.stores.keys import CampaignKeys

NOW = datetime(2026, 11, 2, 16, 30, tzinfo=UTC)


@pytest.fixture
def journal(vault: Vault) -> Journal:
    return Journal(vault)


def untried(vault: Vault) -> list[str]:
    return [recipient.ref for recipient in vault.recipients(without=TRIED)]


def test_a_second_attempt_for_the_same_recipient_fails(journal: Journal) -> None:
    journal.attempt("a", NOW)
    with pytest.raises(EenmaligError) as twice:
        journal.attempt("a", NOW)
    assert twice.value.code is Code.STEP_OUT_OF_ORDER


@pytest.mark.parametrize("state", ["attempting", "accepted", "refused", "in_doubt"])
def test_whatever_became_of_an_attempt_there_is_no_other(
    journal: Journal, vault: Vault, mobile: str, state: str
) -> None:
    ref = vault.ref(mobile)
    vault.stage_recipients([(ref, mobile)])
    journal.attempt(ref, NOW)
    {
        "attempting": lambda: None,
        "accepted": lambda: journal.accepted(ref, "SM1", "queued"),
        "refused": lambda: journal.refused(ref, 21610),
        "in_doubt": lambda: journal.in_doubt(ref),
    }[state]()
    assert untried(vault) == []
    with pytest.raises(EenmaligError):
        journal.attempt(ref, NOW)


def test_only_what_was_surely_not_processed_may_be_tried_again(
    journal: Journal, vault: Vault, mobile: str
) -> None:
    ref = vault.ref(mobile)
    vault.stage_recipients([(ref, mobile)])
    journal.attempt(ref, NOW)
    journal.not_processed(ref)
    assert untried(vault) == [ref]
    journal.attempt(ref, NOW)


def test_each_write_is_seen_by_another_process_at_once(
    journal: Journal, vault: Vault, keys: CampaignKeys
) -> None:
    journal.attempt("a", NOW)
    elsewhere = Vault.open(vault.folder, keys, vault.now)
    elsewhere.hold(TOKEN)
    assert Journal(elsewhere).doubt_unfinished() == 1
    assert journal.doubtful() == {"a": NOW}
    elsewhere.close()


def test_who_holds_the_vault_no_more_writes_no_more(
    journal: Journal, vault: Vault, keys: CampaignKeys
) -> None:
    assert journal.attempt("a", NOW) == 1
    later = Vault.open(vault.folder, keys, vault.now)
    assert later.hold(TOKEN + 1) == 1
    for write in (
        lambda: journal.attempt("b", NOW),
        lambda: journal.accepted("a", "SM1", "queued"),
        lambda: journal.in_doubt("a"),
        lambda: journal.not_processed("a"),
        lambda: vault.add_cells(batch("source", 1, ["x"])),
    ):
        with pytest.raises(EenmaligError) as lost:
            write()
        assert lost.value.code is Code.LEASE_LOST
    assert Journal(later).attempt("b", NOW) == 2
    later.close()


def test_only_unfinished_attempts_are_put_in_doubt(journal: Journal) -> None:
    for ref in "abcd":
        journal.attempt(ref, NOW)
    journal.accepted("a", "SM1", "queued")
    journal.refused("b", 21211)
    journal.in_doubt("c")
    assert journal.doubt_unfinished() == 1
    assert journal.doubt_unfinished() == 0
    assert set(journal.doubtful()) == {"c", "d"}
    assert journal.messages() == {"SM1": "a"}


def test_every_recipient_has_exactly_one_outcome(journal: Journal) -> None:
    for ref in "abcdefgh":
        journal.attempt(ref, NOW)
    for ref in "abcd":
        journal.accepted(ref, f"SM{ref}", "queued")
    journal.refused("e", 21610)
    journal.in_doubt("f")
    journal.in_doubt("g")
    journal.found("g", "SMg")
    journal.report(
        [
            Report("a", "delivered", None),
            Report("b", "undelivered", 30003),
            Report("c", "sent", None),
            Report("g", "read", None),
        ]
    )
    summary = journal.summary(10)
    assert summary.counts() == {"delivered": 2, "failed": 2, "unknown": 4, "not_sent": 2}
    assert summary.failed_by_code == {"21610": 1, "30003": 1}
    assert (summary.accepted, summary.found, summary.in_doubt) == (5, 1, 2)


def test_a_deleted_message_is_kept_count_of_and_not_deleted_again(journal: Journal) -> None:
    for ref in "ab":
        journal.attempt(ref, NOW)
        journal.accepted(ref, f"SM{ref}", "delivered")
    journal.listed.deleted("a", NOW)
    assert [message.sid for message in journal.listed.undeleted()] == ["SMb"]
    assert len(journal.messages()) == 2


def test_message_ids_open_after_the_deadline_for_destruction_only(
    journal: Journal, vault: Vault, keys: CampaignKeys
) -> None:
    journal.attempt("a", NOW)
    journal.accepted("a", "SM1", "queued")
    late = Vault.open(vault.folder, keys, datetime.now(UTC) + timedelta(hours=2))
    with pytest.raises(EenmaligError) as expired:
        Journal(late)
    assert expired.value.code is Code.KEY_EXPIRED
    assert Journal(late, Purpose.DESTRUCTION).messages() == {"SM1": "a"}
    late.close()


def test_a_message_id_moved_to_another_recipient_is_refused(journal: Journal, vault: Vault) -> None:
    for ref in "ab":
        journal.attempt(ref, NOW)
        journal.accepted(ref, f"SM{ref}", "queued")
    with vault.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE journal SET sealed_sid = (SELECT sealed_sid FROM journal WHERE ref = 'a')"
        )
    with pytest.raises(EenmaligError) as damaged:
        journal.messages()
    assert damaged.value.code is Code.VAULT_DAMAGED


def test_thousands_of_reports_are_written_at_once(
    journal: Journal, mobiles: Callable[[int], list[str]]
) -> None:
    refs = mobiles(3)
    for ref in refs:
        journal.attempt(ref, NOW)
        journal.accepted(ref, f"SM-{ref}", "queued")
    journal.report(Report(ref, "delivered", None) for ref in refs for _ in range(500))
    assert set(journal.statuses().values()) == {"delivered"}
