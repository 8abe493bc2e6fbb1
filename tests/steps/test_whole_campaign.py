from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest
from tests.bench import CASE, RECIPIENTS, Bench
from tests.conftest import bench_from

from eenmalig.cleartext.leak_scan import LeakScan
from eenmalig.domain.approvals import Standing
from eenmalig.steps.scan import scan_for_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Template

    from eenmalig.cleartext.sending.provider import ListedMessage


class Ended:
    """A campaign that went its whole way, and what was seen under way."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        bench.approve()
        self.standing = bench.gate()
        bench.send()
        self.sent: list[ListedMessage] = bench.at_gateway()
        bench.collected()
        bench.destroy()
        self.findings = bench.look()


class _Kept(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture(scope="module")
def logged() -> Iterator[list[str]]:
    """Everything that anybody logs, at the finest level."""
    kept, root = _Kept(), logging.getLogger()
    before = root.level
    root.addHandler(kept)
    root.setLevel(logging.DEBUG)
    yield kept.lines
    root.removeHandler(kept)
    root.setLevel(before)


@pytest.fixture(scope="module")
def ended(
    template: Template, logged: list[str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Ended]:
    assert not logged
    with bench_from(template, tmp_path_factory.mktemp("whole")) as bench:
        yield Ended(bench)


def test_the_counts_are_exactly_the_true_ones(ended: Ended) -> None:
    dossier, truth = ended.bench.kept("dossier.json"), ended.bench.truth
    assert dossier["counts"] == truth.totals.totals()
    kept = ({"read", "refused", "excluded", "set_aside", "duplicates", "recipients"}) & set(
        dossier["sources"][0]
    )
    per_source = [{name: each[name] for name in kept} for each in dossier["sources"]]
    assert per_source == [each.per_source() for each in truth.per_source]


def test_each_recipient_and_nobody_else_got_the_approved_text_once(ended: Ended) -> None:
    dossier = ended.bench.kept("dossier.json")
    assert ended.standing is Standing.APPROVED
    assert sorted(each.to for each in ended.sent) == sorted(ended.bench.truth.recipient_numbers)
    assert {each.body for each in ended.sent} == {dossier["text"]}
    assert {each.sender for each in ended.sent} == {dossier["sender_id"]}
    assert not ended.bench.truth.excluded_numbers & {each.to for each in ended.sent}


def test_the_outcomes_add_up_and_all_was_deleted_at_the_provider(ended: Ended) -> None:
    counts = ended.bench.gateway.counts()
    assert ended.bench.kept("report.json")["outcomes"] == {
        "recipients": RECIPIENTS,
        "delivered": RECIPIENTS,
        "failed": 0,
        "unknown": 0,
        "not_sent": 0,
    }
    assert (counts["accepted"], counts["max_per_number"]) == (RECIPIENTS, 1)
    assert (counts["deleted"], counts["remaining"]) == (RECIPIENTS, 0)


def test_nothing_is_left_and_the_evidence_holds(ended: Ended) -> None:
    verdict = ended.bench.verdict()
    assert not ended.bench.left()
    assert (len(ended.findings.looks), ended.findings.wrong) == (1, [])
    assert (verdict.ending, verdict.looks) == ("completed", 1)
    certificate = ended.bench.kept("certificate.json")
    assert certificate["case_reference"] == CASE
    assert {each["what"] for each in certificate["items"]} == {
        "number_key",
        "ref_key",
        "journal_key",
        "vault",
        "working_copy",
        "provider_messages",
    }


def test_a_second_look_changes_nothing(ended: Ended) -> None:
    assert ended.bench.look().wrong == []
    assert ended.bench.verdict().looks == 1


def test_no_number_is_in_any_file_that_is_kept(ended: Ended) -> None:
    result = scan_for_numbers(ended.bench.original, [ended.bench.home.root])
    known = ended.bench.truth.recipient_numbers | ended.bench.truth.excluded_numbers
    assert result.numbers >= len(known)
    assert result.files > len(list(ended.bench.evidence.iterdir()))
    assert result.found == {}


def test_a_number_planted_among_what_is_kept_is_found(ended: Ended) -> None:
    number = next(iter(ended.bench.truth.recipient_numbers))
    planted = ended.bench.home.root / "airflow" / "task.log"
    planted.parent.mkdir()
    planted.write_text(f"INFO sent to 0{number[3:5]}-{number[5:]}\n")
    result = scan_for_numbers(ended.bench.original, [ended.bench.home.root])
    planted.unlink()
    assert result.found == {planted: 1}


def test_no_number_was_logged_at_any_level(ended: Ended, logged: list[str]) -> None:
    known = ended.bench.truth.recipient_numbers | ended.bench.truth.excluded_numbers
    assert any("It adds up" in line for line in logged)
    assert LeakScan(known).hits("\n".join(logged).encode()) == 0
