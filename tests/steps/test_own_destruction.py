"""In which order a run destroys, what it looks for, and what it says that it removed."""

from __future__ import annotations

import errno
import resource
import sqlite3
import threading
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import SQLAlchemyError
from tests.bench import PROFILE, RECIPIENTS
from tests.steps.test_destruction import is_gone_and_proved, is_incomplete, sent
from tests.steps.test_destruction_of_scratch import left_in_scratch

from eenmalig.cleartext.sending.twilio import Gateway
from eenmalig.errors import EenmaligError
from eenmalig.evidence.commits import Evidence
from eenmalig.steps import last_look, provider_deletion
from eenmalig.steps.destruction_records import DestructionRecords
from eenmalig.steps.overdue import destroy_overdue
from eenmalig.steps.own_destruction import destroy
from eenmalig.stores.inventory import Inventory
from eenmalig.stores.keys import KeyName

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from tests.bench import Bench

    from eenmalig.cleartext.sending.provider import ListedMessage

HOURS = PROFILE["destruction_deadline_hours"]


@pytest.fixture
def doubtful(bench_with: Callable[[object], Bench]) -> Bench:
    """A campaign of which one message is in doubt: the provider took it, and answered 500."""
    bench = bench_with({"rules": {"error_500_after_accept": {"nth": [3]}}})
    bench.approve()
    bench.send()
    bench.gateway.forward(600)
    return bench


def watched(bench: Bench) -> list[list[KeyName]]:
    """Return, for each look at the provider's list, which keys were there."""
    keys, looks = bench.stores.keys(bench.campaign.id), []
    real = Gateway.messages

    def messages(self: Gateway, sender: str) -> Iterator[ListedMessage]:
        looks.append(keys.present())
        return real(self, sender)

    bench.patch.setattr(Gateway, "messages", messages)
    return looks


def test_no_look_is_made_when_nothing_is_in_doubt(bench: Bench) -> None:
    sent(bench)
    looks = watched(bench)
    bench.destroy()
    assert all(KeyName.REF not in keys for keys in looks)


def test_the_number_key_dies_before_the_last_look_and_the_ref_key_right_after(
    doubtful: Bench,
) -> None:
    looks = watched(doubtful)
    doubtful.destroy()
    assert looks[0] == [KeyName.REF, KeyName.JOURNAL]
    assert all(KeyName.REF not in keys for keys in looks[1:])
    assert doubtful.records("outcomes")[-1].data["in_doubt"]["found"] == 1
    is_gone_and_proved(doubtful)


def test_a_look_that_runs_out_of_time_is_ended_and_leaves_nothing_running(
    doubtful: Bench,
) -> None:
    doubtful.patch.setattr(last_look, "LAST_LOOK_SECONDS", 0.0)
    before = set(threading.enumerate())
    doubtful.destroy()
    assert set(threading.enumerate()) <= before
    assert doubtful.records("outcomes")[-1].data["in_doubt"]["unknown"] == 1
    doubtful.look()
    doubtful.verdict()


def test_a_provider_that_takes_too_long_is_gone_on_with_later(bench: Bench) -> None:
    sent(bench)
    with bench.patch.context() as patch:
        patch.setattr(provider_deletion, "PROVIDER_SECONDS", 0.0)
        error = is_incomplete(lambda: destroy(bench.stores, bench.run, bench.settings))
    assert "gateway-unreachable" in error.mistakes[0]
    assert error.mistakes[-1] == "the numbers can no longer be read"
    assert bench.left() == {"vault", "keys"}
    bench.destroy()
    is_gone_and_proved(bench)


def test_a_key_that_was_taken_away_is_not_called_removed(bench: Bench) -> None:
    sent(bench)
    bench.stores.keys(bench.campaign.id).path(KeyName.NUMBER).unlink()
    bench.destroy()
    items = {each["what"]: each for each in bench.kept("certificate.json")["items"]}
    assert (items["number_key"]["how"], items["number_key"]["count"]) == ("was_not_there", 0)
    assert (items["ref_key"]["how"], items["ref_key"]["count"]) == ("key_removed", 1)
    is_gone_and_proved(bench)


@contextmanager
def full_disk() -> Iterator[None]:
    """Let no file of this process grow: what a full disk comes to."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def nothing_is_readable(bench: Bench) -> None:
    assert set(bench.stores.keys(bench.campaign.id).present()) <= {KeyName.JOURNAL}
    assert "working copy" not in bench.left()
    assert not (bench.stores.vault_folder(bench.campaign.id) / "scratch").exists()


def test_a_full_disk_saves_no_number_in_a_runs_own_destruction(bench: Bench) -> None:
    sent(bench)
    left_in_scratch(bench)
    with full_disk(), pytest.raises((EenmaligError, SQLAlchemyError, OSError)):
        destroy(bench.stores, bench.run, bench.settings)
    nothing_is_readable(bench)
    bench.destroy()
    is_gone_and_proved(bench)


def test_a_full_disk_saves_no_number_from_the_last_guard(bench: Bench) -> None:
    sent(bench)
    left_in_scratch(bench)
    bench.put_forward(hours=HOURS)
    with full_disk():
        found = destroy_overdue(bench.stores, bench.settings)
    nothing_is_readable(bench)
    told = found.wrong[-1]
    left = "(journal key, vault, messages at the provider)"
    assert told == f"{bench.campaign.id} is not destroyed: OperationalError {left}"
    assert destroy_overdue(bench.stores, bench.settings).wrong == []
    is_gone_and_proved(bench)


def without_tables(bench: Bench) -> None:
    file = bench.stores.vault_folder(bench.campaign.id) / "vault.db"
    with closing(sqlite3.connect(file)) as vault:
        names = vault.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (name,) in names:
            vault.execute(f"DROP TABLE {name}")
        vault.commit()


def journal_key(content: bytes) -> Callable[[Bench], None]:
    def write(bench: Bench) -> None:
        bench.stores.keys(bench.campaign.id).path(KeyName.JOURNAL).write_bytes(content)

    return write


@pytest.mark.parametrize(
    "damage", [without_tables, journal_key(b""), journal_key(b"["), journal_key(b"x" * 99)]
)
def test_a_journal_that_nobody_can_read_is_told_as_lost_and_holds_up_nothing(
    bench: Bench, damage: Callable[[Bench], None]
) -> None:
    sent(bench)
    damage(bench)
    bench.destroy()
    assert not bench.left()
    (finding,) = bench.kept("certificate.json")["findings"]
    assert finding["what"] == "journal"
    assert bench.look().wrong == []
    assert bench.gateway.counts()["remaining"] == 0
    assert bench.verdict().provider == "not_proved"
    assert bench.kept("certificate.json")["outcomes"]["delivered"] == RECIPIENTS


def test_what_cannot_be_kept_as_destruction_begins_stands_before_what_it_destroyed(
    bench: Bench,
) -> None:
    sent(bench)
    bench.collected()
    real = DestructionRecords.began

    def full_meanwhile(self: DestructionRecords, by: str, there: Collection[str]) -> None:
        def full(*_: object, **__: object) -> None:
            raise OSError(errno.ENOSPC, "full")

        with bench.patch.context() as patch:
            patch.setattr(Evidence, "commit", full)
            patch.setattr(Inventory, "changing", full)
            real(self, by, there)

    bench.patch.setattr(DestructionRecords, "began", full_meanwhile)
    bench.destroy()
    kinds = [record.kind for record in bench.stores.evidence(bench.campaign.id).records()]
    assert kinds.index("destruction_began") < kinds.index("destroyed")
    assert bench.look().wrong == []
    bench.verdict()
