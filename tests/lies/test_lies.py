"""False statements signed with the real key: verification names each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests import second_checker
from tests.lies.of_assent import OF_ASSENT
from tests.lies.of_destruction import OF_DESTRUCTION
from tests.lies.of_sending import OF_SENDING

from eenmalig.evidence.signing import Signer

if TYPE_CHECKING:
    from pathlib import Path

    from tests.lies.resigning import Change, Lie

BOTH_SEE = (
    "no answer",
    "one not asked",
    "no gate",
    "a deadline in the certificate",
    "an item untold",
    "one message less",
    "one more delivered",
    "one more read",
    "an earlier end in the certificate",
)
LIES = [*OF_ASSENT, *OF_SENDING, *OF_DESTRUCTION]


def test_what_is_signed_anew_unchanged_holds(lie: Lie) -> None:
    before = (lie.folder / "ledger.jsonl").read_bytes()
    assert lie.findings() == []
    assert (lie.folder / "ledger.jsonl").read_bytes() == before
    assert second_checker.complaints(lie.folder, lie.trust) == []


@pytest.mark.parametrize(
    ("change", "told"), [row[1:] for row in LIES], ids=[row[0] for row in LIES]
)
def test_a_false_statement_is_named(lie: Lie, change: Change, told: str) -> None:
    change(lie)
    findings = lie.findings()
    assert any(told in finding for finding in findings), findings


def test_all_that_does_not_hold_is_told_at_once(lie: Lie) -> None:
    alone = {}
    chosen = [entry for entry in LIES if entry[0] in AT_ONCE]
    assert len(chosen) == len(AT_ONCE)
    for _, change, told in chosen:
        change(lie)
        alone[told] = False
    findings = lie.findings()
    assert [told for told in alone if not any(told in finding for finding in findings)] == []


@pytest.mark.parametrize("name", BOTH_SEE)
def test_what_weighs_most_is_seen_by_the_second_checker_too(lie: Lie, name: str) -> None:
    (change,) = (row[1] for row in LIES if row[0] == name)
    change(lie)
    lie.sign()
    assert second_checker.complaints(lie.folder, lie.trust)


AT_ONCE = (
    "an answer of 2020",
    "one more delivered",
    "a deadline in the certificate",
    "the vault not destroyed",
    "a look before the end",
)


def test_a_ledger_that_two_keys_signed_is_refused(lie: Lie, tmp_path: Path) -> None:
    other = Signer.draw(tmp_path / "other")
    other.be_trusted(lie.trust)
    lie.one("certified").signer = other
    assert "more than one key signed the ledger" in lie.findings()


def test_a_later_key_may_look_and_an_earlier_one_then_no_more(lie: Lie, tmp_path: Path) -> None:
    other = Signer.draw(tmp_path / "other")
    other.be_trusted(lie.trust)
    lie.looks.append(lie.looks[0])
    lie.looks[1] = lie.looks[1].__class__(**{**vars(lie.looks[0]), "signer": other})
    assert lie.findings() == []
    lie.looks.append(lie.looks[0])
    assert "verifications.jsonl: a key signed again that another had replaced" in lie.findings()


def test_a_live_key_signs_no_rehearsal(lie: Lie, tmp_path: Path) -> None:
    other = Signer.draw(tmp_path / "other")
    other.be_trusted(lie.trust)
    (public,) = lie.trust.glob(f"*{other.fingerprint}.pem")
    public.rename(public.with_name(f"live-{other.fingerprint}.pem"))
    for said in (*lie.records, *lie.looks):
        said.signer = other
    assert "record 1 is signed by a key of kind live but is a rehearsal" in lie.findings()
