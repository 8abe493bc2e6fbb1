"""What several processes do to one inventory at the same time."""

from __future__ import annotations

import subprocess
import sys
import threading
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from eenmalig.errors import Code, EenmaligError
from eenmalig.stores.home import PROJECT
from eenmalig.stores.inventory import Inventory

if TYPE_CHECKING:
    from collections.abc import Callable

    from eenmalig.domain.campaign import Campaign
    from eenmalig.stores.home import Home

# Between looking and writing each process dawdles, so that without a lock both would have looked.
START = """
import sys, time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from eenmalig.errors import EenmaligError
from eenmalig.stores.home import Home
from eenmalig.stores.inventory import Campaign, Inventory, State
home, me = Home(Path(sys.argv[1])), sys.argv[2]
class Dawdling(Inventory):
    def case_was_sent(self, city, case_reference):
        found = super().case_was_sent(city, case_reference)
        time.sleep(0.2)
        return found
    def open_campaigns(self):
        found = super().open_campaigns()
        time.sleep(0.2)
        return found
inventory = Dawdling(home)
now = datetime.now(UTC)
def campaign(run, case, handover):
    return Campaign(f"lelystad-2026-05-01-{me}", run, "lelystad", case, handover, "data-team",
        "127.0.0.1", "0123456789abcdef", now, now + timedelta(hours=1), State.EXTRACTING)
print("ready", flush=True)
sys.stdin.readline()
try:
"""
END = """
    print("done", flush=True)
    sys.stdin.readline()
except EenmaligError as error:
    print(error.code, flush=True)
"""


def process(home: Home, me: str, body: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", f"{START}    {body}{END}", str(home.root), me],
        env={"PYTHONPATH": f"{PROJECT}/include"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def say(to: subprocess.Popen[str]) -> None:
    assert to.stdin is not None
    to.stdin.write("\n")
    to.stdin.flush()


def hear(from_: subprocess.Popen[str]) -> str:
    assert from_.stdout is not None
    return from_.stdout.readline().strip()


def together(home: Home, *bodies: str) -> list[str]:
    """Let processes do something at the same moment; return what became of each, sorted."""
    with ExitStack() as stack:
        made = [
            stack.enter_context(process(home, letters, body))
            for letters, body in zip(("abcd", "efgh"), bodies, strict=True)
        ]
        assert [hear(each) for each in made] == ["ready"] * len(made)
        for each in made:
            say(each)
        heard = [hear(each) for each in made]
        for each in made:
            each.kill()
        return sorted(heard)


@pytest.mark.parametrize(
    ("one", "two", "code"),
    [
        (("'run1'", "'c1'", "'same'"), ("'run2'", "'c2'", "'same'"), Code.HANDOVER_CLAIMED),
        (("'same'", "'c1'", "'h1'"), ("'same'", "'c2'", "'h2'"), Code.RUN_REFUSED),
    ],
)
def test_of_two_that_take_in_at_once_one_wins(
    home: Home, one: tuple[str, ...], two: tuple[str, ...], code: Code
) -> None:
    bodies = [f"inventory.take_in(campaign({', '.join(each)}))" for each in (one, two)]
    assert together(home, *bodies) == sorted(["done", str(code)])
    assert len(Inventory(home).campaigns()) == 1


def test_of_two_that_begin_to_send_one_case_at_once_one_wins(
    home: Home, inventory: Inventory, campaign: Callable[..., Campaign]
) -> None:
    for letters in ("abcd", "efgh"):
        inventory.take_in(campaign(letters, case_reference="PL-2026-same"))
    body = "inventory.begin_sending(f'lelystad-2026-05-01-{me}', now)"
    assert together(home, body, body) == sorted(["done", str(Code.CASE_ALREADY_SENT)])
    began = [each for each in inventory.campaigns() if each.sending_began_at is not None]
    assert len(began) == 1


def test_the_lease_is_held_by_one_process_and_freed_by_its_death(
    home: Home, inventory: Inventory
) -> None:
    with process(home, "abcd", "held = inventory.lease('one'); held.__enter__()") as holder:
        hear(holder)
        say(holder)
        assert hear(holder) == "done"
        with pytest.raises(EenmaligError) as caught, inventory.lease("one"):
            pass
        assert caught.value.code is Code.VAULT_BUSY
        with inventory.lease("another"):
            pass
        holder.kill()
        holder.wait()
        with inventory.lease("one"):
            pass


def test_who_waits_for_a_lease_gets_it_when_it_is_free(home: Home, inventory: Inventory) -> None:
    with process(home, "abcd", "held = inventory.lease('one'); held.__enter__()") as holder:
        hear(holder)
        say(holder)
        hear(holder)
        release = threading.Timer(0.3, holder.kill)
        release.start()
        with inventory.lease("one", wait=30):
            assert holder.wait() != 0


def test_a_lease_is_exclusive_within_a_process_too(home: Home, inventory: Inventory) -> None:
    with inventory.lease("one"), pytest.raises(EenmaligError), Inventory(home).lease("one"):
        pass


def test_a_lease_ends_with_an_error(inventory: Inventory) -> None:
    with pytest.raises(ZeroDivisionError), inventory.lease("one"):
        raise ZeroDivisionError
    with inventory.lease("one"):
        pass
