"""What a verification leaves of itself in the trace: that it began, and what it came to."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import SQLAlchemyError

from eenmalig.errors import EenmaligError
from eenmalig.evidence.agreement import Copy
from eenmalig.steps.findings import why
from eenmalig.steps.installation import Stores, now

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from eenmalig.cleartext.key_scan import KeySearch
    from eenmalig.evidence.records import Record
    from eenmalig.steps.findings import Findings

log = logging.getLogger(__name__)

# What a lag behind the committed lines tells is that somebody was killed, which is no fault.
_FOUND = {
    Copy.CUT: "lacked records that were in it",
    Copy.CHANGED: "was changed",
    Copy.LONGER: "held records that the inventory, an older one, did not know",
}


class Tracing:
    """One verification as the trace tells it. What cannot be recorded holds up nothing else."""

    def __init__(self, stores: Stores) -> None:
        """Record that it begins."""
        self._trace = stores.trace
        self._began: Record | None = None
        self._faults: list[str] = []
        with self._telling():
            self._began, found = self._trace.begin(now())
            self._note(found)

    def end(self, findings: Findings, searched: KeySearch) -> None:
        """Record that it ended, and what it found; what is wrong with the trace is found too."""
        self._tell(findings)
        if self._began is None:
            return
        with self._telling():
            told = _told(findings, searched)
            record, found = self._trace.end(self._began, findings.looks, told, now())
            self._note(found)
            log.info("Record %d of the trace says so.", record.seq)
        self._tell(findings)

    def _tell(self, findings: Findings) -> None:
        for fault in self._faults:
            findings.find_unsound(fault)
        self._faults.clear()

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except (EenmaligError, OSError, SQLAlchemyError) as error:
            self._faults.append(f"the trace of verifications could not be written: {why(error)}")
            log.warning("The trace of verifications could not be written (%s).", why(error))

    def _note(self, found: Copy) -> None:
        if found in _FOUND:
            self._faults.append(f"the trace of verifications {_FOUND[found]}")


def _told(findings: Findings, searched: KeySearch) -> Mapping[str, Any]:
    return {
        "open": findings.open,
        "not_looked": findings.not_looked,
        "destroyed": len(findings.destroyed),
        "findings": len(findings.wrong),
        "searched": {
            "files": searched.files,
            "bytes": searched.bytes,
            "in_part": searched.in_part,
            "whole": searched.whole,
        },
    }
