"""Leases: one holder at a time, and one that stood still for too long knows it before it writes."""

from __future__ import annotations

import os
import signal
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from tests.stores.processes import done, hear, process, say

from eenmalig.errors import Code, EenmaligError
from eenmalig.stores import leases
from eenmalig.stores.inventory import Inventory, inventory_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from eenmalig.stores.home import Home
    from eenmalig.stores.leases import Lease

HOLD = "held = inventory.lease('one'); lease = held.__enter__()"
# Holds one that lasts for 2 s; told to go on, says what becomes of each thing that it is for.
STAND_STILL = f"""
leases.LASTS, leases._RENEWED_EVERY = timedelta(seconds=2), 0.2
{HOLD}
print(lease.token, flush=True)
sys.stdin.readline()
def became(of):
    try:
        of()
    except EenmaligError as error:
        return str(error.code)
    return "held"
def checked():
    with inventory.changing() as changes:
        lease.check(changes.connection)
print(*map(became, (lease.renew, checked, lease.require)), flush=True)
held.__exit__(None, None, None)
"""
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _never_renewed_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leases, "_RENEWED_EVERY", 1000.0)


def last(patch: pytest.MonkeyPatch, seconds: float) -> None:
    patch.setattr(leases, "LASTS", timedelta(seconds=seconds))


def said(does: Callable[[], object]) -> Code | None:
    """Return the code with which something fails; None when it does not."""
    try:
        does()
    except EenmaligError as error:
        return error.code
    return None


def take(inventory: Inventory) -> None:
    with inventory.lease("one"):
        pass


def busy(inventory: Inventory) -> bool:
    """Whether somebody else holds the lease."""
    code = said(lambda: take(inventory))
    assert code in (None, Code.VAULT_BUSY)
    return code is Code.VAULT_BUSY


def lost(does: Callable[[], object]) -> bool:
    code = said(does)
    assert code in (None, Code.LEASE_LOST)
    return code is Code.LEASE_LOST


def check(inventory: Inventory, lease: Lease) -> None:
    with inventory.changing() as changes:
        lease.check(changes.connection)


@contextmanager
def wall_clock(ahead: timedelta | None) -> Iterator[None]:
    """Put the wall clock forward or back for a while; None has it stand still."""
    stands = datetime.now(UTC)

    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            del tz
            return stands if ahead is None else datetime.now(UTC) + ahead

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(leases, "datetime", Clock)
        yield


def test_a_lease_has_one_holder_in_whatever_process(home: Home, inventory: Inventory) -> None:
    with process(home, "abcd", HOLD) as holder:
        done(holder)
        assert busy(inventory)
        with inventory.lease("another"):
            pass
        holder.kill()
    with inventory.lease("one"):
        assert busy(Inventory(home))
    assert not busy(inventory)


def test_the_lease_of_a_killed_process_is_free_at_once_even_before_it_was_buried(
    home: Home, inventory: Inventory
) -> None:
    with process(home, "abcd", HOLD) as holder:
        done(holder)
        began = time.monotonic()
        holder.kill()
        os.waitid(os.P_PID, holder.pid, os.WEXITED | os.WNOWAIT)
        with inventory.lease("one") as lease:
            assert lease.token == 2
        assert time.monotonic() - began < leases.LASTS.total_seconds() / 4
        assert holder.wait() == -signal.SIGKILL


def test_who_waits_gets_it_when_its_holder_dies(home: Home, inventory: Inventory) -> None:
    with process(home, "abcd", HOLD) as holder:
        done(holder)
        threading.Timer(0.3, holder.kill).start()
        with inventory.lease("one", wait=30):
            assert holder.wait() != 0


def test_one_that_stands_still_keeps_it_until_its_end_and_learns_then_that_it_is_lost(
    home: Home, inventory: Inventory
) -> None:
    with process(home, "abcd", STAND_STILL) as holder:
        assert hear(holder) == "ready"
        say(holder)
        first = int(hear(holder))
        holder.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, holder.pid, os.WSTOPPED | os.WNOWAIT)
        stopped = time.monotonic()
        assert busy(inventory)
        with inventory.lease("one", wait=30) as lease:
            assert time.monotonic() - stopped > 1
            assert lease.token > first
            holder.send_signal(signal.SIGCONT)
            say(holder)
            assert hear(holder).split() == [str(Code.LEASE_LOST)] * 3
            # It has given back by now what it thought was its own: ours is still ours.
            assert hear(holder) == "done"
            assert busy(Inventory(home))
            check(inventory, lease)
            lease.require()


def test_one_that_stood_still_and_was_not_missed_goes_on(home: Home) -> None:
    with process(home, "abcd", STAND_STILL) as holder:
        assert hear(holder) == "ready"
        say(holder)
        hear(holder)
        holder.send_signal(signal.SIGSTOP)
        time.sleep(2.5)
        holder.send_signal(signal.SIGCONT)
        say(holder)
        assert hear(holder).split() == ["held"] * 3


