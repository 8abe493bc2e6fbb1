from __future__ import annotations

import json
import tracemalloc
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cleartext.sources.builders.jcard import card, telephone

from eenmalig.cleartext.sources.files import json_values
from eenmalig.cleartext.sources.files.json_values import pieces
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=30,
)


def leaves(value: object) -> Iterator[object]:
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from leaves(each)
    else:
        yield value


def read(path: Path, content: str | bytes) -> list[object]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return [leaf for piece in pieces(path, "source 1") for leaf in leaves(piece.value)]


@given(value=VALUES, form=st.sampled_from([{}, {"indent": 1}, {"ensure_ascii": False}]))
def test_in_pieces_or_whole_the_same_values_come_in_the_same_order(
    tmp_path_factory: pytest.TempPathFactory, value: object, form: dict[str, Any]
) -> None:
    path = tmp_path_factory.getbasetemp() / "in-pieces.json"
    text = json.dumps(value, **form)
    expected = list(leaves(json.loads(text, parse_int=str, parse_float=str)))
    with pytest.MonkeyPatch.context() as patch:
        assert read(path, text) == expected
        # Larger than any single text above, smaller than most of the objects and lists.
        patch.setattr(json_values, "LARGEST_PIECE", 400)
        patch.setattr(json_values, "_FIRST_PIECE", 7)
        assert read(path, text) == expected


def test_a_name_that_occurs_twice_loses_nothing(tmp_path: Path) -> None:
    assert read(tmp_path / "x", '{"a": "1", "b": "2", "a": "3"}') == ["1", "3", "2"]


@pytest.mark.parametrize(
    "content", ["", "[", "[1", '{"a"', '{"a":', '["a', "[1,]", "[1]]", "{1: 2}", "nul", "[1 2]"]
)
@pytest.mark.parametrize("largest", [1, 4 * 1024**2])
def test_what_is_no_json_to_its_end_is_refused(
    content: str, largest: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_values, "LARGEST_PIECE", largest)
    with pytest.raises(EenmaligError) as raised:
        read(tmp_path / "x", content)
    assert raised.value.code is Code.SOURCE_UNREADABLE


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_depth_is_limited_in_small_and_in_large_files(opening: str, tmp_path: Path) -> None:
    for times in (5_000, 3_000_000):
        with pytest.raises(EenmaligError) as raised:
            read(tmp_path / "x", opening * times)
        assert raised.value.code is Code.SOURCE_UNREADABLE


def test_a_text_that_never_closes_is_refused_in_bounded_memory(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b'["' + b"a" * 30_000_000)
    tracemalloc.start()
    with pytest.raises(EenmaligError):
        list(pieces(tmp_path / "x", "source 1"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 60_000_000


def test_a_file_five_times_as_large_takes_no_more_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_values, "LARGEST_PIECE", 256 * 1024)
    peaks = []
    for times in (5_000, 25_000):
        one = json.dumps(card(telephone("06")))
        (tmp_path / "x").write_text("[" + ",".join([one] * times) + "]")
        tracemalloc.start()
        count = sum(1 for _ in pieces(tmp_path / "x", "source 1"))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert count == times
    assert peaks[1] < peaks[0] + 500_000


def test_more_values_apart_than_an_export_holds_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_values, "LARGEST_PIECE", 100)
    monkeypatch.setattr(json_values, "MOST_PIECES", 1000)
    assert len(read(tmp_path / "x", json.dumps(["x" * 100] * 1000))) == 1000
    with pytest.raises(EenmaligError) as raised:
        read(tmp_path / "x", json.dumps(["x" * 100] * 1001))
    assert raised.value.code is Code.SOURCE_UNREADABLE
    assert "far more values" in str(raised.value)
