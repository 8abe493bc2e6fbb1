"""What a file is to its committed lines: whatever was cut from it, added to it or changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.agreement import Copy, compare, require

if TYPE_CHECKING:
    from collections.abc import Sequence

LINE = st.binary(min_size=1, max_size=6).map(lambda line: line.replace(b"\n", b"n"))
LINES = st.lists(LINE, max_size=6)
FEW = st.lists(st.sampled_from([b"a", b"b", b"ab"]), max_size=4)


def content(lines: Sequence[bytes]) -> bytes:
    return b"".join(line + b"\n" for line in lines)


def lines_and_copied(data: st.DataObject, least: int = 0) -> tuple[list[bytes], int]:
    lines = data.draw(st.lists(LINE, min_size=least, max_size=6))
    return lines, data.draw(st.integers(0, len(lines)))


@given(st.data())
def test_a_file_that_holds_every_line_is_whole(data: st.DataObject) -> None:
    lines, copied = lines_and_copied(data)
    assert compare(lines, copied, content(lines)) is Copy.WHOLE


@given(st.data())
def test_a_file_that_ends_early_lags_behind_unless_a_line_is_missing_that_had_reached_it(
    data: st.DataObject,
) -> None:
    lines, copied = lines_and_copied(data, least=1)
    whole = content(lines)
    there = whole[: data.draw(st.integers(0, len(whole) - 1))]
    found = compare(lines, copied, there)
    assert found is (Copy.CUT if there.count(b"\n") < copied else Copy.BEHIND)


@given(st.data(), st.lists(LINE, min_size=1, max_size=3), st.one_of(st.just(b""), LINE))
def test_a_file_that_goes_on_is_longer(data: st.DataObject, more: list[bytes], torn: bytes) -> None:
    lines, copied = lines_and_copied(data)
    assert compare(lines, copied, content(lines + more) + torn) is Copy.LONGER


@given(st.data(), LINE)
def test_a_whole_file_with_a_part_of_a_line_behind_it_is_changed(
    data: st.DataObject, torn: bytes
) -> None:
    lines, copied = lines_and_copied(data)
    assert compare(lines, copied, content(lines) + torn) is Copy.CHANGED


@given(st.data())
def test_a_file_with_another_byte_anywhere_is_neither_whole_nor_behind(data: st.DataObject) -> None:
    lines, copied = lines_and_copied(data, least=1)
    whole = content(lines)
    there = whole[: data.draw(st.integers(1, len(whole)))]
    at = data.draw(st.integers(0, len(there) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda byte: byte != there[at]))
    spoilt = there[:at] + bytes([byte]) + there[at + 1 :]
    with pytest.raises(EenmaligError):
        require(compare(lines, copied, spoilt))


@given(st.data(), st.integers(0, 2), st.lists(LINE, max_size=2))
def test_another_byte_in_a_line_that_is_whole_is_a_change(
    data: st.DataObject, dropped: int, goes_on: list[bytes]
) -> None:
    lines, copied = lines_and_copied(data, least=1)
    kept = lines[: max(1, len(lines) - dropped)]
    which = data.draw(st.integers(0, len(kept) - 1))
    other = data.draw(LINE.filter(lambda line: line != kept[which]))
    spoilt = [*kept[:which], other, *kept[which + 1 :], *goes_on]
    assert compare(lines, copied, content(spoilt)) is Copy.CHANGED


@given(FEW, st.integers(0, 4), st.lists(st.sampled_from([b"a", b"b", b"\n"]), max_size=12))
def test_whatever_stands_there_only_a_beginning_is_taken_for_one_and_nothing_known_is_missing(
    lines: list[bytes], known: int, pieces: list[bytes]
) -> None:
    copied, there, whole = min(known, len(lines)), b"".join(pieces), content(lines)
    found = compare(lines, copied, there)
    assert (found is Copy.WHOLE) == (there == whole)
    lags = there != whole and whole.startswith(there)
    assert (found is Copy.BEHIND) == (lags and there.count(b"\n") >= copied)
    assert (found is Copy.LONGER) == (
        there.startswith(whole) and b"\n" in there.removeprefix(whole)
    )
    if found is Copy.CUT:
        assert there.count(b"\n") < copied
        assert whole.startswith(there[: there.rfind(b"\n") + 1])


@pytest.mark.parametrize(
    ("found", "code"),
    [
        (Copy.WHOLE, None),
        (Copy.BEHIND, None),
        (Copy.CUT, Code.LEDGER_CUT),
        (Copy.LONGER, Code.INVENTORY_OLDER),
        (Copy.CHANGED, Code.LEDGER_CHANGED),
    ],
)
def test_each_difference_has_its_own_code(found: Copy, code: Code | None) -> None:
    if code is None:
        require(found)
        return
    with pytest.raises(EenmaligError) as caught:
        require(found)
    assert caught.value.code is code
