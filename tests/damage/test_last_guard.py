"""What the last guard does with next to nothing, and what is planted beside evidence."""

from __future__ import annotations

import json
import os
import shutil
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from tests.bench import PROFILE, cannot_be_removed
from tests.damage.states import Kept, Stage, bench_at, make_stages

from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.ledger import VERIFICATIONS
from eenmalig.steps.expired_keys import destroy_expired
from eenmalig.stores.home import Home
from eenmalig.stores.keys import CampaignKeys, KeyName

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.bench import Bench

HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    return make_stages(tmp_path_factory.mktemp("stages"))


@pytest.fixture
def sent(kept: Kept, tmp_path: Path) -> Iterator[Bench]:
    with bench_at(kept, Stage.SENT, tmp_path) as bench:
        yield bench


def drawn(home: Home, name: str, deadline: datetime) -> CampaignKeys:
    home.keys.mkdir(exist_ok=True)
    return CampaignKeys.create(home.keys / name, deadline)


def test_keys_alone_are_destroyed_at_the_deadline_that_each_names(tmp_path: Path) -> None:
    home, now = Home(tmp_path), datetime.now(UTC)
    over, running = drawn(home, "over", now - HOUR), drawn(home, "running", now + HOUR)
    destroy_expired(home)
    assert over.present() == [KeyName.JOURNAL]
    assert running.present() == list(KeyName)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"deadline": "soon"}', b"\xff"])
def test_a_key_that_cannot_be_read_keeps_no_other_alive(tmp_path: Path, content: bytes) -> None:
    home = Home(tmp_path)
    alone, beside = (drawn(home, name, datetime.now(UTC) - HOUR) for name in ("a", "b"))
    for key in KeyName:
        alone.path(key).write_bytes(content)
    beside.path(KeyName.NUMBER).write_bytes(content)
    other = drawn(home, "c", datetime.now(UTC) - HOUR)
    expired = destroy_expired(home)
    assert (expired.campaigns, expired.silent) == (["b", "c"], ["a"])
    assert alone.present() == list(KeyName)
    assert beside.present() == other.present() == [KeyName.JOURNAL]


def test_a_pipe_in_the_place_of_a_key_is_not_waited_for(tmp_path: Path) -> None:
    keys = drawn(Home(tmp_path), "a", datetime.now(UTC) - HOUR)
    keys.path(KeyName.REF).unlink()
    os.mkfifo(keys.path(KeyName.REF))
    destroy_expired(Home(tmp_path))
    assert keys.present() == [KeyName.JOURNAL]


def test_what_stands_beside_keys_goes_with_them(tmp_path: Path) -> None:
    keys = drawn(Home(tmp_path), "a", datetime.now(UTC) - HOUR)
    shutil.copy(keys.path(KeyName.NUMBER), keys.folder / "number.key.bak")
    destroy_expired(Home(tmp_path))
    assert [path.name for path in keys.folder.iterdir()] == ["journal.key"]


def test_one_key_that_cannot_be_removed_keeps_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = drawn(Home(tmp_path), "a", datetime.now(UTC) - HOUR)
    cannot_be_removed(monkeypatch, keys.path(KeyName.NUMBER))
    expired = destroy_expired(Home(tmp_path))
    assert keys.present() == [KeyName.NUMBER, KeyName.JOURNAL]
    assert expired.removed == {"a": {"ref_key"}}


def test_a_home_without_keys_has_none_to_destroy(tmp_path: Path) -> None:
    destroy_expired(Home(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_looks_planted_beside_an_open_ledger_are_told_and_hold_up_no_destruction(
    sent: Bench,
) -> None:
    (sent.evidence / VERIFICATIONS).write_bytes(b'{"record":{},"signature":""}\n')
    sent.gateway.forward(600)
    with pytest.raises(EenmaligError) as changed:
        sent.collect()
    assert changed.value.code is Code.LEDGER_CHANGED
    sent.destroy()
    assert [each["found"] for each in sent.kept("certificate.json")["findings"]] == ["longer"]
    assert sent.look().wrong == []
    sent.verdict()


def test_a_journal_that_is_lost_is_never_called_absent_at_the_provider(sent: Bench) -> None:
    (sent.home.vault / sent.campaign.id / "vault.db").unlink()
    sent.destroy()
    for _ in range(2):
        assert sent.look().wrong == []
        assert sent.verdict().provider == "not_proved"
    assert sent.gateway.counts()["remaining"] == 0
    (finding,) = sent.kept("certificate.json")["findings"]
    assert (finding["what"], finding["why"]) == ("journal", "vault-damaged")
    assert "provider_messages" not in json.dumps(sent.kept("certificate.json")["items"])


def test_a_destruction_that_could_not_be_signed_is_told_until_it_is(sent: Bench) -> None:
    key = sent.home.signing / "rehearsal.pem"
    content = key.read_bytes()
    key.unlink()
    sent.gateway.forward(600)
    for _ in range(2):  # what waits is not doubled by trying again
        with pytest.raises(EenmaligError):
            sent.destroy()
    sent.put_forward(hours=PROFILE["destruction_deadline_hours"])
    # Of the campaign, of the trace of this look, and of the installation.
    assert [each.partition(": ")[2] for each in sent.look().wrong] == ["key-missing"] * 3
    key.write_bytes(content)
    key.chmod(0o600)
    assert sent.look().wrong == []
    items = [each["what"] for each in sent.kept("certificate.json")["items"]]
    assert len(items) == len(set(items)) == 6
    assert sent.verdict().outcomes
