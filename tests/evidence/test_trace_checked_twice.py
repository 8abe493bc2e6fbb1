"""The second checker of the trace: it accepts what verifications leave, and no damage to it."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests import second_trace_checker
from tests.second_checker import LOOKS
from tests.second_trace_checker import trace_complaints

if TYPE_CHECKING:
    from tests.evidence.conftest import Installation


@pytest.fixture
def verified(ours: Installation) -> Installation:
    """A closed campaign that was looked at twice, and a verification that did not end."""
    ours.close()
    ours.verify()
    ours.look({"result": {"left": ["vault"]}}, ours.now)
    ours.verify()
    ours.stores.trace.begin(ours.now)
    return ours


def found(ours: Installation) -> str:
    return "; ".join(trace_complaints(ours.folder.parent, ours.root / "trust"))


def test_what_verifications_leave_holds(verified: Installation) -> None:
    assert found(verified) == ""


def test_it_imports_nothing_of_ours_but_the_second_checker() -> None:
    text = Path(second_trace_checker.__file__).read_text()
    imported = set(re.findall(r"^ *(?:import|from) ([\w.]+)", text, re.MULTILINE))
    assert imported - sys.stdlib_module_names - {"collections.abc"} == {"tests.second_checker"}


def test_a_changed_byte_and_a_dropped_line_are_seen_wherever_they_stand(
    verified: Installation,
) -> None:
    trace = verified.folder.parent / LOOKS
    content = trace.read_bytes()
    for position in range(0, len(content), 53):
        changed = bytearray(content)
        changed[position] ^= 1
        trace.write_bytes(changed)
        assert found(verified), position
    lines = content.splitlines(keepends=True)
    for position in range(len(lines) - 1):
        trace.write_bytes(b"".join(lines[:position] + lines[position + 1 :]))
        assert "prev is wrong" in found(verified)


def test_a_look_that_was_dropped_is_missed(verified: Installation) -> None:
    verified.looks.write_bytes(verified.looks.read_bytes().splitlines(keepends=True)[0])
    assert "saw a look at" in found(verified)


def test_a_verification_that_ends_twice_or_tells_another_state_is_seen(
    verified: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    trace, now = verified.stores.trace, verified.now
    began = trace.records()[0]
    trace.end(began, {}, {}, now)
    assert "ends what had not begun, or had ended" in found(verified)
    monkeypatch.setattr("eenmalig.evidence.trace.digest", lambda _: "0" * 64)
    verified.verify()
    assert "saw other campaigns than it names" in found(verified)
