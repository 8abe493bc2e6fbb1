"""Finding where the values stand that a campaign refused or set aside."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from eenmalig.cleartext.vault.vault import Vault
from eenmalig.domain.campaign import State
from eenmalig.domain.place import Place, parse
from eenmalig.stores.keys import CampaignKeys

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cli.conftest import Command

UNUSED = [
    (2, "family", [Place(None, 12, 2)]),
    (1, "empty", [Place(2, row, 4) for row in (12, 3, 4, 5, 6, 7, 7)] + [Place(3, 1, 4)]),
    (1, "invalid", [Place(None, 9)]),
    (1, "contacts", [Place(2, 1), Place(2, 2)]),
]


def unused(_: Vault) -> Iterator[tuple[int, str, list[Place]]]:
    yield from UNUSED


@pytest.fixture
def judged(command: Command, monkeypatch: pytest.MonkeyPatch) -> Command:
    """A campaign whose values were judged, with a vault that knows where they stood."""
    command.take_in(hours=2)
    now = datetime.now(UTC)
    folder = command.home.vault / command.campaign
    (folder / "something").unlink()
    Vault.create(folder, CampaignKeys(command.home.keys / command.campaign), now).close()
    with command.stores.evidence(command.campaign).commit() as commit:
        commit.update(state=State.EXTRACTED)
        commit.update(state=State.ASKING)
        commit.record("normalized", {}, now)
    monkeypatch.setattr(Vault, "unused", unused, raising=False)
    return command


def test_places_are_listed_by_source_and_reason(judged: Command) -> None:
    shown = judged.run("handover", "refused", judged.campaign)
    assert shown.exit_code == 0, shown.output
    assert shown.stdout.splitlines() == [
        (
            "source 1, refused, empty: 8 at sheet 2: rows 3-7, 12 of column 4; "
            "sheet 3: row 1 of column 4"
        ),
        "source 1, refused, invalid: 1 at row 9",
        "source 1, set aside, contacts: 2 at sheet 2: rows 1-2",
        "source 2, set aside, family: 1 at row 12 of column 2",
    ]


def test_plain_places_are_what_a_hand_over_takes(judged: Command) -> None:
    shown = judged.run("handover", "refused", judged.campaign, "--plain")
    lines = [line.split("\t") for line in shown.stdout.splitlines()]
    assert lines == [
        ["1", "refused", "empty", "2/3-7/4"],
        ["1", "refused", "empty", "2/12/4"],
        ["1", "refused", "empty", "3/1/4"],
        ["1", "refused", "invalid", "9"],
        ["1", "set_aside", "contacts", "2/1-2"],
        ["2", "set_aside", "family", "-/12/2"],
    ]
    for source, _, code, text in lines:
        given = next(places for at, why, places in UNUSED if (str(at), why) == (source, code))
        assert any(parse(text).covers(each.sheet, each.row, each.column) for each in given)


def test_json_holds_everything(judged: Command) -> None:
    told = json.loads(judged.run("handover", "refused", judged.campaign, "--json").stdout)
    assert told[0] == {
        "source": 1,
        "group": "refused",
        "code": "empty",
        "count": 8,
        "places": ["2/3-7/4", "2/12/4", "3/1/4"],
    }
    assert len(told) == 4


def test_a_campaign_without_any_says_so(judged: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Vault, "unused", lambda _: iter(()), raising=False)
    shown = judged.run("handover", "refused", judged.campaign)
    assert (shown.exit_code, shown.stdout) == (0, "Nothing was refused or set aside.\n")
    assert judged.run("handover", "refused", judged.campaign, "--plain").stdout == ""


def test_a_campaign_that_nobody_knows_is_refused(judged: Command) -> None:
    shown = judged.run("handover", "refused", "lelystad-2026-05-01-none")
    assert shown.exit_code == 1
    assert "[campaign-unknown]" in shown.stderr


@pytest.mark.parametrize("state", [State.DESTROYING, State.CLOSED])
def test_after_destruction_it_is_said_that_the_vault_is_gone(judged: Command, state: State) -> None:
    for each in (State.DESTROYING, state):
        judged.inventory.update(judged.campaign, state=each)
    shown = judged.run("handover", "refused", judged.campaign)
    assert shown.exit_code == 1
    assert "[vault-missing]" in shown.stderr
    assert "with its vault where each value stood" in shown.stderr
    assert shown.stdout == ""


def test_a_vault_that_goes_meanwhile_is_told_in_the_same_words(judged: Command) -> None:
    (judged.home.vault / judged.campaign / "vault.db").unlink()
    shown = judged.run("handover", "refused", judged.campaign)
    assert shown.exit_code == 1
    assert "with its vault where each value stood" in shown.stderr


def test_nothing_is_listed_before_the_values_were_judged(command: Command) -> None:
    command.take_in(hours=2)
    shown = command.run("handover", "refused", command.campaign)
    assert shown.exit_code == 1
    assert "the values are judged by the task normalize, which has not ended" in shown.stderr


def test_nothing_is_listed_after_the_deadline(command: Command) -> None:
    command.take_in(hours=-1)
    shown = command.run("handover", "refused", command.campaign)
    assert shown.exit_code == 1
    assert "[deadline-passed]" in shown.stderr
    assert command.left() == 3


def test_a_home_without_an_inventory_is_refused(bare: Command) -> None:
    shown = bare.run("handover", "refused", bare.campaign)
    assert shown.exit_code == 1
    assert "[home-empty]" in shown.stderr
    assert not bare.home.root.exists()
