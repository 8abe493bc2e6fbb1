"""Whether each record holds what its kind must hold, and each kind is there as often as it must."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from pydantic import ValidationError

from eenmalig.evidence.checks.case import Case, told
from eenmalig.evidence.kinds import LEDGER_KINDS, LOOK_KINDS, RecordKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from eenmalig.evidence.records import Record

_A_KIND = re.compile(r"[a-z_]{1,30}")


def check(case: Case) -> Iterator[str]:
    """Tell what is missing, of another type, of an unknown kind, or there too often."""
    yield from _of_file(case.records, LEDGER_KINDS, "")
    yield from _of_file(case.looks, LOOK_KINDS, "look ")


def _of_file(
    records: Sequence[Record], kinds: Mapping[str, RecordKind], which: str
) -> Iterator[str]:
    for record in records:
        if record.kind in kinds:
            yield from _of_record(record, kinds[record.kind], which)
        else:
            named = record.kind if _A_KIND.fullmatch(record.kind) else "of no name"
            yield f"{which}record {record.seq} is of a kind that does not exist: {named}"
    there = Counter(record.kind for record in records)
    for name, kind in kinds.items():
        if there[name] < kind.at_least:
            yield f"there is no record of kind {name}"
        if kind.at_most is not None and there[name] > kind.at_most:
            yield f"there are {there[name]} records of kind {name}"


def _of_record(record: Record, kind: RecordKind, which: str) -> Iterator[str]:
    try:
        kind.data.model_validate(dict(record.data))
    except ValidationError as error:
        # Only keys of ours are named: what else stands in a record may be anything.
        problems = error.errors(include_url=False, include_context=False, include_input=False)
        for name in dict.fromkeys(str(problem["loc"][0]) for problem in problems):
            state = "is not what it must be" if name in record.data else "is missing"
            yield f"{which}{told(record)}: {name} {state}"
