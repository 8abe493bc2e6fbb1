"""The last guard beside whatever is broken: it holds up nothing but itself, and words are true."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from tests.bench import CITY, HANDOVER, PROFILE, add_handover, cannot_be_removed, set_profile
from tests.steps.test_destruction import sent
from tests.steps.test_destruction_of_scratch import left_in_scratch

from eenmalig.cli import CONNECTION, main
from eenmalig.errors import EenmaligError
from eenmalig.evidence import commits
from eenmalig.steps import overdue
from eenmalig.steps.destruction import destroy_campaign
from eenmalig.steps.expired_keys import Expired
from eenmalig.steps.overdue import destroy_overdue, destroy_without_inventory
from eenmalig.stores import engine
from eenmalig.stores.inventory import inventory_file
from eenmalig.stores.keys import KeyName

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from click.testing import Result
    from tests.bench import Bench

HOURS = PROFILE["destruction_deadline_hours"]
# Holds the inventory within a transaction, and stands still.
HOLDING = """
import sqlite3, sys, time
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute(f"BEGIN {sys.argv[2]}")
print("held", flush=True)
time.sleep(600)
"""


@pytest.fixture
def due(bench: Bench) -> Bench:
    """A campaign past its deadline, with a copy in the clear that a killed intake left."""
    left_in_scratch(bench)
    bench.put_forward(hours=HOURS)
    bench.patch.setenv("EENMALIG_HOME", str(bench.home.root))
    bench.patch.delenv(CONNECTION, raising=False)
    return bench


def guard(*more: str) -> Result:
    return CliRunner().invoke(main, ["destroy", "--overdue", *more])


def copy(bench: Bench) -> Path:
    return bench.home.handover / CITY / HANDOVER


def nothing_is_readable(bench: Bench, campaign: str) -> None:
    keys = {path.name for path in (bench.home.keys / campaign).glob("*")}
    assert keys <= {"journal.key"}
    assert not copy(bench).exists()
    assert not (bench.home.vault / campaign / "scratch").exists()


def expose_signing(bench: Bench) -> None:
    (bench.home.signing / "rehearsal.pem").chmod(0o644)


def stray_in_trust(bench: Bench) -> None:
    (bench.home.trust / "stray").touch()


def folder_for_evidence(bench: Bench) -> None:
    shutil.rmtree(bench.evidence)
    bench.evidence.write_text("no folder")


def damage_answers(bench: Bench) -> None:
    (bench.home.answers / "answers.db").write_text("no database")


BROKEN = [expose_signing, stray_in_trust, folder_for_evidence, damage_answers]


@pytest.mark.parametrize("broken", BROKEN)
def test_what_is_kept_and_broken_holds_up_nothing(
    due: Bench, broken: Callable[[Bench], None]
) -> None:
    campaign = due.campaign.id
    broken(due)
    shown = guard()
    nothing_is_readable(due, campaign)
    assert not due.left()
    assert "LEFT:" not in shown.stdout
    if shown.exit_code:
        told = f"UNSOUND: {campaign} is destroyed, and that is not certified: "
        assert told in shown.stdout
        assert "Nothing overdue is left, but" in shown.stdout
    else:
        assert "Nothing overdue is left." in shown.stdout


@pytest.mark.parametrize("content", ["{", "x" * 9, '{"login": 5, "password": "x", "extra": 7}'])
def test_a_malformed_connection_holds_up_nothing_and_is_told_last(
    due: Bench, tmp_path: Path, content: str
) -> None:
    campaign = due.campaign.id
    file = tmp_path / "connection"
    file.write_text(content)
    file.chmod(0o600)
    shown = guard("--connection", str(file))
    nothing_is_readable(due, campaign)
    assert f"destroyed: {campaign}" in shown.stdout
    assert "[gateway-settings]" in shown.stderr
    assert shown.exit_code == 1


def test_a_connection_that_is_not_there_holds_up_nothing(due: Bench, tmp_path: Path) -> None:
    shown = guard("--connection", str(tmp_path / "nowhere"))
    assert not due.left()
    assert "[gateway-settings]" in shown.stderr


@pytest.mark.parametrize("damage", ["gone", "damaged", "emptied"])
def test_without_an_inventory_keys_scratch_and_working_copy_go_by_the_key_files(
    due: Bench, damage: str
) -> None:
    campaign, file = due.campaign.id, inventory_file(due.home)
    if damage == "gone":
        file.unlink()
    else:
        file.write_bytes(b"" if damage == "emptied" else b"no database" * 100)
    shown = guard()
    nothing_is_readable(due, campaign)
    assert shown.exit_code == 1
    code = "inventory-missing" if damage == "gone" else "inventory-damaged"
    assert f"LEFT: {campaign} is not destroyed: {code} (journal key, vault)" in shown.stdout
    assert f"LEFT: what only the inventory knows of cannot be told: {code}" in shown.stdout
    assert "Nothing overdue is left" not in shown.output


def test_without_an_inventory_a_copied_home_knows_its_working_copy_by_what_it_holds(
    due: Bench,
) -> None:
    inventory_file(due.home).unlink()
    shutil.copytree(copy(due), copy(due).with_name("elders"))
    shutil.rmtree(copy(due))
    guard()
    assert not list(copy(due).parent.iterdir())


def test_without_an_inventory_what_a_key_file_in_time_tells_stays(
    fresh: Bench, tmp_path: Path
) -> None:
    set_profile(fresh.patch, tmp_path, destruction_deadline_hours=120)
    fresh.extract()
    add_handover(fresh.home, fresh.original, "ongevraagd")
    (copy(fresh).with_name("ongevraagd") / "meer").touch()
    fresh.put_forward(hours=73)
    found = destroy_without_inventory(fresh.home, "inventory-busy")
    assert found.destroyed == ["a working copy"]
    assert list(copy(fresh).parent.iterdir()) == [copy(fresh)]
    fresh.put_forward(hours=121)
    destroy_without_inventory(fresh.home, "inventory-busy")
    assert not copy(fresh).exists()


@pytest.fixture
def hold(due: Bench) -> Iterator[Callable[[str], None]]:
    processes = []

    def holding(how: str) -> None:
        process = subprocess.Popen(
            [sys.executable, "-c", HOLDING, str(inventory_file(due.home)), how],
            stdout=subprocess.PIPE,
        )
        processes.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        process.send_signal(signal.SIGSTOP)

    yield holding
    for process in processes:
        process.kill()
        process.wait()


@pytest.mark.parametrize("how", ["IMMEDIATE", "EXCLUSIVE"])
def test_an_inventory_that_a_stopped_process_holds_holds_up_no_key_and_no_copy(
    due: Bench, hold: Callable[[str], None], how: str
) -> None:
    campaign = due.campaign.id
    hold(how)
    due.patch.setattr(engine, "_SETTINGS", ("PRAGMA busy_timeout = 200", *engine._SETTINGS[1:]))  # noqa: SLF001 - a wait
    began = time.monotonic()
    shown = guard()
    assert time.monotonic() - began < 30
    nothing_is_readable(due, campaign)
    assert f"LEFT: {campaign} is not destroyed: inventory-busy (journal key, vault)" in shown.stdout
    assert shown.exit_code == 1


def test_a_lease_that_is_held_for_ever_holds_up_no_key_and_no_copy(due: Bench) -> None:
    campaign = due.campaign.id
    due.patch.setattr(overdue, "LEASES_WAIT", 0.1)
    with due.stores.inventory.lease(campaign):
        found = destroy_overdue(due.stores, None)
    nothing_is_readable(due, campaign)
    assert found.wrong == [f"{campaign} is not destroyed: vault-busy (journal key, vault)"]
    assert destroy_overdue(due.stores, None).wrong == []


def test_files_that_cannot_be_removed_hold_up_no_other_and_are_told(due: Bench) -> None:
    campaign = due.campaign.id
    stuck = max(copy(due).iterdir())
    key = due.stores.keys(campaign).path(KeyName.NUMBER)
    with due.patch.context() as patch:
        cannot_be_removed(patch, stuck, key)
        shown = guard()
    assert list(copy(due).iterdir()) == [stuck]
    assert stuck.read_bytes() == key.read_bytes() == b""
    assert due.stores.keys(campaign).present() == [KeyName.NUMBER]
    assert not due.stores.vault_folder(campaign).exists()
    left = "destruction-incomplete (number key, working copy)"
    assert f"LEFT: {campaign} is not destroyed: {left}" in shown.stdout
    assert guard().exit_code == 0
    items = {each["what"]: each["how"] for each in due.kept("certificate.json")["items"]}
    assert items["number_key"] == items["ref_key"] == "key_removed"
    assert items["working_copy"] == "folder_removed"


def test_the_key_that_lives_longest_does_not_tell_what_the_working_copy_held(bench: Bench) -> None:
    journal = json.loads(bench.stores.keys(bench.campaign.id).path(KeyName.JOURNAL).read_text())
    assert set(journal) == {"deadline", "key", "working_copy"}


def test_evidence_that_cannot_be_written_keeps_nothing_and_is_told(bench: Bench) -> None:
    def cannot(*_: object) -> None:
        raise PermissionError

    sent(bench)
    campaign = bench.campaign.id
    bench.put_forward(hours=HOURS)
    with bench.patch.context() as patch:
        patch.setattr(commits, "complete", cannot)
        patch.setattr(commits, "write_whole", cannot)
        (told,) = destroy_overdue(bench.stores, bench.settings).wrong
    assert told.startswith(f"{campaign} is destroyed, and that is not certified: ")
    assert bench.gateway.counts()["remaining"] == 0
    assert not bench.left()
    assert destroy_overdue(bench.stores, bench.settings).wrong == []
    assert bench.look().wrong == []
    bench.verdict()


def test_who_needs_no_provider_any_more_is_destroyed_before_who_does(bench: Bench) -> None:
    sent(bench)
    guard = overdue._Guard(bench.stores, None, Expired(), _sent={bench.campaign.id})  # noqa: SLF001 - the order alone
    assert guard._needs_provider(bench.campaign.id)  # noqa: SLF001 - as above
    with bench.patch.context() as patch:
        cannot_be_removed(patch, bench.stores.vault_folder(bench.campaign.id) / "vault.db")
        with pytest.raises(EenmaligError):
            destroy_campaign(bench.stores, bench.campaign.id, bench.settings, by="overdue")
    assert not guard._needs_provider(bench.campaign.id)  # noqa: SLF001 - as above


def test_messages_of_a_lost_journal_are_unknown_until_a_verification_has_looked(
    bench: Bench,
) -> None:
    sent(bench)
    bench.patch.setenv("EENMALIG_HOME", str(bench.home.root))
    bench.patch.setenv(CONNECTION, bench.gateway.airflow_connection())
    (bench.stores.vault_folder(bench.campaign.id) / "vault.db").unlink()
    bench.put_forward(hours=HOURS)
    for _ in range(2):
        shown = guard()
        assert shown.exit_code == 1
        assert f"UNKNOWN: {bench.campaign.id}: its journal was lost" in shown.stdout
        assert "Nothing overdue is left" not in shown.stdout
    assert bench.look().wrong == []
    assert bench.gateway.counts()["remaining"] == 0
    assert guard().exit_code == 0
