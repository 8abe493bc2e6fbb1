"""A campaign of which the provider accepted nothing says so, and has not spent its case."""

from __future__ import annotations

import logging
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from tests.bench import CITY, RECIPIENTS, add_handover, at_call, ends_as
from tests.steps.test_reconciled_list import plant

from eenmalig.cleartext.leak_scan import LeakScan
from eenmalig.cleartext.sending.twilio import Gateway
from eenmalig.domain.campaign import State
from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.commit import Commit
from eenmalig.steps.install import install
from eenmalig.steps.stop import stop_campaign
from eenmalig.stores.inventory import inventory_file
from rehearsal.gateway import running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tests.bench import Bench

    Another = Callable[[Bench, str], Bench]
    Misbehaving = Callable[[str | Mapping[str, object]], Bench]

# The first attempt is in doubt, the second is refused for a reason that is the sender's.
DOUBT_FIRST = {"error_500_without_accept": {"nth": [1]}, "sender_refused": {"share": 1}}
# Two are accepted before it.
ACCEPTED_FIRST = {"sender_refused": {"nth": [3]}}


def sent(bench: Bench) -> dict[str, Any]:
    """Approve and send; return what is on record of it."""
    bench.approve()
    bench.gate()
    bench.send()
    (record,) = bench.records("sent")
    return dict(record.data)


def collected(bench: Bench) -> None:
    bench.gateway.forward(600)
    assert bench.collect()


def corrected(bench: Bench, another_run: Another, name: str, letter: str) -> Bench:
    """Give a corrected hand-over, which follows the campaign, to a run of its own."""
    add_handover(bench.home, bench.original, name)
    declaration = bench.home.handover / CITY / name / "handover.yaml"
    declared = yaml.safe_load(declaration.read_text())
    declaration.write_text(yaml.safe_dump({**declared, "follows": bench.campaign.id}))
    return another_run(bench, letter)


def is_refused(code: Code, step: Callable[[], object]) -> None:
    with pytest.raises(EenmaligError) as refused:
        step()
    assert refused.value.code is code


@contextmanager
def with_a_sound_gateway(bench: Bench) -> Iterator[Bench]:
    with ExitStack() as stack:
        credentials = bench.gateway.account_sid, bench.gateway.token
        sound = stack.enter_context(running("none", credentials=credentials))
        yield replace(bench, gateway=sound)


