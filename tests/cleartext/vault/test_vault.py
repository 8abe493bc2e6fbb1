from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.cleartext.batches import PHONE, UNLABELLED, batch, mixed
from tests.cleartext.conftest import TOKEN

from eenmalig.cleartext.leak_scan import LeakScan
from eenmalig.cleartext.vault.journal import Journal
from eenmalig.cleartext.vault.vault import Vault
from eenmalig.cleartext.vault.vault_removal import remove
from eenmalig.domain.counting import SetAside
from eenmalig.errors import Code, EenmaligError
from eenmalig.stores.keys import CampaignKeys, KeyName

if TYPE_CHECKING:
    from collections.abc import Callable

INCLUDE = Path(__file__).parents[3] / "include"


def filled(vault: Vault, numbers: list[str]) -> None:
    """Give a vault cells of a source and of a list, recipients, and one accepted message."""
    vault.stage_recipients([(vault.ref(number), number) for number in numbers])
    vault.add_cells(batch("source", 1, numbers))
    vault.add_cells(batch("privileged", 1, numbers))
    journal = Journal(vault)
    for number in numbers:
        journal.attempt(vault.ref(number), vault.now)
    journal.accepted(vault.ref(numbers[0]), "SM" + "a" * 32, "queued")


def test_no_number_and_no_message_id_is_readable_in_any_file(
    vault: Vault, mobiles: Callable[[int], list[str]]
) -> None:
    numbers = mobiles(50)
    filled(vault, numbers)
    everything = b"".join(path.read_bytes() for path in vault.folder.iterdir())
    scan = LeakScan(numbers)
    scan.require_working()
    assert scan.hits(everything) == 0
    assert ("SM" + "a" * 32).encode() not in everything
    vault.close()
    assert scan.search([vault.folder]).found == {}


def test_the_vault_is_readable_by_its_owner_alone(vault: Vault) -> None:
    assert stat.S_IMODE(vault.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((vault.folder / "vault.db").stat().st_mode) == 0o600


_KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from eenmalig.cleartext.vault.vault import Vault
from eenmalig.cleartext.vault.tables import recipients
from eenmalig.stores.keys import CampaignKeys, KeyName
from eenmalig.cleartext.vault.seal import Seal

folder, keys = Path(sys.argv[1]), CampaignKeys(Path(sys.argv[2]))
vault = Vault.open(folder, keys, datetime.now(UTC))
numbers = sys.stdin.read().split()
seal = Seal(keys.open(KeyName.NUMBER, vault.now))
with vault.engine.begin() as connection:
    connection.exec_driver_sql("PRAGMA cache_size = 1")
    for position, each in enumerate(numbers, start=1000):
        ref = vault.ref(each)
        sealed = seal.seal(each.encode(), ref)
        row = {"attempt": 1, "ref": ref, "position": position, "sealed": sealed}
        connection.execute(recipients.insert().values(**row))
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_kill_in_the_middle_of_a_transaction_shows_nothing_and_is_rolled_back(
    vault: Vault, keys: CampaignKeys, mobiles: Callable[[int], list[str]]
) -> None:
    before, written = mobiles(5), mobiles(400)
    filled(vault, before)
    vault.close()
    killed = subprocess.run(
        [sys.executable, "-c", _KILLED, str(vault.folder), str(keys.folder)],
        input="\n".join(written).encode(),
        env={**os.environ, "PYTHONPATH": str(INCLUDE)},
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    left = sorted(path.name for path in vault.folder.iterdir())
    assert left == ["vault.db", "vault.db-journal"], "the kill did not hit a transaction"
    assert LeakScan([*before, *written]).search([vault.folder]).found == {}
    again = Vault.open(vault.folder, keys, datetime.now(UTC), TOKEN)
    assert again.recipient_refs() == {again.ref(number) for number in before}
    again.close()


def test_recipients_and_cells_are_read_back_as_they_were(
    vault: Vault, mobiles: Callable[[int], list[str]]
) -> None:
    numbers = mobiles(7)
    written = mixed(2, [("0612 é", PHONE, True, None), ("", UNLABELLED, False, SetAside.UNDATED)])
    vault.add_cells(written)
    vault.add_cells(batch("health", 1, ["x"]))
    (read,) = vault.cells(of_sources=True)
    (listed,) = vault.cells(of_sources=False)
    assert read == written
    assert (listed.origin, listed.position) == ("health", 1)
    vault.stage_recipients([(vault.ref(number), number) for number in numbers])
    assert [recipient.e164 for recipient in vault.recipients()] == numbers
    assert vault.recipient_refs() == {vault.ref(number) for number in numbers}


def test_cells_stay_until_who_was_chosen_from_them_is_committed(
    vault: Vault, keys: CampaignKeys, mobile: str
) -> None:
    vault.add_cells(batch("source", 1, [mobile]))
    later = Vault.open(vault.folder, keys, vault.now, TOKEN)
    later.hold(TOKEN + 1)
    later.begin_staging()
    later.stage_recipients([(later.ref(mobile), mobile)])
    assert len(list(vault.cells(of_sources=True))) == 1
    later.drop_other_attempts()
    assert list(vault.cells(of_sources=True)) == []
    assert [recipient.e164 for recipient in later.recipients()] == [mobile]
    later.close()


def test_what_an_attempt_staged_that_no_commit_names_does_not_exist(
    vault: Vault, keys: CampaignKeys, mobiles: Callable[[int], list[str]]
) -> None:
    dead, number = mobiles(2)
    vault.attempt = None
    vault.add_cells(batch("source", 1, [dead]))
    again = Vault.open(vault.folder, keys, vault.now)
    again.hold(TOKEN + 1)
    assert list(again.cells(of_sources=True)) == []
    again.begin_staging()
    again.add_cells(batch("source", 1, [number]))
    named = Vault.open(vault.folder, keys, vault.now, TOKEN + 1)
    assert [read.texts.to_pylist() for read in named.cells(of_sources=True)] == [[number]]
    assert named.cells_digest() == again.cells_digest()
    named.close()
    again.close()


@pytest.mark.parametrize(
    ("least", "code"),
    [((TOKEN + 1, 0), Code.VAULT_OLDER), ((0, 1), Code.VAULT_OLDER), ((0, 0), None)],
)
def test_a_vault_that_knows_less_than_was_done_with_it_is_an_older_copy(
    vault: Vault, keys: CampaignKeys, least: tuple[int, int], code: Code | None
) -> None:
    again = Vault.open(vault.folder, keys, vault.now)
    if code is None:
        assert again.hold(TOKEN + 1, *least) == 0
    else:
        with pytest.raises(EenmaligError) as older:
            again.hold(TOKEN + 1, *least)
        assert older.value.code is code
    again.close()


def test_a_vault_that_knows_a_later_lease_says_that_the_inventory_is_older(
    vault: Vault, keys: CampaignKeys
) -> None:
    vault.hold(TOKEN + 5)
    again = Vault.open(vault.folder, keys, vault.now)
    with pytest.raises(EenmaligError) as older:
        again.hold(TOKEN + 1)
    assert older.value.code is Code.INVENTORY_OLDER
    again.close()


def test_the_digest_of_the_set_depends_on_who_is_in_it_and_on_nothing_else(
    vault: Vault, mobiles: Callable[[int], list[str]]
) -> None:
    numbers = mobiles(6)
    tokens = count(TOKEN + 1)

    def digest_of(chosen: list[str]) -> str:
        vault.hold(next(tokens))
        vault.stage_recipients([(vault.ref(number), number) for number in chosen])
        return vault.recipient_set()

    whole = digest_of(numbers)
    assert digest_of(numbers[::-1]) == whole
    assert digest_of(numbers[1:]) != whole
    assert digest_of([*numbers[1:], *mobiles(1)]) != whole


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE recipients SET sealed = (SELECT sealed FROM recipients WHERE position = 1)",
        "UPDATE recipients SET ref = ref || 'x'",
        "UPDATE recipients SET sealed = substr(sealed, 1, 20)",
        "UPDATE recipients SET sealed = x'00'",
        "UPDATE recipients SET sealed = zeroblob(length(sealed))",
    ],
)
def test_a_changed_or_moved_recipient_is_refused(
    vault: Vault, mobiles: Callable[[int], list[str]], damage: str
) -> None:
    vault.stage_recipients([(vault.ref(number), number) for number in mobiles(2)])
    change(vault, damage)
    with pytest.raises(EenmaligError) as refused:
        list(vault.recipients())
    assert refused.value.code is Code.VAULT_DAMAGED


