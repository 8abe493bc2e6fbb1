from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any

import pytest
from tenacity import wait_fixed

from eenmalig.cleartext.leak_scan import LeakScan
from eenmalig.cleartext.sending import sender, waiting
from eenmalig.cleartext.sending import twilio as gateway_module
from eenmalig.cleartext.sending.provider import NotProcessedError, StopSendingError, Unprocessed
from eenmalig.cleartext.sending.sender import EndedEarly, Instructions, Sender
from eenmalig.cleartext.sending.twilio import Gateway
from eenmalig.cleartext.vault.journal import Journal
from eenmalig.domain.gateway_settings import GatewaySettings
from rehearsal.gateway import running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.cleartext.sending.slept_clock import SleptClock

    from eenmalig.cleartext.vault.vault import Vault
    from rehearsal.gateway import Running

TEXT = "Een bericht."


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "wait_exponential_jitter", lambda **_: wait_fixed(0.01))
    monkeypatch.setattr(sender, "FIRST_WAIT", 60.0)


@pytest.fixture
def wanted(vault: Vault, mobiles: Callable[[int], list[str]]) -> list[str]:
    drawn = mobiles(12)
    vault.stage_recipients([(vault.ref(number), number) for number in drawn])
    return drawn


@pytest.fixture
def stand_in() -> Iterator[Running]:
    with running("none") as started:
        yield started


def sender_for(
    vault: Vault,
    stand_in: Running,
    halted: Callable[[], str | None] = lambda: None,
    *,
    a_second: int = 100,
    segments: int = 1,
) -> Sender:
    settings = GatewaySettings(stand_in.base_url, stand_in.account_sid, stand_in.token)
    instructions = Instructions("Politie", TEXT, segments, a_second, 60)
    return Sender(Journal(vault), Gateway(settings), instructions, halted, lambda _: None)


