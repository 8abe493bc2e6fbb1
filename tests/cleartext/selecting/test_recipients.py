from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from tests.cleartext.batches import batch

from eenmalig.cleartext.selecting import selection
from eenmalig.cleartext.selecting.recipients import choose, gathered
from eenmalig.domain.counting import Refusal, SetAside
from eenmalig.domain.place import Place
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Callable

    from eenmalig.cleartext.vault.vault import Vault

NL = ("NL",)


def test_the_order_of_sending_is_not_that_of_the_exports(
    vault: Vault, mobiles: Callable[[int], list[str]]
) -> None:
    wanted = mobiles(60)
    vault.add_cells(batch("source", 1, wanted))
    assert choose(vault, gathered(vault, 1, NL).selection, []).tallies[1].recipients == 60
    order = [recipient.e164 for recipient in vault.recipients()]
    assert sorted(order) == sorted(wanted)
    assert order != wanted


def test_lists_count_their_entries_and_keep_who_stands_on_them_out(
    vault: Vault, mobiles: Callable[[int], list[str]]
) -> None:
    wanted, listed = mobiles(3), mobiles(2)
    vault.add_cells(batch("privileged", 1, [*listed, wanted[0], "geen"]))
    vault.add_cells(batch("source", 1, wanted))
    chosen = choose(vault, gathered(vault, 1, NL).selection, [])
    assert (chosen.listed, chosen.unreadable) == (3, 1)
    assert {recipient.e164 for recipient in vault.recipients()} == set(wanted[1:])


def test_places_of_what_is_not_used_are_sealed_and_come_back(vault: Vault, mobile: str) -> None:
    vault.add_cells(batch("source", 1, ["onbekend", ""]))
    vault.add_cells(batch("source", 2, [mobile], set_aside=SetAside.CONTACTS))
    choose(vault, gathered(vault, 2, NL).selection, [])
    assert list(vault.unused()) == [
        (1, Refusal.EMPTY, [Place(None, 2, 1)]),
        (1, Refusal.NOT_A_NUMBER, [Place(None, 1, 1)]),
        (2, SetAside.CONTACTS, [Place(None, 1, 1)]),
    ]


def test_counts_that_do_not_add_up_leave_no_recipient(
    vault: Vault, mobile: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault.add_cells(batch("source", 1, [mobile, "onbekend"]))
    monkeypatch.setattr(selection, "_counted", lambda *_: Counter())
    with pytest.raises(EenmaligError) as lost:
        choose(vault, gathered(vault, 1, NL).selection, [])
    assert lost.value.code is Code.COUNTS_DO_NOT_ADD_UP
    assert vault.recipient_refs() == set()
