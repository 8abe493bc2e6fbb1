"""A number that takes part in every call of a table is set aside, whatever the table says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.cleartext.sources.builders.texted import texted

from eenmalig.cleartext.selecting.set_aside import Judge
from eenmalig.domain.counting import SetAside
from eenmalig.domain.source_rules import SourceRules

if TYPE_CHECKING:
    from collections.abc import Callable

    from eenmalig.cleartext.sources import RawValue

    Reading = Callable[..., list[RawValue]]
    Mobiles = Callable[[int], list[str]]

LABELS = ["Van;Naar", "Telefoonnummer afzender;Telefoonnummer ontvanger"]


def table(labels: str, pairs: list[tuple[str, str]]) -> bytes:
    return "\n".join((labels, *map(";".join, pairs))).encode()


@pytest.mark.parametrize("labels", LABELS)
@pytest.mark.parametrize("many", [1, 100])
def test_who_is_in_every_row_is_set_aside_once_and_everywhere(
    labels: str, many: int, reading: Reading, mobiles: Mobiles
) -> None:
    own, *others = mobiles(4)
    spelled = f"0{own.removeprefix('+31')}"
    pairs = [(own, others[0]), (others[1], spelled), (own, others[2]), (own, "anoniem")] * many
    values = reading(table(labels, pairs))
    reasons = Judge(SourceRules(), None).reasons(values)
    assert reasons.count(SetAside.OWN_NUMBER) == 1
    assert (texted(values), len(values)) == (set(others), 2 * len(pairs))
    decided = SourceRules(also_text={SetAside.OWN_NUMBER: None})
    assert not any(Judge(decided, None).reasons(values))


def test_rows_without_a_number_do_not_matter(reading: Reading, mobiles: Mobiles) -> None:
    own, *others = mobiles(4)
    pairs = [("anoniem", ""), *((own, other) for other in others), ("", "112"), ("x", "")]
    values = reading(table("Van;Naar", pairs))
    assert texted(values) == set(others)
    assert [value.probably_own for value in values].count(True) == 1


@pytest.mark.parametrize("labels", LABELS)
@pytest.mark.parametrize(
    "pairs",
    [
        [(0, 1), (0, 2)],
        [(0, 1), (1, 0), (0, 1), (0, 1)],
        [(0, 1), (2, 0), (0, 3), (1, 2)],
        [(0, 1), (2, 3), (0, 3)],
    ],
)
def test_two_rows_one_pair_or_a_row_without_it_tell_nothing(
    labels: str, pairs: list[tuple[int, int]], reading: Reading, mobiles: Mobiles
) -> None:
    numbers = mobiles(4)
    values = reading(table(labels, [(numbers[a], numbers[b]) for a, b in pairs]))
    assert not any(value.probably_own for value in values)
    assert [value.text for value in values] == [numbers[at] for pair in pairs for at in pair]


def test_columns_of_one_customer_are_no_sides(reading: Reading, mobiles: Mobiles) -> None:
    same, *others = mobiles(4)
    values = reading(table("Telefoon;Telefoon 2", [(same, other) for other in others]))
    assert texted(values) == {same, *others}
