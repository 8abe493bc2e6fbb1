"""One row that makes no campaign hides no other, and nobody is texted while there is one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from tests.stores.conftest import NOW, a_campaign

from eenmalig.domain.campaign import State
from eenmalig.errors import Code, EenmaligError
from eenmalig.stores.inventory import Inventory, inventory_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.stores.conftest import OneByOne

    from eenmalig.stores.home import Home

ODD = [
    ("state", "bogus"),
    ("deadline", "x"),
    ("deadline", 5),
    ("deadline", "9999-12-31 23:59:59.999999"),
    ("deadline", "0001-01-01 00:00:00.000000"),
    ("taken_in_at", "x"),
    ("sending_began_at", "2026-13-45"),
    ("stopped_at", "x"),
    ("closed_at", b"\x00\xff"),
    ("case_reference", b"\x00\xff"),
    ("staged", "x"),
    ("spent_nothing", "x"),
    ("city", "../../etc"),
    ("id", "../../../lelystad"),
]


def odd(home: Home, column: str, value: object, letters: str = "aodd") -> None:
    """Spoil one value of one row."""
    with closing(sqlite3.connect(inventory_file(home))) as connection:
        where = f"lelystad-2026-05-01-{letters}"
        connection.execute(f"UPDATE campaigns SET {column} = ? WHERE id = ?", (value, where))
        connection.commit()


def refused(action: Callable[[], object]) -> bool:
    with pytest.raises(EenmaligError) as caught:
        action()
    return caught.value.code is Code.CAMPAIGN_UNREADABLE


@pytest.mark.parametrize(("column", "value"), ODD)
def test_an_odd_row_hides_no_other_and_is_named_where_it_can_be(
    home: Home, inventory: OneByOne, column: str, value: object
) -> None:
    for letters in ("aodd", "good"):
        inventory.take_in(a_campaign(letters))
    odd(home, column, value)
    known = Inventory(home).known()
    assert known.campaigns == known.open == [a_campaign("good")]
    (unreadable,) = known.unreadable
    named = None if column == "id" else a_campaign("aodd").id
    assert unreadable.id == named
    assert unreadable.deadline == (None if column == "deadline" else a_campaign("aodd").deadline)
    assert unreadable.may_have_sent == (column == "sending_began_at")
    assert inventory.get(a_campaign("good").id) == a_campaign("good")
    assert [each.campaign.id for each in inventory.listed()] == [a_campaign("good").id]


@pytest.mark.parametrize(("column", "value"), ODD)
def test_nobody_takes_in_or_begins_to_send_while_a_row_cannot_be_read(
    home: Home, inventory: OneByOne, column: str, value: object
) -> None:
    for letters in ("aodd", "good"):
        inventory.take_in(a_campaign(letters))
    inventory.put(a_campaign("good").id, State.ASKING)
    odd(home, column, value)
    assert refused(inventory.campaigns)
    assert refused(inventory.open_campaigns)
    assert refused(lambda: inventory.case_was_sent("rotterdam", "PL-2026-other"))
    assert refused(lambda: inventory.take_in(a_campaign("more")))
    assert refused(lambda: inventory.begin_sending(a_campaign("good").id, NOW))
    if column != "id":
        assert refused(lambda: inventory.get(a_campaign("aodd").id))
    assert len(inventory.known().ids) == (1 if column == "id" else 2)


@pytest.mark.parametrize("said", ["not json", "[]", "null", '"x"'])
def test_an_odd_summary_is_none_and_hides_no_other(
    home: Home, inventory: OneByOne, said: str
) -> None:
    for letters in ("aodd", "good"):
        inventory.take_in(a_campaign(letters))
        with inventory.changing() as changes:
            changes.keep_summary(a_campaign(letters).id, {"findings": 0})
    with closing(sqlite3.connect(inventory_file(home))) as connection:
        spoilt = "UPDATE summaries SET said = ?, looked_at = 'x' WHERE campaign LIKE '%aodd'"
        connection.execute(spoilt, (said,))
        connection.commit()
    listed = {each.campaign.id[-4:]: (each.said, each.looked_at) for each in inventory.listed()}
    assert listed == {"aodd": (None, None), "good": ({"findings": 0}, None)}
