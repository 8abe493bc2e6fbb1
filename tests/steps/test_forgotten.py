"""What an installation forgot, or cannot see just now, texts nobody again and loses no answer."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from tests.bench import CASE, CITY, RECIPIENTS, STAFF, add_handover, ends_as

from eenmalig.domain.approvals import Decision
from eenmalig.errors import Code, EenmaligError
from eenmalig.steps.destruction import _Destruction
from eenmalig.steps.install import install
from eenmalig.steps.installation import now
from eenmalig.steps.overdue import destroy_overdue
from eenmalig.steps.taking_answers import take_answer
from eenmalig.stores.answers import Answers, GivenAnswer, Taken
from eenmalig.stores.inventory import inventory_file
from eenmalig.stores.keys import KeyName
from rehearsal.handovers import make_handover

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.bench import Bench

    Another = Callable[[Bench, str], Bench]

POLICE = "police-lelystad"


def refused(step: Callable[[], object]) -> Code:
    with pytest.raises(EenmaligError) as caught:
        step()
    return caught.value.code


def same_numbers(bench: Bench, another_run: Another) -> Bench:
    """Take the same numbers in for another case."""
    add_handover(bench.home, bench.original, "tweede")
    declaration = bench.home.handover / CITY / "tweede" / "handover.yaml"
    declared = yaml.safe_load(declaration.read_text())
    declaration.write_text(yaml.safe_dump({**declared, "case_reference": "PL-2026-0002"}))
    second = another_run(bench, "b")
    second.extract("tweede")
    return second


def reject(bench: Bench) -> None:
    """Take a rejection in; no step signs it yet."""
    given = GivenAnswer("police", str(STAFF[POLICE]), POLICE, Decision.REJECT, now())
    take_answer(bench.home, bench.stores.answers, bench.campaign.run, given)


def test_who_was_texted_is_texted_by_nobody_after_the_inventory_was_lost(
    bench: Bench, another_run: Another
) -> None:
    bench.approve()
    bench.send()
    inventory_file(bench.home).unlink()
    install(bench.home, "tests", replace_lost=True)
    assert refused(same_numbers(bench, another_run).normalize) is Code.DESTRUCTION_INCOMPLETE
    assert bench.gateway.counts()["max_per_number"] == 1


def test_nor_after_an_inventory_of_before_anybody_was_chosen_was_put_back(
    fresh: Bench, another_run: Another, tmp_path: Path
) -> None:
    fresh.extract()
    shutil.copy(inventory_file(fresh.home), tmp_path / "older")
    fresh.normalize()
    fresh.approve()
    fresh.send()
    shutil.copy(tmp_path / "older", inventory_file(fresh.home))
    assert refused(same_numbers(fresh, another_run).normalize) is Code.DESTRUCTION_INCOMPLETE


def test_nobody_is_compared_with_nobody_where_a_ref_key_is_gone(
    bench: Bench, another_run: Another
) -> None:
    bench.stores.keys(bench.campaign.id).destroy(KeyName.REF)
    assert refused(same_numbers(bench, another_run).normalize) is Code.DESTRUCTION_INCOMPLETE


def test_a_case_that_only_a_ledger_knows_as_begun_is_not_begun_again(
    bench: Bench, another_run: Another, tmp_path: Path
) -> None:
    make_handover(tmp_path / "others", city=CITY, case_reference=CASE, recipients=8)
    add_handover(bench.home, tmp_path / "others", "anderen")
    second = another_run(bench, "b")
    second.extract("anderen")
    second.normalize()
    second.approve()
    bench.approve()
    shutil.copy(inventory_file(bench.home), tmp_path / "older")
    bench.send()
    shutil.copy(tmp_path / "older", inventory_file(bench.home))
    assert refused(second.send) is Code.CASE_ALREADY_SENT
    assert bench.gateway.counts()["accepted"] == RECIPIENTS


def test_an_end_without_recipients_stays_one_whoever_is_free_by_then(
    bench: Bench, another_run: Another
) -> None:
    second = same_numbers(bench, another_run)
    assert refused(second.normalize) is Code.NO_RECIPIENT
    bench.destroy()
    assert refused(second.normalize) is Code.NO_RECIPIENT
    assert len(second.records("normalized")) == 1
    ends_as(second, "nothing_to_send")


def test_a_no_is_signed_at_the_end_whatever_stands_beside_the_ledger(bench: Bench) -> None:
    bench.ask("police")
    reject(bench)
    (bench.evidence / "stranger").write_text("x")
    bench.destroy()
    assert [record.data["decision"] for record in bench.records("approval_answered")] == ["reject"]
    assert bench.kept("report.json")["ending"] == "rejected"


def test_a_no_that_is_kept_while_it_is_destroyed_is_signed_before_the_end(bench: Bench) -> None:
    bench.ask("police")
    given = GivenAnswer("police", str(STAFF[POLICE]), POLICE, Decision.REJECT, now())
    real = _Destruction.number_key

    def number_key(self: _Destruction) -> None:
        # Its check was passed before destruction was on record.
        bench.stores.answers.take(bench.campaign.run, given, [POLICE])
        real(self)

    bench.patch.setattr(_Destruction, "number_key", number_key)
    bench.destroy()
    assert [record.data["decision"] for record in bench.records("approval_answered")] == ["reject"]
    assert bench.kept("report.json")["ending"] == "rejected"


def test_a_no_that_is_kept_after_the_end_is_told_to_be_too_late(bench: Bench) -> None:
    bench.ask("police")
    real = Answers.take

    def take(self: Answers, *arguments: Any) -> Taken:
        bench.destroy()
        return real(self, *arguments)

    bench.patch.setattr(Answers, "take", take)
    assert refused(lambda: reject(bench)) is Code.ANSWER_TOO_LATE
    assert bench.records("approval_answered") == []


def test_past_the_deadline_no_lease_keeps_a_number_readable(bench: Bench) -> None:
    bench.patch.setattr("eenmalig.steps.overdue.LEASES_WAIT", 0.1)
    bench.put_forward(hours=3)
    with bench.stores.inventory.lease(bench.campaign.id):
        assert destroy_overdue(bench.stores, bench.settings).wrong
    assert bench.stores.keys(bench.campaign.id).present() == [KeyName.JOURNAL]
    assert "working copy" not in bench.left()


def test_what_was_deleted_while_nothing_could_be_signed_is_not_called_lost(bench: Bench) -> None:
    bench.approve()
    bench.send()
    bench.collected()
    away = bench.home.signing.rename(bench.home.root / "away")
    for _ in range(2):
        assert refused(bench.destroy) is Code.KEY_MISSING
    away.rename(bench.home.signing)
    bench.destroy()
    assert bench.records("lost") == []
    assert bench.gateway.counts()["remaining"] == 0
    assert bench.look().wrong == []
    assert bench.verdict().provider == "absent"


def test_an_inventory_that_was_edited_to_forget_that_a_case_was_texted_is_told(
    bench: Bench,
) -> None:
    bench.approve()
    bench.send()
    for _ in range(2):
        with bench.stores.inventory.changing() as changes:
            changes.connection.exec_driver_sql("UPDATE campaigns SET sending_began_at = NULL")
        assert bench.look().wrong == [f"{bench.campaign.id} was unknown to the inventory"]
        assert bench.stores.inventory.case_was_sent(CITY, CASE)
        bench.destroy()
    assert bench.look().wrong == []
    assert bench.verdict().provider == "absent"
