"""What a destruction puts on record: signed where that can be done, and kept until it can."""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.reading import GIVEN_UP
from eenmalig.steps.installation import now

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from eenmalig.domain.campaign import Campaign
    from eenmalig.evidence.records import Record
    from eenmalig.steps.installation import Stores
    from eenmalig.stores.changes import Unsigned

log = logging.getLogger(__name__)

BEGAN = "destruction_began"
LOST_JOURNAL = ("lost", "journal")
# What tells two records of one kind apart.
_ONCE_PER = {"what"}


class DestructionRecords:
    """The records of one campaign's destruction. No damage of them holds it up."""

    def __init__(self, stores: Stores, campaign: Campaign) -> None:
        self._stores = stores
        self._campaign = campaign
        self._evidence = stores.evidence(campaign.id)
        self._there: set[str] = set()
        self._began: Mapping[str, Any] | None = None

    def note(self, kind: str, data: Mapping[str, Any], *, again: bool = False) -> None:
        """Sign a record, unless ``again`` only where none like it is there.

        What cannot be signed now is signed later. Once the ledger has ended, nothing is.
        """
        try:
            with self._evidence.commit(destroys=True) as commit:
                if not commit.ended:
                    if self._began is not None:
                        # Where that could not be kept before: nothing stands destroyed before it.
                        commit.record(BEGAN, self._began, now(), once=True)
                    names = _ONCE_PER & set(data)
                    commit.record(kind, data, now(), once=not again, once_per=names)
        except Exception as error:  # noqa: BLE001 - damaged evidence keeps nothing alive
            log.warning("Not signed yet (%s); destruction goes on.", type(error).__name__)
            try:
                with self._stores.inventory.changing() as changes:
                    if self._began is not None:
                        changes.leave_unsigned(self._campaign.id, BEGAN, self._began, now())
                    changes.leave_unsigned(self._campaign.id, kind, data, now())
            except Exception as failed:  # noqa: BLE001 - as above
                log.warning("Not on record (%s); destruction goes on.", type(failed).__name__)

    def began(self, by: str, there: Collection[str]) -> None:
        """Record that destruction begins, and what was there then: only that can be removed."""
        self._began = {"by": by, "there": sorted(there)}
        self.note(BEGAN, self._began)
        self._there |= set(there)
        for record in self._all():
            if record.kind == BEGAN:
                self._there |= set(record.data.get("there", ()))

    def gone(self, what: str, how: str) -> None:
        """Record that an item is gone: removed only if it was there."""
        was_there = what in self._there
        seen = {"how": how if was_there else "was_not_there", "proof": "looked_absent"}
        data = {"what": what, "count": int(was_there), **seen, "at": now().isoformat()}
        self.note("destroyed", data)

    def lost(self, what: str, why: str) -> None:
        """Record what was lost to somebody or something else than this destruction."""
        self.note("lost", {"what": what, "why": why, "at": now().isoformat()})

    def is_destroyed(self, what: str) -> bool:
        """Whether an item is on record as destroyed, signed or not yet."""
        return any(
            record.kind == "destroyed" and record.data.get("what") == what for record in self._all()
        )

    def is_settled(self, what: str) -> bool:
        """Whether an item is destroyed, given up or lost with the journal, by what is on record."""
        is_lost = any((each.kind, each.data.get("what")) == LOST_JOURNAL for each in self._all())
        return self.is_destroyed(what) or is_lost or what in self.given_up()

    def given_up(self) -> set[str]:
        """Return what a person gave up, signed or not yet."""
        return {record.data["what"] for record in self._all() if record.kind == GIVEN_UP}

    def _all(self) -> list[Record | Unsigned]:
        records: list[Record | Unsigned] = []
        with suppress(Exception), self._stores.inventory.reading() as look:
            records += look.unsigned(self._campaign.id)
        with suppress(Exception):
            records += self._evidence.committed()
        return records


def require_gone(what: str, left: int) -> None:
    """Fail when something of an item is left."""
    if left:
        raise EenmaligError(Code.DESTRUCTION_INCOMPLETE, f"{what}: {left} left")
