"""What the daily look checks besides what was destroyed, and that no fault hides another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.bench import HANDOVER, Bench, add_handover

from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.verifying import verify_evidence

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def of(bench: Bench, what: str) -> list[str]:
    return [f"{bench.campaign.id}: {what}"]


@pytest.fixture
def two(bench: Bench, another_run: Callable[[Bench, str], Bench]) -> tuple[Bench, Bench]:
    """Two campaigns that were destroyed and looked at."""
    other = another_run(bench, "b")
    bench.destroy()
    add_handover(bench.home, bench.original, "second")
    other.extract("second")
    other.destroy()
    assert bench.look().wrong == []
    return bench, other


def damage_report(bench: Bench) -> None:
    (bench.evidence / "report.json").write_bytes(b"{}\n")


def damage_ledger(bench: Bench) -> None:
    (bench.evidence / "ledger.jsonl").write_bytes(b"no ledger\n")


def drop_looks(bench: Bench) -> None:
    (bench.evidence / "verifications.jsonl").unlink()


def put_a_folder_in_place(bench: Bench) -> None:
    certificate = bench.evidence / "certificate.json"
    certificate.unlink()
    certificate.mkdir()


@pytest.mark.parametrize(
    "damage", [damage_report, damage_ledger, drop_looks, put_a_folder_in_place]
)
def test_one_campaigns_fault_is_told_and_hides_no_others(
    two: tuple[Bench, Bench], damage: Callable[[Bench], None]
) -> None:
    first, second = two
    damage(first)
    second.stores.vault_folder(second.campaign.id).mkdir(parents=True)
    found = first.look()
    assert [line.partition(":")[0] for line in found.unsound] == [first.campaign.id]
    assert f"{second.campaign.id}: vault is not as it should be" in found.wrong
    assert list(found.not_looked) == [first.campaign.id]
    with pytest.raises(EenmaligError) as left:
        found.require_nothing()
    assert left.value.code is Code.DESTRUCTION_INCOMPLETE


def test_evidence_alone_that_does_not_hold_is_told_as_that(two: tuple[Bench, Bench]) -> None:
    first, _ = two
    damage_report(first)
    with pytest.raises(EenmaligError) as invalid:
        first.look().require_nothing()
    assert invalid.value.code is Code.EVIDENCE_INVALID


def test_evidence_is_checked_as_everybody_else_would(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.destroy()
    checked: list[Path] = []

    def refuse(folder: Path, trust: Path) -> None:
        verify_evidence(folder, trust)
        checked.append(folder)
        raise EenmaligError(Code.EVIDENCE_INVALID, "a rule that is broken")

    monkeypatch.setattr("eenmalig.steps.campaign_look.verify_evidence", refuse)
    found = bench.look()
    assert found.wrong == of(bench, "evidence (evidence-invalid) is not as it should be")
    assert checked == [bench.evidence]


def test_an_open_campaigns_ledger_is_looked_at_too(bench: Bench) -> None:
    (bench.evidence / "ledger.jsonl").unlink()
    found = bench.look()
    assert found.unsound == of(bench, "ledger (ledger-cut) is not as it should be")
    assert bench.left() == {"vault", "keys", "working copy"}


def a_file(path: Path) -> None:
    path.write_bytes(b"x")


def a_folder(path: Path) -> None:
    path.mkdir()


def a_link(path: Path) -> None:
    path.symlink_to("/nowhere")


@pytest.mark.parametrize("put", [a_file, a_folder, a_link])
@pytest.mark.parametrize("store", ["vault", "keys"])
def test_what_is_not_the_campaigns_is_found_in_its_stores(
    bench: Bench, store: str, put: Callable[[Path], None]
) -> None:
    put(bench.home.root / store / bench.campaign.id / "copy")
    assert bench.look().wrong == of(bench, f"{store} holds something that is not the campaign's")


@pytest.mark.parametrize(("store", "name"), [("vault", "vault.db"), ("keys", "number.key")])
def test_a_link_is_not_the_campaigns_even_where_its_file_should_be(
    bench: Bench, tmp_path: Path, store: str, name: str
) -> None:
    path = bench.home.root / store / bench.campaign.id / name
    path.rename(tmp_path / name)
    path.symlink_to(tmp_path / name)
    expected = of(bench, f"{store} holds something that is not the campaign's")
    assert expected[0] in bench.look().wrong


def test_a_store_that_became_a_link_as_a_whole_is_found(bench: Bench, tmp_path: Path) -> None:
    folder = bench.stores.vault_folder(bench.campaign.id)
    folder.rename(tmp_path / "moved")
    folder.symlink_to(tmp_path / "moved")
    assert bench.look().wrong == of(bench, "vault holds something that is not the campaign's")


@pytest.mark.parametrize("put", [a_file, a_folder, a_link])
@pytest.mark.parametrize("store", ["vault", "keys"])
def test_what_stands_where_a_destroyed_campaign_stood_is_found_whatever_it_is(
    bench: Bench, store: str, put: Callable[[Path], None]
) -> None:
    bench.destroy()
    put(bench.home.root / store / bench.campaign.id)
    assert of(bench, f"{store} is not as it should be")[0] in bench.look().wrong


@pytest.mark.parametrize("put", [a_file, a_folder, a_link])
@pytest.mark.parametrize("store", ["vault", "keys", "evidence"])
def test_what_no_campaign_owns_is_found_whatever_it_is(
    bench: Bench, store: str, put: Callable[[Path], None]
) -> None:
    put(bench.home.root / store / "stranger")
    assert f"{store} holds something no campaign owns" in bench.look().wrong


@pytest.mark.parametrize("name", [HANDOVER, "elders"])
def test_a_working_copy_that_came_back_is_found_by_its_case(bench: Bench, name: str) -> None:
    bench.approve()
    bench.send()
    bench.destroy()
    assert bench.look().wrong == []
    add_handover(bench.home, bench.original, name)
    assert bench.look().wrong == ["handover holds working copies of a case that was texted: 1"]


def test_a_hand_over_of_a_case_that_nobody_was_texted_for_may_come(bench: Bench) -> None:
    bench.destroy()
    add_handover(bench.home, bench.original)
    assert bench.look().wrong == []


def test_a_store_that_cannot_be_listed_hides_nothing_else(
    two: tuple[Bench, Bench], another_run: Callable[[Bench, str], Bench]
) -> None:
    closed, _ = two
    still_open = another_run(closed, "c")
    add_handover(closed.home, closed.original, "third")
    still_open.extract("third")
    keys = closed.home.keys
    keys.rename(keys.with_name("elsewhere"))
    keys.touch()
    findings = closed.look()
    assert any(
        line.endswith("could not be looked for: NotADirectoryError") for line in findings.wrong
    )
    assert len(findings.looks) == 2
    kept = closed.stores.trace.records()
    assert kept[-1].kind == "verified"
