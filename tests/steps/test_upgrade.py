"""Homes that an earlier program left, taken over by this one."""

from __future__ import annotations

import hashlib
import tarfile
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import SystemRandom
from typing import TYPE_CHECKING

import pytest
from tests import second_checker, second_trace_checker
from tests.bench import CITY, put_clock_forward

from eenmalig.cleartext.vault.journal import Journal
from eenmalig.cleartext.vault.vault import Vault
from eenmalig.domain.campaign import Campaign, State
from eenmalig.domain.gateway_settings import GatewaySettings
from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.verifying import verify_evidence
from eenmalig.steps.install import install
from eenmalig.steps.installation import Stores
from eenmalig.steps.verify_destruction import verify_destruction
from eenmalig.stores.home import Home
from eenmalig.stores.keys import CampaignKeys, Purpose
from rehearsal import numbers
from rehearsal.gateway import running
from rehearsal.gateway.messages import Fate, Wanted, accepted
from rehearsal.gateway.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

HOMES = Path(__file__).with_name("format_1")
CREDENTIALS = (f"AC{'5e' * 16}", "7a" * 16)
OPEN = ("extracted", "asking", "sent", "destroying")
# How each ends: one that had sent is not called superseded.
ENDINGS = {
    "extracted": "superseded",
    "asking": "superseded",
    "sent": "completed",
    "destroying": "completed",
    "closed": "completed",
}
_RUN_AT = datetime(2026, 11, 26, 5, 0, tzinfo=UTC)


@contextmanager
def gateway_of(home: Home, folder: Path) -> Iterator[GatewaySettings]:
    """Serve the messages that the journals of a home know."""
    store = Store(folder / "provider.db", key=b"")
    asked = Wanted(next(numbers.mobiles(SystemRandom())), "Politie", None, "Een bericht.", 60)
    for keys in map(CampaignKeys, home.keys.glob("*")):
        vault = Vault(home.vault / keys.folder.name, keys, datetime.now(UTC))
        for sid in Journal(vault, Purpose.DESTRUCTION).messages():
            fate = Fate(0, 0, receipt_seconds=0)
            store.add(accepted(asked, fate, sid=sid, account_sid=CREDENTIALS[0], now=time.time()))
    with running("none", credentials=CREDENTIALS, state_file=folder / "provider.db") as gateway:
        yield GatewaySettings(gateway.base_url, gateway.account_sid, gateway.token)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "home"
    root.mkdir(mode=0o700)
    return root


@pytest.fixture(autouse=True)
def _clock_as_it_stood_then(monkeypatch: pytest.MonkeyPatch) -> None:
    put_clock_forward(monkeypatch, seconds=(_RUN_AT - datetime.now(UTC)).total_seconds())


def unpacked(root: Path, state: str) -> Home:
    with tarfile.open(HOMES / f"{state}.tar.gz") as archive:
        archive.extractall(root, filter="data")
    return Home(root)


def content(root: Path) -> Mapping[str, str]:
    """Return every file below a folder with its digest and mode, but for our own lock."""
    return {
        str(path.relative_to(root)): f"{path.stat().st_mode:o} "
        + hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.name != ".install.lock"
    }


def refused(home: Home) -> Code:
    with pytest.raises(EenmaligError) as refusal:
        install(home, "tests")
    return refusal.value.code


def only_campaign(stores: Stores) -> Campaign:
    (campaign,) = stores.inventory.campaigns()
    return campaign


def holds_twice(home: Home, campaign: str) -> str:
    """Check evidence by both checkers; return how the campaign ended."""
    folder = home.evidence / campaign
    assert second_checker.complaints(folder, home.trust) == []
    assert second_trace_checker.trace_complaints(home.evidence, home.trust) == []
    return verify_evidence(folder, home.trust).ending


@pytest.mark.parametrize("state", [*ENDINGS, "sending"])
def test_before_it_is_installed_the_new_program_refuses_an_older_inventory(
    root: Path, state: str
) -> None:
    home = unpacked(root, state)
    before = content(root)
    with pytest.raises(EenmaligError) as older:
        Stores(home)
    assert older.value.code is Code.DATABASE_OLDER
    assert "eenmalig install" in str(older.value)
    assert content(root) == before


def test_while_a_campaign_is_sending_nothing_is_upgraded_nor_changed(root: Path) -> None:
    home = unpacked(root, "sending")
    before = content(root)
    assert refused(home) is Code.UPGRADE_REFUSED
    assert content(root) == before
    with pytest.raises(EenmaligError) as older:
        Stores(home)
    assert older.value.code is Code.DATABASE_OLDER


@pytest.mark.parametrize("state", OPEN)
def test_an_open_campaign_is_taken_over_ended_and_destroyed(
    root: Path, state: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = unpacked(root, state)
    ledger = next(home.evidence.glob("*/ledger.jsonl"))
    before = ledger.read_bytes()
    stores = install(home, "tests")
    campaign = only_campaign(stores)
    assert ledger.read_bytes().startswith(before)
    assert [each.kind for each in stores.evidence(campaign.id).records()][-1] == "superseded"
    behind = campaign.deadline - datetime.now(UTC) + timedelta(minutes=1)
    put_clock_forward(monkeypatch, seconds=behind.total_seconds())

    with gateway_of(home, tmp_path) as settings:
        findings = verify_destruction(Stores(home), settings)
    assert (findings.destroyed, findings.wrong) == ([campaign.id], [])
    assert only_campaign(Stores(home)).state is State.CLOSED
    for left in (
        home.vault / campaign.id,
        home.keys / campaign.id,
        home.handover / CITY / "overdracht",
    ):
        assert not left.exists()
    assert holds_twice(home, campaign.id) == ENDINGS[state]


@pytest.mark.parametrize("state", ["extracted", "asking"])
def test_what_was_not_sent_is_destroyed_by_the_next_look_before_its_deadline(
    root: Path, state: str
) -> None:
    home = unpacked(root, state)
    stores = install(home, "tests")
    findings = verify_destruction(stores, None)
    assert (len(findings.destroyed), findings.wrong) == (1, [])


def test_closed_evidence_verifies_as_before(root: Path, tmp_path: Path) -> None:
    home = unpacked(root, "closed")
    campaign = next(home.evidence.iterdir()).name
    before = verify_evidence(home.evidence / campaign, home.trust)
    evidence = content(home.evidence / campaign)
    stores = install(home, "tests")
    assert verify_evidence(home.evidence / campaign, home.trust) == before
    with gateway_of(home, tmp_path) as settings:
        assert verify_destruction(stores, settings).wrong == []
    assert content(home.evidence / campaign) == evidence
    assert holds_twice(home, campaign) == ENDINGS["closed"]


@pytest.mark.parametrize("state", ["sent", "destroying", "closed"])
def test_a_case_that_was_sent_before_stays_refused(root: Path, state: str) -> None:
    stores = install(unpacked(root, state), "tests")
    assert stores.inventory.case_was_sent(CITY, only_campaign(stores).case_reference)


@pytest.mark.parametrize("state", ENDINGS)
def test_installing_again_changes_nothing(root: Path, state: str) -> None:
    home = unpacked(root, state)
    install(home, "tests")
    before = content(root)
    install(home, "tests")
    assert content(root) == before