def test_a_sender_that_is_refused_ends_sending_at_once_and_says_by_which_code(
    bench_with: Misbehaving, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    bench = bench_with("sender_refused")
    numbers = sorted(bench.truth.recipient_numbers)
    record = sent(bench)
    assert bench.gateway.counts()["posts"] == 1
    assert (record["ended_early"], record["provider_code"]) == ("gateway_refuses", 21606)
    assert (record["tried"], record["not_sent"]) == (0, RECIPIENTS)
    assert "for a reason that is no recipient's (its code 21606)" in caplog.text
    assert LeakScan(numbers).hits(caplog.text.encode()) == 0
    collected(bench)
    ends_as(bench, "none_accepted")
    report = (bench.evidence / "report.html").read_text()
    assert "om een reden die van geen ontvanger is" in report
    assert "afzender mag niet worden gebruikt (code 21606)" in report
    assert "de aanbieder nam geen enkel bericht aan" in report
    assert "may not send" not in report, "the provider's own words are kept nowhere"


def test_what_was_refused_for_everybody_has_spent_nothing_and_may_be_followed(
    bench_with: Misbehaving, another_run: Another
) -> None:
    bench = bench_with("sender_refused")
    sent(bench)
    second = corrected(bench, another_run, "tweede", "b")
    is_refused(Code.CASE_ALREADY_SENT, lambda: second.extract("tweede"))
    collected(bench)
    is_refused(Code.CASE_ALREADY_SENT, lambda: second.extract("tweede"))
    ends_as(bench, "none_accepted")
    assert bench.campaign.spent_nothing
    # What was given before that held the same exports, so it was destroyed as a copy.
    second = corrected(bench, another_run, "tweede", "b")
    with with_a_sound_gateway(second) as following:
        following.extract("tweede")
        following.normalize()
        following.approve()
        following.send()
        following.collected()
        ends_as(following, "completed")
        assert following.gateway.counts()["max_per_number"] == 1
        third = corrected(bench, another_run, "derde", "c")
        is_refused(Code.CASE_ALREADY_SENT, lambda: third.extract("derde"))


@pytest.mark.parametrize(
    ("rules", "ending", "accepted", "in_doubt"),
    [(DOUBT_FIRST, "all_in_doubt", 0, 1), (ACCEPTED_FIRST, "ended_early", 2, 0)],
)
def test_what_may_have_reached_anybody_has_spent_the_case_for_good(  # noqa: PLR0913, PLR0917 - cases
    bench_with: Misbehaving,
    another_run: Another,
    rules: Mapping[str, object],
    ending: str,
    accepted: int,
    in_doubt: int,
) -> None:
    bench = bench_with({"rules": rules})
    record = sent(bench)
    assert (record["accepted"], record["in_doubt"]) == (accepted, in_doubt)
    collected(bench)
    ends_as(bench, ending)
    assert not bench.campaign.spent_nothing
    second = corrected(bench, another_run, "tweede", "b")
    is_refused(Code.CASE_ALREADY_SENT, lambda: second.extract("tweede"))


def test_a_reason_that_all_recipients_share_is_none_of_theirs(bench_with: Misbehaving) -> None:
    bench = bench_with({"rules": {"invalid_to": {"share": 1}}})
    record = sent(bench)
    assert bench.gateway.counts()["posts"] == record["refused_by_provider"] == 5
    assert (record["ended_early"], record["provider_code"]) == ("same_refusal", 21211)
    collected(bench)
    ends_as(bench, "none_accepted")
    assert bench.kept("report.json")["failed_by_code"] == {"21211": 5}
    assert bench.campaign.spent_nothing


def test_whoever_dies_before_the_end_is_committed_leaves_the_case_spent(
    bench_with: Misbehaving,
) -> None:
    bench = bench_with("sender_refused")
    sent(bench)
    collected(bench)
    with bench.patch.context() as patch:

        def update(_: Commit, **changes: object) -> None:
            if changes.get("state") is State.CLOSED:
                raise KeyboardInterrupt

        patch.setattr(Commit, "update", update)
        with pytest.raises(KeyboardInterrupt):
            bench.destroy()
    assert not bench.campaign.spent_nothing
    assert bench.records("closed") == []
    case = bench.campaign.case_reference
    assert bench.stores.inventory.case_was_sent(CITY, case)
    ends_as(bench, "none_accepted")
    assert not bench.stores.inventory.case_was_sent(CITY, case)


@pytest.mark.parametrize("faults", ["sender_refused", {"rules": DOUBT_FIRST}, "none"])
def test_a_lost_inventory_learns_from_the_ledger_whether_the_case_is_spent(
    bench_with: Misbehaving, faults: str | Mapping[str, object]
) -> None:
    bench = bench_with(faults)
    sent(bench)
    bench.collected()
    bench.destroy()
    known = bench.campaign
    case = known.case_reference
    was_sent = bench.stores.inventory.case_was_sent(CITY, case)
    assert was_sent == (faults != "sender_refused")
    inventory_file(bench.home).unlink()
    install(bench.home, "tests", replace_lost=True)
    assert bench.campaign.spent_nothing == known.spent_nothing == (not was_sent)
    assert bench.stores.inventory.case_was_sent(CITY, case) == was_sent


@pytest.mark.parametrize("stays", [True, False])
def test_a_message_that_a_later_look_finds_has_spent_the_case_after_all(
    bench_with: Misbehaving, another_run: Another, mobile: str, *, stays: bool
) -> None:
    bench = bench_with({"rules": {"sender_refused": {"nth": [1]}}})
    sent(bench)
    ends_as(bench, "none_accepted")
    assert bench.campaign.spent_nothing
    before = inventory_file(bench.home).read_bytes()
    plant(bench, mobile)
    bench.gateway.forward(600)
    with bench.patch.context() as patch:
        if stays:
            patch.setattr(Gateway, "delete", lambda *_: False)
        assert bench.look().wrong
    second = corrected(bench, another_run, "tweede", "b")

    def is_spent() -> None:
        is_refused(Code.CASE_ALREADY_SENT, lambda: second.extract("tweede"))
        assert not bench.campaign.spent_nothing

    is_spent()
    inventory_file(bench.home).unlink()
    install(bench.home, "tests", replace_lost=True)
    is_spent()
    # An inventory of before that look learns it from the look's own file.
    inventory_file(bench.home).write_bytes(before)
    is_spent()


def test_a_stop_while_it_waits_for_the_first_answer_has_spent_nothing(
    bench_with: Misbehaving,
) -> None:
    bench = bench_with({"rules": {"too_many_requests": {"share": 1}}})
    at_call(bench, 5, lambda: stop_campaign(bench.stores, bench.campaign.id, "tests"))
    sent(bench)
    collected(bench)
    ends_as(bench, "stopped")
    assert bench.campaign.spent_nothing
