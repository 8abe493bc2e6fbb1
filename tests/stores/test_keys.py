"""Keys: ours alone, useless after the deadline, gone once destroyed."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from eenmalig.errors import Code, EenmaligError
from eenmalig.stores.keys import CampaignKeys, KeyName, Purpose

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
DEADLINE = NOW + timedelta(hours=24)


@pytest.fixture
def keys(tmp_path: Path) -> CampaignKeys:
    return CampaignKeys.create(tmp_path / "keys" / "lelystad-2026-05-01-abcd", DEADLINE)


def refused(
    keys: CampaignKeys, name: KeyName, now: datetime, purpose: Purpose = Purpose.CAMPAIGN
) -> Code:
    with pytest.raises(EenmaligError) as caught:
        keys.open(name, now, purpose)
    return caught.value.code


def test_three_different_keys_of_256_bits_are_drawn(keys: CampaignKeys, tmp_path: Path) -> None:
    others = CampaignKeys.create(tmp_path / "other", DEADLINE)
    drawn = {campaign_keys.open(name, NOW) for campaign_keys in (keys, others) for name in KeyName}
    assert len(drawn) == 6
    assert {len(key) for key in drawn} == {32}
    assert keys.present() == list(KeyName)


def test_a_key_is_the_same_each_time_it_is_opened(keys: CampaignKeys) -> None:
    assert keys.open(KeyName.REF, NOW) == CampaignKeys(keys.folder).open(KeyName.REF, NOW)


def test_nobody_else_can_read_a_key(keys: CampaignKeys) -> None:
    assert keys.folder.stat().st_mode & 0o777 == 0o700
    files = list(keys.folder.iterdir())
    assert len(files) == 3
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o601, 0o660, 0o777])
def test_a_key_that_others_can_reach_is_not_used(keys: CampaignKeys, mode: int) -> None:
    (keys.folder / "number.key").chmod(mode)
    assert refused(keys, KeyName.NUMBER, NOW) is Code.KEY_EXPOSED


@pytest.mark.parametrize("name", KeyName)
def test_every_key_opens_until_its_deadline(keys: CampaignKeys, name: KeyName) -> None:
    assert keys.open(name, DEADLINE - timedelta(microseconds=1))
    assert refused(keys, name, DEADLINE) is Code.KEY_EXPIRED


@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize("name", [KeyName.NUMBER, KeyName.REF])
def test_after_the_deadline_numbers_and_refs_stay_shut_for_every_purpose(
    keys: CampaignKeys, name: KeyName, purpose: Purpose
) -> None:
    for late in (DEADLINE, DEADLINE + timedelta(days=9)):
        assert refused(keys, name, late, purpose) is Code.KEY_EXPIRED


def test_after_the_deadline_the_journal_opens_for_destruction_only(keys: CampaignKeys) -> None:
    late = DEADLINE + timedelta(days=9)
    before = keys.open(KeyName.JOURNAL, NOW)
    assert keys.open(KeyName.JOURNAL, late, Purpose.DESTRUCTION) == before
    assert refused(keys, KeyName.JOURNAL, late) is Code.KEY_EXPIRED


def test_another_timezone_does_not_move_the_deadline(keys: CampaignKeys) -> None:
    elsewhere = DEADLINE.astimezone(tz=datetime.fromisoformat("2026-05-01T00:00+14:00").tzinfo)
    assert refused(keys, KeyName.NUMBER, elsewhere) is Code.KEY_EXPIRED


def test_destroyed_stays_destroyed(keys: CampaignKeys) -> None:
    keys.destroy(KeyName.NUMBER, KeyName.REF)
    assert keys.present() == [KeyName.JOURNAL]
    assert refused(keys, KeyName.NUMBER, NOW) is Code.KEY_MISSING
    assert refused(keys, KeyName.REF, NOW) is Code.KEY_MISSING
    assert keys.open(KeyName.JOURNAL, NOW)


def test_when_the_last_key_goes_nothing_is_left(keys: CampaignKeys) -> None:
    keys.destroy(*KeyName)
    assert not keys.folder.exists()
    assert keys.present() == []
    assert refused(keys, KeyName.JOURNAL, NOW, Purpose.DESTRUCTION) is Code.KEY_MISSING


def test_destroying_twice_changes_nothing(keys: CampaignKeys) -> None:
    keys.destroy(KeyName.NUMBER)
    keys.destroy(KeyName.NUMBER)
    keys.destroy(*KeyName)
    keys.destroy(*KeyName)
    assert keys.present() == []


def test_a_whole_key_is_never_replaced_and_keeps_its_deadline(keys: CampaignKeys) -> None:
    before = [keys.open(name, NOW) for name in KeyName]
    again = CampaignKeys.create(keys.folder, DEADLINE + timedelta(days=365))
    assert [again.open(name, NOW) for name in KeyName] == before
    assert refused(again, KeyName.NUMBER, DEADLINE) is Code.KEY_EXPIRED


def test_what_a_killed_process_did_not_draw_is_drawn_and_what_it_drew_is_kept(
    keys: CampaignKeys,
) -> None:
    before = {name: keys.open(name, NOW) for name in KeyName}
    keys.destroy(KeyName.REF, KeyName.JOURNAL)
    CampaignKeys.create(keys.folder, DEADLINE)
    assert [keys.open(name, NOW) == before[name] for name in KeyName] == [True, False, False]


@pytest.mark.parametrize("left", [0, 1, 40, 80])
def test_a_key_of_which_a_killed_process_wrote_a_part_is_drawn_anew(
    keys: CampaignKeys, left: int
) -> None:
    path = keys.folder / "journal.key"
    path.write_bytes(path.read_bytes()[:left])
    assert not keys.whole(KeyName.JOURNAL)
    CampaignKeys.create(keys.folder, DEADLINE)
    assert len(keys.open(KeyName.JOURNAL, NOW)) == 32
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_key_that_others_can_reach_is_neither_kept_nor_drawn_anew(keys: CampaignKeys) -> None:
    path = keys.folder / "number.key"
    before = path.read_bytes()
    path.chmod(0o644)
    with pytest.raises(EenmaligError) as caught:
        CampaignKeys.create(keys.folder, DEADLINE)
    assert caught.value.code is Code.KEY_EXPOSED
    assert path.read_bytes() == before


GOOD = base64.b64encode(b"k" * 32).decode()
AT = DEADLINE.isoformat()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b"null",
        json.dumps({"key": GOOD}).encode(),
        json.dumps({"deadline": AT}).encode(),
        json.dumps({"deadline": "soon", "key": GOOD}).encode(),
        json.dumps({"deadline": None, "key": GOOD}).encode(),
        json.dumps({"deadline": "2026-05-02T12:00:00", "key": GOOD}).encode(),
        json.dumps({"deadline": AT, "key": "!" + GOOD}).encode(),
        json.dumps({"deadline": AT, "key": GOOD[:-4]}).encode(),
        json.dumps({"deadline": AT, "key": ""}).encode(),
        json.dumps({"deadline": AT, "key": 5}).encode(),
    ],
)
def test_a_damaged_key_is_no_key(keys: CampaignKeys, content: bytes) -> None:
    (keys.folder / "number.key").write_bytes(content)
    assert refused(keys, KeyName.NUMBER, NOW) is Code.KEY_MISSING


def test_a_folder_in_place_of_a_key_is_no_key(keys: CampaignKeys) -> None:
    path = keys.path(KeyName.JOURNAL)
    path.unlink()
    path.mkdir(mode=0o700)
    assert refused(keys, KeyName.JOURNAL, NOW) is Code.KEY_MISSING


@pytest.mark.parametrize("spoil", [{"mode": 0o644}, {"content": b"{"}, {"late": True}])
def test_no_refusal_shows_anything_of_the_key(keys: CampaignKeys, spoil: dict[str, Any]) -> None:
    path = keys.folder / "number.key"
    secret = json.loads(path.read_text())["key"]
    if "content" in spoil:
        path.write_bytes(spoil["content"] + secret.encode())
    path.chmod(spoil.get("mode", 0o600))
    with pytest.raises(EenmaligError) as caught:
        keys.open(KeyName.NUMBER, DEADLINE if "late" in spoil else NOW)
    assert secret not in str(caught.value)
    assert str(keys.folder) not in str(caught.value)
