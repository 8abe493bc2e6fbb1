"""Whether everything that a campaign holds is on record as destroyed, once, and proved."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from eenmalig.evidence.checks.case import told

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from eenmalig.evidence.checks.case import Case
    from eenmalig.evidence.records import Record

_HOW: Mapping[str, str] = {
    "number_key": "key_removed",
    "ref_key": "key_removed",
    "journal_key": "key_removed",
    "vault": "folder_removed",
    "working_copy": "folder_removed",
}
# A vault's folder stands as long as scratch copies in it that were given up.
_STANDS_FOR: Mapping[str, str] = {"vault": "scratch"}
_AT_PROVIDER = "provider_messages"
_PROOFS = ("read_back_absent", "listed_before_absent_after")


def check(case: Case) -> Iterator[str]:
    """Tell which item is not on record as destroyed, or more than once, or by no way to do it."""
    items = Counter(record.data["what"] for record in case.all("destroyed"))
    for what in _HOW:
        given_up = {what, _STANDS_FOR.get(what, what)} & case.given_up
        if items[what] == 0 and not given_up and not case.begun_anew:
            yield f"{what} is not on record as destroyed"
    for what, times in items.items():
        if times > 1:
            yield f"{what} is on record as destroyed {times} times"
    for record in case.all("destroyed"):
        if not _is_possible(record):
            yield f"{told(record)}: that is not how such an item is destroyed"


def check_provider(case: Case) -> Iterator[str]:
    """Tell where not every accepted message is deleted at the provider or told as not provable."""
    deleted = [each.data for each in case.all("destroyed") if each.data["what"] == _AT_PROVIDER]
    told_of = sum(data["count"] + data.get("not_provable", 0) for data in deleted)
    outcomes = case.last("outcomes")
    accepted = 0
    if outcomes is not None:
        listing = outcomes.data.get("listing") or {}
        accepted = outcomes.data["accepted"] + listing.get("never_listed", 0)
    excused = case.journal_was_lost or _AT_PROVIDER in case.given_up
    if told_of != accepted and not excused:
        yield "not every accepted message was deleted, or told as not provable"
    if deleted and case.last("sending_began") is None and not case.begun_anew:
        yield "messages were deleted at the provider, and sending never began"


def _is_possible(record: Record) -> bool:
    what, how = record.data["what"], record.data["how"]
    count, proof = record.data["count"], record.data["proof"]
    if what == _AT_PROVIDER:
        return how == "deleted_by_api" and proof in _PROOFS
    if how == "was_not_there":
        return bool(count == 0 and proof == "looked_absent")
    return bool(how == _HOW[what] and count == 1 and proof == "looked_absent")
