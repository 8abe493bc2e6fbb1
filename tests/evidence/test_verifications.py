"""Later looks: a chain of their own that hangs on the ledger's end."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from eenmalig.errors import EenmaligError
from eenmalig.evidence.ledger import head

if TYPE_CHECKING:
    from tests.evidence.conftest import Installation


def test_the_first_look_is_chained_to_the_end_of_the_ledger(ours: Installation) -> None:
    ours.close()
    second = ours.look({"look": 2}, ours.now)
    first = ours.evidence.verifications()[0]
    lines = ours.looks.read_bytes().split(b"\n")
    assert (first.seq, first.prev) == (1, head(ours.ledger))
    assert (second.seq, second.prev) == (2, hashlib.sha256(lines[0]).hexdigest())
    assert len(ours.check()) == 4 + 2


def test_a_look_leaves_the_ledger_as_it_was(ours: Installation) -> None:
    ours.close()
    before = ours.ledger.read_bytes()
    ours.look({"look": 2}, ours.now)
    assert ours.ledger.read_bytes() == before


def test_there_are_no_looks_before_the_first(ours: Installation) -> None:
    assert ours.evidence.verifications() == []


def test_nobody_looks_at_what_is_not_closed(ours: Installation) -> None:
    ours.append("extracted", {}, ours.now)
    with pytest.raises(EenmaligError):
        ours.look({}, ours.now)
    assert not ours.looks.exists()


def test_no_look_is_signed_over_evidence_that_does_not_hold(ours: Installation) -> None:
    ours.close()
    before = ours.looks.read_bytes()
    (ours.folder / "report.json").write_bytes(b"another")
    with pytest.raises(EenmaligError):
        ours.look({}, ours.now)
    assert ours.looks.read_bytes() == before


@pytest.mark.parametrize("position", [0, 1])
def test_no_look_can_be_dropped_from_before_another(ours: Installation, position: int) -> None:
    ours.close()
    for look in (2, 3):
        ours.look({"look": look}, ours.now)
    kept = ours.looks.read_bytes().splitlines(keepends=True)
    del kept[position]
    ours.looks.write_bytes(b"".join(kept))
    with pytest.raises(EenmaligError):
        ours.check()


def test_the_looks_of_another_campaign_prove_nothing(
    ours: Installation, theirs: Installation
) -> None:
    ours.close()
    theirs.close()
    ours.looks.write_bytes(theirs.looks.read_bytes())
    with pytest.raises(EenmaligError):
        ours.check()