def test_each_holder_has_a_greater_token(inventory: Inventory) -> None:
    tokens = []
    for _ in range(3):
        with inventory.lease("one") as lease:
            tokens.append(lease.token)
    with inventory.lease("another") as lease:
        assert lease.token == 1
    assert tokens == [1, 2, 3]


def test_a_lease_ends_with_an_error_too(inventory: Inventory) -> None:
    with pytest.raises(ZeroDivisionError), inventory.lease("one"):
        raise ZeroDivisionError
    assert not busy(inventory)


def test_a_lease_that_was_given_back_is_lost(inventory: Inventory) -> None:
    with inventory.lease("one") as lease:
        check(inventory, lease)
    for does in (lease.renew, lambda: check(inventory, lease)):
        assert lost(does)


def test_a_lease_that_ended_and_was_taken_is_lost_before_anything_is_written(
    inventory: Inventory, monkeypatch: pytest.MonkeyPatch
) -> None:
    last(monkeypatch, 0.2)
    with inventory.lease("one") as lease:
        time.sleep(0.3)
        with inventory.lease("one") as other:
            assert other.token == lease.token + 1
            for does in (lease.renew, lease.require, lambda: check(inventory, lease)):
                assert lost(does)
            check(inventory, other)


def test_what_is_renewed_in_the_background_is_nobody_elses(
    home: Home, inventory: Inventory, monkeypatch: pytest.MonkeyPatch
) -> None:
    last(monkeypatch, 3)
    monkeypatch.setattr(leases, "_RENEWED_EVERY", 0.1)
    with inventory.lease("one") as lease:
        for _ in range(8):
            time.sleep(0.5)
            assert busy(Inventory(home))
            assert lease.remaining() > 0
        check(inventory, lease)


def test_what_remains_shrinks_and_begins_anew_when_it_is_renewed(inventory: Inventory) -> None:
    with inventory.lease("one") as lease:
        first = lease.remaining()
        time.sleep(0.05)
        second = lease.remaining()
        assert second <= first - 0.05
        lease.renew()
        assert second < lease.remaining() <= leases.LASTS.total_seconds()


def test_who_needs_longer_than_remains_has_it_renewed_and_never_gets_more_than_it_lasts(
    inventory: Inventory, monkeypatch: pytest.MonkeyPatch
) -> None:
    last(monkeypatch, 10)
    with inventory.lease("one") as lease:
        time.sleep(2.5)
        lease.require(8)
        assert lease.remaining() > 8
        lease.require(7)
        assert lost(lambda: lease.require(10.5))


@pytest.mark.parametrize("ahead", [-DAY, DAY, None])
def test_a_wall_clock_that_is_set_lengthens_nothing(
    inventory: Inventory, monkeypatch: pytest.MonkeyPatch, ahead: timedelta | None
) -> None:
    last(monkeypatch, 0.5)
    with inventory.lease("one") as lease, wall_clock(ahead):
        assert lease.remaining() <= 0.5
        time.sleep(0.6)
        assert lease.remaining() <= 0
        lease.require()
        assert lease.remaining() <= 0.5


def test_a_wall_clock_set_forward_frees_it_and_its_holder_learns_of_it(
    inventory: Inventory,
) -> None:
    with inventory.lease("one") as lease, wall_clock(DAY), inventory.lease("one") as other:
        assert other.token > lease.token
        assert lease.remaining() <= 0
        assert lost(lease.require)
        other.require()


def put_owner(inventory: Inventory, owner: Callable[[str], str]) -> None:
    """Write into the row of a lease that is held who holds it."""
    with inventory.changing() as changes:
        run = changes.connection.exec_driver_sql
        ours = run("SELECT owner FROM leases WHERE name = 'one'").scalar_one()
        run("UPDATE leases SET owner = ? WHERE name = 'one'", (owner(ours),))


def test_a_process_of_the_same_number_that_began_later_is_another(inventory: Inventory) -> None:
    with inventory.lease("one"):
        put_owner(inventory, lambda ours: ours.rpartition("-")[0] + "-1")
        assert not busy(inventory)


@pytest.mark.parametrize("machine", ["another-boot/pid:[1]", ""])
def test_a_process_of_another_machine_is_not_taken_for_dead(
    inventory: Inventory, machine: str
) -> None:
    with inventory.lease("one"):
        put_owner(inventory, lambda _: f"{machine} 999999999-1")
        assert busy(inventory)


def test_an_inventory_that_goes_meanwhile_is_no_reason_to_fail_at_the_end(
    home: Home, inventory: Inventory
) -> None:
    with inventory.lease("one"):
        inventory_file(home).unlink()
