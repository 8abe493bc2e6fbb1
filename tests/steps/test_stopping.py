"""A stop destroys whatever cannot be signed, and an answer at its edge is not forgotten."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

import pytest
from tests.bench import STAFF

from eenmalig.domain.approvals import Decision, Standing
from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.commit import Commit
from eenmalig.steps.installation import now
from eenmalig.steps.stop import Stopped, stop_campaign, withdraw_approval
from eenmalig.steps.taking_answers import take_answer
from eenmalig.stores.answers import GivenAnswer

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.bench import Bench

    from eenmalig.evidence.records import Record

POLICE = "police-lelystad"


def damage_ledger(bench: Bench) -> None:
    path = bench.evidence / "ledger.jsonl"
    content = bytearray(path.read_bytes())
    content[200] ^= 1
    path.write_bytes(content)


def remove_dossier(bench: Bench) -> None:
    (bench.evidence / "dossier.json").unlink()


def stop(bench: Bench) -> Stopped:
    return stop_campaign(bench.stores, bench.campaign.id, "somebody")[0]


def withdraw(bench: Bench) -> Stopped:
    return withdraw_approval(bench.stores, bench.campaign.id, "police", POLICE, "somebody")[0]


@pytest.mark.parametrize("harm", [damage_ledger, remove_dossier])
@pytest.mark.parametrize("end", [stop, withdraw])
def test_numbers_are_gone_though_evidence_is_damaged(
    bench: Bench, harm: Callable[[Bench], None], end: Callable[[Bench], Stopped]
) -> None:
    bench.ask("police")
    harm(bench)
    try:
        end(bench)
    except EenmaligError as error:
        assert error.code is Code.EVIDENCE_INVALID  # noqa: PT017 - closing may fail, numbers may not stay
    assert not any((bench.home.keys / bench.campaign.id).glob("[nr]*.key"))
    assert "working copy" not in bench.left()
    assert bench.campaign.stopped_at is not None


def test_nobody_withdraws_on_the_word_of_who_is_not_listed(fresh: Bench) -> None:
    fresh.extract()
    with pytest.raises(EenmaligError) as refused:
        withdraw_approval(fresh.stores, fresh.campaign.id, "police", "nobody", "somebody")
    assert refused.value.code is Code.APPROVAL_NOT_YOURS
    assert fresh.campaign.stopped_at is None


def test_a_no_at_the_very_start_of_destruction_is_signed(bench: Bench) -> None:
    bench.ask("police")
    real = Commit.record

    def record(self: Commit, kind: str, *arguments: Any, **more: Any) -> Record:
        if kind == "destruction_began":
            given = GivenAnswer("police", str(STAFF[POLICE]), POLICE, Decision.REJECT, now())
            take_answer(bench.home, bench.stores.answers, bench.campaign.run, given)
        return real(self, kind, *arguments, **more)

    bench.patch.setattr(Commit, "record", record)
    bench.destroy()
    assert [record.data["decision"] for record in bench.records("approval_answered")] == ["reject"]
    assert bench.kept("report.json")["ending"] == "rejected"


def test_a_gate_that_did_not_open_stays_shut(bench: Bench) -> None:
    bench.decide("police")
    with pytest.raises(EenmaligError):
        bench.gate()
    for authority in ("municipality", "public_prosecutor"):
        assert bench.ask(authority) is None
    assert bench.gate() is Standing.LAPSED


def test_a_row_that_nobody_was_asked_for_is_not_signed(bench: Bench) -> None:
    bench.ask("police")
    bench.answer("police")
    database = sqlite3.connect(bench.home.answers / "answers.db")
    run = bench.campaign.run
    forged = [
        (run, "municipality", "12", "municipality-lelystad", "approve", now().isoformat()),
        (run, "public_prosecutor", "13", "prosecutor-lelystad", "approve", "1999-01-01T00:00:00"),
        (run, "nobody", "13", "prosecutor-lelystad", "approve", now().isoformat()),
    ]
    database.executemany(
        "INSERT INTO answers (run, authority, user_id, staff_id, decision, at) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        forged,
    )
    database.commit()
    database.close()
    with pytest.raises(EenmaligError) as missing:
        bench.gate()
    assert missing.value.code is Code.APPROVAL_MISSING
    assert [record.data["authority"] for record in bench.records("approval_answered")] == ["police"]
