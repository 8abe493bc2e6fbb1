"""The canonical form: one record, one spelling, one digest."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eenmalig.domain.canonical import canonical, digest

TEXT = st.text(st.characters(codec="utf-8"), max_size=12)
FLOATS = st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT | FLOATS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
RECORDS = st.dictionaries(TEXT, st.none() | st.booleans() | st.integers() | TEXT, max_size=6)


def test_it_is_json_with_sorted_keys_no_spaces_and_utf8() -> None:
    held = {"b": [1, {"z": None, "a": True}], "a": "één"}
    assert canonical(held) == '{"a":"één","b":[1,{"a":true,"z":null}]}'.encode()


@given(RECORDS, st.randoms())
def test_the_order_of_the_keys_changes_nothing(held: dict[str, Any], rng: Any) -> None:
    shuffled = list(held.items())
    rng.shuffle(shuffled)
    assert canonical(dict(shuffled)) == canonical(held)


@given(st.dictionaries(TEXT, VALUES, max_size=3))
def test_what_is_read_back_is_written_the_same(held: dict[str, Any]) -> None:
    written = canonical(held)
    assert canonical(json.loads(written)) == written
    assert json.loads(written) == held
    assert b"\n" not in written


@given(RECORDS, RECORDS)
def test_two_records_share_a_digest_only_when_they_are_the_same(
    one: dict[str, Any], two: dict[str, Any]
) -> None:
    same = json.dumps(one, sort_keys=True) == json.dumps(two, sort_keys=True)
    assert (digest(one) == digest(two)) is same


def test_the_digest_is_the_sha256_of_the_form() -> None:
    assert digest({"a": 1}) == hashlib.sha256(b'{"a":1}').hexdigest()


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_in_json_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        canonical({"seconds": value})
