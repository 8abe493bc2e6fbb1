"""Two ledgers compared record by record, without a line of what wrote them."""

from __future__ import annotations

import json
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from tests.second_checker import LEDGER, Record, of_kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

# What is another in every campaign: times and durations, ids, and digests that hold either.
PASSING = {
    *("at", "seconds", "waited_seconds", "started_at", "ended_at", "created_at"),
    *("taken_in_at", "approve_by", "answer_by", "deadline"),
    *("campaign", "run", "recipient_set", "hand_over_digest", "handover_digest"),
    *("dossier", "digest", "page", "given_at", "port"),
}


def differences(one: Path, other: Path) -> list[str]:
    """Return in what two ledgers differ, but for what every campaign has of its own.

    Times, durations, ids and keyed digests are left out. How many were accepted, delivered and
    unknown may differ by those in doubt, and by no more. No signature is looked at.
    """
    left, right = _records(one), _records(other)
    kinds = _kinds(left), _kinds(right)
    found = _beyond_doubt(left, right)
    for tag, start, end, begin, until in SequenceMatcher(None, *kinds).get_opcodes():
        if tag != "equal":
            found.append(
                f"from record {start + 1}: {kinds[0][start:end]}, the other {kinds[1][begin:until]}"
            )
            continue
        for first, second in zip(left[start:end], right[begin:until], strict=True):
            named = f"record {first['seq']} ({first['kind']})"
            found += _unlike(_lasting(first, left), _lasting(second, right), named)
    return found


def _records(folder: Path) -> list[Record]:
    lines = (folder / LEDGER).read_bytes().split(b"\n")[:-1]
    return [json.loads(line)["record"] for line in lines]


def _kinds(records: Sequence[Record]) -> list[str]:
    """Return the kinds of records, each with what was destroyed or who was asked."""
    of = [(record["kind"], record["data"]) for record in records]
    return [f"{kind} {data.get('what', data.get('authority', ''))}".strip() for kind, data in of]


def _outcomes(records: Sequence[Record]) -> Mapping[str, Any]:
    """Return the last outcomes on record."""
    none = {"outcomes": {"delivered": 0}, "in_doubt": {"unknown": 0}}
    return [none, *of_kind("outcomes", records)][-1]


def _beyond_doubt(left: Sequence[Record], right: Sequence[Record]) -> list[str]:
    """Return a difference when more were delivered in one than the doubts of both explain."""
    one, other = _outcomes(left), _outcomes(right)
    doubts = one["in_doubt"]["unknown"] + other["in_doubt"]["unknown"]
    apart = abs(one["outcomes"]["delivered"] - other["outcomes"]["delivered"])
    return [f"{apart} more were delivered in one; {doubts} are in doubt"] if apart > doubts else []


def _lasting(record: Record, records: Sequence[Record]) -> Any:
    """Return a record's data without what is its own, with counts as if nothing were in doubt."""
    data = json.loads(json.dumps(record["data"]))
    if record["kind"] == "sent":
        data["accepted"] += data.pop("in_doubt")
    elif record["kind"] == "outcomes":
        data["accepted"] += data.pop("in_doubt")["unknown"]
        data["outcomes"]["delivered"] += data["outcomes"].pop("unknown")
    elif record["kind"] == "destroyed" and data["what"] == "provider_messages":
        data["count"] += _outcomes(records)["in_doubt"]["unknown"]
    elif record["kind"] == "scanned":
        # What is searched holds durations and times, and is as long as these happen to be; a
        # database's journal stands there or does not.
        for place in data["places"]:
            del place["bytes"], place["files"]
    elif record["kind"] == "closed":
        data["files"] = sorted(data["files"])
    return data


def _unlike(one: Any, other: Any, where: str) -> Iterator[str]:
    if isinstance(one, dict) and isinstance(other, dict):
        for name in sorted((set(one) | set(other)) - PASSING):
            if name not in one or name not in other:
                yield f"{where}: only one holds {name}"
            else:
                yield from _unlike(one[name], other[name], f"{where}, {name}")
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for first, second in zip(one, other, strict=True):
            yield from _unlike(first, second, where)
    elif one != other or type(one) is not type(other):
        yield f"{where}: {one!r}, the other {other!r}"
