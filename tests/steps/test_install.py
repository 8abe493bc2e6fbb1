"""Installing: what is there is made once, and what was lost is told and never made in silence."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.steps.installing import (
    CAMPAIGN,
    LOST,
    NOW,
    came_to,
    opened,
    refused,
    signing_file,
    stands,
)

from eenmalig.domain.campaign import State
from eenmalig.errors import Code, EenmaligError
from eenmalig.steps.install import install
from eenmalig.steps.installation import Stores
from eenmalig.stores.answers import answers_file
from eenmalig.stores.home import PROJECT, Home
from eenmalig.stores.inventory import Inventory, inventory_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_what_is_made_is_made_for_us_alone(home: Home) -> None:
    assert sorted(stands(home)) == [
        "answers/answers.db",
        "inventory/inventory.db",
        "signing/rehearsal.pem",
        f"trust/rehearsal-{Stores(home).evidence_keys.signer.fingerprint}.pem",
    ]
    for private in (inventory_file(home), answers_file(home), signing_file(home)):
        assert private.stat().st_mode & 0o777 == 0o600
        assert private.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("again", [{}, LOST])
def test_doing_it_again_changes_nothing(home: Home, again: dict[str, bool]) -> None:
    opened(home)
    came_to(home, State.ASKING, "normalized")
    before = stands(home)
    install(home, "tests", **again)
    assert stands(home) == before


def test_opening_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(EenmaligError) as caught:
        Stores(Home(tmp_path / "home"))
    assert caught.value.code is Code.HOME_EMPTY
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("beside", ["evidence", "keys", "vault", "signing"])
def test_an_inventory_that_is_gone_beside_what_it_should_know_is_told(
    tmp_path: Path, beside: str
) -> None:
    home = Home(tmp_path)
    (home.root / beside / CAMPAIGN.id).mkdir(parents=True)
    assert refused(home) is Code.INVENTORY_MISSING
    with pytest.raises(EenmaligError) as caught:
        Inventory(home)
    assert caught.value.code is Code.INVENTORY_MISSING
    assert not home.inventory.exists()


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:6000])


def garbage(path: Path) -> None:
    path.write_bytes(b"garbage " * 3000)


@pytest.mark.parametrize("damage", [emptied, cut, garbage])
def test_a_damaged_inventory_is_told_and_replaced_only_when_that_is_said(
    home: Home, damage: Callable[[Path], None]
) -> None:
    opened(home)
    damage(inventory_file(home))
    damaged = inventory_file(home).read_bytes()
    assert refused(home) is Code.INVENTORY_DAMAGED
    install(home, "tests", **LOST)
    assert [each.id for each in Inventory(home).campaigns()] == [CAMPAIGN.id]
    (kept,) = home.lost.iterdir()
    assert kept.read_bytes() == damaged
    assert home.lost.stat().st_mode & 0o777 == 0o700


def test_a_database_that_is_no_inventory_is_no_inventory(home: Home) -> None:
    shutil.copy(answers_file(home), inventory_file(home))
    assert refused(home) is Code.INVENTORY_DAMAGED


def test_an_inventory_is_replaced_by_what_ledgers_show_with_the_cases_that_are_spent(
    home: Home,
) -> None:
    other = replace(CAMPAIGN, id="lelystad-2026-05-01-efgh", run="r2", case_reference="PL-2")
    third = replace(other, id="lelystad-2026-05-01-ijkl", run="r3", case_reference="PL-3")
    for each, state, kinds in (
        (CAMPAIGN, State.SENDING, ["sending_began"]),
        (other, State.ASKING, ["normalized"]),
        (third, State.CLOSED, ["sending_began", "sent"]),
    ):
        opened(home, each := replace(each, handover=each.run))
        came_to(home, state, *kinds, campaign=each)
    with Stores(home).evidence(third.id).commit() as commit:
        commit.close({}, NOW)
    before = {path.parent.name: path.read_bytes() for path in home.evidence.glob("*/*.jsonl")}
    inventory_file(home).unlink()
    assert refused(home) is Code.INVENTORY_MISSING
    install(home, "tests", **LOST)
    known = {each.id: each for each in Inventory(home).campaigns()}
    assert known == {
        CAMPAIGN.id: replace(
            CAMPAIGN, handover="run", state=State.DESTROYING, sending_began_at=NOW
        ),
        other.id: replace(other, handover="r2", state=State.DESTROYING),
        third.id: replace(
            third,
            handover="r3",
            state=State.CLOSED,
            sending_began_at=NOW,
            sending_ended_at=NOW,
            closed_at=NOW,
        ),
    }
    spent = {case: Inventory(home).case_was_sent("lelystad", case) for case in ("pl 20260001",)}
    assert spent == {"pl 20260001": True}
    assert not Inventory(home).case_was_sent("lelystad", "PL-2")
    assert Inventory(home).case_was_sent("lelystad", "PL-3")
    with Stores(home).evidence(CAMPAIGN.id).commit() as commit:
        commit.record("destruction_began", {}, NOW)
    for campaign, content in before.items():
        assert (home.evidence / campaign / "ledger.jsonl").read_bytes().startswith(content)


def test_a_ledger_that_does_not_hold_may_be_of_a_case_that_was_sent_and_is_told(home: Home) -> None:
    opened(home)
    ledger = home.evidence / CAMPAIGN.id / "ledger.jsonl"
    ledger.write_bytes(ledger.read_bytes().replace(b"lelystad", b"utrecht"))
    inventory_file(home).unlink()
    with pytest.raises(EenmaligError) as caught:
        install(home, "tests", **LOST)
    assert caught.value.code is Code.LEDGER_CHANGED
    assert Inventory(home).campaigns() == []


def test_an_older_inventory_learns_from_the_ledger_that_a_case_is_spent(
    home: Home, tmp_path: Path
) -> None:
    opened(home)
    came_to(home, State.ASKING)
    shutil.copy(inventory_file(home), tmp_path / "older")
    came_to(home, State.SENDING, "sending_began")
    (tmp_path / "older").replace(inventory_file(home))
    assert not Inventory(home).case_was_sent("lelystad", CAMPAIGN.case_reference)
    install(home, "tests")
    assert Inventory(home).case_was_sent("lelystad", CAMPAIGN.case_reference)
    with pytest.raises(EenmaligError) as caught:
        Stores(home).evidence(CAMPAIGN.id).records()
    assert caught.value.code is Code.INVENTORY_OLDER


@pytest.mark.parametrize("state", [State.ASKING, State.SENDING])
@pytest.mark.parametrize("damage", [emptied, garbage, lambda path: path.unlink()])
def test_answers_that_are_lost_while_they_count_are_told_and_made_anew_only_when_that_is_said(
    home: Home, state: State, damage: Callable[[Path], None]
) -> None:
    opened(home)
    came_to(home, state)
    damage(answers_file(home))
    assert refused(home) is Code.ANSWERS_DAMAGED
    install(home, "tests", **LOST)
    assert Stores(home).answers.of_run("run") == []


def test_answers_that_nobody_waits_for_are_made_anew(home: Home) -> None:
    opened(home)
    answers_file(home).unlink()
    install(home, "tests")
    assert Stores(home).answers.of_run("run") == []


class Killed(BaseException):
    """Stands for the end of a process."""


def die(*_: object, **__: object) -> None:
    raise Killed


@pytest.mark.parametrize(
    "place",
    ["make", "upgrade", "_evidence_key", "Signer.be_trusted", "Trust", "_answers", "Stores"],
)
def test_a_first_installation_that_was_killed_anywhere_is_gone_on_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    home = Home(tmp_path / "home")
    with monkeypatch.context() as patch:
        patch.setattr(f"eenmalig.steps.install.{place}", die)
        with pytest.raises(Killed):
            install(home, "tests")
    install(home, "tests")
    opened(home)
    assert len(Stores(home).evidence(CAMPAIGN.id).records()) == 1


@pytest.mark.parametrize("left", [b"", b"-----BEGIN"])
def test_a_key_that_was_drawn_by_half_and_never_signed_is_drawn_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, left: bytes
) -> None:
    home = Home(tmp_path / "home")
    with monkeypatch.context() as patch:
        patch.setattr("eenmalig.steps.install.Signer.be_trusted", die)
        with pytest.raises(Killed):
            install(home, "tests")
    signing_file(home).write_bytes(left)
    install(home, "tests")
    assert len(list(home.trust.iterdir())) == 1


def test_two_that_install_at_once_make_one(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    script = (
        "import sys; from pathlib import Path; from eenmalig.stores.home import Home\n"
        "from eenmalig.steps.install import install\n"
        "made = install(Home(Path(sys.argv[1])), 'tests')\n"
        "print(made.evidence_keys.signer.fingerprint)\n"
    )
    started = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(home.root)],
            env={"PYTHONPATH": f"{PROJECT}/include"},
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    told = [each.communicate(timeout=60)[0] for each in started]
    assert [each.returncode for each in started] == [0, 0, 0]
    assert set(told) == {Stores(home).evidence_keys.signer.fingerprint + "\n"}