def test_each_attempt_is_in_the_journal_before_the_call(
    vault: Vault, stand_in: Running, wanted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    journal, real, seen = Journal(vault), Gateway.create, []

    def create(self: Gateway, to: str, *args: Any) -> tuple[str, str]:
        with vault.engine.connect() as connection:
            query = "SELECT state FROM journal WHERE ref = ?"
            seen.append(connection.exec_driver_sql(query, (vault.ref(to),)).scalar())
        return real(self, to, *args)

    monkeypatch.setattr(Gateway, "create", create)
    assert sender_for(vault, stand_in).send_all(vault, len(wanted)) is None
    assert seen == ["attempting"] * len(wanted)
    assert journal.summary(len(wanted)).accepted == len(wanted)


def test_it_asks_whether_it_may_before_every_call(
    vault: Vault, stand_in: Running, wanted: list[str]
) -> None:
    asked: list[None] = []

    def halted() -> str | None:
        asked.append(None)
        return "stopped" if len(asked) > 5 else None

    assert sender_for(vault, stand_in, halted).send_all(vault, len(wanted)) == EndedEarly("stopped")
    assert stand_in.counts()["posts"] == 5
    assert Journal(vault).summary(len(wanted)).counts()["not_sent"] == len(wanted) - 5


def test_it_asks_again_before_a_call_is_made_anew(vault: Vault, wanted: list[str]) -> None:
    asked: list[None] = []

    def halted() -> str | None:
        asked.append(None)
        return "stopped" if len(asked) > 3 else None

    with running({"rules": {"too_many_requests": {"share": 1}}}) as busy:
        assert sender_for(vault, busy, halted).send_all(vault, len(wanted)) == EndedEarly("stopped")
        assert busy.counts()["posts"] == 2
    assert Journal(vault).summary(len(wanted)).counts()["not_sent"] == len(wanted)


def test_a_second_sender_finds_nobody_left(
    vault: Vault, stand_in: Running, wanted: list[str]
) -> None:
    for _ in range(2):
        assert sender_for(vault, stand_in).send_all(vault, len(wanted)) is None
    counts = stand_in.counts()
    assert (counts["posts"], counts["max_per_number"]) == (len(wanted), 1)


def test_the_pace_counts_segments(vault: Vault, stand_in: Running, wanted: list[str]) -> None:
    began = time.monotonic()
    sender_for(vault, stand_in, a_second=10, segments=2).send_all(vault, len(wanted))
    # 24 segments at 10 a second: the first 10 at once, the last ones in the third second.
    assert time.monotonic() - began >= 1.9


def test_a_full_queue_is_nobody_s_fault_and_stops_sending(
    vault: Vault, stand_in: Running, wanted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StopSendingError(21611, in_doubt=False)

    monkeypatch.setattr(Gateway, "create", full)
    assert sender_for(vault, stand_in).send_all(vault, len(wanted)) == EndedEarly(
        "gateway_refuses", 21611
    )
    assert Journal(vault).summary(len(wanted)).counts()["not_sent"] == len(wanted)


def test_a_stop_that_leaves_this_message_in_doubt_never_sends_it_again(
    vault: Vault, stand_in: Running, wanted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise StopSendingError(21611, in_doubt=True)

    with monkeypatch.context() as patch:
        patch.setattr(Gateway, "create", gone)
        assert sender_for(vault, stand_in).send_all(vault, len(wanted)) == EndedEarly(
            "gateway_refuses", 21611
        )
    assert sender_for(vault, stand_in).send_all(vault, len(wanted)) is None
    assert stand_in.counts()["posts"] == len(wanted) - 1
    assert Journal(vault).summary(len(wanted)).in_doubt == 1


def test_the_id_of_another_message_proves_nothing_about_this_one(
    vault: Vault, stand_in: Running, wanted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Gateway, "create", lambda *_: ("SM" + "a" * 32, "queued"))
    sender_for(vault, stand_in).send_all(vault, len(wanted))
    summary = Journal(vault).summary(len(wanted))
    assert (summary.accepted, summary.in_doubt) == (1, 10)


def test_doubts_that_are_not_in_a_row_do_not_end_sending(
    vault: Vault, mobiles: Callable[[int], list[str]]
) -> None:
    many = mobiles(40)
    vault.stage_recipients([(vault.ref(number), number) for number in many])
    rules = {"error_500_without_accept": {"nth": list(range(1, 41, 2))}}
    with running({"rules": rules}) as flaky:
        assert sender_for(vault, flaky).send_all(vault, len(many)) is None
        assert flaky.counts()["posts"] == 40
    assert Journal(vault).summary(40).in_doubt == 20


def test_its_log_holds_counts_and_no_number(
    vault: Vault,
    wanted: list[str],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(gateway_module, "TIMEOUT_SECONDS", 0.4)
    caplog.set_level(logging.DEBUG)
    journal = Journal(vault)
    journal.attempt(vault.ref(wanted[0]), vault.now)
    with running("rough") as rough:
        sender_for(vault, rough).send_all(vault, len(wanted))
    assert "1 attempts of a process that died are in doubt" in caplog.text
    assert LeakScan(wanted).hits(caplog.text.encode()) == 0


def summary_of(vault: Vault, recipients: int) -> tuple[int, int, int]:
    """Return how many were accepted, refused, and not sent to."""
    counted = Journal(vault).summary(recipients)
    outcomes = counted.counts()
    return counted.accepted, outcomes["failed"], outcomes["not_sent"]


def test_a_refusal_that_is_no_recipient_s_own_ends_sending_and_refuses_nobody(
    vault: Vault, wanted: list[str]
) -> None:
    with running("sender_refused") as refusing:
        ended = sender_for(vault, refusing).send_all(vault, len(wanted))
        assert refusing.counts()["posts"] == 1
    assert ended == EndedEarly("gateway_refuses", 21606)
    assert summary_of(vault, len(wanted)) == (0, 0, len(wanted))


def test_five_equal_refusals_while_nobody_was_accepted_end_sending_also_after_a_kill(
    vault: Vault, mobiles: Callable[[int], list[str]]
) -> None:
    many = mobiles(40)
    vault.stage_recipients([(vault.ref(number), number) for number in many])
    with running({"rules": {"invalid_to": {"share": 1}}}) as refusing:
        calls: list[None] = []

        def killed() -> str | None:
            calls.append(None)
            if len(calls) > 3:
                raise KeyboardInterrupt
            return None

        with pytest.raises(KeyboardInterrupt):
            sender_for(vault, refusing, killed).send_all(vault, len(many))
        journal = Journal(vault)
        journal.attempt(vault.ref(many[3]), vault.now)
        ended = sender_for(vault, refusing).send_all(vault, len(many))
        assert ended == EndedEarly("same_refusal", 21211)
        assert refusing.counts()["posts"] == 5
        assert sender_for(vault, refusing).send_all(vault, len(many)) == ended
        assert refusing.counts()["posts"] == 5
    assert journal.summary(len(many)).in_doubt == 1
    assert summary_of(vault, len(many)) == (0, 5, 34)


def test_once_somebody_was_accepted_ten_equal_refusals_in_a_row_end_sending(
    vault: Vault, mobiles: Callable[[int], list[str]]
) -> None:
    many = mobiles(40)
    vault.stage_recipients([(vault.ref(number), number) for number in many])
    rules = {"opted_out": {"nth": [*range(2, 11), *range(12, 41)]}}
    with running({"rules": rules}) as refusing:
        ended = sender_for(vault, refusing).send_all(vault, len(many))
    assert ended == EndedEarly("same_refusal", 21610)
    assert summary_of(vault, len(many)) == (2, 19, 19)


def test_an_outage_is_waited_out_and_nothing_stands_in_the_journal_meanwhile(
    vault: Vault, stand_in: Running, wanted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real, away, seen = Gateway.create, [True] * 40, []

    def create(self: Gateway, *args: Any) -> tuple[str, str]:
        if away:
            away.pop()
            raise NotProcessedError(Unprocessed.NO_CONNECTION)
        return real(self, *args)

    def halted() -> None:
        seen.append(Journal(vault).summary(len(wanted)).counts()["not_sent"])

    monkeypatch.setattr(Gateway, "create", create)
    assert sender_for(vault, stand_in, halted).send_all(vault, len(wanted)) is None
    assert seen[:41] == [len(wanted)] * 41
    assert summary_of(vault, len(wanted)) == (len(wanted), 0, 0)
    assert stand_in.counts()["max_per_number"] == 1


@pytest.mark.parametrize("processed", [0, 3])
def test_it_waits_in_place_for_long_only_where_the_provider_has_just_processed_something(
    vault: Vault,
    stand_in: Running,
    wanted: list[str],
    clock: SleptClock,
    processed: int,
) -> None:
    real, stays = Gateway.create, [True] * processed
    away_since: list[float] = []

    def create(self: Gateway, *args: Any) -> tuple[str, str]:
        if stays:
            stays.pop()
            return real(self, *args)
        away_since.append(clock.at)
        raise NotProcessedError(Unprocessed.NO_CONNECTION)

    with pytest.MonkeyPatch.context() as away:
        away.setattr(sender, "FIRST_WAIT", 0.3)
        away.setattr(sender, "LONGEST_WAIT", 2.0)
        away.setattr(Gateway, "create", create)
        with pytest.raises(NotProcessedError):
            sender_for(vault, stand_in).send_all(vault, len(wanted))
    waited = away_since[-1] - away_since[0]
    assert (0.3 < waited <= 2.0) if processed else (waited <= 0.3)
    # Nothing was under way when it let go, so that nobody is in doubt when it comes back.
    assert summary_of(vault, len(wanted)) == (processed, 0, len(wanted) - processed)
    assert sender_for(vault, stand_in).send_all(vault, len(wanted)) is None
    assert summary_of(vault, len(wanted)) == (len(wanted), 0, 0)
    assert stand_in.counts()["max_per_number"] == 1
