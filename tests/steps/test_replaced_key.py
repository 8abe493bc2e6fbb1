"""An evidence key that was lost while a campaign was open: the key after it says so, loudly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from tests.steps.test_ended_ledger import by_the_last_guard, killed_while_documents_are_made

from eenmalig.cli.verifying import verify
from eenmalig.errors import EenmaligError
from eenmalig.evidence.commit import Commit
from eenmalig.evidence.signing import SIGNING_FILE
from eenmalig.steps.install import install
from eenmalig.steps.overdue import destroy_overdue

if TYPE_CHECKING:
    from tests.bench import Bench

    from eenmalig.stores.home import Home


def replaced(home: Home) -> tuple[str, str]:
    """Lose the evidence key and have another drawn; return the fingerprints of both."""
    (home.signing / SIGNING_FILE).unlink()
    (old,) = (path.stem.partition("-")[2] for path in home.trust.iterdir())
    new = install(home, "beheerder", replace_lost=True).evidence_keys.signer.fingerprint
    return old, new


def test_a_key_that_was_replaced_while_a_campaign_was_open_is_named_with_who_and_when(
    bench: Bench,
) -> None:
    old, new = replaced(bench.home)
    (record,) = bench.records("key_replaced")
    bench.approve()
    bench.send()
    bench.collected()
    bench.destroy()
    assert bench.look().wrong == []
    verdict = bench.verdict()
    assert verdict.key == new
    assert verdict.replaced_keys == [record.data]
    assert [record.data[name] for name in ("old", "new", "by")] == [old, new, "beheerder"]
    assert record.data in bench.kept("certificate.json")["findings"]
    said = CliRunner().invoke(
        verify, [str(bench.evidence), "--trust", str(bench.home.trust)], catch_exceptions=False
    )
    assert f"KEY REPLACED: {old} signed before, and was lost; {new} took its place" in said.output


def test_a_key_that_was_lost_after_certification_is_told_in_the_documents(bench: Bench) -> None:
    killed_while_documents_are_made(bench, by_the_last_guard)
    old, _ = replaced(bench.home)
    bench.destroy()
    assert [finding["old"] for finding in bench.kept("certificate.json")["findings"]] == [old]
    assert bench.look().wrong == []
    bench.verdict()


def test_it_is_told_also_where_the_installing_died_before_it(bench: Bench) -> None:
    bench.patch.setattr("eenmalig.steps.install._tell_replaced_key", lambda *_: None)
    replaced(bench.home)
    assert bench.records("key_replaced") == []
    bench.put_forward(hours=3)
    assert destroy_overdue(bench.stores, bench.settings).wrong == []
    assert bench.look().wrong == []
    (told,) = bench.verdict().replaced_keys
    assert told["by"] == ""


def test_a_key_that_signs_on_and_does_not_say_so_is_a_finding(bench: Bench) -> None:
    bench.patch.setattr(Commit, "_tell_replaced_key", lambda *_: None)
    replaced(bench.home)
    bench.destroy()
    bench.look()
    with pytest.raises(EenmaligError) as caught:
        bench.verdict()
    assert "more than one key signed the ledger" in caught.value.mistakes


def test_a_change_of_keys_that_did_not_happen_is_a_finding(bench: Bench) -> None:
    (key,) = bench.stores.trust.fingerprints
    data = {"old": key, "new": "0" * 32, "by": "beheerder", "at": "2026-01-01T00:00:00+00:00"}
    with bench.stores.evidence(bench.campaign.id).commit() as commit:
        commit.record("key_replaced", data, bench.campaign.taken_in_at)
    bench.destroy()
    bench.look()
    with pytest.raises(EenmaligError) as caught:
        bench.verdict()
    assert any("these keys did not sign before and after" in told for told in caught.value.mistakes)
