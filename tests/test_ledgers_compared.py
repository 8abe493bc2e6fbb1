"""Two ledgers compared: what a disturbance changed, and nothing that always differs."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

import pytest
from tests.compared_ledgers import differences
from tests.copied_evidence import COMPLETED, Copied, data_of, deleted, more

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.copied_evidence import Records


@pytest.fixture
def copied(tmp_path: Path) -> Copied:
    return Copied(tmp_path)


def test_a_ledger_has_no_differences_from_itself() -> None:
    assert differences(COMPLETED, COMPLETED) == []


def of_its_own(records: Records) -> None:
    """Change all that is another in every campaign."""
    for record in records:
        record["campaign"] = "lelystad-2026-11-27-zzzz"
        record["at"] = record["at"].replace("2026-11-26", "2026-11-27")
        for name in ("seconds", "waited_seconds"):
            record["data"].update({name: 9.5} if name in record["data"] else {})
        for name in ("dossier", "digest", "recipient_set", "hand_over_digest", "started_at"):
            record["data"].update({name: "f" * 64} if name in record["data"] else {})
    for name in data_of("closed", records)["files"]:
        data_of("closed", records)["files"][name] = "e" * 64


def doubting(records: Records, *, doubts: int = 2, undelivered: int = 1) -> None:
    """Have so many in doubt, of whom some never turn up."""
    more("sent", "accepted", by=-doubts)(records)
    more("sent", "in_doubt", by=doubts)(records)
    outcomes = data_of("outcomes", records)
    outcomes["in_doubt"] = {"asked": doubts, "found": doubts - 1, "unknown": 1}
    outcomes["accepted"] -= 1
    outcomes["outcomes"]["delivered"] -= undelivered
    outcomes["outcomes"]["unknown"] += undelivered
    deleted(records)["count"] -= 1


@pytest.mark.parametrize("change", [of_its_own, doubting])
def test_what_every_campaign_has_of_its_own_and_what_is_in_doubt_is_no_difference(
    copied: Copied, change: Callable[[Records], None]
) -> None:
    copied.sign_again(change)
    assert differences(COMPLETED, copied.folder) == differences(copied.folder, COMPLETED) == []


def twice(records: Records) -> None:
    records.insert(12, copy.deepcopy(records[12]))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (more("extracted", "cells"), ["record 1 (extracted), cells: 30, the other 31"]),
        (
            lambda records: data_of("gate", records).update(standing="lapsed"),
            ["record 10 (gate), standing: 'approved', the other 'lapsed'"],
        ),
        (
            lambda records: data_of("certified", records).pop("by"),
            ["record 21 (certified): only one holds by"],
        ),
        (more("sent", "in_doubt"), ["record 12 (sent), accepted: 7, the other 8"]),
        (
            lambda records: doubting(records, undelivered=2),
            ["2 more were delivered in one; 1 are in doubt"],
        ),
        (lambda records: records.pop(9), ["from record 10: ['gate'], the other []"]),
        (twice, ["from record 14: [], the other ['outcomes']"]),
        (
            lambda records: records.insert(14, records.pop(15)),
            [
                "from record 15: [], the other ['destroyed ref_key']",
                "from record 16: ['destroyed ref_key'], the other []",
            ],
        ),
    ],
)
def test_every_other_difference_is_told(
    copied: Copied, change: Callable[[Records], object], told: list[str]
) -> None:
    copied.sign_again(change)
    assert differences(COMPLETED, copied.folder) == told