@pytest.mark.parametrize(
    "damage", ["UPDATE cells SET position = 2", "UPDATE cells SET origin = 'source'"]
)
def test_cells_moved_to_another_export_are_refused(vault: Vault, mobile: str, damage: str) -> None:
    """Otherwise a number of an exclusion list could be made a recipient."""
    vault.add_cells(batch("privileged", 1, [mobile]))
    change(vault, damage)
    with pytest.raises(EenmaligError) as refused:
        [*vault.cells(of_sources=False), *vault.cells(of_sources=True)]
    assert refused.value.code is Code.VAULT_DAMAGED


def change(vault: Vault, statement: str) -> None:
    database = sqlite3.connect(vault.folder / "vault.db")
    database.execute(statement)
    database.commit()
    database.close()


def test_a_vault_that_is_not_there_is_missing_and_not_made(
    tmp_path: Path, keys: CampaignKeys
) -> None:
    with pytest.raises(EenmaligError) as missing:
        Vault.open(tmp_path / "none", keys, datetime.now(UTC))
    assert missing.value.code is Code.VAULT_MISSING
    assert not (tmp_path / "none").exists()


def test_after_the_deadline_no_number_can_be_read(
    vault: Vault, keys: CampaignKeys, mobile: str
) -> None:
    vault.stage_recipients([(vault.ref(mobile), mobile)])
    late = Vault.open(vault.folder, keys, datetime.now(UTC) + timedelta(hours=2))
    with pytest.raises(EenmaligError) as expired:
        list(late.recipients())
    assert expired.value.code is Code.KEY_EXPIRED
    late.close()


def test_without_its_key_the_vault_is_unreadable(
    vault: Vault, keys: CampaignKeys, mobile: str, tmp_path: Path
) -> None:
    vault.stage_recipients([(vault.ref(mobile), mobile)])
    keys.destroy(KeyName.NUMBER)
    with pytest.raises(EenmaligError) as gone:
        list(vault.recipients())
    assert gone.value.code is Code.KEY_MISSING
    others = CampaignKeys.create(tmp_path / "others", datetime.now(UTC) + timedelta(hours=1))
    wrong = Vault.open(vault.folder, others, datetime.now(UTC), TOKEN)
    with pytest.raises(EenmaligError) as damaged:
        list(wrong.recipients())
    assert damaged.value.code is Code.VAULT_DAMAGED
    wrong.close()


def test_a_removed_vault_is_gone_and_may_be_removed_again(vault: Vault) -> None:
    vault.close()
    remove(vault.folder)
    assert not vault.folder.exists()
    remove(vault.folder)
