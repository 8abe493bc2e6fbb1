from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from eenmalig.errors import Code, EenmaligError
from eenmalig.handover.words_yaml import LARGEST_BYTES, read_words

if TYPE_CHECKING:
    from pathlib import Path

MALFORMED = [
    (b"a: [1\nb: 2\n", "line 2 cannot be read as YAML", "a list that does not close"),
    (b"a: 1\nb: 2\na: 3\n", "line 3 repeats a key", "YAML keeps the last in silence"),
    (b"s:\n- f: 1\n  f: 2\n", "line 3 repeats a key", "the same, further down"),
    (b"a: &x [1]\nb: *x\n", "line 2 uses an alias", "aliases unfold without end"),
    (b"? [a]\n: 1\n", "line 1 holds a key that is no word", "a list as a key"),
    (b"a: !!python/object:os.system x\n", "line 1 cannot be read as YAML", "an object"),
    (b"a: \xff\n", "is not in UTF-8", "another encoding"),
    (b"- a\n", "does not hold keys with values", "a list"),
    (b"", "does not hold keys with values", "nothing"),
    (b"a: 1\n---\nb: 2\n", "line 2 cannot be read as YAML", "two documents"),
    (b"[" * 5000, "cannot be read as YAML", "lists without end"),
    (b"a: " + b"x" * LARGEST_BYTES, "is larger than 256 KiB", "too large"),
]


@pytest.mark.parametrize(("content", "said", "why"), MALFORMED)
def test_malformed_yaml_is_one_mistake_that_quotes_nothing(
    content: bytes, said: str, why: str, tmp_path: Path
) -> None:
    path = tmp_path / "handover.yaml"
    path.write_bytes(content)
    with pytest.raises(EenmaligError) as raised:
        read_words(path)
    assert raised.value.code is Code.HANDOVER_INVALID
    assert raised.value.mistakes == (f"handover.yaml: {said}",), why


def test_values_stay_as_they_were_typed(tmp_path: Path) -> None:
    path = tmp_path / "handover.yaml"
    path.write_text("\ufeffcolumn: 06\nday: 2026-11-22\nsure: no\nfloat: 1e10\nnone:\n- \n")
    assert read_words(path) == {
        "column": "06",
        "day": "2026-11-22",
        "sure": "no",
        "float": "1e10",
        "none": [None],
    }
