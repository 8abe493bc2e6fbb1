"""What each verification leaves in the trace, and what it finds of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from eenmalig.evidence.ledger import VERIFICATIONS, head
from eenmalig.evidence.trace_reading import BEGAN, TRACE, VERIFIED, read_trace, tell_trace
from eenmalig.steps import verify_destruction as verification
from eenmalig.steps.install import install
from eenmalig.steps.overdue import destroy_overdue
from eenmalig.steps.verify_destruction import verify_destruction
from eenmalig.stores.inventory import inventory_file

if TYPE_CHECKING:
    from tests.bench import Bench

    from eenmalig.evidence.records import Record


def left_by(bench: Bench) -> list[Record]:
    return list(read_trace(bench.home.evidence / TRACE, bench.stores.trust))


def ended(bench: Bench) -> list[Record]:
    return [record for record in left_by(bench) if record.kind == VERIFIED]


def test_each_leaves_one_record_and_an_unchanged_look_adds_none_to_its_campaign(
    bench: Bench,
) -> None:
    bench.destroy()
    assert bench.look().wrong == []
    looks = (bench.evidence / VERIFICATIONS).read_bytes()
    assert bench.look().wrong == []
    assert (bench.evidence / VERIFICATIONS).read_bytes() == looks
    first, second = (record.data for record in ended(bench))
    assert first["changed"] == {bench.campaign.id: head(bench.evidence / VERIFICATIONS)}
    assert (second["changed"], second["unchanged"], second["looked_at"]) == ({}, 1, 1)
    assert (second["findings"], second["open"], second["destroyed"]) == (0, 0, 0)
    assert second["not_looked"] == {}
    assert second["searched"]["whole"]
    assert second["searched"]["bytes"] > len(looks)


def test_it_counts_what_is_open_and_what_it_destroyed_as_overdue(bench: Bench) -> None:
    bench.look()
    bench.put_forward(hours=3)
    bench.look()
    first, second = (record.data for record in ended(bench))
    assert (first["open"], first["looked_at"], first["destroyed"]) == (1, 0, 0)
    assert (second["open"], second["looked_at"], second["destroyed"]) == (0, 1, 1)


def test_what_it_found_is_counted_and_what_it_could_not_look_at_is_named(bench: Bench) -> None:
    bench.destroy()
    bench.look()
    report = bench.evidence / "report.json"
    whole = report.read_bytes()
    report.write_bytes(whole + b" ")
    bench.look()
    report.write_bytes(whole)
    bench.look()
    _, second, third = (record.data for record in ended(bench))
    assert second["not_looked"] == {bench.campaign.id: "evidence-invalid"}
    assert (second["findings"], second["looked_at"]) == (1, 0)
    assert (third["findings"], third["looked_at"], third["not_looked"]) == (0, 1, {})
    assert tell_trace(bench.evidence, bench.home.trust).verifications == 2


def test_destroying_what_is_overdue_is_no_verification(bench: Bench) -> None:
    destroy_overdue(bench.stores, bench.settings)
    assert not (bench.home.evidence / TRACE).exists()


def test_the_trace_is_of_no_campaign_and_no_stranger(bench: Bench) -> None:
    bench.look()
    (bench.home.evidence / f".{TRACE}.0123456789abcdef.new").write_bytes(b"a draft")
    assert bench.look().wrong == []
    (bench.home.evidence / "verifications.json").write_bytes(b"another")
    assert bench.look().wrong == ["evidence holds something no campaign owns"]


def test_records_that_were_dropped_from_it_are_told_by_the_next_alone(bench: Bench) -> None:
    bench.destroy()
    bench.look()
    bench.look()
    trace = bench.home.evidence / TRACE
    whole = trace.read_bytes()
    trace.write_bytes(b"".join(whole.splitlines(keepends=True)[:-2]))
    found = bench.look()
    assert found.wrong == ["the trace of verifications lacked records that were in it"]
    assert found.unsound == found.wrong
    assert trace.read_bytes().startswith(whole)
    assert bench.look().wrong == []


def test_an_inventory_that_was_lost_and_made_anew_knows_the_trace(bench: Bench) -> None:
    bench.destroy()
    bench.look()
    inventory_file(bench.home).unlink()
    install(bench.home, "tests", replace_lost=True)
    assert bench.look().wrong == []
    first, second = ended(bench)
    assert (first.data["looked_at"], second.data["unchanged"]) == (1, 1)


def test_a_trace_that_cannot_be_taken_over_holds_up_no_destruction(bench: Bench) -> None:
    bench.look()
    with bench.stores.inventory.changing() as changes:
        changes.connection.exec_driver_sql("DELETE FROM lines WHERE campaign = 'installation'")
    (bench.home.trust / "stray").write_bytes(b"x")
    bench.put_forward(hours=3)
    destroy_overdue(bench.stores, bench.settings)
    assert not (bench.home.keys / bench.campaign.id / "number.key").exists()
    assert "working copy" not in bench.left()


def test_what_cannot_be_recorded_holds_up_no_destruction(bench: Bench) -> None:
    (bench.home.evidence / TRACE).mkdir()
    bench.put_forward(hours=3)
    found = bench.look()
    assert found.destroyed == [bench.campaign.id]
    assert not bench.left()
    assert found.wrong == ["the trace of verifications could not be written: IsADirectoryError"]


def test_one_that_breaks_off_has_begun_and_not_ended(bench: Bench) -> None:
    bench.destroy()
    bench.look()
    with bench.patch.context() as patch:
        patch.setattr(verification, "look_at_campaign", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            verify_destruction(bench.stores, bench.settings)
    assert [record.kind for record in left_by(bench)] == [BEGAN, VERIFIED, BEGAN]
    told = tell_trace(bench.evidence, bench.home.trust)
    assert (told.verifications, len(told.not_ended)) == (1, 1)


def test_where_nothing_can_be_signed_it_says_that_it_left_no_trace(bench: Bench) -> None:
    (bench.home.signing / "rehearsal.pem").chmod(0o644)
    found = bench.look()
    assert "the trace of verifications could not be written: key-exposed" in found.wrong
    assert not (bench.home.evidence / TRACE).exists()
