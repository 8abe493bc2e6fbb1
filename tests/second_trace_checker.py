"""Checks an installation's trace of verifications from its raw bytes, as the second checker does.

It shares no line of code with what wrote the trace. A folder of evidence without one has nothing
that could be wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.second_checker import LOOKS, MALFORMED, canonical, read_lines, sha256, times, trusted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tests.second_checker import Record

INSTALLATION = "installation"
BEGAN, ENDED = "verification_began", "verified"
KINDS = {BEGAN, ENDED, "trace_found"}


def trace_complaints(evidence: Path, trust: Path) -> list[str]:
    """Return all that does not hold in the trace beside campaigns' folders; nothing if all does."""
    if not (evidence / LOOKS).exists():
        return []
    keys, wrong = trusted(trust)
    records, _ = read_lines(evidence / LOOKS, INSTALLATION, "0" * 64, keys, wrong)
    wrong += times(records, LOOKS)
    try:
        wrong += _ended(records)
        wrong += _seen(evidence, records)
    except MALFORMED as error:
        wrong.append(f"the trace lacks what it must hold ({type(error).__name__})")
    return wrong


def _ended(records: Sequence[Record]) -> Iterator[str]:
    """Look whether each verification that ended had begun, and ended once."""
    under_way: set[int] = set()
    for record in records:
        if record["kind"] not in KINDS:
            yield f"record {record['seq']} of the trace is of another kind"
        if record["kind"] == BEGAN:
            under_way.add(record["seq"])
        if record["kind"] == ENDED and record["data"]["began"] not in under_way:
            yield f"record {record['seq']} of the trace ends what had not begun, or had ended"
        if record["kind"] == ENDED:
            under_way.discard(record["data"]["began"])


def _seen(evidence: Path, records: Sequence[Record]) -> Iterator[str]:
    """Look whether all that was seen follows from record to record, and is there."""
    state: dict[str, str] = {}
    for record in records:
        if record["kind"] != ENDED:
            continue
        data: dict[str, Any] = record["data"]
        state = {name: look for name, look in state.items() if name not in data["no_more"]}
        state |= data["changed"]
        counted = (len(state), len(state) - len(data["changed"]), sha256(canonical(state)))
        if counted != (data["looked_at"], data["unchanged"], data["state"]):
            yield f"record {record['seq']} of the trace saw other campaigns than it names"
    for campaign, look in state.items():
        path = evidence / campaign / LOOKS
        lines = path.read_bytes().split(b"\n") if path.exists() else []
        if look not in map(sha256, lines):
            yield f"the trace saw a look at {campaign} that is not there"
