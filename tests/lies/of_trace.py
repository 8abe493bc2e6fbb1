"""Lies about who looked: forged looks, a trace that was cut, verifications that did not run."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from tests.lies.statements import By, Row, Statement
from tests.lies.telling_home_lies import Two, in_closed

from eenmalig.evidence.ledger import VERIFICATIONS, head
from eenmalig.evidence.records import Record, line_of
from eenmalig.evidence.signing import Signer
from eenmalig.evidence.trace_reading import TRACE
from eenmalig.steps.campaign_look import look_at_campaign

if TYPE_CHECKING:
    from pathlib import Path

    from eenmalig.domain.campaign import Campaign
    from eenmalig.steps.installation import Stores


_LOOK = "eenmalig.steps.verify_destruction.look_at_campaign"
TRACED = Statement.TRACED
LOOK, VERIFY, NOBODY = By.LOOK, By.VERIFY, By.NOBODY
GONE = {"left": [], "provider": "absent", "late_deleted": 0}


def trace_of(two: Two) -> Path:
    return two.first.home.evidence / TRACE


def cut(path: Path, lines: int) -> None:
    """Leave out the last lines of a file."""
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-lines]))


def trace_cut(two: Two) -> None:
    two.first.look()
    cut(trace_of(two), 2)


def trace_changed(two: Two) -> None:
    trace_of(two).write_bytes(trace_of(two).read_bytes().replace(b"verified", b"verifief", 1))


def middle_cut(two: Two) -> None:
    two.first.look()
    lines = trace_of(two).read_bytes().splitlines(keepends=True)
    trace_of(two).write_bytes(b"".join(lines[:1] + lines[2:]))


def forged(two: Two, signer: Signer, at: datetime) -> None:
    """Add a look to a campaign's file, and to nothing else."""
    path = two.first.evidence / VERIFICATIONS
    before = head(path)
    seq = len(path.read_bytes().splitlines()) + 1
    data = {"by": "verification", "result": GONE}
    record = Record(seq, before, at.isoformat(), two.first.campaign.id, "verification", True, data)  # noqa: FBT003 - a rehearsal
    with path.open("ab") as file:
        file.write(line_of(record, signer) + b"\n")


def by_another_key(two: Two) -> None:
    forged(two, Signer.draw(two.first.home.root.parent / "other"), datetime.now(UTC))


def by_the_key(two: Two) -> None:
    forged(two, Signer.load(two.first.home.signing), datetime.now(UTC))


def by_the_key_in_2020(two: Two) -> None:
    forged(two, Signer.load(two.first.home.signing), datetime(2020, 1, 1, tzinfo=UTC))


def looks_removed(two: Two) -> None:
    (two.first.evidence / VERIFICATIONS).unlink()


def looks_dropped(two: Two) -> None:
    """Drop the newest later looks, down to one that says that all is gone."""
    _look_again(two)
    cut(two.first.evidence / VERIFICATIONS, 2)


def both_cut(two: Two) -> None:
    """Cut looks and trace back to one older moment, together."""
    _look_again(two)
    cut(two.first.evidence / VERIFICATIONS, 2)
    cut(trace_of(two), 4)


def _look_again(two: Two) -> None:
    """Have two more looks be on record: something was left, and is not any more."""
    left = two.first.stores.vault_folder(two.first.campaign.id)
    left.mkdir(parents=True)
    two.first.look()
    left.rmdir()
    two.first.look()


def days_missing(two: Two) -> None:
    two.first.put_forward(days=3)
    two.first.look()


def broken_off(two: Two) -> None:
    with two.first.patch.context() as patch:
        patch.setattr(_LOOK, lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            two.first.look()


def one_left_out(two: Two) -> None:
    """Look at all campaigns but one, for days."""
    name, real = two.first.campaign.id, look_at_campaign

    def look(stores: Stores, campaign: Campaign, *rest: Any) -> None:
        if campaign.id != name:
            real(stores, campaign, *rest)

    with two.first.patch.context() as patch:
        patch.setattr(_LOOK, look)
        two.first.put_forward(days=3)
        two.first.look()


def key_of_their_own(two: Two) -> None:
    other = Signer.draw(two.first.home.root.parent / "other")
    other.be_trusted(two.first.home.trust)


def trace_removed(two: Two) -> None:
    trace_of(two).unlink()


OF_TRACE: list[Row] = [
    in_closed(TRACED, "the trace cut", LOOK, "lacked records that were in it", trace_cut),
    in_closed(TRACED, "the trace removed", LOOK, "lacked records that were in", trace_removed),
    in_closed(TRACED, "the trace changed", LOOK, "the trace of verifications was", trace_changed),
    in_closed(TRACED, "a changed trace verified", VERIFY, "the trace of verif", trace_changed),
    in_closed(TRACED, "a record less in it", VERIFY, "the trace of verifications", middle_cut),
    in_closed(TRACED, "no trace", VERIFY, "no trace of verifications here", trace_removed),
    in_closed(TRACED, "three days without", VERIFY, "NOBODY LOOKED from", days_missing),
    in_closed(TRACED, "one left out for days", VERIFY, "NOBODY", one_left_out),
    in_closed(TRACED, "one that broke off", VERIFY, "has not ended", broken_off),
    in_closed(TRACED, "a look forged with another key", VERIFY, "not in the trust", by_another_key),
    in_closed(TRACED, "the same, to the daily look", LOOK, "evidence (", by_another_key),
    in_closed(TRACED, "a look forged with the key", LOOK, "evidence (", by_the_key),
    in_closed(TRACED, "one of 2020 with the key", VERIFY, "dated before one", by_the_key_in_2020),
    in_closed(TRACED, "all looks removed", VERIFY, "nobody but the destroyer", looks_removed),
    in_closed(TRACED, "all looks removed, told daily", LOOK, "evidence (", looks_removed),
    in_closed(TRACED, "the newest looks dropped", VERIFY, "a later look that is", looks_dropped),
    in_closed(TRACED, "trace and looks cut together", LOOK, "lacked records", both_cut),
    in_closed(
        TRACED,
        "trace and looks cut together, in a copy elsewhere",
        NOBODY,
        "trace and looks cut back to one older moment together: the next verification tells it "
        "from the inventory, a copy elsewhere cannot",
        both_cut,
        is_elsewhere=True,
    ),
    in_closed(
        TRACED,
        "a look forged with the key, in a copy elsewhere",
        NOBODY,
        "a later look that is forged with the key",
        by_the_key,
        is_elsewhere=True,
    ),
    in_closed(
        TRACED,
        "a key of their own among the trusted",
        LOOK,
        "the installation is not as it should be",
        key_of_their_own,
    ),
]
