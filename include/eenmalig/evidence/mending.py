"""Making ledger and inventory agree again, for destruction alone, and saying what was found.

Nothing is signed anew in place of what is on record: the committed lines stand, what is signed and
goes on from them in the file is taken over, and a record of its own says what was found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from eenmalig.evidence.agreement import Copy
from eenmalig.evidence.commit import Commit
from eenmalig.evidence.ledger import LEDGER, VERIFICATIONS
from eenmalig.evidence.records import START, Record, leading, link, split

if TYPE_CHECKING:
    from datetime import datetime

    from eenmalig.evidence.commits import Evidence
    from eenmalig.stores.changes import Changes
    from eenmalig.stores.inventory import Inventory

FOUND = "ledger_found"
_AS_IT_SHOULD = {Copy.WHOLE, Copy.BEHIND}


def mend(evidence: Evidence, inventory: Inventory, now: datetime) -> list[Record]:
    """Make them agree; return the records that were taken over from the file.

    Where they agree nothing happens. Doing it again changes nothing.
    """
    with inventory.changing() as changes:
        found, content = evidence.copy_of(LEDGER, changes)
        looks, _ = evidence.copy_of(VERIFICATIONS, changes)
        strangers = evidence.strangers()
        if {found, looks} <= _AS_IT_SHOULD and not strangers:
            return []
        committed = len(changes.lines(evidence.folder.name, LEDGER))
        adopted = _taken_over(evidence, changes, LEDGER)
        _taken_over(evidence, changes, VERIFICATIONS)
        commit = Commit(evidence, changes)
        if not commit.closed:
            data = {
                "found": str(looks if found in _AS_IT_SHOULD else found),
                "lines_in_file": len(split(content)),
                "lines_on_record": committed,
                "taken_over": len(adopted),
                "files_beside": strangers,
            }
            # What stands beside a file that agrees is said once, however many lines it has by then.
            told_before = {"files_beside"} if found in (Copy.WHOLE, Copy.BEHIND) else set(data)
            commit.record(FOUND, data, now, once_per=told_before)
        commit.summarise()
        evidence.rewrite(changes)
    return adopted


def _taken_over(evidence: Evidence, changes: Changes, file: str) -> list[Record]:
    """Commit what is signed and goes on from the committed lines of a file; return its records."""
    found, content = evidence.copy_of(file, changes)
    if found is not Copy.LONGER:
        return []
    campaign = evidence.folder.name
    committed = changes.lines(campaign, file)
    before = committed or changes.lines(campaign, LEDGER)
    further = split(content)[len(committed) :]
    start = link(before[-1]) if before else START
    adopted = leading(further, evidence.keys.trust, start, len(committed))
    changes.add_lines(campaign, file, further[: len(adopted)], len(committed))
    return adopted
