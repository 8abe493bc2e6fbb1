"""What several processes do to one inventory at the same time."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
from tests.stores.processes import done, hear, process, say

from eenmalig.errors import Code
from eenmalig.stores.inventory import Inventory

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.stores.conftest import OneByOne

    from eenmalig.domain.campaign import Campaign
    from eenmalig.stores.home import Home


def together(home: Home, *bodies: str) -> list[str]:
    """Let processes change something at the same moment; return what became of each, sorted."""
    with ExitStack() as stack:
        made = [
            stack.enter_context(
                process(home, letters, f"with inventory.changing() as changes: {body}")
            )
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
    bodies = [f"changes.take_in(campaign({', '.join(each)}))" for each in (one, two)]
    assert together(home, *bodies) == sorted(["done", str(code)])
    assert len(Inventory(home).campaigns()) == 1


def test_of_two_that_begin_to_send_one_case_at_once_one_wins(
    home: Home, inventory: OneByOne, campaign: Callable[..., Campaign]
) -> None:
    for letters in ("abcd", "efgh"):
        inventory.take_in(campaign(letters, case_reference="PL-2026-same"))
        inventory.put(campaign(letters).id, "asking")
    body = "changes.begin_sending(f'lelystad-2026-05-01-{me}', now)"
    assert together(home, body, body) == sorted(["done", str(Code.CASE_ALREADY_SENT)])
    began = [each for each in inventory.campaigns() if each.sending_began_at is not None]
    assert len(began) == 1


def test_what_a_process_changed_that_was_killed_before_its_commit_holds_nobody_up(
    home: Home, inventory: OneByOne, campaign: Callable[..., Campaign]
) -> None:
    body = "held = inventory.changing()\nheld.__enter__().take_in(campaign('run', 'c', 'h'))"
    with process(home, "abcd", body) as killed:
        done(killed)
        killed.kill()
        killed.wait()
    assert inventory.campaigns() == []
    inventory.take_in(campaign("abcd"))
    assert inventory.campaigns() == [campaign("abcd")]
